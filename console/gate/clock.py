"""The two clocks of the gate: one for ages and order, one for people."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

NS_PER_S = 1_000_000_000
NS_PER_MS = 1_000_000


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """``monotonic_ns`` is what ages, gaps and expiries are made of; ``utc_now`` is aware UTC."""

    monotonic_ns: Callable[[], int] = time.monotonic_ns
    utc_now: Callable[[], datetime] = _utc_now
