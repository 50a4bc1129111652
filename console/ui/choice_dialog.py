"""A question that one key answers: numbered choices, and a second thing chosen by letter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from console.ui.theme import Appearance, Tone, set_state

_KEYS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERS = _KEYS[10:]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``choices`` answer it; of ``options``, if there are any, one is marked."""

    title: str
    text: str
    choices: tuple[str, ...]
    options_title: str = ""
    options: tuple[str, ...] = ()
    tone: Tone = Tone.NEUTRAL


class ChoiceDialog(QDialog):
    """Digits choose and close, letters mark an option, Return takes the first, Escape none."""

    chosen = Signal(int, int)  # place of the choice, place of the option

    def __init__(self, question: Question, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question.title)
        self.setAccessibleName(question.title)
        self._question = question
        self._option = 0
        self._buttons: list[QPushButton] = []
        self._option_buttons: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(6)
        title = QLabel(question.title)
        title.setProperty("role", "heading")
        layout.addWidget(title)
        if question.text:
            text = QLabel(question.text)
            text.setWordWrap(True)
            text.setMinimumWidth(appearance.px(340))
            set_state(text, "tone", question.tone.value)
            layout.addWidget(text)
        keys = _KEYS[:10] if question.options else _KEYS
        self._keys = dict(zip(keys, range(len(question.choices)), strict=False))
        self._option_keys = dict(zip(_LETTERS, range(len(question.options)), strict=False))
        self._add_options(layout)
        for key, place in self._keys.items():
            button = self._row(key, question.choices[place])
            button.clicked.connect(lambda _=False, place=place: self._choose(place))
            self._buttons.append(button)
            layout.addWidget(button)
        hint = QLabel(self.tr("Return: the first   Escape: leave it"))
        hint.setProperty("role", "small")
        layout.addWidget(hint)
        if self._buttons:
            self._buttons[0].setDefault(True)
            self._buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key = event.text().upper()
        if key in self._keys:
            self._choose(self._keys[key])
        elif key in self._option_keys:
            self._mark(self._option_keys[key])
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _add_options(self, layout: QVBoxLayout) -> None:
        if not self._question.options:
            return
        caption = QLabel(self._question.options_title)
        caption.setProperty("role", "small")
        layout.addWidget(caption)
        for key, place in self._option_keys.items():
            button = self._row(key, self._question.options[place])
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, place=place: self._mark(place))
            self._option_buttons.append(button)
            layout.addWidget(button)
        layout.addSpacing(10)
        self._mark(0)

    def _mark(self, place: int) -> None:
        self._option = place
        for index, button in enumerate(self._option_buttons):
            button.setChecked(index == place)
            set_state(button, "chosen", "yes" if index == place else "no")

    def _choose(self, place: int) -> None:
        self.chosen.emit(place, self._option)
        self.accept()

    def _row(self, key: str, words: str) -> QPushButton:
        button = QPushButton(f"{key}    {words}")
        button.setProperty("role", "choice")
        button.setAccessibleName(words)
        button.setAutoDefault(True)
        return button


def ask(question: Question, appearance: Appearance, parent: QWidget) -> ChoiceDialog:
    """Put the question over ``parent``; its ``chosen`` brings the answer, if there is one."""
    dialog = ChoiceDialog(question, appearance, parent)
    # without a window manager nobody gives the keys back to the window
    dialog.finished.connect(lambda _result: parent.window().activateWindow())
    dialog.open()
    return dialog
