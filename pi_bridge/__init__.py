"""Both ends of the wire between a Raspberry Pi and the booth; no Qt."""
