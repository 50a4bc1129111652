"""The newest JPEG of a camera, for all who watch."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2

from pi_bridge.agent.source import SourceFrame
from pi_bridge.errors import SourceError
from pi_bridge.wire import FrameStamp

JPEG_QUALITY = 80


@dataclass(frozen=True, slots=True)
class StampedJpeg:
    """One encoded frame; ``sequence`` counts the frames of this run of the agent from 1."""

    jpeg: bytes
    sequence: int
    stamp: FrameStamp


class FrameHub:
    """Keeps only the newest frame, encoded once for all watchers and not at all for none.

    The camera thread publishes; watchers live on the server's event loop, so instead of waiting
    on a condition they leave a callable that wakes them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: StampedJpeg | None = None
        self._wakes: dict[int, Callable[[], None]] = {}
        self._wake_id = 0
        self._sequence = 0
        self._last_capture_ns: int | None = None
        self._encoded_count = 0
        self._skipped_count = 0

    @property
    def sequence(self) -> int:
        """The number of the newest frame, 0 before the first."""
        return self._sequence

    @property
    def last_capture_ns(self) -> int | None:
        """When the newest frame was captured (monotonic), None before the first."""
        return self._last_capture_ns

    @property
    def watcher_count(self) -> int:
        return len(self._wakes)

    @property
    def encoded_count(self) -> int:
        return self._encoded_count

    @property
    def skipped_count(self) -> int:
        """Frames that a watcher was too slow to get, over all watchers."""
        return self._skipped_count

    def publish(self, frame: SourceFrame) -> None:
        """Number ``frame``, encode it if anybody watches, and wake the watchers.

        Raises:
            SourceError: the frame does not encode.
        """
        self._sequence += 1
        self._last_capture_ns = frame.captured_ns
        if not self._wakes:
            return
        encoded, jpeg = cv2.imencode(".jpg", frame.pixels, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
        if not encoded:
            raise SourceError(f"frame {self._sequence} does not encode as JPEG")
        stamp = FrameStamp(self._sequence, frame.captured_at, frame.captured_ns)
        self._encoded_count += 1
        self._newest = StampedJpeg(jpeg.tobytes(), self._sequence, stamp)
        self.wake_watchers()

    def wake_watchers(self) -> None:
        """Make every watcher look again, for a new frame or for its own end."""
        with self._lock:
            wakes = tuple(self._wakes.values())
        for wake in wakes:
            wake()

    @contextmanager
    def watching(self, wake: Callable[[], None]) -> Iterator[None]:
        """Count as a watcher; ``wake`` is called, on any thread, after each new frame."""
        with self._lock:
            self._wake_id += 1
            key = self._wake_id
            self._wakes[key] = wake
        try:
            yield
        finally:
            with self._lock:
                del self._wakes[key]

    def newer_than(self, sequence: int) -> StampedJpeg | None:
        """Return the newest frame if it is newer than ``sequence``, counting those in between.

        A new watcher starts from `sequence` as it is then, so it never gets an old picture.
        """
        newest = self._newest
        if newest is None or newest.sequence <= sequence:
            return None
        with self._lock:
            self._skipped_count += newest.sequence - sequence - 1
        return newest
