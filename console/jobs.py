"""One-off work beside the GUI thread, with its answer delivered on the GUI thread."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

T = TypeVar("T")

logger = logging.getLogger("bridge")


class JobRunner(QObject):
    """Runs functions on a small thread pool; an instance belongs to the GUI thread.

    Only plain callables reach the pool's threads: the callbacks, which may hold widgets, stay
    here under a number, so that no QObject is ever released on another thread.
    """

    _ended = Signal(int, object, object)  # job number, result, error

    def __init__(self, parent: QObject | None = None, thread_count: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(thread_count)
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[Callable[[Any], None], Callable[[Exception], None]]] = {}
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run_job(
        self,
        function: Callable[[], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Call ``function`` on the pool, then one of the callbacks on the GUI thread.

        ``function`` must not touch widgets. A job that ends after ``close`` is forgotten.
        """
        number = next(self._numbers)
        self._waiting[number] = (on_done, on_failed)
        emit = self._ended.emit

        def work() -> None:
            try:
                result = function()
            except Exception as error:  # noqa: BLE001 - the caller answers it in on_failed
                emit(number, None, error)
            else:
                emit(number, result, None)

        self._pool.start(work)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Forget what has not started, wait for what has; False when it did not end in time."""
        self._waiting.clear()
        self._pool.clear()
        ended = self._pool.waitForDone(int(timeout_s * 1000))
        if not ended:
            logger.warning("background work did not end within %.1f s", timeout_s)
        return ended

    @Slot(int, object, object)
    def _deliver(self, number: int, result: object, error: Exception | None) -> None:
        callbacks = self._waiting.pop(number, None)
        if callbacks is None:
            return
        on_done, on_failed = callbacks
        if error is None:
            on_done(result)
        else:
            on_failed(error)
