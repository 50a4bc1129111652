"""The page of the car park by keys: occupancy that follows decisions, and corrections."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from db.audit import record_decision
from db.parking import vehicles_inside
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
