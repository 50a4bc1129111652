"""Where each vehicle was last let in or out, and whether a new movement can follow from that."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.gate.clock import NS_PER_S
from console.gate.types import Counterpart, Reason
from db.records import DecisionRecord, Outcome
from pipeline.matching import match_key

LETTING_IN = frozenset({Outcome.ACCEPTED, Outcome.CONFIRMED, Outcome.CORRECTED, Outcome.VISITOR})
"""Outcomes after which a vehicle has passed."""


class Direction(StrEnum):
    """Which way a lane leads; ``EITHER`` lanes prove nothing about inside or outside."""

    ENTRY = "entry"
    EXIT = "exit"
    EITHER = "both"


@dataclass(frozen=True, slots=True)
class MovementSettings:
    """When two movements are too close together to be two.

    Nobody comes to a lane within ``two_gates_ns`` of having passed another; who comes to the same
    lane again within ``again_ns`` was seen twice.
    """

    two_gates_ns: int = 20 * NS_PER_S
    again_ns: int = 120 * NS_PER_S


@dataclass(frozen=True, slots=True)
class _Movement:
    """The last movement of a plate; ``at_ns`` is None for those of an earlier run."""

    decision: DecisionRecord
    at_ns: int | None


class MovementBook:
    """Remembers the last movement of every plate; any thread may ask.

    Whether a vehicle is inside follows from the order of what was recorded, not from clocks;
    the time between two gates from the monotonic clock of this run.
    """

    def __init__(
        self,
        directions: Mapping[str, Direction],
        names: Mapping[str, str],
        settings: MovementSettings | None = None,
    ) -> None:
        self._directions = directions
        self._names = names
        self._settings = settings or MovementSettings()
        self._lock = threading.Lock()
        self._last: dict[str, _Movement] = {}
        self._loaded = False

    @property
    def wants_loading(self) -> bool:
        """Whether the movements of earlier runs matter here and are not known yet."""
        return not self._loaded and any(
            one is not Direction.EITHER for one in self._directions.values()
        )

    def load(self, decisions: Iterable[DecisionRecord]) -> None:
        """Take what was recorded before this run, oldest first; until then nothing is absent."""
        earlier = MovementBook(self._directions, self._names, self._settings)
        for decision in decisions:
            earlier._note(decision, None)
        with self._lock:
            self._last = earlier._last | self._last
            self._loaded = True

    def note(self, decision: DecisionRecord, now_ns: int) -> None:
        """Take a decision that is on disk; one that is taken back was no movement."""
        self._note(decision, now_ns)

    def contradiction(
        self, plate: str, lane_id: str, came_ns: int
    ) -> tuple[Reason, Counterpart | None] | None:
        """Why the vehicle that came at ``came_ns`` cannot be this one, with what says so.

        What counts is when it came: a vehicle that has stood at the barrier for a while has
        become no likelier.
        """
        with self._lock:
            last = self._last.get(match_key(plate))
        direction = self._directions.get(lane_id, Direction.EITHER)
        if last is None:
            absent = direction is Direction.EXIT and self._loaded
            return (Reason.NEVER_ENTERED, None) if absent else None
        age_ns = None if last.at_ns is None else came_ns - last.at_ns
        same_lane = last.decision.lane_id == lane_id
        if same_lane and age_ns is not None and age_ns <= self._settings.again_ns:
            return None
        before = self._directions.get(last.decision.lane_id, Direction.EITHER)
        reason = None
        if not same_lane and age_ns is not None and age_ns <= self._settings.two_gates_ns:
            reason = Reason.TWO_GATES
        elif direction is Direction.ENTRY and before is Direction.ENTRY:
            reason = Reason.ALREADY_INSIDE
        elif direction is Direction.EXIT and before is Direction.EXIT:
            reason = Reason.NEVER_ENTERED
        return None if reason is None else (reason, self._counterpart(last.decision))

    def _note(self, decision: DecisionRecord, at_ns: int | None) -> None:
        plate = decision.resolved_plate
        with self._lock:
            if decision.amends is not None:
                self._forget(decision.passage_id)
                at_ns = _when_it_passed(decision, at_ns)
            if decision.outcome in LETTING_IN and plate and not self._has_moved_since(decision):
                self._last[match_key(plate)] = _Movement(decision, at_ns)

    def _forget(self, passage_id: str) -> None:
        """Drop what an amendment replaces."""
        for key, movement in self._last.items():
            if movement.decision.passage_id == passage_id:
                del self._last[key]
                return

    def _has_moved_since(self, decision: DecisionRecord) -> bool:
        """Whether an amendment is about a passage before the last one of its vehicle."""
        last = self._last.get(match_key(decision.resolved_plate or ""))
        if decision.amends is None or last is None:
            return False
        return last.decision.passage_started_at > decision.passage_started_at

    def _counterpart(self, decision: DecisionRecord) -> Counterpart:
        picture = None if decision.evidence is None else decision.evidence.sha256
        return Counterpart(
            lane_name=self._names.get(decision.lane_id, decision.lane_id),
            plate=decision.resolved_plate or decision.observed_plate,
            at=decision.decided_at,
            picture=picture,
        )


def _when_it_passed(amendment: DecisionRecord, now_ns: int | None) -> int | None:
    """The moment of the passage itself: an amendment may come days after it."""
    if now_ns is None:
        return None
    age = amendment.decided_at - amendment.passage_started_at
    return now_ns - int(age.total_seconds() * NS_PER_S)
