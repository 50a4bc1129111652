from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from db.audit import record_decision
from db.chain_rows import chain_rows
from db.engine import DATABASE_NAME
from db.errors import DecisionRefusedError, StoreUnavailableError
from db.queries import count_decisions, decision, decisions_of_passage, recent_decisions
from db.records import OrderedAction, Outcome
from tests.support.decisions import NOON, make_decision, make_evidence

COPIES = "outbox_items WHERE kind = 'decision'"


@pytest.fixture
def other(tmp_path, engine):
    """Another program's connection to the same file, without our pragmas."""
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as connection:
        yield connection


def count_rows(connection, table):
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_recorded_decision_comes_back_exactly_as_it_was(engine):
    wanted = make_decision(1)
    record_decision(engine, wanted)
    assert decision(engine, "decision-1") == wanted


def test_a_decision_without_evidence_box_or_plate_comes_back_too(engine):
    wanted = make_decision(
        1, evidence=None, plate_box_px=None, resolved_plate=None, observed_plate="", characters=()
    )
    record_decision(engine, wanted)
    assert decision(engine, "decision-1") == wanted


def test_moments_of_other_zones_come_back_as_the_same_instant_in_utc(engine):
    india = timezone(timedelta(hours=5, minutes=30))
    record_decision(engine, make_decision(1, decided_at=datetime(2026, 3, 1, 17, 30, tzinfo=india)))
    found = decision(engine, "decision-1")
    assert found is not None
    assert found.decided_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert found.decided_at.tzinfo is UTC


def test_a_moment_without_zone_is_refused_and_nothing_is_stored(engine):
    with pytest.raises(StatementError, match="no time zone"):
        record_decision(engine, make_decision(1, decided_at=datetime(2026, 3, 1)))  # noqa: DTZ001
    assert count_decisions(engine) == 0


def test_passage_evidence_decision_and_outbox_item_are_stored_together(engine, other):
    record_decision(engine, make_decision(1))
    tables = ("passages", "evidence", "decisions", COPIES)
    assert [count_rows(other, table) for table in tables] == [1, 1, 1, 1]
    assert other.execute(f"SELECT decision_id FROM {COPIES}").fetchone() == ("decision-1",)


def test_the_same_decision_recorded_twice_is_stored_once(engine, other):
    record_decision(engine, make_decision(1))
    record_decision(engine, make_decision(1))
    assert count_decisions(engine) == 1
    assert count_rows(other, COPIES) == 1


def test_another_decision_under_a_used_id_is_refused_and_the_first_stays(engine):
    record_decision(engine, make_decision(1))
    with pytest.raises(DecisionRefusedError, match="decision-1"):
        record_decision(engine, make_decision(1, outcome=Outcome.REJECTED))
    assert recent_decisions(engine, 10) == (make_decision(1),)


def test_an_amendment_is_a_new_decision_of_the_same_passage(engine, other):
    first = make_decision(1)
    amendment = make_decision(
        2, passage_id=first.passage_id, amends=first.decision_id, evidence=first.evidence
    )
    record_decision(engine, first)
    record_decision(engine, amendment)
    assert decisions_of_passage(engine, first.passage_id) == (first, amendment)
    assert count_rows(other, "passages") == 1
    assert count_rows(other, "evidence") == 1


def test_an_amendment_of_an_unknown_decision_is_refused(engine):
    with pytest.raises(DecisionRefusedError, match="amends decision-9"):
        record_decision(engine, make_decision(1, amends="decision-9"))
    assert count_decisions(engine) == 0


def test_two_frames_with_equal_bytes_keep_their_own_place_in_time(engine):
    first = make_decision(1)
    frozen = replace(make_evidence(1), frame_sequence=2, captured_at=NOON + timedelta(hours=1))
    second = make_decision(2, evidence=frozen)
    record_decision(engine, first)
    record_decision(engine, second)
    assert recent_decisions(engine, 2) == (second, first)


def test_decisions_keep_their_order_when_the_clock_goes_backwards(engine):
    for number in range(3):
        record_decision(engine, make_decision(number, decided_at=NOON - timedelta(hours=number)))
    found = [record.decision_id for record in recent_decisions(engine, 10)]
    assert found == ["decision-2", "decision-1", "decision-0"]


def test_the_reason_of_an_override_and_the_order_to_the_barrier_are_kept(engine):
    record = make_decision(
        1,
        outcome=Outcome.OPERATED,
        override_reason="emergency",
        barrier_action=OrderedAction.HOLD,
    )
    record_decision(engine, record)
    assert recent_decisions(engine, 1) == (record,)


def test_the_direction_of_a_vehicle_is_kept_and_is_in_the_header_that_is_hashed(engine):
    coming = make_decision(1, direction="approaching")
    order = make_decision(2, outcome=Outcome.OPERATED)
    for record in (coming, order):
        record_decision(engine, record)
    assert recent_decisions(engine, 2) == (order, coming)
    with Session(engine) as session:
        headers = [json.loads(row.header("")) for row in chain_rows(session)]
    assert [header["format"] for header in headers] == [2, 1]
    assert [header.get("direction") for header in headers] == ["approaching", None]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET resolved_plate = 'X'",
        "UPDATE decisions SET direction = 'leaving'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
        "REPLACE INTO decisions SELECT 99, decision_id, passage_id, lane_id, outcome, verdict, "
        "reason, 'X', resolved_plate, confidence, characters, decided_by, decided_at, "
        "passage_started_at, evidence_id, plate_box_px, weights_version, software_version, "
        "amends, note, override_reason, barrier_action, direction FROM decisions",
        "UPDATE evidence SET sha256 = 'X'",
        "DELETE FROM evidence",
        "INSERT OR REPLACE INTO evidence SELECT * FROM evidence",
        "REPLACE INTO evidence SELECT 99, sha256, camera_id, frame_sequence, captured_at, 0 "
        "FROM evidence",
    ],
)
def test_nobody_changes_or_deletes_what_was_recorded(engine, other, statement):
    record_decision(engine, make_decision(1))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)
    assert recent_decisions(engine, 10) == (make_decision(1),)


def test_a_lock_of_another_program_is_named_and_nothing_is_stored(engine, other):
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailableError, match=r"gatehouse\.sqlite3: locked"):
        record_decision(engine, make_decision(1))
    assert count_decisions(engine) == 0
    other.execute("ROLLBACK")
    record_decision(engine, make_decision(1))
    assert count_decisions(engine) == 1


def test_readers_do_not_wait_for_a_writer(engine, other):
    record_decision(engine, make_decision(1))
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM outbox_items")
    assert recent_decisions(engine, 10) == (make_decision(1),)


def test_a_full_disk_is_named_and_nothing_of_the_decision_is_stored(engine, other):
    record_decision(engine, make_decision(1))
    pages = other.execute("PRAGMA page_count").fetchone()[0]
    limits = [pages]

    def limit(connection, _record, _proxy):
        connection.execute(f"PRAGMA max_page_count = {limits[-1]}")

    event.listen(engine, "checkout", limit)
    with pytest.raises(StoreUnavailableError, match="disk is full"):
        record_decision(engine, make_decision(2, note="x" * 100_000))
    tables = ("passages", "evidence", "decisions", COPIES)
    assert [count_rows(other, table) for table in tables] == [1, 1, 1, 1]
    limits.append(1_000_000)
    record_decision(engine, make_decision(2, note="x" * 100_000))
    assert count_decisions(engine) == 2


def test_a_database_that_turned_read_only_is_named(engine):
    def refuse_writing(connection, _record, _proxy):
        connection.execute("PRAGMA query_only = ON")

    event.listen(engine, "checkout", refuse_writing)
    with pytest.raises(StoreUnavailableError, match="cannot be written"):
        record_decision(engine, make_decision(1))
    event.remove(engine, "checkout", refuse_writing)
    assert count_decisions(engine) == 0
