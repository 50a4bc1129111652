"""The tables of the chain: one row an event, anchors of its ends, and what was erased.

Rows never leave ``db``. Triggers refuse every change of an event but the erasure of its salt.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.schema import Base


class AuditEventRow(Base):
    """An event's place in its booth's chain, and the hashes that hold it there."""

    __tablename__ = "audit_events"
    __table_args__ = (
        PrimaryKeyConstraint("booth_id", "sequence"),
        CheckConstraint(
            "(decision_sequence IS NULL) <> (act_sequence IS NULL)", name="ck_audit_events_subject"
        ),
    )

    booth_id: Mapped[str]
    sequence: Mapped[int] = mapped_column(BigInteger, autoincrement=False)
    event_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    decision_sequence: Mapped[int | None] = mapped_column(
        ForeignKey("decisions.sequence"), unique=True
    )
    act_sequence: Mapped[int | None] = mapped_column(
        ForeignKey("site_events.sequence"), unique=True
    )
    recorded_at: Mapped[datetime]
    run_id: Mapped[str]
    monotonic_ns: Mapped[int] = mapped_column(BigInteger)
    salt: Mapped[str | None]
    private_sha256: Mapped[str]
    hash: Mapped[str]


class AnchorRow(Base):
    """The end of a booth's chain at some moment, as it was sent away to be kept elsewhere."""

    __tablename__ = "anchors"
    __table_args__ = (PrimaryKeyConstraint("booth_id", "sequence"),)

    booth_id: Mapped[str]
    sequence: Mapped[int] = mapped_column(BigInteger, autoincrement=False)
    chain_id: Mapped[str]
    hash: Mapped[str]
    anchored_at: Mapped[datetime]


class TombstoneRow(Base):
    """What retention took away: a picture, or what identified a vehicle in an event.

    ``subject`` is ``picture:`` and a SHA-256, ``decision:`` or ``act:`` and a sequence. The event
    ``event_id`` of the chain says so, too. ``is_done`` once the file is deleted as well.
    """

    __tablename__ = "tombstones"

    subject: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("audit_events.event_id"))
    is_done: Mapped[bool] = mapped_column(Boolean, index=True)
