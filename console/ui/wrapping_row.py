"""A row that goes on in the next line where it has no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class WrappingRow(QWidget):
    """Controls side by side, each as wide as it wants; what is spare goes to those that expand.

    It places its controls itself: PySide6 6.11 ends the process when a QLayout written in
    Python is taken apart.
    """

    def __init__(self, spacing_px: int, margins: QMargins) -> None:
        super().__init__()
        self._spacing_px = spacing_px
        self._widgets: list[QWidget] = []
        self.setContentsMargins(margins)
        # Not Fixed: a layout would cut the further lines off at the height of sizeHint()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, *widgets: QWidget) -> None:
        """Put these at the end of the row."""
        for widget in widgets:
            widget.setParent(self)
            self._widgets.append(widget)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        margins = self.contentsMargins()
        lines = self._lines(width - margins.left() - margins.right())
        between = self._spacing_px * max(0, len(lines) - 1)
        return sum(map(_height, lines)) + between + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        hints = [_wanted(widget) for widget in self._seen()]
        width = sum(hint.width() for hint in hints) + self._spacing_px * max(0, len(hints) - 1)
        margins = self.contentsMargins()
        width += margins.left() + margins.right()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        margins = self.contentsMargins()
        widest = max((_least(widget).width() for widget in self._seen()), default=0)
        return QSize(widest + margins.left() + margins.right(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a control wants another size
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        room = self.contentsRect()
        top = room.top()
        for line in self._lines(room.width()):
            height, left = _height(line), room.left()
            for widget, width in zip(line, self._widths(line, room.width()), strict=True):
                own = min(height, _wanted(widget).height())
                widget.setGeometry(QRect(left, top + (height - own) // 2, width, own))
                left += width + self._spacing_px
            top += height + self._spacing_px

    def _lines(self, room_px: int) -> list[list[QWidget]]:
        """The controls line by line: as many in each as have room."""
        lines: list[list[QWidget]] = []
        left = 0
        for widget in self._seen():
            wanted = _wanted(widget).width()
            if not lines or left + wanted > room_px:
                lines.append([])
                left = 0
            lines[-1].append(widget)
            left += wanted + self._spacing_px
        return lines

    def _widths(self, line: list[QWidget], room_px: int) -> list[int]:
        wanted = [min(_wanted(widget).width(), room_px) for widget in line]
        spare = room_px - sum(wanted) - self._spacing_px * (len(line) - 1)
        growing = [_expands(widget) for widget in line]
        share = spare // sum(growing) if any(growing) and spare > 0 else 0
        return [
            width + (share if grows else 0) for width, grows in zip(wanted, growing, strict=True)
        ]

    def _seen(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]


def _least(widget: QWidget) -> QSize:
    return widget.minimumSizeHint().expandedTo(widget.minimumSize())


def _wanted(widget: QWidget) -> QSize:
    return widget.sizeHint().expandedTo(_least(widget)).boundedTo(widget.maximumSize())


def _height(line: list[QWidget]) -> int:
    return max(_wanted(widget).height() for widget in line)


def _expands(widget: QWidget) -> bool:
    return bool(widget.sizePolicy().expandingDirections() & Qt.Orientation.Horizontal)
