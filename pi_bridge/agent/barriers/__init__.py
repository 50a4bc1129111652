"""The drives an agent can move, behind ``Barrier``."""
