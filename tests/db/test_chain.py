"""The chain holds whatever was recorded, and tells where somebody changed it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from db.anchors import anchor_head, kept_anchors
from db.audit import record_act, record_decision
from db.booth import Booth
from db.canonical import BEGINNING, Link, details_text
from db.chain import decision_event, decision_facts
from db.chain_schema import AuditEventRow
from db.engine import DATABASE_NAME, open_engine
from db.evidence import EvidenceFolder
from db.moments import as_text
from db.parking import vehicles_inside
from db.people_records import EventKind, SiteEvent
from db.queries import count_decisions, recent_decisions
from db.schema import DecisionRow
from db.shifts import end_shift, start_shift
from db.site_events import recent_events
from db.verify import verify
from tests.support.decisions import NOON, make_decision, make_jpeg

PROMOTION = SiteEvent(
    EventKind.WEIGHTS_PROMOTED,
    "reader 2026.04",
    "Asha",
    NOON,
    why="reads more of the night plates",
    details=details_text({"exact": [344, 372], "before": "2026.03"}),
)

COPIES = "outbox_items WHERE kind = 'decision'"


@pytest.fixture
def evidence(tmp_path):
    return EvidenceFolder(tmp_path / "evidence")


def record_some(engine, evidence, count=4):
    for number in range(1, count + 1):
        saved = evidence.save(make_jpeg(number), "north-1", number, NOON)
        direction = None if number == 1 else "approaching"
        record_decision(engine, make_decision(number, evidence=saved, direction=direction))
    record_act(engine, PROMOTION)
    record_decision(
        engine,
        make_decision(99, evidence=None, plate_box_px=None, resolved_plate=None, amends=None),
    )


def tamper(folder, *statements):
    """Change the file as somebody with its rights can: without the triggers."""
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection, connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%refuse%'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount > 0


def test_decisions_and_acts_are_events_of_one_chain_that_verifies(engine, evidence):
    record_some(engine, evidence)
    told = []
    found = verify(engine, evidence, on_progress=lambda done, total: told.append((done, total)))
    assert found.faults == ()
    assert (found.ok, found.events, found.evidence_files) == (True, 6, 4)
    assert told[-1] == (10, 10)
    assert recent_events(engine, 1) == (PROMOTION,)


@pytest.mark.parametrize(
    ("change", "sequence", "words"),
    [
        (
            "UPDATE decisions SET resolved_plate = 'X' WHERE sequence = 2",
            2,
            "plates, characters or words",
        ),
        (
            "UPDATE decisions SET note = 'let him in' WHERE sequence = 2",
            2,
            "plates, characters or words",
        ),
        (
            "UPDATE decisions SET characters = replace(characters, '0.3', '0.9') "
            "WHERE sequence = 2",
            2,
            "plates, characters or words",
        ),
        (
            "UPDATE decisions SET decided_by = 'Ravi' WHERE sequence = 3",
            3,
            "decision-3 was changed",
        ),
        ("UPDATE decisions SET verdict = 'refuse' WHERE sequence = 1", 1, "decision-1 was changed"),
        ("UPDATE decisions SET direction = 'leaving' WHERE sequence = 2", 2, "was changed"),
        ("UPDATE decisions SET direction = 'leaving' WHERE sequence = 1", 1, "was changed"),
        ("UPDATE decisions SET direction = NULL WHERE sequence = 2", 2, "was changed"),
        ("UPDATE decisions SET weights_version = '' WHERE sequence = 1", 1, "was changed"),
        (
            "UPDATE decisions SET decided_at = '2026-03-01 12:00:04.000000' WHERE sequence = 1",
            1,
            "was changed",
        ),
        (
            "UPDATE evidence SET captured_at = '2026-03-01 12:00:04.000000' WHERE id = 4",
            4,
            "was changed",
        ),
        ("UPDATE site_events SET done_by = 'Ravi'", 5, "was changed"),
        ("UPDATE site_events SET why = 'no reason'", 5, "words of weights_promoted"),
        ("UPDATE site_events SET details = '{}'", 5, "words of weights_promoted"),
        ("UPDATE site_events SET kind = 'exported'", 5, "is gone, or is another"),
        ("DELETE FROM site_events", 5, "is gone, or is another"),
        ("DELETE FROM decisions WHERE sequence = 3", 3, "(decision decision-3) is gone"),
        ("DELETE FROM audit_events WHERE sequence = 3", 3, "is missing"),
        ("DELETE FROM audit_events WHERE sequence = 1", 1, "is missing"),
        ("UPDATE audit_events SET monotonic_ns = 0 WHERE sequence = 4", 4, "was changed"),
        ("UPDATE audit_events SET run_id = 'x' WHERE sequence = 4", 4, "was changed"),
        ("UPDATE audit_events SET booth_id = 'north' WHERE sequence = 6", 1, "is missing"),
        (
            "UPDATE audit_events SET salt = NULL WHERE sequence = 4",
            4,
            "plates, characters or words",
        ),
        (f"UPDATE audit_events SET hash = '{'0' * 64}' WHERE sequence = 2", 2, "was changed"),
    ],
)
def test_whatever_somebody_changes_is_found_and_the_first_row_named(
    tmp_path, engine, evidence, *, change, sequence, words
):
    record_some(engine, evidence)
    tamper(tmp_path, change)
    found = verify(engine, evidence)
    assert not found.ok
    assert f"event {sequence}: " in found.faults[0]
    assert words in found.faults[0]


def rehash(engine, sequence, previous):
    """Give a changed decision the hash that it would have had."""
    with engine.begin() as connection:
        row = connection.execute(
            select(AuditEventRow.__table__).where(AuditEventRow.sequence == sequence)
        ).one()
        facts = connection.execute(
            decision_facts().where(DecisionRow.sequence == row.decision_sequence)
        ).one()
        link = Link(
            row.booth_id,
            sequence,
            previous,
            row.kind,
            row.event_id,
            as_text(row.recorded_at),
            row.run_id,
            row.monotonic_ns,
        )
        event = decision_event(link, row.decision_sequence, facts, row.salt)
        connection.execute(
            update(AuditEventRow).where(AuditEventRow.sequence == sequence).values(event)
        )


def test_a_change_with_its_hash_made_anew_breaks_the_event_after_it(tmp_path, engine, evidence):
    record_some(engine, evidence)
    tamper(tmp_path, "UPDATE decisions SET decided_by = 'Ravi' WHERE sequence = 1")
    rehash(engine, 1, BEGINNING)
    found = verify(engine, evidence)
    assert "event 2: decision decision-2 was changed, or the event before it" in found.faults[0]
    assert len(found.faults) == 1


def test_rows_put_beside_the_chain_are_found(tmp_path, engine, evidence):
    record_some(engine, evidence)
    tamper(
        tmp_path,
        "INSERT INTO site_events (kind, subject, done_by, done_at, detail) "
        "VALUES ('exported', 'x', 'Ravi', '2026-03-01 12:00:00.000000', '')",
    )
    assert verify(engine, evidence).faults == (
        "exported is recorded, but is no event of any chain",
    )


@pytest.mark.parametrize("change", ["removed", "painted over"])
def test_a_picture_that_is_not_the_one_that_was_read_is_found(engine, evidence, change):
    record_some(engine, evidence)
    found = recent_decisions(engine, 10)[-1].evidence
    assert found is not None
    path = evidence.path(found.sha256)
    if change == "removed":
        path.unlink()
    else:
        path.write_bytes(make_jpeg(7))
    outcome = verify(engine, evidence)
    assert (len(outcome.faults), outcome.evidence_files) == (1, 3)
    assert str(path) in outcome.faults[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET hash = ''",
        "UPDATE audit_events SET salt = 'x'",
        "UPDATE audit_events SET salt = NULL, decision_sequence = NULL",
        "DELETE FROM audit_events",
        "INSERT OR REPLACE INTO audit_events SELECT * FROM audit_events",
    ],
)
def test_nobody_changes_or_deletes_an_event(tmp_path, engine, statement):
    record_decision(engine, make_decision(1))
    with (
        closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as other,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        other.execute(statement)


def test_order_is_by_sequence_when_the_clock_is_set_back_an_hour(tmp_path, evidence):
    moments = [NOON, NOON - timedelta(hours=1), NOON - timedelta(minutes=59)]
    ticks = [1_000, 2_000, 3_000]
    booth = Booth(
        "north", utc_now=iter(moments).__next__, monotonic_ns=iter(ticks).__next__, run_id="one run"
    )
    engine = open_engine(tmp_path, booth=booth)
    for number, moment in enumerate(moments):
        saved = evidence.save(make_jpeg(number), "north-1", number, NOON)
        record_decision(engine, make_decision(number, decided_at=moment, evidence=saved))
    with engine.connect() as connection:
        kept = connection.execute(
            select(AuditEventRow.__table__).order_by(AuditEventRow.sequence)
        ).all()
    assert [row.event_id for row in kept] == ["decision-0", "decision-1", "decision-2"]
    assert [(row.recorded_at, row.monotonic_ns) for row in kept] == list(
        zip(moments, ticks, strict=True)
    )
    assert {row.run_id for row in kept} == {"one run"}
    assert verify(engine, evidence).ok
    engine.dispose()


@pytest.mark.parametrize("table", ["audit_events", "parking_sessions", "outbox_items", "evidence"])
def test_a_decision_is_stored_with_all_that_follows_from_it_or_not_at_all(engine, table):
    record_decision(engine, make_decision(1))
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    with pytest.raises(IntegrityError, match="no room"):
        record_decision(engine, make_decision(2))
    assert count_decisions(engine) == 1
    assert len(vehicles_inside(engine)) == 1
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER full_{table}")
        counts = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()
            for name in ("passages", "evidence", COPIES, "audit_events", "parking_sessions")
        ]
    assert counts == [1, 1, 1, 1, 1]
    record_decision(engine, make_decision(2))
    assert len(vehicles_inside(engine)) == 2


def test_two_writers_of_one_booth_neither_lose_an_event_nor_fork_the_chain(tmp_path, evidence):
    engines = [open_engine(tmp_path), open_engine(tmp_path)]

    def write(place):
        for number in range(20):
            record_act(engines[place], replace(PROMOTION, subject=f"{place}-{number}"))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(2)))
    found = verify(engines[0], evidence)
    assert (found.faults, found.events) == ((), 40)
    for engine in engines:
        engine.dispose()


def test_anchors_show_an_end_cut_off_and_a_log_made_anew(tmp_path, engine, evidence):
    record_some(engine, evidence)
    anchor = anchor_head(engine)
    assert anchor is not None
    assert (anchor.booth_id, anchor.sequence) == ("main", 6)
    assert anchor_head(engine) is None
    assert verify(engine, evidence, (anchor,)).anchors == 1
    tamper(
        tmp_path,
        "DELETE FROM audit_events WHERE sequence = 6",
        "DELETE FROM decisions WHERE sequence = 5",
        "DELETE FROM anchors",
    )
    assert verify(engine, evidence).ok
    (fault,) = verify(engine, evidence, (anchor,)).faults
    assert fault == "booth main, event 6: was anchored, and is missing with all that came after it"
    record_decision(engine, make_decision(98, evidence=None, plate_box_px=None))
    (fault,) = verify(engine, evidence, (anchor,)).faults
    assert "event 6: is not the one that was anchored" in fault
    new = open_engine(tmp_path / "new")
    record_decision(new, make_decision(98, evidence=None, plate_box_px=None))
    (fault,) = verify(new, evidence, (anchor,)).faults
    assert "was anchored in another log" in fault
    new.dispose()


def test_the_end_of_a_shift_anchors_the_chain(engine, evidence):
    record_some(engine, evidence)
    start_shift(engine, "Meera", at=NOON)
    end_shift(engine, by="Meera", note="", exceptions=(), at=NOON + timedelta(hours=12))
    (anchor,) = kept_anchors(engine)
    assert anchor.sequence == 8
    assert verify(engine, evidence).anchors == 1


def chain_of_twelve(folder):
    engine = open_engine(folder)
    for number in range(1, 13):
        record_decision(engine, make_decision(number, evidence=None, plate_box_px=None))
    anchor_head(engine)
    return engine


@pytest.mark.parametrize("length", [1, 2, 5, 100])
def test_a_log_in_parts_has_the_faults_of_the_whole_log(tmp_path, evidence, length):
    engine = chain_of_twelve(tmp_path)
    tamper(
        tmp_path,
        "DELETE FROM audit_events WHERE sequence BETWEEN 4 AND 8",
        "UPDATE decisions SET resolved_plate = 'X' WHERE sequence = 10",
        "UPDATE audit_events SET salt = NULL WHERE sequence = 11",
    )
    found = verify(engine, evidence, stretch_length=length)
    engine.dispose()
    assert (found.events, found.anchors) == (7, 1)
    assert [fault.split(": ")[0] for fault in found.faults[:2]] == [
        "booth main, event 4",
        "booth main, event 10",
    ]
    assert found.faults[2].startswith("booth main, event 11: the plates")
    assert found.faults[3] == "decision-4 is recorded, but is no event of any chain"
    assert len(found.faults) == 4


def test_two_processes_find_what_one_finds(tmp_path, evidence):
    engine = chain_of_twelve(tmp_path)
    told = []
    whole = verify(engine, evidence, (), lambda *so_far: told.append(so_far), processes=2)
    shared = verify(engine, evidence, processes=2, stretch_length=1)
    assert shared == whole
    assert whole.ok
    assert told[-1] == (12, 12)
    tamper(tmp_path, "UPDATE decisions SET lane_id = 'elsewhere' WHERE sequence IN (3, 4)")
    faults = verify(engine, evidence, processes=2, stretch_length=1).faults
    assert faults == verify(engine, evidence).faults
    assert [fault.split(": ")[0] for fault in faults] == [
        "booth main, event 3",
        "booth main, event 4",
    ]
    engine.dispose()
