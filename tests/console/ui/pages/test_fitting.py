"""Every page and dialog: words that fit in every language and size, and names for all controls."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from console.exporting.exporter import Progress
from console.ui.actions import ActionId
from console.ui.language import LANGUAGES
from console.ui.main_window import MainWindow
from console.ui.pages.export import ExportPageView
from tests.console.ui.pages.conftest import ADMINISTRATOR, StaffedBooth, add_export_page
from tests.support.office import OfficePages
from tests.support.screens import make_item, make_read
from tests.support.translations import speaking
from tests.support.walking import misfits, offered_pages, unnamed

SCALES = (1.0, 1.5)
SETTLED_MS = 2000
DIALOGS = (ActionId.SHORTCUTS, ActionId.LANGUAGE, ActionId.REASON, ActionId.HOLD_LANE)


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through the window of a site: ``look`` is called with every page and dialog."""

    site: StaffedBooth
    qtbot: QtBot
    look: Callable[[str, QWidget], None]
    folder: Path
    office: list[OfficePages] = field(default_factory=list)

    def begin(self) -> MainWindow:
        """Open the window with somebody signed in who may see everything, and work to do."""
        self.site.furnish = self._furnish
        self.site.open(person=ADMINISTRATOR)
        booth, window = self.site.booth, self.site.booth.window
        assert window is not None
        for lane_id, _ in booth.lanes:
            booth.show(lane_id, make_read("KA01AB1284", {8: 0.52}))
        booth.bridge.on_review_opened(make_item("p1", booth.clock.ns))
        booth.bridge.on_review_opened(make_item("p2", booth.clock.ns, text="MH12DE1433"))
        self.qtbot.waitUntil(window.actions_table[ActionId.DENY].isEnabled)
        return window

    def _furnish(self, window: MainWindow) -> None:
        add_export_page(self.site, window, Path())
        self.office.append(OfficePages(self.site, window, self.folder))

    def go(self, window: MainWindow) -> None:
        for page in offered_pages(window):
            window.show_page(page)
            self._fill(page, window)
            self.qtbot.wait(10)
            self.look(page, window)
        window.show_page(ActionId.LANES_PAGE)
        for action in DIALOGS:
            self._look_at_dialog(window, action)

    def _fill(self, page: ActionId, window: MainWindow) -> None:
        if page is ActionId.HISTORY_PAGE and self.site.archivist is not None:
            history = self.site.archivist.page
            self.qtbot.waitUntil(lambda: history.model.rowCount() > 20)
            history.table.selectRow(0)
            self.qtbot.waitUntil(lambda: history.trail.text() != "")
        if page is ActionId.PARKING_PAGE and self.site.parking_desk is not None:
            parking = self.site.parking_desk.page
            self.qtbot.waitUntil(lambda: parking.exits.count() > 0)
        if page is ActionId.COPY_PAGE:
            waiting = self.office[0].copying.page.model
            self.qtbot.waitUntil(lambda: waiting.rowCount() > 0)
        if page is ActionId.SETUP_PAGE:
            setup = self.office[0].setup
            looking = QCoreApplication.translate("SetupDesk", "Looking for cameras")
            self.qtbot.waitUntil(lambda: setup.message.text() not in {"", looking})
            self.office[0].fill()
        if page is ActionId.EXPORT_PAGE:
            export = window.findChild(ExportPageView)
            assert export is not None
            self.qtbot.waitUntil(lambda: export.details.text() != "")
            export.show_progress(Progress(12_000, 100_000, 9_000))

    def _look_at_dialog(self, window: MainWindow, action: ActionId) -> None:
        table, lane_id = window.actions_table, self.site.booth.lanes[0][0]
        of_lane = action is ActionId.HOLD_LANE
        (table.of_lane(action, lane_id) if of_lane else table[action]).trigger()
        self.qtbot.waitUntil(lambda: open_dialogs(window) != [])
        self.look(action, open_dialogs(window)[0])
        open_dialogs(window)[0].reject()
        self.qtbot.waitUntil(lambda: open_dialogs(window) == [])


def open_dialogs(window: MainWindow) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_fit_on_every_page_at_every_size(qapp, make_site, qtbot, tmp_path, code):
    cut, sizes = {}, set()
    with speaking(qapp, code):
        scale = SCALES[0]

        def look(name, widget):
            # Words that come from another thread are laid out a moment after they are set
            with suppress(qtbot.TimeoutError):
                qtbot.waitUntil(lambda: misfits(widget) == [], timeout=SETTLED_MS)
            cut[name, scale] = misfits(widget)

        walk = Walk(make_site(), qtbot, look, tmp_path)
        window = walk.begin()
        for scale in SCALES:
            window.appearance.set_text_scale(scale)
            walk.go(window)
            sizes.add((window.width(), window.height()))
    assert len(cut) >= 13 * len(SCALES)
    assert {name: found for name, found in cut.items() if found} == {}
    assert sizes == {(1366, 768)}


def test_every_control_of_every_page_and_dialog_has_a_name(make_site, qtbot, tmp_path):
    nameless = {}

    def look(name, widget):
        nameless[name] = unnamed(widget)

    walk = Walk(make_site(), qtbot, look, tmp_path)
    walk.go(walk.begin())
    assert len(nameless) >= 13
    assert {name: found for name, found in nameless.items() if found} == {}


@pytest.mark.parametrize("new", [True, False])
def test_a_locked_console_and_a_new_site_have_names_and_room(make_site, new_site, qtbot, new):
    site = new_site if new else make_site()
    reception = site.open()
    page = reception.first_run if new else reception.sign_in
    qtbot.waitUntil(page.isVisible)
    for scale in SCALES:
        site.booth.window.appearance.set_text_scale(scale)
        qtbot.wait(10)
        assert misfits(site.booth.window) == [], scale
    assert unnamed(site.booth.window) == []
