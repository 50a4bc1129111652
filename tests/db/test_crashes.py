"""A process that records is killed, or runs out of disk; what it promised must be there."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections import deque
from contextlib import closing, contextmanager, suppress
from itertools import count, islice, takewhile
from pathlib import Path

import pytest

from db.audit import record_decision
from db.engine import DATABASE_NAME, open_engine
from db.errors import StoreUnavailableError
from db.evidence import EvidenceFolder
from db.people_records import EventKind
from db.queries import count_decisions, recent_decisions
from db.site_events import recent_events
from db.verify import verify
from tests.support.decisions import NOON, make_decision, make_jpeg
from tests.support.recording_child import FULL
from tests.support.save_store import SAVED
from tests.support.waiting import wait_until

KILLS = 200
POWER_CUTS = 40
REGISTERED = 100_000
WAL_FRAME_BYTES = 24 + 4096

COPIES = "outbox_items WHERE kind = 'decision'"


def start_child(folder, first, *limit):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.recording_child", str(folder), str(first), *limit],
        stdout=subprocess.PIPE,
        text=True,
    )


def assert_whole(folder, promised):
    """Every promised decision is there with its picture, none in part, and the chain is whole."""
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
    outcome = verify(engine, EvidenceFolder(folder / "evidence"))
    engine.dispose()
    assert (outcome.faults, outcome.events) == ((), len(found))
    assert {f"decision-{number}" for number in promised} <= found.keys()
    pictures = EvidenceFolder(folder / "evidence")
    for decision_id, record in found.items():
        number = int(decision_id.removeprefix("decision-"))
        assert record.evidence is not None
        assert record == make_decision(number, evidence=record.evidence)
        assert pictures.load(record.evidence.sha256) == make_jpeg(number)
    return found


@contextmanager
def recording_host(folder):
    """Call what this yields with a first number: a process records from there on."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.recording_host", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as host:
        commands, told = host.stdin, host.stdout
        assert commands is not None
        assert told is not None
        lines = (line.strip() for line in told if line.strip())

        def start(first):
            commands.write(f"{first}\n")
            return int(next(lines).removeprefix("pid ")), lines

        yield start
        commands.close()


def test_a_writer_killed_in_200_runs_loses_no_promised_decision_and_leaves_no_half_one(tmp_path):
    chance = random.Random(20260301)
    promised = [0]
    with recording_host(tmp_path) as start:
        for kill in range(1, KILLS + 1):
            first = 1000 * kill
            pid, lines = start(first)
            promised += [int(next(lines)) for _ in range(chance.choice((0, 0, 0, 1, 1, 2)))]
            threading.Event().wait(chance.uniform(0, 0.02))
            os.kill(pid, signal.SIGKILL)
            left = takewhile(lambda line: line != "ended", lines)
            # The pipe may end in the middle of the last number: half of it is a smaller one
            promised += [int(line) for line in left if int(line) >= first]
            if kill % 50 == 0:
                found = assert_whole(tmp_path, promised)
    assert len(promised) <= len(found) <= len(promised) + KILLS
    assert len(promised) >= KILLS / 2


def test_copies_of_the_files_at_40_moments_of_writing_open_and_verify(tmp_path):
    """What a power cut leaves: everything that was synced, and a part of what was not."""
    chance = random.Random(20260302)
    site, whole, torn = (tmp_path / name for name in ("site", "whole", "torn"))
    with recording_host(site) as start:
        pid, lines = start(1)
        promised = [0]
        for _ in range(POWER_CUTS):
            promised += [int(next(lines)) for _ in range(chance.randint(1, 2))]
            threading.Event().wait(chance.uniform(0, 0.01))
            os.kill(pid, signal.SIGSTOP)
            for copy in (whole, torn):
                shutil.copytree(site, copy)
            log = torn / f"{DATABASE_NAME}-wal"
            cut = chance.randint(0, 3 * WAL_FRAME_BYTES)
            os.truncate(log, max(0, log.stat().st_size - cut))
            (torn / f"{DATABASE_NAME}-shm").unlink()
            assert_whole(whole, promised)
            # Its last transaction is the one that may have been written in part
            assert_whole(torn, range(max(promised) - 1))
            for copy in (whole, torn):
                shutil.rmtree(copy)
            os.kill(pid, signal.SIGCONT)
        os.kill(pid, signal.SIGKILL)
        assert "ended" in lines
    assert len(promised) > POWER_CUTS


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


@pytest.fixture
def small_disk():
    """A disk of 12 MB, where this user may mount one."""
    disk = Path(tempfile.mkdtemp(prefix="gatehouse-disk-"))
    mounting = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mounting, check=False).returncode:
        disk.rmdir()
        pytest.skip("mounting a small disk needs root; the quota of a process is tried above")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)
    disk.rmdir()


def test_a_full_disk_refuses_by_name_and_recording_goes_on_once_there_is_room(small_disk):
    engine = open_engine(small_disk)
    pictures = EvidenceFolder(small_disk / "evidence")
    filler = small_disk / "filler"
    recorded = []

    def record(number):
        saved = pictures.save(make_jpeg(number), "north-1", number, NOON)
        record_decision(engine, make_decision(number, evidence=saved))
        recorded.append(number)

    for number in range(10):
        record(number)
    for fill in range(3):
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 4096):
                pass
        numbers = count(100 * fill + 100)
        with pytest.raises(StoreUnavailableError, match=r"full|space"):
            deque(map(record, numbers), maxlen=0)
        filler.unlink()
        deque(map(record, islice(numbers, 10)), maxlen=0)
    engine.dispose()
    found = assert_whole(small_disk, recorded)
    assert len(found) == len(set(recorded)) >= 40


def write_registry(path, count):
    lines = (f"KA{n // 10000:02d}AB{n % 10000:04d},Owner {n}\n" for n in range(count))
    path.write_text("plate,owner\n" + "".join(lines))


def assert_registry(site, count):
    """So many vehicles, an event for each import that was finished, and a log that is whole."""
    with closing(sqlite3.connect(site / DATABASE_NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        counted = connection.execute("SELECT count(*) FROM vehicles").fetchone()
    assert counted == (count,)
    engine = open_engine(site)
    events = recent_events(engine, 10)
    assert [event.kind for event in events] == [EventKind.VEHICLES_IMPORTED] * bool(count)
    assert verify(engine, EvidenceFolder(site / "evidence")).ok
    engine.dispose()


@pytest.mark.slow
@pytest.mark.timeout(600)  # four imports, on a processor that others may want
def test_an_import_of_100_000_vehicles_killed_at_any_moment_is_done_whole_or_not_at_all(tmp_path):
    site, source = tmp_path / "site", tmp_path / "in.csv"
    write_registry(source, REGISTERED)
    open_engine(site).dispose()
    log = site / f"{DATABASE_NAME}-wal"
    importing = [sys.executable, "main.py", "registry", "import", source, "--data", site]
    for written_bytes in (100_000, 2_000_000, 4_000_000):
        with subprocess.Popen(importing, stdout=subprocess.DEVNULL) as child:
            # It writes to the log before it is done: what does not fit into its memory
            wait_until(lambda: log.is_file() and log.stat().st_size >= written_bytes, 60)  # noqa: B023 - called here
            os.kill(child.pid, signal.SIGKILL)
        assert child.returncode == -signal.SIGKILL
        assert_registry(site, 0)
    assert subprocess.run(importing, stdout=subprocess.DEVNULL, check=True).returncode == 0
    assert_registry(site, REGISTERED)


@contextmanager
def no_file_larger_than(size_bytes):
    """As good as a full disk, for this process alone."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("saved", ["schema_0001", "schema_0005", "schema_0009"])
def test_a_disk_that_fills_during_an_upgrade_leaves_a_store_that_can_be_upgraded(tmp_path, saved):
    refused = 0
    for size_bytes in range(0, 400_000, 40_000):
        folder = tmp_path / str(size_bytes)
        folder.mkdir()
        shutil.copy(SAVED / f"{saved}.sqlite3", folder / DATABASE_NAME)
        with no_file_larger_than(size_bytes), suppress(StoreUnavailableError):
            try:
                open_engine(folder).dispose()
            except StoreUnavailableError:
                refused += 1
                raise
        engine = open_engine(folder)
        found = [record.decision_id for record in recent_decisions(engine, 10)]
        assert found == [f"decision-{n}" for n in range(6, 0, -1)]
        record_decision(engine, make_decision(7, evidence=None))
        # the pictures of the saved store are not here: nothing but them may be missing
        faults = verify(engine, EvidenceFolder(folder / "evidence")).faults
        assert all("evidence" in fault for fault in faults)
        engine.dispose()
    assert refused >= 3
