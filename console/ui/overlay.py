"""What recognition saw, as shapes in widget coordinates; pure, except for ``draw``."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from console.ui.theme import Appearance, Tone
from console.ui.told import told
from pipeline.types import Box, FrameResult, Read

MIN_LETTER_PX = 9.0
MAX_LETTER_PX = 30.0
_CAPTION_STEP_PX = 8.0
_CAPTION_SHARE = 0.35  # a caption wider than this part of the picture would hide the vehicle
_SHADOW_ALPHA = 195
_GLYPH_WIDTH = 0.6  # of the font size; JetBrains Mono: 600 units of 1000


@dataclass(frozen=True, slots=True)
class FrameMapping:
    """Where a frame lies in a widget: scaled by ``scale``, then moved by ``left``, ``top``."""

    scale: float
    left: float
    top: float
    width: float
    height: float

    @classmethod
    def fit(
        cls, frame_width: float, frame_height: float, widget_width: float, widget_height: float
    ) -> FrameMapping:
        """Show the whole frame, as large as possible, in the middle of the widget."""
        if min(frame_width, frame_height, widget_width, widget_height) <= 0:
            return cls(0.0, 0.0, 0.0, 0.0, 0.0)
        scale = min(widget_width / frame_width, widget_height / frame_height)
        width, height = frame_width * scale, frame_height * scale
        return cls(scale, (widget_width - width) / 2, (widget_height - height) / 2, width, height)

    @property
    def target(self) -> QRectF:
        """The part of the widget that the frame covers."""
        return QRectF(self.left, self.top, self.width, self.height)

    def point(self, x_px: float, y_px: float) -> QPointF:
        return QPointF(self.left + x_px * self.scale, self.top + y_px * self.scale)

    def rect(self, box: Box) -> QRectF:
        corner = self.point(box.x, box.y)
        return QRectF(corner.x(), corner.y(), box.width * self.scale, box.height * self.scale)

    def to_frame(self, x: float, y: float) -> tuple[float, float]:
        """The frame's pixel under a point of the widget; the inverse of ``point``."""
        if self.scale <= 0:
            return 0.0, 0.0
        return (x - self.left) / self.scale, (y - self.top) / self.scale


@dataclass(frozen=True, slots=True)
class Letter:
    """A character over its box; ``box`` and ``text_at`` in widget coordinates."""

    text: str
    confidence: float
    box: QRectF
    text_at: QRectF


@dataclass(frozen=True, slots=True)
class PlateShape:
    """One plate in widget coordinates.

    ``letters`` is empty where the characters are too small on this screen to carry a letter
    each; ``caption`` then carries the whole text, if there is room for it. ``set_aside`` marks
    a rejected read.
    """

    outline: tuple[QPointF, ...]
    bounds: QRectF
    boxes: tuple[QRectF, ...]
    letters: tuple[Letter, ...]
    letter_px: float
    caption: str
    set_aside: bool


def plate_shape(read: Read, mapping: FrameMapping, shown: Callable[[str], str] = str) -> PlateShape:
    """Map one read to the widget and choose how large its letters can be.

    ``shown`` gives a text as people shall see it, glyph by glyph: O and 0 told apart.
    """
    outline = tuple(mapping.point(x, y) for x, y in read.plate.corners)
    bounds = mapping.rect(read.plate.box)
    boxes = tuple(mapping.rect(character.box) for character in read.characters)
    letter_px = _letter_size(boxes)
    letters: tuple[Letter, ...] = ()
    if letter_px >= MIN_LETTER_PX:
        height = letter_px * 1.3
        top = min([bounds.top(), *(box.top() for box in boxes)]) - height - 2
        below = max([bounds.bottom(), *(box.bottom() for box in boxes)]) + 2
        at = top if top >= mapping.top else below
        letters = tuple(
            Letter(
                glyph,
                character.confidence,
                box,
                QRectF(box.center().x() - letter_px, at, letter_px * 2, height),
            )
            for glyph, character, box in zip(
                glyphs_of(read, shown), read.characters, boxes, strict=True
            )
        )
    caption = shown(read.text)
    if letters or len(caption) * _CAPTION_STEP_PX > mapping.width * _CAPTION_SHARE:
        caption = ""
    if read.rejection is not None:
        caption = told(read.rejection)
    return PlateShape(
        outline, bounds, boxes, letters, letter_px, caption, read.rejection is not None
    )


def glyphs_of(read: Read, shown: Callable[[str], str]) -> str:
    """One glyph for each character of ``read``, as people shall see them."""
    text = "".join(character.text for character in read.characters)
    glyphs = shown(text)
    return glyphs if len(glyphs) == len(text) else text


def plate_shapes(
    result: FrameResult, mapping: FrameMapping, shown: Callable[[str], str] = str
) -> tuple[PlateShape, ...]:
    """Map every read of a frame to the widget."""
    return tuple(plate_shape(read, mapping, shown) for read in result.reads)


def _letter_size(boxes: tuple[QRectF, ...]) -> float:
    """The largest font size at which letters over these boxes do not touch; 0 without boxes.

    Boxes of a second line repeat the places of the first, so only neighbours that advance to
    the right count.
    """
    if not boxes:
        return 0.0
    steps = [
        after.center().x() - before.center().x()
        for before, after in itertools.pairwise(boxes)
        if after.center().x() > before.center().x()
    ]
    two_lines = len(steps) < len(boxes) - 1
    if two_lines:
        return 0.0
    pitch = min(steps, default=boxes[0].width() * 1.2)
    return min(pitch / _GLYPH_WIDTH * 0.95, MAX_LETTER_PX)


def draw(
    painter: QPainter,
    shapes: tuple[PlateShape, ...],
    appearance: Appearance,
    tone: Tone,
    weak_below: float,
) -> None:
    """Draw plates, character boxes and letters; characters below ``weak_below`` in amber."""
    palette = appearance.palette
    shadow = QColor(palette.over_ground)
    shadow.setAlpha(_SHADOW_ALPHA)
    plain = QColor(palette.over_picture(tone))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        colour = QColor(palette.over_aside) if shape.set_aside else plain
        outline = QPolygonF(list(shape.outline))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(shadow, 4.5))
        painter.drawPolygon(outline)
        line = QPen(colour, 2.2)
        if shape.set_aside:
            line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
        painter.drawPolygon(outline)
        if shape.letters:
            _draw_letters_ground(painter, shape, shadow)
            _draw_letters(painter, shape, appearance, colour, weak_below)
        if shape.caption:
            _draw_caption(painter, shape, appearance, colour, shadow)


def _draw_letters_ground(painter: QPainter, shape: PlateShape, shadow: QColor) -> None:
    first, last = shape.letters[0].text_at, shape.letters[-1].text_at
    inset = shape.letter_px * 0.55
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shadow)
    painter.drawRoundedRect(first.united(last).adjusted(inset, 0, -inset, 0), 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_letters(
    painter: QPainter,
    shape: PlateShape,
    appearance: Appearance,
    colour: QColor,
    weak_below: float,
) -> None:
    amber = QColor(appearance.palette.over_review)
    plain = QColor(appearance.palette.over_text)
    painter.setFont(appearance.plate_font(shape.letter_px))
    for letter in shape.letters:
        weak = letter.confidence < weak_below
        painter.setPen(QPen(amber if weak else colour, 1.2))
        painter.drawRect(letter.box)
        painter.setPen(amber if weak else plain)
        painter.drawText(letter.text_at, Qt.AlignmentFlag.AlignCenter, letter.text)


def _draw_caption(
    painter: QPainter, shape: PlateShape, appearance: Appearance, colour: QColor, shadow: QColor
) -> None:
    if shape.set_aside:
        painter.setFont(appearance.font(12, bold=True))
    else:
        painter.setFont(appearance.plate_font(appearance.px(13)))
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(shape.caption) + 12, metrics.height() + 2
    left = max(0.0, shape.bounds.center().x() - width / 2)
    top = shape.bounds.top() - height - 4
    ground = QRectF(left, top if top >= 0 else shape.bounds.bottom() + 4, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shadow)
    painter.drawRoundedRect(ground, 3, 3)
    painter.setPen(colour)
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, shape.caption)
