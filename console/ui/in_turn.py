"""Several widgets that change at once, painted one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget


class PaintedInTurn(QObject):
    """Lets each of ``widgets`` paint what has changed in a turn of the event loop of its own.

    A question that comes up changes all that is shown of it. Painted together that takes more
    than ten milliseconds, in which no key is heard and no picture moves; in turn nobody sees the
    difference.
    """

    def __init__(self, widgets: Sequence[QWidget], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._widgets = tuple(widgets)
        self._waiting: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._let_next_paint)

    def begin(self) -> None:
        """Hold back what the widgets are about to change, and let the first of them paint it."""
        for widget in self._widgets[1:]:
            widget.setUpdatesEnabled(False)
        self._waiting = list(self._widgets[1:])
        self._timer.start()

    @Slot()
    def _let_next_paint(self) -> None:
        if self._waiting:
            self._waiting.pop(0).setUpdatesEnabled(True)
        if not self._waiting:
            self._timer.stop()
