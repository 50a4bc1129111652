"""Who is inside, for those who may see and correct it; corrections go on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from console.people.permissions import Permission
from console.people.session import Session
from db import parking
from db.parking_schema import ParkingSession
from db.people_records import EventKind, SiteEvent
from db.slots import SlotRecord, named_slots

SIMILAR_COUNT = 5


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class CarParkView:
    """The vehicles inside, the longest first, and exits that fit no entry, newest first.

    ``slots`` are those with names; a site may only count them.
    """

    inside: tuple[ParkingSession, ...]
    without_entry: tuple[ParkingSession, ...]
    slots: tuple[SlotRecord, ...] = ()


class CarPark:
    """Keeps the sessions up to date; every call belongs on a pool thread, one at a time."""

    def __init__(
        self,
        engine: Engine,
        session: Session,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._engine = engine
        self._session = session
        self._now = now

    def look(self) -> CarParkView:
        """Follow what was decided since the last look, and tell who is inside.

        Raises:
            StoreUnavailableError: it cannot be read or stored.
        """
        parking.follow(self._engine)
        return CarParkView(
            parking.vehicles_inside(self._engine),
            parking.exits_without_entry(self._engine),
            named_slots(self._engine),
        )

    def similar(self, plate: str) -> tuple[ParkingSession, ...]:
        """The vehicles inside whose plates are nearest to ``plate``.

        Raises:
            StoreUnavailableError: they cannot be read.
        """
        return parking.similar_inside(self._engine, plate, SIMILAR_COUNT)

    def assign_slot(self, stay: ParkingSession, slot: str) -> None:
        """Write down where a vehicle stands.

        Raises:
            NotAllowedError: nobody is signed in.
            UnknownSessionError: the vehicle is not inside any more.
            StoreUnavailableError: nothing was stored.
        """
        event = self._event(stay.plate, f"slot {slot or 'none'}")
        parking.assign_slot(self._engine, stay.session_id, slot, event=event)

    def close(self, stay: ParkingSession) -> None:
        """A vehicle is not inside any more, although nobody saw it leave.

        Raises:
            NotAllowedError: nobody is signed in.
            UnknownSessionError: it is over already.
            StoreUnavailableError: nothing was stored.
        """
        event = self._event(stay.plate, "not inside any more")
        parking.close_by_hand(self._engine, stay.session_id, event=event)

    def join(self, left: ParkingSession, inside: ParkingSession) -> None:
        """An exit without entry was this vehicle, read differently.

        Raises:
            NotAllowedError: nobody is signed in.
            UnknownSessionError: one of them is over already.
            StoreUnavailableError: nothing was stored.
        """
        event = self._event(inside.plate, f"left as {left.plate}")
        parking.join(self._engine, left.session_id, inside.session_id, event=event)

    def _event(self, plate: str, detail: str) -> SiteEvent:
        name = self._session.require(Permission.CORRECT_PARKING)
        return SiteEvent(EventKind.PARKING_CORRECTED, plate, name, self._now(), detail)
