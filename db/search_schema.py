"""The tables beside the full-text index: when decisions were made, which plates were seen.

All are filled by a trigger of the migrations, together with the decision itself.
"""

from __future__ import annotations

from sqlalchemy import Integer, column, table
from sqlalchemy.orm import Mapped, mapped_column

from db.schema import Base

DECISION_SEARCH = table("decision_search", column("rowid"), column("decision_search"))
"""The full-text index; a virtual table, which no model can describe."""


class DecisionHourRow(Base):
    """The first and last decision of an hour in UTC; hours overlap where a clock was set back."""

    __tablename__ = "decision_hours"

    hour: Mapped[str] = mapped_column(primary_key=True)
    first_sequence: Mapped[int] = mapped_column(Integer)
    last_sequence: Mapped[int] = mapped_column(Integer)


class PlateSeenRow(Base):
    """A plate that was observed or resolved at least once, with O as 0."""

    __tablename__ = "plates_seen"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plate_class: Mapped[str] = mapped_column(unique=True)
