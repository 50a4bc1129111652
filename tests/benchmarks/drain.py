"""How long decisions that were made offline take to be in Firestore's emulator.

Run by ``python -m tests.benchmarks.drain [COUNT]``; wants Google's emulator and Java. The thread
that copies runs as in the console, without the bound of writes a second.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from pathlib import Path

from db import outbox
from db.engine import open_engine
from db.remote_settings import EMULATOR_VARIABLE, RemoteSettings
from tests.support.cloud import documents, synchroniser, wait_until_drained
from tests.support.emulator import START_COMMAND, Emulator, emulator_command
from tests.support.many_decisions import record_offline

_RULES = Path(__file__).resolve().parents[2] / "resources" / "firebase" / "firestore.rules"
_VEHICLES = 500
_LIMIT_S = 600.0


def run(count: int, folder: Path) -> None:
    """Time it, and check that every decision is there once."""
    engine = open_engine(folder)
    record_offline(engine, count, _VEHICLES)
    settings = RemoteSettings(
        "north",
        project=f"demo-{uuid.uuid4().hex[:12]}",
        ask_history=False,
        writes_per_second=1e6,
        writes_per_day=0,
    )
    started, processor = time.monotonic(), time.process_time()
    with synchroniser(engine, settings):
        wait_until_drained(engine, _LIMIT_S)
        took_s, busy_s = time.monotonic() - started, time.process_time() - processor
    found = [one.fields["sequence"] for one in documents(settings, "decisions")]
    whole = sorted(found) == list(range(1, count + 1))
    sys.stdout.write(
        f"{len(found)} documents of {count}, each once: {whole}; {took_s:.1f} s, of which this "
        f"program's processor time {busy_s:.1f} s; "
        f"{outbox.progress(engine).counts.parked} refused\n"
    )
    engine.dispose()


def main() -> None:
    """Start the emulator, run, and stop it."""
    command = emulator_command()
    if command is None:
        raise SystemExit(f"needs Google's Firestore emulator and Java: {START_COMMAND}")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        emulator = Emulator(command, _RULES, Path(name))
        emulator.start()
        os.environ[EMULATOR_VARIABLE] = emulator.host
        try:
            run(count, Path(name) / "site")
        finally:
            emulator.stop()


if __name__ == "__main__":
    main()
