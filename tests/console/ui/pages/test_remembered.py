"""What a person chose in the window is there again after the next start."""

import argparse

import pytest
from PySide6.QtCore import QPoint, QSettings, QSize, Qt

from console.commands.desktop import add_arguments
from console.ui.actions import ActionId
from console.ui.theme import ThemeName
from tests.console.ui.pages.conftest import ATTENDANT, SUPERVISOR, StaffedBooth
from tests.console.ui.test_window import drag_up
from tests.support.screens import Booth


@pytest.fixture
def path(tmp_path):
    return tmp_path / "window.ini"


@pytest.fixture
def start(make_booth, make_site, path):
    """Start the console of one site again and again; each start ends the one before."""
    sites: list[StaffedBooth] = []

    def start_again() -> StaffedBooth:
        if not sites:
            first: StaffedBooth = make_site(layout_path=path)
            sites.append(first)
            return sites[0]
        before = sites[-1].booth.window
        assert before is not None
        before.close()
        booth: Booth = make_booth(2, layout_path=path)
        sites.append(StaffedBooth(booth, sites[0].engine, path.parent))
        return sites[-1]

    return start_again


def press(qtbot, window, key, modifiers=Qt.KeyboardModifier.ControlModifier):
    qtbot.keyClick(window, key, modifiers)


def looks(window):
    return window.appearance.theme, window.appearance.text_scale


def test_theme_and_text_size_chosen_by_key_come_back_with_the_person(start, qtbot):
    site = start()
    site.open(person=SUPERVISOR)
    window = site.booth.window
    window.actions_table[ActionId.THEME].trigger()
    window.actions_table[ActionId.LARGER_TEXT].trigger()
    window.actions_table[ActionId.LARGER_TEXT].trigger()
    assert looks(window) == (ThemeName.LIGHT, 1.2)

    again = start()
    again.open()
    assert looks(again.booth.window) == (ThemeName.LIGHT, 1.2), "as it was last, for the lock"
    again.booth.window.close()

    third = start()
    third.open(person=ATTENDANT)
    assert looks(third.booth.window) == (ThemeName.DARK, 1.0), "another's eyes are not theirs"
    third.booth.window.unlock(SUPERVISOR, frozenset())
    assert looks(third.booth.window) == (ThemeName.LIGHT, 1.2)


def test_looks_that_the_file_does_not_say_rightly_count_as_never_chosen(start, path):
    kept = QSettings(str(path), QSettings.Format.IniFormat)
    kept.setValue(f"looks/by {ATTENDANT}", ["mauve", "1.2"])
    kept.setValue(f"looks/by {SUPERVISOR}", ["light", "9"])
    kept.setValue("looks/last", "light")
    kept.sync()
    site = start()
    site.open()
    window = site.booth.window
    for person in (ATTENDANT, SUPERVISOR):
        window.unlock(person, frozenset())
        assert looks(window) == (ThemeName.DARK, 1.0)


def test_geometry_panes_and_columns_come_back(start, qtbot):
    site = start()
    site.open(1500, 820, SUPERVISOR)
    window = site.booth.window
    panel = window.decisions_panel
    drag_up(qtbot, panel.parent().handle(1), 120)
    height = panel.height()
    window.show_page(ActionId.HISTORY_PAGE)
    header = site.archivist.page.table.horizontalHeader()
    before = header.sectionSize(0)
    drag_edge(qtbot, header, 0, 37)
    assert header.sectionSize(0) == before + 37

    again = start()
    again.booth.lanes = site.booth.lanes
    again.open(1500, 820, SUPERVISOR)
    window = again.booth.window
    assert window.decisions_panel.height() == height
    window.show_page(ActionId.HISTORY_PAGE)
    table = again.archivist.page.table
    qtbot.waitUntil(lambda: table.horizontalHeader().sectionSize(0) == before + 37)


def test_geometry_is_the_one_of_the_last_time(make_booth, path, qtbot):
    never = make_booth(2).open_as_kept()
    # Qt keeps a window on the screen, which the offscreen platform has 800 x 800 of
    first = make_booth(2, layout_path=path).open(never.width(), 730)
    first.close()
    second = make_booth(2, layout_path=path).open_as_kept()
    assert never.height() != 730
    assert second.size() == QSize(never.width(), 730)


def test_no_size_is_forced_on_a_window_that_has_one_already():
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert parser.parse_args([]).window_size is None


def test_a_dragged_column_grows_with_the_text_and_stays_when_the_window_is_resized(start, qtbot):
    site = start()
    site.open(1900, 900, SUPERVISOR)
    window = site.booth.window
    window.show_page(ActionId.VEHICLES_PAGE)
    header = site.registry_desk.page.table.horizontalHeader()
    drag_edge(qtbot, header, 0, 20)
    wide = header.sectionSize(0)
    window.resize(1880, 880)
    qtbot.waitUntil(lambda: window.width() == 1880)
    assert header.sectionSize(0) == wide
    window.appearance.set_text_scale(1.1)
    qtbot.waitUntil(lambda: abs(header.sectionSize(0) - round(wide * 1.1)) <= 1)


def drag_edge(qtbot, header, column, distance_px):
    edge = header.sectionViewportPosition(column) + header.sectionSize(column) - 1
    start = QPoint(edge, header.height() // 2)
    port = header.viewport()
    qtbot.mouseMove(port, start)
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, start + QPoint(distance_px, 0))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start + QPoint(distance_px, 0))
