"""The door between the screens and the gate: what a role may not do does not get through."""

from __future__ import annotations

import logging
from collections.abc import Callable

from console.gate.reasons import BARRIER_TEST
from console.gate.types import Fault, FaultKind, GateCommands, LaneFrame, Match, ReviewItem
from console.people.permissions import NotAllowedError, Permission, amending
from console.people.session import Session
from db.records import DecisionRecord, Outcome

_log = logging.getLogger("audit")


class GuardedGate:
    """Passes on the commands that the person at the desk may give; the others become faults.

    The emergency stop is everybody's, at a locked desk too.
    """

    def __init__(
        self, gate: GateCommands, session: Session, tell_fault: Callable[[Fault], None]
    ) -> None:
        self._gate = gate
        self._session = session
        self._tell_fault = tell_fault

    def take_preview(self, lane_id: str) -> LaneFrame | None:
        return self._gate.take_preview(lane_id)

    def confirm(self, passage_id: str, plate: str, reason: str = "") -> None:
        if self._may(Permission.DECIDE):
            self._gate.confirm(passage_id, plate, reason)

    def correct(self, passage_id: str, plate: str, reason: str = "") -> None:
        if self._may(Permission.DECIDE):
            self._gate.correct(passage_id, plate, reason)

    def reject(self, passage_id: str, reason: str = "", note: str = "") -> None:
        if self._may(Permission.DECIDE):
            self._gate.reject(passage_id, reason, note)

    def admit_visitor(self, passage_id: str, plate: str, reason: str = "") -> None:
        if self._may(Permission.DECIDE):
            self._gate.admit_visitor(passage_id, plate, reason)

    def take_back(self, decision: DecisionRecord, reason: str = "") -> None:
        if self._may(amending(decision, self._session.name)):
            self._gate.take_back(decision, reason)

    def amend(
        self,
        decision: DecisionRecord,
        outcome: Outcome,
        plate: str | None,
        reason: str = "",
        note: str = "",
    ) -> None:
        if self._may(amending(decision, self._session.name)):
            self._gate.amend(decision, outcome, plate, reason, note)

    def open_barrier(self, lane_id: str, reason: str = "", *, insist: bool = False) -> None:
        is_test = reason == BARRIER_TEST
        if self._may(Permission.EDIT_LANES if is_test else Permission.WORK_BARRIERS, lane_id):
            self._gate.open_barrier(lane_id, reason, insist=insist)

    def hold_barrier(self, lane_id: str, reason: str = "", minutes: float | None = None) -> None:
        if self._may(Permission.WORK_BARRIERS, lane_id):
            self._gate.hold_barrier(lane_id, reason, minutes)

    def close_barrier(self, lane_id: str, reason: str = "") -> None:
        if self._may(Permission.WORK_BARRIERS, lane_id):
            self._gate.close_barrier(lane_id, reason)

    def stop_gates(self, reason: str = "") -> None:
        self._gate.stop_gates(reason)

    def release_gates(self, reason: str = "") -> None:
        if self._may(Permission.WORK_BARRIERS):
            self._gate.release_gates(reason)

    def evidence_picture(self, sha256: str) -> bytes:
        """The JPEG of that name, for a pool thread.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreError: the picture cannot be read, or was deleted.
        """
        self._session.require(Permission.SEARCH_HISTORY)
        return self._gate.evidence_picture(sha256)

    def full_picture(self, item: ReviewItem) -> bytes | None:
        """The evidence of what waits for a person at full size, for a pool thread.

        Raises:
            NotAllowedError: nobody who may decide is signed in.
        """
        self._session.require(Permission.DECIDE)
        return self._gate.full_picture(item)

    def nearest_vehicles(self, text: str, limit: int) -> tuple[Match, ...]:
        return self._gate.nearest_vehicles(text, limit)

    def _may(self, permission: Permission, lane_id: str = "") -> bool:
        try:
            self._session.require(permission)
        except NotAllowedError as error:
            _log.warning("%s", error)
            works_barrier = permission in {Permission.WORK_BARRIERS, Permission.EDIT_LANES}
            kind = FaultKind.BARRIER if works_barrier else FaultKind.RECORDING
            self._tell_fault(Fault(kind, lane_id, str(error)))
            return False
        return True
