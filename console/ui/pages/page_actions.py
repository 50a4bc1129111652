"""The actions that one page has to itself: each with a key that works while the page is used."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.ui.actions import ShortcutLine, with_key
from console.ui.key_button import KeyButton
from console.ui.theme import Appearance, Tone


class PageActions(QObject):
    """Makes the actions of ``page``; the same key may mean something else on another page."""

    def __init__(self, page: QWidget, group: str, appearance: Appearance) -> None:
        super().__init__(page)
        self._page = page
        self._group = group
        self._appearance = appearance
        self._lines: list[ShortcutLine] = []
        self._tips: dict[QAction, str] = {}

    @property
    def lines(self) -> tuple[ShortcutLine, ...]:
        """What the sheet of keys says of this page."""
        return tuple(self._lines)

    def add(self, text: str, key: str, tip: str, answer: Callable[[], None]) -> QAction:
        """Make an action of the page that calls ``answer`` on the GUI thread."""
        action = QAction(text, self._page)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setAutoRepeat(False)
        action.triggered.connect(partial(_call, answer))
        self._tips[action] = tip or text
        action.changed.connect(self._tell_keys)
        self._tell_keys()
        self._page.addAction(action)
        native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._lines.append(ShortcutLine(self._group, text, native, action=action))
        return action

    def explain(self, action: QAction, tip: str) -> None:
        """Let the tool tip of an action say this from now on, beside its key."""
        self._tips[action] = tip
        self._tell_keys()

    def button(self, action: QAction, icon: str, tone: Tone = Tone.NEUTRAL) -> KeyButton:
        """A button for an action, as wide as its words."""
        button = KeyButton(action, icon, self._appearance, tone)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return button

    @Slot()
    def _tell_keys(self) -> None:
        """Name the keys in the tool tips, whichever they are by now."""
        for action, tip in self._tips.items():
            action.setToolTip(with_key(tip, action))


def _call(answer: Callable[[], None], _checked: bool = False) -> None:
    """Drop the ``checked`` that ``triggered`` carries."""
    answer()
