"""What Firestore and a driver's telephone learn of a vehicle's stay, queued as it changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.booth import booth_of
from db.notices import NoticeKind, notice_fields
from db.outbox import queue, sync_state
from db.outbox_records import ItemKind, OutboxItem
from db.parking_schema import ParkingSessionRow, ParkingState
from db.records import Outcome
from db.schema import DecisionRow
from db.sync_schema import BookingRow, RemoteSlotRow, RemoteVehicleRow

NOTICE_AGE: Final = timedelta(minutes=15)
"""A notice that comes later than this tells a driver nothing of use."""
BOOKED: Final = "booked"
USED: Final = "used"
EXPIRED: Final = "expired"
PARKING: Final = "parking"
GONE: Final = "gone"


def queue_stay(session: Session, row: ParkingSessionRow, by: str, at: datetime) -> None:
    """Let the document of a stay say what the row says; it needs its number by now."""
    session.flush()
    number = f"{sync_state(session).store_id}-{row.id}"
    inside = row.state == ParkingState.INSIDE.value
    duration_s = None
    if row.entered_at is not None and row.left_at is not None:
        duration_s = round((row.left_at - row.entered_at).total_seconds())
    fields = {
        "licenseNo": row.plate,
        "userId": _owner_uid(session, row.plate_class) or None,
        "startTime": row.entered_at,
        "endTime": row.left_at,
        "status": PARKING if inside else GONE,
        "duration": duration_s,
        "price": None,
        "parkingSlot": row.slot or None,
        "state": row.state,
        "entryLane": row.entry_lane_id,
        "exitLane": row.exit_lane_id,
        "entryDecisionId": row.entry_decision_id,
        "exitDecisionId": row.exit_decision_id,
        "decidedBy": by,
        "updatedAt": at,
    }
    queue(
        session,
        OutboxItem(
            f"session-{number}",
            ItemKind.SESSION,
            row.plate_class,
            f"sessions/{number}",
            by,
            at,
            fields,
        ),
    )
    if row.slot:
        queue_slot(session, row.slot, by, at, taken_by=number if inside else None)


def queue_slot(session: Session, slot: str, by: str, at: datetime, *, taken_by: str | None) -> None:
    """Let a slot that Firestore has say whether it is taken, and by which stay."""
    if session.get(RemoteSlotRow, slot) is None:
        return
    fields: dict[str, object] = {"isAvailable": taken_by is None, "sessionId": taken_by}
    if taken_by is None:
        fields["bookingId"] = None
    queue(
        session,
        OutboxItem(f"slot-{slot}", ItemKind.SLOT, "", f"slots/{slot}", by, at, fields),
    )


def use_booking(session: Session, row: ParkingSessionRow, by: str, at: datetime) -> None:
    """Put a vehicle that comes in where its driver booked, if that is now."""
    booked = session.scalars(
        select(BookingRow)
        .where(BookingRow.plate_class == row.plate_class, BookingRow.state == BOOKED)
        .order_by(BookingRow.booking_id)
    )
    for booking in booked:
        begun = booking.begins_at is None or booking.begins_at <= at
        if begun and (booking.ends_at is None or at < booking.ends_at):
            row.slot = booking.slot
            booking.state = USED
            path = f"bookings/{booking.booking_id}"
            fields = {"status": USED}
            event_id = f"booking-{booking.booking_id}"
            queue(session, OutboxItem(event_id, ItemKind.SLOT, "", path, by, at, fields))
            return


def expire_bookings(session: Session, at: datetime) -> int:
    """Give back the slots of drivers who booked and never came; how many there were."""
    missed = session.scalars(
        select(BookingRow).where(BookingRow.state == BOOKED, BookingRow.ends_at < at)
    ).all()
    for booking in missed:
        booking.state = EXPIRED
        path = f"bookings/{booking.booking_id}"
        event_id = f"booking-{booking.booking_id}"
        item = OutboxItem(event_id, ItemKind.SLOT, "", path, "", at, {"status": EXPIRED})
        queue(session, item)
        slot = session.get(RemoteSlotRow, booking.slot)
        if slot is not None and slot.booking_id == booking.booking_id:
            queue_slot(session, booking.slot, "", at, taken_by=None)
    return len(missed)


def queue_notice(
    session: Session, kind: NoticeKind, row: ParkingSessionRow, decision: DecisionRow
) -> None:
    """Let the owner of the vehicle know, if Firestore has one and it is not too late."""
    expires_at = decision.decided_at + NOTICE_AGE
    owner_uid = _owner_uid(session, row.plate_class)
    if not owner_uid or booth_of(session.connection()).utc_now() > expires_at:
        return
    corrected = kind is NoticeKind.CORRECTED or decision.outcome == Outcome.CORRECTED.value
    queue(
        session,
        OutboxItem(
            event_id=f"notice-{decision.decision_id}-{kind.value}",
            kind=ItemKind.PUSH,
            vehicle=row.plate_class,
            path=f"users/{owner_uid}",
            made_by=decision.decided_by,
            made_at=decision.decided_at,
            fields=notice_fields(kind, row.plate, decision.decided_at, corrected=corrected),
            expires_at=expires_at,
        ),
    )


def _owner_uid(session: Session, plate_class: str) -> str:
    owners = select(RemoteVehicleRow.owner_uid).where(
        RemoteVehicleRow.plate_class == plate_class, RemoteVehicleRow.owner_uid != ""
    )
    return session.scalar(owners.order_by(RemoteVehicleRow.document).limit(1)) or ""
