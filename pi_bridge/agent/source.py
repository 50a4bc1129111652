"""Where an agent's frames come from."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class SourceFrame:
    """One captured picture: BGR uint8 (height, width, 3), and when it was captured.

    ``captured_ns`` is this machine's monotonic clock, ``captured_at`` aware UTC. ``jpeg`` is the
    camera's own encoding of the picture, None where it gave pixels.
    """

    pixels: npt.NDArray[np.uint8]
    captured_ns: int
    captured_at: datetime
    jpeg: bytes | None = None

    @classmethod
    def now(cls, pixels: npt.NDArray[np.uint8], jpeg: bytes | None = None) -> SourceFrame:
        """Return ``pixels`` as captured at this moment."""
        return cls(pixels, time.monotonic_ns(), datetime.now(UTC), jpeg)


class FrameSource(Protocol):
    """Gives frames one after the other, on one thread, at its own pace.

    A source opens its camera when the first frame is asked for; after `close` it opens it anew
    when the next one is, which is how a stalled camera is restarted.
    """

    @property
    def frames_per_s(self) -> float: ...

    def next_frame(self) -> SourceFrame:
        """Wait for the next frame, at most about a second, and return it.

        Raises:
            SourceError: there is none now; asking again may help.
        """
        ...

    def close(self) -> None:
        """Let go of the camera, on the thread that takes the frames."""
        ...
