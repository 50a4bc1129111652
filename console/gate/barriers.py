"""One lane's barrier: orders in, position out.

Each has a thread of its own, so that a slow Pi in one lane delays no other.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from console.gate.clock import NS_PER_S, Clock
from console.gate.types import BarrierPosition
from pi_bridge.client.barrier import BarrierResult, CommandOutcome
from pi_bridge.wire import BarrierAction

_log = logging.getLogger("bridge")

_JOIN_S = 5.0


class Barrier(Protocol):
    """A barrier as ``BarrierClient`` offers it; expiries are monotonic ns of this machine."""

    def open(self, expires_ns: int, command_id: str | None = None) -> BarrierResult: ...

    def hold(self, expires_ns: int, command_id: str | None = None) -> BarrierResult: ...

    def close(self, expires_ns: int, command_id: str | None = None) -> BarrierResult: ...

    def position(self) -> BarrierPosition: ...


@dataclass(frozen=True, slots=True)
class BarrierOrder:
    """What the barrier shall do, void after ``expires_ns``.

    ``automatic`` orders are carried out only while the lane's picture is fresh.
    ``asked_ns`` is since when the vehicle has been waiting for it.
    """

    action: BarrierAction
    command_id: str
    expires_ns: int
    automatic: bool = False
    asked_ns: int | None = None


@dataclass(frozen=True, slots=True)
class BarrierOutcome:
    """What became of an order; ``problem`` is empty when it was obeyed at ``at_ns``."""

    lane_id: str
    order: BarrierOrder
    problem: str
    at_ns: int


class BarrierLine:
    """Carries out the orders of one lane in turn on the thread ``barrier-<lane>``.

    An order to hold or close makes every opening that still waits void, and nothing is sent
    while ``stopped`` says so. Between orders the
    position is asked for once in ``poll_s``; ``on_position`` is called when it has changed.
    """

    def __init__(  # noqa: PLR0913 - a barrier, two callbacks and what limits it
        self,
        lane_id: str,
        barrier: Barrier,
        *,
        lane_is_fresh: Callable[[], bool],
        stopped: Callable[[], bool],
        on_outcome: Callable[[BarrierOutcome], None],
        on_position: Callable[[], None],
        clock: Clock,
        poll_s: float = 1.0,
    ) -> None:
        self._lane_id = lane_id
        self._barrier = barrier
        self._lane_is_fresh = lane_is_fresh
        self._stopped = stopped
        self._on_outcome = on_outcome
        self._on_position = on_position
        self._clock = clock
        self._poll_s = poll_s
        self._changed = threading.Condition()
        self._orders: deque[BarrierOrder] = deque()
        self._stopping = False
        self._position = BarrierPosition.UNKNOWN
        self._thread = threading.Thread(target=self._run, name=f"barrier-{lane_id}", daemon=True)

    @property
    def position(self) -> BarrierPosition:
        """The position when it was last asked for; unknown when there was no answer."""
        return self._position

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Drop what waits and stop; an order that is being sent is waited for."""
        with self._changed:
            self._stopping = True
            dropped = tuple(self._orders)
            self._orders.clear()
            self._changed.notify()
        for order in dropped:
            _log.info("%s: %s %s dropped, the console stops", self._lane_id, *_named(order))
        if self._thread.ident is not None:
            self._thread.join(_JOIN_S)

    def post(self, order: BarrierOrder) -> None:
        """Queue an order; returns at once."""
        void: list[BarrierOrder] = []
        with self._changed:
            if order.action is not BarrierAction.OPEN:
                void = [one for one in self._orders if one.action is BarrierAction.OPEN]
                self._orders = deque(one for one in self._orders if one not in void)
            self._orders.append(order)
            self._changed.notify()
        for one in void:
            self._tell(one, f"overtaken by the order to {order.action.value}")

    def drop_orders(self, why: str) -> None:
        """Make everything void that was not sent yet."""
        with self._changed:
            void = tuple(self._orders)
            self._orders.clear()
        for order in void:
            self._tell(order, why)

    def _run(self) -> None:
        next_poll_ns = self._clock.monotonic_ns()
        while True:
            order = self._next_order((next_poll_ns - self._clock.monotonic_ns()) / NS_PER_S)
            if self._stopping:
                return
            if order is not None:
                self._carry_out(order)
            else:
                self._note_position(self._barrier.position())
                next_poll_ns = self._clock.monotonic_ns() + int(self._poll_s * NS_PER_S)

    def _next_order(self, timeout_s: float) -> BarrierOrder | None:
        with self._changed:
            self._changed.wait_for(
                lambda: self._orders or self._stopping, max(0.0, min(timeout_s, self._poll_s))
            )
            return self._orders.popleft() if self._orders and not self._stopping else None

    def _carry_out(self, order: BarrierOrder) -> None:
        if self._clock.monotonic_ns() >= order.expires_ns:
            self._tell(order, "too late, so nothing was sent")
            return
        if self._stopped():
            self._tell(order, "all gates hold, so nothing was sent")
            return
        if order.automatic and not self._lane_is_fresh():
            self._tell(order, "the picture is not live, so nothing was sent")
            return
        send = {
            BarrierAction.OPEN: self._barrier.open,
            BarrierAction.HOLD: self._barrier.hold,
            BarrierAction.CLOSE: self._barrier.close,
        }[order.action]
        result = send(order.expires_ns, order.command_id)
        self._note_position(result.position)
        done = result.outcome is CommandOutcome.DONE
        self._tell(order, "" if done else result.problem or result.outcome.value)

    def _note_position(self, position: BarrierPosition) -> None:
        if position is not self._position:
            self._position = position
            self._on_position()

    def _tell(self, order: BarrierOrder, problem: str) -> None:
        level = logging.WARNING if problem else logging.INFO
        _log.log(level, "%s: %s %s %s", self._lane_id, *_named(order), problem or "done")
        self._on_outcome(BarrierOutcome(self._lane_id, order, problem, self._clock.monotonic_ns()))


def _named(order: BarrierOrder) -> tuple[str, str]:
    return order.action.value, order.command_id
