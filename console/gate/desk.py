"""What follows from a verdict or from a person's word on a passage: a decision to be recorded."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from console.gate.barriers import BarrierLine
from console.gate.clock import NS_PER_MS, Clock
from console.gate.collected import Passage
from console.gate.cycles import OpeningCycle
from console.gate.decisions import (
    POLICY,
    Provenance,
    Recording,
    Ruling,
    amendment,
    decision_on_barrier,
    decision_on_passage,
)
from console.gate.full_frames import FullFrames
from console.gate.lanes import Lane
from console.gate.latencies import Latencies
from console.gate.orders import STOPPED, BarrierOrders
from console.gate.passages import LanePassages, Step
from console.gate.types import FaultKind, GateListener, LaneFrame, Reason, ReviewItem, Warrant
from db.errors import PlateTextError
from db.plates import normalise_plate
from db.records import DecisionRecord, OrderedAction, Outcome

_log = logging.getLogger("bridge")

_KEPT_IDS = 1000


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What decides, and whether an opening by hand for a blocked vehicle must be insisted on."""

    software_version: str
    ask_for_blocked: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class LaneParts:
    """A lane with its passages and its opening cycle; barrier and full frames if it has them."""

    lane: Lane
    passages: LanePassages
    cycle: OpeningCycle
    barrier: BarrierLine | None
    full_frames: FullFrames | None = None


class Desk:
    """Turns passages and people's words into decisions; lives on one thread."""

    def __init__(  # noqa: PLR0913 - where decisions and orders go, and who is told
        self,
        settings: DeskSettings,
        *,
        orders: BarrierOrders,
        is_blocked: Callable[[str], bool],
        record: Callable[[Recording], None],
        provenance: Callable[[], Provenance],
        listener: GateListener,
        tell_fault: Callable[[FaultKind, str, str], None],
        latencies: Latencies,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._orders = orders
        self._is_blocked = is_blocked
        self._record_later = record
        self._provenance = provenance
        self._listener = listener
        self._tell_fault = tell_fault
        self._latencies = latencies
        self._clock = clock
        self._amends: dict[str, str] = {}
        self._answered: set[str] = set()
        self._recorded: dict[str, None] = {}
        self._asked: dict[str, None] = {}
        self.closed = False

    def apply(self, parts: LaneParts, step: Step) -> None:
        """Carry out what a frame, or time, brought about in a lane."""
        for passage_id in step.answered:
            self._listener.on_review_closed(passage_id)
        for passage in step.accepted:
            self._accept(parts, passage)
        for item in step.reviews:
            self._ask(parts, item)
        for passage in step.unanswered:
            self._leave_unanswered(passage, "no answer, and newer passages wait")

    def answer(
        self,
        parts: LaneParts,
        passage_id: str,
        outcome: Outcome,
        plate: str | None,
        warrant: Warrant,
    ) -> None:
        """Carry out a person's decision on a passage that waits; no ``plate`` lets nobody in."""
        try:
            resolved = None if plate is None else normalise_plate(plate)
        except PlateTextError as error:
            self._complain(FaultKind.RECORDING, parts, f"not decided: {error}")
            return
        passage = parts.passages.settle(passage_id)
        if passage is None:
            self._listener.on_review_closed(passage_id)
            return
        self._answered.add(passage_id)
        opens = resolved is not None and self._may_open_for(parts, passage, resolved)
        ruling = self._ruling(outcome, resolved, warrant)
        decision = decision_on_passage(
            passage,
            replace(ruling, amends=self._amends.pop(passage_id, None)),
            self._provenance(),
            action=OrderedAction.OPEN if opens else OrderedAction.NOTHING,
        )
        if opens:
            self._orders.expect_opening(decision)
        self._record_later(Recording(decision, passage.evidence))

    def open_by_hand(self, parts: LaneParts, warrant: Warrant, *, insist: bool = False) -> None:
        """Open because a person says so: a decision on whatever stands in the lane.

        For a blocked vehicle the person must ``insist``, where the site wants it so.
        """
        if not self._orders.may_move(parts.lane.lane_id, parts.barrier):
            return
        front = parts.passages.main
        blocked = front is not None and front.verdict.reason is Reason.BLOCKED
        if blocked and self._settings.ask_for_blocked and not insist:
            message = "not opened: the vehicle in front is on the block list, so say it again"
            self._complain(FaultKind.BARRIER, parts, message)
            return
        ruling = self._ruling(Outcome.CONFIRMED, None, warrant)
        passage = parts.passages.settle_main()
        action = OrderedAction.OPEN
        evidence: LaneFrame | None
        if passage is None:
            decision = decision_on_barrier(
                parts.lane.lane_id, ruling, self._provenance(), action=action
            )
            evidence = parts.lane.shown
        else:
            self._listener.on_review_closed(passage.passage_id)
            decision = decision_on_passage(
                passage,
                replace(ruling, amends=self._amends.pop(passage.passage_id, None)),
                self._provenance(),
                reason=Reason.ATTENDANT,
                action=action,
            )
            evidence = passage.evidence
        self._orders.expect_opening(decision)
        self._record_later(Recording(decision, evidence))

    def take_back(
        self, parts: LaneParts | None, decision: DecisionRecord, warrant: Warrant
    ) -> None:
        """Record that a decision is withdrawn; its passage, if still known, waits once more.

        An opening that was not sent yet is not sent any more; one that was cannot be undone.
        """
        if decision.outcome in {Outcome.WITHDRAWN, Outcome.OPERATED}:
            return
        self._orders.drop(decision.decision_id)
        withdrawal = amendment(
            decision, self._ruling(Outcome.WITHDRAWN, None, warrant), self._provenance()
        )
        self._record_later(Recording(withdrawal, None))
        if parts is None:
            return
        item = parts.passages.reopen(decision.passage_id, self._clock.monotonic_ns())
        if item is not None:
            self._amends[decision.passage_id] = withdrawal.decision_id
            self._ask(parts, item)

    def amend(
        self, decision: DecisionRecord, outcome: Outcome, plate: str | None, warrant: Warrant
    ) -> None:
        """Record what a past decision should have been; no barrier moves for it."""
        try:
            resolved = None if plate is None else normalise_plate(plate)
        except PlateTextError as error:
            self._tell_fault(FaultKind.RECORDING, decision.lane_id, f"not amended: {error}")
            return
        ruling = self._ruling(outcome, resolved, warrant)
        self._record_later(Recording(amendment(decision, ruling, self._provenance()), None))

    def recorded(self, parts: LaneParts | None, decision: DecisionRecord) -> None:
        """The decision is on disk: only now may the barrier move."""
        _keep(self._recorded, decision.passage_id)
        if decision.passage_id in self._answered:
            self._answered.discard(decision.passage_id)
            self._listener.on_review_closed(decision.passage_id)
        if self.closed:
            _log.info("%s: nothing is sent any more, the console stops", decision.lane_id)
        elif parts is not None:
            if decision.barrier_action is OrderedAction.OPEN:
                parts.cycle.begin(decision, self._clock.monotonic_ns())
            self._orders.recorded(decision, parts.barrier)

    def is_recorded(self, passage_id: str) -> bool:
        """Whether a decision on this passage is on disk."""
        return passage_id in self._recorded

    def close(self, parts: LaneParts) -> None:
        """Record what still waits in a lane as not let in: nobody will answer any more."""
        self.closed = True
        for passage in parts.passages.give_up():
            self._leave_unanswered(passage, "no answer before the console stopped")

    def _ask(self, parts: LaneParts, item: ReviewItem) -> None:
        """Put the question to a person; a second vehicle in one opening is shown as that."""
        if item.passage_id not in self._asked:
            self._measure_asking(parts, item)
        verdict = parts.cycle.judge(item, self._clock.monotonic_ns())
        amends = self._amends.get(item.passage_id)
        self._listener.on_review_opened(replace(item, verdict=verdict, amends=amends))

    def _measure_asking(self, parts: LaneParts, item: ReviewItem) -> None:
        """Take how long a vehicle had stood before a person was asked about it."""
        _keep(self._asked, item.passage_id)
        front = parts.passages.main
        if front is not None and front.passage_id == item.passage_id:
            stood_ns = self._clock.monotonic_ns() - front.still_since_ns
            self._latencies.add("stop_to_ask", stood_ns / NS_PER_MS)

    def _accept(self, parts: LaneParts, passage: Passage) -> None:
        plate = passage.verdict.matches[0].vehicle.plate
        opens = parts.barrier is not None
        decision = decision_on_passage(
            passage,
            self._ruling(Outcome.ACCEPTED, plate, Warrant(POLICY)),
            self._provenance(),
            action=OrderedAction.OPEN if opens else OrderedAction.NOTHING,
        )
        if opens:
            self._orders.expect_opening(decision, asked_ns=passage.still_since_ns)
        self._record_later(Recording(decision, passage.evidence))

    def _leave_unanswered(self, passage: Passage, why: str) -> None:
        self._listener.on_review_closed(passage.passage_id)
        if self._amends.pop(passage.passage_id, None) is not None:
            _log.info("%s: stays withdrawn, %s", passage.lane_id, why)
            return
        ruling = self._ruling(Outcome.REJECTED, None, Warrant(POLICY, note=why))
        decision = decision_on_passage(passage, ruling, self._provenance())
        self._record_later(Recording(decision, passage.evidence))

    def _may_open_for(self, parts: LaneParts, passage: Passage, plate: str) -> bool:
        """Whether a person's yes opens: not for a vehicle that left, nor for a blocked plate."""
        if parts.barrier is None:
            return False
        if passage.left:
            _log.info("%s: the vehicle has left, nothing to open for", passage.lane_id)
            return False
        if self._is_blocked(plate):
            message = f"{plate} is on the block list; the barrier stays as it is"
            self._complain(FaultKind.BARRIER, parts, message)
            return False
        if self._orders.stopped:
            self._complain(FaultKind.BARRIER, parts, STOPPED)
            return False
        return True

    def _complain(self, kind: FaultKind, parts: LaneParts, message: str) -> None:
        """Tell the attendant what was not done; the log gets it too."""
        _log.warning("%s: %s", parts.lane.lane_id, message)
        self._tell_fault(kind, parts.lane.lane_id, message)

    def _ruling(self, outcome: Outcome, plate: str | None, warrant: Warrant) -> Ruling:
        now = self._clock.utc_now()
        return Ruling(outcome, plate, warrant.by, now, warrant.note, warrant.reason)


def _keep(names: dict[str, None], name: str) -> None:
    """Remember a name, and only the newest ones."""
    names[name] = None
    if len(names) > _KEPT_IDS:
        del names[next(iter(names))]
