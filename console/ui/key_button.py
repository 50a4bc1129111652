"""A push button that carries the key of its action beside the word."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from console.ui.theme import Appearance, Tone, set_state

_GAP = 6


class KeyButton(QPushButton):
    """Shows icon, word and key of a QAction and triggers it.

    Where the width does not allow all three, the icon goes first, then the key moves under
    the word. With an effect there are always two lines: icon and word, then key and
    note.
    """

    def __init__(
        self,
        action: QAction,
        icon: str,
        appearance: Appearance,
        tone: Tone = Tone.NEUTRAL,
    ) -> None:
        super().__init__()
        self._action = action
        self._icon = icon
        self._appearance = appearance
        self._tone = tone
        self._note = ""
        self._two_lines = False
        self._short = False
        self._key = ""
        self.setProperty("tone", tone.value)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        appearance.changed.connect(self._follow)
        self._follow()

    def show_effect(self, icon: str, tone: Tone, note: str) -> None:
        """Change the looks to say in a ``note``, which may be empty, what the action does now."""
        if self._two_lines and (icon, tone, note) == (self._icon, self._tone, self._note):
            return
        self._two_lines = True
        self._icon, self._tone, self._note = icon, tone, note
        set_state(self, "tone", tone.value)
        self.updateGeometry()
        self.update()

    def _small_key(self) -> str:
        """The key for a narrow button: Shift by its sign, however the language calls it."""
        shift = QKeySequence("Shift+A").toString(QKeySequence.SequenceFormat.NativeText)[:-2]
        return self._key.replace(shift, "⇧")

    def shorten(self, *, short: bool) -> None:
        """Leave the word to the tool tip, or show it again."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def full_width(self) -> int:
        """The width that icon, word and key want side by side."""
        return self._word_width() + self._key_width() + self._side() + 2 * _GAP + 20

    def short_width(self) -> int:
        """The width that icon and key want without the word."""
        return self._key_width() + self._side() + _GAP + 16

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.short_width() if self._short else self.full_width(), self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        if self._short:
            return self.sizeHint()
        side = 12 if self._two_lines else 8
        key = self._width(10, self._small_key(), bold=False)
        return QSize(max(self._word_width(), key) + side, self._height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        ink = self._ink()
        painter.setPen(QColor(ink))
        room = self.rect().adjusted(6, 2, -6, -2)
        word, key, side = self._word_width(), self._key_width(), self._side()
        if self._short:
            self._paint_row(painter, room, ink, side, with_word=False)
        elif self._two_lines:
            self._paint_with_note(painter, room, ink)
        elif room.width() >= word + key + 2 * _GAP + side:
            self._paint_row(painter, room, ink, side)
        elif room.width() >= word + key + _GAP:
            self._paint_row(painter, room, ink, 0)
        else:
            self._paint_column(painter, self.rect().adjusted(3, 2, -3, -2))

    def _paint_row(
        self, painter: QPainter, room: QRect, ink: str, side: int, *, with_word: bool = True
    ) -> None:
        word, key = self._word_width() if with_word else 0, self._key_width()
        total = word + (key + _GAP if key and word else key) + (side + _GAP if side else 0)
        left = room.left() + (room.width() - total) // 2
        if side:
            pixmap = self._appearance.pixmap(self._icon, ink, side, self.devicePixelRatioF())
            painter.drawPixmap(left, room.top() + (room.height() - side) // 2, pixmap)
            left += side + _GAP
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if with_word:
            painter.setFont(self._appearance.font(14, bold=True))
            painter.drawText(QRect(left, room.top(), word + 2, room.height()), middle, self.text())
            left += word + _GAP
        painter.setFont(self._appearance.font(11))
        painter.setOpacity(0.85)
        painter.drawText(QRect(left, room.top(), key + 2, room.height()), middle, self._key)

    def _paint_with_note(self, painter: QPainter, room: QRect, ink: str) -> None:
        word, side = self._word_width(), self._side()
        line = room.height() * 54 // 100
        if room.width() < word + side + _GAP:
            left = room.left() + max(0, (room.width() - word) // 2)
        else:
            left = room.left() + (room.width() - word - side - _GAP) // 2
            pixmap = self._appearance.pixmap(self._icon, ink, side, self.devicePixelRatioF())
            painter.drawPixmap(left, room.top() + (line - side) // 2 + 1, pixmap)
            left += side + _GAP
        painter.setFont(self._appearance.font(14, bold=True))
        painter.drawText(
            QRect(left, room.top(), room.right() - left + 2, line),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )
        painter.setFont(self._appearance.font(11))
        below = f"{self._key}: {self._note}" if self._note else self._key
        if painter.fontMetrics().horizontalAdvance(below) > room.width():
            below = self._note
        painter.drawText(
            QRect(room.left(), room.top() + line, room.width(), room.height() - line),
            Qt.AlignmentFlag.AlignCenter,
            painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, room.width()),
        )

    def _paint_column(self, painter: QPainter, room: QRect) -> None:
        half = room.height() * 55 // 100
        painter.setFont(self._appearance.font(13, bold=True))
        painter.drawText(
            QRect(room.left(), room.top(), room.width(), half),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom,
            painter.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, room.width()
            ),
        )
        painter.setFont(self._appearance.font(10))
        painter.setOpacity(0.85)
        wide = painter.fontMetrics().horizontalAdvance(self._key) > room.width() + 10
        painter.drawText(
            QRect(room.left() - 5, room.top() + half, room.width() + 10, room.height() - half),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            painter.fontMetrics().elidedText(
                self._small_key() if wide else self._key,
                Qt.TextElideMode.ElideRight,
                room.width() + 10,
            ),
        )

    def _follow(self) -> None:
        self._key = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
        self.updateGeometry()
        self.update()

    def _ink(self) -> str:
        palette = self._appearance.palette
        if not self.isEnabled():
            return palette.text_dim
        return palette.text if self._tone is Tone.NEUTRAL else palette.on_fill(self._tone)

    def _height(self) -> int:
        return self._appearance.px(44 if self._two_lines else 34)

    def _side(self) -> int:
        return self._appearance.px(16)

    def _word_width(self) -> int:
        return self._width(14, self.text(), bold=True)

    def _key_width(self) -> int:
        return self._width(11, self._key, bold=False)

    def _width(self, size_px: int, text: str, *, bold: bool) -> int:
        return QFontMetrics(self._appearance.font(size_px, bold=bold)).horizontalAdvance(text)
