"""Set-up, models, Firebase and every dialog as they were looked at and accepted, in every theme.

To accept new ones: GATEHOUSE_ACCEPT_SCREENS=1 pytest tests/console/ui/pages/test_golden_office.py
"""

import pytest
from PySide6.QtCore import QCoreApplication, Qt

from console.gate.reasons import ConfirmOpening
from console.gate.types import Fault, FaultKind, Reason, Verdict, VerdictKind
from console.ui.actions import ActionId
from console.ui.theme import ThemeName
from db.records import VehicleKind
from tests.console.ui.pages.conftest import ADMINISTRATOR
from tests.console.ui.pages.test_fitting import open_dialogs
from tests.console.ui.test_golden_screens import compare
from tests.support.office import OfficePages
from tests.support.screens import make_item, make_match, make_read
from tests.support.translations import speaking

PAGES = (ActionId.SETUP_PAGE, ActionId.MODELS_PAGE, ActionId.COPY_PAGE)
NAMES = {
    ActionId.SETUP_PAGE: "page_setup",
    ActionId.MODELS_PAGE: "page_models",
    ActionId.COPY_PAGE: "page_firebase",
}
BLOCKED = Verdict(
    VerdictKind.REFUSE,
    Reason.BLOCKED,
    (make_match("KA01AB1284", 0.0, kind=VehicleKind.BLOCK, owner="Unpaid fines"),),
)


@pytest.fixture
def office(make_site, tmp_path, qtbot):
    """A site with an administrator at the desk, and the pages of set-up, models and Firebase."""

    def make(**settings):
        site, pages = make_site(**settings), []
        site.furnish = lambda window: pages.append(OfficePages(site, window, tmp_path))
        site.open(person=ADMINISTRATOR)
        window = site.booth.window
        for page in PAGES:
            window.show_page(page)
        found = pages[0].setup.message
        looking = QCoreApplication.translate("SetupDesk", "Looking for cameras")
        qtbot.waitUntil(lambda: found.text() not in {"", looking})
        qtbot.waitUntil(lambda: pages[0].models.model.rowCount() == 3)
        qtbot.waitUntil(lambda: pages[0].copying.page.model.rowCount() == 2)
        pages[0].copying.page.table.selectRow(0)
        pages[0].fill()
        return site, pages[0]

    return make


def grabbed(qtbot, window, widget):
    """The widget without a cursor, which blinks and so is in the picture or not."""
    qtbot.wait(30)
    if widget is window and window.focusWidget() is not None:
        window.focusWidget().clearFocus()
    window.tick()
    qtbot.wait(30)
    return widget.grab().toImage()


def compare_in_every_theme(name, qtbot, window, widget):
    for theme in ThemeName:
        window.appearance.set_theme(theme)
        compare(themed(name, theme), grabbed(qtbot, window, widget))


def themed(name, theme):
    return name if theme is ThemeName.DARK else f"{name}_{theme}"


def test_the_pages_of_those_who_set_a_site_up(office, qtbot):
    window = office()[0].booth.window
    for theme in ThemeName:  # a new theme costs far more than a picture
        window.appearance.set_theme(theme)
        for page, name in NAMES.items():
            window.show_page(page)
            compare(themed(name, theme), grabbed(qtbot, window, window))


@pytest.mark.parametrize("code", ["de", "hi"])
def test_findings_in_long_words_at_150_percent(qapp, office, qtbot, code):
    with speaking(qapp, code):
        site, pages = office(text_scale=1.5)
        window = site.booth.window
        window.show_page(ActionId.SETUP_PAGE)
        pages.fill()
        picture = grabbed(qtbot, window, window)
        assert (window.width(), window.height()) == (1366, 768)
        compare(f"page_setup_150_{code}", picture)


def test_a_fault_is_read_beside_all_the_pages_of_an_administrator(office, qtbot):
    site, _pages = office()
    window = site.booth.window
    window.show_page(ActionId.PEOPLE_PAGE)
    message = "order to open not carried out: barrier refuses the connection"
    site.booth.bridge.on_fault(Fault(FaultKind.BARRIER, "north", message))
    qtbot.waitUntil(lambda: len(window.notices.notices) == 1)
    for scale in (1.0, 1.5):
        window.appearance.set_text_scale(scale)
        qtbot.wait(30)
        assert (window.width(), window.height()) == (1366, 768)
        assert window.notices._text.width() > 160 * scale
    window.appearance.set_text_scale(1.0)
    compare("page_people_fault", grabbed(qtbot, window, window))


def test_every_dialog(make_booth, qtbot):
    booth = make_booth(2, confirm_opening=ConfirmOpening.ALWAYS)
    window = booth.open()
    booth.ready()
    booth.show("north", make_read("KA01AB1284", {8: 0.52}), BLOCKED)
    booth.show("south", make_read("MH12DE1433"))
    booth.bridge.on_review_opened(make_item("p1", booth.clock.ns))
    table = window.actions_table
    qtbot.waitUntil(table[ActionId.DENY].isEnabled)
    qtbot.waitUntil(lambda: window.tiles["north"].view is not None)
    for name, action in (
        ("reason", table[ActionId.REASON]),
        ("language", table[ActionId.LANGUAGE]),
        ("hold", table.of_lane(ActionId.HOLD_LANE, "north")),
        ("open_blocked", table.of_lane(ActionId.OPEN_LANE, "north")),
        ("keys", table[ActionId.SHORTCUTS]),
    ):
        action.trigger()
        dialog = opened(qtbot, window)
        if name == "keys":
            dialog.buttons[3].click()  # waits for the new key
        compare_in_every_theme(f"dialog_{name}", qtbot, window, dialog)
        put_away(qtbot, window)


def test_the_dialog_of_an_amendment(office, qtbot):
    site, _pages = office()
    window, page = site.booth.window, site.archivist.page
    window.show_page(ActionId.HISTORY_PAGE)
    qtbot.waitUntil(lambda: page.model.rowCount() == 26)
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page.trail.text() != "")
    qtbot.keyClick(page.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    dialog = opened(qtbot, window)
    dialog.record.setFocus()  # no cursor that blinks
    compare_in_every_theme("dialog_amend", qtbot, window, dialog)
    put_away(qtbot, window)


def opened(qtbot, window):
    qtbot.waitUntil(lambda: open_dialogs(window) != [])
    return open_dialogs(window)[0]


def put_away(qtbot, window):
    open_dialogs(window)[0].reject()
    qtbot.waitUntil(lambda: open_dialogs(window) == [])


def test_warnings_take_the_ink_of_a_new_theme(office, qtbot):
    site, pages = office()
    window, shift = site.booth.window, site.reception.shift
    shift.show_exceptions(("1 waiting for a person",))
    for theme in (ThemeName.LIGHT, ThemeName.HIGH_CONTRAST, ThemeName.DARK):
        window.appearance.set_theme(theme)
        ink = window.appearance.palette.review_ink
        wanted = window.appearance.pixmap("warning", ink, 32).toImage()
        assert shift.exceptions.item(0).icon().pixmap(32, 32).toImage() == wanted
        icon = pages.setup.trial.findings.itemAtPosition(1, 0).widget().pixmap()
        assert icon.toImage() == window.appearance.pixmap("warning", ink, 16).toImage()
