"""The verdict ribbon: icon, word and reason on the colour of the verdict."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.ui.theme import Appearance, Tone

_HEIGHT_PX = 38  # two lines: the word, and the reason where it does not fit beside it
_HIGH_PX = 54  # room for larger words
_GAP_PX = 10


class Ribbon(QWidget):
    """One line of state in colour; what does not fit is elided and stands in the tool tip."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._tone = Tone.NEUTRAL
        self._icon = ""
        self._word = ""
        self._detail = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, self._appearance.px(_HEIGHT_PX))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(64, self.sizeHint().height())

    def show_status(self, tone: Tone, icon: str, word: str, detail: str) -> None:
        status = (tone, icon, word, detail)
        if status == (self._tone, self._icon, self._word, self._detail):
            return
        self._tone, self._icon, self._word, self._detail = status
        spoken = f"{word}: {detail}" if detail else word
        self.setToolTip(spoken)
        self.setAccessibleName(spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        look = self._appearance
        ink = look.palette.on_fill(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.palette.fill(self._tone)))
        painter.drawRoundedRect(self.rect(), 4, 4)
        if not self._word:
            return
        side = look.px(20)
        left = 8
        pixmap = look.pixmap(self._icon, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, pixmap)
        left += side + 8
        painter.setPen(QColor(ink))
        room = QRect(left, 0, max(0, self.width() - left - 6), self.height())
        high = self.height() >= look.px(_HIGH_PX)
        large, small = look.font(22 if high else 16, bold=True), look.font(15 if high else 13)
        word_width = QFontMetrics(large).horizontalAdvance(self._word)
        detail_width = QFontMetrics(small).horizontalAdvance(self._detail)
        if not self._detail:
            _draw(painter, room, large, self._word)
        elif word_width + _GAP_PX + detail_width <= room.width():
            _draw(painter, room, large, self._word)
            _draw(painter, room.adjusted(word_width + _GAP_PX, 1, 0, 0), small, self._detail)
        else:
            self._paint_two_lines(painter, room)

    def _paint_two_lines(self, painter: QPainter, room: QRect) -> None:
        """Put the reason under the word, over as many lines as there are."""
        look = self._appearance
        high = self.height() >= look.px(_HIGH_PX)
        word_font, detail_font = (
            look.font(18 if high else 14, bold=True),
            look.font(14 if high else 12),
        )
        word_height = QFontMetrics(word_font).height()
        metrics = QFontMetrics(detail_font)
        lines = max(1, (room.height() - word_height) // metrics.lineSpacing())
        wrapped = metrics.boundingRect(
            QRect(0, 0, room.width(), room.height()), Qt.TextFlag.TextWordWrap, self._detail
        )
        lines = min(lines, max(1, round(wrapped.height() / metrics.lineSpacing())))
        top = (room.height() - word_height - lines * metrics.lineSpacing()) // 2 + 1
        _draw(painter, QRect(room.x(), top, room.width(), word_height), word_font, self._word)
        below = QRect(
            room.x(), top + word_height - 1, room.width(), lines * metrics.lineSpacing() + 1
        )
        if lines == 1:
            _draw(painter, below, detail_font, self._detail)
            return
        painter.setFont(detail_font)
        painter.drawText(below, Qt.TextFlag.TextWordWrap, self._detail)


def _draw(painter: QPainter, room: QRect, font: QFont, text: str) -> None:
    """Draw one line in the middle of the room's height, elided to its width."""
    painter.setFont(font)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
