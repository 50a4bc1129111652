"""The registered vehicles for those who may see or change them; every change goes on record."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from console.people.permissions import Permission
from console.people.session import Session
from db.audit import record_act
from db.people_records import EventKind, SiteEvent
from db.plates import normalise_plate
from db.queries import vehicles
from db.records import VehicleKind, VehicleRecord
from db.vehicles import (
    ImportPreview,
    add_vehicle,
    apply_preview,
    export_csv,
    imported_words,
    preview_csv,
    remove_vehicle,
    replace_vehicle,
)

_log = logging.getLogger("audit")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Registrar:
    """Reads and changes the registry; every call may take its time and belongs on a pool thread.

    ``on_changed`` is told after each change, so that the gate reads the registry again.
    """

    def __init__(
        self,
        engine: Engine,
        session: Session,
        on_changed: Callable[[], None],
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._engine = engine
        self._session = session
        self._on_changed = on_changed
        self._now = now

    def vehicles(self) -> tuple[VehicleRecord, ...]:
        """Every registered vehicle, by plate.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: the registry cannot be read.
        """
        self._session.require(Permission.SEE_VEHICLES)
        return vehicles(self._engine)

    def add(self, vehicle: VehicleRecord) -> None:
        """Register a vehicle; an attendant may add a visitor whose validity ends.

        Raises:
            NotAllowedError: the role of the person at the desk does not include it.
            DuplicateVehicleError, PlateTextError, VehicleFieldError: it cannot be registered.
            StoreUnavailableError: nothing was stored.
        """
        visits = vehicle.kind is VehicleKind.VISITOR and vehicle.valid_until is not None
        name = self._session.require(Permission.ADD_VISITOR if visits else Permission.EDIT_VEHICLES)
        add_vehicle(
            self._engine, vehicle, event=self._event(EventKind.VEHICLE_ADDED, vehicle, name)
        )
        self._tell(f"{name} registered {vehicle.plate}")

    def change(self, vehicle: VehicleRecord) -> None:
        """Make the entry of that plate equal to ``vehicle``.

        Raises:
            NotAllowedError: the role of the person at the desk does not include it.
            UnknownVehicleError, PlateTextError, VehicleFieldError: it cannot be changed so.
            StoreUnavailableError: nothing was stored.
        """
        name = self._session.require(Permission.EDIT_VEHICLES)
        replace_vehicle(
            self._engine, vehicle, event=self._event(EventKind.VEHICLE_CHANGED, vehicle, name)
        )
        self._tell(f"{name} changed {vehicle.plate}")

    def remove(self, plate: str) -> None:
        """Take a vehicle out of the registry.

        Raises:
            NotAllowedError: the role of the person at the desk does not include it.
            UnknownVehicleError: it is not registered.
            StoreUnavailableError: nothing was stored.
        """
        name = self._session.require(Permission.EDIT_VEHICLES)
        event = SiteEvent(EventKind.VEHICLE_REMOVED, plate, name, self._now())
        remove_vehicle(self._engine, plate, event=event)
        self._tell(f"{name} removed {plate}")

    def preview(self, path: Path) -> ImportPreview:
        """What importing a CSV file would do.

        Raises:
            NotAllowedError: the role of the person at the desk does not include it.
            RegistryFileError: the file as a whole cannot be read.
            StoreUnavailableError: the registry cannot be read.
        """
        self._session.require(Permission.EDIT_VEHICLES)
        return preview_csv(self._engine, path)

    def apply(self, preview: ImportPreview, source: str) -> None:
        """Do what was previewed, all of it or nothing; ``source`` names the file.

        Raises:
            NotAllowedError: the role of the person at the desk does not include it.
            RegistryChangedError: the registry was changed since the preview.
            StoreUnavailableError: nothing was stored.
        """
        name = self._session.require(Permission.EDIT_VEHICLES)
        detail = imported_words(len(preview.added), len(preview.changed), len(preview.refused))
        event = SiteEvent(EventKind.VEHICLES_IMPORTED, source, name, self._now(), detail)
        apply_preview(self._engine, preview, event=event)
        self._tell(f"{name} imported {source}: {detail}")

    def export(self, path: Path) -> int:
        """Write the registry to a CSV file and return how many vehicles there are.

        Raises:
            NotAllowedError: the role of the person at the desk does not include exports.
            RegistryFileError: the file cannot be written.
            StoreUnavailableError: the registry cannot be read.
        """
        name = self._session.require(Permission.EXPORT)
        count = export_csv(self._engine, path)
        detail = f"{count} vehicles"
        record_act(
            self._engine, SiteEvent(EventKind.EXPORTED, path.name, name, self._now(), detail)
        )
        return count

    def _event(self, kind: EventKind, vehicle: VehicleRecord, name: str) -> SiteEvent:
        tidy = replace(vehicle, plate=normalise_plate(vehicle.plate))
        span = f"{tidy.valid_from or 'always'} to {tidy.valid_until or 'always'}"
        detail = f"{tidy.kind.value}, {tidy.owner or 'no owner'}, {span}"
        return SiteEvent(kind, tidy.plate, name, self._now(), detail)

    def _tell(self, text: str) -> None:
        _log.info("%s", text)
        self._on_changed()
