"""Orders to the barriers: openings waiting for their record, holds with a time, the stop."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from console.gate.barriers import BarrierLine, BarrierOrder, BarrierOutcome
from console.gate.clock import NS_PER_MS, NS_PER_S, Clock
from console.gate.decisions import POLICY, Provenance, Recording, Ruling, decision_on_barrier
from console.gate.lanes import Lane
from console.gate.latencies import Latencies
from console.gate.types import FaultKind, OrderDone, Reason, Warrant
from db.records import DecisionRecord, OrderedAction, Outcome
from pi_bridge.wire import BarrierAction

_log = logging.getLogger("bridge")

NO_BARRIER = "no barrier is set up for this lane"
STOPPED = "all gates hold, so nothing was sent"


@dataclass(frozen=True, slots=True)
class OrderSettings:
    """How long an opening or another order may take to be sent.

    An opening that has not been sent ``open_within_ns`` after it was decided is never sent.
    """

    open_within_ns: int = 3 * NS_PER_S
    order_within_ns: int = 5 * NS_PER_S


class BarrierOrders:
    """Sends orders once their decision is on disk; lives on one thread, like the desk.

    Closing alone does not wait for the disk. While ``stopped`` nothing is sent at all, be it
    automatic or by hand, and a hold that was running has no end of its own any more.
    """

    def __init__(  # noqa: PLR0913 - where decisions, faults and ends go, and what limits orders
        self,
        settings: OrderSettings,
        *,
        record: Callable[[Recording], None],
        tell_fault: Callable[[FaultKind, str, str], None],
        tell_done: Callable[[OrderDone], None],
        provenance: Callable[[], Provenance],
        latencies: Latencies,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._record_later = record
        self._tell_fault = tell_fault
        self._tell_done = tell_done
        self._provenance = provenance
        self._latencies = latencies
        self._clock = clock
        self._waiting: dict[str, BarrierOrder] = {}
        self._holds: dict[str, int | None] = {}
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether all gates hold; any thread may ask."""
        return self._stopped

    def is_held(self, lane_id: str) -> bool:
        """Whether the barrier was ordered to stay open and not to close since."""
        return lane_id in self._holds

    def hold_ends_ns(self, lane_id: str) -> int | None:
        """When the hold of the lane ends (monotonic); None for no hold, or one without end."""
        return self._holds.get(lane_id)

    def expect_opening(self, decision: DecisionRecord, asked_ns: int | None = None) -> None:
        """Keep the opening until its decision is recorded; one with ``asked_ns`` is automatic."""
        automatic = asked_ns is not None
        within_ns = self._settings.open_within_ns if automatic else self._settings.order_within_ns
        self._waiting[decision.decision_id] = BarrierOrder(
            BarrierAction.OPEN,
            decision.decision_id,
            self._clock.monotonic_ns() + within_ns,
            automatic=automatic,
            asked_ns=asked_ns,
        )

    def drop(self, decision_id: str) -> None:
        """Forget an opening that was not sent yet."""
        self._waiting.pop(decision_id, None)

    def hold(
        self, lane: Lane, barrier: BarrierLine | None, warrant: Warrant, for_ns: int | None
    ) -> None:
        """Raise the barrier and keep it up, ``for_ns`` long where a time is given."""
        if not self.may_move(lane.lane_id, barrier):
            return
        note = "" if for_ns is None else f"for {for_ns / NS_PER_S / 60:g} min"
        decision = self._decision(lane.lane_id, OrderedAction.HOLD, warrant, note=note)
        expires_ns = self._clock.monotonic_ns() + self._settings.order_within_ns
        order = BarrierOrder(BarrierAction.HOLD, decision.decision_id, expires_ns)
        self._waiting[decision.decision_id] = order
        self._holds[lane.lane_id] = None if for_ns is None else self._clock.monotonic_ns() + for_ns
        self._record_later(Recording(decision, lane.shown))

    def close(self, lane: Lane, barrier: BarrierLine | None, warrant: Warrant) -> None:
        """Bring the barrier down at once, which also ends a hold; recorded as it goes."""
        if barrier is None or not self.may_move(lane.lane_id, barrier):
            return
        self._close(lane, barrier, self._decision(lane.lane_id, OrderedAction.CLOSE, warrant))

    def hold_all(self) -> None:
        """Let nothing be sent from this moment on; any thread may say so."""
        self._stopped = True

    def stop(self, barriers: Sequence[BarrierLine], warrant: Warrant) -> None:
        """All gates hold: what waits to be sent is void, and nothing else is taken."""
        self.hold_all()
        for order_id in self._waiting:
            self._tell_done(OrderDone(order_id, STOPPED))
        self._waiting.clear()
        for lane_id in self._holds:
            self._holds[lane_id] = None
        for barrier in barriers:
            barrier.drop_orders(STOPPED)
        _log.warning("all gates hold, ordered by %s", warrant.by)
        self._record_later(Recording(self._decision("", OrderedAction.STOP, warrant), None))

    def release(self, warrant: Warrant) -> None:
        """Let the gates move again; what was void stays void."""
        if not self._stopped:
            return
        self._stopped = False
        _log.warning("gates released by %s", warrant.by)
        self._record_later(Recording(self._decision("", OrderedAction.RELEASE, warrant), None))

    def tick(self, lane: Lane, barrier: BarrierLine | None) -> None:
        """Let a hold end when its time is up."""
        ends_ns = self._holds.get(lane.lane_id)
        if ends_ns is None or barrier is None or self._clock.monotonic_ns() < ends_ns:
            return
        warrant = Warrant(POLICY)
        decision = self._decision(
            lane.lane_id, OrderedAction.CLOSE, warrant, reason=Reason.HOLD_ENDED
        )
        self._close(lane, barrier, decision)

    def recorded(self, decision: DecisionRecord, barrier: BarrierLine | None) -> None:
        """The decision is on disk: only now may the barrier open for it."""
        order = self._waiting.pop(decision.decision_id, None)
        if order is not None and barrier is not None:
            barrier.post(order)

    def done(self, outcome: BarrierOutcome) -> None:
        """Tell what became of an order; measure an automatic opening that was obeyed."""
        order = outcome.order
        self._tell_done(OrderDone(order.command_id, outcome.problem))
        if outcome.problem:
            if order.action is BarrierAction.HOLD:
                self._holds.pop(outcome.lane_id, None)
            message = f"order to {order.action.value} not carried out: {outcome.problem}"
            self._tell_fault(FaultKind.BARRIER, outcome.lane_id, message)
        elif order.asked_ns is not None:
            self._latencies.add("stop_to_open", (outcome.at_ns - order.asked_ns) / NS_PER_MS)

    def may_move(self, lane_id: str, barrier: BarrierLine | None) -> bool:
        """Whether an order makes sense now; the attendant is told why not."""
        problem = NO_BARRIER if barrier is None else STOPPED if self._stopped else ""
        if problem:
            _log.warning("%s: %s", lane_id, problem)
            self._tell_fault(FaultKind.BARRIER, lane_id, problem)
        return not problem

    def _close(self, lane: Lane, barrier: BarrierLine, decision: DecisionRecord) -> None:
        self._holds.pop(lane.lane_id, None)
        expires_ns = self._clock.monotonic_ns() + self._settings.order_within_ns
        barrier.post(BarrierOrder(BarrierAction.CLOSE, uuid.uuid4().hex, expires_ns))
        self._record_later(Recording(decision, lane.shown))

    def _decision(
        self,
        lane_id: str,
        action: OrderedAction,
        warrant: Warrant,
        *,
        note: str = "",
        reason: Reason = Reason.ATTENDANT,
    ) -> DecisionRecord:
        ruling = Ruling(
            Outcome.OPERATED,
            None,
            warrant.by,
            self._clock.utc_now(),
            warrant.note or note,
            warrant.reason,
        )
        return decision_on_barrier(
            lane_id, ruling, self._provenance(), action=action, reason=reason
        )
