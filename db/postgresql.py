"""The store of a site with several booths: one PostgreSQL database that all of them write to.

The code and the schema are those of SQLite. Writers take one lock for the length of their
transaction, so that, as with SQLite, what is recorded later has the higher number.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from db.booth import BOOTH_OPTION, Booth
from db.errors import StoreUnavailableError
from db.migrations import require_newest, upgrade

BUSY_TIMEOUT_S: Final = 5.0
_CONNECT_TIMEOUT_S: Final = 5
_WRITERS: Final = 0x6761746568  # any number that no other program on the server locks
_SECRET_RIGHTS: Final = 0o077


def read_password(path: Path) -> str:
    """The password in a file that nobody but its owner may read.

    Raises:
        StoreUnavailableError: it cannot be read, or others may read it.
    """
    try:
        rights = path.stat().st_mode
        password = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnavailableError(f"password file {path}: cannot be read ({error})") from error
    if rights & _SECRET_RIGHTS:
        raise StoreUnavailableError(
            f"password file {path}: others may read it; make it yours alone: chmod 600 {path}"
        )
    return password


def open_postgresql(
    url: str,
    *,
    password: str | None = None,
    booth: Booth | None = None,
    busy_timeout_s: float = BUSY_TIMEOUT_S,
    read_only: bool = False,
) -> Engine:
    """The engine of the database at ``url``, with the newest schema; the caller disposes of it.

    A ``read_only`` opening changes nothing, the schema included. Writers wait ``busy_timeout_s``
    for another booth.

    Raises:
        StoreUnavailableError: the server cannot be reached, or refuses.
        StoreDamagedError: the database is another program's.
        SchemaTooNewError: a later Gatehouse wrote it.
        SchemaTooOldError: it must be upgraded first, which a read-only opening does not do.
    """
    try:
        place = make_url(url).set(drivername="postgresql+psycopg")
    except ArgumentError as error:
        raise StoreUnavailableError("store.url is not an address") from error
    if password is not None:
        place = place.set(password=password)
    options = [
        "-c timezone=UTC",
        "-c synchronous_commit=on",
        f"-c lock_timeout={round(busy_timeout_s * 1000)}",
    ]
    if read_only:
        options.append("-c default_transaction_read_only=on")
    engine = create_engine(
        place,
        # A server that was restarted is noticed before a decision is lost on an old connection
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"connect_timeout": _CONNECT_TIMEOUT_S, "options": " ".join(options)},
        execution_options={BOOTH_OPTION: booth or Booth()},
    )
    event.listen(engine, "begin", _begin)
    try:
        if read_only:
            require_newest(engine)
        else:
            upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("gatehouse_write", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
