"""The switch between pages, and the lock in front of them all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from console.ui.actions import ActionId
from console.ui.top_bar import StatusItem
from tests.support.screens import make_item

Key = Qt.Key


@pytest.fixture
def paged(booth, qtbot):
    """A booth with a second page that holds a box to type in, and a passage that waits."""
    box = QLineEdit()
    booth.window.add_page(ActionId.HISTORY_PAGE, box)
    booth.bridge.on_review_opened(make_item("p1", booth.clock.ns))
    qtbot.waitUntil(booth.window.actions_table[ActionId.CONFIRM].isEnabled)
    booth.window.activateWindow()
    return booth, box


def test_the_bar_of_pages_is_there_once_there_is_a_choice(make_booth):
    window = make_booth().open()
    assert not window.page_bar.isVisible()
    window.add_page(ActionId.HISTORY_PAGE, QLabel())
    assert window.page_bar.isVisible()
    assert window.actions_table[ActionId.HISTORY_PAGE].isEnabled()
    assert not window.actions_table[ActionId.VEHICLES_PAGE].isEnabled()


def test_review_keys_decide_nothing_while_another_page_is_shown(paged, qtbot):
    booth, box = paged
    qtbot.keyClick(booth.window, Key.Key_F3)
    qtbot.waitUntil(box.isVisible)
    box.setFocus()
    for key in (Key.Key_K, Key.Key_Return):
        qtbot.keyClick(box, key)
    qtbot.keyClick(box, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert booth.commands.calls == []
    assert box.text().upper() == "K"
    qtbot.keyClick(box, Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    assert [call[:2] for call in booth.commands.calls] == [("open", "north")]


def test_coming_back_to_the_lanes_goes_on_with_the_review(paged, qtbot):
    booth, box = paged
    qtbot.keyClick(booth.window, Key.Key_F3)
    box.setFocus()
    qtbot.keyClick(box, Key.Key_F2)
    assert booth.window.review.slots.hasFocus()
    qtbot.keyClick(booth.window.review.slots, Key.Key_Return)
    assert [call[0] for call in booth.commands.calls] == ["confirm"]


def test_a_passage_that_leaves_the_queue_takes_no_focus_from_another_page(paged, qtbot):
    booth, box = paged
    qtbot.keyClick(booth.window, Key.Key_F3)
    box.setFocus()
    booth.bridge.on_review_closed("p1")
    qtbot.waitUntil(lambda: booth.window.queue.rowCount() == 0)
    assert box.hasFocus()


def test_a_locked_window_asks_nothing_of_the_engine(paged, qtbot):
    booth, _ = paged
    lock = QLineEdit()
    booth.window.lock(lock)
    lock.setFocus()
    for key in (Key.Key_F1, Key.Key_F2):
        qtbot.keyClick(lock, key, Qt.KeyboardModifier.ControlModifier)
    for key in (Key.Key_Return, Key.Key_F3, Key.Key_F2):
        qtbot.keyClick(lock, key)
    assert booth.commands.calls == []
    assert lock.isVisible()
    assert booth.window.actions_table[ActionId.THEME].isEnabled()


def test_who_signs_in_is_named_and_gets_only_what_is_allowed(paged, qtbot):
    booth, box = paged
    lock = QLabel()
    booth.window.lock(lock)
    booth.window.unlock("Meera", frozenset({ActionId.HISTORY_PAGE}))
    assert not lock.isVisible()
    assert "Meera" in [item.text for item in booth.window.top_bar.findChildren(StatusItem)]
    assert not booth.window.actions_table[ActionId.HISTORY_PAGE].isEnabled()
    qtbot.keyClick(booth.window, Key.Key_F3)
    assert not box.isVisible()
