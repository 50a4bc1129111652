"""Open the site's database: the folder, the pragmas, the newest schema."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event

from db.booth import BOOTH_OPTION, Booth
from db.errors import StoreUnavailableError
from db.files import make_folder
from db.migrations import require_newest, upgrade

DATABASE_NAME = "gatehouse.sqlite3"
BUSY_TIMEOUT_S = 5.0
SWITCH_RETRY_S = 0.01


def open_engine(
    folder: Path, *, booth: Booth | None = None, busy_timeout_s: float = BUSY_TIMEOUT_S
) -> Engine:
    """The engine of the database in ``folder``, both made when absent, with the newest schema.

    The caller disposes of it. What it writes goes on the chain of ``booth``. Writers wait
    ``busy_timeout_s`` for another program's lock.

    Raises:
        StoreUnavailableError: the folder or file is locked, full or cannot be written.
        StoreDamagedError: the file is not a database of Gatehouse.
        SchemaTooNewError: a later Gatehouse wrote it.
    """
    try:
        make_folder(folder)
    except OSError as error:
        raise StoreUnavailableError(
            f"{folder}: cannot be used ({error.strerror}); check its rights, or choose another "
            "folder with --data"
        ) from error
    url = URL.create("sqlite", database=str(folder / DATABASE_NAME))
    engine = create_engine(
        url,
        connect_args={"timeout": busy_timeout_s},
        execution_options={BOOTH_OPTION: booth or Booth()},
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "connect", _use_write_ahead_log)
    event.listen(engine, "begin", _begin)
    try:
        upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def open_read_only(folder: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """The engine of an existing database, for exports: every attempt to write is refused.

    Raises:
        StoreUnavailableError: there is no database in ``folder``, or it cannot be opened.
        StoreDamagedError: the file is not a database of Gatehouse.
        SchemaTooNewError: a later Gatehouse wrote it.
        SchemaTooOldError: ``open_engine`` must upgrade it first.
    """
    path = folder / DATABASE_NAME
    if not path.is_file():
        raise StoreUnavailableError(f"{path}: there is no such database; check --data")
    url = URL.create(
        "sqlite", database=path.absolute().as_uri(), query={"mode": "ro", "uri": "true"}
    )
    engine = create_engine(
        url,
        connect_args={"timeout": busy_timeout_s},
        execution_options={BOOTH_OPTION: Booth()},
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    try:
        require_newest(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    # Python's sqlite3 would begin transactions itself, late, and never around CREATE TABLE.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # What is erased is overwritten, not only marked as free
    connection.execute("PRAGMA secure_delete = ON")


def _use_write_ahead_log(connection: sqlite3.Connection, _record: object) -> None:
    mode = _ask_for_write_ahead_log(connection)
    if mode != "wal":
        (_, _, path) = connection.execute("PRAGMA database_list").fetchone()
        raise StoreUnavailableError(
            f"{path}: the file system offers no write-ahead log (it gave {mode!r}); choose a "
            "folder on a local disk with --data"
        )


def _ask_for_write_ahead_log(connection: sqlite3.Connection) -> str:
    """The mode that the file has now."""
    (patience_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
    give_up_s = time.monotonic() + patience_ms / 1000
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            # SQLite refuses one of two that switch a new file at once, and does not wait for it
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() >= give_up_s:
                raise
            time.sleep(SWITCH_RETRY_S)
        else:
            return str(mode)


def _begin(connection: Connection) -> None:
    is_write = connection.get_execution_options().get("gatehouse_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")
