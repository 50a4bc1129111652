from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from db.audit import record_decision
from db.engine import DATABASE_NAME, open_engine
from db.errors import StoreUnavailableError
from db.records import Outcome
from db.search import (
    COUNT_LIMIT,
    HistoryQuery,
    PlateMode,
    SeenPlates,
    count_found,
    every_found,
    people_who_decided,
    search,
)
from tests.support.decisions import NOON, make_decision
from tests.support.many_decisions import record_many
from tests.support.save_store import SAVED


@pytest.fixture
def plates(engine):
    return SeenPlates(engine)


def plates_found(engine, plates, **asked):
    page = search(engine, HistoryQuery(**asked), plates)
    return [row.observed_plate for row in page.rows]


def record(engine, number, observed, resolved=None, **changes):
    record_decision(
        engine,
        make_decision(number, observed_plate=observed, resolved_plate=resolved, **changes),
    )


def test_an_empty_store_finds_nothing(engine, plates):
    assert search(engine, HistoryQuery(), plates).rows == ()
    assert count_found(engine, HistoryQuery(plate="KA"), plates) == 0
    assert people_who_decided(engine) == ()


def test_everything_is_found_newest_first(engine, plates):
    for number in range(3):
        record_decision(engine, make_decision(number))
    page = search(engine, HistoryQuery(), plates)
    assert [row.decision_id for row in page.rows] == ["decision-2", "decision-1", "decision-0"]
    assert page.next_before is None


@pytest.mark.parametrize("text", ["KA01AB1234", "ka-01 ab 1234", "KAO1AB1234"])
def test_an_exact_plate_is_found_however_it_is_written(engine, plates, text):
    record(engine, 1, "KA01AB1234")
    record(engine, 2, "KA01AB12345")
    assert plates_found(engine, plates, plate=text, plate_mode=PlateMode.EXACT) == ["KA01AB1234"]


@pytest.mark.parametrize("length", range(1, 11))
def test_a_plate_is_found_by_any_beginning(engine, plates, length):
    record(engine, 1, "KA01AB1234")
    record(engine, 2, "MH12DE1433")
    assert plates_found(engine, plates, plate="KAO1AB1234"[:length]) == ["KA01AB1234"]


def test_what_was_read_and_what_it_was_taken_for_are_both_found(engine, plates):
    record(engine, 1, "KA01AB1284", "KA01AB1234", outcome=Outcome.CORRECTED)
    for plate in ("KA01AB1284", "KA01AB1234"):
        found = plates_found(engine, plates, plate=plate, plate_mode=PlateMode.EXACT)
        assert found == ["KA01AB1284"]


@pytest.mark.parametrize("asked", ["KA01AB1235", "KA01AB123", "KA01AB12344", "KA10AB1234"])
def test_a_similar_plate_is_found(engine, plates, asked):
    record(engine, 1, "KA01AB1234")
    record(engine, 2, "TN99ZZ0001")
    found = plates_found(engine, plates, plate=asked, plate_mode=PlateMode.SIMILAR)
    assert found == ["KA01AB1234"]


def test_plates_seen_since_the_last_question_are_among_the_similar_ones(engine, plates):
    record(engine, 1, "KA01AB1234")
    assert plates.similar("KA01AB1235") == ("KA01AB1234",)
    record(engine, 2, "KA01AB1236")
    assert set(plates.similar("KA01AB1235")) == {"KA01AB1234", "KA01AB1236"}
    assert plates.similar("DL8CAF5032") == ()


def test_lane_outcome_person_and_time_narrow_each_other(engine, plates):
    record(engine, 1, "AA11", lane_id="north", decided_by="Asha", outcome=Outcome.CONFIRMED)
    record(engine, 2, "BB22", lane_id="north-1", decided_by="Asha", outcome=Outcome.REJECTED)
    record(engine, 3, "CC33", lane_id="north", decided_by="Ravi K.", outcome=Outcome.REJECTED)
    assert plates_found(engine, plates, lane_id="north") == ["CC33", "AA11"]
    assert plates_found(engine, plates, lane_id="north-1") == ["BB22"]
    assert plates_found(engine, plates, outcome=Outcome.REJECTED) == ["CC33", "BB22"]
    assert plates_found(engine, plates, decided_by="Ravi K.") == ["CC33"]
    assert plates_found(engine, plates, lane_id="north", decided_by="Asha") == ["AA11"]
    assert plates_found(engine, plates, plate="C", lane_id="north-1") == []
    assert people_who_decided(engine) == ("Asha", "Ravi K.")


def test_the_beginning_of_a_time_belongs_to_it_and_its_end_does_not(engine, plates):
    for number in range(5):
        record_decision(engine, make_decision(number))
    at = [NOON + timedelta(seconds=number) for number in range(5)]
    page = search(engine, HistoryQuery(since=at[1], until=at[3]), plates)
    assert [row.decided_at for row in page.rows] == [at[2], at[1]]
    assert count_found(engine, HistoryQuery(since=at[1], until=at[3]), plates) == 2


def test_a_decision_made_while_the_clock_was_wrong_is_found_by_what_the_clock_said(engine, plates):
    wrong = datetime(2020, 1, 1, tzinfo=UTC)
    record_decision(engine, make_decision(1))
    record_decision(engine, make_decision(2, decided_at=wrong))
    record_decision(engine, make_decision(3))
    asked = HistoryQuery(since=wrong, until=wrong + timedelta(hours=1))
    assert [row.sequence for row in search(engine, asked, plates).rows] == [2]
    asked = HistoryQuery(since=NOON, until=NOON + timedelta(hours=1))
    assert [row.sequence for row in search(engine, asked, plates).rows] == [3, 1]


def test_an_hour_without_decisions_has_none(engine, plates):
    record_decision(engine, make_decision(1))
    later = NOON + timedelta(days=1)
    assert search(engine, HistoryQuery(since=later), plates).rows == ()
    assert count_found(engine, HistoryQuery(since=later), plates) == 0


def test_an_amended_decision_says_so(engine, plates):
    record_decision(engine, make_decision(1))
    record_decision(engine, make_decision(2, passage_id="passage-1", amends="decision-1"))
    rows = search(engine, HistoryQuery(), plates).rows
    assert [(row.amends, row.amended) for row in rows] == [("decision-1", False), (None, True)]


def test_pages_follow_each_other_without_gap_or_repetition(engine, plates):
    record_many(engine, 250, vehicle_count=7)
    asked = HistoryQuery(lane_id="lane-1")
    whole = [row.sequence for row in search(engine, asked, plates, limit=500).rows]
    parts, before = [], None
    while True:
        page = search(engine, asked, plates, before=before, limit=20)
        parts += [row.sequence for row in page.rows]
        before = page.next_before
        if before is None:
            break
    assert parts == whole
    assert [row.sequence for row in every_found(engine, asked, plates)] == whole
    assert len(whole) == 63


def test_counting_ends_where_nobody_counts_any_more(engine, plates):
    record_many(engine, COUNT_LIMIT + 300)
    assert count_found(engine, HistoryQuery(), plates) == COUNT_LIMIT + 1


def test_no_search_reads_every_decision(engine, plates):
    record_many(engine, 3_000)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    questions = (
        HistoryQuery(plate="KA"),
        HistoryQuery(lane_id="lane-1", outcome=Outcome.REJECTED),
        HistoryQuery(since=NOON, until=NOON + timedelta(hours=2)),
        HistoryQuery(plate="KA01", since=NOON),
        HistoryQuery(),
    )
    for question in questions:
        for step in plan(engine, question, plates):
            assert not step.startswith("SCAN decisions") or "VIRTUAL" in step, (question, step)
            assert "TEMP B-TREE" not in step, (question, step)


def plan(engine, question, plates):
    """How SQLite answers a question, without the walk along a key that ends at its LIMIT."""
    asked = []

    def remember(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", remember)
    search(engine, question, plates)
    event.remove(engine, "before_cursor_execute", remember)
    statement, parameters = next(one for one in asked if "FROM decision" in one[0])
    with engine.connect() as connection:
        steps = [
            step.detail
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    by_key_alone = question == HistoryQuery()
    return [step for step in steps if not (by_key_alone and step == "SCAN decisions")]


@pytest.mark.parametrize("saved", sorted(SAVED.glob("*.sqlite3")), ids=lambda path: path.stem)
def test_what_was_recorded_before_the_index_is_found(tmp_path, saved):
    shutil.copy(saved, tmp_path / DATABASE_NAME)
    engine = open_engine(tmp_path)
    plates = SeenPlates(engine)
    assert plates_found(engine, plates, plate="KA01AB0003") == ["KA01AB0003"]
    assert len(search(engine, HistoryQuery(since=NOON), plates).rows) == 6
    assert set(plates.similar("KA01AB0009")) >= {"KA01AB0003", "KA01AB0006"}
    engine.dispose()


def test_failure_is_not_an_empty_answer(engine, plates, tmp_path):
    engine.dispose()
    for path in tmp_path.iterdir():
        path.unlink()
    (tmp_path / DATABASE_NAME).mkdir()
    for ask in (
        lambda: search(engine, HistoryQuery(), plates),
        lambda: search(engine, HistoryQuery(plate="KA", plate_mode=PlateMode.SIMILAR), plates),
        lambda: people_who_decided(engine),
    ):
        with pytest.raises(StoreUnavailableError):
            ask()
