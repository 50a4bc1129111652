"""Another process holds the database; decisions wait in their order and none is lost."""

from __future__ import annotations

import subprocess
import sys

from console.gate.clock import Clock
from console.gate.decisions import Recording
from console.gate.latencies import Latencies
from console.gate.recorder import Recorder, RecorderSettings
from console.gate.store import SiteStore
from db.engine import DATABASE_NAME, open_engine
from db.evidence import EvidenceFolder
from db.queries import recent_decisions
from db.verify import verify
from tests.support.decisions import make_decision
from tests.support.waiting import wait_until

COUNT = 25
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""


def test_decisions_wait_while_another_process_holds_the_database(tmp_path):
    engine = open_engine(tmp_path, busy_timeout_s=0.05)
    evidence = EvidenceFolder(tmp_path / "evidence")
    recorded, failed = [], []
    recorder = Recorder(
        SiteStore(engine, evidence),
        on_recorded=lambda decision: recorded.append(decision.decision_id),
        on_failed=lambda _, problem: failed.append(problem),
        latencies=Latencies(),
        clock=Clock(),
        settings=RecorderSettings(first_retry_s=0.02, longest_retry_s=0.1),
    )
    command = [sys.executable, "-c", HOLDER, str(tmp_path / DATABASE_NAME)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        with recorder:
            for number in range(COUNT):
                recorder.record(Recording(make_decision(number, evidence=None), None))
            wait_until(lambda: len(failed) == 1, timeout_s=20)
            assert recorded == []
            assert recorder.pending_count == COUNT
            holder.stdin.write("\n")
            holder.stdin.flush()
            wait_until(lambda: len(recorded) == COUNT, timeout_s=40)
    assert "locked by another program" in failed[0]
    assert recorded == [f"decision-{number}" for number in range(COUNT)]
    stored = [one.decision_id for one in reversed(recent_decisions(engine, 100))]
    assert stored == recorded
    assert verify(engine, evidence).events == COUNT
    engine.dispose()
