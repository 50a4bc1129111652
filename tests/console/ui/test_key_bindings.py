"""Other keys chosen on the sheet of the real window, by keys alone."""

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from console.ui.action_spec import ActionId
from console.ui.key_bindings import (
    EVERYWHERE,
    Bindable,
    KeyBindings,
    KeyFault,
    KeyRefusedError,
)
from console.ui.shortcut_sheet import ShortcutSheet
from tests.support.screens import make_item

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def open_sheet(booth, qtbot):
    booth.window.activateWindow()
    assert QTest.qWaitForWindowActive(booth.window)
    qtbot.keyClick(booth.window, Key.Key_F1)
    sheet = booth.window.findChild(ShortcutSheet)
    qtbot.waitUntil(lambda: sheet.isVisible() and sheet.buttons[0].hasFocus())
    return sheet


def go_to(sheet, qtbot, name):
    """Reach the line of that name by arrow keys."""
    names = [button.line.name for button in sheet.buttons]
    for button in sheet.buttons[: names.index(name)]:
        qtbot.keyClick(button, Key.Key_Down)
    found = sheet.buttons[names.index(name)]
    assert found.hasFocus()
    return found


def choose(sheet, qtbot, name, key, modifiers):
    button = go_to(sheet, qtbot, name)
    qtbot.keyClick(button, Key.Key_Return)
    assert button.text() == "Press the new key"
    qtbot.keyClick(button, Key.Key_Control)  # held on the way to the real one
    qtbot.keyClick(button, key, modifiers)
    return button


def close_sheet(booth, qtbot, sheet, button):
    qtbot.keyClick(button, Key.Key_Escape)
    assert not sheet.isVisible()
    qtbot.waitUntil(booth.window.isActiveWindow)


def test_a_key_chosen_on_the_sheet_denies_and_the_old_one_does_not(booth, qtbot):
    sheet = open_sheet(booth, qtbot)
    button = choose(sheet, qtbot, "review.deny", Key.Key_Y, CTRL)
    assert button.text() == "Ctrl+Y"
    assert sheet.message.text() == "Deny has a new key"
    close_sheet(booth, qtbot, sheet, button)
    booth.bridge.on_review_opened(make_item("p1", booth.clock.ns))
    deny = booth.window.actions_table[ActionId.DENY]
    qtbot.waitUntil(deny.isEnabled)
    assert deny.toolTip().endswith("(Ctrl+Y)")
    qtbot.keyClick(booth.window, Key.Key_D, CTRL)
    assert booth.commands.calls == []
    qtbot.keyClick(booth.window, Key.Key_Y, CTRL)
    assert [call[:2] for call in booth.commands.calls] == [("reject", "p1")]


def test_a_key_that_means_something_else_is_refused_with_its_meaning(booth, qtbot):
    sheet = open_sheet(booth, qtbot)
    button = choose(sheet, qtbot, "review.visitor", Key.Key_D, CTRL)
    assert sheet.message.text() == "Not possible: this key already means “Deny”"
    assert button.text() == "Ctrl+G"


def test_a_letter_stays_for_typing(booth, qtbot):
    sheet = open_sheet(booth, qtbot)
    button = choose(sheet, qtbot, "review.skip", Key.Key_S, Qt.KeyboardModifier.NoModifier)
    assert sheet.message.text().startswith("This key is for typing")
    assert button.text() == "Ctrl+S"


def test_escape_leaves_a_key_as_it_is_and_the_sheet_open(booth, qtbot):
    sheet = open_sheet(booth, qtbot)
    button = go_to(sheet, qtbot, "review.skip")
    qtbot.keyClick(button, Key.Key_Return)
    qtbot.keyClick(button, Key.Key_Escape)
    assert button.text() == "Ctrl+S"
    assert sheet.isVisible()


def test_the_keys_of_all_lanes_follow_that_of_the_first(booth, qtbot):
    sheet = open_sheet(booth, qtbot)
    button = choose(sheet, qtbot, "lane.open", Key.Key_F1, ALT)
    assert button.text() == "Alt+F#"
    close_sheet(booth, qtbot, sheet, button)
    qtbot.keyClick(booth.window, Key.Key_F2, ALT)
    assert [call[:2] for call in booth.commands.calls] == [("open", "south")]


def test_a_key_of_lanes_must_leave_room_for_their_numbers(booth, qtbot):
    sheet = open_sheet(booth, qtbot)
    choose(sheet, qtbot, "lane.open", Key.Key_O, ALT)
    assert sheet.message.text().startswith("A key for lanes ends in F1 or 1")
    choose(sheet, qtbot, "lane.open", Key.Key_1, CTRL)
    assert sheet.message.text() == "Not possible: this key already means “Take vehicle 1”"


def test_chosen_keys_are_kept_and_given_back(make_booth, qtbot, tmp_path):
    path = tmp_path / "window.ini"
    first = make_booth(layout_path=path)
    first.open()
    choose(open_sheet(first, qtbot), qtbot, "review.deny", Key.Key_Y, CTRL)
    first.window.close()
    second = make_booth(layout_path=path)
    second.open()
    assert second.window.actions_table.bindings.shown("review.deny") == "Ctrl+Y"
    sheet = open_sheet(second, qtbot)
    button = go_to(sheet, qtbot, "review.deny")
    qtbot.keyClick(button, Key.Key_Delete)
    assert button.text() == "Ctrl+D"
    assert not second.window.actions_table.bindings.is_chosen("review.deny")
    second.window.close()
    third = make_booth(layout_path=path)
    third.open()
    assert third.window.actions_table.bindings.shown("review.deny") == "Ctrl+D"


def test_all_keys_can_be_put_back_at_once(booth, qtbot):
    sheet = open_sheet(booth, qtbot)
    choose(sheet, qtbot, "review.deny", Key.Key_Y, CTRL)
    sheet.usual.setFocus()
    qtbot.keyClick(sheet.usual, Key.Key_Space)
    assert booth.window.actions_table.bindings.shown("review.deny") == "Ctrl+D"


@pytest.fixture
def bindings(qapp):
    bindings = KeyBindings()
    for name, where, key in (
        ("a", "page.lanes", "Ctrl+D"),
        ("b", "page.history", "Ctrl+E"),
        ("c", EVERYWHERE, "Ctrl+M"),
    ):
        bindings.add(Bindable(name, name.upper(), where, (key,), (QAction(),)))
    return bindings


def test_one_key_may_mean_two_things_on_two_pages_but_not_where_both_count(bindings):
    bindings.choose("b", QKeyCombination(CTRL, Key.Key_D))
    with pytest.raises(KeyRefusedError) as refused:
        bindings.choose("b", QKeyCombination(CTRL, Key.Key_M))
    assert (refused.value.fault, refused.value.other) == (KeyFault.TAKEN, "C")
    with pytest.raises(KeyRefusedError):
        bindings.choose("c", QKeyCombination(CTRL, Key.Key_D))


def test_our_key_is_not_given_back_while_another_action_has_it(bindings):
    bindings.choose("c", QKeyCombination(CTRL, Key.Key_U))
    bindings.choose("a", QKeyCombination(CTRL, Key.Key_M))
    with pytest.raises(KeyRefusedError) as refused:
        bindings.restore("c")
    assert refused.value.other == "A"
    assert bindings.shown("c") == "Ctrl+U"


def test_a_key_that_a_new_version_gives_away_does_what_it_did_before(bindings, caplog):
    late = QAction()
    bindings.add(Bindable("d", "D", EVERYWHERE, ("Ctrl+M", "Ctrl+Q"), (late,)))
    assert [key.toString() for key in late.shortcuts()] == ["Ctrl+Q"]
    assert "have another meaning" in caplog.text
    caplog.clear()
