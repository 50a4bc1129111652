"""Sign-in, roles below the screens, shifts and hand-over, on a real database."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from console.people.office import Office, SignInError, SignInFault
from console.people.permissions import NotAllowedError, Permission, may
from console.people.secrets import (
    SecretFault,
    WeakSecretError,
    check_secret,
    hash_secret,
    is_right,
    wait_after,
)
from console.people.session import Session
from db.audit import record_decision
from db.errors import PersonRefusedError
from db.people import secret_of
from db.people_records import EventKind, Role
from db.records import Outcome
from db.site_events import events_about, recent_events
from tests.console.people.conftest import ADMINISTRATOR, ATTENDANT, PASSWORD, PIN
from tests.support.decisions import make_decision


def test_a_new_site_makes_its_administrator_once(new_desk):
    assert new_desk.office.is_new_site()
    made = new_desk.office.create_administrator("  Asha   Rao ", PASSWORD)
    assert (made.name, made.role) == ("Asha Rao", Role.ADMINISTRATOR)
    assert new_desk.session.person == made
    assert not new_desk.office.is_new_site()
    with pytest.raises(PersonRefusedError, match="has people already"):
        new_desk.office.create_administrator("Somebody Else", PASSWORD)


def test_two_first_administrators_at_once_are_one(new_desk):
    def make(name):
        try:
            Office(new_desk.engine, Session()).create_administrator(name, PASSWORD)
        except PersonRefusedError:
            return 0
        return 1

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(make, ("First", "Second"))) == 1


def test_signing_in_gives_the_desk_and_begins_the_shift(desk):
    desk.office.sign_in(ATTENDANT.upper(), PIN)
    assert desk.session.require(Permission.DECIDE) == ATTENDANT
    running = desk.office.shift().running
    assert running is not None
    assert (running.person, running.started_at) == (ATTENDANT, desk.at)


def test_a_wrong_pin_signs_nobody_in_and_is_recorded(desk):
    with pytest.raises(SignInError) as refused:
        desk.office.sign_in(ATTENDANT, "2581")
    assert refused.value.fault is SignInFault.WRONG
    assert desk.session.person is None
    last = events_about(desk.engine, ATTENDANT, 1)[0]
    assert (last.kind, last.detail) == (EventKind.SIGN_IN_REFUSED, "wrong attempt 1")


def test_guessing_is_slowed_down_even_over_a_restart(desk):
    for _ in range(5):
        with pytest.raises(SignInError):
            desk.office.sign_in(ATTENDANT, "9999")
    restarted = Office(desk.engine, Session(), now=lambda: desk.at)
    with pytest.raises(SignInError) as refused:
        restarted.sign_in(ATTENDANT, PIN)
    assert refused.value.fault is SignInFault.MUST_WAIT
    assert 0 < refused.value.wait_s <= 30
    desk.advance(31)
    assert restarted.sign_in(ATTENDANT, PIN).name == ATTENDANT
    stored = secret_of(desk.engine, ATTENDANT)
    assert stored is not None
    assert stored.failed_count == 0


def test_the_wait_grows_and_has_an_end():
    waits = [wait_after(count) for count in (4, 5, 6, 7, 50)]
    assert waits[0] is None
    seconds = [wait.total_seconds() for wait in waits[1:] if wait is not None]
    assert seconds == [30, 60, 120, 900]


def test_neither_hash_nor_secret_is_in_any_text(desk):
    stored = secret_of(desk.engine, ATTENDANT)
    assert stored is not None
    assert stored.secret_hash.startswith("$argon2id$")
    assert stored.secret_hash not in repr(stored)
    assert PIN not in stored.secret_hash


def test_equal_pins_have_different_hashes_and_a_damaged_one_fits_nothing():
    first, second = hash_secret(PIN), hash_secret(PIN)
    assert first != second
    assert is_right(first, PIN)
    assert not is_right(first[:-4], PIN)
    assert not is_right("", "")


@pytest.mark.parametrize(
    ("secret", "role", "fault"),
    [
        ("258", Role.ATTENDANT, SecretFault.SHORT_PIN),
        ("2580", Role.SUPERVISOR, SecretFault.SHORT_PIN),
        ("1111", Role.ATTENDANT, SecretFault.EASY_PIN),
        ("1234", Role.ATTENDANT, SecretFault.EASY_PIN),
        ("987654", Role.ADMINISTRATOR, SecretFault.EASY_PIN),
        ("", Role.ATTENDANT, SecretFault.SHORT_PASSWORD),
        ("gate", Role.ATTENDANT, SecretFault.SHORT_PASSWORD),
        ("x" * 200, Role.ATTENDANT, SecretFault.TOO_LONG),
    ],
)
def test_secrets_that_anybody_would_guess_are_refused(secret, role, fault):
    with pytest.raises(WeakSecretError) as refused:
        check_secret(secret, role)
    assert refused.value.fault is fault


@pytest.mark.parametrize(
    ("secret", "role"), [("2580", Role.ATTENDANT), ("290173", Role.ADMINISTRATOR)]
)
def test_good_secrets_are_taken(secret, role):
    check_secret(secret, role)


def test_every_role_may_do_what_the_one_below_it_may():
    for permission in Permission:
        if may(Role.ATTENDANT, permission):
            assert may(Role.SUPERVISOR, permission)
        assert may(Role.ADMINISTRATOR, permission)
    assert not may(Role.SUPERVISOR, Permission.EDIT_PEOPLE)
    assert not may(Role.ATTENDANT, Permission.EDIT_VEHICLES)


def test_what_a_role_may_not_do_is_refused_below_the_screens(desk):
    desk.office.sign_in(ATTENDANT, PIN)
    asked = (
        desk.office.people,
        lambda: desk.office.add_person("Eve", Role.ADMINISTRATOR, PASSWORD),
        lambda: desk.office.change_role(ATTENDANT, Role.ADMINISTRATOR),
        lambda: desk.office.set_active(ADMINISTRATOR, is_active=False),
        lambda: desk.office.change_secret(ADMINISTRATOR, "294857"),
    )
    for ask in asked:
        with pytest.raises(NotAllowedError, match=r"edit people.*Meera Iyer is attendant"):
            ask()
    assert [one.name for one in desk.office.people_who_may_sign_in()] == [ADMINISTRATOR, ATTENDANT]


def test_nobody_may_do_anything_at_a_locked_desk(desk):
    desk.office.sign_in(ADMINISTRATOR, PASSWORD)
    desk.office.lock()
    for ask in (desk.office.people, desk.office.shift, lambda: desk.office.add_note("x")):
        with pytest.raises(NotAllowedError, match="nobody is signed in"):
            ask()
    assert not desk.session.may(Permission.DECIDE)


def test_the_last_administrator_stays_one(desk):
    desk.office.sign_in(ADMINISTRATOR, PASSWORD)
    for lose in (
        lambda: desk.office.change_role(ADMINISTRATOR, Role.ATTENDANT),
        lambda: desk.office.set_active(ADMINISTRATOR, is_active=False),
    ):
        with pytest.raises(PersonRefusedError, match="last administrator"):
            lose()
    desk.office.change_role(ATTENDANT, Role.ADMINISTRATOR)
    desk.office.set_active(ADMINISTRATOR, is_active=False)
    with pytest.raises(SignInError) as refused:
        desk.office.sign_in(ADMINISTRATOR, PASSWORD)
    assert refused.value.fault is SignInFault.NOT_ALLOWED


def test_a_name_is_taken_in_whatever_case_it_is_written(desk):
    desk.office.sign_in(ADMINISTRATOR, PASSWORD)
    with pytest.raises(PersonRefusedError, match="taken by Meera Iyer"):
        desk.office.add_person("meera  IYER", Role.ATTENDANT, PIN)
    for name in ("", "   ", "x" * 61, "a\x07b", "Policy"):
        with pytest.raises(PersonRefusedError):
            desk.office.add_person(name, Role.ATTENDANT, PIN)


def test_a_new_pin_ends_the_wait_for_the_old_one(desk):
    for _ in range(6):
        with pytest.raises(SignInError):
            desk.office.sign_in(ATTENDANT, "9999")
    desk.office.sign_in(ADMINISTRATOR, PASSWORD)
    desk.office.change_secret(ATTENDANT, "7410")
    desk.office.lock()
    assert desk.office.sign_in(ATTENDANT, "7410").name == ATTENDANT


def test_a_shift_counts_its_own_decisions_whatever_the_clock_says(desk):
    record_decision(desk.engine, make_decision(1))
    desk.office.sign_in(ATTENDANT, PIN)
    record_decision(desk.engine, make_decision(2))
    record_decision(desk.engine, make_decision(3, outcome=Outcome.REJECTED))
    assert desk.office.shift().outcomes == {Outcome.ACCEPTED: 1, Outcome.REJECTED: 1}


def test_locking_and_coming_back_goes_on_with_the_shift(desk):
    desk.office.sign_in(ATTENDANT, PIN)
    began = desk.at
    desk.office.lock()
    desk.advance(600)
    desk.office.sign_in(ATTENDANT, PIN)
    running = desk.office.shift().running
    assert running is not None
    assert running.started_at == began


def test_a_hand_over_carries_what_is_open_to_the_next_person(desk):
    desk.employ("Ravi", Role.ATTENDANT, "8024")
    desk.office.sign_in(ATTENDANT, PIN)
    desk.office.add_note("Lane 2 sticks in the rain")
    desk.advance(12 * 3600)
    desk.office.hand_over("Quiet night", ("2 passages wait", "South exit is down"))
    assert desk.session.person is None
    desk.advance(60)
    desk.office.sign_in("Ravi", "8024")
    view = desk.office.shift()
    assert view.running is not None
    assert view.before is not None
    assert view.running.person == "Ravi"
    assert view.before.hand_over_note == "Quiet night"
    assert view.before.exceptions == ("2 passages wait", "South exit is down")
    assert [note.text for note in view.notes] == ["Lane 2 sticks in the rain"]
    desk.office.take_note_of_hand_over(view.before.shift_id)
    desk.office.settle_note(view.notes[0].note_id)
    view = desk.office.shift()
    assert view.before is not None
    assert view.before.read_by == "Ravi"
    assert view.notes == ()


def test_a_shift_that_was_left_without_a_hand_over_is_ended_by_who_comes_next(desk):
    desk.employ("Ravi", Role.ATTENDANT, "8024")
    desk.office.sign_in(ATTENDANT, PIN)
    desk.office.lock()
    desk.office.sign_in("Ravi", "8024")
    view = desk.office.shift()
    assert view.running is not None
    assert view.running.person == "Ravi"
    ended = [one for one in recent_events(desk.engine, 20) if one.kind is EventKind.SHIFT_ENDED]
    assert ended[0].subject == ATTENDANT
    assert "without a hand-over" in ended[0].detail


def test_a_supervisor_who_looks_in_leaves_the_shift_with_the_attendant(desk):
    desk.office.sign_in(ATTENDANT, PIN)
    desk.office.lock()
    desk.office.sign_in(ADMINISTRATOR, PASSWORD)
    running = desk.office.shift().running
    assert running is not None
    assert running.person == ATTENDANT
    assert desk.session.require(Permission.DECIDE) == ADMINISTRATOR
    desk.office.take_over()
    running = desk.office.shift().running
    assert running is not None
    assert running.person == ADMINISTRATOR
