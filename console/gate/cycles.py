"""One opening of a barrier, from the order until it is down: who it was for, and who followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from console.gate.clock import NS_PER_S
from console.gate.types import BarrierPosition, Counterpart, Reason, ReviewItem, Verdict
from db.records import DecisionRecord
from pipeline.tracker import text_similarity

UNSEEN_CYCLE_NS = 10 * NS_PER_S
"""How long an opening is taken to last where no switch tells the position."""

RISE_NS = 4 * NS_PER_S
"""How long after the order a barrier may still be reported closed before it goes up."""

_ALIKE = 0.6
_UP = {BarrierPosition.OPEN, BarrierPosition.MOVING}


class OpeningCycle:
    """The opening of one lane that is under way, if any; lives on one thread.

    A barrier that is held open lets everybody through on purpose: that is no cycle.
    """

    def __init__(self, lane_name: str, position: Callable[[], BarrierPosition]) -> None:
        self._lane_name = lane_name
        self._position = position
        self._opened_for: DecisionRecord | None = None
        self._begun_ns = 0
        self._was_up = False

    def begin(self, decision: DecisionRecord, now_ns: int) -> None:
        """Take note that the barrier is about to open for this decision."""
        self._opened_for = decision
        self._begun_ns = now_ns
        self._was_up = False

    def tick(self, now_ns: int) -> None:
        """Follow the position; the cycle is over when the barrier is down again."""
        position, age_ns = self._position(), now_ns - self._begun_ns
        self._was_up = self._was_up or position in _UP
        over = {
            BarrierPosition.HELD: True,
            BarrierPosition.CLOSED: self._was_up or age_ns > RISE_NS,
            BarrierPosition.UNKNOWN: age_ns > UNSEEN_CYCLE_NS,
        }
        if over.get(position, False):
            self._opened_for = None

    def judge(self, item: ReviewItem, now_ns: int) -> Verdict:
        """The verdict on a passage, which is a tailgate when it left behind another vehicle.

        A vehicle that drove through while the barrier was up for one with quite another plate
        was let in by nobody. Nothing is said where the plate of the first one is not known.
        """
        self.tick(now_ns)
        first = self._opened_for
        if first is None or not item.vehicle_left or first.passage_id == item.passage_id:
            return item.verdict
        plate = first.resolved_plate or first.observed_plate
        if not plate or text_similarity(plate, item.read.text) >= _ALIKE:
            return item.verdict
        picture = None if first.evidence is None else first.evidence.sha256
        counterpart = Counterpart(self._lane_name, plate, first.decided_at, picture)
        return replace(item.verdict, reason=Reason.TAILGATE, counterpart=counterpart)
