"""The tables of what a site consists of; rows never leave ``db``."""

from __future__ import annotations

from sqlalchemy import PrimaryKeyConstraint
from sqlalchemy.orm import Mapped

from db.schema import Base


class LaneRow(Base):
    """A lane as its booth's settings named it last; it stays when the settings drop it."""

    __tablename__ = "lanes"
    __table_args__ = (PrimaryKeyConstraint("booth_id", "lane_id"),)

    booth_id: Mapped[str]
    lane_id: Mapped[str]
    name: Mapped[str]
    direction: Mapped[str]
