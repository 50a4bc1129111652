"""What the booth receives from a camera and knows about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from pi_bridge.wire import BarrierPosition

__all__ = ["BarrierPosition", "CameraFrame", "CameraState", "Connection"]


@dataclass(frozen=True, slots=True, eq=False)
class CameraFrame:
    """One picture as it arrived: the JPEG itself and its BGR uint8 (height, width, 3) pixels.

    ``received_ns`` is this machine's monotonic clock and the only one that ages are made of.
    ``captured_at`` (aware UTC) and ``captured_ns`` (the agent's monotonic clock, None when it
    sent none) belong to the agent; the second can be compared with ours only when the agent
    runs on this machine. ``late_ns`` is by how much the picture was old already when it came, at
    least. ``full_width_px`` is how wide the agent keeps this frame, where that is wider, and
    ``full_sha256`` the SHA-256 of the JPEG that it keeps.
    """

    camera_id: str
    sequence: int
    captured_at: datetime
    captured_ns: int | None
    received_ns: int
    jpeg: bytes
    pixels: npt.NDArray[np.uint8]
    late_ns: int = 0
    full_width_px: int | None = None
    full_sha256: str | None = None


class Connection(StrEnum):
    """How a camera's stream is doing."""

    CONNECTING = "connecting"
    LIVE = "live"
    STALLED = "stalled"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class CameraState:
    """A camera's connection, what is wrong in words (empty when nothing is), and counters.

    ``late_count`` pictures were too old when they arrived and were not handed on.
    """

    camera_id: str
    connection: Connection
    problem: str = ""
    frame_count: int = 0
    damaged_count: int = 0
    reconnect_count: int = 0
    skipped_count: int = 0
    late_count: int = 0
