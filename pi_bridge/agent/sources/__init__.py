"""The cameras an agent can have, behind ``FrameSource``."""
