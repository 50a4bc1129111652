"""Who is inside. The decisions are the truth: sessions follow from them, in their order.

They are brought up to date in the transaction that records a decision. How far they came is
stored with them, so that decisions recorded before there were sessions are caught up with, and
none counts twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from rapidfuzz.distance import Levenshtein
from sqlalchemy import Connection, Engine, and_, bindparam, func, insert, select, update

from db.booth import booth_of
from db.chain import add_act
from db.notices import NoticeKind
from db.parking_schema import ParkingProgressRow, ParkingSession, ParkingSessionRow, ParkingState
from db.people_records import SiteEvent
from db.plates import merge_o_and_0
from db.records import Outcome
from db.schema import DecisionRow
from db.sessions import reading, writing
from db.site_schema import LaneRow
from db.stay_copy import PlateTies, queue_notice, queue_slot, queue_stay, ties_of, use_booking
from db.stays import Stay, stay_entered_by, stay_inside, stay_left_by, stay_of_state, store

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


class _Decision(NamedTuple):
    """What a stay follows from; ``direction`` is where the lane leads, None when not known."""

    sequence: int
    decision_id: str
    lane_id: str
    outcome: str
    observed_plate: str
    resolved_plate: str | None
    decided_by: str
    decided_at: datetime
    amends: str | None
    direction: str | None

    @property
    def plate(self) -> str:
        return self.resolved_plate or self.observed_plate

    @property
    def lets_pass(self) -> bool:
        return self.outcome in _LETS_PASS


_PROGRESS: Final = select(ParkingProgressRow.last_sequence).where(ParkingProgressRow.id == 1)
# Made once: putting a statement together takes longer than running it
_NEWER: Final = (
    select(
        DecisionRow.sequence,
        DecisionRow.decision_id,
        DecisionRow.lane_id,
        DecisionRow.outcome,
        DecisionRow.observed_plate,
        DecisionRow.resolved_plate,
        DecisionRow.decided_by,
        DecisionRow.decided_at,
        DecisionRow.amends,
        LaneRow.direction,
    )
    .outerjoin(
        LaneRow,
        and_(LaneRow.lane_id == DecisionRow.lane_id, LaneRow.booth_id == bindparam("booth_id")),
    )
    .where(DecisionRow.sequence > func.coalesce(_PROGRESS.scalar_subquery(), 0))
    .order_by(DecisionRow.sequence)
    .limit(_STEP)
)
_ADVANCE: Final = (
    update(ParkingProgressRow)
    .where(ParkingProgressRow.id == 1)
    .values(last_sequence=bindparam("sequence"))
)


def follow(engine: Engine) -> int:
    """Bring the sessions up to date with older decisions, and return how many were looked at.

    Raises:
        StoreUnavailableError: what was followed so far stays.
    """
    followed = 0
    while True:
        with writing(engine) as session:
            step = follow_in(session.connection())
        followed += step
        if step < _STEP:
            return followed


def follow_in(connection: Connection) -> int:
    """Take the next decisions that were not followed yet, and return how many there were.

    A lane leads in or out as ``lanes`` says; a vehicle that passes any other comes in when it is
    outside, and leaves when it is inside.
    """
    rows = connection.execute(_NEWER, {"booth_id": booth_of(connection).booth_id}).all()
    for row in rows:
        _take(connection, _Decision._make(row))
    if rows:
        advanced = connection.execute(_ADVANCE, {"sequence": rows[-1].sequence})
        if not advanced.rowcount:
            first: dict[str, Any] = {"id": 1, "last_sequence": rows[-1].sequence}
            connection.execute(insert(ParkingProgressRow), first)
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
        stay = stay_inside(session.connection(), merge_o_and_0(plate))
        return None if stay is None else stay.to_record()


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
        connection = session.connection()
        stay = stay_of_state(connection, session_id, ParkingState.INSIDE)
        if stay.slot:
            queue_slot(connection, stay.slot, event.done_by, event.done_at, taken_by=None)
        stay.slot = " ".join(slot.split())
        _keep(connection, stay, event.done_by, event.done_at)
        add_act(session, event)


def close_by_hand(engine: Engine, session_id: int, *, event: SiteEvent) -> None:
    """A vehicle is not inside any more, although nobody saw it leave.

    Raises:
        UnknownSessionError: that vehicle is not inside.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        connection = session.connection()
        stay = stay_of_state(connection, session_id, ParkingState.INSIDE)
        stay.state = ParkingState.CLOSED_BY_HAND.value
        stay.left_at = event.done_at
        _keep(connection, stay, event.done_by, event.done_at)
        add_act(session, event)


def join(engine: Engine, exit_id: int, inside_id: int, *, event: SiteEvent) -> None:
    """An exit without entry and an open session were the same vehicle, read differently.

    Raises:
        UnknownSessionError: one of them is not what it is said to be.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        connection = session.connection()
        left = stay_of_state(connection, exit_id, ParkingState.NO_ENTRY)
        inside = stay_of_state(connection, inside_id, ParkingState.INSIDE)
        inside.state = ParkingState.LEFT.value
        inside.left_at = left.left_at
        inside.exit_lane_id = left.exit_lane_id
        inside.exit_decision_id = left.exit_decision_id
        left.state = ParkingState.CLOSED_BY_HAND.value
        left.exit_decision_id = None
        for stay in (inside, left):
            _keep(connection, stay, event.done_by, event.done_at)
        add_act(session, event)


def _take(connection: Connection, decision: _Decision) -> None:
    if decision.amends is not None:
        _amend(connection, decision, decision.amends)
        return
    if not decision.lets_pass or not decision.plate:
        return
    plate_class = merge_o_and_0(decision.plate)
    ties = ties_of(connection, plate_class)
    inside = stay_inside(connection, plate_class)
    if decision.direction == EXIT or (decision.direction != ENTRY and inside is not None):
        _leave(connection, decision, inside, ties)
    else:
        if inside is not None:
            inside.state = ParkingState.CLOSED_BY_HAND.value
            _keep(connection, inside, decision.decided_by, decision.decided_at, ties)
        _enter(connection, decision, ties)


def _enter(connection: Connection, decision: _Decision, ties: PlateTies) -> None:
    stay = Stay(
        0,
        decision.plate,
        merge_o_and_0(decision.plate),
        ParkingState.INSIDE.value,
        entered_at=decision.decided_at,
        entry_lane_id=decision.lane_id,
        entry_decision_id=decision.decision_id,
    )
    if ties.is_booked:
        use_booking(connection, stay, decision.decided_by, decision.decided_at)
    _keep(connection, stay, decision.decided_by, decision.decided_at, ties)
    _tell(connection, NoticeKind.CHECKED_IN, stay, decision, ties)


def _leave(
    connection: Connection, decision: _Decision, inside: Stay | None, ties: PlateTies
) -> None:
    stay = inside or Stay(
        0, decision.plate, merge_o_and_0(decision.plate), ParkingState.NO_ENTRY.value
    )
    if inside is not None:
        stay.state = ParkingState.LEFT.value
    stay.left_at = decision.decided_at
    stay.exit_lane_id = decision.lane_id
    stay.exit_decision_id = decision.decision_id
    _keep(connection, stay, decision.decided_by, decision.decided_at, ties)
    _tell(connection, NoticeKind.CHECKED_OUT, stay, decision, ties)


def _amend(connection: Connection, decision: _Decision, amends: str) -> None:
    """What was decided otherwise later changes the stay that followed from the first decision."""
    entered = stay_entered_by(connection, amends)
    if entered is not None:
        entered.entry_decision_id = decision.decision_id
        if not decision.lets_pass:
            entered.state = ParkingState.TAKEN_BACK.value
        elif decision.plate:
            _correct(connection, decision, entered)
        _keep(connection, entered, decision.decided_by, decision.decided_at)
    left = stay_left_by(connection, amends)
    if left is not None and not decision.lets_pass:
        left.exit_decision_id = None
        left.left_at = None
        was_inside = left.entered_at is not None
        state = ParkingState.INSIDE if was_inside else ParkingState.TAKEN_BACK
        left.state = state.value
    elif left is not None:
        left.exit_decision_id = decision.decision_id
    if left is not None:
        _keep(connection, left, decision.decided_by, decision.decided_at)


def _correct(connection: Connection, decision: _Decision, entered: Stay) -> None:
    """The vehicle that came in was another one."""
    plate_class = merge_o_and_0(decision.plate)
    earlier = stay_inside(connection, plate_class)
    if earlier is not None and earlier.number != entered.number:
        earlier.state = ParkingState.CLOSED_BY_HAND.value
        _keep(connection, earlier, decision.decided_by, decision.decided_at)
    entered.plate = decision.plate
    entered.plate_class = plate_class
    ties = ties_of(connection, plate_class)
    _tell(connection, NoticeKind.CORRECTED, entered, decision, ties)


def _keep(
    connection: Connection, stay: Stay, by: str, at: datetime, ties: PlateTies | None = None
) -> None:
    """Store a stay, and let its document say the same."""
    store(connection, stay)
    queue_stay(connection, stay, ties or ties_of(connection, stay.plate_class), by, at)


def _tell(
    connection: Connection, kind: NoticeKind, stay: Stay, decision: _Decision, ties: PlateTies
) -> None:
    corrected = kind is NoticeKind.CORRECTED or decision.outcome == Outcome.CORRECTED.value
    queue_notice(
        connection,
        kind,
        stay,
        owner_uid=ties.owner_uid,
        notice_id=f"notice-{decision.decision_id}-{kind.value}",
        by=decision.decided_by,
        at=decision.decided_at,
        corrected=corrected,
    )


def _listed(
    engine: Engine, state: ParkingState, *, newest_first: bool, limit: int | None
) -> tuple[ParkingSession, ...]:
    order = ParkingSessionRow.id.desc() if newest_first else ParkingSessionRow.id
    listed = select(ParkingSessionRow).where(ParkingSessionRow.state == state.value)
    with reading(engine) as session:
        rows = session.scalars(listed.order_by(order).limit(limit))
        return tuple(row.to_record() for row in rows)
