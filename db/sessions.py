"""Short sessions for reading and writing; SQLite's faults leave them as named errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
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
    """Turn SQLite's faults of the environment into ``StoreError``; our own mistakes pass."""
    try:
        yield
    except DBAPIError as error:
        named = _named(error, str(engine.url.database))
        if named is None:
            raise
        raise named from error


def _named(error: DBAPIError, where: str) -> StoreError | None:
    # The low byte is the primary code. Source: https://www.sqlite.org/rescode.html 2
    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    if code in _UNAVAILABLE:
        return StoreUnavailableError(f"{where}: {_UNAVAILABLE[code]} ({error.orig})")
    if code in _DAMAGED:
        return StoreDamagedError(f"{where}: {_DAMAGED[code]} ({error.orig})")
    return None
