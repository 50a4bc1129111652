"""The page of the models by keys: what waits, what is refused, promoting and going back."""

import pytest
from PySide6.QtCore import Qt

from console.people.models import ModelRoom, tally_path
from console.shadow.tally import ShadowRead, append_read
from console.ui.pages.models_desk import ModelsDesk
from console.ui.pages.models_page import ModelsPage
from pipeline.model_shelf import SHIPPED
from tests.console.ui.pages.conftest import ATTENDANT, SUPERVISOR
from tests.support.model_sets import WORSE, add_set, shelf_in
from tests.support.screens import NOON

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
GOOD, BAD = "20261125-aaaaaaaa", "20261124-bbbbbbbb"


class ModelsSite:
    """A booth with its page of models, and what its lanes were told."""

    page: ModelsPage

    def __init__(self, site, shelf):
        self.site, self.shelf = site, shelf
        self.switches = []

    def open(self, qtbot, person=SUPERVISOR):
        self.site.open(person=person)
        room = ModelRoom(
            self.shelf,
            self.site.engine,
            self.site.session,
            lambda: self.switches.append(1),
            now=self.site.booth.clock.now,
        )
        page = ModelsDesk(self.site.booth.window, room).page
        self.page = page
        self.site.reception.open(self.site.session.person)
        qtbot.keyClick(self.site.booth.window, Key.Key_F12)
        qtbot.waitUntil(lambda: page.model.rowCount() == len(self.shelf.versions()) + 1)

    def cell(self, row, column):
        return self.page.model.index(row, column).data()


@pytest.fixture
def site_of_models(site, tmp_path):
    """One good candidate, which has read beside the lanes, and one that is worse by night."""
    shelf = shelf_in(tmp_path)
    add_set(shelf, GOOD)
    add_set(shelf, BAD, WORSE)
    for number in range(9):
        right = number % 3 == 0
        read = ShadowRead(f"d{number}", NOON, "north", not right, not right, True)
        append_read(tally_path(shelf), GOOD, read)
    return ModelsSite(site, shelf)


def test_the_tables_are_sound(site_of_models, qtbot, qtmodeltester):
    site_of_models.open(qtbot)
    qtmodeltester.check(site_of_models.page.model)
    qtmodeltester.check(site_of_models.page.slices_model)


def test_the_newest_candidate_is_shown_with_its_figures(site_of_models, qtbot):
    site_of_models.open(qtbot)
    assert [site_of_models.cell(row, 0) for row in range(3)] == [GOOD, BAD, "Shipped"]
    assert [site_of_models.cell(row, 1) for row in range(3)] == [
        "Candidate",
        "Refused",
        "In use",
    ]
    assert site_of_models.cell(0, 2) == "54 instead of 41 of 60"
    assert site_of_models.cell(0, 3) == "6 of 9 alike, 3 won, 0 lost"
    assert site_of_models.page.selected().version == GOOD
    assert "may take over" in site_of_models.page.objections.text()


def test_a_supervisor_promotes_and_goes_back_by_keys(site_of_models, qtbot):
    site_of_models.open(qtbot)
    page, window = site_of_models.page, site_of_models.site.booth.window
    page.why.setText("reads our plates")
    qtbot.keyClick(page.table, Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: site_of_models.cell(0, 1) == "In use")
    assert site_of_models.switches == [1]
    assert "The lanes read with" in page.message.text()
    qtbot.keyClick(page.table, Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: site_of_models.cell(2, 1) == "In use")
    assert site_of_models.shelf.choice().version == SHIPPED
    assert window.isVisible()


def test_a_worse_candidate_cannot_be_promoted_and_says_where(site_of_models, qtbot, caplog):
    site_of_models.open(qtbot)
    page = site_of_models.page
    page.table.selectRow(1)
    assert "Worse, By night: 6 instead of 12 of 15 right" in page.objections.text()
    qtbot.keyClick(page.table, Key.Key_P, CTRL)
    page.promote_asked.emit(BAD, "all the same")
    qtbot.waitUntil(lambda: "Worse, By night" in page.message.text())
    assert site_of_models.shelf.choice().version == SHIPPED
    assert not site_of_models.switches
    assert "was refused the models" in caplog.text
    caplog.clear()


def test_an_attendant_looks_and_may_not_switch(site_of_models, qtbot):
    site_of_models.open(qtbot, ATTENDANT)
    page = site_of_models.page
    qtbot.keyClick(page.table, Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: "Not allowed" in page.message.text())
    assert site_of_models.shelf.choice().version == SHIPPED
