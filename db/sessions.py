"""Short sessions for reading and writing; the database's faults leave them as named errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import CursorResult, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from db.errors import StoreDamagedError, StoreError, StoreUnavailableError

#: Execution option under which ``db.engine`` starts a transaction that may write at once.
#: A transaction that reads first and writes later fails at once, instead of waiting, when
#: another connection wrote in between. Source: https://www.sqlite.org/lang_transaction.html 2.2
WRITE: Final = {"gatehouse_write": True}

_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY: "locked by another program; close it, then try again",
    sqlite3.SQLITE_LOCKED: "locked by another program; close it, then try again",
    sqlite3.SQLITE_PROTOCOL: "locked by another program; close it, then try again",
    sqlite3.SQLITE_FULL: "the disk is full; free some space, then try again",
    sqlite3.SQLITE_READONLY: "cannot be written; check the rights of the file and its folder",
    sqlite3.SQLITE_PERM: "cannot be written; check the rights of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check the rights of the file and its folder",
    sqlite3.SQLITE_IOERR: "the disk failed or is full; check it, then try again",
}
_DAMAGED = {
    sqlite3.SQLITE_NOTADB: "is not a database; move it away, or restore it from a backup",
    sqlite3.SQLITE_CORRUPT: "is damaged; keep it aside, and restore it from a backup",
}

#: By the class, or whole code, that PostgreSQL gives an error.
#: Source: https://www.postgresql.org/docs/15/errcodes-appendix.html
_UNAVAILABLE_POSTGRESQL = {
    "08": "cannot be reached; check the network and the server",
    "28": "refuses this user; check store.url and the password file",
    "3D": "there is no such database; create it first",
    "53": "the server has no room left (disk, memory or connections); free some",
    "55P03": "another booth is writing for long; try again",
    "57": "the server is shutting down or ended the request; try again",
    "25006": "cannot be written: the server is read-only",
    "42501": "this user has too few rights there",
}
_DAMAGED_POSTGRESQL = ("XX001", "XX002")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the store, whatever is written meanwhile.

    Raises:
        StoreUnavailableError: the file cannot be opened or read.
        StoreDamagedError: its contents are broken.
    """
    with translated_errors(engine), Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose changes are on disk when the block ends, all of them or none.

    Raises:
        StoreUnavailableError: locked, full or read-only; nothing was stored.
        StoreDamagedError: the file's contents are broken.
    """
    writer = engine.execution_options(**WRITE)
    with translated_errors(engine), Session(writer) as session, session.begin():
        yield session


@contextmanager
def translated_errors(engine: Engine) -> Iterator[None]:
    """Turn the database's faults of the environment into ``StoreError``; our own mistakes pass."""
    try:
        yield
    except DBAPIError as error:
        named = _named(error, place_of(engine))
        if named is None:
            raise
        raise named from error


def inserted_number(result: CursorResult[Any]) -> int:
    """The number that the database gave to the one row that was inserted."""
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def place_of(engine: Engine) -> str:
    """The file, or the server and database, as messages name it; never with a password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    url = engine.url
    return f"postgresql://{url.host or 'localhost'}/{url.database}"


def _named(error: DBAPIError, where: str) -> StoreError | None:
    if not isinstance(error.orig, sqlite3.Error):
        return _named_postgresql(error, where)
    # The low byte is the primary code. Source: https://www.sqlite.org/rescode.html 2
    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code in _UNAVAILABLE:
        return StoreUnavailableError(f"{where}: {_UNAVAILABLE[code]} ({error.orig})")
    if code in _DAMAGED:
        return StoreDamagedError(f"{where}: {_DAMAGED[code]} ({error.orig})")
    return None


def _named_postgresql(error: DBAPIError, where: str) -> StoreError | None:
    code = getattr(error.orig, "sqlstate", None)
    said = " ".join(str(error.orig).split())
    if code in _DAMAGED_POSTGRESQL:
        return StoreDamagedError(f"{where}: is damaged; restore it from a backup ({said})")
    if code is None:
        # psycopg gives no code where no server answered
        if isinstance(error, OperationalError):
            return StoreUnavailableError(f"{where}: {_UNAVAILABLE_POSTGRESQL['08']} ({said})")
        return None
    words = _UNAVAILABLE_POSTGRESQL.get(code) or _UNAVAILABLE_POSTGRESQL.get(code[:2])
    return None if words is None else StoreUnavailableError(f"{where}: {words} ({said})")
