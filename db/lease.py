"""Of the programs that work on one database, one copies at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from db.outbox import sync_state
from db.sessions import reading, writing

LEASE: Final = timedelta(seconds=30)
_RENEWED_BEFORE: Final = LEASE / 2


def take(engine: Engine, holder: str, now: datetime) -> bool:
    """Whether ``holder`` may copy for another half a minute at least.

    A lease that ends later than a lease can was taken by a clock that was set back since.

    Raises:
        StoreUnavailableError: it cannot be told.
    """
    with reading(engine) as session:
        state = sync_state(session)
        if state.holder == holder and _within(state.held_until, now, _RENEWED_BEFORE):
            return True
    with writing(engine) as session:
        state = sync_state(session)
        if state.holder not in {"", holder} and _within(state.held_until, now, timedelta(0)):
            return False
        state.holder = holder
        state.held_until = now + LEASE
        return True


def let_go(engine: Engine, holder: str) -> None:
    """Let another program copy at once.

    Raises:
        StoreUnavailableError: nothing was stored; the lease ends by itself.
    """
    with writing(engine) as session:
        state = sync_state(session)
        if state.holder == holder:
            state.holder = ""
            state.held_until = None


def _within(until: datetime | None, now: datetime, margin: timedelta) -> bool:
    return until is not None and margin < until - now <= LEASE
