"""How tiles share the room and how one tile uses its own: pure arithmetic, in pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRect

PICTURE_ASPECT = 16 / 9
SPACING_PX = 6  # between tiles
BUTTONS_PX = 192  # Open, Hold and Close at their narrowest, each with its key

EDGE_PX = 5
"""How far from the edge of a tile its parts begin."""

_MARGIN, _GAP = EDGE_PX, 3
_HEADER, _BUTTONS, _FOOT = 26, 34, 38
_NARROW, _NARROW_HEADER = 270, 32
_TALL, _FOOT_GROWTH_PX, _LINE_GROWTH_PX = 320, 28, 36
_LINE = 30  # the least that a read needs
_NUMBER, _AGE, _FPS, _NAME, _BARRIER = 26, 60, 58, 64, 132
_PANEL = 202  # read, verdict and buttons beside the picture
_UNDER = 270  # read and verdict side by side at their narrowest
_LEAST_PICTURE_PX = 76
_GOOD_ENOUGH = 0.9  # the part of the largest picture that a more legible tile may cost
_COLUMN_GAIN = 1.15  # how much larger the pictures must become for one more column


class Arrangement(Enum):
    """Where a tile has what is not the picture, the most legible first.

    ``ROOMY``: read, verdict and buttons under the picture, a row each. ``BESIDE``: all of it
    to the right of the picture. ``UNDER``: under it, read and verdict in one row.
    ``IN_HEADER``: the same with the buttons above the picture, beside the name.
    """

    ROOMY = auto()
    BESIDE = auto()
    UNDER = auto()
    IN_HEADER = auto()


@dataclass(frozen=True, slots=True)
class TilePlan:
    """The places of everything in a tile; ``barrier`` None: it is noted in the picture."""

    arrangement: Arrangement
    picture: QRect
    number: QRect
    name: QRect
    age: QRect
    fps: QRect
    read: QRect
    ribbon: QRect
    buttons: QRect
    barrier: QRect | None


@dataclass(frozen=True, slots=True)
class GridPlan:
    """The number of columns, and the area of one picture in square pixels.

    The area is below zero where the tiles do not fit and the grid has to scroll.
    """

    columns: int
    picture_area: float


def plan_tile(
    width: int, height: int, text_scale: float, aspect: float = PICTURE_ASPECT
) -> TilePlan:
    """Place everything in a tile of this size; the picture has exactly its ``aspect``."""
    arrangement = _choose(width, height, text_scale, aspect)
    place = {
        Arrangement.ROOMY: _place_roomy,
        Arrangement.BESIDE: _place_beside,
        Arrangement.UNDER: _place_under,
        Arrangement.IN_HEADER: _place_in_header,
    }[arrangement]
    return place(width, height, text_scale, aspect)


def plan_grid(
    count: int, width: float, height: float, text_scale: float, min_width: float
) -> GridPlan:
    """The columns that show ``count`` pictures largest, preferring fewer columns.

    No tile becomes narrower than ``min_width``, unless one alone is.
    """
    most = max(1, min(count, int((width + SPACING_PX) // (max(1.0, min_width) + SPACING_PX))))
    best = GridPlan(1, -math.inf)
    for columns in range(1, most + 1):
        rows = math.ceil(count / columns)
        if columns > 1 and math.ceil(count / (columns - 1)) == rows:
            continue
        tile_width, tile_height = share(width, columns), share(height, rows)
        area = max(_areas(tile_width, tile_height, text_scale, PICTURE_ASPECT).values())
        missing = least_height(tile_width, text_scale) - tile_height
        if missing > 0:
            area = -missing * rows
        gain = _COLUMN_GAIN if best.picture_area > 0 else 1.0
        if area > max(best.picture_area, best.picture_area * gain):
            best = GridPlan(columns, area)
    return best


def share(length: float, count: int) -> float:
    """What each of ``count`` tiles gets of a length, the space between them taken off."""
    return (length - SPACING_PX * (count - 1)) / count


def least_height(width: float, text_scale: float) -> float:
    """The least height at which a tile of this width still has a picture worth showing."""
    least = _LEAST_PICTURE_PX + _chrome(Arrangement.ROOMY, width, 0, text_scale)[1]
    for arrangement in (Arrangement.BESIDE, Arrangement.UNDER, Arrangement.IN_HEADER):
        across, down = _chrome(arrangement, width, 0, text_scale)
        shown = width - across
        if shown >= _LEAST_PICTURE_PX * PICTURE_ASPECT and width >= _least_width(
            arrangement, text_scale
        ):
            needed = down + _LEAST_PICTURE_PX
            if arrangement is Arrangement.BESIDE:
                needed = max(needed, _panel_height(text_scale))
            least = min(least, needed)
    return least


def _choose(width: float, height: float, scale: float, aspect: float) -> Arrangement:
    areas = _areas(width, height, scale, aspect)
    most = max(areas.values())
    wanted = most * _GOOD_ENOUGH if most > 0 else most
    return next(arrangement for arrangement, area in areas.items() if area >= wanted)


def _areas(width: float, height: float, scale: float, aspect: float) -> dict[Arrangement, float]:
    """The area of the picture in each arrangement; below zero where it does not fit."""
    areas: dict[Arrangement, float] = {}
    for arrangement in Arrangement:
        across, down = _chrome(arrangement, width, height, scale)
        missing = max(0.0, _least_width(arrangement, scale) - width)
        if arrangement is Arrangement.BESIDE:
            missing = max(missing, _panel_height(scale) - height)
        if missing > 0 and arrangement is not Arrangement.ROOMY:
            areas[arrangement] = -math.inf
        else:
            areas[arrangement] = _fitted_area(width - across, height - down, aspect)
    return areas


def _chrome(
    arrangement: Arrangement, width: float, height: float, scale: float
) -> tuple[float, float]:
    """Width and height of a tile that its picture does not get."""
    edges = 2.0 * _MARGIN
    if arrangement is Arrangement.BESIDE:
        return edges + 2 * _GAP + _PANEL * scale, edges
    if arrangement is Arrangement.IN_HEADER:
        return edges, edges + 2 * _GAP + _BUTTONS * scale + _foot(height, scale)
    if arrangement is Arrangement.UNDER:
        return edges, edges + 3 * _GAP + _BUTTONS * scale + _header(width, scale) + _foot(
            height, scale
        )
    rows = _line(height, scale) + (_FOOT + _BUTTONS) * scale + _header(width, scale)
    return edges, edges + 4 * _GAP + rows


def _header(width: float, scale: float) -> float:
    """Height of a header of its own; where it is narrow the rate stands under the age."""
    return (_NARROW_HEADER if width < _NARROW * scale else _HEADER) * scale


def _line(height: float, scale: float) -> float:
    """Height of a read that has a row of its own: a large tile is read from further away."""
    return _LINE * scale + min(_LINE_GROWTH_PX, max(0.0, height - _TALL * scale) * 0.08)


def _foot(height: float, scale: float) -> float:
    """Height of read and verdict side by side: a large tile is read from further away."""
    return _FOOT * scale + min(_FOOT_GROWTH_PX, max(0.0, height - _TALL * scale) * 0.08)


def _least_width(arrangement: Arrangement, scale: float) -> float:
    if arrangement is Arrangement.IN_HEADER:
        return 2 * _MARGIN + 6 * _GAP + (_NUMBER + _NAME + _AGE + BUTTONS_PX) * scale
    if arrangement is Arrangement.UNDER:
        return 2 * _MARGIN + _UNDER * scale
    return 2 * _MARGIN + BUTTONS_PX * scale


def _panel_height(scale: float) -> float:
    return 2 * _MARGIN + 3 * _GAP + (_HEADER + 4 + _LINE + _FOOT + _BUTTONS) * scale


def _fitted_area(width: float, height: float, aspect: float) -> float:
    """The area of the largest picture that fits, or how much is missing, as a negative."""
    if width <= 0 or height <= 0:
        return min(width, height) - 1.0
    shown = min(width, height * aspect)
    return shown * shown / aspect


def _fitted(room: QRect, aspect: float, *, centred: bool = True) -> QRect:
    """The largest picture in the room, at its top, in the middle or at the left."""
    width = max(1, min(room.width(), round(room.height() * aspect)))
    height = max(1, min(room.height(), round(width / aspect)))
    left = room.x() + ((room.width() - width) // 2 if centred else 0)
    return QRect(left, room.y(), width, height)


def _place_roomy(width: int, height: int, scale: float, aspect: float) -> TilePlan:
    inner = width - 2 * _MARGIN
    header, buttons = round(_header(width, scale)), round(_BUTTONS * scale)
    down = round(_chrome(Arrangement.ROOMY, width, height, scale)[1])
    top = _MARGIN + header + _GAP
    picture = _fitted(QRect(_MARGIN, top, inner, max(1, height - down)), aspect)
    spare = max(0, height - down - picture.height())
    usual = round(_line(height, scale))
    read = usual + min(spare, max(0, round(72 * scale) - usual))
    spare -= read - usual
    picture.translate(0, spare // 2)
    foot = height - _MARGIN - buttons
    ribbon = QRect(_MARGIN, foot - _GAP - round(_FOOT * scale), inner, round(_FOOT * scale))
    barrier = None
    button_width = inner
    if inner >= round((BUTTONS_PX * 1.5 + _BARRIER) * scale):
        barrier = QRect(_MARGIN, foot, round(_BARRIER * scale), buttons)
        button_width = inner - barrier.width() - 2 * _GAP
    number, name, age, fps = _header_row(inner, header, scale)
    return TilePlan(
        Arrangement.ROOMY,
        picture,
        number,
        name,
        age,
        fps,
        QRect(_MARGIN, ribbon.y() - _GAP - read, inner, read),
        ribbon,
        QRect(_MARGIN + inner - button_width, foot, button_width, buttons),
        barrier,
    )


def _place_under(width: int, height: int, scale: float, aspect: float) -> TilePlan:
    inner, header = width - 2 * _MARGIN, round(_header(width, scale))
    buttons, foot = round(_BUTTONS * scale), round(_foot(height, scale))
    down = round(_chrome(Arrangement.UNDER, width, height, scale)[1])
    top = _MARGIN + header + _GAP
    picture = _fitted(QRect(_MARGIN, top, inner, max(1, height - down)), aspect)
    picture.translate(0, max(0, height - down - picture.height()) // 2)
    number, name, age, fps = _header_row(inner, header, scale)
    bottom = height - _MARGIN - buttons
    read, ribbon = _foot_row(inner, bottom - _GAP - foot, foot, scale)
    return TilePlan(
        Arrangement.UNDER,
        picture,
        number,
        name,
        age,
        fps,
        read,
        ribbon,
        QRect(_MARGIN, bottom, inner, buttons),
        None,
    )


def _place_in_header(width: int, height: int, scale: float, aspect: float) -> TilePlan:
    inner, header = width - 2 * _MARGIN, round(_BUTTONS * scale)
    down = round(_chrome(Arrangement.IN_HEADER, width, height, scale)[1])
    top = _MARGIN + header + _GAP
    picture = _fitted(QRect(_MARGIN, top, inner, max(1, height - down)), aspect)
    spare = max(0, height - down - picture.height())
    usual = round(_foot(height, scale))
    foot = usual + min(spare, round(34 * scale))
    spare -= foot - usual
    picture.translate(0, spare // 2)
    right = _MARGIN + inner
    buttons_width = round(BUTTONS_PX * scale)
    if inner >= round(620 * scale):
        buttons_width = round(BUTTONS_PX * 1.9 * scale)
    buttons = QRect(right - buttons_width, _MARGIN, buttons_width, header)
    age, fps = _age_over_fps(buttons.x() - 2 * _GAP, _MARGIN, header, scale)
    number = QRect(_MARGIN, _MARGIN + 3, round(_NUMBER * scale), header - 6)
    name = _between(number, age, _MARGIN, header)
    barrier = None
    if name.width() >= round((_BARRIER + 120) * scale):
        barrier_width = round(_BARRIER * scale)
        barrier = QRect(name.right() + 1 - barrier_width, _MARGIN, barrier_width, header)
        name.setWidth(name.width() - barrier_width - 2 * _GAP)
    bottom = height - _MARGIN - foot
    read, ribbon = _foot_row(inner, bottom, foot, scale)
    return TilePlan(
        Arrangement.IN_HEADER,
        picture,
        number,
        name,
        age,
        fps,
        read,
        ribbon,
        buttons,
        barrier,
    )


def _place_beside(width: int, height: int, scale: float, aspect: float) -> TilePlan:
    across = round(_chrome(Arrangement.BESIDE, width, height, scale)[0])
    room = QRect(_MARGIN, _MARGIN, max(1, width - across), max(1, height - 2 * _MARGIN))
    picture = _fitted(room, aspect, centred=False)
    picture.translate(0, (room.height() - picture.height()) // 2)
    left = picture.right() + 1 + 2 * _GAP
    inner = width - _MARGIN - left
    header, buttons = round((_HEADER + 4) * scale), round(_BUTTONS * scale)
    spare = max(0, height - round(_panel_height(scale)))
    read = round(_LINE * scale) + min(spare // 2, round(42 * scale))
    spare -= read - round(_LINE * scale)
    ribbon = round(_FOOT * scale) + min(spare // 3, round(26 * scale))
    spare -= ribbon - round(_FOOT * scale)
    buttons += min(spare // 4, round(14 * scale))
    spare -= buttons - round(_BUTTONS * scale)
    age, fps = _age_over_fps(width - _MARGIN, _MARGIN, header, scale)
    number = QRect(left, _MARGIN + 2, round(_NUMBER * scale), header - 4)
    foot = height - _MARGIN - buttons
    barrier = None
    if spare >= round(_HEADER * scale) + _GAP:
        barrier = QRect(left, foot - _GAP - round(_HEADER * scale), inner, round(_HEADER * scale))
    read_top = _MARGIN + header + _GAP
    return TilePlan(
        Arrangement.BESIDE,
        picture,
        number,
        _between(number, age, _MARGIN, header),
        age,
        fps,
        QRect(left, read_top, inner, read),
        QRect(left, read_top + read + _GAP, inner, ribbon),
        QRect(left, foot, inner, buttons),
        barrier,
    )


def _header_row(inner: int, height: int, scale: float) -> tuple[QRect, QRect, QRect, QRect]:
    """Number, name, age and rate at the top."""
    right = _MARGIN + inner
    number = QRect(_MARGIN, _MARGIN + 2, round(_NUMBER * scale), height - 4)
    if height >= round(_NARROW_HEADER * scale):
        age, fps = _age_over_fps(right, _MARGIN, height, scale)
        return number, _between(number, age, _MARGIN, height), age, fps
    age = QRect(right - round(_AGE * scale), _MARGIN, round(_AGE * scale), height)
    fps = QRect(age.x() - round(_FPS * scale), _MARGIN, round(_FPS * scale), height)
    return number, _between(number, fps, _MARGIN, height), age, fps


def _foot_row(inner: int, top: int, height: int, scale: float) -> tuple[QRect, QRect]:
    """Read and verdict side by side."""
    read_width = min(round(inner * 0.48), round(420 * scale))
    return (
        QRect(_MARGIN, top, read_width, height),
        QRect(_MARGIN + read_width + _GAP, top, inner - read_width - _GAP, height),
    )


def _between(number: QRect, after: QRect, top: int, height: int) -> QRect:
    """The place of the name, from the lane's number to what comes after."""
    left = number.right() + 1 + 2 * _GAP
    return QRect(left, top, max(1, after.x() - _GAP - left), height)


def _age_over_fps(right: int, top: int, height: int, scale: float) -> tuple[QRect, QRect]:
    width = round(_AGE * scale)
    half = round(height * 0.54)
    return (
        QRect(right - width, top, width, half),
        QRect(right - width, top + half, width, height - half),
    )
