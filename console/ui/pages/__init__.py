"""The pages beside the lanes: history, vehicles, parking, shift and people, and the sign-in."""
