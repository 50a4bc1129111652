"""How copying to Firebase stands, for everybody; what is done about it, for supervisors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from console.people.permissions import Permission
from console.people.session import Session
from db import outbox
from db.audit import record_act
from db.outbox_records import ItemState, QueuedItem
from db.people_records import EventKind, SiteEvent
from db.records import VehicleRecord
from db.registry_rules import own_entries_that_differ
from db.sessions import reading
from db.sync import Synchroniser
from db.sync_status import Link, SyncStatus

LISTED: Final = 200


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class CopyView:
    """What the page of copying shows: refused items first, then the oldest that wait.

    ``differing`` are vehicles of which this site and Firestore say different things: here, there.
    """

    status: SyncStatus
    items: tuple[QueuedItem, ...]
    differing: tuple[tuple[VehicleRecord, VehicleRecord], ...]


class CopyOffice:
    """Looks and acts; every call may take its time and belongs on a pool thread."""

    def __init__(
        self,
        engine: Engine,
        session: Session,
        copying: Synchroniser | None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._engine = engine
        self._session = session
        self._copying = copying
        self._now = now

    def status(self) -> SyncStatus:
        """How copying stands, without any rows.

        Raises:
            StoreError: it cannot be read.
        """
        if self._copying is not None:
            return self._copying.status()
        stored = outbox.progress(self._engine)
        return SyncStatus(Link.OFF, "", stored.counts, stored.last_success_at, None)

    def look(self) -> CopyView:
        """How copying stands, and what has not gone.

        Raises:
            NotAllowedError: nobody who may see it is signed in.
            StoreError: it cannot be read.
        """
        self._session.require(Permission.KEEP_COPY)
        parked = outbox.items_of_state(self._engine, ItemState.PARKED, LISTED)
        waiting = outbox.items_of_state(self._engine, ItemState.WAITING, LISTED)
        held = outbox.items_of_state(self._engine, ItemState.HELD, LISTED)
        with reading(self._engine) as session:
            differing = own_entries_that_differ(session)
        return CopyView(self.status(), (*parked, *waiting, *held)[:LISTED], differing)

    def retry(self, item_id: int | None) -> int:
        """Let a refused item (None: every one) be tried again, and return how many are.

        Raises:
            NotAllowedError: nobody who may do it is signed in.
            StoreError: nothing was stored.
        """
        name = self._session.require(Permission.KEEP_COPY)
        count = outbox.retry_parked(self._engine, None if item_id is None else [item_id])
        self._record(name, f"{count} refused items tried again")
        return count

    def choose_history(self, days: int) -> int:
        """Let what is held and was made in the last ``days`` go up; the rest stays here alone.

        Raises:
            NotAllowedError: nobody who may do it is signed in.
            StoreError: nothing was stored.
        """
        name = self._session.require(Permission.KEEP_COPY)
        count = outbox.choose_history(self._engine, self._now() - timedelta(days=days))
        self._record(name, f"history of {days} days goes up: {count} items")
        return count

    def _record(self, name: str, detail: str) -> None:
        event = SiteEvent(EventKind.COPY_CHANGED, "Firebase", name, self._now(), detail)
        record_act(self._engine, event)
