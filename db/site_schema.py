"""The tables of what a site consists of; rows never leave ``db``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.schema import Base


class LaneRow(Base):
    """A lane as its booth's settings named it last; it stays when the settings drop it."""

    __tablename__ = "lanes"
    __table_args__ = (PrimaryKeyConstraint("booth_id", "lane_id"),)

    booth_id: Mapped[str]
    lane_id: Mapped[str]
    name: Mapped[str]
    direction: Mapped[str]


class SiteRow(Base):
    """A site, by the name that the settings of its booths give it; it stays when they rename it."""

    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class BoothRow(Base):
    """A console that writes, as it opened the store last."""

    __tablename__ = "booths"

    booth_id: Mapped[str] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    software_version: Mapped[str]
    opened_at: Mapped[datetime]


class SlotRow(Base):
    """A place to park; a vehicle's session names the one that it stands in."""

    __tablename__ = "slots"

    name: Mapped[str] = mapped_column(primary_key=True)
    note: Mapped[str]
    is_usable: Mapped[bool] = mapped_column(Boolean)
