"""First run, sign-in, lock, shift and people, by keys alone on the real window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.people.permissions import NotAllowedError, Permission
from console.ui.actions import ActionId
from console.ui.top_bar import StatusItem
from db.people_records import Role
from tests.console.ui.pages.conftest import (
    ADMINISTRATOR,
    ATTENDANT,
    LOCK_AFTER_S,
    PASSWORD,
    PIN,
    SUPERVISOR,
)
from tests.support.screens import make_item

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def type_in(qtbot, box, text):
    qtbot.waitUntil(box.isVisible)
    box.setFocus()
    qtbot.keyClicks(box, text)


def sign_in_by_keys(site, qtbot, name, secret):
    page = site.reception.sign_in
    qtbot.waitUntil(lambda: page.isVisible() and page.names.count() == 3)
    box = page.secret
    qtbot.waitUntil(box.hasFocus)
    for _ in range(3):
        if page.names.currentItem().text().startswith(name):
            break
        qtbot.keyClick(box, Key.Key_Down)
    qtbot.keyClicks(box, secret)
    qtbot.keyClick(box, Key.Key_Return)


def signed_in(site):
    person = site.session.person
    shown = [item.text for item in site.booth.window.top_bar.findChildren(StatusItem)]
    return person is not None and person.name in shown


def test_a_new_site_is_asked_for_its_administrator(new_site, qtbot):
    page = new_site.open().first_run
    qtbot.waitUntil(page.isVisible)
    qtbot.waitUntil(page.name.hasFocus)
    qtbot.keyClicks(page.name, "Asha Rao")
    qtbot.keyClick(page.name, Key.Key_Return)
    qtbot.keyClicks(page.secret, PASSWORD)
    qtbot.keyClick(page.secret, Key.Key_Return)
    qtbot.keyClicks(page.again, "something else")
    qtbot.keyClick(page.again, Key.Key_Return)
    assert page.message.text() == "The two are not the same"
    type_in(qtbot, page.again, PASSWORD)
    qtbot.keyClick(page.again, Key.Key_Return)
    qtbot.waitUntil(lambda: signed_in(new_site))
    assert new_site.session.person.role is Role.ADMINISTRATOR
    assert not page.isVisible()


def test_a_weak_password_is_refused_with_what_is_wanted(new_site, qtbot):
    page = new_site.open().first_run
    qtbot.waitUntil(page.isVisible)
    for box, text in ((page.name, "Asha"), (page.secret, "12"), (page.again, "12")):
        type_in(qtbot, box, text)
        qtbot.keyClick(box, Key.Key_Return)
    qtbot.waitUntil(lambda: page.message.text() == "A PIN needs 6 digits")
    assert new_site.office.is_new_site()


def test_an_attendant_signs_in_by_keys(site, qtbot):
    site.open()
    assert not site.booth.window.actions_table.of_lane(ActionId.OPEN_LANE, "north").isEnabled()
    sign_in_by_keys(site, qtbot, ATTENDANT, PIN)
    qtbot.waitUntil(lambda: signed_in(site))
    assert site.booth.window.actions_table.of_lane(ActionId.OPEN_LANE, "north").isEnabled()


def test_a_wrong_pin_keeps_the_door_shut_and_says_so(site, qtbot, caplog):
    page = site.open().sign_in
    sign_in_by_keys(site, qtbot, ATTENDANT, "0000")
    qtbot.waitUntil(lambda: page.message.text() == "Wrong PIN or password")
    assert page.isVisible()
    assert page.secret.text() == ""
    assert site.session.person is None
    assert "wrong PIN or password for Meera Iyer" in caplog.text
    assert "0000" not in caplog.text
    caplog.clear()


def test_after_five_wrong_pins_the_page_says_how_long_to_wait(site, qtbot, caplog):
    page = site.open().sign_in
    for _ in range(5):
        page.message.clear()
        sign_in_by_keys(site, qtbot, ATTENDANT, "0000")
        qtbot.waitUntil(lambda: page.message.text().startswith("Wrong"))
    assert page.message.text() == "Wrong PIN or password. Try again in 30 s"
    page.message.clear()
    sign_in_by_keys(site, qtbot, ATTENDANT, PIN)
    qtbot.waitUntil(lambda: page.message.text().startswith("Too many wrong attempts"))
    assert site.session.person is None
    caplog.clear()


def test_an_attendant_cannot_open_the_page_of_people(site, qtbot):
    reception = site.open(person=ATTENDANT)
    window = site.booth.window
    assert not window.actions_table[ActionId.PEOPLE_PAGE].isEnabled()
    qtbot.keyClick(window, Key.Key_F10)
    assert not reception.people.isVisible()
    with pytest.raises(NotAllowedError):
        site.office.add_person("Eve", Role.ADMINISTRATOR, PASSWORD)


def test_ctrl_l_locks_and_the_same_person_goes_on(site, qtbot):
    reception = site.open(person=ATTENDANT)
    qtbot.keyClick(site.booth.window, Key.Key_L, CTRL)
    assert reception.sign_in.isVisible()
    qtbot.waitUntil(lambda: site.session.person is None)
    sign_in_by_keys(site, qtbot, ATTENDANT, PIN)
    qtbot.waitUntil(lambda: signed_in(site))
    assert not reception.sign_in.isVisible()


def test_a_console_that_nobody_touches_locks_itself(site, qtbot):
    reception = site.open(person=ATTENDANT)
    site.booth.clock.advance(LOCK_AFTER_S - 1)
    QTest.keyClick(site.booth.window.windowHandle(), Key.Key_Shift)
    site.booth.clock.advance(LOCK_AFTER_S - 1)
    reception.tick()
    assert site.session.may(Permission.DECIDE)
    site.booth.clock.advance(2)
    reception.tick()
    assert reception.sign_in.isVisible()
    qtbot.waitUntil(lambda: not site.session.may(Permission.DECIDE))


def test_a_locked_console_tells_who_waits(site, qtbot):
    reception = site.open()
    site.booth.bridge.on_review_opened(make_item("p1", site.booth.clock.ns))
    qtbot.waitUntil(lambda: site.booth.window.queue.rowCount() == 1)
    site.booth.clock.advance(65)
    reception.tick()
    assert reception.sign_in._waiting.text() == "1 waiting for a person, oldest 1:05"


def test_a_shift_is_handed_over_and_read_by_the_next_person(site, qtbot):
    reception = site.open(person=ATTENDANT)
    window, page = site.booth.window, reception.shift
    qtbot.keyClick(window, Key.Key_F7)
    qtbot.waitUntil(lambda: page.title.text().startswith("Shift of Meera Iyer"))
    type_in(qtbot, page.note, "Lane 2 sticks in the rain")
    qtbot.keyClick(page.note, Key.Key_Return)
    qtbot.waitUntil(lambda: page.notes.count() == 1)
    site.booth.bridge.on_review_opened(make_item("p1", site.booth.clock.ns))
    qtbot.waitUntil(lambda: window.queue.rowCount() == 1)
    reception.tick()
    assert "1 waiting for a person" in page.open_exceptions()
    type_in(qtbot, page.farewell, "Quiet night")
    qtbot.keyClick(page.farewell, Key.Key_H, CTRL)
    sign_in_by_keys(site, qtbot, SUPERVISOR, "802457")
    qtbot.waitUntil(lambda: signed_in(site))
    qtbot.waitUntil(page.isVisible)
    qtbot.waitUntil(lambda: "Quiet night" in page.before.text())
    assert "1 waiting for a person" in page.before.text()
    qtbot.keyClick(page.note, Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: "Read by Ravi Kumar" in page.before.text())
    page.notes.setCurrentRow(0)
    qtbot.keyClick(page.note, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: page.notes.count() == 0)


def test_an_administrator_adds_somebody_who_then_signs_in(site, qtbot):
    reception = site.open(person=ADMINISTRATOR)
    page = reception.people
    qtbot.keyClick(site.booth.window, Key.Key_F10)
    qtbot.waitUntil(lambda: page.table.rowCount() == 3)
    type_in(qtbot, page.name, "Farah")
    type_in(qtbot, page.secret, "7410")
    qtbot.keyClick(page.secret, Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: page.table.rowCount() == 4)
    assert page.message.text() == "Farah may sign in now"
    assert page.secret.text() == ""
    site.office.lock()
    assert site.office.sign_in("Farah", "7410").role is Role.ATTENDANT


def test_the_last_administrator_cannot_be_stopped(site, qtbot):
    page = site.open(person=ADMINISTRATOR).people
    qtbot.keyClick(site.booth.window, Key.Key_F10)
    qtbot.waitUntil(lambda: page.table.rowCount() == 3)
    page.table.selectRow(0)
    qtbot.keyClick(page.name, Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: "last administrator" in page.message.text())


def test_the_sheet_of_keys_lists_those_of_the_page_in_sight(site, qtbot):
    site.open(person=ATTENDANT)
    table = site.booth.window.actions_table
    assert "Hand over" not in [line.text for line in table.sheet()]
    qtbot.keyClick(site.booth.window, Key.Key_F7)
    assert "Hand over" in [line.text for line in table.sheet()]


def test_sound_is_off_for_one_shift_alone_and_can_be_tried(site, qtbot):
    heard = []
    site.booth.settings = replace(site.booth.settings, alarm=lambda: heard.append("alarm"))
    site.open(person=ATTENDANT)
    window = site.booth.window
    table = window.actions_table
    qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert window._escalation.muted
    assert not window.review._sound.isHidden(), "it is shown that nothing will be heard"
    table[ActionId.TEST_SOUND].trigger()
    assert heard == ["alarm"], "a test is heard although it is off"
    window.show_page(ActionId.SHIFT_PAGE)
    site.reception.shift.hand_over_asked.emit("")
    qtbot.waitUntil(site.reception.sign_in.isVisible)
    assert not window._escalation.muted
