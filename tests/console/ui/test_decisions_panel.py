"""The recent decisions: emptiness, keys, and columns that fit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyledItemDelegate

from console.ui.decisions_table import Column
from console.ui.theme import ThemeName
from db.records import Outcome
from tests.support.screens import make_decision, make_item

Key = Qt.Key


@pytest.fixture
def listed(make_booth, qtbot):
    """A booth with thirty decisions and two passages that wait."""
    booth = make_booth(4)
    booth.recent = tuple(make_decision(number) for number in range(30))
    booth.open()
    booth.ready()
    for number in range(2):
        booth.bridge.on_review_opened(make_item(f"p{number}", booth.clock.ns + number))
    qtbot.waitUntil(lambda: booth.window.decisions.rowCount() == 30)
    qtbot.waitUntil(booth.window.actions_table["review.next"].isEnabled)
    return booth


def go_to_decisions(booth, qtbot):
    booth.window.activateWindow()
    qtbot.keyClick(booth.window, Key.Key_F6)
    table = booth.window.decisions_panel.table
    qtbot.waitUntil(table.hasFocus)
    return table


def test_no_decisions_and_decisions_that_cannot_be_read_differ(make_booth, qtbot):
    booth = make_booth()
    table = booth.open().decisions_panel.table
    assert table.accessibleDescription() == "No decisions yet"
    booth.window.decisions_panel.show_problem("Earlier decisions are missing")
    assert table.accessibleDescription() == "Earlier decisions are missing"


def test_the_emptiness_is_written_on_the_screen(make_booth):
    viewport = make_booth().open().decisions_panel.table.viewport()
    assert len({viewport.grab().toImage().pixel(x, 12) for x in range(viewport.width())}) > 1


def test_arrow_keys_go_through_the_decisions_and_escape_comes_back(listed, qtbot):
    table = go_to_decisions(listed, qtbot)
    assert table.currentIndex().row() == 0
    for _ in range(5):
        qtbot.keyClick(table, Key.Key_Down)
    assert table.currentIndex().row() == 5
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    assert listed.window.presenter.selected.passage_id == "p0"
    qtbot.keyClick(table, Key.Key_Escape)
    assert listed.window.review.slots.hasFocus()
    assert table.verticalScrollBar().value() == 0


def test_letters_typed_in_the_decisions_reach_the_slots(listed, qtbot):
    table = go_to_decisions(listed, qtbot)
    qtbot.keyClick(table, Key.Key_3)
    assert listed.window.review.slots.line.text == "KA01AB1234"


def test_the_newest_decision_is_in_sight_when_nobody_is_looking_through(listed, qtbot):
    listed.bridge.on_decision_recorded(make_decision(99, Outcome.REJECTED))
    qtbot.waitUntil(lambda: listed.window.decisions.rowCount() == 31)
    table = listed.window.decisions_panel.table
    assert table.indexAt(table.viewport().rect().center()).row() == 0


@pytest.mark.parametrize("lane_count", [1, 4, 8])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_nothing_is_to_the_side_of_what_is_seen(make_booth, lane_count, scale):
    table = make_booth(lane_count, text_scale=scale).open().decisions_panel.table
    assert table.horizontalScrollBar().maximum() == 0


def test_observed_and_resolved_plates_have_room_beside_each_other(make_booth, qtbot):
    booth = make_booth(4)
    booth.recent = (make_decision(1, observed="MH12DE1438", resolved="MH12DE1433"),)
    table = booth.open().decisions_panel.table
    qtbot.waitUntil(lambda: booth.window.decisions.rowCount() == 1)
    index = booth.window.decisions.index(0, Column.PLATE)
    assert index.data() == "MH12DE1438 → MH12DE1433"
    assert table.sizeHintForIndex(index).width() <= table.columnWidth(Column.PLATE)


def test_cells_that_are_copied_look_as_if_they_were_painted_anew(listed, qtbot):
    """Also after a theme and a text size were chosen, when nothing old may be shown."""
    table = listed.window.decisions_panel.table
    appearance = listed.window.appearance
    copied_cells = table.itemDelegate()
    for theme, scale in ((ThemeName.DARK, 1.0), (ThemeName.LIGHT, 1.0), (ThemeName.LIGHT, 1.5)):
        appearance.set_look(theme, scale)
        listed.window.decisions.add((make_decision(40 + round(scale)),))
        table.viewport().grab()
        copied = table.viewport().grab().toImage()
        table.setItemDelegate(QStyledItemDelegate(table))
        assert table.viewport().grab().toImage() == copied
        table.setItemDelegate(copied_cells)
