"""Whether the PC has nothing else to do, seen from how busy its processors were."""

from __future__ import annotations

import time
from collections.abc import Callable

import psutil

LEAST_IDLE_CORES = 0.5
"""Cores that must have been idle on average: the candidate has one thread at lowest priority."""

_LEAST_SPAN_S = 1.0


class Idleness:
    """Looks at the processors between two calls; an instance serves one thread."""

    def __init__(
        self,
        idle_s: Callable[[], float] = lambda: float(psutil.cpu_times().idle),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``idle_s`` are the seconds that all cores together have been idle so far."""
        self._idle_s, self._clock = idle_s, clock
        self._seen_at_s, self._seen_idle_s = clock(), idle_s()

    def is_idle(self) -> bool:
        """Whether half a core was idle since the last look; False within a second of it."""
        now_s, idle_s = self._clock(), self._idle_s()
        span_s = now_s - self._seen_at_s
        if span_s < _LEAST_SPAN_S:
            return False
        idle_cores = (idle_s - self._seen_idle_s) / span_s
        self._seen_at_s, self._seen_idle_s = now_s, idle_s
        return idle_cores >= LEAST_IDLE_CORES
