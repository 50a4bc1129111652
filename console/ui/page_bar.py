"""The switch between pages at the foot of the window: one key and one button for each."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from console.ui.actions import ActionId, Actions
from console.ui.key_button import KeyButton
from console.ui.theme import Appearance, set_state

_ICONS = {
    ActionId.LANES_PAGE: "lanes",
    ActionId.HISTORY_PAGE: "history",
    ActionId.VEHICLES_PAGE: "vehicle",
    ActionId.PARKING_PAGE: "parking",
    ActionId.SHIFT_PAGE: "clock",
    ActionId.COPY_PAGE: "cloud",
    ActionId.EXPORT_PAGE: "export",
    ActionId.PEOPLE_PAGE: "person",
    ActionId.SETUP_PAGE: "camera",
    ActionId.MODELS_PAGE: "reading",
    ActionId.LOCK: "lock",
}


_MARGIN_PX, _SPACING_PX = 8, 4
_NOTICES_PX = 560  # the words of a fault with both their buttons, at 100 % text


class PageBar(QFrame):
    """Shows a button for each page that was added; hidden while the lanes are the only one.

    Words stand over their keys where the notices beside them would have too little room, and
    where there is no room for the words at all, icons and keys are left.
    """

    def __init__(self, actions: Actions, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("pageBar")
        self._appearance = appearance
        self._buttons: dict[ActionId, KeyButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN_PX, 2, _MARGIN_PX, 2)
        layout.setSpacing(_SPACING_PX)
        layout.addStretch(1)
        for action_id, icon in _ICONS.items():
            button = KeyButton(actions[action_id], icon, appearance)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.setVisible(False)
            self._buttons[action_id] = button
            layout.addWidget(button)
        self.setVisible(False)

    def show_pages(self, pages: frozenset[ActionId], current: ActionId | None) -> None:
        """Offer these and mark the one that is seen; None marks none."""
        for action_id, button in self._buttons.items():
            button.setVisible(action_id in pages)
            chosen = action_id is current
            set_state(button, "current", "yes" if chosen else "no")
            button.setAccessibleDescription(self.tr("This page is shown") if chosen else "")
        self.setVisible(len(pages) > 1)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        width = self._width([button.full_width() for button in self._seen()])
        foot = self.parentWidget()
        if foot is not None and foot.width() - width < self._appearance.px(_NOTICES_PX):
            width = self._width([button.minimumSizeHint().width() for button in self._seen()])
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(
            self._width([button.short_width() for button in self._seen()]),
            super().minimumSizeHint().height(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for button in self._buttons.values():
            button.shorten(short=False)
        short = self.width() < self._width(
            [button.minimumSizeHint().width() for button in self._seen()]
        )
        for button in self._buttons.values():
            button.shorten(short=short)

    def _seen(self) -> list[KeyButton]:
        return [button for button in self._buttons.values() if not button.isHidden()]

    @staticmethod
    def _width(widths_px: list[int]) -> int:
        return sum(widths_px) + _SPACING_PX * (len(widths_px) - 1) + 2 * _MARGIN_PX
