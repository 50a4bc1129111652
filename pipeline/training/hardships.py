"""What makes a plate hard to know for one, done to pictures: cut off, painted over, far, speckled.

The misses of val are the pattern: plates at the edge of a picture or of one of four that were
joined, plates whose text somebody covered, plates of a few pixels, pictures full of specks.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from pipeline.types import Box, Pixels

_GROUND = 114
"""Grey beyond a picture's edge, the same as ``look_around`` shows there."""

_LEAST_SEEN = 0.45
"""Share of a plate that is left at least where its side is cut off."""


def cut_off(
    pixels: Pixels, plate: Box, other: Pixels, random: np.random.Generator
) -> tuple[Pixels, Box]:
    """A copy where something covers one side of ``plate`` and all beyond; what is left of the box.

    It is the grey beyond a picture's edge, black, or ``other``, a picture of any size.
    """
    side = int(random.integers(4))
    hidden = random.uniform(0.0, 1.0 - _LEAST_SEEN)
    height, width = pixels.shape[:2]
    left, top, right, bottom = 0.0, 0.0, float(width), float(height)
    if side == 0:
        left = plate.x + hidden * plate.width
    elif side == 1:
        right = plate.right - hidden * plate.width
    elif side == 2:
        top = plate.y + hidden * plate.height
    else:
        bottom = plate.bottom - hidden * plate.height
    covered = _cover(pixels.shape[:2], other, random)
    inner = np.s_[
        min(height, max(0, round(top))) : min(height, max(0, round(bottom))),
        min(width, max(0, round(left))) : min(width, max(0, round(right))),
    ]
    covered[inner] = pixels[inner]
    x, y = max(plate.x, left), max(plate.y, top)
    seen_right, seen_bottom = min(plate.right, right), min(plate.bottom, bottom)
    return covered, Box(x, y, seen_right - x, seen_bottom - y)


def _cover(size: tuple[int, int], other: Pixels, random: np.random.Generator) -> Pixels:
    height, width = size
    draw = random.random()
    if draw < 0.6:
        grey = _GROUND if draw < 0.35 else 0
        return np.full((height, width, 3), grey, np.uint8)
    share = random.uniform(0.2, 0.8)
    tall, wide = (max(2, int(side * share)) for side in other.shape[:2])
    y = int(random.integers(other.shape[0] - tall + 1))
    x = int(random.integers(other.shape[1] - wide + 1))
    part = other[y : y + tall, x : x + wide]
    return cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)


def paint_over(pixels: Pixels, plate: Box, random: np.random.Generator) -> None:
    """Cover the text of a plate in place, as people do before they show a picture of a car."""
    height, width = pixels.shape[:2]
    inset = random.uniform(0.0, 0.12, 4)
    left = max(0, round(plate.x + inset[0] * plate.width))
    top = max(0, round(plate.y + inset[1] * plate.height))
    right = min(width, round(plate.right - inset[2] * plate.width))
    bottom = min(height, round(plate.bottom - inset[3] * plate.height))
    if right - left < 3 or bottom - top < 3:
        return
    inside = pixels[top:bottom, left:right]
    draw = random.random()
    if draw < 0.35:
        blurred = cv2.GaussianBlur(inside, (0, 0), max(1.0, 0.25 * (bottom - top)))
        inside[:] = blurred
        return
    if draw < 0.6:
        colour = np.percentile(inside.reshape(-1, 3), 90, axis=0)
    else:
        colour = np.full(3, random.uniform(180, 255))
    shade = np.linspace(random.uniform(0.85, 1.0), random.uniform(0.85, 1.0), right - left)
    inside[:] = np.clip(colour * shade[None, :, None], 0, 255).astype(np.uint8)


def move_away(view: Pixels, random: np.random.Generator) -> Pixels:
    """``view`` as if it had been far away: few pixels, enlarged again."""
    height, width = view.shape[:2]
    factor = math.exp(random.uniform(math.log(0.1), math.log(0.5)))
    size = max(12, round(width * factor)), max(6, round(height * factor))
    small = cv2.resize(view, size, interpolation=cv2.INTER_AREA)
    if random.random() < 0.5:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(40, 90))]
        decoded = cv2.imdecode(cv2.imencode(".jpg", small, quality)[1], cv2.IMREAD_COLOR)
        small = small if decoded is None else decoded
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)


def speckle(view: Pixels, random: np.random.Generator) -> Pixels:
    """A copy of ``view`` with black and white specks, as sets that were spoilt on purpose have.

    A picture that was enlarged to the view has specks of more than a pixel.
    """
    height, width = view.shape[:2]
    grain = random.uniform(1.0, 4.0)
    size = max(1, round(height / grain)), max(1, round(width / grain))
    draw = random.random(size)
    share = random.uniform(0.01, 0.12)
    specks = np.where(draw < share / 2, 1, np.where(draw > 1 - share / 2, 2, 0)).astype(np.uint8)
    grown = cv2.resize(specks, (width, height), interpolation=cv2.INTER_NEAREST)
    spoilt = view.copy()
    spoilt[grown == 1], spoilt[grown == 2] = 0, 255
    return spoilt
