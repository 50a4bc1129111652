from __future__ import annotations

import pytest
from sqlalchemy import event

from db.audit import record_decision
from db.errors import PlateTextError, StoreUnavailableError
from db.queries import (
    count_decisions,
    decision,
    decisions_of_passage,
    recent_decisions,
    vehicle_by_plate,
    vehicles,
)
from db.records import VehicleKind, VehicleRecord
from db.schema import DecisionRow
from db.vehicles import add_vehicle
from tests.support.decisions import make_decision


def record_many(engine, count):
    """Fill the log as fast as SQLite can, with copies of one decision."""
    record_decision(engine, make_decision(0))
    copied = ", ".join(
        column.name
        for column in DecisionRow.__table__.columns
        if column.name not in {"sequence", "decision_id", "passage_id"}
    )
    numbers = (
        f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers "
        f"WHERE n < {count - 1}) "
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO passages {numbers} SELECT 'passage-' || n, lane_id, started_at "
            "FROM numbers, passages"
        )
        connection.exec_driver_sql(
            f"INSERT INTO decisions (decision_id, passage_id, {copied}) {numbers} "
            f"SELECT 'decision-' || n, 'passage-' || n, {copied} "
            "FROM numbers, (SELECT * FROM decisions)"
        )


def test_an_empty_store_answers_with_nothing(engine):
    assert recent_decisions(engine, 10) == ()
    assert decision(engine, "decision-1") is None
    assert decisions_of_passage(engine, "passage-1") == ()
    assert count_decisions(engine) == 0
    assert vehicles(engine) == ()
    assert vehicle_by_plate(engine, "KA01AB1234") is None


def test_recent_decisions_are_the_newest_ones_newest_first(engine):
    for number in range(5):
        record_decision(engine, make_decision(number))
    assert recent_decisions(engine, 2) == (make_decision(4), make_decision(3))


def test_no_question_reads_all_of_ten_thousand_decisions(engine):
    record_many(engine, 10_000)
    asked = []

    def remember(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", remember)
    assert count_decisions(engine) == 10_000
    asked.clear()
    assert len(recent_decisions(engine, 50)) == 50
    assert decision(engine, "decision-5000") is not None
    assert len(decisions_of_passage(engine, "passage-5000")) == 1
    event.remove(engine, "before_cursor_execute", remember)
    asked = [question for question in asked if question[0].startswith("SELECT")]
    asked.append(
        ("SELECT * FROM decisions WHERE resolved_plate = ? ORDER BY sequence DESC LIMIT 50", ("X",))
    )
    asked.append(
        ("SELECT * FROM decisions WHERE observed_plate = ? ORDER BY sequence DESC LIMIT 50", ("X",))
    )
    assert len(asked) == 5
    with engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [step.detail for step in plan]
            # A scan along the key that ends at its LIMIT is no scan of the table.
            scans = [step for step in steps if step.startswith("SCAN") and "LIMIT" not in statement]
            assert scans == [], steps
            assert not [step for step in steps if "TEMP B-TREE" in step], steps


@pytest.mark.parametrize("text", ["KA01AB1234", "ka-01 ab.1234", "KAO1AB1234", "kao1ab1234"])
def test_a_vehicle_is_found_however_its_plate_is_written(engine, text):
    vehicle = VehicleRecord("KA01AB1234", VehicleKind.BLOCK, "A. Rao")
    add_vehicle(engine, vehicle)
    assert vehicle_by_plate(engine, text) == vehicle


def test_a_text_that_is_no_plate_is_refused_rather_than_not_found(engine):
    with pytest.raises(PlateTextError):
        vehicle_by_plate(engine, "--")


def test_failure_is_not_an_empty_answer(engine, tmp_path):
    engine.dispose()
    for path in tmp_path.iterdir():
        path.unlink()
    (tmp_path / "gatehouse.sqlite3").mkdir()
    for question in (vehicles, count_decisions):
        with pytest.raises(StoreUnavailableError):
            question(engine)
