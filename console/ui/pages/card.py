"""Pieces that the pages share: a card in the middle, headings, hints, fields with labels."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from console.ui.theme import Appearance, Tone, set_state

_BOX_SIDES_PX = 28


def heading(text: str = "") -> QLabel:
    """A label in the size of headings."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def hint(text: str = "") -> QLabel:
    """A dim label that wraps."""
    label = QLabel(text)
    label.setProperty("role", "dim")
    label.setWordWrap(True)
    return label


class MessageLine(QLabel):
    """One line that says how the last thing went; its height stays while it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def say(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        set_state(self, "tone", tone.value)

    def clear(self) -> None:
        self.say("")


class TypingBox(QLineEdit):
    """A box to type in that wants room for what it says while it is empty."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        hint = super().sizeHint()
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return QSize(max(hint.width(), words + _BOX_SIDES_PX), hint.height())


def field(name: str, *, secret: bool = False) -> QLineEdit:
    """A box to type in, named for those who cannot see it."""
    box = TypingBox()
    box.setAccessibleName(name)
    if secret:
        box.setEchoMode(QLineEdit.EchoMode.Password)
    return box


def plain_list(name: str) -> QListWidget:
    """A list of lines, named for those who cannot see it."""
    lines = QListWidget()
    lines.setProperty("role", "plain")
    lines.setAccessibleName(name)
    lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return lines


def add_row(form: QGridLayout, name: str, control: QWidget) -> None:
    """Put a label and its control below what ``form`` has."""
    row = form.rowCount()
    label = QLabel(name)
    label.setBuddy(control)
    form.addWidget(label, row, 0)
    form.addWidget(control, row, 1)


class CentredCard(QWidget):
    """A card of a width that reads well, in the middle of the page; fill ``body``."""

    def __init__(self, appearance: Appearance, width_px: int) -> None:
        super().__init__()
        self._appearance = appearance
        self._width_px = width_px
        self.card = QFrame()
        self.card.setObjectName("card")
        self.body = QVBoxLayout(self.card)
        self.body.setContentsMargins(28, 24, 28, 24)
        self.body.setSpacing(12)
        # Stretches, not an alignment: an aligned card is never asked how high wrapped words are
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        around = QVBoxLayout(self)
        around.addStretch(1)
        around.addLayout(middle)
        around.addStretch(2)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.card.setFixedWidth(self._appearance.px(self._width_px))
