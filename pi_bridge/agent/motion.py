"""Whether something moves in front of a camera: cheap, and not fooled by light or rain."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pi_bridge.agent.settings import MaskedArea, MotionSettings

_WIDTH_PX = 160
_NEAR_PX = 15
_FLAT_LEVELS = 14.0
"""Contrast below which a surface counts as flat (grey levels): noise must not become texture."""

_SWITCH_FACTOR = 1.15
"""All four quarters of the picture brighter or darker by this from one frame to the next: a light.

Source: ``python -m tests.benchmarks.motion_real``, 60 lamp switches on real pictures: 11 false
starts without this rule, those where the light left parts of the picture without detail.
"""

_SWITCH_EVERY_NS = 1_000_000_000
"""A flickering lamp must not hide a vehicle: the next switch counts after this time."""

_NS = 1_000_000_000
_NOISE_FACTOR = 3.0
_NOISE_SLOWER = 0.1
_WARM_UP_RATE = 0.1
_OPENING = np.ones((3, 3), np.uint8)

Contrast = npt.NDArray[np.float32]
"""A reduced picture as local contrast, (height, 160)."""

Quarters = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class MotionSeen:
    """What one frame said: if something moves, and the share of the picture that changed."""

    moving: bool
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """What is known of the picture without motion; all three of one (height, width).

    ``background`` and ``noise`` (the usual difference from it) are learnt in place; ``allowed``
    is 1 where motion counts.
    """

    background: Contrast
    noise: Contrast
    allowed: Mask

    def learn(self, contrast: Contrast, difference: Contrast, rate: float) -> None:
        """Move towards ``contrast`` by ``rate``; the noise follows ten times as slowly."""
        cv2.accumulateWeighted(contrast, self.background, rate)
        cv2.accumulateWeighted(difference, self.noise, rate * _NOISE_SLOWER)


class MotionDetector:
    """Compares the local contrast of every frame, reduced to 160 pixels, with that of just before.

    Light that changes leaves the local contrast nearly as it was, whether by day, by a lamp or
    by a camera that sets its exposure anew; only what moves changes it. The background forgets
    within about a second, so a parked vehicle is soon part of it and leaves no ghost. Rain and
    noise are smaller than the least connected area, or not there in enough frames in a row. What
    a switched light burns out or brings out of the dark is a change of contrast too, so the frame
    after the switch is the new background. One instance serves one thread.
    """

    def __init__(self, settings: MotionSettings, frames_per_s: float) -> None:
        self._settings = settings
        self._rate = min(1.0, 1.0 / (settings.memory_s * frames_per_s))
        self._scene: _Scene | None = None
        self._warm_ns = 0
        self._recent: deque[bool] = deque(maxlen=settings.min_frames)
        self._last_moving_ns: int | None = None
        self._quarters: Quarters | None = None
        self._switched_ns: int | None = None

    @property
    def last_moving_ns(self) -> int | None:
        """When something moved last (monotonic), None when nothing has."""
        return self._last_moving_ns

    def look(self, pixels: npt.NDArray[np.uint8], captured_ns: int) -> MotionSeen:
        """Return what moves in ``pixels`` (BGR uint8), the frame after the last one given."""
        grey = _reduced(pixels)
        contrast = _local_contrast(grey)
        scene = self._scene
        switched = self._is_switched(grey, captured_ns)
        if scene is None or scene.background.shape != contrast.shape:
            self._begin(contrast, captured_ns)
            return MotionSeen(moving=False, share=0.0)
        if switched:
            scene.background[:] = contrast
            self._recent.clear()
        is_warm = captured_ns >= self._warm_ns
        share = self._compare(scene, contrast, is_warm=is_warm)
        self._recent.append(share > 0.0)
        if is_warm and len(self._recent) == self._recent.maxlen and all(self._recent):
            self._last_moving_ns = captured_ns
        return MotionSeen(moving=self._is_held(captured_ns), share=share)

    def _begin(self, contrast: Contrast, captured_ns: int) -> None:
        height, width = contrast.shape[:2]
        noise = np.full_like(contrast, self._settings.min_difference / _NOISE_FACTOR / 2)
        allowed = _allowed_area(height, width, self._settings.masks)
        self._scene = _Scene(contrast, noise, allowed)
        self._warm_ns = captured_ns + int(self._settings.warm_up_s * _NS)
        self._recent.clear()

    def _compare(self, scene: _Scene, contrast: Contrast, *, is_warm: bool) -> float:
        """Return the share of the largest change, 0.0 where it is too small, and learn."""
        difference = np.abs(contrast - scene.background)
        threshold = np.maximum(self._settings.min_difference, _NOISE_FACTOR * scene.noise)
        changed = ((difference > threshold) & (scene.allowed > 0)).astype(np.uint8)
        changed = np.asarray(cv2.morphologyEx(changed, cv2.MORPH_OPEN, _OPENING), np.uint8)
        scene.learn(contrast, difference, self._rate if is_warm else _WARM_UP_RATE)
        if float(changed.mean()) > self._settings.light_share:
            return 0.0
        largest = _largest_area(changed) / changed.size
        return largest if largest >= self._settings.min_share else 0.0

    def _is_switched(self, grey: Contrast, captured_ns: int) -> bool:
        """Return whether the light was switched since the frame before."""
        before, self._quarters = self._quarters, _quarters(grey)
        if before is None:
            return False
        ratio = self._quarters / before
        switched = bool((ratio > _SWITCH_FACTOR).all() or (ratio < 1 / _SWITCH_FACTOR).all())
        last_ns = self._switched_ns
        if not switched or (last_ns is not None and captured_ns - last_ns < _SWITCH_EVERY_NS):
            return False
        self._switched_ns = captured_ns
        return True

    def _is_held(self, now_ns: int) -> bool:
        last_ns = self._last_moving_ns
        return last_ns is not None and now_ns - last_ns <= self._settings.hold_s * _NS


def _reduced(pixels: npt.NDArray[np.uint8]) -> Contrast:
    """Return the picture in grey, (height, 160), smoothed."""
    height, width = pixels.shape[:2]
    size = (_WIDTH_PX, max(8, round(height * _WIDTH_PX / width)))
    # Twice the size without averaging first: averaging a whole HD frame costs four times as much.
    half = cv2.resize(pixels, (size[0] * 2, size[1] * 2), interpolation=cv2.INTER_LINEAR)
    small = cv2.cvtColor(cv2.resize(half, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.GaussianBlur(small, (5, 5), 0), np.float32)


def _quarters(grey: Contrast) -> Quarters:
    """Return the mean level of the four quarters; never 0, so that they can be divided."""
    return np.asarray(cv2.resize(grey, (2, 2), interpolation=cv2.INTER_AREA), np.float32) + 1


def _local_contrast(grey: Contrast) -> Contrast:
    """Return by how many local deviations each place is brighter than what is near it."""
    near = (_NEAR_PX, _NEAR_PX)
    mean = cv2.blur(grey, near)
    variance = np.maximum(cv2.blur(grey * grey, near) - mean * mean, 0.0)
    return np.asarray((grey - mean) / (np.sqrt(variance) + _FLAT_LEVELS), np.float32)


def _largest_area(changed: Mask) -> int:
    """Return the pixels of the largest connected area."""
    count, _, statistics, _ = cv2.connectedComponentsWithStats(changed, connectivity=8)
    return int(statistics[1:, cv2.CC_STAT_AREA].max()) if count > 1 else 0


def _allowed_area(height: int, width: int, masks: tuple[MaskedArea, ...]) -> Mask:
    """Return 1 where motion counts and 0 where a mask lies."""
    allowed = np.ones((height, width), np.uint8)
    for mask in masks:
        left, top = round(mask.x * width), round(mask.y * height)
        right, bottom = round((mask.x + mask.width) * width), round((mask.y + mask.height) * height)
        allowed[top:bottom, left:right] = 0
    return allowed
