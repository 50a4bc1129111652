"""The verdict ribbon: icon, word and reason on the colour of the verdict."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.ui.theme import Appearance, Tone

_WORD_SHARE = 0.6  # of the line, at most, so that the reason is never crowded out


class Ribbon(QWidget):
    """One line of state in colour; what does not fit is elided and stands in the tool tip."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._tone = Tone.NEUTRAL
        self._icon = ""
        self._word = ""
        self._detail = ""
        self._tall = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, self._appearance.px(76 if self._tall else 32))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(64, self.sizeHint().height())

    def set_tall(self, *, tall: bool) -> None:
        """Put the reason under the word, wrapped, where the ribbon is narrow."""
        if tall != self._tall:
            self._tall = tall
            self.updateGeometry()
            self.update()

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
        line = look.px(32)
        side = look.px(20)
        left = 8
        pixmap = look.pixmap(self._icon, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(left, (line - side) // 2, pixmap)
        left += side + 8
        painter.setPen(QColor(ink))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        word_font = look.font(16, bold=True)
        room = max(0, self.width() - left - 8)
        metrics = QFontMetrics(word_font)
        word_room = room if self._tall or not self._detail else round(room * _WORD_SHARE)
        word = metrics.elidedText(self._word, Qt.TextElideMode.ElideRight, word_room)
        painter.setFont(word_font)
        painter.drawText(QRect(left, 0, room, line), middle, word)
        if self._tall:
            painter.setFont(look.font(13))
            below = QRect(8, line, self.width() - 16, self.height() - line - 2)
            painter.drawText(below, Qt.TextFlag.TextWordWrap, self._detail)
            return
        used = metrics.horizontalAdvance(word) + 10
        if room - used < 24 or not self._detail:
            return
        detail_font = look.font(13)
        detail = QFontMetrics(detail_font).elidedText(
            self._detail, Qt.TextElideMode.ElideRight, room - used
        )
        painter.setFont(detail_font)
        painter.drawText(QRect(left + used, 1, room - used, line), middle, detail)
