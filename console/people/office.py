"""Signing in and out, shifts and the list of people: checks first, then does, then records."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Engine

from console.people.permissions import Permission
from console.people.secrets import check_secret, hash_secret, is_right, wait_after
from console.people.session import Session
from db import people, shifts
from db.audit import record_act
from db.people_records import EventKind, NoteRecord, PersonRecord, Role, ShiftRecord, SiteEvent
from db.records import Outcome

_log = logging.getLogger("audit")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SignInFault(StrEnum):
    """Why somebody was not signed in; the screen translates these into words."""

    WRONG = "wrong"
    NOT_ALLOWED = "not_allowed"
    MUST_WAIT = "must_wait"


class SignInError(Exception):
    """An attempt to sign in that was refused; ``wait_s`` is how long none is accepted."""

    def __init__(self, fault: SignInFault, wait_s: float = 0.0) -> None:
        super().__init__(f"sign-in refused: {fault.value.replace('_', ' ')}")
        self.fault = fault
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class ShiftView:
    """What the page of the shift shows: the running shift, the one before, notes and counts."""

    running: ShiftRecord | None
    before: ShiftRecord | None
    notes: tuple[NoteRecord, ...]
    outcomes: Mapping[Outcome, int]


class Office:
    """The people of the site; every call may take its time and belongs on a pool thread."""

    def __init__(
        self, engine: Engine, session: Session, now: Callable[[], datetime] = _utc_now
    ) -> None:
        self._engine = engine
        self._session = session
        self._now = now

    def is_new_site(self) -> bool:
        """Whether nobody was ever added, so that an administrator must be made first."""
        return not people.people(self._engine)

    def people_who_may_sign_in(self) -> tuple[PersonRecord, ...]:
        """Everybody who is allowed to sign in, by name."""
        return tuple(one for one in people.people(self._engine) if one.is_active)

    def shift_of(self) -> str:
        """Whose shift is running; empty when none is."""
        running = shifts.running_shift(self._engine)
        return "" if running is None else running.person

    def create_administrator(self, name: str, secret: str) -> PersonRecord:
        """Make the first person of a new site, who is signed in with it.

        Raises:
            WeakSecretError: PIN or password are not good enough.
            PersonRefusedError: the name cannot be one, or the site has people already.
            StoreUnavailableError: nothing was stored.
        """
        check_secret(secret, Role.ADMINISTRATOR)
        person = people.add_person(
            self._engine,
            name,
            Role.ADMINISTRATOR,
            hash_secret(secret),
            by="",
            at=self._now(),
            only_first=True,
        )
        self._begin(person)
        return person

    def sign_in(self, name: str, secret: str) -> PersonRecord:
        """Sign a person in and give them the desk; an attendant takes the shift, too.

        Raises:
            SignInError: wrong, not allowed any more, or too many wrong attempts before.
            StoreUnavailableError: it cannot be checked or recorded; nobody is signed in.
        """
        now = self._now()
        person = people.person(self._engine, name)
        stored = people.secret_of(self._engine, name)
        if person is None or stored is None or not person.is_active:
            raise SignInError(SignInFault.NOT_ALLOWED)
        if stored.wait_until is not None and now < stored.wait_until:
            wait_s = (stored.wait_until - now).total_seconds()
            raise SignInError(SignInFault.MUST_WAIT, wait_s)
        if not is_right(stored.secret_hash, secret):
            wait = wait_after(stored.failed_count + 1)
            until = None if wait is None else now + wait
            people.count_wrong_attempt(self._engine, person.name, at=now, wait_until=until)
            _log.warning("wrong PIN or password for %s", person.name)
            wait_s = 0.0 if wait is None else wait.total_seconds()
            raise SignInError(SignInFault.WRONG, wait_s)
        people.note_sign_in(self._engine, person.name, at=now)
        self._begin(person)
        return person

    def lock(self) -> None:
        """Nobody is at the desk until somebody signs in; the shift goes on."""
        person = self._session.person
        self._session.end()
        if person is not None:
            _log.info("%s locked the desk", person.name)
            event = SiteEvent(EventKind.LOCKED, person.name, person.name, self._now())
            record_act(self._engine, event)

    def shift(self) -> ShiftView:
        """The state of the shift.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: it cannot be read.
        """
        self._session.require(Permission.KEEP_SHIFT)
        running = shifts.running_shift(self._engine)
        outcomes = (
            {} if running is None else shifts.outcomes_since(self._engine, running.after_sequence)
        )
        return ShiftView(
            running,
            shifts.last_ended_shift(self._engine),
            shifts.open_notes(self._engine),
            outcomes,
        )

    def take_over(self) -> ShiftRecord:
        """Begin a shift of the person at the desk, ending one that was left running.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: nothing was stored.
        """
        name = self._session.require(Permission.KEEP_SHIFT)
        return shifts.start_shift(self._engine, name, at=self._now())

    def hand_over(self, note: str, exceptions: tuple[str, ...]) -> None:
        """End the shift with what is open, and lock the desk for the next person.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: nothing was stored; the shift goes on.
        """
        name = self._session.require(Permission.KEEP_SHIFT)
        shifts.end_shift(self._engine, by=name, note=note, exceptions=exceptions, at=self._now())
        _log.info("%s handed over with %d open exceptions", name, len(exceptions))
        self.lock()

    def take_note_of_hand_over(self, shift_id: int) -> None:
        """Record that the person at the desk has read what was handed over.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: nothing was stored.
        """
        name = self._session.require(Permission.KEEP_SHIFT)
        shifts.note_hand_over_read(self._engine, shift_id, by=name, at=self._now())

    def add_note(self, text: str) -> None:
        """Write down what the next shifts must know.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: nothing was stored.
        """
        name = self._session.require(Permission.KEEP_SHIFT)
        if text.strip():
            shifts.add_note(self._engine, text, by=name, at=self._now())

    def settle_note(self, note_id: int) -> None:
        """A note needs no more attention.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: nothing was stored.
        """
        name = self._session.require(Permission.KEEP_SHIFT)
        shifts.settle_note(self._engine, note_id, by=name, at=self._now())

    def people(self) -> tuple[PersonRecord, ...]:
        """Everybody, those who may not sign in any more included.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            StoreUnavailableError: they cannot be read.
        """
        self._session.require(Permission.EDIT_PEOPLE)
        return people.people(self._engine)

    def add_person(self, name: str, role: Role, secret: str) -> PersonRecord:
        """Let somebody sign in from now on.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            WeakSecretError, PersonRefusedError: the secret or the name will not do.
            StoreUnavailableError: nothing was stored.
        """
        by = self._session.require(Permission.EDIT_PEOPLE)
        check_secret(secret, role)
        return people.add_person(
            self._engine, name, role, hash_secret(secret), by=by, at=self._now()
        )

    def change_role(self, name: str, role: Role) -> None:
        """Give somebody another role; it counts from their next sign-in.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            PersonRefusedError: the site would lose its last administrator.
            StoreUnavailableError: nothing was stored.
        """
        by = self._session.require(Permission.EDIT_PEOPLE)
        people.change_role(self._engine, name, role, by=by, at=self._now())

    def set_active(self, name: str, *, is_active: bool) -> None:
        """Stop somebody from signing in, or let them again.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            PersonRefusedError: the site would lose its last administrator.
            StoreUnavailableError: nothing was stored.
        """
        by = self._session.require(Permission.EDIT_PEOPLE)
        people.set_active(self._engine, name, is_active=is_active, by=by, at=self._now())

    def change_secret(self, name: str, secret: str) -> None:
        """Give somebody a new PIN or password.

        Raises:
            NotAllowedError: the person at the desk is no administrator.
            WeakSecretError, PersonRefusedError: the secret will not do, or nobody has that name.
            StoreUnavailableError: nothing was stored.
        """
        by = self._session.require(Permission.EDIT_PEOPLE)
        known = people.person(self._engine, name)
        check_secret(secret, Role.ATTENDANT if known is None else known.role)
        people.change_secret(self._engine, name, hash_secret(secret), by=by, at=self._now())

    def _begin(self, person: PersonRecord) -> None:
        running = shifts.running_shift(self._engine)
        if running is None or person.role is Role.ATTENDANT:
            shifts.start_shift(self._engine, person.name, at=self._now())
        self._session.begin(person)
        _log.info("%s signed in as %s", person.name, person.role)
