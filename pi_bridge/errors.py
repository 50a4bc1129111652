"""What can go wrong between a Pi and the booth, under one base exception."""

from __future__ import annotations

from pathlib import Path


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


class AgentConfigError(BridgeError):
    """The agent's configuration cannot be used; the message names file, key and what is wanted."""

    def __init__(self, path: Path, key: str, problem: str) -> None:
        super().__init__(f"{path}: {key}: {problem}" if key else f"{path}: {problem}")
        self.path = path
        self.key = key
        self.problem = problem


class BarrierSetupError(BridgeError):
    """A barrier's pins, relay or broker cannot be used as configured."""


class IdentityError(BridgeError):
    """The keys or the certificate of an agent or booth cannot be read or written."""


class PairingError(BridgeError):
    """Agent and booth could not be paired; the message says why and what to do."""
