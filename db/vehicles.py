"""The registered vehicles: add, replace, and exchange them as CSV."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, bindparam, insert, select, update
from sqlalchemy.orm import Session

from db.chain import add_act
from db.errors import DuplicateVehicleError, RegistryChangedError, UnknownVehicleError
from db.people_records import EventKind, SiteEvent
from db.plates import merge_o_and_0, normalise_plate
from db.queries import vehicles
from db.records import VehicleRecord
from db.registry_csv import RefusedLine, read_csv, tidy_vehicle, write_csv
from db.registry_rules import keep_out
from db.schema import VehicleRow, vehicle_values
from db.sessions import writing

__all__ = [
    "ImportOutcome",
    "ImportPreview",
    "RefusedLine",
    "VehicleChange",
    "add_vehicle",
    "apply_preview",
    "export_csv",
    "import_csv",
    "normalise_plate",
    "preview_csv",
    "read_csv",
    "remove_vehicle",
    "replace_vehicle",
]

_LOG = logging.getLogger("audit")
_COMPARED: Final = (
    "plate_class",
    "plate",
    "kind",
    "owner",
    "valid_from",
    "valid_until",
    "note",
)
_REGISTERED: Final = select(VehicleRow.id, *(getattr(VehicleRow, name) for name in _COMPARED))
_CHANGE: Final = (
    update(VehicleRow)
    .where(VehicleRow.id == bindparam("number"))
    .values({name: bindparam(name) for name in (*_COMPARED, "origin")})
)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did to the registry: numbers of vehicles, and every line not taken."""

    added: int
    changed: int
    unchanged: int
    refused: tuple[RefusedLine, ...]


@dataclass(frozen=True, slots=True)
class VehicleChange:
    """A registered vehicle as it is, and as a file would make it."""

    before: VehicleRecord
    after: VehicleRecord


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would do to the registry; nothing has been done yet."""

    added: tuple[VehicleRecord, ...]
    changed: tuple[VehicleChange, ...]
    unchanged_count: int
    refused: tuple[RefusedLine, ...]


def add_vehicle(engine: Engine, vehicle: VehicleRecord, *, event: SiteEvent | None = None) -> None:
    """Register a vehicle; its plate may be written with separators and in lower case.

    ``event`` goes on record with it: both are stored or neither is.

    Raises:
        DuplicateVehicleError: the plate is registered already; that entry is as it was.
        PlateTextError, VehicleFieldError: the record cannot be stored.
        StoreUnavailableError: nothing was stored.
    """
    tidy = tidy_vehicle(vehicle)
    plate_class = merge_o_and_0(tidy.plate)
    with writing(engine) as session:
        row = session.scalar(select(VehicleRow).where(VehicleRow.plate_class == plate_class))
        if row is not None:
            raise DuplicateVehicleError(tidy.plate, row.plate)
        row = VehicleRow()
        row.take(tidy, plate_class)
        session.add(row)
        _record(session, event)


def replace_vehicle(
    engine: Engine, vehicle: VehicleRecord, *, event: SiteEvent | None = None
) -> None:
    """Make the entry of that plate (O and 0 as one class) equal to ``vehicle``.

    ``event`` goes on record with it: both are stored or neither is.

    Raises:
        UnknownVehicleError: the plate is not registered.
        PlateTextError, VehicleFieldError: the record cannot be stored.
        StoreUnavailableError: nothing was stored.
    """
    tidy = tidy_vehicle(vehicle)
    plate_class = merge_o_and_0(tidy.plate)
    with writing(engine) as session:
        row = session.scalar(select(VehicleRow).where(VehicleRow.plate_class == plate_class))
        if row is None:
            raise UnknownVehicleError(tidy.plate)
        row.take(tidy, plate_class)
        _record(session, event)


def remove_vehicle(engine: Engine, plate: str, *, event: SiteEvent | None = None) -> None:
    """Take the entry of that plate (O and 0 as one class) out of the registry.

    ``event`` goes on record with it: both are stored or neither is.

    Raises:
        UnknownVehicleError: the plate is not registered.
        StoreUnavailableError: nothing was stored.
    """
    plate_class = merge_o_and_0(normalise_plate(plate))
    with writing(engine) as session:
        row = session.scalar(select(VehicleRow).where(VehicleRow.plate_class == plate_class))
        if row is None:
            raise UnknownVehicleError(plate)
        session.delete(row)
        session.flush()
        keep_out(session, plate_class)
        _record(session, event)


def preview_csv(engine: Engine, path: Path) -> ImportPreview:
    """What importing the file would add and change, and the lines that it would refuse.

    Raises:
        RegistryFileError: the file as a whole cannot be read.
        StoreUnavailableError: the registry cannot be read.
    """
    records, refused = read_csv(path)
    registered = {merge_o_and_0(vehicle.plate): vehicle for vehicle in vehicles(engine)}
    added: list[VehicleRecord] = []
    changed: list[VehicleChange] = []
    for record in records:
        before = registered.get(merge_o_and_0(record.plate))
        if before is None:
            added.append(record)
        elif before != record:
            changed.append(VehicleChange(before, record))
    unchanged_count = len(records) - len(added) - len(changed)
    return ImportPreview(tuple(added), tuple(changed), unchanged_count, refused)


def apply_preview(
    engine: Engine, preview: ImportPreview, *, event: SiteEvent | None = None
) -> None:
    """Do exactly what was previewed, all of it or nothing.

    ``event`` goes on record with it.

    Raises:
        RegistryChangedError: a vehicle of the preview was changed since; nothing was stored.
        StoreUnavailableError: nothing was stored.
    """
    with writing(engine) as session:
        rows = {row.plate_class: row for row in session.scalars(select(VehicleRow))}
        for record in preview.added:
            plate_class = merge_o_and_0(record.plate)
            if plate_class in rows:
                raise RegistryChangedError(record.plate)
            row = VehicleRow()
            row.take(record, plate_class)
            session.add(row)
        for change in preview.changed:
            plate_class = merge_o_and_0(change.after.plate)
            known = rows.get(plate_class)
            if known is None or known.to_record() != change.before:
                raise RegistryChangedError(change.before.plate)
            known.take(change.after, plate_class)
        _record(session, event)


def import_csv(  # noqa: PLR0913 - what, who, when, why and how
    engine: Engine,
    path: Path,
    *,
    by: str,
    at: datetime,
    why: str = "",
    skip_refused: bool = False,
) -> ImportOutcome:
    """Add and change vehicles as the file says, in one transaction; none is ever removed.

    A file with refused lines changes nothing unless ``skip_refused`` applies the others. That
    ``by`` imported it, and ``why``, goes on record with it.

    Raises:
        RegistryFileError: the file as a whole cannot be read.
        StoreUnavailableError: nothing was stored.
    """
    records, refused = read_csv(path)
    if refused and not skip_refused:
        return ImportOutcome(added=0, changed=0, unchanged=0, refused=refused)
    with writing(engine) as session:
        connection = session.connection()
        known = {row.plate_class: tuple(row) for row in connection.execute(_REGISTERED)}
        added, changed = [], []
        for record in records:
            values = vehicle_values(record, merge_o_and_0(record.plate))
            number, *before = known.get(values["plate_class"], (None,))
            if number is None:
                added.append(values)
            elif before != [values[name] for name in _COMPARED]:
                changed.append(values | {"number": number})
        # A list that is empty would be taken for a row of nothing but defaults
        if added:
            connection.execute(insert(VehicleRow), added)
        if changed:
            connection.execute(_CHANGE, changed)
        unchanged = len(records) - len(added) - len(changed)
        outcome = ImportOutcome(len(added), len(changed), unchanged, refused)
        detail = imported_words(outcome.added, outcome.changed, len(refused))
        add_act(session, SiteEvent(EventKind.VEHICLES_IMPORTED, path.name, by, at, detail, why=why))
    _LOG.info("registry import: %s, %s unchanged", detail, unchanged)
    return outcome


def imported_words(added: int, changed: int, refused: int) -> str:
    """What an import did, as it goes on record."""
    return f"{added} added, {changed} changed, {refused} lines refused"


def export_csv(engine: Engine, path: Path) -> int:
    """Write all registered vehicles to ``path`` and return how many there are.

    Raises:
        RegistryFileError: the file cannot be written; one that was there is as before.
        StoreUnavailableError: the registry cannot be read.
    """
    records = vehicles(engine)
    write_csv(path, records)
    return len(records)


def _record(session: Session, event: SiteEvent | None) -> None:
    if event is not None:
        add_act(session, event)
