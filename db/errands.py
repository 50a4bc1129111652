"""What else goes up while there is a connection: anchors, how full it is, how the booth is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from db import outbox
from db.anchors import anchor_head, kept_anchors
from db.booth import Booth
from db.outbox_records import Fields, ItemKind, OutboxItem
from db.parking import count_inside
from db.remote import RemoteStore
from db.sessions import writing
from db.stay_copy import expire_bookings

ANCHOR_EVERY: Final = timedelta(days=1)
BOOKINGS_EVERY_S: Final = 60.0


class AnchorErrand:
    """Anchors the head of the booth's chain once a day, besides the end of each shift."""

    def __init__(self, engine: Engine, booth: Booth) -> None:
        self._engine = engine
        self._booth = booth

    def run(self, _: RemoteStore) -> None:
        """Anchor when a day has passed since the last time.

        Raises:
            StoreError: nothing was stored.
        """
        own = [one for one in kept_anchors(self._engine) if one.booth_id == self._booth.booth_id]
        now = self._booth.utc_now()
        # A clock that was set back must not keep the next anchor away for longer than a day
        if not own or abs(now - own[-1].anchored_at) >= ANCHOR_EVERY:
            anchor_head(self._engine)


class BookingErrand:
    """Gives back slots that were booked until now by drivers who did not come."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], monotonic_s: Callable[[], float]
    ) -> None:
        self._engine = engine
        self._now = now
        self._monotonic_s = monotonic_s
        self._due_s = 0.0

    def run(self, _: RemoteStore) -> None:
        """Look when it is time to.

        Raises:
            StoreError: nothing was stored.
        """
        if self._monotonic_s() >= self._due_s:
            self._due_s = self._monotonic_s() + BOOKINGS_EVERY_S
            with writing(self._engine) as session:
                expire_bookings(session, self._now())


class StateErrand:
    """Queues one document about how something is, no more often than every ``every_s``.

    ``read`` gives its fields; unless ``always``, what has not changed does not go again.
    """

    def __init__(  # noqa: PLR0913 - a document, what it says, and when
        self,
        engine: Engine,
        kind: ItemKind,
        name: str,
        every_s: float,
        read: Callable[[], Fields],
        *,
        always: bool,
        now: Callable[[], datetime],
        monotonic_s: Callable[[], float],
    ) -> None:
        self._engine = engine
        self._kind = kind
        self._name = name
        self._every_s = every_s
        self._read = read
        self._always = always
        self._now = now
        self._monotonic_s = monotonic_s
        self._due_s = 0.0
        self._last: Fields | None = None

    def run(self, _: RemoteStore) -> None:
        """Queue the document when it is due.

        Raises:
            StoreError: nothing was stored.
        """
        if self._monotonic_s() < self._due_s:
            return
        self._due_s = self._monotonic_s() + self._every_s
        fields = self._read()
        if fields == self._last and not self._always:
            return
        with writing(self._engine) as session:
            now = self._now()
            outbox.queue(
                session.connection(),
                OutboxItem(
                    self._name,
                    self._kind,
                    "",
                    f"state/{self._name}",
                    "",
                    now,
                    {**fields, "updatedAt": now},
                ),
            )
        self._last = fields


def occupancy_fields(engine: Engine, slot_count: int) -> Fields:
    """How many vehicles are inside, of how many there is room for; 0 where that is not known.

    Raises:
        StoreError: they cannot be counted.
    """
    inside = count_inside(engine)
    free = max(0, slot_count - inside) if slot_count else None
    return {"inside": inside, "slots": slot_count or None, "free": free}


def health_fields(engine: Engine, booth_id: str, software_version: str) -> Fields:
    """How the booth's copying is.

    Raises:
        StoreError: it cannot be read.
    """
    stored = outbox.progress(engine)
    return {
        "booth": booth_id,
        "softwareVersion": software_version,
        "waiting": stored.counts.waiting,
        "parked": stored.counts.parked,
        "sent": stored.counts.sent,
        "registryAt": stored.registry_at,
    }
