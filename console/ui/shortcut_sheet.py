"""The sheet of keys, made from the table of actions."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from console.ui.actions import Actions, ShortcutLine
from console.ui.theme import Appearance


class ShortcutSheet(QDialog):
    """Lists every action by group; Escape closes it."""

    def __init__(self, actions: Actions, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        self.setAccessibleName(self.tr("Shortcuts"))
        groups = [
            (name, tuple(lines))
            for name, lines in groupby(actions.sheet(), key=lambda line: line.group)
        ]
        groups[0] = (groups[0][0], (*groups[0][1], *self._slot_lines(groups[0][0])))
        columns = QHBoxLayout()
        columns.setSpacing(48)
        first, others = QVBoxLayout(), QVBoxLayout()
        for index, (name, lines) in enumerate(groups):
            column = first if index == 0 else others
            heading = QLabel(name)
            heading.setProperty("role", "heading")
            heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            column.addWidget(heading)
            column.addLayout(self._lines(lines, appearance))
            column.addSpacing(16)
        first.addStretch(1)
        others.addStretch(1)
        columns.addLayout(first)
        columns.addLayout(others)
        note = QLabel(self.tr("# is the number of the lane"))
        note.setProperty("role", "dim")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addLayout(columns)
        layout.addWidget(note)

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

    @staticmethod
    def _lines(lines: tuple[ShortcutLine, ...], appearance: Appearance) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for row, line in enumerate(lines):
            keys = QLabel(line.keys)
            keys.setProperty("role", "dim")
            keys.setFont(appearance.font(14))
            grid.addWidget(QLabel(line.text), row, 0)
            grid.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignRight)
        return grid


def _native(*keys: str) -> str:
    """Keys as they are called in the language of the window."""
    native = QKeySequence.SequenceFormat.NativeText
    return "   ".join(QKeySequence(key).toString(native) for key in keys)
