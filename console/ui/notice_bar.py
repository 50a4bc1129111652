"""The bar of faults at the foot of the window: always there, so that nothing jumps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from console.ui.actions import ActionId, Actions
from console.ui.elided_label import ElidedLabel
from console.ui.key_button import KeyButton
from console.ui.theme import Appearance, Tone, set_state

KEPT_COUNT = 50
_ICON_PX = 18
_GAPS_PX = 16 + 4 * 8 + 16 + 8  # margins, spacings, and the space before the message
_LEAST_TEXT_PX = 110
MESSAGE_MS = 20_000
"""What became of a passage is news for so long; then it stands among the decisions."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A fault in words, and how often it was raised."""

    text: str
    count: int = 1


class NoticeBar(QFrame):
    """Shows the newest notice until it is dismissed, then the one before it.

    The words of a fault come first: where room is short the buttons are left with icon and key.
    """

    count_changed = Signal()

    def __init__(self, actions: Actions, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("noticeBar")
        self._appearance = appearance
        self._notices: list[Notice] = []
        self._icon = QLabel()
        self._text = ElidedLabel()
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._more = QLabel()
        self._message = ElidedLabel()
        self._message.setFont(appearance.font(14))
        self._message_timer = QTimer(self)
        self._message_timer.setSingleShot(True)
        self._message_timer.setInterval(MESSAGE_MS)
        self._message_timer.timeout.connect(partial(self._message.setText, ""))
        self._dismiss = KeyButton(actions[ActionId.DISMISS_NOTICE], "close", appearance)
        self._dismiss.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._keys = KeyButton(actions[ActionId.SHORTCUTS], "keyboard", appearance)
        self._keys.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 2, 8, 2)
        layout.setSpacing(8)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._more)
        layout.addWidget(self._dismiss)
        layout.addSpacing(16)
        layout.addWidget(self._message)
        layout.addWidget(self._keys)
        appearance.changed.connect(self._refresh)
        self._refresh()

    @property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(self._notices)

    def add(self, text: str) -> None:
        """Show a fault; one that is already listed is counted and comes to the front."""
        for index, notice in enumerate(self._notices):
            if notice.text == text:
                del self._notices[index]
                self._notices.append(replace(notice, count=notice.count + 1))
                break
        else:
            self._notices.append(Notice(text))
        del self._notices[:-KEPT_COUNT]
        self._refresh()
        self.count_changed.emit()

    def dismiss(self) -> None:
        if self._notices:
            self._notices.pop()
            self._refresh()
            self.count_changed.emit()

    def show_message(self, text: str, tone: Tone) -> None:
        """Say what became of the last passage, beside the faults."""
        self._message.setText(text)
        set_state(self._message, "tone", tone.value)
        self._message_timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        px = self._appearance.px
        width = _GAPS_PX + px(_ICON_PX) + px(_LEAST_TEXT_PX) + self._keys.short_width()
        if self._notices:
            width += self._dismiss.short_width()
        return QSize(width, super().minimumSizeHint().height())

    def _fit(self) -> None:
        px = self._appearance.px
        buttons = self._keys.full_width()
        if self._notices:
            buttons += self._dismiss.full_width() + self._more.sizeHint().width()
        left = self.width() - _GAPS_PX - px(_ICON_PX) - buttons
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        short = left < (words if self._notices else px(_LEAST_TEXT_PX))
        for button in (self._dismiss, self._keys):
            button.shorten(short=short)
        self._more.setVisible(not short)

    def _refresh(self) -> None:
        self._show_newest()
        self._fit()
        self.updateGeometry()

    def _show_newest(self) -> None:
        look = self._appearance
        tone = Tone.REFUSE if self._notices else Tone.NEUTRAL
        self._text.setProperty("role", "" if self._notices else "dim")
        set_state(self, "tone", tone.value, children=True)
        ink = look.palette.on_fill(tone) if self._notices else look.palette.text_dim
        icon = "warning" if self._notices else "check"
        self._icon.setPixmap(look.pixmap(icon, ink, look.px(_ICON_PX), self.devicePixelRatioF()))
        self._dismiss.setVisible(bool(self._notices))
        # On a narrow screen there is room for one of them, and a fault is what must be read
        self._message.setVisible(not self._notices)
        if not self._notices:
            self._text.setText(self.tr("No faults"))
            self._more.setText("")
            return
        newest = self._notices[-1]
        text = newest.text
        if newest.count > 1:
            text = self.tr("{notice} (%n times)", None, newest.count).format(notice=text)
        self._text.setText(text)
        others = len(self._notices) - 1
        self._more.setText(self.tr("+{count} more").format(count=others) if others else "")
