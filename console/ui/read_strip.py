"""The current read in large fixed-width letters with a confidence bar under each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.ui.camera_view import WEAK_CONFIDENCE
from console.ui.theme import Appearance
from pipeline.types import Character

_MAX_CELL_PX = 52.0
_BAR_PX = 4.0


class ReadStrip(QWidget):
    """Shows characters; weak ones are amber and underlined by a shorter bar."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._characters: tuple[Character, ...] = ()
        self._speak()

    def show_characters(self, characters: tuple[Character, ...]) -> None:
        if characters != self._characters:
            self._characters = characters
            self._speak()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        look = self._appearance
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.palette.sunken))
        painter.drawRoundedRect(self.rect(), 4, 4)
        if not self._characters:
            painter.setFont(look.font(13))
            painter.setPen(QColor(look.palette.text_dim))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No read"))
            return
        letters_height = self.height() - _BAR_PX - 8
        cell = min(_MAX_CELL_PX, (self.width() - 12) / len(self._characters))
        size = min(letters_height * 0.92, cell / 0.64)
        cell = min(cell, size * 0.74)
        left = (self.width() - cell * len(self._characters)) / 2
        painter.setFont(look.plate_font(size))
        for index, character in enumerate(self._characters):
            self._paint_character(painter, character, left + index * cell, cell, letters_height)

    def _paint_character(
        self,
        painter: QPainter,
        character: Character,
        left: float,
        cell: float,
        letters_height: float,
    ) -> None:
        palette = self._appearance.palette
        weak = character.confidence < WEAK_CONFIDENCE
        painter.setPen(QColor(palette.review_ink if weak else palette.text))
        painter.drawText(
            QRectF(left - 2, 2, cell + 4, letters_height),
            Qt.AlignmentFlag.AlignCenter,
            character.text,
        )
        bar = QRectF(left + 2, self.height() - _BAR_PX - 4, cell - 4, _BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.line))
        painter.drawRoundedRect(bar, 2, 2)
        bar.setWidth(max(2.0, bar.width() * min(1.0, max(0.0, character.confidence))))
        painter.setBrush(QColor(palette.review_fill if weak else palette.open_fill))
        painter.drawRoundedRect(bar, 2, 2)

    def _speak(self) -> None:
        text = "".join(character.text for character in self._characters)
        weak = [c.text for c in self._characters if c.confidence < WEAK_CONFIDENCE]
        if not text:
            self.setAccessibleName(self.tr("No read"))
        elif weak:
            self.setAccessibleName(
                self.tr("Read {text}, uncertain: {weak}").format(text=text, weak=", ".join(weak))
            )
        else:
            self.setAccessibleName(self.tr("Read {text}").format(text=text))
