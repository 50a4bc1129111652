"""A barrier that exists only in a rendered lane."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from pi_bridge.wire import BarrierPosition

_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class BarrierTiming:
    """Seconds to travel from one end to the other, and to stay up when nobody drives through.

    Source: a 3 m parking boom travels in 1 to 1.5 s by the data sheets of the usual makes
    (Magnetic MHTM MicroDrive Access: 1.3 s).
    """

    travel_s: float = 1.3
    stay_open_s: float = 8.0
    clear_s: float = 0.8


class SimulatedBarrier:
    """A boom with a drive, a position switch and a loop under it that keeps it up.

    Its movement follows from the clock when somebody asks; it has no thread. After a pulse it
    stays up for ``stay_open_s``, or until ``clear_s`` after a vehicle has left the loop, and
    never comes down on a vehicle.
    """

    def __init__(
        self,
        timing: BarrierTiming | None = None,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._timing = timing or BarrierTiming()
        self._clock_ns = clock_ns
        self._lock = threading.Lock()
        self._raised = 0.0
        self._rising = False
        self._held = False
        self._occupied = False
        self._lower_at_ns: int | None = None
        self._seen_ns = clock_ns()
        self._pulse_count = 0

    @property
    def pulse_count(self) -> int:
        """How many opening pulses the relay gave."""
        return self._pulse_count

    def open(self) -> None:
        """Give one opening pulse; a barrier that is held open stays so."""
        with self._lock:
            now_ns = self._advance()
            self._pulse_count += 1
            self._rising = True
            if not self._held:
                self._lower_at_ns = now_ns + int(self._timing.stay_open_s * _NS)

    def hold(self) -> None:
        """Go up and stay up until the next `close`."""
        with self._lock:
            self._advance()
            self._held = self._rising = True
            self._lower_at_ns = None

    def close(self) -> None:
        """End a hold and come down as soon as the loop is free."""
        with self._lock:
            now_ns = self._advance()
            self._held = False
            self._lower_at_ns = now_ns
            self._lower_if_due(now_ns)

    def position(self) -> BarrierPosition:
        with self._lock:
            self._advance()
            if self._rising and self._raised >= 1.0:
                return BarrierPosition.HELD if self._held else BarrierPosition.OPEN
            if self._rising:
                return BarrierPosition.MOVING
            return BarrierPosition.CLOSED if self._raised <= 0.0 else BarrierPosition.MOVING

    def shut_down(self) -> None:
        """Nothing is held."""

    def raised(self) -> float:
        """Return how far it is up, 0.0 (down) to 1.0 (upright)."""
        with self._lock:
            self._advance()
            return self._raised

    def set_occupied(self, occupied: bool) -> None:
        """Say whether a vehicle stands on the loop under the boom."""
        with self._lock:
            now_ns = self._advance()
            if self._occupied and not occupied and self._lower_at_ns is not None:
                self._lower_at_ns = now_ns + int(self._timing.clear_s * _NS)
            self._occupied = occupied

    def _advance(self) -> int:
        """Move on to the clock's now and return it."""
        now_ns = self._clock_ns()
        due_ns = self._lower_at_ns
        if self._rising and due_ns is not None and self._seen_ns < due_ns < now_ns:
            self._travel(due_ns)  # up to the turning point, then down from there
        self._lower_if_due(now_ns)
        self._travel(now_ns)
        self._seen_ns = now_ns
        return now_ns

    def _lower_if_due(self, now_ns: int) -> None:
        if self._lower_at_ns is not None and now_ns >= self._lower_at_ns and not self._occupied:
            self._rising = False
            self._lower_at_ns = None

    def _travel(self, until_ns: int) -> None:
        way = (until_ns - self._seen_ns) / _NS / self._timing.travel_s
        self._raised = (
            min(1.0, self._raised + way) if self._rising else max(0.0, self._raised - way)
        )
        self._seen_ns = until_ns
