"""The page of exports by keys: counts, a real export, cancelling, and who may not."""

import json

import pytest
from PySide6.QtCore import Qt

from console.exporting.types import ExportFormat
from console.ui.actions import ActionId
from console.ui.pages.export_desk import ExportDesk
from db.people_records import EventKind
from db.records import Outcome
from db.site_events import recent_events
from tests.console.ui.pages.conftest import ATTENDANT, SUPERVISOR, add_export_page
from tests.support import export_site
from tests.support.export_site import ExportSite
from tests.support.screens import NOON

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class Booth:
    """The staffed site with vehicles that can be read, and the page of exports."""

    def __init__(self, site, tmp_path):
        self.site = site
        self.target = tmp_path / "out"
        self.vehicles = ExportSite(site.engine, tmp_path)
        self.desk: ExportDesk | None = None

    @property
    def page(self):
        assert self.desk is not None
        return self.desk.page

    def open(self, person, **size):
        self.site.furnish = self._add_page
        self.site.open(person=person, **size)

    def _add_page(self, window):
        self.desk = add_export_page(self.site, window, self.target)


def count_on(page):
    """The number of pictures that the page tells; the words follow the language."""
    return page.pictures.text().split()[0]


def choose(box, value):
    box.setCurrentIndex(box.findData(value))


@pytest.fixture
def booth(site, tmp_path, monkeypatch):
    monkeypatch.setattr(export_site, "NOW", NOON)
    return Booth(site, tmp_path)


@pytest.fixture
def counted(booth, qtbot):
    """A supervisor at the page: one corrected, one confirmed, one the policy was sure of."""
    booth.vehicles.decide(0, outcome=Outcome.CORRECTED, observed_plate="X1", confidence=0.4)
    booth.vehicles.decide(1, lane_id="south")
    booth.vehicles.decide(2, outcome=Outcome.ACCEPTED, decided_by="policy")
    booth.open(SUPERVISOR)
    qtbot.keyClick(booth.site.booth.window, Key.Key_F9)
    qtbot.waitUntil(lambda: count_on(booth.page) == "3")
    return booth


def test_the_page_counts_what_an_export_would_hold(counted):
    details = counted.page.details.text()
    assert "Decided by people 2, by the policy 1" in details
    assert "North entrance 2, South entrance 1" in details


def test_choices_are_counted_again_by_themselves(counted, qtbot):
    page = counted.page
    page.decisions.only_corrected.setFocus()
    qtbot.keyClick(page.decisions.only_corrected, Key.Key_Space)
    assert page.decisions.sure_share.currentData() == 0
    qtbot.waitUntil(lambda: count_on(page) == "1")
    choose(page.decisions.sure_share, 100)
    qtbot.waitUntil(lambda: count_on(page) == "2")
    choose(page.decisions.lane, "south")
    qtbot.waitUntil(lambda: count_on(page) == "0")
    qtbot.keyClick(page, Key.Key_E, CTRL)
    assert not counted.target.exists()


def test_an_export_by_key_writes_what_is_chosen_and_is_on_record(counted, qtbot):
    page = counted.page
    page.decisions.only_unsure.setChecked(True)
    choose(page.decisions.confidence, 50)
    for chosen, tick in page.writing.formats.items():
        tick.setChecked(chosen is ExportFormat.VOC)
    qtbot.waitUntil(lambda: count_on(page) == "1")
    page.why.setEditText("a court order")
    qtbot.keyClick(page, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: page.message.text().startswith("out: 1 pictures"), timeout=30_000)
    manifest = json.loads((counted.target / "export.json").read_text(encoding="utf-8"))
    assert manifest["formats"] == {"voc": "."}
    assert manifest["filters"]["confidence_below"] == 0.5
    event = recent_events(counted.site.engine, 1)[0]
    assert (event.kind, event.done_by) == (EventKind.EXPORTED, SUPERVISOR)
    assert event.why == "a court order"
    assert page.bar.isHidden()


def test_cancelling_by_key_leaves_nothing_and_the_page_ready(counted, qtbot):
    page = counted.page
    qtbot.keyClick(page, Key.Key_E, CTRL)
    assert not page.bar.isHidden()
    assert not page.decisions.lane.isEnabled()
    qtbot.keyClick(page, Key.Key_Backspace, CTRL)
    words = "Cancelled; nothing was written"
    qtbot.waitUntil(lambda: page.message.text() == words, timeout=30_000)
    assert not counted.target.exists()
    assert not list(counted.target.parent.glob(".*.part"))
    assert page.decisions.lane.isEnabled()


def test_closing_the_window_cancels_what_is_under_way(counted, qtbot):
    qtbot.keyClick(counted.page, Key.Key_E, CTRL)
    counted.site.booth.window.close()
    assert not counted.target.exists()
    assert not list(counted.target.parent.glob(".*.part"))


def test_a_folder_that_is_taken_is_said(counted, qtbot):
    counted.target.mkdir()
    (counted.target / "mine").write_text("mine")
    qtbot.keyClick(counted.page, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: "holds something already" in counted.page.message.text())
    assert [path.name for path in counted.target.iterdir()] == ["mine"]


def test_nothing_is_exported_at_a_desk_that_was_locked_meanwhile(counted, qtbot):
    counted.site.office.lock()
    counted.page._ask_export()
    words = "Not allowed: nobody is signed in"
    qtbot.waitUntil(lambda: counted.page.message.text() == words)
    assert not counted.target.exists()


def test_an_attendant_is_not_offered_the_page(booth, qtbot):
    booth.open(ATTENDANT)
    assert not booth.site.booth.window.actions_table[ActionId.EXPORT_PAGE].isEnabled()
    booth.page.ask_preview()
    words = "Not allowed for the role Attendant"
    qtbot.waitUntil(lambda: booth.page.message.text() == words)
    assert booth.page.pictures.text() == "Could not look"
