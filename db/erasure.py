"""Erases what identifies a vehicle from events past their time; the chain still verifies.

An event's header holds the hash of its private text alone. The text, its salt and what was made
of it elsewhere (index, sessions) go; an event of the chain says which ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Engine, delete, func, null, or_, select, text, update
from sqlalchemy.orm import Session

from db.booth import booth_of
from db.canonical import details_text
from db.chain import add_act
from db.chain_schema import AuditEventRow, TombstoneRow
from db.outbox_records import ItemKind
from db.parking_schema import ParkingSessionRow, ParkingState
from db.people_records import EventKind, SiteEvent
from db.people_schema import SiteEventRow
from db.plates import merge_o_and_0
from db.records import VehicleKind
from db.retention import RETENTION, steps
from db.schema import DecisionRow, VehicleRow
from db.search import is_indexed
from db.search_schema import PlateSeenRow
from db.sessions import reading, writing
from db.sync_schema import OutboxRow

ABOUT_VEHICLES: Final = (
    EventKind.VEHICLE_ADDED.value,
    EventKind.VEHICLE_CHANGED.value,
    EventKind.VEHICLE_REMOVED.value,
    EventKind.PARKING_CORRECTED.value,
)
"""Acts that name a plate; the others name people of the site, files and models."""

_COMPACTIONS: Final = 10_000
_PAGES: Final = 64


class _Event(NamedTuple):
    booth_id: str
    sequence: int
    decision_sequence: int | None
    act_sequence: int | None


def erase_personal_data(engine: Engine, before: datetime, *, at: datetime) -> int:
    """Erase plates, characters and words of events before that moment; return how many events.

    Stays that are over, visitors whose validity ended and copies that were never made go, too.

    Raises:
        StoreUnavailableError: the database cannot be used; what was erased stays erased.
    """
    with reading(engine) as session:
        events = [_Event(*row) for row in session.execute(_past(session, before))]
    for step in steps(events):
        with writing(engine) as session:
            _erase(session, step, at)
    with writing(engine) as session:
        _forget_stays(session, before)
        _forget_visitors(session, before, at)
        # What has waited for so long to be copied would copy what may not be kept any more
        old = delete(OutboxRow).where(OutboxRow.made_at < before)
        # The word that a thumbnail is to be deleted must reach Cloud Storage, however late
        session.execute(old.where(OutboxRow.kind != ItemKind.THUMBNAIL.value))
    if events and engine.dialect.name == "sqlite":
        _compact(engine)
    return len(events)


def _past(session: Session, before: datetime) -> Any:
    past = (
        select(
            AuditEventRow.booth_id,
            AuditEventRow.sequence,
            AuditEventRow.decision_sequence,
            AuditEventRow.act_sequence,
        )
        .outerjoin(DecisionRow, DecisionRow.sequence == AuditEventRow.decision_sequence)
        .outerjoin(SiteEventRow, SiteEventRow.sequence == AuditEventRow.act_sequence)
        .where(AuditEventRow.salt.is_not(None))
        .where(
            or_(
                DecisionRow.decided_at < before,
                (SiteEventRow.done_at < before) & SiteEventRow.kind.in_(ABOUT_VEHICLES),
            )
        )
        .order_by(AuditEventRow.booth_id, AuditEventRow.sequence)
    )
    if session.get_bind().dialect.name != "sqlite":
        past = past.where(AuditEventRow.booth_id == booth_of(session.connection()).booth_id)
    return past


def _erase(session: Session, events: Sequence[_Event], at: datetime) -> None:
    for booth_id in sorted({event.booth_id for event in events}):
        numbers = [event.sequence for event in events if event.booth_id == booth_id]
        event_id = add_act(
            session,
            SiteEvent(
                EventKind.PERSONAL_DATA_ERASED,
                f"{len(numbers)} events",
                RETENTION,
                at,
                why="past their time",
                details=details_text({"booth_id": booth_id, "sequences": ranges(numbers)}),
            ),
        )
        decisions = [one.decision_sequence for one in events if one.booth_id == booth_id]
        acts = [one.act_sequence for one in events if one.booth_id == booth_id]
        subjects = [f"decision:{one}" for one in decisions if one is not None]
        subjects += [f"act:{one}" for one in acts if one is not None]
        session.add_all(
            TombstoneRow(subject=subject, event_id=event_id, is_done=True) for subject in subjects
        )
    session.flush()
    decided = [one.decision_sequence for one in events if one.decision_sequence is not None]
    done = [one.act_sequence for one in events if one.act_sequence is not None]
    plates = _plates_of(session, decided)
    session.execute(
        update(DecisionRow)
        .where(DecisionRow.sequence.in_(decided))
        .values(observed_plate="", resolved_plate=None, plate_box_px=null(), characters=[], note="")
    )
    session.execute(
        update(SiteEventRow)
        .where(SiteEventRow.sequence.in_(done))
        .values(subject="", detail="", why="", details="")
    )
    session.execute(
        update(AuditEventRow)
        .where(
            or_(AuditEventRow.decision_sequence.in_(decided), AuditEventRow.act_sequence.in_(done))
        )
        .values(salt=None)
    )
    gone = [plate for plate in plates if not is_indexed(session, plate)]
    session.execute(delete(PlateSeenRow).where(PlateSeenRow.plate_class.in_(gone)))


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers in ascending order as pairs of first and last of those without a gap."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def _plates_of(session: Session, decided: Sequence[int]) -> set[str]:
    seen = select(DecisionRow.observed_plate, DecisionRow.resolved_plate).where(
        DecisionRow.sequence.in_(decided)
    )
    return {
        merge_o_and_0(plate) for row in session.execute(seen) for plate in row if plate is not None
    }


def _forget_stays(session: Session, before: datetime) -> None:
    last_moment = func.coalesce(ParkingSessionRow.left_at, ParkingSessionRow.entered_at)
    session.execute(
        update(ParkingSessionRow)
        .where(ParkingSessionRow.state != ParkingState.INSIDE.value)
        .where(ParkingSessionRow.plate != "", last_moment < before)
        .values(plate="", plate_class="")
    )


def _forget_visitors(session: Session, before: datetime, at: datetime) -> None:
    ended = (VehicleRow.kind == VehicleKind.VISITOR.value) & (VehicleRow.valid_until < before)
    count = session.scalar(select(func.count()).select_from(VehicleRow).where(ended))
    if not count:
        return
    session.execute(delete(VehicleRow).where(ended))
    subject = f"{count} visitors"
    why = "their validity ended"
    act = SiteEvent(EventKind.PERSONAL_DATA_ERASED, subject, RETENTION, at, why=why)
    add_act(session, act)


def _compact(engine: Engine) -> None:
    """Merge the full-text index, which keeps erased words until then, and empty the log file.

    In small steps, because nobody can record meanwhile. A merge that changes fewer than two rows
    found nothing to do. Source: https://www.sqlite.org/fts5.html 6.7
    """
    changes = text("SELECT total_changes()")
    for attempt in range(_COMPACTIONS):
        pages = _PAGES if attempt else -_PAGES
        with writing(engine) as session:
            before = session.scalar(changes) or 0
            session.execute(
                text(
                    "INSERT INTO decision_search (decision_search, rank) VALUES ('merge', :pages)"
                ),
                {"pages": pages},
            )
            if (session.scalar(changes) or 0) - before < 2:
                break
    with engine.connect() as connection:
        connection.rollback()
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
