"""What people did besides deciding on passages: appended, never changed."""

from __future__ import annotations

from sqlalchemy import Engine, select

from db.people_records import SiteEvent
from db.people_schema import SiteEventRow
from db.sessions import reading, writing


def record_event(engine: Engine, event: SiteEvent) -> None:
    """Append ``event``; on return it is on disk.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        session.add(SiteEventRow.from_record(event))


def events_about(engine: Engine, subject: str, limit: int) -> tuple[SiteEvent, ...]:
    """The last ``limit`` events about a person, plate or file, newest first.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    newest_first = (
        select(SiteEventRow)
        .where(SiteEventRow.subject == subject)
        .order_by(SiteEventRow.sequence.desc())
        .limit(limit)
    )
    with reading(engine) as session:
        return tuple(row.to_record() for row in session.scalars(newest_first))


def recent_events(engine: Engine, limit: int) -> tuple[SiteEvent, ...]:
    """The last ``limit`` events of the site, newest first.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    newest_first = select(SiteEventRow).order_by(SiteEventRow.sequence.desc()).limit(limit)
    with reading(engine) as session:
        return tuple(row.to_record() for row in session.scalars(newest_first))
