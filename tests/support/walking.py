"""What a person would stumble over in a window: words that are cut, controls without a name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QTableView,
    QWidget,
)

from console.ui.actions import ActionId
from console.ui.elided_label import ElidedLabel
from console.ui.key_button import KeyButton
from console.ui.main_window import MainWindow

SLACK = QSize(2, 3)
"""The line of Devanagari is higher than its letters, which may take that much of the sides."""
CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    QProgressBar,
)


def offered_pages(window: MainWindow) -> tuple[ActionId, ...]:
    """The pages that somebody who is signed in can go to."""
    return tuple(
        action_id
        for action_id in ActionId
        if action_id.startswith("page.") and window.actions_table[action_id].isEnabled()
    )


def seen_widgets(root: QWidget) -> Iterator[QWidget]:
    """Every widget that is in sight, ``root`` among them."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def misfits(root: QWidget) -> list[str]:
    """The words in sight that have less room than they need, with what they lack in px."""
    found = []
    for widget in seen_widgets(root):
        lacking = _lacking(widget)
        if lacking.width() > SLACK.width() or lacking.height() > SLACK.height():
            found.append(f"{_name(widget)} lacks {lacking.width()}x{lacking.height()} px")
    return found


def _lacking(widget: QWidget) -> QSize:
    needed = QSize()
    if isinstance(widget, ElidedLabel):
        needed = QSize(0, widget.minimumSizeHint().height())
    elif isinstance(widget, QLabel):
        needed = _needed_by_label(widget)
    elif isinstance(widget, KeyButton):
        needed = widget.minimumSizeHint()
    elif isinstance(widget, QAbstractButton) and widget.text():
        needed = widget.sizeHint()
    elif isinstance(widget, QLineEdit):
        needed = QSize(_advance(widget, widget.text() or widget.placeholderText()) + 20, 0)
    elif isinstance(widget, QTableView):
        return QSize(max(_lacking_of_headings(widget), default=0), 0)
    return needed - widget.size()


def _needed_by_label(label: QLabel) -> QSize:
    if not label.text():
        return QSize()
    if label.wordWrap():
        return QSize(0, label.heightForWidth(label.width()))
    return label.sizeHint()


def _lacking_of_headings(table: QTableView) -> Iterator[int]:
    header, model = table.horizontalHeader(), table.model()
    for column in range(model.columnCount()):
        if not table.isColumnHidden(column):
            words = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            yield _advance(header, words) + 16 - header.sectionSize(column)


def _advance(widget: QWidget, words: str) -> int:
    return QFontMetrics(widget.font()).horizontalAdvance(words)


def unnamed(root: QWidget) -> list[str]:
    """The controls of ``root``, seen or not, that a screen reader has no name for."""
    return [_name(one) for one in root.findChildren(QWidget) if _wants_name(one) and not said(one)]


def _wants_name(widget: QWidget) -> bool:
    """Whether a person can do something with it; parts of Qt's own controls speak for these."""
    parent = widget.parentWidget()
    part = isinstance(parent, (QComboBox, QAbstractSpinBox, QAbstractScrollArea))
    part = part or "QComboBox" in (parent.metaObject().className() if parent else "")
    own = isinstance(widget, CONTROLS) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    internal = widget.objectName().startswith("qt_") or type(widget).__name__ == "QHeaderView"
    return own and not part and not internal


def said(widget: QWidget) -> str:
    """What a screen reader calls it: its own name, its words, or those of its label."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _name(widget: QWidget) -> str:
    words = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {widget.objectName()} {words or widget.accessibleName()!r}"
