"""What lies between lane and picture: rain, and the noise of the sensor.

Both are drawn once and only moved, so that they cost a fraction of a millisecond a frame.
"""

from __future__ import annotations

import functools
import random

import cv2
import numpy as np

from pi_bridge.simulator.view import Pixels

_NOISE_MARGIN_PX = 64
_NOISE_SHIFT = 3.0
_RAIN_STEP_PX = (5, 83)
"""How far streaks fall from one frame to the next (left, down), at 15 frames a second."""


def add_noise(canvas: Pixels, strength: float, seed: int, frame_index: int) -> None:
    """Add noise of ``strength`` grey levels, in place; it differs from frame to frame."""
    height, width = canvas.shape[:2]
    chance = random.Random(seed * 1_000_003 + frame_index)
    x, y = chance.randrange(_NOISE_MARGIN_PX), chance.randrange(_NOISE_MARGIN_PX)
    noise = _noise(height, width, strength)[y : y + height, x : x + width]
    cv2.add(canvas, noise, dst=canvas)


def add_rain(canvas: Pixels, frame_index: int, *, is_bright: bool) -> None:
    """Add the streaks of frame ``frame_index``, in place."""
    height, width = canvas.shape[:2]
    left, down = (frame_index * step for step in _RAIN_STEP_PX)
    x, y = left % width, height - down % height
    streaks = _rain(height, width, is_bright=is_bright)
    cv2.add(canvas, streaks[y : y + height, x : x + width], dst=canvas)


@functools.lru_cache(maxsize=8)
def _noise(height: int, width: int, strength: float) -> Pixels:
    """Return noise somewhat larger than the picture, cut off below zero, for adding."""
    height, width = height + _NOISE_MARGIN_PX, width + _NOISE_MARGIN_PX
    chance = np.random.default_rng(11)
    noise = chance.standard_normal((height, width, 3), np.float32) * np.float32(strength / 3)
    noise += chance.standard_normal((height, width, 1), np.float32) * np.float32(strength)
    return np.asarray(np.clip(noise + _NOISE_SHIFT, 0, 255), np.uint8)


@functools.lru_cache(maxsize=2)
def _rain(height: int, width: int, *, is_bright: bool) -> Pixels:
    """Return falling streaks, twice the picture each way and seamless, for adding."""
    chance = np.random.default_rng(13)
    tile = np.zeros((height, width), np.uint8)
    brightest = 86 if is_bright else 42
    for _ in range(420):
        x, y = int(chance.integers(width)), int(chance.integers(height))
        length = int(chance.integers(14, 46))
        shade = (int(brightest * chance.uniform(0.35, 1.0)),)
        for right in (-width, 0, width):
            for down in (-height, 0, height):
                start = (x + right, y + down)
                end = (x + right - length // 14, y + down + length)
                cv2.line(tile, start, end, shade, 1, cv2.LINE_AA)
    soft = cv2.blur(tile, (1, 3))
    return np.asarray(np.tile(cv2.merge((soft, soft, soft)), (2, 2, 1)), np.uint8)
