"""Frames at an even rate."""

from __future__ import annotations

import time

_NS = 1_000_000_000


class Pace:
    """Waits until the next frame is due; what is missed is skipped, not made up for."""

    def __init__(self, frames_per_s: float) -> None:
        self._period_ns = int(_NS / frames_per_s)
        self._due_ns = 0

    def wait(self) -> None:
        now_ns = time.monotonic_ns()
        if self._due_ns > now_ns:
            time.sleep((self._due_ns - now_ns) / _NS)
            self._due_ns += self._period_ns
        else:
            self._due_ns = now_ns + self._period_ns
