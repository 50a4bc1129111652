"""SQLite is the truth, Firestore a copy."""
