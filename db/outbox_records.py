"""What waits for its copy in Firestore, as values; rows never leave ``db``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

Fields: TypeAlias = Mapping[str, object]
"""The fields of a document: texts, numbers, truth values, None, aware datetimes, and tuples or
mappings of these."""


class ItemKind(StrEnum):
    """What an outbox item carries.

    ``DECISION`` and ``ANCHOR`` are created once and never changed. ``SESSION``, ``SLOT``,
    ``OCCUPANCY`` and ``HEALTH`` say how something is now, so that a newer state takes the place
    of one that still waits. ``PUSH`` is a notice to a driver's telephone,
    ``THUMBNAIL`` a small picture for Cloud Storage, or the word that it is to be deleted there.
    """

    DECISION = "decision"
    SESSION = "session"
    SLOT = "slot"
    OCCUPANCY = "occupancy"
    ANCHOR = "anchor"
    HEALTH = "health"
    PUSH = "push"
    THUMBNAIL = "thumbnail"


class ItemState(StrEnum):
    """``HELD`` waits until somebody says how much history goes up; ``PARKED`` was refused."""

    WAITING = "waiting"
    HELD = "held"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One thing to send, under the id that makes sending it twice the same as once.

    ``vehicle`` is the plate class whose items keep their order; empty where there is none.
    ``path`` is the document below the site's own, ``made_by`` whose work it carries.
    """

    event_id: str
    kind: ItemKind
    vehicle: str
    path: str
    made_by: str
    made_at: datetime
    fields: Fields = field(default_factory=dict)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueuedItem:
    """An item as it stands in the outbox; ``revision`` grows when a newer state replaces it."""

    item_id: int
    revision: int
    state: ItemState
    attempt_count: int
    problem: str
    item: OutboxItem


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many items there are of each state, and how many ever went or were too late."""

    waiting: int
    held: int
    parked: int
    sent: int
    expired: int


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """How far copying has come; times are aware UTC, None where it never happened.

    ``registry_at`` is when vehicles, slots and bookings were last known to be as in Firestore.
    """

    counts: OutboxCounts
    last_success_at: datetime | None
    registry_at: datetime | None
    problem: str
