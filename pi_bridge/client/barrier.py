"""The booth's hand on a barrier: short, never late, never twice."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from pi_bridge.client.clock import ClockOffset
from pi_bridge.client.link import AgentLink, CallError, KnownClock
from pi_bridge.client.pairing import Pairing
from pi_bridge.client.types import BarrierPosition
from pi_bridge.errors import WireFormatError
from pi_bridge.status import AgentState
from pi_bridge.wire import (
    BARRIER_PATH,
    STATE_PATH,
    BarrierAction,
    BarrierAnswer,
    BarrierCommand,
    CommandResult,
)

_log = logging.getLogger("bridge")

_NS = 1_000_000_000
_RETRY_S = 0.1


class CommandOutcome(StrEnum):
    """What is known about a command after the call: only `DONE` means that it was obeyed."""

    DONE = "done"
    EXPIRED = "expired"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class BarrierResult:
    """The outcome of one command, why (empty when done), and the position reported with it.

    `UNREACHABLE`: it never got there, the barrier did not move. `UNANSWERED`: it may have got
    there, so whether the barrier moved is not known.
    """

    command_id: str
    action: BarrierAction
    outcome: CommandOutcome
    problem: str
    position: BarrierPosition


class BarrierClient:
    """Commands to one lane's barrier; may be used from several threads.

    The expiry is given on this machine's monotonic clock and translated to the agent's, which
    its answers tell; the translation errs on the early side by at most one answer's way. Within
    the expiry a failed call is tried again under the same ``command_id``, which the agent acts
    on once; after it nothing is sent. With a ``pairing`` every request is signed, and sent to
    the agent alone whose certificate was pinned.
    """

    def __init__(
        self, base_url: str, *, timeout_s: float = 1.0, pairing: Pairing | None = None
    ) -> None:
        """Prepare a client of the agent at ``base_url``.

        Raises:
            AddressError: ``base_url`` is not an http or https address.
        """
        self._link = AgentLink(base_url, pairing)
        self._timeout_s = timeout_s
        self._pairing = pairing
        self._sequence_lock = threading.Lock()
        self._counted = _Counted("", "", 0)

    def open(self, expires_ns: int, command_id: str | None = None) -> BarrierResult:
        """Send one opening pulse, unless ``expires_ns`` (monotonic, this machine) passes first."""
        return self._command(BarrierAction.OPEN, expires_ns, command_id)

    def hold(self, expires_ns: int, command_id: str | None = None) -> BarrierResult:
        """Make the barrier go up and stay up until the next `close`."""
        return self._command(BarrierAction.HOLD, expires_ns, command_id)

    def close(self, expires_ns: int, command_id: str | None = None) -> BarrierResult:
        """Bring the barrier down, which also ends a hold."""
        return self._command(BarrierAction.CLOSE, expires_ns, command_id)

    def position(self) -> BarrierPosition:
        """Return what the switch says now; unknown on any failure, within the time-out."""
        try:
            return self._ask_state(self._timeout_s).barrier
        except CallError:
            return BarrierPosition.UNKNOWN

    def _command(
        self, action: BarrierAction, expires_ns: int, command_id: str | None
    ) -> BarrierResult:
        name = command_id or uuid.uuid4().hex
        attempt = _Attempt(action, name, expires_ns)
        result = BarrierResult(
            name, action, CommandOutcome.EXPIRED, "expired before sending", BarrierPosition.UNKNOWN
        )
        arrived_run_id = ""
        while (left_s := (expires_ns - time.monotonic_ns()) / _NS) > 0:
            timeout_s = min(left_s, self._timeout_s)
            run_id = ""
            if self._is_another_run(arrived_run_id):
                break  # restarted since, so it no longer knows what it has obeyed
            try:
                known = self._known_clock(timeout_s)
                run_id = known.clock.run_id
                if arrived_run_id not in {"", run_id}:
                    break
                answer = self._send(attempt, known, timeout_s)
            except CallError as fault:
                if fault.may_have_arrived:
                    arrived_run_id = run_id
                outcome = (
                    CommandOutcome.UNANSWERED if arrived_run_id else CommandOutcome.UNREACHABLE
                )
                result = BarrierResult(
                    name, action, outcome, f"barrier {fault}", BarrierPosition.UNKNOWN
                )
                if fault.is_final:
                    break
                time.sleep(min(_RETRY_S, max(0.0, (expires_ns - time.monotonic_ns()) / _NS)))
                continue
            result = BarrierResult(
                name, action, _OUTCOMES[answer.result], answer.reason, answer.position
            )
            break
        _log.info("barrier %s %s: %s %s", action, name, result.outcome, result.problem)
        return result

    def _send(self, attempt: _Attempt, known: KnownClock, timeout_s: float) -> BarrierAnswer:
        run_id = known.clock.run_id
        command = BarrierCommand(
            attempt.command_id,
            run_id,
            not_after_ns=known.clock.now_ns + (attempt.expires_ns - known.learned_ns),
            lane_id=self._lane_id(),
            sequence=attempt.sequence_in(run_id, self._next_sequence),
        )
        path = BARRIER_PATH.format(action=attempt.action.value)
        text = self._link.call("POST", path, command.to_json().encode(), timeout_s)
        try:
            answer = BarrierAnswer.from_json(text)
        except WireFormatError as error:
            raise CallError(f"answers in a form we do not know ({error})", final=True) from error
        self._link.learn(answer.clock)
        if answer.clock.run_id != run_id and answer.result is CommandResult.EXPIRED:
            raise CallError("was restarted just now", arrived=False)
        return answer

    def _is_another_run(self, run_id: str) -> bool:
        known = self._link.known_clock
        return bool(run_id) and known is not None and known.clock.run_id != run_id

    def _known_clock(self, timeout_s: float) -> KnownClock:
        """Return the clock of a run whose last command number is known too."""
        known = self._link.known_clock
        if known is None or known.clock.run_id != self._counted.run_id:
            self._ask_state(timeout_s)
            known = self._link.known_clock
        assert known is not None
        return known

    def clock_offset(self) -> ClockOffset | None:
        """Return the agent's monotonic clock against ours, None before it was asked anything."""
        return self._link.clock_offset()

    def _ask_state(self, timeout_s: float) -> AgentState:
        sent_ns = time.monotonic_ns()
        try:
            state = AgentState.from_json(self._link.call("GET", STATE_PATH, b"", timeout_s))
        except WireFormatError as error:
            raise CallError(
                f"answers in a form we do not know ({error})", arrived=False, final=True
            ) from error
        except CallError as fault:
            raise CallError(str(fault), arrived=False, final=fault.is_final) from fault
        self._link.learn(state.clock, sent_ns)
        self._note_sequence(state)
        return state

    def _note_sequence(self, state: AgentState) -> None:
        with self._sequence_lock:
            run_id, last = state.clock.run_id, state.last_command_sequence
            if run_id == self._counted.run_id:
                last = max(last, self._counted.last_sequence)
            self._counted = _Counted(run_id, state.lane_id, last)

    def _next_sequence(self) -> int:
        with self._sequence_lock:
            self._counted = replace(self._counted, last_sequence=self._counted.last_sequence + 1)
            return self._counted.last_sequence

    def _lane_id(self) -> str:
        """Return the lane we mean: the one we paired with, else whichever the agent serves."""
        return self._counted.lane_id if self._pairing is None else self._pairing.lane_id


@dataclass(frozen=True, slots=True)
class _Counted:
    """The last command number given out in a run of the agent, and the lane it serves."""

    run_id: str
    lane_id: str
    last_sequence: int


class _Attempt:
    """One command on its way: a repeat in the same run of the agent keeps its number."""

    def __init__(self, action: BarrierAction, command_id: str, expires_ns: int) -> None:
        self.action = action
        self.command_id = command_id
        self.expires_ns = expires_ns
        self._run_id = ""
        self._sequence = 0

    def sequence_in(self, run_id: str, next_sequence: Callable[[], int]) -> int:
        if run_id != self._run_id:
            self._run_id = run_id
            self._sequence = next_sequence()
        return self._sequence


_OUTCOMES = {
    CommandResult.DONE: CommandOutcome.DONE,
    CommandResult.EXPIRED: CommandOutcome.EXPIRED,
    CommandResult.REFUSED: CommandOutcome.REFUSED,
    CommandResult.FAILED: CommandOutcome.UNANSWERED,
}
