"""A store with as many decisions as wanted, made by SQLite itself and searched like any other."""

from __future__ import annotations

from sqlalchemy import Engine

from db.audit import record_decision
from db.schema import DecisionRow
from tests.support.decisions import make_decision

_OWN = {
    "sequence",
    "decision_id",
    "passage_id",
    "lane_id",
    "outcome",
    "decided_by",
    "decided_at",
    "observed_plate",
    "resolved_plate",
}
# A multiplier coprime to the count spreads plates evenly, and the same way every time
_PLATE = "printf('%s%02dAB%04d', {state}, (n * 7919) % 60, (n * 7919) % {vehicles})"
_STATE = "substr('KAMHDLTN', 1 + 2 * ((n * 7919) % 4), 2)"


def record_many(engine: Engine, count: int, vehicle_count: int = 60_000) -> None:
    """Record ``count`` decisions, one every 30 s from the first of March 2026, 12:00 UTC.

    Four lanes, three outcomes, the policy and six attendants; every 25th is read wrongly.
    """
    record_decision(engine, make_decision(0))
    copied = ", ".join(
        column.name for column in DecisionRow.__table__.columns if column.name not in _OWN
    )
    numbers = (
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers "
        f"WHERE n < {count - 1})"
    )
    plate = _PLATE.format(state=_STATE, vehicles=vehicle_count)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO passages {numbers} SELECT 'passage-' || n, "
            "'lane-' || (n % 4), started_at FROM numbers, passages"
        )
        connection.exec_driver_sql(
            "INSERT INTO decisions (decision_id, passage_id, lane_id, outcome, decided_by, "
            f"decided_at, observed_plate, resolved_plate, {copied}) {numbers} "
            "SELECT 'decision-' || n, 'passage-' || n, 'lane-' || (n % 4), "
            "CASE n % 10 WHEN 0 THEN 'rejected' WHEN 1 THEN 'confirmed' ELSE 'accepted' END, "
            "CASE WHEN n % 10 > 1 THEN 'policy' ELSE 'Attendant ' || (n % 6) END, "
            "strftime('%Y-%m-%d %H:%M:%S.000000', 1772366400 + n * 30, 'unixepoch'), "
            f"CASE WHEN n % 25 = 0 THEN replace({plate}, '1', '7') ELSE {plate} END, "
            f"{plate}, {copied} FROM numbers, (SELECT * FROM decisions)"
        )


def record_offline(engine: Engine, count: int, vehicle_count: int) -> None:
    """The same, with every decision still waiting for its copy."""
    record_many(engine, count, vehicle_count)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO outbox_items (event_id, kind, vehicle, path, decision_id, revision, "
            "made_by, made_at, state, attempt_count, problem) "
            "SELECT decision_id, 'decision', replace(resolved_plate, 'O', '0'), "
            "'decisions/' || decision_id, decision_id, 0, decided_by, decided_at, 'waiting', 0, '' "
            "FROM decisions WHERE sequence > 1 ORDER BY sequence"
        )
