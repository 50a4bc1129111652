"""The tables of copying to and from Firestore; rows never leave ``db``."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.records import VehicleKind, VehicleRecord
from db.schema import Base, DecisionRow


class OutboxRow(Base):
    """Something that Firestore has not got yet; written together with what it is of.

    A decision is not kept twice: its document is made from its own row when it goes.
    """

    __tablename__ = "outbox_items"
    __table_args__ = (Index(None, "state", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    vehicle: Mapped[str]
    path: Mapped[str]
    decision_id: Mapped[str | None] = mapped_column(ForeignKey("decisions.decision_id"))
    body: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    revision: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[str]
    attempt_count: Mapped[int] = mapped_column(Integer)
    problem: Mapped[str]

    decision: Mapped[DecisionRow | None] = relationship(lazy="joined")


class SyncStateRow(Base):
    """How far copying has come; one row.

    ``store_id`` names this database in ids that must be unique beyond it. ``holder`` is the
    program that copies, until ``held_until``: of several on one database only one does.
    """

    __tablename__ = "sync_state"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    store_id: Mapped[str]
    connected_at: Mapped[datetime | None]
    sent_count: Mapped[int] = mapped_column(Integer)
    expired_count: Mapped[int] = mapped_column(Integer)
    quota_day: Mapped[date | None] = mapped_column(Date)
    quota_count: Mapped[int] = mapped_column(Integer)
    last_success_at: Mapped[datetime | None]
    registry_at: Mapped[datetime | None]
    problem: Mapped[str]
    holder: Mapped[str]
    held_until: Mapped[datetime | None]


class RemoteVehicleRow(Base):
    """A vehicle as Firestore has it, whatever this site made of it.

    ``kept_out``: somebody removed it here, so it stays out until Firestore drops it, too.
    """

    __tablename__ = "remote_vehicles"

    document: Mapped[str] = mapped_column(primary_key=True)
    plate: Mapped[str]
    plate_class: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    owner: Mapped[str]
    owner_uid: Mapped[str]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    note: Mapped[str]
    kept_out: Mapped[bool] = mapped_column(Boolean)

    def to_record(self) -> VehicleRecord:
        return VehicleRecord(
            self.plate,
            VehicleKind(self.kind),
            self.owner,
            self.valid_from,
            self.valid_until,
            self.note,
        )


class RemoteSlotRow(Base):
    """A parking slot as Firestore has it."""

    __tablename__ = "remote_slots"

    slot: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_available: Mapped[bool] = mapped_column(Boolean)
    booking_id: Mapped[str]


class BookingRow(Base):
    """A driver's booking of a slot as Firestore has it."""

    __tablename__ = "bookings"

    booking_id: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str]
    plate: Mapped[str]
    plate_class: Mapped[str] = mapped_column(index=True)
    owner_uid: Mapped[str]
    begins_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    state: Mapped[str]


class RemotePictureRow(Base):
    """A picture of which Cloud Storage has a thumbnail, until retention deletes both."""

    __tablename__ = "remote_pictures"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
