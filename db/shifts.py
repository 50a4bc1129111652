"""Shifts from sign-in to hand-over, what was open at each, and notes that outlive them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db.anchors import anchor_in
from db.chain import add_act
from db.people_records import EventKind, NoteRecord, ShiftRecord, SiteEvent
from db.people_schema import NoteRow, ShiftRow
from db.records import Outcome
from db.schema import DecisionRow
from db.sessions import reading, writing


def running_shift(engine: Engine) -> ShiftRecord | None:
    """The shift that nobody has ended, or None.

    Raises:
        StoreUnavailableError: it cannot be read.
    """
    with reading(engine) as session:
        row = _running(session)
        return None if row is None else row.to_record()


def last_ended_shift(engine: Engine) -> ShiftRecord | None:
    """The shift that was handed over last, or None.

    Raises:
        StoreUnavailableError: it cannot be read.
    """
    ended = select(ShiftRow).where(ShiftRow.ended_at.is_not(None)).order_by(ShiftRow.id.desc())
    with reading(engine) as session:
        row = session.scalar(ended.limit(1))
        return None if row is None else row.to_record()


def start_shift(engine: Engine, person: str, *, at: datetime) -> ShiftRecord:
    """The shift of ``person``: the running one if it is theirs, else a new one.

    A shift of somebody else that still runs is ended: it was left without a hand-over.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        running = _running(session)
        if running is not None:
            if running.person == person:
                return running.to_record()
            running.ended_at = at
            detail = f"taken over by {person} without a hand-over"
            add_act(session, _event(EventKind.SHIFT_ENDED, running.person, person, at, detail))
        newest = session.scalar(select(func.max(DecisionRow.sequence))) or 0
        row = ShiftRow(
            person=person,
            started_at=at,
            after_sequence=newest,
            hand_over_note="",
            exceptions=[],
            read_by="",
        )
        session.add(row)
        add_act(session, _event(EventKind.SHIFT_STARTED, person, person, at))
        session.flush()
        return row.to_record()


def end_shift(
    engine: Engine, *, by: str, note: str, exceptions: tuple[str, ...], at: datetime
) -> ShiftRecord | None:
    """End the running shift with what is open and a note for the next; None when none runs.

    The end of the audit chain is anchored with it.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = _running(session)
        if row is None:
            return None
        row.ended_at = at
        row.hand_over_note = note.strip()
        row.exceptions = list(exceptions)
        detail = f"{len(exceptions)} open exceptions"
        add_act(session, _event(EventKind.SHIFT_ENDED, row.person, by, at, detail))
        anchor_in(session)
        return row.to_record()


def note_hand_over_read(engine: Engine, shift_id: int, *, by: str, at: datetime) -> None:
    """Record who took note of a hand-over; the first one stays.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = session.get(ShiftRow, shift_id)
        if row is not None and not row.read_by:
            row.read_by = by
            add_act(session, _event(EventKind.HAND_OVER_READ, row.person, by, at))


def outcomes_since(engine: Engine, after_sequence: int) -> Mapping[Outcome, int]:
    """How many decisions of each outcome were recorded after that one.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    counted = (
        select(DecisionRow.outcome, func.count())
        .where(DecisionRow.sequence > after_sequence)
        .group_by(DecisionRow.outcome)
    )
    with reading(engine) as session:
        return {Outcome(outcome): count for outcome, count in session.execute(counted)}


def add_note(engine: Engine, text: str, *, by: str, at: datetime) -> NoteRecord:
    """Write down what the next shifts must know.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = NoteRow(text=text.strip(), written_by=by, written_at=at)
        session.add(row)
        session.flush()
        return row.to_record()


def settle_note(engine: Engine, note_id: int, *, by: str, at: datetime) -> None:
    """A note needs no more attention; it stays on record.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = session.get(NoteRow, note_id)
        if row is not None and row.settled_at is None:
            row.settled_at = at
            row.settled_by = by
            add_act(session, _event(EventKind.NOTE_SETTLED, f"note {note_id}", by, at, row.text))


def open_notes(engine: Engine) -> tuple[NoteRecord, ...]:
    """The notes that nobody has settled, oldest first.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    unsettled = select(NoteRow).where(NoteRow.settled_at.is_(None)).order_by(NoteRow.id)
    with reading(engine) as session:
        return tuple(row.to_record() for row in session.scalars(unsettled))


def _running(session: Session) -> ShiftRow | None:
    running = select(ShiftRow).where(ShiftRow.ended_at.is_(None)).order_by(ShiftRow.id.desc())
    return session.scalar(running.limit(1))


def _event(kind: EventKind, subject: str, by: str, at: datetime, detail: str = "") -> SiteEvent:
    return SiteEvent(kind, subject, by, at, detail)
