"""Vehicles, block list, slots and bookings as Firestore has them, kept in step at this site.

Whose word counts where both know a vehicle is for ``db.registry_rules`` to say.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from db.errors import StoreError
from db.outbox import sync_state
from db.registry_rules import settle_vehicle
from db.remote import (
    BOOKINGS,
    SLOTS,
    RemoteChange,
    RemoteListener,
    RemoteStore,
    RemoteUnavailableError,
    ResumeLostError,
    ResumePoint,
)
from db.remote_rows import (
    UnusableDocumentError,
    booking_row,
    remote_key,
    slot_row,
    vehicle_row,
)
from db.sessions import writing
from db.site_schema import SlotRow
from db.sync_schema import BookingRow, RemoteSlotRow, RemoteVehicleRow

_log = logging.getLogger("sync")

SILENCE_S: Final = 120.0
"""A listener that heard nothing for so long has died unnoticed: Firestore speaks every 30 s.
Source: https://github.com/googleapis/nodejs-firestore/pull/1220"""


class RegistryCopy:
    """Follows Firestore with one listener at a time; belongs to the thread that copies."""

    def __init__(
        self,
        engine: Engine,
        on_changed: Callable[[], None],
        now: Callable[[], datetime],
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._on_changed = on_changed
        self._now = now
        self._monotonic_s = monotonic_s
        self._listener: RemoteListener | None = None
        self._resume: ResumePoint | None = None
        self._heard_s: float | None = None
        self._in_step_s: float | None = None
        self._unusable: dict[str, str] = {}

    @property
    def is_in_step(self) -> bool:
        """Whether all was as in Firestore at some time since this began."""
        return self._in_step_s is not None

    @property
    def unusable(self) -> tuple[str, ...]:
        """The documents that cannot be used, with the reason."""
        return tuple(f"{name}: {why}" for name, why in sorted(self._unusable.copy().items()))

    def age_s(self, stored_at: datetime | None) -> float | None:
        """How long ago all was known to be as in Firestore; None when it never was.

        This program's own clock counts; only what an earlier one stored goes by wall time.
        """
        if self._in_step_s is not None:
            return self._monotonic_s() - self._in_step_s
        return None if stored_at is None else max(0.0, (self._now() - stored_at).total_seconds())

    def follow(self, remote: RemoteStore, timeout_s: float) -> None:
        """Wait for a change, at most so long, and apply it.

        Raises:
            RemoteError: the listener has stopped; the next call begins another.
            StoreError: the change could not be stored; it comes again.
        """
        if self._listener is None:
            self._listener = remote.listen(self._resume)
            self._heard_s = self._monotonic_s()
        try:
            change = self._listener.take(timeout_s)
            if change is not None:
                self._heard_s = self._monotonic_s()
                self._apply(change)
            elif self._monotonic_s() - (self._heard_s or 0.0) > SILENCE_S:
                self.stop()
        except ResumeLostError as error:
            _log.info("Firestore is listened to from the beginning: %s", error)
            self._resume = None
            self.stop()
        except (RemoteUnavailableError, StoreError):
            self.stop()
            raise

    def stop(self) -> None:
        """Stop listening."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _apply(self, change: RemoteChange) -> None:
        unusable = self._unusable.copy()
        with writing(self._engine) as session:
            touched = _forget_missing(session, change, unusable)
            for collection, name in change.removed:
                unusable.pop(f"{collection}/{name}", None)
                touched |= _remove(session, collection, name)
            for document in change.documents:
                place = f"{document.collection}/{document.name}"
                unusable.pop(place, None)
                try:
                    touched |= _take(session, document.collection, document.name, document.fields)
                except UnusableDocumentError as error:
                    unusable[place] = str(error)
                    _log.warning("%s cannot be used: %s", place, error)
                    touched |= _remove(session, document.collection, document.name)
            session.flush()
            changed = False
            for plate_class in touched:
                changed |= settle_vehicle(session, plate_class)
            sync_state(session).registry_at = self._now()
        self._unusable = unusable
        self._resume = change.resume
        self._in_step_s = self._monotonic_s()
        if changed:
            self._on_changed()


def _forget_missing(session: Session, change: RemoteChange, unusable: dict[str, str]) -> set[str]:
    """Remove what a collection that was told in full does not have any more."""
    touched: set[str] = set()
    for collection in change.complete:
        there = {one.name for one in change.documents if one.collection == collection}
        for name in _names(session, collection) - there:
            touched |= _remove(session, collection, name)
        for place in [place for place in unusable if place.startswith(f"{collection}/")]:
            del unusable[place]
    return touched


def _names(session: Session, collection: str) -> set[str]:
    if collection == SLOTS:
        return set(session.scalars(select(RemoteSlotRow.slot)))
    if collection == BOOKINGS:
        return set(session.scalars(select(BookingRow.booking_id)))
    documents = session.scalars(select(RemoteVehicleRow.document))
    return {one.split("/", 1)[1] for one in documents if one.startswith(f"{collection}/")}


def _remove(session: Session, collection: str, name: str) -> set[str]:
    if collection == SLOTS:
        session.execute(delete(RemoteSlotRow).where(RemoteSlotRow.slot == name))
        return set()
    if collection == BOOKINGS:
        session.execute(delete(BookingRow).where(BookingRow.booking_id == name))
        return set()
    row = session.get(RemoteVehicleRow, remote_key(collection, name))
    if row is None:
        return set()
    session.delete(row)
    return {row.plate_class}


def _take(session: Session, collection: str, name: str, fields: object) -> set[str]:
    """Keep a document; what comes back are the plates whose entry may change by it."""
    if collection == SLOTS:
        row = session.merge(slot_row(name, fields))
        if session.get(SlotRow, name) is None:
            # A place to park at this site, which has its own word on whether it can be used
            session.add(SlotRow(name=name, note=row.name, is_usable=True))
        return set()
    if collection == BOOKINGS:
        session.merge(booking_row(name, fields))
        return set()
    vehicle = vehicle_row(collection, name, fields)
    before = session.get(RemoteVehicleRow, vehicle.document)
    touched = {vehicle.plate_class}
    if before is not None:
        touched.add(before.plate_class)
        vehicle.kept_out = before.kept_out and before.plate_class == vehicle.plate_class
    session.merge(vehicle)
    return touched
