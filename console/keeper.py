"""Deletes pictures past their retention, at the start and then every few hours."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from console.jobs import JobRunner

_log = logging.getLogger("audit")

INTERVAL_MS = 6 * 3600 * 1000


class PictureKeeper(QObject):
    """Calls ``remove_expired`` beside the GUI thread; what it cannot delete it tries again."""

    def __init__(
        self, remove_expired: Callable[[], int], jobs: JobRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._remove_expired = remove_expired
        self._jobs = jobs
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._sweep)

    def start(self) -> None:
        self._sweep()
        self._timer.start()

    @Slot()
    def _sweep(self) -> None:
        self._jobs.run_job(self._remove_expired, self._tell, self._fail)

    def _tell(self, count: int) -> None:
        if count:
            _log.info("%d pictures past their retention deleted", count)

    def _fail(self, error: Exception) -> None:
        _log.error("pictures past their retention could not be deleted: %s", error)
