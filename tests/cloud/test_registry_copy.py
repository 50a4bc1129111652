from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from db.queries import vehicle_by_plate, vehicles
from db.records import VehicleKind, VehicleRecord
from db.registry_rules import own_entries_that_differ
from db.remote import Write, WriteMode
from db.sessions import reading
from db.sync_schema import BookingRow, RemoteSlotRow
from db.vehicles import add_vehicle, remove_vehicle, replace_vehicle
from tests.support.cloud import PATIENCE_S, firestore_of, put, synchroniser
from tests.support.waiting import wait_until

UNTIL = datetime(2027, 1, 1, tzinfo=UTC)


def vehicle(plate, **fields):
    return Write(f"vehicles/{plate}", {"plate": plate, **fields}, WriteMode.SET)


def blocked(plate, **fields):
    return Write(f"blockList/{plate}", {"plate": plate, **fields}, WriteMode.SET)


def wait_for(engine, plate, wanted):
    wait_until(lambda: vehicle_by_plate(engine, plate) == wanted, PATIENCE_S, f"{wanted}")


@pytest.fixture
def copying(engine, settings):
    with synchroniser(engine, settings) as copying:
        wait_until(lambda: copying.status().registry_age_s is not None, PATIENCE_S)
        yield copying


def test_vehicles_slots_and_bookings_come_down_and_follow(engine, settings):
    changes = threading.Event()
    put(
        settings,
        [
            vehicle("ka 01-ab 1234", owner="A. Driver", ownerUid="uid-1", validUntil=UNTIL),
            blocked("MH12DE1433", note="stolen"),
            Write("slots/A1", {"name": "A1", "isAvailable": True}),
            Write("bookings/b1", {"slot": "A1", "plate": "KA01AB1234", "userId": "uid-1"}),
        ],
    )
    with synchroniser(engine, settings, changes.set) as copying:
        wait_for(
            engine,
            "KA01AB1234",
            VehicleRecord("KA01AB1234", owner="A. Driver", valid_until=UNTIL),
        )
        wait_for(
            engine, "MH12DE1433", VehicleRecord("MH12DE1433", VehicleKind.BLOCK, note="stolen")
        )
        assert changes.wait(PATIENCE_S)
        age_s = copying.status().registry_age_s
        assert age_s is not None
        assert age_s < PATIENCE_S
        put(settings, [vehicle("ka 01-ab 1234", owner="B. Driver")])
        wait_for(engine, "KA01AB1234", VehicleRecord("KA01AB1234", owner="B. Driver"))
    with reading(engine) as session:
        assert [(row.slot, row.is_available) for row in session.query(RemoteSlotRow)] == [
            ("A1", True)
        ]
        assert [(row.booking_id, row.state) for row in session.query(BookingRow)] == [
            ("b1", "booked")
        ]


def test_what_firestore_dropped_while_nobody_listened_is_gone_after_the_start(engine, settings):
    put(settings, [vehicle("KA01AB0001"), vehicle("KA01AB0002")])
    with synchroniser(engine, settings):
        wait_until(lambda: len(vehicles(engine)) == 2, PATIENCE_S)
    with firestore_of(settings) as store:
        store.delete("vehicles/KA01AB0001")
    with synchroniser(engine, settings):
        wait_until(lambda: len(vehicles(engine)) == 1, PATIENCE_S)
    assert [one.plate for one in vehicles(engine)] == ["KA01AB0002"]


def test_what_was_edited_here_stays_whatever_firestore_says(engine, settings, copying):
    here = VehicleRecord("KA01AB0001", owner="As the desk knows")
    add_vehicle(engine, here)
    put(settings, [vehicle("KA01AB0001", owner="As Firestore has it"), vehicle("KA01AB0002")])
    wait_for(engine, "KA01AB0002", VehicleRecord("KA01AB0002"))
    assert vehicle_by_plate(engine, "KA01AB0001") == here
    edited = VehicleRecord("KA01AB0002", VehicleKind.BLOCK)
    replace_vehicle(engine, edited)
    put(settings, [vehicle("KA01AB0002", note="again"), vehicle("KA01AB0003")])
    wait_for(engine, "KA01AB0003", VehicleRecord("KA01AB0003"))
    assert vehicle_by_plate(engine, "KA01AB0002") == edited
    with reading(engine) as session:
        differing = own_entries_that_differ(session)
    assert [one.plate for one, _ in differing] == ["KA01AB0001", "KA01AB0002"]


def test_what_was_removed_here_stays_out_until_firestore_drops_it(engine, settings, copying):
    put(settings, [vehicle("KA01AB0001"), vehicle("KA01AB0009")])
    wait_for(engine, "KA01AB0001", VehicleRecord("KA01AB0001"))
    remove_vehicle(engine, "KA01AB0001")
    put(settings, [vehicle("KA01AB0001", note="still there"), vehicle("KA01AB0002")])
    wait_for(engine, "KA01AB0002", VehicleRecord("KA01AB0002"))
    assert vehicle_by_plate(engine, "KA01AB0001") is None
    with firestore_of(settings) as store:
        store.delete("vehicles/KA01AB0001")
        store.delete("vehicles/KA01AB0009")
    wait_for(engine, "KA01AB0009", None)
    put(settings, [vehicle("KA01AB0001", note="new")])
    wait_for(engine, "KA01AB0001", VehicleRecord("KA01AB0001", note="new"))


def test_a_block_of_firestore_counts_whatever_was_edited_or_removed_here(engine, settings, copying):
    add_vehicle(engine, VehicleRecord("KA01AB0001", owner="At home here"))
    block = VehicleRecord("KA01AB0001", VehicleKind.BLOCK, note="unpaid")
    put(settings, [blocked("KAO1ABO001", note="unpaid")])
    wait_for(engine, "KA01AB0001", replace(block, plate="KAO1ABO001"))
    assert vehicles(engine) == (replace(block, plate="KAO1ABO001"),)
    remove_vehicle(engine, "KA01AB0001")
    assert vehicle_by_plate(engine, "KA01AB0001") == replace(block, plate="KAO1ABO001")
    with firestore_of(settings) as store:
        store.delete("blockList/KAO1ABO001")
    wait_for(engine, "KA01AB0001", None)


def test_a_document_that_cannot_be_used_is_told_of_and_harms_no_other(engine, settings, copying):
    put(
        settings,
        [
            vehicle("KA01AB0001"),
            Write("vehicles/empty", {"owner": "nobody"}),
            Write("vehicles/odd", {"plate": "KA01AB0002", "kind": "friend"}),
            Write("slots/A1", {"isAvailable": "yes"}),
        ],
    )
    wait_for(engine, "KA01AB0001", VehicleRecord("KA01AB0001"))
    wait_until(lambda: len(copying.status().unusable) == 3, PATIENCE_S)
    assert copying.status().unusable == (
        "slots/A1: isAvailable: wanted true or false, found str",
        "vehicles/empty: plate: wanted a text, found nothing",
        "vehicles/odd: kind: wanted one of allow, block, visitor, found friend",
    )
    put(settings, [Write("vehicles/empty", {"plate": "KA01AB0003"}, WriteMode.SET)])
    wait_for(engine, "KA01AB0003", VehicleRecord("KA01AB0003"))
    wait_until(lambda: len(copying.status().unusable) == 2, PATIENCE_S)


def test_a_listener_that_lost_its_place_begins_anew(engine, settings):
    put(settings, [vehicle("KA01AB0001"), vehicle("KA01AB0002")])
    with firestore_of(settings) as store:
        listener = store.listen(None)
        change = listener.take(PATIENCE_S)
        listener.close()
        assert change is not None
        known = {**change.resume.known, "vehicles": frozenset({"KA01AB0001", "gone"})}
        resumed = store.listen(replace(change.resume, known=known))
        again = resumed.take(PATIENCE_S)
        resumed.close()
    assert again is not None
    assert {one.name for one in again.documents} == {"KA01AB0001", "KA01AB0002"}
    assert "vehicles" in again.complete
