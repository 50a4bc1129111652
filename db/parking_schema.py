"""The tables of parking sessions; rows never leave ``db``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from db.schema import Base


class ParkingState(StrEnum):
    """What is known of a stay; ``NO_ENTRY`` left without having been seen to come in."""

    INSIDE = "inside"
    LEFT = "left"
    NO_ENTRY = "no_entry"
    CLOSED_BY_HAND = "closed_by_hand"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class ParkingSession:
    """One stay of a vehicle; times are aware UTC, None where they are not known."""

    session_id: int
    plate: str
    state: ParkingState
    entered_at: datetime | None
    entry_lane_id: str
    left_at: datetime | None
    exit_lane_id: str
    slot: str


class ParkingSessionRow(Base):
    """One stay, with the decisions that began and ended it."""

    __tablename__ = "parking_sessions"
    __table_args__ = (Index(None, "state", "plate_class"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plate: Mapped[str]
    plate_class: Mapped[str]
    state: Mapped[str]
    entered_at: Mapped[datetime | None]
    entry_lane_id: Mapped[str]
    entry_decision_id: Mapped[str | None] = mapped_column(index=True)
    left_at: Mapped[datetime | None]
    exit_lane_id: Mapped[str]
    exit_decision_id: Mapped[str | None] = mapped_column(index=True)
    slot: Mapped[str]

    def to_record(self) -> ParkingSession:
        return ParkingSession(
            self.id,
            self.plate,
            ParkingState(self.state),
            self.entered_at,
            self.entry_lane_id,
            self.left_at,
            self.exit_lane_id,
            self.slot,
        )


class ParkingProgressRow(Base):
    """How far the decisions have been followed; one row."""

    __tablename__ = "parking_progress"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    last_sequence: Mapped[int] = mapped_column(Integer)
