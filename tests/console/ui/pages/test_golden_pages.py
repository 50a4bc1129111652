"""The pages as they were looked at and accepted; a changed picture is looked at again.

To accept new ones: GATEHOUSE_ACCEPT_SCREENS=1 pytest tests/console/ui/pages/test_golden_pages.py
"""

import pytest

from console.exporting.exporter import Progress
from console.ui.actions import ActionId
from console.ui.pages.export import ExportPageView
from console.ui.theme import ThemeName
from tests.console.ui.pages.conftest import (
    ADMINISTRATOR,
    ATTENDANT,
    SUPERVISOR,
    add_export_page,
)
from tests.console.ui.test_golden_screens import compare
from tests.support.screens import make_item, make_match
from tests.support.translations import speaking


def show(site, qtbot, page, person=SUPERVISOR):
    site.open(person=person)
    window = site.booth.window
    qtbot.waitUntil(lambda: site.reception.shift.title.text() != "")
    window.show_page(page)
    return window


def compare_in_every_theme(name, site, qtbot):
    """The dark theme under the bare name, the others with theirs behind it."""
    window = site.booth.window
    for theme in ThemeName:
        window.appearance.set_theme(theme)
        settle(site, qtbot)
        shown = name if theme is ThemeName.DARK else f"{name}_{theme}"
        compare(shown, window.grab().toImage())


def settle(site, qtbot):
    qtbot.wait(60)
    focus = site.booth.window.focusWidget()
    if focus is not None:
        focus.clearFocus()  # a cursor that blinks is in the picture or not
    site.booth.window.tick()
    qtbot.wait(60)


def history(site, qtbot):
    window = show(site, qtbot, ActionId.HISTORY_PAGE)
    page = site.archivist.page
    qtbot.waitUntil(lambda: page.model.rowCount() == 26)
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page.trail.text() != "")
    settle(site, qtbot)
    return window


def test_the_page_of_the_past(make_site, qtbot):
    site = make_site()
    history(site, qtbot)
    compare_in_every_theme("page_history", site, qtbot)


def test_the_page_of_the_past_at_150_percent(make_site, qtbot):
    window = history(make_site(text_scale=1.5), qtbot)
    assert window.width() == 1366
    compare("page_history_150", window.grab().toImage())


def test_the_page_of_vehicles_with_a_look_alike(make_site, qtbot):
    site = make_site()
    show(site, qtbot, ActionId.VEHICLES_PAGE)
    page = site.registry_desk.page
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    page.start_new()
    page.plate.setText("KA01AB1234")
    page.show_neighbours("KA01AB1234", (make_match("KA01AB1284", 0.4, (8,)),))
    compare_in_every_theme("page_vehicles", site, qtbot)


def test_an_import_before_it_is_done(make_site, qtbot, tmp_path):
    site = make_site()
    site.target = tmp_path / "march.csv"
    site.target.write_text("plate,kind,owner\nKA01AB1284,allow,B. Rahman\nTN07XY0001\n???\n")
    show(site, qtbot, ActionId.VEHICLES_PAGE)
    page = site.registry_desk.page
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    page.import_asked.emit()
    qtbot.waitUntil(lambda: page.lines.count() == 3)
    compare_in_every_theme("page_import", site, qtbot)


def test_the_page_of_the_car_park(make_site, qtbot):
    site = make_site()
    show(site, qtbot, ActionId.PARKING_PAGE)
    page = site.parking_desk.page
    qtbot.waitUntil(lambda: page.exits.count() > 0)
    page.exits.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.similar.count() > 0)
    compare_in_every_theme("page_parking", site, qtbot)


def test_the_page_of_the_shift(make_site, qtbot):
    site = make_site()
    site.sign_in(ATTENDANT)
    site.office.add_note("Lane 2 sticks in the rain; press Close twice")
    site.office.hand_over("Quiet night, the cleaner comes at 7", ("1 waiting for a person",))
    window = show(site, qtbot, ActionId.SHIFT_PAGE)
    site.booth.bridge.on_review_opened(make_item("p1", site.booth.clock.ns))
    qtbot.waitUntil(lambda: window.queue.rowCount() == 1)
    site.reception.tick()
    qtbot.waitUntil(lambda: site.reception.shift.notes.count() == 1)
    compare_in_every_theme("page_shift", site, qtbot)


def test_the_page_of_people(make_site, qtbot):
    site = make_site()
    show(site, qtbot, ActionId.PEOPLE_PAGE, ADMINISTRATOR)
    qtbot.waitUntil(lambda: site.reception.people.table.rowCount() == 3)
    compare_in_every_theme("page_people", site, qtbot)


def test_a_locked_console_with_somebody_waiting(make_site, qtbot):
    site = make_site()
    page = site.open().sign_in
    qtbot.waitUntil(lambda: page.names.count() == 3)
    site.booth.bridge.on_review_opened(make_item("p1", site.booth.clock.ns))
    qtbot.waitUntil(lambda: site.booth.window.queue.rowCount() == 1)
    site.booth.clock.advance(65)
    site.reception.tick()
    compare_in_every_theme("page_locked", site, qtbot)


def test_the_first_run_of_a_site(new_site, qtbot):
    page = new_site.open().first_run
    qtbot.waitUntil(page.isVisible)
    compare_in_every_theme("page_first_run", new_site, qtbot)


def test_the_page_of_exports_while_one_goes_on(make_site, qtbot, tmp_path):
    site = make_site()
    site.furnish = lambda window: add_export_page(site, window, tmp_path / "out")
    window = show(site, qtbot, ActionId.EXPORT_PAGE)
    page = window.findChild(ExportPageView)
    qtbot.waitUntil(lambda: page.pictures.text() == "1 pictures")
    page.decisions.only_corrected.setChecked(True)
    qtbot.waitUntil(lambda: page.pictures.text() == "1 pictures")
    page.show_running("out")
    page.show_progress(Progress(40, 120, 33))
    compare_in_every_theme("page_export", site, qtbot)


@pytest.mark.parametrize("code", ["de", "hi"])
def test_the_page_of_the_past_in_other_languages(qapp, make_site, qtbot, code):
    with speaking(qapp, code):
        window = history(make_site(), qtbot)
        compare(f"page_history_{code}", window.grab().toImage())
