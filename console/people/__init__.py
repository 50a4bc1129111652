"""Who sits at the desk, what each role may do, and the doors that check it; no Qt here."""
