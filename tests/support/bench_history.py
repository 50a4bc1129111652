"""Times the search on a store with a million decisions: ``python -m tests.support.bench_history``.

Prints one line for each question: rows, median and worst of ten answers in ms, then the time that
recording one decision takes on the same store. ``--store FOLDER`` keeps the store for another run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from db.audit import record_decision
from db.engine import open_engine
from db.parking import follow
from db.records import DecisionRecord, Outcome
from db.search import HistoryQuery, PlateMode, SeenPlates, count_found, search
from tests.support.decisions import NOON, make_decision
from tests.support.many_decisions import record_many

REPEATS = 10
QUESTIONS = {
    "everything": HistoryQuery(),
    "exact plate": HistoryQuery(plate="KA56AB7676", plate_mode=PlateMode.EXACT),
    "one letter": HistoryQuery(plate="K"),
    "four letters": HistoryQuery(plate="MH13"),
    "eight letters": HistoryQuery(plate="TN15AB56"),
    "similar plate": HistoryQuery(plate="KA56AB7676", plate_mode=PlateMode.SIMILAR),
    "lane": HistoryQuery(lane_id="lane-2"),
    "lane and person": HistoryQuery(lane_id="lane-1", decided_by="Attendant 5"),
    "lane and person that never met": HistoryQuery(lane_id="lane-0", decided_by="Attendant 5"),
    "outcome, plate and day": HistoryQuery(
        plate="KA",
        outcome=Outcome.REJECTED,
        since=NOON + timedelta(days=30),
        until=NOON + timedelta(days=31),
    ),
    "a week": HistoryQuery(since=NOON + timedelta(days=10), until=NOON + timedelta(days=17)),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, metavar="FOLDER", help="keep the store here")
    arguments = parser.parse_args()
    count: int = arguments.decisions
    with ExitStack() as stack:
        folder: Path | None = arguments.store
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        engine = open_engine(folder)
        stack.callback(engine.dispose)
        if not search(engine, HistoryQuery(), SeenPlates(engine)).rows:
            started = time.perf_counter()
            record_many(engine, count)
            follow(engine)  # as the console does when it starts: who is inside after all these
            sys.stdout.write(f"{count} decisions made in {time.perf_counter() - started:.0f} s\n")
        size_mb = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        sys.stdout.write(f"store: {size_mb:.0f} MB\n")
        plates = SeenPlates(engine)
        started = time.perf_counter()
        plates.similar("KA56AB7676")
        sys.stdout.write(f"plates fetched once in {(time.perf_counter() - started) * 1e3:.0f} ms\n")
        for name, question in QUESTIONS.items():
            rows = len(search(engine, question, plates).rows)
            _tell(f"{name}, {rows} rows", lambda q=question: search(engine, q, plates))  # type: ignore[misc]
            _tell(f"{name}, counted", lambda q=question: count_found(engine, q, plates))  # type: ignore[misc]
        # another name in each run: a store that was kept has those of the runs before
        run = f"{os.getpid()}-{time.time_ns()}"
        numbers = iter(range(count, count + REPEATS))
        _tell("recording", lambda: record_decision(engine, _named(next(numbers), run)))
    return 0


def _named(number: int, run: str) -> DecisionRecord:
    """Decision ``number`` of this run, on a passage of its own."""
    decision = make_decision(number)
    return replace(
        decision,
        decision_id=f"{decision.decision_id}-{run}",
        passage_id=f"{decision.passage_id}-{run}",
    )


def _tell(name: str, ask: Callable[[], object]) -> None:
    times_ms = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        ask()
        times_ms.append((time.perf_counter() - started) * 1e3)
    middle, worst = statistics.median(times_ms), max(times_ms)
    sys.stdout.write(f"{name:50} median {middle:7.1f} ms   worst {worst:7.1f} ms\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
