"""Times the store: ``python -m tests.benchmarks.bench_store [--decisions N] [--folder DIR]``.

Prints what one durable decision takes (wall clock and processor time: median, 95th percentile),
what the disk alone takes for a synced write, and how long the whole log takes to verify.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from db.audit import record_decision
from db.engine import open_engine
from db.evidence import EvidenceFolder
from db.sessions import WRITE
from db.verify import verify
from db.versions import v0006_chain
from tests.support.decisions import NOON, make_decision, make_jpeg
from tests.support.many_decisions import record_many

RECORDED = 500
WARM_UP = 20
PAGE_BYTES = 4096


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="on which disk (default: the system's own)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        _time_syncs(folder)
        engine = open_engine(folder / "small")
        _time_recording(engine, 1)
        engine.dispose()
        engine = open_engine(folder / "large")
        chain_many(engine, arguments.decisions)
        evidence = EvidenceFolder(folder / "large" / "evidence")
        evidence.save(make_jpeg(0), "north-1", 0, NOON)
        for processes in (1, 2):
            _time_verifying(engine, evidence, processes)
        _time_recording(engine, 2 * arguments.decisions)
        engine.dispose()
    return 0


def chain_many(engine: Engine, count: int) -> None:
    """Record ``count`` decisions at once, and chain them as the upgrade of an old store does."""
    record_many(engine, count)
    with engine.execution_options(**WRITE).begin() as connection:
        # The first one went the ordinary way; it is chained again with the others
        connection.exec_driver_sql("DROP TRIGGER audit_events_refuse_delete")
        connection.exec_driver_sql("DELETE FROM audit_events")
        with Operations.context(MigrationContext.configure(connection)):
            v0006_chain.chain_what_is_there()


def _time_syncs(folder: Path) -> None:
    with (folder / "synced").open("wb", buffering=0) as file:

        def write() -> None:
            file.write(b"x" * PAGE_BYTES)
            os.fsync(file.fileno())

        _tell("one synced page of 4 kB", [_wall_ms(write) for _ in range(RECORDED)])


def _time_verifying(engine: Engine, evidence: EvidenceFolder, processes: int) -> None:
    started, processor = time.perf_counter(), _processor_s()
    outcome = verify(engine, evidence, processes=processes)
    took_s, processor_s = time.perf_counter() - started, _processor_s() - processor
    _say(
        f"verify {outcome.events} events in {processes} process(es), {len(outcome.faults)} faults: "
        f"{took_s:.1f} s, {processor_s:.1f} s of processors"
    )


def _processor_s() -> float:
    """What this process and those that it started and ended have taken of the processors."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _time_recording(engine: Engine, first: int) -> None:
    wall, processor = [], []
    for number in range(first, first + WARM_UP + RECORDED):
        decision = make_decision(number)
        before = time.process_time()
        wall.append(_wall_ms(lambda: record_decision(engine, decision)))  # noqa: B023 - called here
        processor.append((time.process_time() - before) * 1e3)
    _tell("one durable decision", wall[WARM_UP:])
    _tell("  of it on the processor", processor[WARM_UP:])


def _wall_ms(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1e3


def _tell(what: str, times_ms: Sequence[float]) -> None:
    middle = statistics.median(times_ms)
    late = statistics.quantiles(times_ms, n=20)[-1]
    _say(f"{what:28} n {len(times_ms)}   median {middle:6.2f} ms   p95 {late:6.2f} ms")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
