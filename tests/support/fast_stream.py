"""Stream time that passes as fast as frames can be made: months of a camera in minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from pi_bridge.agent.source import SourceFrame

_START = datetime(2026, 11, 25, tzinfo=UTC)
_NS = 1_000_000_000
_VEHICLE_EVERY_S, _VEHICLE_FOR_S = 60, 6


class FastSource:
    """A lane whose clock advances by one frame interval with every frame that is asked for.

    A block, as large as a vehicle, passes once a minute; the rest is texture with a little noise.
    """

    def __init__(self, frames_per_s: float = 15.0, width: int = 320, height: int = 180) -> None:
        self.frames_per_s = frames_per_s
        self.count = 0
        chance = np.random.default_rng(1)
        self._street = chance.integers(60, 180, (height, width, 3), np.uint8)
        self._noise = [chance.integers(0, 4, (height, width, 3), np.uint8) for _ in range(7)]

    @property
    def stream_s(self) -> float:
        """How much stream time has passed."""
        return self.count / self.frames_per_s

    def next_frame(self) -> SourceFrame:
        self.count += 1
        pixels = self._street + self._noise[self.count % len(self._noise)]
        self._drive(pixels)
        pixels[0, 0] = self.count % 256  # no two frames in a row are alike
        captured_ns = int(self.stream_s * _NS) + 1
        return SourceFrame(pixels, captured_ns, _START + timedelta(seconds=self.stream_s))

    def close(self) -> None:
        """Nothing is open."""

    def _drive(self, pixels: npt.NDArray[np.uint8]) -> None:
        height, width = pixels.shape[:2]
        share = self.stream_s % _VEHICLE_EVERY_S / _VEHICLE_FOR_S
        if share < 1:
            left = int(share * width)
            pixels[height // 3 : height * 3 // 4, left : left + width // 4] = 15
