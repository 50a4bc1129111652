from __future__ import annotations

from datetime import timedelta

import pytest
from firebase_admin import messaging

from db import outbox
from db.anchors import AnchorRecord, anchor_head, kept_anchors
from db.audit import record_decision
from db.booth import Booth
from db.engine import open_engine
from db.errands import BookingErrand, StateErrand, occupancy_fields
from db.firestore import FirestoreStore, anchors_in_firestore
from db.messaging import CloudMessaging
from db.notices import NoticeDrain
from db.outbox_records import ItemKind, ItemState
from db.parking import assign_slot, vehicles_inside
from db.people import add_person, note_sign_in
from db.people_records import EventKind, Role, SiteEvent
from db.records import Outcome
from db.remote import Write
from db.sessions import reading
from db.shifts import end_shift, start_shift
from db.site import LaneRecord, describe_booth
from db.sync_schema import BookingRow, RemoteVehicleRow
from tests.support.cloud import (
    PATIENCE_S,
    documents,
    firestore_of,
    put,
    synchroniser,
    wait_until_drained,
)
from tests.support.decisions import NOON, make_decision
from tests.support.messaging import messaging_server
from tests.support.waiting import wait_until

PLATE = "KA01AB0001"


def messaging_of(store):
    assert isinstance(store, FirestoreStore)
    return CloudMessaging(store.app)


class Clock:
    def __init__(self):
        self.now = NOON + timedelta(minutes=1)
        self.s = 0.0


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def engine(tmp_path, clock):
    engine = open_engine(tmp_path, booth=Booth(utc_now=lambda: clock.now))
    lanes = [LaneRecord("north", "North", "entry"), LaneRecord("south", "South", "exit")]
    describe_booth(engine, "North car park", "0.1.0", lanes)
    yield engine
    engine.dispose()


def owned(uid="uid-1"):
    return Write(f"vehicles/{PLATE}", {"plate": PLATE, "ownerUid": uid})


def wait_for_owner(engine):
    def there():
        with reading(engine) as session:
            return session.query(RemoteVehicleRow).count() == 1

    wait_until(there, PATIENCE_S)


def passing(number, lane, **changes):
    return make_decision(
        number, lane_id=lane, observed_plate=PLATE, resolved_plate=PLATE, **changes
    )


def test_check_in_and_check_out_are_one_session_with_the_words_of_the_seeds(engine, settings):
    put(settings, [owned()])
    with synchroniser(engine, settings):
        wait_for_owner(engine)
        record_decision(engine, passing(1, "north", decided_by="A. Attendant"))
        wait_until_drained(engine)
        (entered,) = documents(settings, "sessions")
        record_decision(engine, passing(61, "south"))
        wait_until_drained(engine)
    assert (entered.fields["status"], entered.fields["endTime"]) == ("parking", None)
    assert entered.fields["decidedBy"] == "A. Attendant"
    (left,) = documents(settings, "sessions")
    assert left.name == entered.name
    wanted = {"licenseNo": PLATE, "userId": "uid-1", "status": "gone", "duration": 60}
    assert {name: left.fields[name] for name in wanted} == wanted
    assert left.fields["startTime"] == NOON + timedelta(seconds=1)
    assert left.fields["expireAt"] - left.fields["endTime"] == timedelta(days=365)


def test_a_booked_slot_is_taken_by_its_vehicle_and_free_when_it_has_left(engine, settings):
    booking = {"slot": "A1", "plate": PLATE, "userId": "uid-1", "status": "booked"}
    slots = [Write(f"slots/{name}", {"isAvailable": False}) for name in ("A1", "A2")]
    put(settings, [owned(), *slots, Write("bookings/b1", booking)])
    with synchroniser(engine, settings):

        def booked():
            with reading(engine) as session:
                return session.query(BookingRow).count() == 1

        wait_until(booked, PATIENCE_S)
        record_decision(engine, passing(1, "north"))
        (stay,) = vehicles_inside(engine)
        assert stay.slot == "A1"
        wait_until_drained(engine)
        taken = {one.name: one.fields for one in documents(settings, "slots")}
        assert taken["A1"]["isAvailable"] is False
        assert taken["A1"]["sessionId"]
        assert documents(settings, "bookings")[0].fields["status"] == "used"
        event = SiteEvent(EventKind.PARKING_CORRECTED, PLATE, "S. Visor", NOON, "slot A2")
        assign_slot(engine, stay.session_id, "A2", event=event)
        wait_until_drained(engine)
        moved = {one.name: one.fields["isAvailable"] for one in documents(settings, "slots")}
        assert moved == {"A1": True, "A2": False}
        record_decision(engine, passing(61, "south"))
        wait_until_drained(engine)
    free = {one.name: one.fields["isAvailable"] for one in documents(settings, "slots")}
    assert free == {"A1": True, "A2": True}


def test_a_slot_whose_driver_did_not_come_is_given_back(engine, settings, clock):
    booking = {
        "slot": "A1",
        "plate": PLATE,
        "userId": "uid-1",
        "status": "booked",
        "endTime": NOON + timedelta(hours=1),
    }
    slot = Write("slots/A1", {"isAvailable": False, "bookingId": "b1"})
    put(settings, [slot, Write("bookings/b1", booking)])
    errand = BookingErrand(engine, lambda: clock.now, lambda: clock.s)

    def slots_free():
        return documents(settings, "slots")[0].fields["isAvailable"]

    with synchroniser(engine, settings, errands=(errand,)) as copying:
        wait_until(lambda: copying.is_in_step, PATIENCE_S)
        assert not slots_free()
        clock.now = NOON + timedelta(hours=2)
        clock.s += 60.0
        wait_until(slots_free, PATIENCE_S)
    (found,) = documents(settings, "bookings")
    assert (found.fields["status"], found.fields["slot"]) == ("expired", "A1")


@pytest.fixture
def telephones(monkeypatch):
    with messaging_server() as server:
        monkeypatch.setattr(messaging._MessagingService, "FCM_URL", server.url)
        yield server


@pytest.fixture
def notices(engine, clock):
    return NoticeDrain(
        engine,
        "North car park",
        messaging_of,
        lambda: clock.now,
        lambda: clock.s,
    )


def notices_waiting(engine):
    return len(outbox.next_items(engine, outbox.PUSH_KINDS, 100))


def test_the_owner_is_told_of_check_in_correction_and_check_out(
    engine, settings, telephones, notices, clock
):
    put(settings, [owned()])
    with firestore_of(settings) as store:
        store.set_user("uid-1", {"installationIds": ["phone", "tablet", "old"]})
        telephones.answers["old"] = (404, "UNREGISTERED")
        with synchroniser(engine, settings, errands=(notices,)):
            wait_for_owner(engine)
            record_decision(engine, passing(1, "north", outcome=Outcome.CORRECTED))
            wait_until(lambda: len(telephones.sent) == 2, PATIENCE_S)
            record_decision(engine, passing(31, "south"))
            wait_until(lambda: len(telephones.sent) == 4, PATIENCE_S)
            wait_until(lambda: notices_waiting(engine) == 0, PATIENCE_S)
        assert store.device_ids("uid-1") == ("phone", "tablet")
    first, last = telephones.sent[0], telephones.sent[3]
    assert first["notification"]["title"] == "Vehicle checked in"
    assert first["notification"]["body"].startswith(f"{PLATE} has entered North car park. Its")
    assert "not your fault" in first["notification"]["body"]
    assert first["data"]["event"] == "checked_in"
    assert first["android"]["notification"]["tag"] == "notice-decision-1-checked_in"
    assert last["notification"]["body"] == f"{PLATE} has left North car park."
    assert {one["fid"] for one in telephones.sent} == {"phone", "tablet"}


def test_the_owner_is_told_when_a_read_is_corrected_later(
    engine, settings, telephones, notices, clock
):
    put(settings, [owned()])
    with firestore_of(settings) as store:
        store.set_user("uid-1", {"installationIds": ["phone"]})
    with synchroniser(engine, settings, errands=(notices,)):
        wait_for_owner(engine)
        misread = {"observed_plate": "KA01AB0007", "resolved_plate": "KA01AB0007"}
        record_decision(engine, make_decision(1, lane_id="north", **misread))
        wait_until_drained(engine)
        assert notices_waiting(engine) == 0  # the other plate is nobody's
        record_decision(
            engine,
            passing(
                2,
                "north",
                passage_id="passage-1",
                outcome=Outcome.CORRECTED,
                amends="decision-1",
                decided_by="Asha",
            ),
        )
        wait_until(lambda: len(telephones.sent) == 1, PATIENCE_S)
        wait_until_drained(engine)
    (sent,) = telephones.sent
    assert sent["notification"]["title"] == "Plate corrected"
    assert sent["notification"]["body"] == (
        f"What was recorded at North car park is now {PLATE}. Its plate was misread and was "
        "corrected by the attendant; it was not your fault."
    )
    assert (sent["data"]["event"], sent["data"]["corrected"]) == ("corrected", "true")
    (stay,) = documents(settings, "sessions")
    assert (stay.fields["licenseNo"], stay.fields["userId"]) == (PLATE, "uid-1")


def test_who_decided_goes_up_whoever_is_signed_in_when_it_does(engine, settings):
    for name in ("Asha", "Meera"):
        add_person(engine, name, Role.ATTENDANT, "no hash", by="", at=NOON)
    start_shift(engine, "Asha", at=NOON)
    record_decision(engine, passing(1, "north", decided_by="Asha"))
    end_shift(engine, by="Asha", note="", exceptions=(), at=NOON)
    start_shift(engine, "Meera", at=NOON)
    note_sign_in(engine, "Meera", at=NOON)
    waiting = outbox.next_items(engine, outbox.DOCUMENT_KINDS, 10)
    assert {one.item.kind: one.item.made_by for one in waiting} == {
        ItemKind.DECISION: "Asha",
        ItemKind.SESSION: "Asha",
        ItemKind.ANCHOR: "",
    }
    with synchroniser(engine, settings):
        wait_until_drained(engine)
    for collection in ("decisions", "sessions"):
        (found,) = documents(settings, collection)
        assert found.fields["decidedBy"] == "Asha"


def test_a_notice_that_is_too_late_is_counted_and_not_sent(
    engine, settings, telephones, notices, clock
):
    put(settings, [owned()])
    with synchroniser(engine, settings):
        wait_for_owner(engine)
    record_decision(engine, passing(1, "north"))
    assert notices_waiting(engine) == 1
    clock.now += timedelta(hours=1)
    record_decision(engine, passing(2, "south"))
    assert notices_waiting(engine) == 1
    with synchroniser(engine, settings, errands=(notices,)):
        wait_until(lambda: outbox.progress(engine).counts.expired == 1, PATIENCE_S)
    assert telephones.sent == []


def test_a_notice_waits_while_messages_cannot_be_sent_and_documents_go_on(
    engine, settings, telephones, notices, clock
):
    put(settings, [owned()])
    with firestore_of(settings) as store:
        store.set_user("uid-1", {"installationIds": ["phone"]})
    telephones.answers["phone"] = (403, "PERMISSION_DENIED")
    with synchroniser(engine, settings, errands=(notices,)):
        wait_for_owner(engine)
        record_decision(engine, passing(1, "north"))
        wait_until(lambda: len(documents(settings, "decisions")) == 1, PATIENCE_S)
        wait_until(lambda: notices._not_before_s > 0, PATIENCE_S)
        assert notices_waiting(engine) == 1
        telephones.answers.clear()
        clock.s = notices._not_before_s
        wait_until(lambda: notices_waiting(engine) == 0, PATIENCE_S)
    assert len(telephones.sent) == 1


def test_a_refused_notice_is_parked(engine, settings, telephones, notices):
    put(settings, [owned()])
    with firestore_of(settings) as store:
        store.set_user("uid-1", {"installationIds": ["phone"]})
    telephones.answers["phone"] = (400, "INVALID_ARGUMENT")
    with synchroniser(engine, settings, errands=(notices,)):
        wait_for_owner(engine)
        record_decision(engine, passing(1, "north"))
        wait_until(lambda: outbox.progress(engine).counts.parked == 1, PATIENCE_S)
    (parked,) = outbox.items_of_state(engine, ItemState.PARKED, 10)
    assert parked.item.kind is ItemKind.PUSH
    assert "INVALID_ARGUMENT" in parked.problem


def test_anchors_are_kept_in_firestore_and_come_back_as_they_were(engine, settings):
    record_decision(engine, passing(1, "north"))
    first = anchor_head(engine)
    record_decision(engine, passing(2, "south"))
    anchor_head(engine)
    assert anchor_head(engine) is None
    with synchroniser(engine, settings):
        wait_until_drained(engine)
    found = anchors_in_firestore(settings)
    assert isinstance(first, AnchorRecord)
    assert sorted(found, key=lambda one: one.sequence) == list(kept_anchors(engine))


def test_occupancy_goes_up_when_it_has_changed(engine, settings, clock):
    errand = StateErrand(
        engine,
        ItemKind.OCCUPANCY,
        "occupancy",
        30.0,
        lambda: occupancy_fields(engine, 40),
        always=False,
        now=lambda: clock.now,
        monotonic_s=lambda: clock.s,
    )
    with synchroniser(engine, settings, errands=(errand,)):
        wait_until(lambda: len(documents(settings, "state")) == 1, PATIENCE_S)
        record_decision(engine, passing(1, "north"))
        clock.s = 31.0
        wait_until(
            lambda: documents(settings, "state")[0].fields["inside"] == 1, PATIENCE_S, "occupancy"
        )
    (state,) = documents(settings, "state")
    assert (state.name, state.fields["free"], state.fields["slots"]) == ("occupancy", 39, 40)
