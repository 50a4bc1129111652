"""The page of the car park by keys: occupancy that follows decisions, and corrections."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from sqlalchemy.orm import Session

from console.ui.pages.slot_map_model import SlotState, slots_of
from db.audit import record_decision
from db.parking import vehicles_inside
from db.parking_schema import ParkingSession, ParkingState
from db.site_schema import SlotRow
from tests.console.ui.pages.conftest import ATTENDANT
from tests.support.decisions import make_decision
from tests.support.screens import NOON

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def passes(site, number, plate, lane):
    decision = make_decision(
        number,
        observed_plate=plate,
        resolved_plate=plate,
        lane_id=lane,
        decided_at=NOON - timedelta(minutes=100 - number),
    )
    record_decision(site.engine, decision)
    return decision


@pytest.fixture
def parked(site, qtbot):
    """Two vehicles inside, and one that left without having come in."""
    passes(site, 1, "KA01AB1234", "north")
    passes(site, 2, "TN09XY0001", "north")
    passes(site, 3, "KA01AB1284", "south")
    site.open(person=ATTENDANT)
    qtbot.keyClick(site.booth.window, Key.Key_F5)
    qtbot.waitUntil(lambda: site.parking_desk.page.model.rowCount() == 2)
    return site


def test_the_model_of_stays_is_sound(parked, qtbot, qtmodeltester):
    qtmodeltester.check(parked.parking_desk.page.model)


def test_occupancy_and_stays_are_told(parked, qtbot):
    page = parked.parking_desk.page
    assert page.occupancy.text() == "2 inside, 18 of 20 slots free"
    assert [page.model.index(0, column).data() for column in range(5)] == [
        "KA01AB1234",
        "2026-03-14 10:21",
        "1 h 39 min",
        "",
        "North entrance",
    ]


def test_a_decision_changes_the_occupancy_by_itself(parked, qtbot):
    page = parked.parking_desk.page
    parked.booth.bridge.on_decision_recorded(passes(parked, 4, "DL8CAF5032", "north"))
    qtbot.waitUntil(lambda: page.occupancy.text() == "3 inside, 17 of 20 slots free")


def test_a_slot_is_written_down(parked, qtbot):
    page = parked.parking_desk.page
    page.table.selectRow(1)
    page.slot.setFocus()
    qtbot.keyClicks(page.slot, "B 12")
    qtbot.keyClick(page.slot, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: page.message.text() == "TN09XY0001 stands in B 12")
    assert [stay.slot for stay in vehicles_inside(parked.engine)] == ["", "B 12"]


def test_an_exit_without_entry_is_joined_to_the_similar_vehicle(parked, qtbot):
    page = parked.parking_desk.page
    page.exits.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.similar.count() == 2)
    assert page.similar.item(0).text().startswith("KA01AB1234")
    qtbot.keyClick(page.find_box, Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: page.exits.count() == 0)
    assert page.occupancy.text().startswith("1 inside")


def test_a_vehicle_that_nobody_saw_leave_is_closed_by_hand(parked, qtbot):
    page = parked.parking_desk.page
    page.table.selectRow(0)
    qtbot.keyClick(page.slot, Key.Key_Delete, CTRL)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


def test_nothing_is_corrected_at_a_locked_desk(parked, qtbot):
    page = parked.parking_desk.page
    page.table.selectRow(0)
    parked.office.lock()
    page._ask_close()
    qtbot.waitUntil(lambda: page.message.text() == "Not allowed: nobody is signed in")
    assert len(vehicles_inside(parked.engine)) == 2


def test_the_map_shows_every_slot_with_what_stands_there(parked, qtbot, qtmodeltester):
    page = parked.parking_desk.page
    assert page.slots.rowCount() == 20
    qtmodeltester.check(page.slots)
    spoken = page.slots.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Slot 3: Free"


def test_a_vehicle_is_put_into_a_slot_of_the_map_by_keys(parked, qtbot):
    page = parked.parking_desk.page
    qtbot.keyClick(page, Key.Key_G, CTRL)
    assert page.map.hasFocus()
    qtbot.keyClick(page.map, Key.Key_Return)
    assert page.message.text() == "Select a vehicle first, then the slot"
    qtbot.keyClick(page.map, Key.Key_Escape)
    assert page.table.hasFocus()
    page.table.selectRow(1)
    qtbot.keyClick(page, Key.Key_G, CTRL)
    qtbot.keyClick(page.map, Key.Key_Right)
    qtbot.keyClick(page.map, Key.Key_Return)
    qtbot.waitUntil(lambda: page.message.text() == "TN09XY0001 stands in 2")
    qtbot.waitUntil(lambda: page.slots.slots[1].stay is not None)
    assert vehicles_inside(parked.engine)[1].slot == "2"
    spoken = page.slots.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Slot 2: TN09XY0001"
    page.table.selectRow(0)
    qtbot.keyClick(page, Key.Key_G, CTRL)
    page.map.show_slot("2")
    qtbot.keyClick(page.map, Key.Key_Return)
    assert page.selected_stay().plate == "TN09XY0001"
    assert page.table.hasFocus()


def test_a_closed_slot_is_told_and_takes_nobody(parked, qtbot):
    with Session(parked.engine) as session, session.begin():
        for name, usable in (("A1", True), ("A2", False)):
            session.add(SlotRow(name=name, note="roof", is_usable=usable))
    parked.parking_desk.look()
    page = parked.parking_desk.page
    qtbot.waitUntil(lambda: [one.name for one in page.slots.slots] == ["A1", "A2"])
    spoken = page.slots.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Slot A2: Closed\nroof"
    page.table.selectRow(0)
    page.map.show_slot("A2")
    qtbot.keyClick(page.map, Key.Key_Return)
    assert page.message.text() == "Slot A2 is closed"
    assert vehicles_inside(parked.engine)[0].slot == ""


def test_slots_in_use_are_on_the_map_whatever_they_are_called():
    stays = [
        ParkingSession(n, plate, ParkingState.INSIDE, NOON, "north", None, "", slot)
        for n, plate, slot in ((1, "KA01AB1234", "yard"), (2, "TN09XY0001", ""))
    ]
    slots = slots_of((), 2, stays)
    assert [(one.name, one.state) for one in slots] == [
        ("1", SlotState.FREE),
        ("2", SlotState.FREE),
        ("yard", SlotState.TAKEN),
    ]
    assert slots_of((), 0, ()) == ()
