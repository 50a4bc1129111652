"""The page of copying to Firebase by keys, without a connection: what waits, is refused, is held.

With a connection it is tried against the emulator, in tests/cloud.
"""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.people.copy_office import CopyOffice
from console.ui.actions import ActionId
from console.ui.pages.copy_desk import CopyDesk
from console.ui.pages.copy_page import CopyPageView
from db import outbox
from db.audit import record_decision
from db.outbox_records import ItemKind, ItemState, OutboxItem
from db.people_records import EventKind
from db.records import Outcome, VehicleRecord
from db.sessions import writing
from db.site_events import recent_events
from db.sync_schema import RemoteVehicleRow
from db.vehicles import add_vehicle
from tests.console.ui.pages.conftest import ATTENDANT, SUPERVISOR
from tests.support.decisions import make_decision

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
REASON = "400 The value of property note is longer than 1048487 bytes."


class Site:
    """A staffed booth with the page of copying."""

    def __init__(self, booth):
        self.engine = booth.engine
        self.booth = booth.booth
        self._staffed = booth

    @property
    def copy_page(self):
        return self.booth.window.findChild(CopyPageView)

    def open(self, person):
        office = CopyOffice(self.engine, self._staffed.session, None, now=self.booth.clock.now)
        self._staffed.furnish = lambda window: CopyDesk(window, office, self.booth.settings)
        self._staffed.open(person=person)


@pytest.fixture
def site(site):
    return Site(site)


def wait_in_outbox(site):
    """Two decisions beside the anchor of the shift, one refused; a vehicle seen differently."""
    for number in (1, 2):
        decision = make_decision(
            number,
            outcome=Outcome.REJECTED,
            decided_by="Meera Iyer",
            decided_at=datetime(2026, 3, 14, 10, number, tzinfo=UTC),
        )
        record_decision(site.engine, decision)
    first = outbox.next_items(site.engine, {ItemKind.DECISION}, 1)[0]
    outbox.park(site.engine, first, REASON)
    add_vehicle(site.engine, VehicleRecord("KA01AB1234"))
    with writing(site.engine) as session:
        session.add(
            RemoteVehicleRow(
                document="blockList/KA01AB1234",
                plate="KA01AB1234",
                plate_class="KA01AB1234",
                kind="block",
                owner="",
                owner_uid="",
                note="",
                kept_out=False,
            )
        )


@pytest.fixture
def opened(site, qtbot):
    wait_in_outbox(site)
    site.open(person=SUPERVISOR)
    qtbot.keyClick(site.booth.window, Key.Key_F8)
    qtbot.waitUntil(lambda: site.copy_page.model.rowCount() == 3)
    return site


def texts(page, row):
    return [page.model.index(row, column).data() for column in range(5)]


def test_the_model_of_what_waits_is_sound(opened, qtmodeltester):
    qtmodeltester.check(opened.copy_page.model)


def test_a_site_without_firebase_says_so_once_and_goes_on(opened, qtbot):
    page, bar = opened.copy_page, opened.booth.window.top_bar
    assert page.state.text() == "Not connected to Firebase"
    assert "This site keeps everything itself" in page.problem.text()
    qtbot.waitUntil(lambda: "rows waiting" in bar._sync.text)
    assert bar._sync.text == "Firebase: 1 refused, 2 rows waiting"
    assert opened.booth.window.notices.notices == ()


def test_what_is_refused_stands_first_with_whose_it_is_and_why(opened):
    page = opened.copy_page
    assert texts(page, 0) == [
        "Decision",
        "KA01AB0001",
        "Meera Iyer",
        "2026-03-14 10:01",
        f"Refused: {REASON}",
    ]
    assert [texts(page, row)[0] for row in (1, 2)] == ["Anchor of the audit log", "Decision"]
    assert texts(page, 2)[4] == "Waits"
    page.table.selectRow(0)
    assert page.reason.text() == f"Refused: {REASON}"
    assert page.counts.text() == "2 waiting, 1 refused, 0 sent"
    assert page.differing.item(0).text() == "KA01AB1234: here Allowed, there Blocked"


def test_a_refused_item_is_retried_by_key_and_that_is_on_record(opened, qtbot):
    page = opened.copy_page
    assert not page._retry.isEnabled()
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: page.message.text().startswith("1 item"))
    assert outbox.items_of_state(opened.engine, ItemState.PARKED, 10) == ()
    (event,) = [
        one for one in recent_events(opened.engine, 10) if one.kind is EventKind.COPY_CHANGED
    ]
    assert (event.done_by, event.detail) == (SUPERVISOR, "1 refused items tried again")
    qtbot.waitUntil(lambda: not page._retry_all.isEnabled())


def test_all_refused_items_are_retried_at_once(opened, qtbot):
    page = opened.copy_page
    qtbot.keyClick(page.table, Key.Key_R, CTRL | SHIFT)
    qtbot.waitUntil(lambda: outbox.progress(opened.engine).counts.parked == 0)


@pytest.mark.parametrize(
    ("key", "modifiers", "gone"),
    [(Key.Key_U, CTRL, 1), (Key.Key_U, CTRL | SHIFT, 2), (Key.Key_Delete, CTRL, 0)],
    ids=["these days", "all", "none"],
)
def test_history_goes_up_as_far_as_somebody_chose(site, qtbot, key, modifiers, gone):
    for number, days in ((1, 200), (2, 5)):
        at = site.booth.clock.now() - timedelta(days=days)
        decision = make_decision(number, outcome=Outcome.REJECTED, decided_at=at)
        record_decision(site.engine, decision)
    assert outbox.begin_copying(site.engine, site.booth.clock.now(), ask=True) == 2
    site.open(person=SUPERVISOR)
    qtbot.keyClick(site.booth.window, Key.Key_F8)
    page = site.copy_page
    qtbot.waitUntil(page.days.isEnabled)
    assert page.history.text().startswith("2 items were recorded before")
    last = page.model.rowCount() - 1
    assert texts(page, last)[4] == "Recorded before the connection: choose"
    qtbot.keyClick(page.table, key, modifiers)
    qtbot.waitUntil(lambda: page.message.text() != "")
    assert outbox.progress(site.engine).counts.held == 0
    sent = outbox.next_items(site.engine, {ItemKind.DECISION}, 10)
    assert len(sent) == gone
    qtbot.waitUntil(lambda: not page.days.isEnabled())


def test_an_attendant_sees_the_state_but_not_the_page(site, qtbot):
    wait_in_outbox(site)
    site.open(person=ATTENDANT)
    qtbot.waitUntil(lambda: "rows waiting" in site.booth.window.top_bar._sync.text)
    assert not site.booth.window.actions_table[ActionId.COPY_PAGE].isEnabled()


def test_notices_that_were_too_late_are_counted_on_the_page(site, qtbot):
    now = site.booth.clock.now()
    with writing(site.engine) as session:
        item = OutboxItem("n1", ItemKind.PUSH, "KA01AB0001", "users/u", "policy", now, {})
        outbox.queue(session.connection(), item)
    outbox.expire(site.engine, outbox.next_items(site.engine, outbox.PUSH_KINDS, 1))
    site.open(person=SUPERVISOR)
    qtbot.keyClick(site.booth.window, Key.Key_F8)
    page = site.copy_page
    qtbot.waitUntil(lambda: page.counts.text().endswith(", 1 notices too late"))
    assert QTest.qWaitForWindowExposed(site.booth.window)
