"""The page of the past by keys: search, trail, export, and what a role may not do."""

import csv
from dataclasses import replace
from datetime import timedelta

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt

from console.people.archive import Trail
from console.people.permissions import NotAllowedError
from console.ui.pages import evidence_page
from console.ui.pages.evidence_page import PageFacts
from db.audit import record_decision
from db.people_records import EventKind
from db.records import OrderedAction, Outcome
from db.site_events import recent_events
from tests.console.ui.pages.conftest import ATTENDANT, SUPERVISOR
from tests.support.decisions import make_decision
from tests.support.screens import NOON

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def jpeg(shade=90):
    picture = np.full((240, 320, 3), shade, np.uint8)
    return cv2.imencode(".jpg", picture)[1].tobytes()


@pytest.fixture
def recorded(site):
    """A site with six decisions, the last an amendment of the one before it."""
    evidence = site.evidence.save(jpeg(), "north-1", 5, NOON)
    for number, plate in enumerate(("KA01AB1234", "MH12DE1433", "KA01AB1284", "DL8CAF5032"), 1):
        record_decision(
            site.engine,
            make_decision(
                number,
                observed_plate=plate,
                resolved_plate=plate,
                decided_at=NOON - timedelta(days=number),
                lane_id="south" if number == 2 else "north",
                evidence=None,
            ),
        )
    last = make_decision(
        5, observed_plate="TN09XY0001", resolved_plate=None, decided_at=NOON, evidence=evidence
    )
    record_decision(site.engine, last)
    record_decision(
        site.engine,
        replace(
            last,
            decision_id="decision-6",
            amends="decision-5",
            outcome=Outcome.CORRECTED,
            resolved_plate="TN09XY0007",
            decided_by="Meera Iyer",
            note="=1+1",
        ),
    )
    return site


def open_page(site, qtbot, person, count=6):
    site.open(person=person)
    qtbot.keyClick(site.booth.window, Key.Key_F3)
    page = site.archivist.page
    qtbot.waitUntil(lambda: page.model.rowCount() == count)
    qtbot.waitUntil(page.plate.hasFocus)
    return page


def plates(page):
    return [row.observed_plate for row in page.model.rows]


def test_the_model_of_the_past_is_sound(recorded, qtbot, qtmodeltester):
    page = open_page(recorded, qtbot, ATTENDANT)
    qtmodeltester.check(page.model)


def test_typing_a_plate_narrows_the_list(recorded, qtbot):
    page = open_page(recorded, qtbot, ATTENDANT)
    assert page.count.text() == "6 found"
    qtbot.keyClicks(page.plate, "ka-01")
    qtbot.waitUntil(lambda: plates(page) == ["KA01AB1284", "KA01AB1234"])
    assert page.count.text() == "2 found"
    qtbot.keyClicks(page.plate, "ZZ")
    qtbot.waitUntil(lambda: page.count.text() == "0 found")
    assert page.table.accessibleDescription() == "Nothing was found"
    qtbot.keyClick(page.plate, Key.Key_Backspace, CTRL)
    qtbot.waitUntil(lambda: len(plates(page)) == 6)


def test_similar_lane_and_time_are_asked_by_the_boxes(recorded, qtbot):
    page = open_page(recorded, qtbot, ATTENDANT)
    page.mode.setCurrentIndex(page.mode.findData("similar"))
    qtbot.keyClicks(page.plate, "KA01AB1235")
    qtbot.waitUntil(lambda: plates(page) == ["KA01AB1284", "KA01AB1234"])
    page.clear()
    page.lane.setCurrentIndex(page.lane.findData("south"))
    qtbot.waitUntil(lambda: plates(page) == ["MH12DE1433"])
    page.clear()
    page.period.setCurrentIndex(page.period.findData("yesterday"))
    qtbot.waitUntil(lambda: plates(page) == ["KA01AB1234"])
    page.period.setCurrentIndex(page.period.findData("today"))
    qtbot.waitUntil(lambda: plates(page) == ["TN09XY0001", "TN09XY0001"])


def test_arrow_down_goes_into_the_list_and_shows_the_trail_with_its_picture(recorded, qtbot):
    page = open_page(recorded, qtbot, ATTENDANT)
    qtbot.keyClick(page.plate, Key.Key_Down)
    assert page.table.hasFocus()
    qtbot.waitUntil(lambda: "Amends an earlier decision" in page.trail.text())
    assert "taken for TN09XY0007" in page.trail.text()
    assert page.picture._image is not None
    assert page.picture._image.width() == 320
    for _ in range(2):
        qtbot.keyClick(page.table, Key.Key_Down)
    qtbot.waitUntil(lambda: page.picture.accessibleDescription() != "")
    assert page.picture.accessibleDescription() == "No picture was taken of this passage"
    qtbot.keyClick(page.table, Key.Key_Escape)
    assert page.plate.hasFocus()


def test_the_year_is_told_where_it_is_another_one(recorded, qtbot):
    page = open_page(recorded, qtbot, ATTENDANT)
    assert page.model.index(0, 0).data() == "03-14 12:00:05"
    spoken = page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "2026-03-14 12:00:05"
    recorded.booth.clock.advance(365 * 86_400)
    assert page.model.index(0, 0).data() == "2026-03-14 12:00"


def test_amended_and_amending_decisions_say_so(recorded, qtbot):
    page = open_page(recorded, qtbot, ATTENDANT)
    said = [page.model.index(row, 3).data() for row in range(2)]
    assert said == ["Corrected, amends", "Accepted, amended"]


def test_a_supervisor_writes_the_evidence_page(recorded, qtbot, tmp_path):
    recorded.target = tmp_path / "page.pdf"
    page = open_page(recorded, qtbot, SUPERVISOR)
    qtbot.keyClick(page.plate, Key.Key_Down)
    qtbot.waitUntil(lambda: page.trail.text() != "")
    qtbot.keyClick(page.table, Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: page.message.text() == "page.pdf was written", timeout=20_000)
    written = recorded.target.read_bytes()
    assert written.startswith(b"%PDF")
    assert len(written) > 5_000
    event = recent_events(recorded.engine, 1)[0]
    assert (event.kind, event.subject, event.done_by) == (
        EventKind.EXPORTED,
        "page.pdf",
        SUPERVISOR,
    )


def test_the_way_a_vehicle_went_is_told_in_the_trail_on_the_page_and_in_the_table(
    recorded, qtbot, tmp_path
):
    leaving = make_decision(7, direction="leaving", evidence=None)
    record_decision(recorded.engine, leaving)
    page = open_page(recorded, qtbot, SUPERVISOR, count=7)
    qtbot.keyClick(page.plate, Key.Key_Down)
    qtbot.waitUntil(lambda: "Vehicle leaving" in page.trail.text())
    facts = PageFacts("Lakeside", "North", SUPERVISOR, NOON, lambda moment: moment, ())
    html = evidence_page._html(Trail((leaving,), None, ""), facts, None)
    assert "<b>Direction</b></td><td>Vehicle leaving<" in html
    recorded.target = tmp_path / "found.csv"
    qtbot.keyClick(page.table, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: page.message.text() == "found.csv: 7 decisions written")
    with recorded.target.open(encoding="utf-8-sig", newline="") as file:
        told = {row["decision_id"]: row["direction"] for row in csv.DictReader(file)}
    assert (told["decision-7"], told["decision-1"]) == ("leaving", "")


def test_a_supervisor_exports_what_was_found(recorded, qtbot, tmp_path):
    recorded.target = tmp_path / "found.csv"
    page = open_page(recorded, qtbot, SUPERVISOR)
    qtbot.keyClicks(page.plate, "TN")
    qtbot.waitUntil(lambda: len(plates(page)) == 2)
    qtbot.keyClick(page.plate, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: page.message.text() == "found.csv: 2 decisions written")
    with recorded.target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["outcome"] for row in rows] == ["corrected", "accepted"]
    assert rows[0]["note"] == "'=1+1"
    assert [path.name for path in tmp_path.glob(".*.part")] == []


def test_an_attendant_may_search_but_not_export(recorded, qtbot, tmp_path):
    recorded.target = tmp_path / "found.csv"
    page = open_page(recorded, qtbot, ATTENDANT)
    qtbot.keyClick(page.plate, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: page.message.text() == "Not allowed for the role Attendant")
    assert not recorded.target.exists()


def test_a_locked_desk_finds_nothing_for_anybody(recorded, qtbot):
    page = open_page(recorded, qtbot, ATTENDANT)
    recorded.office.lock()
    page.ask()
    qtbot.waitUntil(lambda: page.message.text() == "Not allowed: nobody is signed in")
    assert page.table.accessibleDescription() == "Could not look"
    with pytest.raises(NotAllowedError):
        recorded.archivist._archive.trail("passage-5")


def test_a_folder_that_cannot_be_written_is_named(recorded, qtbot, tmp_path):
    recorded.target = tmp_path / "nowhere" / "found.csv"
    page = open_page(recorded, qtbot, SUPERVISOR)
    qtbot.keyClick(page.plate, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: "found.csv: cannot be written" in page.message.text())


def test_who_opened_what_and_why_is_told_as_of_any_decision(recorded, qtbot):
    opened = make_decision(
        7,
        observed_plate="",
        resolved_plate=None,
        outcome=Outcome.OPERATED,
        reason="attendant",
        decided_by=ATTENDANT,
        decided_at=NOON,
        evidence=None,
        override_reason="delivery",
        barrier_action=OrderedAction.HOLD,
    )
    record_decision(recorded.engine, opened)
    recorded.open(person=SUPERVISOR)
    qtbot.keyClick(recorded.booth.window, Key.Key_F3)
    page = recorded.archivist.page
    qtbot.waitUntil(lambda: page.model.rowCount() == 7)
    qtbot.waitUntil(page.plate.hasFocus)
    told = [page.model.index(0, column).data() for column in (1, 3, 4, 5)]
    assert told == ["North entrance", "By hand", ATTENDANT, "Delivery"]
    qtbot.keyClick(page.plate, Key.Key_Down)
    qtbot.waitUntil(lambda: "Barrier: Held open" in page.trail.text())
    assert "Because: Delivery" in page.trail.text()
