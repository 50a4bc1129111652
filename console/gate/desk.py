"""What follows from a verdict or from a person's word: first the record, then the barrier."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from console.gate.barriers import BarrierLine, BarrierOrder, BarrierOutcome
from console.gate.clock import NS_PER_MS, NS_PER_S, Clock
from console.gate.decisions import (
    POLICY,
    Provenance,
    Recording,
    Ruling,
    decision_on_empty_lane,
    decision_on_passage,
)
from console.gate.lanes import Lane
from console.gate.latencies import Latencies
from console.gate.passages import LanePassages, Passage, Step
from console.gate.registry import VehicleIndex
from console.gate.types import FaultKind, GateListener, LaneFrame, Reason
from db.errors import PlateTextError
from db.plates import normalise_plate
from db.records import DecisionRecord, Outcome
from pi_bridge.wire import BarrierAction

_log = logging.getLogger("bridge")

NO_BARRIER = "no barrier is set up for this lane"


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How long an opening or another order may take to be sent, and what is sending it.

    An opening that has not been sent ``open_within_ns`` after it was decided is never sent.
    """

    software_version: str
    open_within_ns: int = 3 * NS_PER_S
    order_within_ns: int = 5 * NS_PER_S


@dataclass(frozen=True, slots=True, eq=False)
class LaneParts:
    """A lane with its passages and its barrier, if it has one."""

    lane: Lane
    passages: LanePassages
    barrier: BarrierLine | None


class Desk:
    """Turns passages into decisions and decisions into barrier orders; lives on one thread.

    ``weights_version`` and ``index`` are set by the engine as they become known; an ``index``
    of None says that the registry cannot be asked.
    """

    def __init__(  # noqa: PLR0913 - where decisions and orders go, and what limits them
        self,
        settings: DeskSettings,
        *,
        record: Callable[[Recording], None],
        listener: GateListener,
        tell_fault: Callable[[FaultKind, str, str], None],
        latencies: Latencies,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._record_later = record
        self._listener = listener
        self._tell_fault = tell_fault
        self._latencies = latencies
        self._clock = clock
        self._openings: dict[str, BarrierOrder] = {}
        self.weights_version = ""
        self.index: VehicleIndex | None = None
        self.closed = False
        self.automatic_count = 0
        self.review_count = 0
        self.recorded_count = 0

    def apply(self, parts: LaneParts, step: Step) -> None:
        """Carry out what a frame, or time, brought about in a lane."""
        for passage_id in step.answered:
            self._listener.on_review_closed(passage_id)
        for passage in step.accepted:
            self._accept(parts, passage)
        for item in step.reviews:
            self._listener.on_review_opened(item)
        for passage in step.unanswered:
            self._leave_unanswered(passage, "no answer, and newer passages wait")

    def answer(  # noqa: PLR0913, PLR0917 - the passage, and everything a person said of it
        self,
        parts: LaneParts,
        passage_id: str,
        outcome: Outcome,
        plate: str | None,
        note: str,
        by: str,
    ) -> None:
        """Carry out the decision of ``by`` on a passage that waits; no ``plate`` lets nobody in."""
        try:
            resolved = None if plate is None else normalise_plate(plate)
        except PlateTextError as error:
            self._complain(FaultKind.RECORDING, parts, f"not decided: {error}")
            return
        passage = parts.passages.settle(passage_id)
        self._listener.on_review_closed(passage_id)
        if passage is None:
            return
        decision = decision_on_passage(
            passage,
            self._ruling(outcome, resolved, by, note),
            self._provenance(),
        )
        self.review_count += 1
        if resolved is not None and self._may_open_for(parts, passage, resolved):
            self._expect_opening(parts, decision, self._settings.order_within_ns)
        self._record_later(Recording(decision, passage.evidence))

    def open_by_hand(self, parts: LaneParts, by: str) -> None:
        """Open because ``by`` says so: a decision on whatever stands in the lane."""
        if parts.barrier is None:
            self._complain(FaultKind.BARRIER, parts, NO_BARRIER)
            return
        ruling = self._ruling(Outcome.CONFIRMED, None, by)
        passage = parts.passages.settle_main()
        evidence: LaneFrame | None
        if passage is None:
            decision = decision_on_empty_lane(parts.lane.lane_id, ruling, self._provenance())
            evidence = parts.lane.shown
        else:
            self._listener.on_review_closed(passage.passage_id)
            decision = decision_on_passage(passage, ruling, self._provenance(), Reason.ATTENDANT)
            evidence = passage.evidence
        self.review_count += 1
        self._expect_opening(parts, decision, self._settings.order_within_ns)
        self._record_later(Recording(decision, evidence))

    def order(self, parts: LaneParts, action: BarrierAction) -> None:
        """Send an order that opens nothing, which therefore needs no record first."""
        if parts.barrier is None:
            self._complain(FaultKind.BARRIER, parts, NO_BARRIER)
            return
        expires_ns = self._clock.monotonic_ns() + self._settings.order_within_ns
        parts.barrier.post(BarrierOrder(action, uuid.uuid4().hex, expires_ns))

    def recorded(self, parts: LaneParts, decision: DecisionRecord) -> None:
        """The decision is on disk: only now may the barrier move."""
        self.recorded_count += 1
        order = self._openings.pop(decision.decision_id, None)
        if order is None or parts.barrier is None:
            return
        if self.closed:
            _log.info("%s: not opened, the console stops", decision.lane_id)
            return
        parts.barrier.post(order)

    def order_done(self, outcome: BarrierOutcome) -> None:
        """Tell of an order that was not obeyed; measure an automatic opening that was."""
        order = outcome.order
        if outcome.problem:
            message = f"order to {order.action.value} not carried out: {outcome.problem}"
            self._tell_fault(FaultKind.BARRIER, outcome.lane_id, message)
        elif order.asked_ns is not None:
            self._latencies.add("stop_to_open", (outcome.at_ns - order.asked_ns) / NS_PER_MS)

    def close(self, parts: LaneParts) -> None:
        """Record what still waits in a lane as not let in: nobody will answer any more."""
        self.closed = True
        for passage in parts.passages.give_up():
            self._leave_unanswered(passage, "no answer before the console stopped")

    def _accept(self, parts: LaneParts, passage: Passage) -> None:
        plate = passage.verdict.matches[0].vehicle.plate
        decision = decision_on_passage(
            passage, self._ruling(Outcome.ACCEPTED, plate, POLICY), self._provenance()
        )
        self.automatic_count += 1
        self._expect_opening(
            parts, decision, self._settings.open_within_ns, asked_ns=passage.still_since_ns
        )
        self._record_later(Recording(decision, passage.evidence))

    def _leave_unanswered(self, passage: Passage, why: str) -> None:
        decision = decision_on_passage(
            passage, self._ruling(Outcome.REJECTED, None, POLICY, why), self._provenance()
        )
        self.review_count += 1
        self._listener.on_review_closed(passage.passage_id)
        self._record_later(Recording(decision, passage.evidence))

    def _may_open_for(self, parts: LaneParts, passage: Passage, plate: str) -> bool:
        """Whether a person's yes opens: not for a vehicle that left, nor for a blocked plate."""
        if passage.left:
            _log.info("%s: the vehicle has left, nothing to open for", passage.lane_id)
            return False
        if self.index is not None and self.index.is_blocked(plate):
            message = f"{plate} is on the block list; the barrier stays as it is"
            self._complain(FaultKind.BARRIER, parts, message)
            return False
        return True

    def _expect_opening(
        self,
        parts: LaneParts,
        decision: DecisionRecord,
        within_ns: int,
        asked_ns: int | None = None,
    ) -> None:
        """Keep the opening until its decision is recorded; one with ``asked_ns`` is automatic."""
        if parts.barrier is None:
            return
        self._openings[decision.decision_id] = BarrierOrder(
            BarrierAction.OPEN,
            decision.decision_id,
            self._clock.monotonic_ns() + within_ns,
            automatic=asked_ns is not None,
            asked_ns=asked_ns,
        )

    def _complain(self, kind: FaultKind, parts: LaneParts, message: str) -> None:
        """Tell the attendant what was not done; the log gets it too."""
        _log.warning("%s: %s", parts.lane.lane_id, message)
        self._tell_fault(kind, parts.lane.lane_id, message)

    def _ruling(
        self, outcome: Outcome, plate: str | None, decided_by: str, note: str = ""
    ) -> Ruling:
        return Ruling(outcome, plate, decided_by, self._clock.utc_now(), note)

    def _provenance(self) -> Provenance:
        return Provenance(self.weights_version, self._settings.software_version)
