"""The sheet of keys: every action with the key that does it, and where another is chosen."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QKeyCombination, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.ui.actions import Actions, ShortcutLine
from console.ui.key_bindings import KeyFault, KeyRefusedError
from console.ui.pages.card import MessageLine
from console.ui.theme import Appearance, Tone, set_state

_MODIFIERS = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class BindingButton(QPushButton):
    """Shows the keys of one line; pressed, it takes the next key in their place."""

    begun = Signal(object)  # this button, as in every signal of it
    pressed_key = Signal(object, QKeyCombination)
    left = Signal()
    usual_wanted = Signal(object)
    moved = Signal(object, int)  # steps down

    def __init__(self, line: ShortcutLine) -> None:
        super().__init__()
        self.line = line
        self._waits = False
        self._keys = line.keys
        self.setProperty("role", "binding")
        self.setAutoDefault(False)
        self.clicked.connect(self._begin)
        self.show_keys(line.keys)

    def show_keys(self, keys: str) -> None:
        """Show the keys as they are by now."""
        self._waits = False
        self._keys = keys
        self.setText(keys or self.tr("no key"))
        self.setAccessibleName(
            self.tr("{action}: {keys}. Press to choose another key").format(
                action=self.line.text, keys=keys or self.tr("no key")
            )
        )
        set_state(self, "chosen", "no")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key = event.key()
        if self._waits:
            self._take(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif key == Qt.Key.Key_Delete:
            self.usual_wanted.emit(self)
        elif key in _STEPS:
            self.moved.emit(self, _STEPS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        if self._waits:
            self._leave()
        super().focusOutEvent(event)

    def _begin(self) -> None:
        self._waits = True
        self.setText(self.tr("Press the new key"))
        set_state(self, "chosen", "yes")
        self.begun.emit(self)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        if event.keyCombination() == QKeyCombination(Qt.Key.Key_Escape):
            self._leave()
            return
        self._waits = False
        self.pressed_key.emit(self, event.keyCombination())

    def _leave(self) -> None:
        self.show_keys(self._keys)
        self.left.emit()


class ShortcutSheet(QDialog):
    """Lists every action by group; arrows move, Return chooses another key, Escape closes."""

    def __init__(self, actions: Actions, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setWindowTitle(self.tr("Shortcuts"))
        self.setAccessibleName(self.tr("Shortcuts"))
        self.buttons: list[BindingButton] = []
        groups = [
            (name, tuple(lines))
            for name, lines in groupby(actions.sheet(), key=lambda line: line.group)
        ]
        groups[0] = (groups[0][0], (*groups[0][1], *self._slot_lines(groups[0][0])))
        columns = QHBoxLayout()
        columns.setSpacing(48)
        first, others = QVBoxLayout(), QVBoxLayout()
        for column in (first, others):
            column.setSpacing(6)  # else that of the columns, which holds their children too
        for index, (name, lines) in enumerate(groups):
            column = first if index == 0 else others
            heading = QLabel(name)
            heading.setProperty("role", "heading")
            heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            column.addWidget(heading)
            column.addLayout(self._lines(lines, appearance))
            column.addSpacing(12)
        first.addStretch(1)
        others.addStretch(1)
        columns.addLayout(first)
        columns.addLayout(others)
        content = QWidget()
        content.setLayout(columns)
        self._scroll = QScrollArea()
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setMinimumWidth(content.sizeHint().width() + 16)
        self.message = MessageLine()
        self.usual = QPushButton(self.tr("All as they were"))
        self.usual.setAutoDefault(False)
        self.usual.clicked.connect(self._restore_all)
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        foot.addWidget(self.usual)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.addWidget(self._scroll)
        layout.addLayout(foot)
        self._hint()
        room = parent.height() - 48
        self.resize(self.sizeHint().width(), min(room, content.sizeHint().height() + 110))
        if self.buttons:
            self.buttons[0].setFocus()

    def _slot_lines(self, group: str) -> tuple[ShortcutLine, ...]:
        return (
            ShortcutLine(group, self.tr("Type over the selected slot"), "A-Z   0-9"),
            ShortcutLine(
                group, self.tr("Select another slot"), _native("Left", "Right", "Home", "End")
            ),
            ShortcutLine(
                group, self.tr("Add or remove a slot"), _native("Ins", "Del", "Backspace")
            ),
        )

    def _lines(self, lines: tuple[ShortcutLine, ...], appearance: Appearance) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        for row, line in enumerate(lines):
            grid.addWidget(QLabel(line.text), row, 0)
            if line.name:
                button = self._button(line)
                button.setFont(appearance.font(14))
                grid.addWidget(button, row, 1)
            else:
                keys = QLabel(line.keys)
                keys.setProperty("role", "dim")
                keys.setFont(appearance.font(14))
                grid.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignRight)
        return grid

    def _button(self, line: ShortcutLine) -> BindingButton:
        button = BindingButton(line)
        self.buttons.append(button)
        button.begun.connect(self._ask)
        button.left.connect(self._hint)
        button.pressed_key.connect(self._choose)
        button.usual_wanted.connect(self._restore)
        button.moved.connect(self._move)
        return button

    @Slot(object, int)
    def _move(self, button: BindingButton, steps: int) -> None:
        following = self.buttons[(self.buttons.index(button) + steps) % len(self.buttons)]
        following.setFocus()
        self._scroll.ensureWidgetVisible(following)

    @Slot()
    def _hint(self) -> None:
        self.message.say(
            self.tr(
                "Return: choose another key   Del: as it was   Escape: close   "
                "# is the number of the lane"
            )
        )

    @Slot(object)
    def _ask(self, button: BindingButton) -> None:
        text = self.tr("{action}: press the new key; Escape leaves it as it is")
        if "#" in button.line.keys:
            text = self.tr("{action}: press the new key for lane 1; Escape leaves it as it is")
        self.message.say(text.format(action=button.line.text))

    @Slot(object, QKeyCombination)
    def _choose(self, button: BindingButton, pressed: QKeyCombination) -> None:
        try:
            self._actions.choose_key(button.line.name, pressed)
        except KeyRefusedError as error:
            self.message.say(self._refusal(error), Tone.REFUSE)
        else:
            self.message.say(
                self.tr("{action} has a new key").format(action=button.line.text), Tone.OPEN
            )
        self._show_all()

    @Slot(object)
    def _restore(self, button: BindingButton) -> None:
        try:
            self._actions.restore_key(button.line.name)
        except KeyRefusedError as error:
            self.message.say(self._refusal(error), Tone.REFUSE)
        self._show_all()

    @Slot()
    def _restore_all(self) -> None:
        self._actions.restore_keys()
        self.message.say(self.tr("Every key is as it was"), Tone.OPEN)
        self._show_all()

    def _show_all(self) -> None:
        keys = {line.name: line.keys for line in self._actions.sheet()}
        for button in self.buttons:
            button.show_keys(keys[button.line.name])

    def _refusal(self, error: KeyRefusedError) -> str:
        return {
            KeyFault.TYPED: self.tr("This key is for typing and moving; add Ctrl or Alt"),
            KeyFault.TAKEN: self.tr("Not possible: this key already means “{action}”"),
            KeyFault.NOT_OF_LANE_1: self.tr(
                "A key for lanes ends in F1 or 1: the other lanes have the numbers after it"
            ),
        }[error.fault].format(action=error.other)


def _native(*keys: str) -> str:
    """Keys as they are called in the language of the window."""
    native = QKeySequence.SequenceFormat.NativeText
    return "   ".join(QKeySequence(key).toString(native) for key in keys)
