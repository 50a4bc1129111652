"""What can go wrong between a Pi and the booth, under one base exception."""

from __future__ import annotations


class BridgeError(Exception):
    """Base of every fault of the wire, its two ends and the simulated lanes."""


class WireFormatError(BridgeError):
    """A message of the other end does not have the agreed form."""


class StreamFormatError(BridgeError):
    """The bytes are not a multipart stream of pictures, or exceed what we accept."""


class DamagedPictureError(BridgeError):
    """The bytes are not one whole JPEG, or it is larger than we accept."""


class SourceError(BridgeError):
    """A source of frames cannot be opened or gives no frame any more."""


class AgentStartError(BridgeError):
    """The agent's server did not start to listen."""
