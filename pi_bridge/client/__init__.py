"""In the booth: MJPEG parser, camera reader, barrier client."""
