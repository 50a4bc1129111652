"""The table of the chain: one row an event, naming the decision or the act that it is of.

Rows never leave ``db``. Triggers refuse every change but the erasure of a salt.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, PrimaryKeyConstraint
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
