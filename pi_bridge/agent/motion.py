"""Whether something moves in front of a camera: cheap, and not fooled by light or rain."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pi_bridge.agent.settings import MaskedArea, MotionSettings

_WIDTH_PX = 160
_NS = 1_000_000_000
_NOISE_FACTOR = 3.0
_OPENING = np.ones((3, 3), np.uint8)
_WARM_UP_RATE = 0.1
_SLOW_FACTOR = 0.1
"""How much slower the background learns where something moves: a vehicle is not soon forgotten."""

Grey = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MotionSeen:
    """What one frame said: if something moves, and the share of the picture that changed."""

    moving: bool
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """What is known of the picture without motion; all three of one (height, width).

    ``background`` and ``noise`` (the usual difference from it) are learnt in place; ``allowed``
    is 255 where motion counts.
    """

    background: Grey
    noise: Grey
    allowed: npt.NDArray[np.uint8]

    def learn(
        self, grey: Grey, difference: Grey, changed: npt.NDArray[np.uint8], rate: float
    ) -> None:
        """Move towards ``grey`` by ``rate``, and by a tenth of it where something changed."""
        still = cv2.bitwise_and(cv2.bitwise_not(changed), self.allowed)
        cv2.accumulateWeighted(grey, self.background, rate * _SLOW_FACTOR)
        cv2.accumulateWeighted(grey, self.background, rate, still)
        cv2.accumulateWeighted(difference, self.noise, rate, still)


class MotionDetector:
    """Compares every frame, reduced to 160 pixels of grey, with a background that it learns.

    Light that changes slowly is learnt, one that changes everywhere by the same factor is taken
    out before comparing, and one that changes most of the picture at once starts the background
    anew. Rain and noise are smaller than the least connected area, or not there in enough frames
    in a row. One instance serves one thread.
    """

    def __init__(self, settings: MotionSettings, frames_per_s: float) -> None:
        self._settings = settings
        self._rate = 1.0 / max(1.0, settings.memory_s * frames_per_s)
        self._scene: _Scene | None = None
        self._warm_ns = 0
        self._recent: deque[bool] = deque(maxlen=settings.min_frames)
        self._last_moving_ns: int | None = None

    @property
    def last_moving_ns(self) -> int | None:
        """When something moved last (monotonic), None when nothing has."""
        return self._last_moving_ns

    def look(self, pixels: npt.NDArray[np.uint8], captured_ns: int) -> MotionSeen:
        """Return what moves in ``pixels`` (BGR uint8), the frame after the last one given."""
        grey = _reduced(pixels)
        scene = self._scene
        if scene is None or scene.background.shape != grey.shape:
            self._learn_anew(grey, captured_ns)
            return MotionSeen(moving=False, share=0.0)
        share = self._compare(scene, grey, captured_ns)
        self._recent.append(share > 0.0)
        is_warm = captured_ns >= self._warm_ns
        if is_warm and len(self._recent) == self._recent.maxlen and all(self._recent):
            self._last_moving_ns = captured_ns
        return MotionSeen(moving=self._is_held(captured_ns), share=share)

    def _compare(self, scene: _Scene, grey: Grey, captured_ns: int) -> float:
        """Return the share of the largest change, 0.0 where it is too small, and learn."""
        expected = scene.background * np.float32(_common_gain(scene, grey))
        difference = np.abs(grey - expected)
        threshold = np.maximum(self._settings.min_difference, _NOISE_FACTOR * scene.noise)
        changed = np.where(difference > threshold, scene.allowed, 0).astype(np.uint8)
        changed = np.asarray(cv2.morphologyEx(changed, cv2.MORPH_OPEN, _OPENING), np.uint8)
        allowed_px = int(np.count_nonzero(scene.allowed))
        changed_share = int(np.count_nonzero(changed)) / allowed_px if allowed_px else 0.0
        if changed_share > self._settings.light_share:
            self._learn_anew(grey, captured_ns)
            return 0.0
        is_warm = captured_ns >= self._warm_ns
        scene.learn(grey, difference, changed, self._rate if is_warm else _WARM_UP_RATE)
        largest = _largest_area(changed) / changed.size
        return largest if largest >= self._settings.min_share else 0.0

    def _learn_anew(self, grey: Grey, captured_ns: int) -> None:
        height, width = grey.shape[:2]
        noise = np.full_like(grey, self._settings.min_difference / _NOISE_FACTOR / 2)
        allowed = _allowed_area(height, width, self._settings.masks)
        self._scene = _Scene(grey.copy(), noise, allowed)
        self._warm_ns = captured_ns + int(self._settings.warm_up_s * _NS)
        self._recent.clear()

    def _is_held(self, now_ns: int) -> bool:
        last_ns = self._last_moving_ns
        return last_ns is not None and now_ns - last_ns <= self._settings.hold_s * _NS


def _reduced(pixels: npt.NDArray[np.uint8]) -> Grey:
    height, width = pixels.shape[:2]
    size = (_WIDTH_PX, max(8, round(height * _WIDTH_PX / width)))
    # Twice the size without averaging first: averaging a whole HD frame costs four times as much.
    half = cv2.resize(pixels, (size[0] * 2, size[1] * 2), interpolation=cv2.INTER_LINEAR)
    small = cv2.cvtColor(cv2.resize(half, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.GaussianBlur(small, (5, 5), 0), np.float32)


def _common_gain(scene: _Scene, grey: Grey) -> float:
    """Return the factor by which most of the picture became brighter, 0.5 to 2."""
    ratio = (grey + 1.0) / (scene.background + 1.0)
    seen = ratio[scene.allowed > 0]
    return float(np.clip(np.median(seen), 0.5, 2.0)) if seen.size else 1.0


def _largest_area(changed: npt.NDArray[np.uint8]) -> int:
    """Return the pixels of the largest connected area."""
    count, _, statistics, _ = cv2.connectedComponentsWithStats(changed, connectivity=8)
    return int(statistics[1:, cv2.CC_STAT_AREA].max()) if count > 1 else 0


def _allowed_area(height: int, width: int, masks: tuple[MaskedArea, ...]) -> npt.NDArray[np.uint8]:
    """Return 255 where motion counts and 0 where a mask lies."""
    allowed = np.full((height, width), 255, np.uint8)
    for mask in masks:
        left, top = round(mask.x * width), round(mask.y * height)
        right, bottom = round((mask.x + mask.width) * width), round((mask.y + mask.height) * height)
        allowed[top:bottom, left:right] = 0
    return allowed
