"""What people did besides deciding on passages, told; ``db.audit.record_act`` records it."""

from __future__ import annotations

from sqlalchemy import Engine, select

from db.people_records import SiteEvent
from db.people_schema import SiteEventRow
from db.sessions import reading


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
