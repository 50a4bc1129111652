"""The registered vehicles: add, replace, and exchange them as CSV."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from db.errors import DuplicateVehicleError, UnknownVehicleError
from db.plates import merge_o_and_0, normalise_plate
from db.queries import vehicles
from db.records import VehicleRecord
from db.registry_csv import RefusedLine, read_csv, tidy_vehicle, write_csv
from db.schema import VehicleRow
from db.sessions import writing

__all__ = [
    "ImportOutcome",
    "RefusedLine",
    "add_vehicle",
    "export_csv",
    "import_csv",
    "normalise_plate",
    "read_csv",
    "replace_vehicle",
]

_LOG = logging.getLogger("audit")


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did to the registry: numbers of vehicles, and every line not taken."""

    added: int
    changed: int
    unchanged: int
    refused: tuple[RefusedLine, ...]


def add_vehicle(engine: Engine, vehicle: VehicleRecord) -> None:
    """Register a vehicle; its plate may be written with separators and in lower case.

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


def replace_vehicle(engine: Engine, vehicle: VehicleRecord) -> None:
    """Make the entry of that plate (O and 0 as one class) equal to ``vehicle``.

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


def import_csv(engine: Engine, path: Path, *, skip_refused: bool = False) -> ImportOutcome:
    """Add and change vehicles as the file says, in one transaction; none is ever removed.

    A file with refused lines changes nothing unless ``skip_refused`` applies the others.

    Raises:
        RegistryFileError: the file as a whole cannot be read.
        StoreUnavailableError: nothing was stored.
    """
    records, refused = read_csv(path)
    if refused and not skip_refused:
        return ImportOutcome(added=0, changed=0, unchanged=0, refused=refused)
    added = changed = unchanged = 0
    with writing(engine) as session:
        rows = {row.plate_class: row for row in session.scalars(select(VehicleRow))}
        for record in records:
            plate_class = merge_o_and_0(record.plate)
            row = rows.get(plate_class)
            if row is None:
                row = VehicleRow()
                row.take(record, plate_class)
                session.add(row)
                added += 1
            elif row.to_record() == record:
                unchanged += 1
            else:
                row.take(record, plate_class)
                changed += 1
    _LOG.info(
        "registry import: %s added, %s changed, %s unchanged, %s lines refused",
        added,
        changed,
        unchanged,
        len(refused),
    )
    return ImportOutcome(added, changed, unchanged, refused)


def export_csv(engine: Engine, path: Path) -> int:
    """Write all registered vehicles to ``path`` and return how many there are.

    Raises:
        RegistryFileError: the file cannot be written; one that was there is as before.
        StoreUnavailableError: the registry cannot be read.
    """
    records = vehicles(engine)
    write_csv(path, records)
    return len(records)
