"""How late the GUI's event loop is: a heartbeat that counts what an attendant would feel."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

INTERVAL_MS = 5


@dataclass(frozen=True, slots=True)
class StallCounts:
    """Heartbeats that came late by more than 16, 50 and 100 ms, and the worst of all.

    A beat is late when slots take long, or when other threads and programs have the processor
    or Python's lock. ``busy_over_5_ms`` counts the beats before which the thread itself worked
    for more than 5 ms of processor time; no slot took longer than ``busy_max_ms``. Beats count from
    the moment at which the window was seen, ``seen_after_ms`` after it was asked to show itself.
    """

    over_16_ms: int = 0
    over_50_ms: int = 0
    over_100_ms: int = 0
    max_ms: float = 0.0
    busy_over_5_ms: int = 0
    busy_max_ms: float = 0.0
    seen_after_ms: float = 0.0


class StallMonitor(QObject):
    """Beats every 5 ms on the thread that it lives on and measures how late each beat comes.

    A beat costs some 10 microseconds, so watching takes 0.2 % of a core.
    """

    def __init__(
        self,
        parent: QObject | None = None,
        clock_ns: Callable[[], int] = time.perf_counter_ns,
        busy_ns: Callable[[], int] = time.thread_time_ns,
    ) -> None:
        super().__init__(parent)
        self._clock_ns = clock_ns
        self._busy_ns = busy_ns
        self._last_ns = self._last_busy_ns = 0
        self._busy_over_5 = 0
        self._busy_max_ms = 0.0
        self._over_16 = self._over_50 = self._over_100 = 0
        self._max_ms = 0.0
        self._asked_ns = 0
        self._seen_after_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.beat)

    @property
    def counts(self) -> StallCounts:
        return StallCounts(
            self._over_16,
            self._over_50,
            self._over_100,
            round(self._max_ms, 1),
            self._busy_over_5,
            round(self._busy_max_ms, 1),
            round(self._seen_after_ms, 1),
        )

    def start_when_seen(self, window: QWidget) -> None:
        """Begin as soon as ``window``, which is about to be shown, has painted itself once.

        Nobody can be kept waiting by a window that is not there yet; how long it took to come
        is counted apart.
        """
        self._asked_ns = self._clock_ns()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # the other widgets paint themselves before this comes
            QTimer.singleShot(0, self, self._begin)
        return False

    @Slot()
    def _begin(self) -> None:
        self._seen_after_ms = (self._clock_ns() - self._asked_ns) / 1e6
        self.start()

    def start(self) -> None:
        self._last_ns, self._last_busy_ns = self._clock_ns(), self._busy_ns()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def beat(self) -> None:
        now_ns, busy_ns = self._clock_ns(), self._busy_ns()
        busy_ms = (busy_ns - self._last_busy_ns) / 1e6
        self._last_busy_ns = busy_ns
        self._busy_over_5 += busy_ms > 5
        self._busy_max_ms = max(self._busy_max_ms, busy_ms)
        late_ms = (now_ns - self._last_ns) / 1e6 - INTERVAL_MS
        self._last_ns = now_ns
        if late_ms <= 16:
            self._max_ms = max(self._max_ms, late_ms)
            return
        self._over_16 += 1
        self._over_50 += late_ms > 50
        self._over_100 += late_ms > 100
        self._max_ms = max(self._max_ms, late_ms)
