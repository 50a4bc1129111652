"""Which booth writes: every event goes to the end of its booth's chain, with its clocks."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

DEFAULT_BOOTH: Final = "main"
BOOTH_OPTION: Final = "gatehouse_booth"
"""Execution option under which an engine carries its booth."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Booth:
    """Who writes: one chain a booth.

    ``run_id`` names this opening of the store: monotonic times of one run can be compared. With
    ``sends_thumbnails`` the pictures of its decisions go to Cloud Storage, made small.
    """

    booth_id: str = DEFAULT_BOOTH
    run_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    utc_now: Callable[[], datetime] = _utc_now
    monotonic_ns: Callable[[], int] = time.monotonic_ns
    sends_thumbnails: bool = False


def booth_of(connection: Connection) -> Booth:
    """The booth of the engine that this connection is of."""
    booth = connection.get_execution_options()[BOOTH_OPTION]
    assert isinstance(booth, Booth)
    return booth
