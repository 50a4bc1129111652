"""The people of a site: add, change, and keep count of wrong attempts to sign in."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db.chain import add_act
from db.errors import PersonRefusedError
from db.people_records import EventKind, PersonRecord, Role, SiteEvent, StoredSecret
from db.people_schema import PersonRow
from db.sessions import reading, writing

MAX_NAME_LENGTH = 60


def people(engine: Engine) -> tuple[PersonRecord, ...]:
    """Everybody who may or might sign in, by name.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    with reading(engine) as session:
        rows = session.scalars(select(PersonRow).order_by(PersonRow.name_key))
        return tuple(row.to_record() for row in rows)


def person(engine: Engine, name: str) -> PersonRecord | None:
    """The person of that name, in whatever case it is written; None when there is none."""
    with reading(engine) as session:
        row = _row(session, name)
        return None if row is None else row.to_record()


def secret_of(engine: Engine, name: str) -> StoredSecret | None:
    """What an attempt of this person to sign in is checked against; None for a stranger."""
    with reading(engine) as session:
        row = _row(session, name)
        if row is None:
            return None
        return StoredSecret(row.secret_hash, row.failed_count, row.wait_until)


def add_person(  # noqa: PLR0913 - a person, and who lets them in
    engine: Engine,
    name: str,
    role: Role,
    secret_hash: str,
    *,
    by: str,
    at: datetime,
    only_first: bool = False,
) -> PersonRecord:
    """Let somebody sign in from now on; ``only_first`` refuses when there is anybody yet.

    Raises:
        PersonRefusedError: the name is taken or cannot be a name, or somebody is there already.
        StoreUnavailableError: nothing was stored.
    """
    tidy = tidy_name(name)
    with writing(engine) as session:
        if only_first and session.scalar(select(func.count()).select_from(PersonRow)):
            raise PersonRefusedError(tidy, "this site has people already; ask its administrator")
        taken = _row(session, tidy)
        if taken is not None:
            raise PersonRefusedError(tidy, f"the name is taken by {taken.name}")
        row = PersonRow(
            name=tidy,
            name_key=_key(tidy),
            role=role.value,
            secret_hash=secret_hash,
            is_active=True,
            failed_count=0,
            created_at=at,
        )
        session.add(row)
        add_act(session, _event(EventKind.PERSON_ADDED, tidy, by or tidy, at, role.value))
        session.flush()
        return row.to_record()


def change_role(engine: Engine, name: str, role: Role, *, by: str, at: datetime) -> None:
    """Give a person another role.

    Raises:
        PersonRefusedError: there is no such person, or the site would lose its last administrator.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = _known_row(session, name)
        if row.role == role.value:
            return
        if role is not Role.ADMINISTRATOR:
            _require_another_administrator(session, row)
        detail = f"{row.role} to {role.value}"
        row.role = role.value
        add_act(session, _event(EventKind.ROLE_CHANGED, row.name, by, at, detail))


def set_active(engine: Engine, name: str, *, is_active: bool, by: str, at: datetime) -> None:
    """Stop a person from signing in, or let them again; nobody is ever removed.

    Raises:
        PersonRefusedError: there is no such person, or the site would lose its last administrator.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = _known_row(session, name)
        if row.is_active == is_active:
            return
        if not is_active:
            _require_another_administrator(session, row)
        row.is_active = is_active
        kind = EventKind.PERSON_ENABLED if is_active else EventKind.PERSON_DISABLED
        add_act(session, _event(kind, row.name, by, at))


def change_secret(engine: Engine, name: str, secret_hash: str, *, by: str, at: datetime) -> None:
    """Replace PIN or password; earlier wrong attempts are forgotten.

    Raises:
        PersonRefusedError: there is no such person.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = _known_row(session, name)
        row.secret_hash = secret_hash
        row.failed_count = 0
        row.wait_until = None
        add_act(session, _event(EventKind.SECRET_CHANGED, row.name, by, at))


def count_wrong_attempt(
    engine: Engine, name: str, *, at: datetime, wait_until: datetime | None
) -> None:
    """Keep count of a wrong PIN or password, over restarts too.

    Raises:
        PersonRefusedError: there is no such person.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = _known_row(session, name)
        row.failed_count += 1
        row.wait_until = wait_until
        detail = f"wrong attempt {row.failed_count}"
        add_act(session, _event(EventKind.SIGN_IN_REFUSED, row.name, row.name, at, detail))


def note_sign_in(engine: Engine, name: str, *, at: datetime) -> None:
    """Record that somebody signed in, and forget their wrong attempts.

    Raises:
        PersonRefusedError: there is no such person.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = _known_row(session, name)
        row.failed_count = 0
        row.wait_until = None
        add_act(session, _event(EventKind.SIGNED_IN, row.name, row.name, at))


def tidy_name(name: str) -> str:
    """The name on one line without outer spaces.

    Raises:
        PersonRefusedError: nothing is left, it is too long, or a character cannot be printed.
    """
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not tidy:
        raise PersonRefusedError(name, "a name is needed")
    if len(tidy) > MAX_NAME_LENGTH:
        raise PersonRefusedError(tidy, f"is longer than {MAX_NAME_LENGTH} characters")
    if not tidy.isprintable():
        raise PersonRefusedError(tidy, "holds a character that cannot be printed")
    if _key(tidy) == "policy":
        raise PersonRefusedError(tidy, "is what decisions without a person are recorded under")
    return tidy


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _row(session: Session, name: str) -> PersonRow | None:
    return session.scalar(select(PersonRow).where(PersonRow.name_key == _key(name)))


def _known_row(session: Session, name: str) -> PersonRow:
    row = _row(session, name)
    if row is None:
        raise PersonRefusedError(name, "is nobody of this site")
    return row


def _require_another_administrator(session: Session, row: PersonRow) -> None:
    if row.role != Role.ADMINISTRATOR.value:
        return
    others = select(func.count()).where(
        PersonRow.role == Role.ADMINISTRATOR.value,
        PersonRow.is_active.is_(True),
        PersonRow.id != row.id,
    )
    if not session.scalar(others):
        raise PersonRefusedError(row.name, "is the last administrator; make another one first")


def _event(kind: EventKind, subject: str, by: str, at: datetime, detail: str = "") -> SiteEvent:
    return SiteEvent(kind, subject, by, at, detail)
