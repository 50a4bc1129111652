"""The row of character slots: crop over box, alternatives under it, edited by keys."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.ui.camera_view import WEAK_CONFIDENCE, image_of
from console.ui.slot_line import PLATE_LETTERS, Slot, SlotLine
from console.ui.theme import Appearance
from pipeline.types import Box, Character, Frame, Read

_GAP = 4
_CROP_PX, _BOX_PX, _ALTERNATIVE_PX = 38, 44, 18
_ALTERNATIVE_COUNT = 3
_MAX_SLOT_PX = 52
_KEPT_WORDS = 400


def crop_of(frame: Frame, box: Box) -> QImage | None:
    """Return a copy of the box with a small margin, or None where it lies outside the frame."""
    beside, above = 0.06 * box.width, 0.08 * box.height
    left = max(0, int(box.x - beside))
    top = max(0, int(box.y - above))
    right = min(frame.width_px, int(box.right + beside) + 1)
    bottom = min(frame.height_px, int(box.bottom + above) + 1)
    if right - left < 2 or bottom - top < 2:
        return None
    image = image_of(frame.pixels).copy(left, top, right - left, bottom - top)
    return image.convertToFormat(QImage.Format.Format_RGB32)


class CharacterSlots(QWidget):
    """Edits a ``SlotLine``; ``line_changed`` follows every change of text or selection."""

    line_changed = Signal(object)  # SlotLine

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._line = SlotLine()
        self._crops: tuple[QImage | None, ...] = ()
        self._characters: tuple[Character, ...] = ()
        self._words: dict[tuple[str, int, str, bool, float], QPixmap] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)
        self._speak()

    @property
    def line(self) -> SlotLine:
        return self._line

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        text_height = _BOX_PX + _ALTERNATIVE_PX * _ALTERNATIVE_COUNT
        return QSize(380, _CROP_PX + self._appearance.px(text_height) + 12)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(240, self.sizeHint().height())

    def show_read(self, frame: Frame, read: Read) -> None:
        """Begin with what was read."""
        self._crops = tuple(crop_of(frame, character.box) for character in read.characters)
        self._characters = read.characters
        self._set(SlotLine.of_read(read.characters))

    def clear(self) -> None:
        self._crops = ()
        self._characters = ()
        self._set(SlotLine())

    def restore(self) -> None:
        """Put back the text as it was read."""
        self._set(SlotLine.of_read(self._characters))

    def rebase(self, read_text: str) -> None:
        """Keep what was typed, but compare it with a later read from now on."""
        self._set(replace(self._line, read_text=read_text))

    def take_alternative(self, number: int) -> None:
        self._set(self._line.took_alternative(number))

    def fill(self, plate: str) -> None:
        self._set(self._line.filled(plate))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not self.edit(event):
            super().keyPressEvent(event)

    def edit(self, event: QKeyEvent) -> bool:
        """Apply a key to the line; False when it is not a key of the slots."""
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if plain != Qt.KeyboardModifier.NoModifier:
            return False
        key, line = event.key(), self._line
        moves = {
            Qt.Key.Key_Left: line.moved(-1),
            Qt.Key.Key_Right: line.moved(1),
            Qt.Key.Key_Home: line.at(0),
            Qt.Key.Key_End: line.at(len(line.slots)),
            Qt.Key.Key_Insert: line.inserted(),
            Qt.Key.Key_Delete: line.deleted(),
            Qt.Key.Key_Backspace: line.erased(),
        }
        changed = moves.get(Qt.Key(key))
        letter = event.text().upper()
        if changed is None and len(letter) == 1 and letter in PLATE_LETTERS:
            changed = line.typed(letter)
        if changed is None:
            return False
        self._set(changed)
        event.accept()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        width, left = self._columns()
        index = int((event.position().x() - left) // (width + _GAP))
        if 0 <= index <= len(self._line.slots):
            self._set(self._line.at(index))
            crop, box, alternative = self._heights()
            row = (event.position().y() - crop - box - 8) // alternative
            if row >= 0:
                self.take_alternative(int(row) + 1)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width, left = self._columns()
        for index, slot in enumerate(self._line.slots):
            self._paint_slot(painter, left + index * (width + _GAP), width, slot, index)
        if self._line.selected is None and self.isEnabled():
            self._paint_end(painter, left + len(self._line.slots) * (width + _GAP), width)

    def _set(self, line: SlotLine) -> None:
        self._line = line
        self._speak()
        self.update()
        self.line_changed.emit(line)

    def _columns(self) -> tuple[float, float]:
        """Width of a slot and where the first begins; there is always room for the end."""
        count = len(self._line.slots) + 1
        width = min(
            self._appearance.px(_MAX_SLOT_PX), (self.width() - 4 - _GAP * (count - 1)) / count
        )
        return width, 2.0

    def _heights(self) -> tuple[float, float, float]:
        px = self._appearance.px
        return _CROP_PX, px(_BOX_PX), px(_ALTERNATIVE_PX)

    def _paint_slot(
        self, painter: QPainter, left: float, width: float, slot: Slot, index: int
    ) -> None:
        palette = self._appearance.palette
        crop_height, box_height, alternative_height = self._heights()
        selected = index == self._line.cursor
        self._paint_crop(painter, QRectF(left, 2, width, crop_height), slot)
        box = QRectF(left, 2 + crop_height + 4, width, box_height)
        weak = slot.confidence < WEAK_CONFIDENCE and not slot.edited
        painter.setBrush(QColor(palette.raised if selected else palette.sunken))
        painter.setPen(self._frame_pen(selected=selected, weak=weak))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(self._appearance.plate_font(min(box_height * 0.62, width / 0.66)))
        ink = palette.text
        if slot.edited:
            ink = palette.accent
        elif weak:
            ink = palette.review_ink
        painter.setPen(QColor(ink))
        painter.drawText(box.adjusted(-4, 0, 4, -4), Qt.AlignmentFlag.AlignCenter, slot.text)
        self._paint_bar(painter, box, slot, weak=weak)
        top = box.bottom() + 4
        for place, (letter, confidence) in enumerate(slot.alternatives[:_ALTERNATIVE_COUNT]):
            row = QRectF(left, top + place * alternative_height, width, alternative_height)
            self._paint_alternative(painter, row, letter, confidence, selected=selected)

    def _frame_pen(self, *, selected: bool, weak: bool) -> QPen:
        palette = self._appearance.palette
        if selected:
            return QPen(QColor(palette.accent), 3 if self.hasFocus() else 2)
        return QPen(QColor(palette.review_fill if weak else palette.line), 1.2)

    def _paint_crop(self, painter: QPainter, area: QRectF, slot: Slot) -> None:
        palette = self._appearance.palette
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.sunken))
        painter.drawRect(area)
        crop = None
        if slot.read_index is not None and slot.read_index < len(self._crops):
            crop = self._crops[slot.read_index]
        if crop is None:
            return
        scale = min(area.width() / crop.width(), area.height() / crop.height())
        width, height = crop.width() * scale, crop.height() * scale
        target = QRectF(
            area.center().x() - width / 2, area.center().y() - height / 2, width, height
        )
        painter.drawImage(target, crop)

    def _paint_bar(self, painter: QPainter, box: QRectF, slot: Slot, *, weak: bool) -> None:
        if slot.edited:
            return
        palette = self._appearance.palette
        bar = QRectF(box.left() + 6, box.bottom() - 8, box.width() - 12, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.line))
        painter.drawRect(bar)
        bar.setWidth(max(1.0, bar.width() * min(1.0, max(0.0, slot.confidence))))
        painter.setBrush(QColor(palette.review_fill if weak else palette.open_fill))
        painter.drawRect(bar)

    def _paint_alternative(
        self, painter: QPainter, row: QRectF, letter: str, confidence: float, *, selected: bool
    ) -> None:
        palette = self._appearance.palette
        px = self._appearance.px
        ink = palette.text if selected else palette.text_dim
        shown = self._word(letter, px(13), ink, plate=True)
        top = row.top() + (row.height() - px(_ALTERNATIVE_PX)) / 2
        percent = round(confidence * 100)
        wide = shown.deviceIndependentSize().width()
        if row.width() >= px(34) and percent > 0:
            half = row.width() * 0.42
            painter.drawPixmap(QPointF(round(row.left() + half - wide), round(top)), shown)
            said = self._word(str(percent), px(11), palette.text_dim, plate=False)
            painter.drawPixmap(QPointF(round(row.left() + half + 5), round(top)), said)
        else:
            left = row.left() + (row.width() - wide) / 2
            painter.drawPixmap(QPointF(round(left), round(top)), shown)

    def _word(self, text: str, size_px: int, ink: str, *, plate: bool) -> QPixmap:
        """A few letters as a picture: the same ones come up again and again, sixty at a time."""
        ratio = self.devicePixelRatioF()
        key = (text, size_px, ink, plate, ratio)
        known = self._words.get(key)
        if known is None:
            look = self._appearance
            font = look.plate_font(size_px) if plate else look.font(size_px / look.text_scale)
            width = QFontMetrics(font).horizontalAdvance(text)
            height = look.px(_ALTERNATIVE_PX)
            known = QPixmap(round(width * ratio), round(height * ratio))
            known.setDevicePixelRatio(ratio)
            known.fill(Qt.GlobalColor.transparent)
            painter = QPainter(known)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, text)
            painter.end()
            if len(self._words) >= _KEPT_WORDS:
                self._words.clear()
            self._words[key] = known
        return known

    def _paint_end(self, painter: QPainter, left: float, width: float) -> None:
        palette = self._appearance.palette
        crop_height, box_height, _ = self._heights()
        box = QRectF(left, 2 + crop_height + 4, width, box_height)
        pen = QPen(QColor(palette.accent if self.hasFocus() else palette.line), 2)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)

    def _speak(self) -> None:
        line, slot = self._line, self._line.selected
        if slot is None:
            self.setAccessibleName(self.tr("Plate {text}, end").format(text=line.text))
            return
        self.setAccessibleName(
            self.tr("Plate {text}, slot {number} of {count}: {letter}").format(
                text=line.text, number=line.cursor + 1, count=len(line.slots), letter=slot.text
            )
        )
        self.setAccessibleDescription(
            self.tr("Confidence {percent} %, alternatives {letters}").format(
                percent=round(slot.confidence * 100),
                letters=", ".join(letter for letter, _ in slot.alternatives),
            )
        )
