"""Cuts a straightened plate into characters: contours first, pixel projections where they touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.glyph_rows import TALL_ASPECT, Blob, Ink, Line, find_lines, propose
from pipeline.types import Box, Pixels

_ONE_LINE_HEIGHT_PX, _TALL_HEIGHT_PX = 64, 104
_LARGEST_WIDTH_PX = 640

_FIRST_THRESHOLDS = (0.5, 0.3), (0.0, 0.0)
_FURTHER_THRESHOLDS = (0.5, 0.1), (0.5, 0.55), (0.28, 0.3)
"""Window as a share of the plate's height and offset as a share of its contrast. A local
threshold is deaf to shadows, Otsu's (zeros) to texture."""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Boxes of characters in reading order, in pixels of the plate, standing in ``lines`` lines.

    No boxes means that nothing on the plate looks like a row of characters.
    """

    boxes: tuple[Box, ...]
    lines: int


class Segmenter(Protocol):
    """Finds the characters of a straightened plate, BGR uint8 (height, width, 3)."""

    def segment(self, plate_pixels: Pixels) -> Segmentation: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """The rows that one threshold of ``pixels`` (its ink dark) gave."""

    pixels: Pixels
    ink: Ink
    lines: tuple[Line, ...]
    score: float

    @classmethod
    def of(cls, pixels: Pixels, ink_pixels: npt.NDArray[np.uint8]) -> _Trial:
        ink = Ink.of(ink_pixels)
        lines = find_lines(ink)
        return cls(pixels, ink, lines, sum(line.score for line in lines))


class ContourSegmenter:
    """Tries several thresholds in both polarities and keeps what looks most like a plate.

    Bolts, hyphens and dots are too low for their row, frames and country bands too tall or too
    full; glyphs that touch each other or the frame are cut apart inside the row.
    """

    def segment(self, plate_pixels: Pixels) -> Segmentation:
        trial, scales = _best_trial(plate_pixels)
        start, end = _between_bands(plate_pixels)
        lines = [
            [box for box in _boxes(line.blobs, scales) if start <= box.centre[0] <= end]
            for line in trial.lines
        ]
        boxes = tuple(box for line in lines for box in line)
        return Segmentation(boxes, sum(bool(line) for line in lines))

    def propose(self, plate_pixels: Pixels) -> tuple[tuple[Box, ...], ...]:
        """For each line, upper first, all boxes that may hold one of its characters.

        More than there are, and overlapping: pieces of ink whole, cut and joined.
        """
        trial, scales = _best_trial(plate_pixels)
        return tuple(_boxes(propose(trial.ink, line), scales) for line in trial.lines)


def _best_trial(plate_pixels: Pixels) -> tuple[_Trial, tuple[float, float]]:
    """The threshold that makes most of the plate, and the scales of its working copy."""
    grey = cv2.cvtColor(plate_pixels, cv2.COLOR_BGR2GRAY)
    working, *scales = _working_copy(np.asarray(grey, np.uint8))
    smooth = np.asarray(cv2.GaussianBlur(working, (3, 3), 0), np.uint8)
    trials = [
        _Trial.of(pixels, ink)
        for pixels in (smooth, np.asarray(cv2.bitwise_not(smooth), np.uint8))
        for ink in _binarisations(pixels, _FIRST_THRESHOLDS)
    ]
    likeliest = max(trials, key=lambda trial: trial.score).pixels
    trials += [_Trial.of(likeliest, ink) for ink in _binarisations(likeliest, _FURTHER_THRESHOLDS)]
    return max(trials, key=lambda trial: trial.score), (scales[0], scales[1])


def _boxes(blobs: Sequence[Blob], scales: tuple[float, float]) -> tuple[Box, ...]:
    """``blobs`` of the working copy in pixels of the plate."""
    x, y = scales
    return tuple(Box(blob.x / x, blob.y / y, blob.width / x, blob.height / y) for blob in blobs)


def _working_copy(grey: Pixels) -> tuple[Pixels, float, float]:
    """The plate at the height that the thresholds below are made for, with its scales."""
    height, width = grey.shape
    wanted = _TALL_HEIGHT_PX if width < TALL_ASPECT * height else _ONE_LINE_HEIGHT_PX
    new_width = int(np.clip(round(width * wanted / height), 8, _LARGEST_WIDTH_PX))
    method = cv2.INTER_AREA if wanted < height else cv2.INTER_CUBIC
    working = cv2.resize(grey, (new_width, wanted), interpolation=method)
    return np.asarray(working, np.uint8), new_width / width, wanted / height


def _binarisations(
    grey: Pixels, thresholds: tuple[tuple[float, float], ...]
) -> Iterator[npt.NDArray[np.uint8]]:
    """Dark ink as 255 under each of ``thresholds``, which a pair of zeros makes Otsu's."""
    height = grey.shape[0]
    spread = float(grey.std())
    for share, strictness in thresholds:
        if share == 0.0:
            _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
        else:
            block = max(3, int(height * share) | 1)
            ink = cv2.adaptiveThreshold(
                grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block,
                max(2.0, strictness * spread),
            )  # fmt: skip
        yield np.asarray(ink, np.uint8)


def _between_bands(plate_pixels: Pixels) -> tuple[float, float]:
    """Columns between the blue country bands at the ends; the whole width where there are none.

    A plate that is blue all over has no bands.
    """
    height, width = plate_pixels.shape[:2]
    blue, green, red = (plate_pixels[..., channel].astype(np.int16) for channel in range(3))
    is_blue = ((blue - red > 35) & (blue - green > 12)).mean(axis=0) > 0.45
    if float(is_blue[width // 4 : max(width // 4 + 1, 3 * width // 4)].mean()) > 0.15:
        return 0.0, float(width)
    at_left = np.flatnonzero(is_blue[: int(0.24 * width)])
    at_right = np.flatnonzero(is_blue[int(0.82 * width) :]) + int(0.82 * width)
    least = max(2.0, 0.12 * height)
    start = float(at_left[-1] + 1) if len(at_left) >= least else 0.0
    end = float(at_right[0]) if len(at_right) >= least else float(width)
    return start, end
