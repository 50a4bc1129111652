"""A wrong decision is found and amended by keys, through the real gate and its audit log."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.gate.desk import DeskSettings
from console.gate.engine import GateEngine
from console.gate.settings import GateSettings
from console.gate.store import SiteStore
from console.ui.pages.amend_dialog import AmendDialog
from db.audit import record_decision
from db.queries import decisions_of_passage
from db.records import Outcome
from pipeline.fusion import fuse_passage
from tests.console.ui.pages.conftest import ATTENDANT, SUPERVISOR
from tests.support.decisions import make_decision
from tests.support.gate import ScriptedReader
from tests.support.screens import NOON

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def past(site):
    """A site with a gate and three decisions: the policy's, one of the attendant, an order."""
    gate = GateEngine(
        [],
        load_recogniser=ScriptedReader,
        fuse=fuse_passage,
        store=SiteStore(site.engine, site.evidence),
        listener=site.booth.bridge,
        settings=GateSettings(DeskSettings("0.1.0")),
        attendant=lambda: site.session.name,
    )
    site.commands = gate
    decisions: tuple[dict[str, object], ...] = (
        {"observed_plate": "KA01AB1234", "resolved_plate": "KA01AB1234"},
        {
            "observed_plate": "KA01AB1284",
            "resolved_plate": None,
            "outcome": Outcome.REJECTED,
            "decided_by": ATTENDANT,
            "override_reason": "no_vehicle",
        },
        {"observed_plate": "", "resolved_plate": None, "outcome": Outcome.OPERATED},
    )
    for number, changes in enumerate(decisions, 1):
        at = NOON - timedelta(hours=4 - number)
        usual = {"decided_at": at, "passage_started_at": at, "evidence": None}
        record_decision(site.engine, make_decision(number, **usual, **changes))
    with gate:
        yield site


def select(past, qtbot, person, plate):
    """Find a decision by its plate and go to it."""
    past.open(person=person)
    qtbot.keyClick(past.booth.window, Key.Key_F3)
    page = past.archivist.page
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    qtbot.waitUntil(page.plate.hasFocus)
    qtbot.keyClicks(page.plate, plate)
    qtbot.waitUntil(lambda: [row.observed_plate for row in page.model.rows] == [plate])
    qtbot.keyClick(page.plate, Key.Key_Down)
    qtbot.waitUntil(lambda: plate in page.trail.text())
    return page


def ask(past, qtbot, page):
    qtbot.keyClick(page.table, Key.Key_R, CTRL)
    dialog = past.booth.window.findChild(AmendDialog)
    assert QTest.qWaitForWindowActive(dialog)
    return dialog


def test_a_denied_vehicle_was_right_after_all(past, qtbot):
    page = select(past, qtbot, ATTENDANT, "KA01AB1284")
    assert "Because: No vehicle there" in page.trail.text()
    dialog = ask(past, qtbot, page)
    assert dialog.message.text() == "This is what was decided"
    assert not dialog.record.isEnabled()
    dialog.act.setFocus()
    qtbot.keyClick(dialog.act, Key.Key_Up)
    qtbot.keyClick(dialog.act, Key.Key_Up)
    assert dialog.plate.isEnabled()
    dialog.plate.setFocus()
    dialog.plate.selectAll()
    qtbot.keyClicks(dialog.plate, "ka 01-ab 1234")
    assert [dialog.reason.itemText(row) for row in range(dialog.reason.count())] == [
        "Plate was misread",
        "Plate is dirty or damaged",
        "Slip of the hand",
    ]
    dialog.note.setFocus()
    qtbot.keyClicks(dialog.note, "seen on the video")
    qtbot.keyClick(dialog.note, Key.Key_Return)
    qtbot.waitUntil(lambda: page.message.text() == "Recorded: KA01AB1234, Corrected")
    original, amendment = decisions_of_passage(past.engine, "passage-2")
    assert (original.outcome, original.resolved_plate) == (Outcome.REJECTED, None)
    assert amendment.amends == original.decision_id
    assert (amendment.outcome, amendment.resolved_plate) == (Outcome.CORRECTED, "KA01AB1234")
    assert amendment.observed_plate == "KA01AB1284"
    assert (amendment.decided_by, amendment.override_reason) == (ATTENDANT, "misread")
    assert amendment.note == "seen on the video"
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    qtbot.waitUntil(lambda: "Amends an earlier decision" in page.trail.text())
    assert page.model.index(1, 3).data() == "Denied, amended"


def test_an_attendant_may_not_amend_what_others_decided(past, qtbot, caplog):
    page = select(past, qtbot, ATTENDANT, "KA01AB1234")
    qtbot.keyClick(page.table, Key.Key_R, CTRL)
    assert page.message.text() == "Not allowed for the role Attendant"
    assert past.booth.window.findChild(AmendDialog) is None
    decision = decisions_of_passage(past.engine, "passage-1")[0]
    page_commands = past.archivist.amending._commands
    page_commands.amend(decision, Outcome.REJECTED, None, "slip")
    qtbot.waitUntil(lambda: len(past.booth.window.notices.notices) == 1)
    assert "not allowed: amend any" in past.booth.window.notices.notices[0].text
    assert decisions_of_passage(past.engine, "passage-1") == (decision,)
    caplog.clear()


def test_a_supervisor_amends_an_automatic_opening_and_the_last_word_counts(past, qtbot):
    page = select(past, qtbot, SUPERVISOR, "KA01AB1234")
    dialog = ask(past, qtbot, page)
    dialog.act.setFocus()
    qtbot.keyClick(dialog.act, Key.Key_End)
    assert not dialog.plate.isEnabled()
    dialog.note.setFocus()
    qtbot.keyClick(dialog.note, Key.Key_Return)
    qtbot.waitUntil(lambda: page.message.text() == "Recorded: KA01AB1234, Denied")
    first, second = decisions_of_passage(past.engine, "passage-1")
    assert (second.outcome, second.resolved_plate) == (Outcome.REJECTED, None)
    qtbot.waitUntil(lambda: "Amends an earlier decision" in page.trail.text())
    dialog = ask(past, qtbot, page)
    dialog.act.setFocus()
    qtbot.keyClick(dialog.act, Key.Key_Home)
    dialog.note.setFocus()
    qtbot.keyClick(dialog.note, Key.Key_Return)
    qtbot.waitUntil(lambda: page.message.text() == "Recorded: KA01AB1234, Confirmed")
    third = decisions_of_passage(past.engine, "passage-1")[2]
    assert third.amends == second.decision_id != first.decision_id


def test_escape_leaves_a_decision_as_it_is_and_an_order_cannot_be_amended(past, qtbot):
    page = select(past, qtbot, SUPERVISOR, "KA01AB1234")
    dialog = ask(past, qtbot, page)
    qtbot.keyClick(dialog.plate, Key.Key_Escape)
    qtbot.waitUntil(past.booth.window.isActiveWindow)
    assert len(decisions_of_passage(past.engine, "passage-1")) == 1
    page.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    qtbot.keyClick(page.plate, Key.Key_Down)
    qtbot.waitUntil(lambda: "By hand" in page.trail.text())
    assert not page._amend.isEnabled()
