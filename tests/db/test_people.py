from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from db.audit import record_act
from db.people import add_person, people
from db.people_records import EventKind, Role, SiteEvent
from db.site_events import events_about

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_people_did_cannot_be_changed_or_removed(engine):
    record_act(engine, SiteEvent(EventKind.EXPORTED, "march.csv", "Asha", NOON))
    for statement in (
        "UPDATE site_events SET done_by = 'somebody'",
        "DELETE FROM site_events",
        "INSERT OR REPLACE INTO site_events SELECT sequence, kind, subject, 'x', done_at, detail, "
        "why, details FROM site_events",
    ):
        with engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
            connection.exec_driver_sql(statement)
    assert [event.done_by for event in events_about(engine, "march.csv", 5)] == ["Asha"]


def test_people_are_listed_by_name_without_regard_to_case(engine):
    for name in ("ravi", "Asha", "Meera"):
        add_person(engine, name, Role.ATTENDANT, "hash", by="Asha", at=NOON)
    assert [person.name for person in people(engine)] == ["Asha", "Meera", "ravi"]
