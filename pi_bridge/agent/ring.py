"""The last seconds of a camera, for evidence that is asked for afterwards."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

from pi_bridge.wire import FrameStamp

_BYTES_PER_MB = 1024 * 1024
_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class StampedJpeg:
    """One encoded frame; ``sequence`` counts the frames of this run of the agent from 1."""

    jpeg: bytes
    sequence: int
    stamp: FrameStamp


class FrameRing:
    """Encoded frames of the last ``ring_s`` seconds, ``ring_mb`` MB at most, found by number."""

    def __init__(self, ring_s: float, ring_mb: int) -> None:
        self._age_limit_ns = int(ring_s * _NS)
        self._byte_limit = ring_mb * _BYTES_PER_MB
        self._lock = threading.Lock()
        self._frames: deque[StampedJpeg] = deque()
        self._byte_count = 0

    @property
    def byte_count(self) -> int:
        return self._byte_count

    def add(self, frame: StampedJpeg) -> None:
        """Keep ``frame``, the newest, and let go of what is too old or too much."""
        captured_ns = frame.stamp.captured_ns or 0
        with self._lock:
            self._frames.append(frame)
            self._byte_count += len(frame.jpeg)
            while self._frames and (
                self._byte_count > self._byte_limit
                or captured_ns - (self._frames[0].stamp.captured_ns or 0) >= self._age_limit_ns
            ):
                self._byte_count -= len(self._frames.popleft().jpeg)

    def find(self, sequence: int) -> StampedJpeg | None:
        """Return frame number ``sequence``, None when it is not kept (any more)."""
        with self._lock:
            return next((frame for frame in self._frames if frame.sequence == sequence), None)

    def sequences(self) -> tuple[int, ...]:
        """Return the numbers of the frames that are kept, oldest first."""
        with self._lock:
            return tuple(frame.sequence for frame in self._frames)
