"""A time in the picture itself: cells of black and white that survive JPEG and scaling."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from pi_bridge.agent.source import SourceFrame
from pipeline.types import Pixels

_NS_PER_MS = 1_000_000
_TIME_BITS, _CHECK_BITS = 32, 8
_COLUMNS, _ROWS = 20, 2
_STRIP = 15
"""The cells take up one part in so many of the height: too little to look like a plate."""

_DARK, _BRIGHT, _MIDDLE = 70, 185, 128


def paint_time(pixels: Pixels, at_ns: int) -> None:
    """Paint ``at_ns`` (whole milliseconds of it) into a strip at the top of BGR pixels."""
    height, width = pixels.shape[:2]
    for cell, bit in enumerate(_bits(at_ns // _NS_PER_MS)):
        top, left = divmod(cell, _COLUMNS)
        rows, columns = _edges(height // _STRIP, _ROWS, top), _edges(width, _COLUMNS, left)
        pixels[slice(*rows), slice(*columns)] = _BRIGHT if bit else _DARK


def read_time(grey: npt.NDArray[np.uint8], now_ns: int) -> int | None:
    """Return the time painted into a grey picture of any size, None where it cannot be read.

    ``now_ns`` tells which of the times with the same bits is meant: the last one.
    """
    height, width = grey.shape
    bits = []
    for cell in range(_TIME_BITS + _CHECK_BITS):
        top, left = divmod(cell, _COLUMNS)
        (y0, y1), (x0, x1) = _edges(height // _STRIP, _ROWS, top), _edges(width, _COLUMNS, left)
        quarter_y, quarter_x = (y1 - y0) // 4, (x1 - x0) // 4
        middle = grey[y0 + quarter_y : y1 - quarter_y, x0 + quarter_x : x1 - quarter_x]
        bits.append(float(middle.mean()) > _MIDDLE)
    low_ms = sum(int(bit) << place for place, bit in enumerate(bits[:_TIME_BITS]))
    if bits != _bits(low_ms):
        return None
    now_ms = now_ns // _NS_PER_MS
    return (now_ms - (now_ms - low_ms) % (1 << _TIME_BITS)) * _NS_PER_MS


class CodedSource:
    """Frames of ``picture`` at its own pace, each with the time at which it was made in it."""

    def __init__(
        self,
        picture: Pixels,
        frames_per_s: float = 15.0,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self.frames_per_s = frames_per_s
        self._clock_ns = clock_ns
        chance = np.random.default_rng(1)
        self._variants = [
            np.clip(picture + chance.integers(-3, 4, picture.shape, np.int16), 0, 255).astype(
                np.uint8
            )
            for _ in range(4)
        ]
        self._count = 0
        self._due_s = time.monotonic()

    def next_frame(self) -> SourceFrame:
        self._due_s = max(self._due_s + 1 / self.frames_per_s, time.monotonic() - 1)
        time.sleep(max(0.0, self._due_s - time.monotonic()))
        pixels = self._variants[self._count % len(self._variants)].copy()
        self._count += 1
        paint_time(pixels, self._clock_ns())
        return SourceFrame.now(pixels)

    def close(self) -> None:
        """Nothing is open."""


def _bits(ms: int) -> list[bool]:
    low_ms = ms & ((1 << _TIME_BITS) - 1)
    check = (low_ms * 0x9E3779B1 >> 24) & ((1 << _CHECK_BITS) - 1)
    word = low_ms | check << _TIME_BITS
    return [bool(word >> place & 1) for place in range(_TIME_BITS + _CHECK_BITS)]


def _edges(length: int, count: int, number: int) -> tuple[int, int]:
    return length * number // count, length * (number + 1) // count
