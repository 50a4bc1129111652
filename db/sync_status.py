"""How copying stands, for screens and scripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.outbox_records import OutboxCounts


class Link(StrEnum):
    """What stands between this site and Firebase; ``OFF``: the site never named a project."""

    OFF = "off"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    OFFLINE = "offline"
    DENIED = "denied"
    DAY_IS_FULL = "day_is_full"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """``registry_age_s`` is how old the word of Firestore on vehicles and slots is, in seconds.

    It is None where there never was any. ``unusable`` names documents that came and cannot be
    used, with the reason.
    """

    link: Link
    problem: str
    counts: OutboxCounts
    last_success_at: datetime | None
    registry_age_s: float | None
    unusable: tuple[str, ...] = ()
