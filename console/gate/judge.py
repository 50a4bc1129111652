"""Who may pass: the policy with the registry as it is now, the stop and earlier movements."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from console.gate.clock import Clock
from console.gate.lanes import LaneSetup
from console.gate.movements import MovementBook, MovementSettings
from console.gate.policy import PolicySettings, decide
from console.gate.registry import VehicleIndex
from console.gate.store import GateStore
from console.gate.types import Match, Reason, Verdict, VerdictKind
from db.records import DecisionRecord, VehicleRecord
from pipeline.types import Read

_log = logging.getLogger("recognition")


class Judge:
    """Gives the verdict on a read; only what is sure, allowed and possible is ``open``.

    ``index`` is the registry as it was last read; None says that it cannot be asked.
    """

    def __init__(  # noqa: PLR0913 - the facts of a site that a verdict rests on
        self,
        lanes: Sequence[LaneSetup],
        *,
        policy: PolicySettings,
        movements: MovementSettings,
        store: GateStore,
        stopped: Callable[[], bool],
        hold_all: Callable[[], None],
        clock: Clock,
    ) -> None:
        """Take ``hold_all`` for a stop of an earlier run, and ``stopped`` for the one of now."""
        self._policy = policy
        self._movements = MovementBook(
            {setup.lane_id: setup.direction for setup in lanes},
            {setup.lane_id: setup.name for setup in lanes},
            movements,
        )
        self._store = store
        self._stopped = stopped
        self._hold_all = hold_all
        self._clock = clock
        self._stop_known = False
        self.index: VehicleIndex | None = None

    def take_index(self, index: VehicleIndex | None) -> None:
        """Judge by this registry from now on; any thread may say so."""
        self.index = index

    def read_registry(self) -> tuple[VehicleRecord, ...]:
        """The vehicles; the first time also what must be known before anything opens.

        Raises:
            StoreError: the store cannot be read.
        """
        if not self._stop_known:
            if self._store.gates_stopped():
                _log.warning("all gates still hold from before the console was started")
                self._hold_all()
            self._stop_known = True
        if self._movements.wants_loading:
            self._movements.load(self._store.movements())
        return self._store.vehicles()

    def judge(self, lane_id: str, read: Read, lane_is_fresh: bool, came_ns: int) -> Verdict:
        """The policy's word, which the stop and impossible movements turn into a question.

        ``came_ns`` is when the vehicle was first seen in the lane, monotonic.
        """
        index = self.index
        matches = None if index is None else index.matches(read)
        verdict = decide(read, matches, self._clock.utc_now(), lane_is_fresh, self._policy)
        if verdict.kind is not VerdictKind.OPEN:
            return verdict
        if self._stopped():
            return replace(verdict, kind=VerdictKind.REVIEW, reason=Reason.GATES_STOPPED)
        plate = verdict.matches[0].vehicle.plate
        contradiction = self._movements.contradiction(plate, lane_id, came_ns)
        if contradiction is None:
            return verdict
        reason, counterpart = contradiction
        return Verdict(VerdictKind.REVIEW, reason, verdict.matches, counterpart)

    def note(self, decision: DecisionRecord) -> None:
        """Take a decision that is on disk: its vehicle has moved."""
        self._movements.note(decision, self._clock.monotonic_ns())

    def is_blocked(self, plate: str) -> bool:
        """Whether exactly this plate is known to be on the block list."""
        return self.index is not None and self.index.is_blocked(plate)

    def nearest(self, text: str, limit: int) -> tuple[Match, ...]:
        """The registered vehicles nearest to ``text``; none while the registry is unavailable."""
        index = self.index
        return () if index is None else index.nearest(text, limit)
