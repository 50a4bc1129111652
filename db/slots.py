"""The places to park that have names of their own; a site makes them, or Firestore does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, select

from db.chain import add_act
from db.errors import RegistryFileError, SlotInUseError, UnknownSlotError
from db.parking_schema import ParkingSessionRow, ParkingState
from db.people_records import SiteEvent
from db.registry_csv import rows_of
from db.sessions import reading, writing
from db.site_schema import SlotRow

COLUMNS: Final = ("name", "note", "usable")
LONGEST_NAME: Final = 20
_YES: Final = frozenset({"", "yes", "true", "1"})
_NO: Final = frozenset({"no", "false", "0"})


@dataclass(frozen=True, slots=True)
class SlotRecord:
    """A place to park; one that is not usable is closed, whatever stands in it."""

    name: str
    note: str = ""
    is_usable: bool = True


@dataclass(frozen=True, slots=True)
class SlotsStored:
    """How many slots were new, and how many became another."""

    added: int
    changed: int


def named_slots(engine: Engine) -> tuple[SlotRecord, ...]:
    """Every slot with a name, by name; none where the site only counts them.

    Raises:
        StoreUnavailableError: they cannot be read.
    """
    with reading(engine) as session:
        rows = session.scalars(select(SlotRow).order_by(SlotRow.name))
        return tuple(SlotRecord(row.name, row.note, row.is_usable) for row in rows)


def put_slots(engine: Engine, slots: Sequence[SlotRecord], *, event: SiteEvent) -> SlotsStored:
    """Add and change slots, all of them or none; others stay. ``event`` goes on record with it.

    Raises:
        StoreUnavailableError: nothing was stored.
    """
    added = changed = 0
    with writing(engine) as session:
        for slot in slots:
            row = session.get(SlotRow, slot.name)
            if row is None:
                session.add(SlotRow(name=slot.name, note=slot.note, is_usable=slot.is_usable))
                added += 1
            elif (row.note, row.is_usable) != (slot.note, slot.is_usable):
                row.note, row.is_usable = slot.note, slot.is_usable
                changed += 1
        add_act(session, event)
    return SlotsStored(added, changed)


def remove_slot(engine: Engine, name: str, *, event: SiteEvent) -> None:
    """Take a slot away in which nobody stands. ``event`` goes on record with it.

    Raises:
        UnknownSlotError: there is none of that name.
        SlotInUseError: a vehicle stands in it.
        StoreUnavailableError: nothing was stored.
    """
    stands = select(ParkingSessionRow.plate).where(
        ParkingSessionRow.state == ParkingState.INSIDE.value, ParkingSessionRow.slot == name
    )
    with writing(engine) as session:
        row = session.get(SlotRow, name)
        if row is None:
            raise UnknownSlotError(name)
        plate = session.scalar(stands.limit(1))
        if plate is not None:
            raise SlotInUseError(name, plate)
        session.delete(row)
        add_act(session, event)


def read_slots(path: Path) -> tuple[SlotRecord, ...]:
    """The slots of a CSV file: name, note, usable (yes or no); only the name is needed.

    Raises:
        RegistryFileError: the file cannot be read, or a line of it not be taken.
    """
    slots: dict[str, SlotRecord] = {}
    for line, cells in rows_of(path, COLUMNS, "name"):
        name = " ".join(cells.get("name", "").split())
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            problem = f"line {line}: a name is 1 to {LONGEST_NAME} characters, not {name!r}"
            raise RegistryFileError(path, problem)
        if name in slots:
            raise RegistryFileError(path, f"line {line}: {name!r} stands in the file twice")
        usable = cells.get("usable", "").strip().lower()
        if usable not in _YES | _NO:
            raise RegistryFileError(path, f"line {line}: usable is yes or no, not {usable!r}")
        slots[name] = SlotRecord(name, " ".join(cells.get("note", "").split()), usable in _YES)
    return tuple(slots.values())
