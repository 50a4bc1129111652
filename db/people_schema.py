"""The tables of people, shifts and site events; rows never leave ``db``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from db.people_records import EventKind, NoteRecord, PersonRecord, Role, ShiftRecord, SiteEvent
from db.schema import Base


class PersonRow(Base):
    """Somebody who may sign in; ``name_key`` is the name without case."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    secret_hash: Mapped[str]
    is_active: Mapped[bool] = mapped_column(Boolean)
    failed_count: Mapped[int] = mapped_column(Integer)
    wait_until: Mapped[datetime | None]
    created_at: Mapped[datetime]

    def to_record(self) -> PersonRecord:
        return PersonRecord(
            self.name, Role(self.role), self.is_active, self.created_at, self.wait_until
        )


class ShiftRow(Base):
    """A shift; the one without an end is running."""

    __tablename__ = "shifts"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person: Mapped[str]
    started_at: Mapped[datetime]
    after_sequence: Mapped[int] = mapped_column(Integer)
    ended_at: Mapped[datetime | None]
    hand_over_note: Mapped[str]
    exceptions: Mapped[list[str]] = mapped_column(JSON)
    read_by: Mapped[str]

    def to_record(self) -> ShiftRecord:
        return ShiftRecord(
            self.id,
            self.person,
            self.started_at,
            self.after_sequence,
            self.ended_at,
            self.hand_over_note,
            tuple(self.exceptions),
            self.read_by,
        )


class NoteRow(Base):
    """A note for the shifts to come, until it is settled."""

    __tablename__ = "shift_notes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str]
    written_by: Mapped[str]
    written_at: Mapped[datetime]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]

    def to_record(self) -> NoteRecord:
        return NoteRecord(self.id, self.text, self.written_by, self.written_at)


class SiteEventRow(Base):
    """What somebody did besides deciding; triggers refuse every change."""

    __tablename__ = "site_events"
    __table_args__ = (Index(None, "subject", "sequence"), {"sqlite_autoincrement": True})

    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    done_by: Mapped[str]
    done_at: Mapped[datetime]
    detail: Mapped[str]
    why: Mapped[str] = mapped_column(server_default="")
    details: Mapped[str] = mapped_column(server_default="")

    def to_record(self) -> SiteEvent:
        return SiteEvent(
            EventKind(self.kind),
            self.subject,
            self.done_by,
            self.done_at,
            self.detail,
            self.why,
            self.details,
        )


def act_values(record: SiteEvent) -> dict[str, object]:
    """An act's row, as the columns it is inserted with."""
    return {
        "kind": record.kind.value,
        "subject": record.subject,
        "done_by": record.done_by,
        "done_at": record.done_at,
        "detail": record.detail,
        "why": record.why,
        "details": record.details,
    }
