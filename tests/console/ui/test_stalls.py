import time

from PySide6.QtWidgets import QLabel, QWidget

from console.ui.stalls import StallCounts, StallMonitor


class Ticks:
    def __init__(self) -> None:
        self.ns = 0

    def __call__(self) -> int:
        return self.ns


def test_late_beats_are_counted_by_how_late_they_are(qapp):
    ticks = Ticks()
    monitor = StallMonitor(clock_ns=ticks, busy_ns=Ticks())
    monitor.start()
    for gap_ms in (5, 5, 22, 60, 5, 120, 21):
        ticks.ns += gap_ms * 1_000_000
        monitor.beat()
    monitor.stop()
    assert monitor.counts == StallCounts(3, 2, 1, 115.0)


def test_work_of_the_thread_itself_is_told_from_waiting(qapp):
    busy = Ticks()
    monitor = StallMonitor(clock_ns=Ticks(), busy_ns=busy)
    monitor.start()
    for worked_ms in (1, 5, 8, 0, 6):
        busy.ns += worked_ms * 1_000_000
        monitor.beat()
    monitor.stop()
    assert (monitor.counts.busy_over_5_ms, monitor.counts.busy_max_ms) == (2, 8.0)


def test_a_slot_that_sleeps_is_seen(qtbot):
    monitor = StallMonitor()
    monitor.start()
    qtbot.wait(20)
    time.sleep(0.08)
    qtbot.waitUntil(lambda: monitor.counts.over_50_ms >= 1)
    monitor.stop()
    assert monitor.counts.max_ms >= 70


class SlowToShow(QWidget):
    """A window whose first picture takes its time by the clock that is given."""

    def __init__(self, ticks):
        super().__init__()
        self._ticks = ticks

    def paintEvent(self, event):  # noqa: N802 - Qt's name
        self._ticks.ns += 60_000_000
        super().paintEvent(event)


def test_beats_count_from_the_first_picture_of_the_window(qtbot):
    ticks = Ticks()
    window = SlowToShow(ticks)
    qtbot.addWidget(window)
    QLabel("inside", window)
    monitor = StallMonitor(window, clock_ns=ticks, busy_ns=ticks)
    monitor.start_when_seen(window)
    ticks.ns += 70_000_000  # the rest of the start, before the event loop runs
    window.show()
    qtbot.waitUntil(lambda: monitor.counts.seen_after_ms > 0)
    assert monitor.counts == StallCounts(seen_after_ms=130.0)
    ticks.ns += 65_000_000
    qtbot.waitUntil(lambda: monitor.counts.over_50_ms == 1)
    monitor.stop()
