"""How long things took, by name, from any thread."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np

_KEPT_COUNT = 20_000


@dataclass(frozen=True, slots=True)
class LatencySummary:
    """Milliseconds of one kind of wait: the median, what 95 % stay under, and the longest."""

    name: str
    count: int
    p50_ms: float
    p95_ms: float
    max_ms: float


class Latencies:
    """Collects samples in milliseconds; the newest 20,000 of each name, the longest for ever."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._samples: dict[str, deque[float]] = {}
        self._counts: dict[str, int] = {}
        self._longest: dict[str, float] = {}

    def add(self, name: str, ms: float) -> None:
        with self._lock:
            self._samples.setdefault(name, deque(maxlen=_KEPT_COUNT)).append(ms)
            self._counts[name] = self._counts.get(name, 0) + 1
            self._longest[name] = max(ms, self._longest.get(name, ms))

    def summary(self) -> tuple[LatencySummary, ...]:
        """One summary for each name that has samples, by name."""
        with self._lock:
            kept = sorted((name, list(samples)) for name, samples in self._samples.items())
            counts, longest = dict(self._counts), dict(self._longest)
        return tuple(
            LatencySummary(
                name,
                counts[name],
                float(np.percentile(samples, 50)),
                float(np.percentile(samples, 95)),
                longest[name],
            )
            for name, samples in kept
        )
