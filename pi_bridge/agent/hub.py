"""The newest JPEG of a camera, for all who watch."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from pi_bridge.agent.ring import FrameRing, StampedJpeg
from pi_bridge.agent.settings import StreamSettings
from pi_bridge.agent.source import SourceFrame
from pi_bridge.errors import SourceError
from pi_bridge.wire import FrameStamp

_RATE_FRAMES = 30
_NS = 1_000_000_000


class FrameHub:
    """Keeps only the newest frame, encoded once for all watchers and not at all for none.

    The camera thread publishes; watchers live on the server's event loop, so instead of waiting
    on a condition they leave a callable that wakes them. What is encoded for them also goes into
    the ring, at full size.
    """

    def __init__(self, settings: StreamSettings | None = None) -> None:
        self._settings = settings or StreamSettings()
        self.ring = FrameRing(self._settings.ring_s, self._settings.ring_mb)
        self._captures_ns: deque[int] = deque(maxlen=_RATE_FRAMES)
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

    def frames_per_s(self) -> float:
        """Return the rate of the last frames, 0.0 before the second."""
        captures_ns = tuple(self._captures_ns)
        if len(captures_ns) < 2 or captures_ns[-1] <= captures_ns[0]:
            return 0.0
        return (len(captures_ns) - 1) * _NS / (captures_ns[-1] - captures_ns[0])

    def publish(self, frame: SourceFrame, *, motion: bool | None = None) -> None:
        """Number ``frame``, encode it if anybody watches, and wake the watchers.

        ``motion`` says whether something moves in it, None where nobody looked.

        Raises:
            SourceError: the frame does not encode.
        """
        self._sequence += 1
        self._last_capture_ns = frame.captured_ns
        self._captures_ns.append(frame.captured_ns)
        if not self._wakes:
            return
        stamp = FrameStamp(self._sequence, frame.captured_at, frame.captured_ns, motion)
        full = StampedJpeg(frame.jpeg or self._encode(frame.pixels), self._sequence, stamp)
        self._encoded_count += 1
        self.ring.add(full)
        self._newest = self._scaled(frame, full)
        self.wake_watchers()

    def _scaled(self, frame: SourceFrame, full: StampedJpeg) -> StampedJpeg:
        """Return the frame at the width of the stream, encoded."""
        height, width = frame.pixels.shape[:2]
        if not 0 < self._settings.width_px < width:
            return full
        size = (self._settings.width_px, max(1, round(height * self._settings.width_px / width)))
        small = cv2.resize(frame.pixels, size, interpolation=cv2.INTER_AREA)
        sha256 = hashlib.sha256(full.jpeg).hexdigest()
        stamp = replace(full.stamp, full_width_px=width, full_sha256=sha256)
        return StampedJpeg(self._encode(np.asarray(small, np.uint8)), full.sequence, stamp)

    def _encode(self, pixels: npt.NDArray[np.uint8]) -> bytes:
        quality = (cv2.IMWRITE_JPEG_QUALITY, self._settings.quality)
        encoded, jpeg = cv2.imencode(".jpg", pixels, quality)
        if not encoded:
            raise SourceError(f"frame {self._sequence} does not encode as JPEG")
        return jpeg.tobytes()

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
