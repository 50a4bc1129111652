"""Who is inside. The decisions are the truth: sessions follow from them, in their order.

They are brought up to date in the transaction that records a decision. How far they came is
stored with them, so that decisions recorded before there were sessions are caught up with, and
none counts twice.
"""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import Levenshtein
from sqlalchemy import Engine, bindparam, func, select
from sqlalchemy.orm import Session

from db.chain import add_act
from db.errors import UnknownSessionError
from db.notices import NoticeKind
from db.parking_schema import ParkingProgressRow, ParkingSession, ParkingSessionRow, ParkingState
from db.people_records import SiteEvent
from db.plates import merge_o_and_0
from db.records import Outcome
from db.schema import DecisionRow
from db.sessions import reading, writing
from db.site import direction_of
from db.stay_copy import queue_notice, queue_slot, queue_stay, use_booking

ENTRY: Final = "entry"
EXIT: Final = "exit"
_LETS_PASS = frozenset(
    {
        Outcome.ACCEPTED.value,
        Outcome.CONFIRMED.value,
        Outcome.CORRECTED.value,
        Outcome.VISITOR.value,
    }
)
_STEP = 500
_NO_ENTRY_LISTED = 50
# Made once: putting a statement together takes longer than running it
_NEWER: Final = (
    select(DecisionRow)
    .where(DecisionRow.sequence > bindparam("last_sequence"))
    .order_by(DecisionRow.sequence)
    .limit(_STEP)
)


def follow(engine: Engine) -> int:
    """Bring the sessions up to date with older decisions, and return how many were looked at.

    Raises:
        StoreUnavailableError: what was followed so far stays.
    """
    followed = 0
    while True:
        with writing(engine) as session:
            step = follow_in(session)
        followed += step
        if step < _STEP:
            return followed


def follow_in(session: Session) -> int:
    """Take the next decisions that were not followed yet, and return how many there were.

    A lane leads in or out as ``lanes`` says; a vehicle that passes any other comes in when it is
    outside, and leaves when it is inside.
    """
    progress = session.get(ParkingProgressRow, 1)
    if progress is None:
        progress = ParkingProgressRow(id=1, last_sequence=0)
        session.add(progress)
    rows = session.scalars(_NEWER, {"last_sequence": progress.last_sequence}).all()
    for row in rows:
        _take(session, row, direction_of(session, row.lane_id))
        progress.last_sequence = row.sequence
    return len(rows)


def vehicles_inside(engine: Engine) -> tuple[ParkingSession, ...]:
    """The open sessions, the longest first.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    return _listed(engine, ParkingState.INSIDE, newest_first=False, limit=None)


def exits_without_entry(engine: Engine) -> tuple[ParkingSession, ...]:
    """The last vehicles that left without having been seen to come in, newest first.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    return _listed(engine, ParkingState.NO_ENTRY, newest_first=True, limit=_NO_ENTRY_LISTED)


def open_session(engine: Engine, plate: str) -> ParkingSession | None:
    """The open session of the plate, O and 0 as one class; None when it is not inside.

    Raises:
        StoreUnavailableError: it cannot be read.
    """
    with reading(engine) as session:
        row = _inside(session, merge_o_and_0(plate))
        return None if row is None else row.to_record()


def similar_inside(engine: Engine, plate: str, limit: int) -> tuple[ParkingSession, ...]:
    """The open sessions whose plates are nearest to ``plate``, nearest first.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    wanted = merge_o_and_0(plate)
    inside = vehicles_inside(engine)
    nearest = sorted(inside, key=lambda one: Levenshtein.distance(merge_o_and_0(one.plate), wanted))
    return tuple(nearest[:limit])


def count_inside(engine: Engine) -> int:
    """How many vehicles are inside.

    Raises:
        StoreUnavailableError: they cannot be counted.
    """
    inside = select(func.count()).where(ParkingSessionRow.state == ParkingState.INSIDE.value)
    with reading(engine) as session:
        return session.scalar(inside) or 0


def assign_slot(engine: Engine, session_id: int, slot: str, *, event: SiteEvent) -> None:
    """Write down in which slot a vehicle stands; empty for none.

    Raises:
        UnknownSessionError: that vehicle is not inside.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = _of_state(session, session_id, ParkingState.INSIDE)
        if row.slot:
            queue_slot(session, row.slot, event.done_by, event.done_at, taken_by=None)
        row.slot = " ".join(slot.split())
        queue_stay(session, row, event.done_by, event.done_at)
        add_act(session, event)


def close_by_hand(engine: Engine, session_id: int, *, event: SiteEvent) -> None:
    """A vehicle is not inside any more, although nobody saw it leave.

    Raises:
        UnknownSessionError: that vehicle is not inside.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        row = _of_state(session, session_id, ParkingState.INSIDE)
        row.state = ParkingState.CLOSED_BY_HAND.value
        row.left_at = event.done_at
        queue_stay(session, row, event.done_by, event.done_at)
        add_act(session, event)


def join(engine: Engine, exit_id: int, inside_id: int, *, event: SiteEvent) -> None:
    """An exit without entry and an open session were the same vehicle, read differently.

    Raises:
        UnknownSessionError: one of them is not what it is said to be.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        left = _of_state(session, exit_id, ParkingState.NO_ENTRY)
        inside = _of_state(session, inside_id, ParkingState.INSIDE)
        inside.state = ParkingState.LEFT.value
        inside.left_at = left.left_at
        inside.exit_lane_id = left.exit_lane_id
        inside.exit_decision_id = left.exit_decision_id
        left.state = ParkingState.CLOSED_BY_HAND.value
        left.exit_decision_id = None
        for row in (inside, left):
            queue_stay(session, row, event.done_by, event.done_at)
        add_act(session, event)


def _take(session: Session, row: DecisionRow, direction: str) -> None:
    if row.amends is not None:
        _amend(session, row)
        return
    plate = row.resolved_plate or row.observed_plate
    if row.outcome not in _LETS_PASS or not plate:
        return
    inside = _inside(session, merge_o_and_0(plate))
    if direction == EXIT or (direction != ENTRY and inside is not None):
        _leave(session, row, plate, inside)
    else:
        if inside is not None:
            inside.state = ParkingState.CLOSED_BY_HAND.value
            queue_stay(session, inside, row.decided_by, row.decided_at)
        _enter(session, row, plate)


def _enter(session: Session, row: DecisionRow, plate: str) -> None:
    stay = ParkingSessionRow(
        plate=plate,
        plate_class=merge_o_and_0(plate),
        state=ParkingState.INSIDE.value,
        entered_at=row.decided_at,
        entry_lane_id=row.lane_id,
        entry_decision_id=row.decision_id,
        exit_lane_id="",
        slot="",
    )
    session.add(stay)
    use_booking(session, stay, row.decided_by, row.decided_at)
    queue_stay(session, stay, row.decided_by, row.decided_at)
    queue_notice(session, NoticeKind.CHECKED_IN, stay, row)


def _leave(
    session: Session, row: DecisionRow, plate: str, inside: ParkingSessionRow | None
) -> None:
    if inside is None:
        inside = ParkingSessionRow(
            plate=plate, plate_class=merge_o_and_0(plate), entry_lane_id="", slot=""
        )
        inside.state = ParkingState.NO_ENTRY.value
        session.add(inside)
    else:
        inside.state = ParkingState.LEFT.value
    inside.left_at = row.decided_at
    inside.exit_lane_id = row.lane_id
    inside.exit_decision_id = row.decision_id
    queue_stay(session, inside, row.decided_by, row.decided_at)
    queue_notice(session, NoticeKind.CHECKED_OUT, inside, row)


def _amend(session: Session, row: DecisionRow) -> None:
    """What was decided otherwise later changes the stay that followed from the first decision."""
    passed = row.outcome in _LETS_PASS
    plate = row.resolved_plate or row.observed_plate
    entered = session.scalar(
        select(ParkingSessionRow).where(ParkingSessionRow.entry_decision_id == row.amends)
    )
    if entered is not None:
        entered.entry_decision_id = row.decision_id
        if not passed:
            entered.state = ParkingState.TAKEN_BACK.value
        elif plate:
            earlier = _inside(session, merge_o_and_0(plate))
            if earlier is not None and earlier is not entered:
                earlier.state = ParkingState.CLOSED_BY_HAND.value
                queue_stay(session, earlier, row.decided_by, row.decided_at)
            entered.plate = plate
            entered.plate_class = merge_o_and_0(plate)
            queue_notice(session, NoticeKind.CORRECTED, entered, row)
        queue_stay(session, entered, row.decided_by, row.decided_at)
    left = session.scalar(
        select(ParkingSessionRow).where(ParkingSessionRow.exit_decision_id == row.amends)
    )
    if left is not None and not passed:
        left.exit_decision_id = None
        left.left_at = None
        was_inside = left.entered_at is not None
        state = ParkingState.INSIDE if was_inside else ParkingState.TAKEN_BACK
        left.state = state.value
    elif left is not None:
        left.exit_decision_id = row.decision_id
    if left is not None:
        queue_stay(session, left, row.decided_by, row.decided_at)


def _inside(session: Session, plate_class: str) -> ParkingSessionRow | None:
    return session.scalar(
        select(ParkingSessionRow)
        .where(
            ParkingSessionRow.state == ParkingState.INSIDE.value,
            ParkingSessionRow.plate_class == plate_class,
        )
        .order_by(ParkingSessionRow.id.desc())
        .limit(1)
    )


def _of_state(session: Session, session_id: int, state: ParkingState) -> ParkingSessionRow:
    row = session.get(ParkingSessionRow, session_id)
    if row is None or row.state != state.value:
        raise UnknownSessionError(session_id)
    return row


def _listed(
    engine: Engine, state: ParkingState, *, newest_first: bool, limit: int | None
) -> tuple[ParkingSession, ...]:
    order = ParkingSessionRow.id.desc() if newest_first else ParkingSessionRow.id
    listed = select(ParkingSessionRow).where(ParkingSessionRow.state == state.value)
    with reading(engine) as session:
        rows = session.scalars(listed.order_by(order).limit(limit))
        return tuple(row.to_record() for row in rows)
