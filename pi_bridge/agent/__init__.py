"""On the Pi: source, motion, hub of the newest JPEG, HTTP server."""
