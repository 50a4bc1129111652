"""Plates with a box for every character, real and rendered, spoilt afresh in each batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reader import standardise
from pipeline.training.degradation import (
    MILD,
    ROUGH,
    displaced,
    displacement,
    spoil,
    whole_picture,
)
from pipeline.training.glyph_set import CutPlate
from pipeline.training.rendering import PlateFonts, draw_plate, random_plate
from pipeline.types import Box, Pixels

Floats = npt.NDArray[np.float32]

_LOWEST_RENDERED_PX, _HIGHEST_RENDERED_PX = 56, 88
_NEGATIVE_SHARE = 0.08
"""Chance that a plate is seen as a negative, dark and light exchanged."""


@dataclass(frozen=True, slots=True, eq=False)
class BoxedPlate:
    """A grey plate (height, width) and its characters' left, top, right, bottom: (n, 4)."""

    pixels: Pixels
    boxes: Floats
    source: str


def boxed_real(plates: Sequence[CutPlate]) -> list[BoxedPlate]:
    """Real crops in grey."""
    return [
        BoxedPlate(
            np.asarray(cv2.cvtColor(plate.pixels, cv2.COLOR_BGR2GRAY), np.uint8),
            as_corners(plate.boxes),
            plate.source,
        )
        for plate in plates
    ]


def boxed_rendered(count: int, seed: int) -> list[BoxedPlate]:
    """``count`` clean rendered plates in grey, mixed from the colours at random."""
    rng = np.random.default_rng(seed)
    fonts = PlateFonts()
    plates: list[BoxedPlate] = []
    for _ in range(count):
        text, style = random_plate(rng)
        height = int(rng.integers(_LOWEST_RENDERED_PX, _HIGHEST_RENDERED_PX))
        drawn = draw_plate(text, style, fonts, height)
        weights = np.array([0.114, 0.587, 0.299]) + rng.uniform(-0.1, 0.1, 3)
        grey = np.clip(drawn.pixels @ (weights / weights.sum()), 0, 255).astype(np.uint8)
        plates.append(BoxedPlate(grey, as_corners(drawn.boxes), "rendered"))
    return plates


def as_corners(boxes: Sequence[Box]) -> Floats:
    """Left, top, right, bottom of each box: (n, 4)."""
    sides = [[box.x, box.y, box.right, box.bottom] for box in boxes]
    return np.asarray(sides, np.float32).reshape(-1, 4)


def moved(boxes: Floats, matrix: npt.NDArray[np.float64], size: tuple[int, int]) -> Floats:
    """Boxes around what ``matrix`` makes of ``boxes``, cut at the edges of (height, width).

    A box follows the middles of its sides, not its corners: a glyph rarely fills those, and a
    box around turned corners would grow with every tilt. What loses half of itself is dropped.
    """
    if not len(boxes):
        return boxes
    left, top, right, bottom = boxes.T.astype(np.float64)
    x, y = (left + right) / 2, (top + bottom) / 2
    middles = np.stack([left, y, x, top, right, y, x, bottom], axis=1).reshape(-1, 1, 2)
    seen = cv2.perspectiveTransform(middles, matrix).reshape(-1, 4, 2)
    whole = np.concatenate([seen.min(axis=1), seen.max(axis=1)], axis=1)
    cut = np.clip(whole, 0.0, np.array([size[1], size[0]] * 2))
    kept = _areas(cut) > 0.5 * np.maximum(_areas(whole), 1e-6)
    return np.asarray(cut[kept], np.float32)


def _areas(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2], 0.0)
    return np.asarray(sides.prod(axis=1))


class BoxedPlateSampler:
    """Draws spoilt plates, real and rendered in a fixed proportion.

    Sources are drawn by less than their size, so that the large ones do not drown the others.
    """

    def __init__(
        self,
        real: Sequence[BoxedPlate],
        rendered: Sequence[BoxedPlate],
        *,
        real_share: float,
        size: tuple[int, int],
    ) -> None:
        self._real, self._rendered = real, rendered
        self._real_share = real_share if len(real) else 0.0
        self._size = size
        counts: dict[str, int] = {}
        for plate in real:
            counts[plate.source] = counts.get(plate.source, 0) + 1
        weights = np.array([counts[plate.source] ** -0.4 for plate in real])
        self._cumulative = np.cumsum(weights / weights.sum()) if len(real) else weights

    def draw_batch(
        self, batch_size: int, random: np.random.Generator
    ) -> tuple[Floats, list[Floats]]:
        """Standardised (batch_size, height, width, 1) with the boxes of each picture."""
        pictures = np.empty((batch_size, *self._size), np.uint8)
        boxes: list[Floats] = []
        for index in range(batch_size):
            pictures[index], found = self._draw(random)
            boxes.append(found)
        return standardise(pictures), boxes

    def _draw(self, rng: np.random.Generator) -> tuple[Pixels, Floats]:
        if rng.random() < self._real_share:
            at = int(np.searchsorted(self._cumulative, rng.random()))
            plate, severity = self._real[min(at, len(self._real) - 1)], MILD
        else:
            plate, severity = self._rendered[int(rng.integers(len(self._rendered)))], ROUGH
        matrix = displacement(whole_picture(plate.pixels), self._size, rng, severity)
        seen = spoil(displaced(plate.pixels, matrix, self._size, rng), rng, severity)
        if rng.random() < _NEGATIVE_SHARE:
            seen = np.asarray(255 - seen, np.uint8)
        return seen, moved(plate.boxes, matrix, self._size)
