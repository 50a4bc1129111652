"""What lies between lane and picture: rain, and the noise of the sensor."""

from __future__ import annotations

import functools
import random

import cv2
import numpy as np

from pi_bridge.simulator.light import Light
from pi_bridge.simulator.view import Pixels, View

_NOISE_MARGIN_PX = 64
_NOISE_SHIFT = 3.0
_RAIN_STEP_PX = (5, 83)
"""How far streaks fall from one frame to the next (left, down), at 15 frames a second."""


class Weather:
    """Adds noise to every picture, never the same twice in a row, and rain to wet ones.

    Both are drawn once and only moved, so that they cost a fraction of a millisecond.
    """

    def __init__(self, view: View, seed: int) -> None:
        self._view = view
        self._seed = seed

    def add(self, canvas: Pixels, light: Light, frame_index: int, *, wet: bool) -> None:
        """Add the weather of frame ``frame_index`` to ``canvas``, in place."""
        view = self._view
        if wet:
            left, down = (frame_index * step for step in _RAIN_STEP_PX)
            streaks = _rain(view, is_bright=light.lamps == 0)
            y, x = view.height_px - down % view.height_px, left % view.width_px
            cv2.add(canvas, streaks[y : y + view.height_px, x : x + view.width_px], dst=canvas)
        chance = random.Random(self._seed * 1_000_003 + frame_index)
        x, y = chance.randrange(_NOISE_MARGIN_PX), chance.randrange(_NOISE_MARGIN_PX)
        noise = _noise(view, light.noise)[y : y + view.height_px, x : x + view.width_px]
        cv2.add(canvas, noise, dst=canvas)


@functools.lru_cache(maxsize=8)
def _noise(view: View, strength: float) -> Pixels:
    """Return noise of ``strength`` grey levels, cut off below zero, for adding."""
    shape = (view.height_px + _NOISE_MARGIN_PX, view.width_px + _NOISE_MARGIN_PX, 1)
    chance = np.random.default_rng(11)
    grey = chance.normal(_NOISE_SHIFT, strength, shape)
    tinted = grey + chance.normal(0, strength / 3, (*shape[:2], 3))
    return np.clip(tinted, 0, 255).astype(np.uint8)


@functools.lru_cache(maxsize=2)
def _rain(view: View, *, is_bright: bool) -> Pixels:
    """Return falling streaks, twice the picture each way and seamless, for adding."""
    chance = np.random.default_rng(13)
    height, width = view.height_px, view.width_px
    tile = np.zeros((height, width), np.uint8)
    bright = 86 if is_bright else 42
    for _ in range(420):
        x, y = int(chance.integers(width)), int(chance.integers(height))
        length = int(chance.integers(14, 46))
        shade = (int(bright * chance.uniform(0.35, 1.0)),)
        for right in (-width, 0, width):
            for down in (-height, 0, height):
                start = (x + right, y + down)
                end = (x + right - length // 14, y + down + length)
                cv2.line(tile, start, end, shade, 1, cv2.LINE_AA)
    soft = cv2.blur(tile, (1, 3))
    return np.ascontiguousarray(np.tile(cv2.merge((soft, soft, soft)), (2, 2, 1)))
