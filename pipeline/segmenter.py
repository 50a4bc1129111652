"""Cuts a straightened plate into characters: contours first, pixel projections where they touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.glyph_paths import Proposal
from pipeline.glyph_rows import TALL_ASPECT, Blob, Ink, Line, find_lines, propose
from pipeline.types import Box, Pixels

_ONE_LINE_HEIGHT_PX, _TALL_HEIGHT_PX = 64, 104
_LARGEST_WIDTH_PX = 640

_FIRST_THRESHOLDS = (0.5, 0.3), (0.0, 0.0), (0.28, 0.3)
_FURTHER_THRESHOLDS = (0.5, 0.1), (0.5, 0.55)
"""Window as a share of the plate's height and offset as a share of its contrast. A local
threshold is deaf to shadows, Otsu's (zeros) to texture."""

_EDGE_PRIOR = -2.5
"""Log odds of a piece that looks like a part of the frame: the classifier takes many for a 1."""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """Boxes of characters in reading order, in pixels of the plate, standing in ``lines`` lines.

    No boxes means that nothing on the plate looks like a row of characters. ``probabilities``
    (n, 35) is what the classifier said of each box, where it had to be asked to find them.
    """

    boxes: tuple[Box, ...]
    lines: int
    probabilities: npt.NDArray[np.float32] | None = field(default=None, compare=False)


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
        smooth, scales = _smooth_copy(plate_pixels)
        trials = _try_further([*_try_out(smooth, _FIRST_THRESHOLDS[:1]), *_try_rest(smooth)])
        trial = max(trials, key=lambda trial: trial.score)
        start, end = _between_bands(plate_pixels)
        lines = [
            [box for box in _boxes(line.blobs, scales) if start <= box.centre[0] <= end]
            for line in trial.lines
        ]
        boxes = tuple(box for line in lines for box in line)
        return Segmentation(boxes, sum(bool(line) for line in lines))

    def propose(self, plate_pixels: Pixels) -> Iterator[tuple[tuple[Proposal, ...], ...]]:
        """Ways to see the plate: for each line, upper first, its proposals.

        Each way is another threshold: the one that fits most plates first, then the others,
        likeliest first; a way that is not asked for costs nothing. Proposals are pieces of ink
        whole, cut and joined: more than there are characters, and overlapping.
        """
        smooth, scales = _smooth_copy(plate_pixels)
        between = _between_bands(plate_pixels)
        first = _try_out(smooth, _FIRST_THRESHOLDS[:1])
        yield _propose_all(first[0], scales, between)
        others = _try_further([*first, *_try_rest(smooth)])
        for trial in sorted(others, key=lambda trial: -trial.score):
            if trial is not first[0]:
                yield _propose_all(trial, scales, between)


def _smooth_copy(plate_pixels: Pixels) -> tuple[Pixels, tuple[float, float]]:
    """The working copy, its noise smoothed, and its scales."""
    grey = cv2.cvtColor(plate_pixels, cv2.COLOR_BGR2GRAY)
    working, scale_x, scale_y = _working_copy(np.asarray(grey, np.uint8))
    return np.asarray(cv2.GaussianBlur(working, (3, 3), 0), np.uint8), (scale_x, scale_y)


def _try_out(pixels: Pixels, thresholds: tuple[tuple[float, float], ...]) -> list[_Trial]:
    return [_Trial.of(pixels, ink) for ink in _binarisations(pixels, thresholds)]


def _try_rest(smooth: Pixels) -> list[_Trial]:
    """The first thresholds but for the very first, dark ink on light ground and the reverse."""
    reverse = np.asarray(cv2.bitwise_not(smooth), np.uint8)
    return [*_try_out(smooth, _FIRST_THRESHOLDS[1:]), *_try_out(reverse, _FIRST_THRESHOLDS)]


def _try_further(trials: list[_Trial]) -> list[_Trial]:
    """``trials`` and what the further thresholds make of the likeliest polarity."""
    likeliest = max(trials, key=lambda trial: trial.score).pixels
    return [*trials, *_try_out(likeliest, _FURTHER_THRESHOLDS)]


def _propose_all(
    trial: _Trial, scales: tuple[float, float], between: tuple[float, float]
) -> tuple[tuple[Proposal, ...], ...]:
    return tuple(
        tuple(_proposals(propose(trial.ink, line), scales, between)) for line in trial.lines
    )


def _proposals(
    found: Sequence[tuple[Blob, bool]],
    scales: tuple[float, float],
    between: tuple[float, float],
) -> Iterator[Proposal]:
    for blob, is_edge in found:
        (box,) = _boxes([blob], scales)
        if between[0] <= box.centre[0] <= between[1]:
            yield Proposal(box, _EDGE_PRIOR if is_edge else 0.0)


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
