"""Goes on with a fresh log when the store is damaged; the damaged file is kept aside.

People and registered vehicles are carried over, from the damaged file if they can be read there,
else from the newest backup, so that the people of the site can sign in and open the gates.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Boolean, Engine, insert

from db.anchors import anchor_in
from db.backup import set_aside
from db.booth import Booth
from db.canonical import details_text
from db.chain import add_act
from db.engine import DATABASE_NAME, open_engine
from db.errors import StoreDamagedError, StoreUnavailableError
from db.people_records import EventKind, SiteEvent
from db.people_schema import PersonRow
from db.queries import recent_decisions
from db.schema import UtcDateTime, VehicleRow
from db.sessions import reading, writing

BY: Final = "start"
"""Who did it, where no person did."""

_CHECKED_WHOLE_BYTES: Final = 500_000_000
_CARRIED: Final = (PersonRow, VehicleRow)
_LOG = logging.getLogger("audit")


@dataclass(frozen=True, slots=True)
class FreshStart:
    """A new log in the place of a damaged one: where that lies, and what could be carried over."""

    kept: Path
    problem: str
    people: int
    vehicles: int


def open_or_start_afresh(
    folder: Path, *, booth: Booth, backups: Sequence[Path], at: datetime
) -> tuple[Engine, FreshStart | None]:
    """The engine of the store in ``folder``, and what happened to a damaged one.

    Raises:
        StoreUnavailableError: locked, full, or the damaged file cannot be moved.
        OtherProgramError, SchemaTooNewError: it is whole, and not for this program.
    """
    try:
        engine = open_engine(folder, booth=booth)
        try:
            _probe(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine, None
    except StoreDamagedError as error:
        if not error.may_be_replaced:
            raise
        problem = str(error)
    _LOG.error("%s", problem)
    try:
        kept = set_aside(folder, "damaged", at)
    except OSError as error:
        raise StoreUnavailableError(
            f"{folder}: the damaged store cannot be moved: {error}"
        ) from error
    assert kept is not None
    engine = open_engine(folder, booth=booth)
    people, vehicles = _carry_over(engine, (kept / DATABASE_NAME, *backups))
    act = SiteEvent(
        EventKind.LOG_RESTARTED,
        kept.name,
        BY,
        at,
        why=problem,
        details=details_text({"people": people, "vehicles": vehicles}),
    )
    with writing(engine) as session:
        add_act(session, act)
        anchor_in(session)
    _LOG.error("a fresh log was begun; %s keeps the damaged one", kept)
    return engine, FreshStart(kept, problem, people, vehicles)


def _probe(engine: Engine) -> None:
    """Look at what the console needs first; all of a store that is not too large for that.

    Raises:
        StoreDamagedError: it cannot be read.
    """
    path = Path(str(engine.url.database))
    recent_decisions(engine, 50)
    if path.stat().st_size > _CHECKED_WHOLE_BYTES:
        return
    with reading(engine) as session:
        found = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise StoreDamagedError(f"{path}: is damaged ({found})")


def _carry_over(engine: Engine, sources: Iterable[Path]) -> tuple[int, int]:
    """How many people and vehicles were taken from the first source that has them."""
    counts = []
    paths = tuple(sources)
    for model in _CARRIED:
        rows = next((rows for path in paths if (rows := _read(path, model.__tablename__))), [])
        known = {column.name for column in model.__table__.columns}
        with writing(engine) as session:
            for row in rows:
                kept = {name: value for name, value in row.items() if name in known}
                session.connection().execute(insert(model), _typed(model, kept))
        counts.append(len(rows))
    return counts[0], counts[1]


def _read(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table as far as they can be read; none from a file that is no database."""
    rows: list[dict[str, Any]] = []
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as found:
            found.row_factory = sqlite3.Row
            for row in found.execute(f"SELECT * FROM {table}"):
                rows.append(dict(row))  # noqa: PERF401 - what was read before the damage counts
    except sqlite3.Error as error:
        _LOG.warning("%s: %s cannot be read to the end: %s", path, table, error)
    return rows


def _typed(model: type[PersonRow | VehicleRow], row: dict[str, Any]) -> dict[str, Any]:
    """The values of SQLite as Python has them: moments are text in the file."""
    typed = dict(row)
    for column in model.__table__.columns:
        value = typed.get(column.name)
        if value is not None and isinstance(column.type, UtcDateTime):
            typed[column.name] = datetime.fromisoformat(f"{value}+00:00")
        elif value is not None and isinstance(column.type, Boolean):
            typed[column.name] = bool(value)
    return typed
