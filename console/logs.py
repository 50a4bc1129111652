"""Log files of the console: one for all topics, UTC, bounded in size, without secrets."""

from __future__ import annotations

import logging
import logging.handlers
import re
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

TOPICS = ("camera", "recognition", "audit", "sync", "bridge", "console")
"""The topic loggers; ``console`` is for the window and for what nobody else caught."""

_MAX_BYTES = 5 * 1024 * 1024
_BACKUP_COUNT = 5
_CREDENTIALS = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)[^/\s@]+@")
_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
"""With the line breaks of a file, or as JSON has them; one that is cut off ends with the text."""
_QT_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "critical": logging.ERROR,
    "fatal": logging.CRITICAL,
}

_log = logging.getLogger("console")


def redact(text: str) -> str:
    """``text`` with users and passwords of addresses, and private keys, replaced by ``***``."""
    return _KEY.sub("***", _CREDENTIALS.sub(r"\g<scheme>***@", text))


class _Formatter(logging.Formatter):
    """One line a record, time in UTC; what looks like a password of an address is taken out."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class LogFiles:
    """The handlers of a running console: ``gatehouse.log`` in a folder, warnings on stderr too.

    The file is followed by at most five older ones of 5 MiB each. Closing takes both handlers
    out of the root logger again.
    """

    def __init__(self, folder: Path, level: int = logging.INFO) -> None:
        """Open the log in ``folder``, which is made where it is missing.

        Raises:
            OSError: the folder or the file cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "gatehouse.log"
        file = logging.handlers.RotatingFileHandler(
            self.path, maxBytes=_MAX_BYTES, backupCount=_BACKUP_COUNT, encoding="utf-8"
        )
        screen = logging.StreamHandler(sys.stderr)
        screen.setLevel(logging.WARNING)
        self._handlers: tuple[logging.Handler, ...] = (file, screen)
        for handler in self._handlers:
            handler.setFormatter(_Formatter())
            logging.getLogger().addHandler(handler)
        for topic in TOPICS:
            logging.getLogger(topic).setLevel(level)

    def close(self) -> None:
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        for topic in TOPICS:
            logging.getLogger(topic).setLevel(logging.NOTSET)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def log_qt_message(severity: str, message: str) -> None:
    """Put a message of Qt into the log; ``severity`` is Qt's own word (debug ... fatal)."""
    _log.log(_QT_LEVELS.get(severity, logging.WARNING), "Qt: %s", message)


class ExceptionHooks:
    """Sends every exception that nobody caught, on any thread, to the log and to ``notify``.

    ``notify`` gets one line and may be called on any thread; what it raises is only logged.
    """

    def __init__(self, notify: Callable[[str], None]) -> None:
        self._notify = notify
        self._previous = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def close(self) -> None:
        """Put back the hooks that were there before."""
        sys.excepthook, threading.excepthook = self._previous

    def _caught(
        self,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._previous[0](kind, error, traceback)
            return
        self._report("uncaught exception", kind, error, traceback)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is None:
            return
        name = args.thread.name if args.thread else "unknown"
        self._report(f"thread {name} died", args.exc_type, args.exc_value, args.exc_traceback)

    def _report(
        self,
        what: str,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType | None,
    ) -> None:
        _log.critical("%s", what, exc_info=(kind, error, traceback))
        try:
            self._notify(redact(f"{what}: {kind.__name__}: {error}"))
        except Exception:  # noqa: BLE001 - nobody is left above who could answer
            _log.exception("the notice of an exception failed")
