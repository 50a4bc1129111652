"""What identifies a vehicle is gone after its time, from every file; the chain still verifies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from db.audit import record_act, record_decision
from db.booth import Booth
from db.engine import open_engine
from db.erasure import erase_personal_data, ranges
from db.evidence import EvidenceFolder
from db.parking import vehicles_inside
from db.people_records import EventKind, SiteEvent
from db.queries import decision, recent_decisions, vehicles
from db.records import Outcome, VehicleKind, VehicleRecord
from db.search import HistoryQuery, PlateMode, SeenPlates, count_found
from db.site_events import recent_events
from db.vehicles import add_vehicle
from db.verify import verify
from tests.db.test_chain import tamper
from tests.support.decisions import make_decision

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEFORE = NOW - timedelta(days=365)
OLD = NOW - timedelta(days=400)


@pytest.fixture
def evidence(tmp_path):
    return EvidenceFolder(tmp_path / "evidence")


def record(engine, number, plate, moment, **changes):
    record_decision(
        engine,
        make_decision(
            number,
            observed_plate=plate,
            resolved_plate=plate,
            decided_at=moment,
            evidence=None,
            **changes,
        ),
    )


def record_some(engine):
    record(engine, 1, "KA01AB7531", OLD, note="blue van of A. Rao")
    record(engine, 2, "MH12DE1433", OLD, outcome=Outcome.REJECTED)
    record(engine, 3, "KA01AB7531", NOW, outcome=Outcome.REJECTED)
    record_act(engine, SiteEvent(EventKind.VEHICLE_ADDED, "MH12DE1433", "Asha", OLD, "Peter Pan"))
    record_act(engine, SiteEvent(EventKind.SIGNED_IN, "Asha", "Asha", OLD))


def test_old_events_lose_their_plates_and_words_and_still_verify(engine, evidence):
    record_some(engine)
    assert erase_personal_data(engine, BEFORE, at=NOW) == 3
    found = decision(engine, "decision-1")
    assert found is not None
    assert (found.observed_plate, found.resolved_plate, found.characters, found.note) == (
        "",
        None,
        (),
        "",
    )
    assert (found.plate_box_px, found.lane_id, found.decided_by) == (None, "north", "policy")
    kept = decision(engine, "decision-3")
    assert kept is not None
    assert kept.resolved_plate == "KA01AB7531"
    erasing, signed_in, added = recent_events(engine, 3)
    assert erasing.kind is EventKind.PERSONAL_DATA_ERASED
    assert (signed_in.subject, added.subject, added.detail) == ("Asha", "", "")
    outcome = verify(engine, evidence)
    assert (outcome.faults, outcome.events) == ((), 6)
    assert erase_personal_data(engine, BEFORE, at=NOW) == 0


def test_an_erased_plate_is_found_nowhere_any_more(tmp_path, engine):
    record_some(engine)
    plates = SeenPlates(engine)

    def count(plate, mode=PlateMode.EXACT):
        return count_found(engine, HistoryQuery(plate=plate, plate_mode=mode), plates)

    assert (count("MH12DE1433"), count("KA01AB7531")) == (1, 2)
    erase_personal_data(engine, BEFORE, at=NOW)
    assert (count("MH12DE1433"), count("KA01AB7531")) == (0, 1)
    assert count("MH", PlateMode.PREFIX) == 0
    assert count_found(engine, HistoryQuery(lane_id="north"), plates) == 3
    assert SeenPlates(engine).similar("MH12DE1433") == ()
    engine.dispose()
    for path in tmp_path.iterdir():
        contents = path.read_bytes() if path.is_file() else b""
        for word in (b"MH12DE1433", b"mh12de1433", b"A. Rao", b"Peter Pan"):
            assert word not in contents, f"{word!r} is still in {path.name}"


def test_a_vehicle_that_is_still_inside_is_not_forgotten(engine):
    record(engine, 1, "KA01AB7531", OLD)
    record(engine, 2, "MH12DE1433", OLD)
    record(engine, 3, "MH12DE1433", OLD)
    erase_personal_data(engine, BEFORE, at=NOW)
    assert [stay.plate for stay in vehicles_inside(engine)] == ["KA01AB7531"]
    with engine.connect() as connection:
        plates = connection.exec_driver_sql("SELECT plate FROM parking_sessions").scalars().all()
    assert sorted(plates) == ["", "KA01AB7531"]


def test_visitors_whose_time_is_long_over_are_forgotten(engine):
    for plate, until in (("KA01AB0001", OLD), ("KA01AB0002", NOW), ("KA01AB0003", None)):
        add_vehicle(engine, VehicleRecord(plate, VehicleKind.VISITOR, valid_until=until))
    add_vehicle(engine, VehicleRecord("KA01AB0004", valid_until=OLD))
    erase_personal_data(engine, BEFORE, at=NOW)
    left = [vehicle.plate for vehicle in vehicles(engine)]
    assert left == ["KA01AB0002", "KA01AB0003", "KA01AB0004"]


def test_nobody_erases_without_an_event_that_says_so(tmp_path, engine, evidence):
    record_some(engine)
    blank = (
        "UPDATE decisions SET observed_plate = '', resolved_plate = NULL, plate_box_px = NULL, "
        "characters = '[]', note = '' WHERE sequence = 1"
    )
    with (
        closing(sqlite3.connect(tmp_path / "gatehouse.sqlite3")) as other,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        other.execute(blank)
    tamper(tmp_path, blank, "UPDATE audit_events SET salt = NULL WHERE sequence = 1")
    (fault,) = verify(engine, evidence).faults
    assert fault.startswith("booth main, event 1: ")
    assert "erased, and no event says so" in fault


def test_an_erasure_leaves_the_direction_as_it_was(tmp_path, engine):
    record_decision(engine, make_decision(1, decided_at=OLD, direction="approaching"))
    erase_personal_data(engine, BEFORE, at=NOW)
    (kept,) = recent_decisions(engine, 1)
    assert (kept.observed_plate, kept.direction) == ("", "approaching")
    again = (
        "UPDATE decisions SET observed_plate = '', resolved_plate = NULL, plate_box_px = NULL, "
        "characters = '[]', note = '', direction = 'leaving'"
    )
    with (
        closing(sqlite3.connect(tmp_path / "gatehouse.sqlite3")) as other,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        other.execute(again)


def test_what_was_erased_cannot_be_given_another_plate(tmp_path, engine, evidence):
    record_some(engine)
    erase_personal_data(engine, BEFORE, at=NOW)
    tamper(tmp_path, "UPDATE decisions SET resolved_plate = 'DL1' WHERE sequence = 2")
    (fault,) = verify(engine, evidence).faults
    assert "event 2: the plates, characters or words" in fault


def test_a_booth_under_another_name_erases_the_events_of_the_old_one(tmp_path, evidence):
    engine = open_engine(tmp_path)
    record_some(engine)
    engine.dispose()
    renamed = open_engine(tmp_path, booth=Booth("north"))
    assert erase_personal_data(renamed, BEFORE, at=NOW) == 3
    assert verify(renamed, evidence).faults == ()
    renamed.dispose()


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [([], []), ([4], [[4, 4]]), ([1, 2, 3, 7, 9, 10], [[1, 3], [7, 7], [9, 10]])],
)
def test_numbers_without_a_gap_are_told_as_a_range(numbers, wanted):
    assert ranges(numbers) == wanted
