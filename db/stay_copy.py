"""What Firestore and a driver's telephone learn of a vehicle's stay, queued as it changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, literal, select, update
from sqlalchemy.orm import Session

from db.booth import booth_of
from db.notices import NoticeKind, notice_fields
from db.outbox import queue
from db.outbox_records import ItemKind, OutboxItem
from db.stays import Stay
from db.sync_schema import BookingRow, RemoteSlotRow, RemoteVehicleRow, SyncStateRow

NOTICE_AGE: Final = timedelta(minutes=15)
"""A notice that comes later than this tells a driver nothing of use."""
BOOKED: Final = "booked"
USED: Final = "used"
EXPIRED: Final = "expired"
PARKING: Final = "parking"
GONE: Final = "gone"


class PlateTies(NamedTuple):
    """What Firestore ties to a plate: whose it is, and whether a slot was ever booked for it."""

    store_id: str
    owner_uid: str
    is_booked: bool


# Made once: putting a statement together takes longer than running it
_OWNER: Final = (
    select(RemoteVehicleRow.owner_uid)
    .where(
        RemoteVehicleRow.plate_class == bindparam("plate_class"), RemoteVehicleRow.owner_uid != ""
    )
    .order_by(RemoteVehicleRow.document)
    .limit(1)
)
_BOOKED: Final = (
    select(literal(True))
    .where(BookingRow.plate_class == bindparam("plate_class"), BookingRow.state == BOOKED)
    .limit(1)
)
_TIES: Final = select(
    SyncStateRow.store_id,
    _OWNER.scalar_subquery().label("owner_uid"),
    _BOOKED.scalar_subquery().label("is_booked"),
).where(SyncStateRow.id == 1)


def ties_of(connection: Connection, plate_class: str) -> PlateTies:
    """What is tied to a plate now."""
    row = connection.execute(_TIES, {"plate_class": plate_class}).one()
    return PlateTies(row.store_id, row.owner_uid or "", bool(row.is_booked))


def queue_stay(connection: Connection, stay: Stay, ties: PlateTies, by: str, at: datetime) -> None:
    """Let the document of a stay, which has its number, say what the stay is now."""
    number = f"{ties.store_id}-{stay.number}"
    duration_s = None
    if stay.entered_at is not None and stay.left_at is not None:
        duration_s = round((stay.left_at - stay.entered_at).total_seconds())
    fields = {
        "licenseNo": stay.plate,
        "userId": ties.owner_uid or None,
        "startTime": stay.entered_at,
        "endTime": stay.left_at,
        "status": PARKING if stay.is_inside else GONE,
        "duration": duration_s,
        "price": None,
        "parkingSlot": stay.slot or None,
        "state": stay.state,
        "entryLane": stay.entry_lane_id,
        "exitLane": stay.exit_lane_id,
        "entryDecisionId": stay.entry_decision_id,
        "exitDecisionId": stay.exit_decision_id,
        "decidedBy": by,
        "updatedAt": at,
    }
    item = OutboxItem(
        f"session-{number}",
        ItemKind.SESSION,
        stay.plate_class,
        f"sessions/{number}",
        by,
        at,
        fields,
    )
    queue(connection, item)
    if stay.slot:
        taken_by = number if stay.is_inside else None
        queue_slot(connection, stay.slot, by, at, taken_by=taken_by)


def queue_slot(
    connection: Connection, slot: str, by: str, at: datetime, *, taken_by: str | None
) -> None:
    """Let a slot that Firestore has say whether it is taken, and by which stay."""
    known = select(RemoteSlotRow.slot).where(RemoteSlotRow.slot == slot)
    if connection.execute(known).first() is None:
        return
    fields: dict[str, object] = {"isAvailable": taken_by is None, "sessionId": taken_by}
    if taken_by is None:
        fields["bookingId"] = None
    queue(
        connection,
        OutboxItem(f"slot-{slot}", ItemKind.SLOT, "", f"slots/{slot}", by, at, fields),
    )


def use_booking(connection: Connection, stay: Stay, by: str, at: datetime) -> None:
    """Put a vehicle that comes in where its driver booked, if that is now."""
    booked = connection.execute(
        select(BookingRow.booking_id, BookingRow.slot, BookingRow.begins_at, BookingRow.ends_at)
        .where(BookingRow.plate_class == stay.plate_class, BookingRow.state == BOOKED)
        .order_by(BookingRow.booking_id)
    ).all()
    for booking in booked:
        begun = booking.begins_at is None or booking.begins_at <= at
        if begun and (booking.ends_at is None or at < booking.ends_at):
            stay.slot = booking.slot
            _settle_booking(connection, booking.booking_id, USED, by, at)
            return


def expire_bookings(session: Session, at: datetime) -> int:
    """Give back the slots of drivers who booked and never came; how many there were."""
    connection = session.connection()
    missed = connection.execute(
        select(BookingRow.booking_id, BookingRow.slot).where(
            BookingRow.state == BOOKED, BookingRow.ends_at < at
        )
    ).all()
    for booking_id, name in missed:
        _settle_booking(connection, booking_id, EXPIRED, "", at)
        slot = session.get(RemoteSlotRow, name)
        if slot is not None and slot.booking_id == booking_id:
            queue_slot(connection, name, "", at, taken_by=None)
    return len(missed)


def queue_notice(  # noqa: PLR0913 - a notice, whose it is, and what it follows from
    connection: Connection,
    kind: NoticeKind,
    stay: Stay,
    *,
    owner_uid: str,
    notice_id: str,
    by: str,
    at: datetime,
    corrected: bool,
) -> None:
    """Let the owner of the vehicle know, if Firestore has one and it is not too late."""
    expires_at = at + NOTICE_AGE
    if not owner_uid or booth_of(connection).utc_now() > expires_at:
        return
    queue(
        connection,
        OutboxItem(
            event_id=notice_id,
            kind=ItemKind.PUSH,
            vehicle=stay.plate_class,
            path=f"users/{owner_uid}",
            made_by=by,
            made_at=at,
            fields=notice_fields(kind, stay.plate, at, corrected=corrected),
            expires_at=expires_at,
        ),
    )


def _settle_booking(
    connection: Connection, booking_id: str, state: str, by: str, at: datetime
) -> None:
    """A booking has become something else, here and in its document."""
    settled = update(BookingRow).where(BookingRow.booking_id == booking_id)
    connection.execute(settled.values(state=state))
    item = OutboxItem(
        f"booking-{booking_id}",
        ItemKind.SLOT,
        "",
        f"bookings/{booking_id}",
        by,
        at,
        {"status": state},
    )
    queue(connection, item)
