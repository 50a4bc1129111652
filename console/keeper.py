"""Keeps the store in order while the console runs, and tells the attendant what is wrong."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Slot

from console.jobs import JobRunner
from console.store_settings import BYTES_PER_GB
from console.ui.told import told
from console.upkeep import Alarm, AlarmKind

_log = logging.getLogger("audit")

INTERVAL_MS = 60 * 1000
SAY_AGAIN_S = 3600.0


class StoreKeeper(QObject):
    """Asks for upkeep every minute beside the GUI thread; ``show`` gets alarms in words.

    An alarm that stays is shown again after an hour, whether it was dismissed or not.
    """

    def __init__(
        self,
        upkeep: Callable[[], tuple[Alarm, ...]],
        jobs: JobRunner,
        show: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._upkeep = upkeep
        self._jobs = jobs
        self._show = show
        self._shown_s: dict[AlarmKind, float] = {}
        self._is_running = False
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.look)

    def start(self, alarms: Iterable[Alarm] = ()) -> None:
        """Begin, with what went wrong before there was a window."""
        self._tell(tuple(alarms))
        self.look()
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Ask for upkeep now, unless the last time still goes on."""
        if not self._is_running:
            self._is_running = True
            self._jobs.run_job(self._upkeep, self._done, self._failed)

    def _done(self, alarms: tuple[Alarm, ...]) -> None:
        self._is_running = False
        self._tell(alarms)
        lasting = {alarm.kind for alarm in alarms}
        if AlarmKind.DISK_NEARLY_FULL not in lasting:
            self._shown_s.pop(AlarmKind.DISK_NEARLY_FULL, None)

    def _failed(self, error: Exception) -> None:
        self._is_running = False
        _log.error("the store could not be kept in order: %s", error)

    def _tell(self, alarms: tuple[Alarm, ...]) -> None:
        now_s = time.monotonic()
        for alarm in alarms:
            shown_s = self._shown_s.get(alarm.kind)
            if shown_s is None or now_s - shown_s >= SAY_AGAIN_S:
                self._shown_s[alarm.kind] = now_s
                self._show(self._words(alarm))

    def _words(self, alarm: Alarm) -> str:
        if alarm.kind is AlarmKind.DISK_NEARLY_FULL:
            free = f"{alarm.free_bytes / BYTES_PER_GB:.1f}"
            return self.tr(
                "Disk nearly full: {free} GB left for {place}. Free some space soon."
            ).format(free=free, place=alarm.detail)
        if alarm.kind is AlarmKind.FRESH_LOG:
            return self.tr(
                "The log was damaged and a fresh one was begun. The old one is in {place}."
            ).format(place=alarm.detail)
        if alarm.kind is AlarmKind.BACKUP_FAILED:
            return self.tr("No backup could be made: {problem}").format(problem=told(alarm.detail))
        return self.tr("The store could not be kept in order: {problem}").format(
            problem=told(alarm.detail)
        )
