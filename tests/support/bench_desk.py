"""Times the attendant's desk in the real window: ``python -m tests.support.bench_desk``.

Prints median, 95th percentile and worst in ms of the clock, and what the window's thread worked
itself in processor time, which other programs on the machine disturb less:

- opening: from the key that selects another passage until its slots are painted;
- recorded: from the Return key that confirms until the decision, on disk in a real SQLite store
  with its evidence file, stands among the recent decisions.

The last line says how busy the machine was: by the clock everything takes that much longer.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from console.bridge import EngineBridge
from console.gate.store import SiteStore
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow, build_window
from console.ui.window_settings import WindowSettings
from db.engine import open_engine
from db.evidence import EvidenceFolder
from tests.support import gate
from tests.support.gate_site import Site
from tests.support.screens import NEAR_MATCHES, Booth, draw_road, make_item

LIMIT_S = 20.0
Timing = tuple[float, float]  # ms of the clock, ms of processor time of this thread


class PaintWatch(QObject):
    """Knows which widgets were painted since ``clear``."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._wanted = set(widgets)
        self._painted: set[QObject] = set()
        for widget in widgets:
            widget.installEventFilter(self)

    def clear(self) -> None:
        self._painted.clear()

    def all_painted(self) -> bool:
        return self._painted == self._wanted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self._painted.add(watched)
        return False


def until(condition: Callable[[], object]) -> None:
    """Let the event loop run until the condition holds."""
    ends_at = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > ends_at:
            raise TimeoutError(f"not within {LIMIT_S} s")
        QApplication.processEvents()
        time.sleep(0.0002)  # the other threads need Python's lock


def timed(act: Callable[[], None], done: Callable[[], object]) -> Timing:
    started, worked = time.perf_counter(), time.thread_time()
    act()
    until(done)
    return (time.perf_counter() - started) * 1e3, (time.thread_time() - worked) * 1e3


def openings(count: int) -> Iterator[Timing]:
    """Select one waiting passage after the other by the Down key."""
    booth = Booth(4)
    booth.commands.vehicles = NEAR_MATCHES
    window = booth.open()
    booth.ready()
    for number in range(8):
        text = f"KA01AB12{number:02d}"
        booth.bridge.on_review_opened(make_item(f"p{number}", booth.clock.ns, text=text))
    until(lambda: window.queue.rowCount() == 8)
    watch = PaintWatch(window.review.slots)
    for _ in range(count):
        until(window.actions_table[ActionId.DENY].isEnabled)
        watch.clear()
        yield timed(lambda: QTest.keyClick(window, Qt.Key.Key_Down), watch.all_painted)
    window.close()


def _tell_both(
    one: Callable[[object], None], other: Callable[[object], None], what: object
) -> None:
    one(what)
    other(what)


@contextmanager
def real_desk(folder: Path) -> Iterator[tuple[Site, MainWindow]]:
    """The window before a real gate and store, whose cameras and clock are moved by hand."""
    gate._PIXELS = draw_road()
    engine = open_engine(folder)
    site = Site(gate.FailingStore(SiteStore(engine, EvidenceFolder(folder / "evidence"))))
    bridge = EngineBridge()
    for name in ("on_review_opened", "on_review_closed", "on_decision_recorded"):
        heard, tell = getattr(site.ears, name), getattr(bridge, name)

        setattr(site.ears, name, partial(_tell_both, heard, tell))
    settings = WindowSettings("Bench", "Meera", monotonic_ns=site.hands.monotonic_ns, time_zone=UTC)
    window = build_window(
        settings, [("north", "North")], site.engine, bridge, tuple, lambda _name, _ms: None
    )
    window.show()
    site.start()
    try:
        yield site, window
    finally:
        site.engine.stop()
        window.close()
        engine.dispose()


def records(count: int) -> Iterator[Timing]:
    """Confirm one stranger after the other by Return."""
    with tempfile.TemporaryDirectory() as folder, real_desk(Path(folder)) as (site, window):
        chance = random.Random(2026)
        for _ in range(count):
            # unlike each other, or they would be taken for one vehicle
            site.show("".join(chance.choices("ABCDEFGHKLMNPRSTUVWXYZ12345678", k=10)), 8)
            until(window.actions_table[ActionId.CONFIRM].isEnabled)
            listed = window.decisions.rowCount() + 1
            yield timed(
                partial(QTest.keyClick, window, Qt.Key.Key_Return),
                partial(_lists, window, listed),
            )
            site.reader.seen["north"] = ()
            for _ in range(20):
                site.frame()


def _lists(window: MainWindow, count: int) -> bool:
    return window.decisions.rowCount() == count


def report(name: str, timings: list[Timing]) -> None:
    for kind, values in zip(("clock", "worked"), zip(*timings, strict=True), strict=True):
        ordered = sorted(values)
        sys.stdout.write(
            f"{name:9} {kind:6} n {len(ordered)}  p50 {statistics.median(ordered):6.1f}"
            f"  p95 {ordered[int(0.95 * (len(ordered) - 1))]:6.1f}  max {ordered[-1]:6.1f} ms\n"
        )


def machine_share() -> float:
    """How many times longer than its processor time a busy loop takes by the clock now."""
    started, worked = time.perf_counter(), time.process_time()
    sum(number * number for number in range(3_000_000))
    return (time.perf_counter() - started) / (time.process_time() - worked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    count = parser.parse_args().count
    application = QApplication.instance() or QApplication([])
    before = machine_share()
    report("opening", list(openings(count)))
    report("recorded", list(records(count)))
    share = (before + machine_share()) / 2
    sys.stdout.write(f"a busy loop takes {share:.1f} times its processor time by the clock\n")
    del application


if __name__ == "__main__":
    main()
