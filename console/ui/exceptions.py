"""Errors that nobody caught, and what Qt complains of: in front of the attendant."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from console.logs import ExceptionHooks, log_qt_message

_SEVERITIES = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "critical",
    QtMsgType.QtFatalMsg: "fatal",
}
_SHOWN = {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
_HARMLESS = (
    "This plugin does not support propagateSizeHints()",
    'OpenType support missing for "Inter"',
)
"""Beginnings of what the offscreen platform says, which has no window manager to tell of a
smallest size, and of what is said where Hindi is taken from the next font of the list."""


class UncaughtErrors(QObject):
    """Holds Python's exception hooks and Qt's message handler; ``restore`` gives them back.

    Hooks are called on whatever thread failed; ``show`` is called on this object's thread,
    from its event loop.
    """

    caught = Signal(str)

    def __init__(self, show: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self.caught.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._hooks = ExceptionHooks(self.caught.emit)
        self._qt_handler = qInstallMessageHandler(self._on_qt_message)

    def restore(self) -> None:
        qInstallMessageHandler(self._qt_handler)
        self._hooks.close()

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if text.startswith(_HARMLESS):
            return
        log_qt_message(_SEVERITIES.get(kind, "warning"), text)
        if kind in _SHOWN:
            self.caught.emit(text)

    def _deliver(self, text: str) -> None:
        self._show(self.tr("Internal error, see the log: {error}").format(error=text))


def install_exception_hooks(
    show: Callable[[str], None], parent: QObject | None = None
) -> UncaughtErrors:
    """Send uncaught errors of every thread, and Qt's own, to the log and to ``show``."""
    return UncaughtErrors(show, parent)
