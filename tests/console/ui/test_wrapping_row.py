"""A row that wraps, in a layout that has other things to give room to."""

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from console.ui.wrapping_row import WrappingRow


def test_every_line_of_a_wrapped_row_is_seen_whole(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    buttons = [QPushButton(f"Button number {number}") for number in range(5)]
    row = WrappingRow(6, QMargins(4, 4, 4, 4))
    row.add(*buttons)
    column = QVBoxLayout(window)
    column.addWidget(row)
    column.addWidget(QPlainTextEdit(), 1)
    window.resize(300, 400)
    window.show()
    qtbot.waitUntil(lambda: len({button.y() for button in buttons}) > 1)
    assert all(row.rect().contains(button.geometry()) for button in buttons)
