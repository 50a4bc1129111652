"""What a site consists of, as the settings of its booths say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select

from db.booth import booth_of
from db.sessions import reading, writing
from db.site_schema import BoothRow, LaneRow, SiteRow


@dataclass(frozen=True, slots=True)
class LaneRecord:
    """A lane; ``direction`` is ``entry``, ``exit`` or ``both``."""

    lane_id: str
    name: str
    direction: str


def describe_booth(
    engine: Engine, site_name: str, software_version: str, lanes: Sequence[LaneRecord]
) -> None:
    """Keep what this booth is and its lanes; a lane that is not among them any more stays.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        booth = booth_of(session.connection())
        booth_id = booth.booth_id
        site = session.scalar(select(SiteRow).where(SiteRow.name == site_name))
        if site is None:
            site = SiteRow(name=site_name)
            session.add(site)
            session.flush()
        session.merge(
            BoothRow(
                booth_id=booth_id,
                site_id=site.id,
                software_version=software_version,
                opened_at=booth.utc_now(),
            )
        )
        for lane in lanes:
            session.merge(
                LaneRow(
                    booth_id=booth_id,
                    lane_id=lane.lane_id,
                    name=lane.name,
                    direction=lane.direction,
                )
            )


def booths_of(engine: Engine, site_name: str) -> tuple[str, ...]:
    """The ids of the booths that are at this site, in order; none where there is no such site.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    listed = select(BoothRow.booth_id).join(SiteRow, SiteRow.id == BoothRow.site_id)
    with reading(engine) as session:
        found = session.scalars(listed.where(SiteRow.name == site_name).order_by(BoothRow.booth_id))
        return tuple(found)


def lanes(engine: Engine) -> tuple[LaneRecord, ...]:
    """Every lane that this site ever had, by booth and id.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    with reading(engine) as session:
        rows = session.scalars(select(LaneRow).order_by(LaneRow.booth_id, LaneRow.lane_id))
        return tuple(LaneRecord(row.lane_id, row.name, row.direction) for row in rows)
