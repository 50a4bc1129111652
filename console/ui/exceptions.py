"""Errors that nobody caught: into the log, and in front of the attendant."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

logger = logging.getLogger("bridge")

_PLATFORM_CHATTER = "This plugin does not support"
"""What Qt's screenless platform says of every window; nobody can do anything about it."""

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class ExceptionHooks(QObject):
    """Holds ``sys.excepthook``, ``threading.excepthook`` and Qt's message handler.

    An exception inside a slot is otherwise printed and lost. ``restore`` gives the hooks back.
    """

    caught = Signal(str)

    def __init__(self, show: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sys_hook = sys.excepthook
        self._threading_hook = threading.excepthook
        self._show = show
        self.caught.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        self._qt_handler = qInstallMessageHandler(self._on_qt_message)

    def restore(self) -> None:
        sys.excepthook = self._sys_hook
        threading.excepthook = self._threading_hook
        qInstallMessageHandler(self._qt_handler)

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._sys_hook(kind, error, trace)
            return
        logger.critical("uncaught error", exc_info=(kind, error, trace))
        self._tell(f"{kind.__name__}: {error}")

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is None:
            return
        name = args.thread.name if args.thread is not None else "?"
        logger.critical(
            "uncaught error in thread %s",
            name,
            exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
        )
        self._tell(f"{name}: {args.exc_type.__name__}: {args.exc_value}")

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        level = _LEVELS.get(kind, logging.WARNING)
        if text.startswith(_PLATFORM_CHATTER):
            level = logging.DEBUG
        logger.log(level, "Qt %s: %s", context.category, text)
        if level >= logging.ERROR:
            self._tell(text)

    def _tell(self, text: str) -> None:
        self.caught.emit(text)

    def _deliver(self, text: str) -> None:
        self._show(self.tr("Internal error, see the log: {error}").format(error=text))


def install_exception_hooks(
    show: Callable[[str], None], parent: QObject | None = None
) -> ExceptionHooks:
    """Send uncaught errors of every thread, and Qt's own, to the log and to ``show``.

    ``show`` is called on the thread that this was called on, from its event loop.
    """
    return ExceptionHooks(show, parent)
