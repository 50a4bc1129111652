"""How tiles share the room and how one tile uses its own: pure arithmetic, in pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

PICTURE_ASPECT = 16 / 9
SIDE_PANEL_PX = 196  # read, verdict and buttons beside the picture
_LOW_CHROME_PX = 150  # what a low tile needs besides its picture
_HIGH_CHROME_PX = 190
_HIGH_FROM_PX = 340
_BESIDE_CHROME_PX = 44
_MARGINS_PX = 18
_BESIDE_GAIN = 1.3  # how much larger the picture must become to move the rest beside it
_COLUMN_GAIN = 1.15  # how much larger the pictures must become for one more column


@dataclass(frozen=True, slots=True)
class TilePlan:
    """How one tile is laid out: everything else under the picture, or ``beside`` it.

    ``compact`` leaves out what has a place elsewhere. ``picture_area`` is in square pixels,
    below zero where there is no room for a picture at all.
    """

    beside: bool
    compact: bool
    picture_area: float


def plan_tile(width: float, height: float, text_scale: float) -> TilePlan:
    """Choose the layout of a tile of this size that shows the larger picture."""
    compact = height < _HIGH_FROM_PX * text_scale
    chrome = (_LOW_CHROME_PX if compact else _HIGH_CHROME_PX) * text_scale
    stacked = _area(width - _MARGINS_PX, height - chrome)
    beside = _area(
        width - _MARGINS_PX - 8 - SIDE_PANEL_PX * text_scale,
        height - _BESIDE_CHROME_PX * text_scale,
    )
    room_beside = height >= 230 * text_scale
    if room_beside and beside > 0 and beside > stacked * _BESIDE_GAIN:
        return TilePlan(beside=True, compact=False, picture_area=beside)
    return TilePlan(beside=False, compact=compact, picture_area=stacked)


def best_columns(
    count: int, width: float, height: float, text_scale: float, min_width: float
) -> int:
    """The number of columns that shows ``count`` pictures largest, preferring fewer.

    No tile becomes narrower than ``min_width``, unless one alone is.
    """
    most = max(1, min(count, int(width // max(1.0, min_width))))
    best, best_area = 1, -math.inf
    for columns in range(1, most + 1):
        rows = math.ceil(count / columns)
        if columns > 1 and math.ceil(count / (columns - 1)) == rows:
            continue
        area = plan_tile(width / columns, height / rows, text_scale).picture_area
        if area > best_area * (_COLUMN_GAIN if best_area > 0 else 1.0) and area > best_area:
            best, best_area = columns, area
    return best


def _area(width: float, height: float) -> float:
    """The area of the largest picture that fits, or how much is missing, as a negative."""
    if width <= 0 or height <= 0:
        return min(width, height) - 1.0
    shown = min(width, height * PICTURE_ASPECT)
    return shown * shown / PICTURE_ASPECT
