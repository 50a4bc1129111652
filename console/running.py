"""Shows a console that was put together, until its end."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from console.assembly import Console
from console.commands.common import CommandError
from console.demo import DemoSite
from console.jobs import JobRunner
from console.keeper import StoreKeeper
from console.report import MemoryWatch, RunReport
from console.ui.collector import GarbageCollector
from console.ui.exceptions import install_exception_hooks
from console.ui.stalls import StallMonitor
from db.people_records import PersonRecord
from db.records import DecisionRecord

if TYPE_CHECKING:
    from console.script import ScriptPlayer

SIGNAL_POLL_MS = 200
MEMORY_SAMPLE_MS = 500
SELF_TEST_LIMIT_S = 90.0


def show_console(
    application: QApplication,
    console: Console,
    arguments: argparse.Namespace,
    demo: DemoSite | None,
    person: PersonRecord | None,
) -> int:
    """Start the console, run the window until it ends, stop everything and write the report.

    Returns the exit code.

    Raises:
        CommandError: a picture or the report cannot be written, a script failed, or a self-test
            recorded nothing.
    """
    window = console.window
    hooks = install_exception_hooks(window.show_notice)
    stalls, memory = StallMonitor(window), MemoryWatch()
    jobs = JobRunner(window)
    keeper = StoreKeeper(console.upkeep.run, jobs, window.show_notice, window)
    sampler = QTimer(window)
    sampler.timeout.connect(memory.sample)
    recorded: list[DecisionRecord] = []
    console.bridge.decision_recorded.connect(recorded.append)
    if arguments.self_test:
        console.bridge.decision_recorded.connect(application.quit)
    player = _script_player(application, console, arguments)
    limit_s = SELF_TEST_LIMIT_S if arguments.self_test else arguments.seconds
    if limit_s is not None:
        QTimer.singleShot(round(limit_s * 1000), application.quit)
    if arguments.window_size is not None:  # else as it was left, or as it is made
        window.resize(*arguments.window_size)
    copying = console.copying or nullcontext()
    # Left in turn: what makes and records decisions ends before what copies them
    with GarbageCollector(window), _ending_on_signals(application), copying:
        stalls.start_when_seen(window)
        window.show()
        console.reception.open(person)
        memory.sample()
        sampler.start(MEMORY_SAMPLE_MS)
        keeper.start(console.alarms)
        if player is not None:
            player.start()
        started = time.monotonic()
        with console.gate, console.shadow:
            application.exec()
            seconds = time.monotonic() - started
            stalls.stop()
            if arguments.screenshot is not None and not window.grab().save(
                str(arguments.screenshot)
            ):
                raise CommandError(f"{arguments.screenshot}: the picture cannot be written")
    hooks.restore()
    jobs.close()
    memory.sample()
    if arguments.report is not None:
        RunReport(
            seconds,
            console.gate,
            console.passages,
            stalls.counts,
            memory,
            None if demo is None else demo.expected_passages(),
        ).write(arguments.report)
    window.close()
    if player is not None and player.problem:
        raise CommandError(f"script {arguments.script}, {player.problem}")
    if not arguments.self_test:
        return 0
    if not recorded:
        raise CommandError("self-test: no decision was recorded")
    plate = recorded[0].resolved_plate or recorded[0].observed_plate
    sys.stdout.write(f"self-test: {plate} {recorded[0].verdict}, recorded\n")
    return 0


def _script_player(
    application: QApplication, console: Console, arguments: argparse.Namespace
) -> ScriptPlayer | None:
    """The player of ``--script``; its end is the console's, unless a time was given as well."""
    if arguments.script is None:
        return None
    try:
        # QtTest, which presses the keys, is left out of packages
        from console.script import ScriptPlayer, load_script  # noqa: PLC0415
    except ImportError as error:
        raise CommandError(f"--script: this build cannot play scripts: {error}") from error
    steps = load_script(arguments.script)
    player = ScriptPlayer(console.window, steps, arguments.script.resolve().parent)
    console.bridge.decision_recorded.connect(player.count_recorded)

    def end() -> None:
        if player.quits or player.problem or arguments.seconds is None:
            application.quit()

    player.ended.connect(end)
    return player


@contextmanager
def _ending_on_signals(application: QApplication) -> Iterator[None]:
    """Let Ctrl+C and a polite kill end the event loop, so that everything is drained."""
    poll = QTimer()
    # Python sees a signal only when it runs, and Qt's loop alone never lets it
    poll.timeout.connect(lambda: None)
    poll.start(SIGNAL_POLL_MS)
    previous = {
        number: signal.signal(number, lambda *_: application.quit())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        poll.stop()
        for number, handler in previous.items():
            signal.signal(number, handler)
