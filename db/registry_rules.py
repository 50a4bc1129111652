"""Whose word counts where this site and Firestore both know a vehicle.

A vehicle that was added or edited at this site is the site's own: Firestore neither changes nor
removes it, and one that was removed here stays out. A block of Firestore is absolute: it blocks
whatever the site's own entry says. All other vehicles follow Firestore.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.records import VehicleKind, VehicleRecord
from db.schema import ORIGIN_REMOTE, ORIGIN_SITE, VehicleRow
from db.sync_schema import RemoteVehicleRow


def settle_vehicle(session: Session, plate_class: str) -> bool:
    """Let the registry hold what the rule above says of a plate; whether that changed anything."""
    own = session.scalar(select(VehicleRow).where(VehicleRow.plate_class == plate_class))
    if own is not None and own.origin == ORIGIN_SITE:
        # A block entry is laid over it when the registry is read
        return True
    rows = session.scalars(
        select(RemoteVehicleRow)
        .where(RemoteVehicleRow.plate_class == plate_class, RemoteVehicleRow.kept_out.is_(False))
        .order_by(RemoteVehicleRow.document)
    ).all()
    wanted = next((row for row in rows if row.kind == VehicleKind.BLOCK.value), None)
    wanted = wanted or next(iter(rows), None)
    if wanted is None:
        if own is not None:
            session.delete(own)
        return own is not None
    record = wanted.to_record()
    if own is not None and own.to_record() == record:
        return False
    if own is None:
        own = VehicleRow()
        session.add(own)
    own.take(record, plate_class)
    own.origin = ORIGIN_REMOTE
    return True


def keep_out(session: Session, plate_class: str) -> None:
    """Somebody removed the vehicle at this site: what Firestore has stays out, but a block."""
    rows = select(RemoteVehicleRow).where(RemoteVehicleRow.plate_class == plate_class)
    for row in session.scalars(rows):
        row.kept_out = row.kind != VehicleKind.BLOCK.value
    session.flush()
    settle_vehicle(session, plate_class)


def own_entries_that_differ(session: Session) -> tuple[tuple[VehicleRecord, VehicleRecord], ...]:
    """Vehicles of which this site and Firestore say different things: here, there."""
    pairs = session.execute(
        select(VehicleRow, RemoteVehicleRow)
        .join(RemoteVehicleRow, RemoteVehicleRow.plate_class == VehicleRow.plate_class)
        .where(VehicleRow.origin == ORIGIN_SITE)
        .order_by(VehicleRow.plate)
    )
    records = [(here.to_record(), there.to_record()) for here, there in pairs]
    return tuple((here, there) for here, there in records if here != there)
