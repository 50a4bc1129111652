"""Notices when nobody has touched keyboard or pointer for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Keeps the time of the last touch of any window of the program.

    It listens at the windows, where input arrives, and not at the application: a filter there
    would run Python for every paint and timer of the live pictures.
    """

    def __init__(self, monotonic_ns: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._monotonic_ns = monotonic_ns
        self._touched_ns = monotonic_ns()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.watch)

    def watch(self, window: QWindow | None) -> None:
        """Listen at this window, too."""
        if window is not None and not window.property("idleWatched"):
            window.setProperty("idleWatched", True)
            window.installEventFilter(self)

    def touch(self) -> None:
        """Count as touched now."""
        self._touched_ns = self._monotonic_ns()

    def idle_s(self) -> float:
        """How long nobody has touched anything."""
        return (self._monotonic_ns() - self._touched_ns) / 1e9

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in _TOUCHES:
            self.touch()
        return False
