"""A damaged store is kept aside, and the console goes on with a fresh log."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.audit import record_decision
from db.backup import back_up
from db.booth import Booth
from db.engine import DATABASE_NAME, open_engine
from db.errors import OtherProgramError
from db.evidence import EvidenceFolder
from db.people import add_person, person, secret_of
from db.people_records import EventKind, Role
from db.queries import count_decisions, vehicles
from db.records import VehicleRecord
from db.salvage import open_or_start_afresh
from db.site_events import recent_events
from db.vehicles import add_vehicle
from db.verify import verify
from tests.support.decisions import NOON, make_decision

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    """A site with a person, a vehicle, decisions, and a backup from before the last decision."""
    engine = open_engine(tmp_path / "site")
    add_person(engine, "Meera", Role.ATTENDANT, "argon2 hash", by="", at=NOON)
    add_vehicle(engine, VehicleRecord("KA01AB1234", valid_until=NOON))
    for number in range(30):
        record_decision(engine, make_decision(number, evidence=None))
    back_up(engine, tmp_path / "copies", at=AT, keep=3)
    engine.dispose()
    return tmp_path / "site"


def opened(folder, *backups):
    return open_or_start_afresh(folder, booth=Booth(), backups=backups, at=AT)


def assert_fresh(engine, folder, wanted):
    kept = folder / "damaged-20261125T030000Z" / DATABASE_NAME
    assert kept.read_bytes() == wanted
    assert count_decisions(engine) == 0
    (act,) = recent_events(engine, 5)
    assert (act.kind, act.subject) == (EventKind.LOG_RESTARTED, kept.parent.name)
    assert "gatehouse.sqlite3" in act.why
    record_decision(engine, make_decision(99, evidence=None))
    assert verify(engine, EvidenceFolder(folder / "evidence")).faults == ()


def test_a_whole_store_is_opened_as_it_is(folder):
    engine, fresh = opened(folder)
    assert fresh is None
    assert count_decisions(engine) == 30
    engine.dispose()


def test_people_and_vehicles_that_can_still_be_read_are_carried_over(folder):
    path = folder / DATABASE_NAME
    contents = bytearray(path.read_bytes())
    place = contents.index(b"decision-29")
    page = place - place % 4096
    contents[page : page + 4096] = b"\xa5" * 4096
    path.write_bytes(contents)
    engine, fresh = opened(folder)
    assert fresh is not None
    assert (fresh.people, fresh.vehicles) == (1, 1)
    found, secret = person(engine, "Meera"), secret_of(engine, "Meera")
    assert found is not None
    assert secret is not None
    assert (found.role, found.is_active, secret.secret_hash) == (
        Role.ATTENDANT,
        True,
        "argon2 hash",
    )
    assert vehicles(engine) == (VehicleRecord("KA01AB1234", valid_until=NOON),)
    assert_fresh(engine, folder, contents)
    engine.dispose()


@pytest.mark.parametrize("damage", ["overwritten", "cut off", "text"])
def test_what_cannot_be_read_comes_from_the_newest_backup(tmp_path, folder, damage):
    path = folder / DATABASE_NAME
    contents = path.read_bytes()
    wanted = {
        "overwritten": contents[:4096] + b"\xa5" * (len(contents) - 4096),
        "cut off": contents[:5000],
        "text": b"plate,kind\n" * 1000,
    }[damage]
    path.write_bytes(wanted)
    copies = tuple((tmp_path / "copies").iterdir())
    engine, fresh = opened(folder, *copies)
    assert fresh is not None
    assert (fresh.people, fresh.vehicles) == (1, 1)
    assert_fresh(engine, folder, wanted)
    engine.dispose()


def test_without_a_backup_the_site_begins_with_its_administrator(folder):
    (folder / DATABASE_NAME).write_bytes(b"nothing of use")
    engine, fresh = opened(folder)
    assert fresh is not None
    assert (fresh.people, fresh.vehicles) == (0, 0)
    engine.dispose()


def test_damage_twice_within_a_second_keeps_both_files(folder):
    for contents in (b"first", b"second"):
        (folder / DATABASE_NAME).write_bytes(contents)
        engine, _ = opened(folder)
        engine.dispose()
    kept = sorted(folder.glob("damaged-*"))
    assert [(one / DATABASE_NAME).read_bytes() for one in kept] == [b"first", b"second"]


def test_the_database_of_another_program_is_left_where_it_is(tmp_path):
    engine = open_engine(tmp_path)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    engine.dispose()
    with pytest.raises(OtherProgramError):
        opened(tmp_path)
    assert (tmp_path / DATABASE_NAME).is_file()
