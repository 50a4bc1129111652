"""Frames that an agent still keeps, fetched by their number."""

from __future__ import annotations

from dataclasses import dataclass

from pi_bridge.client.decode import decode_jpeg
from pi_bridge.client.link import AgentLink, CallError
from pi_bridge.client.pairing import Pairing
from pi_bridge.errors import BridgeError, DamagedPictureError
from pi_bridge.wire import FRAME_PATH, FrameStamp


class FrameNotKeptError(BridgeError):
    """The agent cannot give the frame; the message says why."""


@dataclass(frozen=True, slots=True)
class KeptFrame:
    """One frame at the full size it was captured in.

    ``captured_ns`` is the agent's monotonic clock: numbers start over when it is restarted.
    """

    sequence: int
    jpeg: bytes
    width_px: int
    height_px: int
    captured_ns: int | None = None


class FrameFetcher:
    """Asks one agent for frames of its last seconds; may be used from several threads."""

    def __init__(
        self, base_url: str, *, timeout_s: float = 2.0, pairing: Pairing | None = None
    ) -> None:
        """Prepare to fetch from the agent at ``base_url``.

        Raises:
            AddressError: ``base_url`` is not an http or https address.
        """
        self._link = AgentLink(base_url, pairing)
        self._timeout_s = timeout_s

    def fetch(self, sequence: int) -> KeptFrame:
        """Return frame ``sequence`` of the agent's present run, whole.

        Raises:
            FrameNotKeptError: it is too old, the agent is away, or the picture is damaged.
        """
        path = FRAME_PATH.format(sequence=sequence)
        try:
            answer = self._link.ask("GET", path, b"", self._timeout_s)
            height, width = decode_jpeg(answer.content).shape[:2]
        except CallError as fault:
            raise FrameNotKeptError(f"frame {sequence}: agent {fault}") from fault
        except DamagedPictureError as fault:
            raise FrameNotKeptError(f"frame {sequence}: {fault}") from fault
        stamp = FrameStamp.from_headers(answer.headers)
        return KeptFrame(sequence, answer.content, width, height, stamp.captured_ns)
