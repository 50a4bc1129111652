"""Keeps to the quotas of Firestore: so many writes a second, and so many a day."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from db.outbox import sync_state
from db.sessions import reading, writing


class Pace:
    """Grants writes at a bounded rate; what was granted today is kept in the database."""

    def __init__(
        self,
        engine: Engine,
        per_second: float,
        per_day: int,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._per_second = per_second
        self._per_day = per_day
        self._monotonic_s = monotonic_s
        self._free_at_s = 0.0

    def wait_s(self, count: int) -> float:
        """How long to wait before the next ``count`` writes; they count as made from then on."""
        now_s = self._monotonic_s()
        begins_s = max(now_s, self._free_at_s)
        self._free_at_s = begins_s + count / self._per_second
        return begins_s - now_s

    def left_today(self, now: datetime) -> int:
        """How many writes the day still has; days begin at midnight UTC.

        Raises:
            StoreUnavailableError: it cannot be read.
        """
        with reading(self._engine) as session:
            state = sync_state(session)
            used = state.quota_count if state.quota_day == now.date() else 0
        return 1_000_000 if self._per_day == 0 else max(0, self._per_day - used)

    def spend(self, count: int, now: datetime) -> None:
        """Count attempted writes: a refused one costs, too.

        Raises:
            StoreUnavailableError: it cannot be written.
        """
        with writing(self._engine) as session:
            state = sync_state(session)
            if state.quota_day != now.date():
                state.quota_day = now.date()
                state.quota_count = 0
            state.quota_count += count
