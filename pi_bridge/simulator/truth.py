"""What really happened in a simulated lane, for comparing with what was recorded."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

_REMEMBERED_COUNT = 100_000


@dataclass(frozen=True, slots=True)
class TruePassage:
    """One vehicle that came, in monotonic ns of this machine.

    A time is None until it has come. ``opened_ns`` is when the boom was up, ``left_ns`` when
    the vehicle was gone; ``drove_through`` tells which way it went.
    """

    lane_id: str
    plate: str
    registered: bool
    appeared_ns: int
    stopped_ns: int | None = None
    opened_ns: int | None = None
    left_ns: int | None = None
    drove_through: bool = False


class TruthLog:
    """The passages of one lane, written by its source and read from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._passages: list[TruePassage] = []

    def passages(self) -> tuple[TruePassage, ...]:
        """Return all passages, the one under way last."""
        with self._lock:
            return tuple(self._passages)

    def begin(self, passage: TruePassage) -> None:
        with self._lock:
            self._passages.append(passage)
            del self._passages[:-_REMEMBERED_COUNT]

    def stopped(self, at_ns: int) -> None:
        self._amend(lambda passage: replace(passage, stopped_ns=at_ns))

    def opened(self, at_ns: int) -> None:
        self._amend(lambda passage: replace(passage, opened_ns=at_ns))

    def left(self, at_ns: int, *, drove_through: bool) -> None:
        self._amend(lambda passage: replace(passage, left_ns=at_ns, drove_through=drove_through))

    def _amend(self, change: Callable[[TruePassage], TruePassage]) -> None:
        with self._lock:
            self._passages[-1] = change(self._passages[-1])
