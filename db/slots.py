"""The places to park that have names of their own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, select

from db.sessions import reading
from db.site_schema import SlotRow


@dataclass(frozen=True, slots=True)
class SlotRecord:
    """A place to park; one that is not usable is closed, whatever stands in it."""

    name: str
    note: str = ""
    is_usable: bool = True


def named_slots(engine: Engine) -> tuple[SlotRecord, ...]:
    """Every slot with a name, by name; none where the site only counts them.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    with reading(engine) as session:
        rows = session.scalars(select(SlotRow).order_by(SlotRow.name))
        return tuple(SlotRecord(row.name, row.note, row.is_usable) for row in rows)
