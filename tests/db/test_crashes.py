"""A process that records is killed, or runs out of disk; what it promised must be there."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from db.audit import record_decision
from db.engine import DATABASE_NAME, open_engine
from db.evidence import EvidenceFolder
from db.queries import count_decisions, recent_decisions
from tests.support.decisions import make_decision, make_jpeg
from tests.support.recording_child import FULL

KILLS = 4

COPIES = "outbox_items WHERE kind = 'decision'"


def start_child(folder, first, *limit):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.recording_child", str(folder), str(first), *limit],
        stdout=subprocess.PIPE,
        text=True,
    )


def assert_whole(folder, promised):
    """Every promised decision is there with its picture, and no decision is there in part."""
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("passages", "evidence", "decisions", COPIES)
        }
    assert len(set(counts.values())) == 1, counts
    engine = open_engine(folder)
    found = {record.decision_id: record for record in recent_decisions(engine, 1_000_000)}
    engine.dispose()
    assert {f"decision-{number}" for number in promised} <= found.keys()
    pictures = EvidenceFolder(folder / "evidence")
    for decision_id, record in found.items():
        number = int(decision_id.removeprefix("decision-"))
        assert record.evidence is not None
        assert record == make_decision(number, evidence=record.evidence)
        assert pictures.load(record.evidence.sha256) == make_jpeg(number)
    return found


def test_a_killed_writer_loses_no_promised_decision_and_leaves_no_half_one(tmp_path):
    chance = random.Random(20260301)
    promised: list[int] = []
    for kill in range(KILLS):
        with start_child(tmp_path, 1000 * kill) as child:
            assert child.stdout is not None
            lines = [child.stdout.readline() for _ in range(chance.randint(1, 25))]
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(chance.uniform(0, 0.02))
            child.send_signal(signal.SIGKILL)
            lines += child.stdout.readlines()
        # The pipe may end in the middle of the last number.
        promised += [int(line) for line in lines if line.endswith("\n")]
        found = assert_whole(tmp_path, promised)
        assert len(found) <= len(promised) + kill + 1
    assert len(promised) >= KILLS


def test_a_full_disk_ends_in_a_named_error_with_nothing_half_there(tmp_path):
    open_engine(tmp_path).dispose()
    with start_child(tmp_path, 0, "200000") as child:
        assert child.stdout is not None
        *lines, last = child.stdout.read().splitlines()
    assert child.returncode == 0
    assert last == FULL
    found = assert_whole(tmp_path, [int(line) for line in lines])
    assert len(found) == len(lines) > 0
    assert list(tmp_path.rglob("*.part")) == []
    engine = open_engine(tmp_path)
    record_decision(engine, make_decision(9999))
    assert count_decisions(engine) == len(lines) + 1
    engine.dispose()


def test_a_picture_larger_than_the_free_space_leaves_nothing(tmp_path):
    open_engine(tmp_path).dispose()
    with start_child(tmp_path, 0, "1000") as child:
        assert child.stdout is not None
        assert child.stdout.read() == f"{FULL}\n"
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
    assert_whole(tmp_path, [])
