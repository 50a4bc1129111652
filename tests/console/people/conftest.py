"""A site's office with a clock that stands still, and an administrator in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from console.people.office import Office
from console.people.session import Session
from db.engine import open_engine
from db.people_records import Role

ADMINISTRATOR, PASSWORD = "Asha Rao", "correct horse"
ATTENDANT, PIN = "Meera Iyer", "2580"


class Desk:
    """An office, its session and its clock."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.at = datetime(2026, 3, 14, 6, 0, tzinfo=UTC)
        self.session = Session()
        self.office = Office(engine, self.session, now=lambda: self.at)

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def employ(self, name: str, role: Role, secret: str) -> None:
        """Have the administrator add somebody."""
        before = self.session.person
        self.session.begin(self.office.sign_in(ADMINISTRATOR, PASSWORD))
        self.office.add_person(name, role, secret)
        self.session.end()
        if before is not None:
            self.session.begin(before)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def new_desk(database: Engine) -> Desk:
    """The desk of a site where nobody was added yet."""
    return Desk(database)


@pytest.fixture
def desk(new_desk: Desk) -> Desk:
    """A desk with an administrator and an attendant; nobody is signed in."""
    new_desk.office.create_administrator(ADMINISTRATOR, PASSWORD)
    new_desk.office.add_person(ATTENDANT, Role.ATTENDANT, PIN)
    new_desk.session.end()
    return new_desk
