"""The booth's hand on a barrier: short, never late, never twice."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from dataclasses import dataclass
from enum import StrEnum

import requests
import urllib3.exceptions

from pi_bridge.client.address import Address
from pi_bridge.client.transport import fault_words, open_session
from pi_bridge.client.types import BarrierPosition
from pi_bridge.errors import WireFormatError
from pi_bridge.wire import (
    BARRIER_PATH,
    MAX_MESSAGE_BYTES,
    STATE_PATH,
    AgentClock,
    AgentState,
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


@dataclass(frozen=True, slots=True)
class _KnownClock:
    """The agent's clock and when, on ours, we had learned it."""

    clock: AgentClock
    learned_ns: int


class BarrierClient:
    """Commands to one lane's barrier; may be used from several threads.

    The expiry is given on this machine's monotonic clock and translated to the agent's, which
    its answers tell; the translation errs on the early side by at most one answer's way. Within
    the expiry a failed call is tried again under the same ``command_id``, which the agent acts
    on once; after it nothing is sent.
    """

    def __init__(self, base_url: str, *, timeout_s: float = 1.0) -> None:
        """Prepare a client of the agent at ``base_url``.

        Raises:
            AddressError: ``base_url`` is not an http or https address.
        """
        self._address = Address.parse(base_url)
        self._timeout_s = timeout_s
        self._clock_lock = threading.Lock()
        self._clock: _KnownClock | None = None

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
        except _CallError:
            return BarrierPosition.UNKNOWN

    def _command(
        self, action: BarrierAction, expires_ns: int, command_id: str | None
    ) -> BarrierResult:
        name = command_id or uuid.uuid4().hex
        result = BarrierResult(
            name, action, CommandOutcome.EXPIRED, "expired before sending", BarrierPosition.UNKNOWN
        )
        arrived_run_id = ""
        while (left_s := (expires_ns - time.monotonic_ns()) / _NS) > 0:
            timeout_s = min(left_s, self._timeout_s)
            run_id = ""
            try:
                known = self._agent_clock(timeout_s)
                run_id = known.clock.run_id
                if arrived_run_id not in {"", run_id}:
                    break  # restarted since, so it no longer knows what it has obeyed
                answer = self._send(action, name, expires_ns, known, timeout_s)
            except _CallError as fault:
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
                name, action, CommandOutcome(answer.result.value), answer.reason, answer.position
            )
            break
        _log.info("barrier %s %s: %s %s", action, name, result.outcome, result.problem)
        return result

    def _send(
        self,
        action: BarrierAction,
        command_id: str,
        expires_ns: int,
        known: _KnownClock,
        timeout_s: float,
    ) -> BarrierAnswer:
        run_id = known.clock.run_id
        not_after_ns = known.clock.now_ns + (expires_ns - known.learned_ns)
        command = BarrierCommand(command_id, run_id, not_after_ns)
        path = BARRIER_PATH.format(action=action.value)
        text = self._call("POST", path, command.to_json(), timeout_s)
        try:
            answer = BarrierAnswer.from_json(text)
        except WireFormatError as error:
            raise _CallError(f"answers in a form we do not know ({error})", final=True) from error
        self._learn(answer.clock)
        if answer.clock.run_id != run_id and answer.result is CommandResult.EXPIRED:
            raise _CallError("was restarted just now", arrived=False)
        return answer

    def _agent_clock(self, timeout_s: float) -> _KnownClock:
        with self._clock_lock:
            known = self._clock
        if known is None:
            known = self._learn(self._ask_state(timeout_s).clock)
        return known

    def _learn(self, clock: AgentClock) -> _KnownClock:
        """Keep the agent's clock; it was read before now, so ages made of it are not too young."""
        known = _KnownClock(clock, time.monotonic_ns())
        with self._clock_lock:
            self._clock = known
        return known

    def _ask_state(self, timeout_s: float) -> AgentState:
        try:
            state = AgentState.from_json(self._call("GET", STATE_PATH, None, timeout_s))
        except WireFormatError as error:
            raise _CallError(
                f"answers in a form we do not know ({error})", arrived=False, final=True
            ) from error
        except _CallError as fault:
            raise _CallError(str(fault), arrived=False, final=fault.is_final) from fault
        self._learn(state.clock)
        return state

    def _call(self, method: str, path: str, body: str | None, timeout_s: float) -> bytes:
        """Return the body of the agent's answer, read for ``timeout_s`` at most."""
        with open_session() as session:
            try:
                with session.request(
                    method,
                    self._address.url.rstrip("/") + path,
                    data=body,
                    headers={"Content-Type": "application/json"},
                    auth=self._address.credentials,
                    stream=True,
                    allow_redirects=False,
                    timeout=timeout_s,
                ) as response:
                    if response.status_code != 200:
                        raise _CallError(
                            f"answers with an error ({response.status_code})",
                            arrived=response.status_code >= 500,
                            final=True,
                        )
                    return _read_body(response, time.monotonic() + timeout_s)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
                words = fault_words(error)
                arrived = words not in _NEVER_ARRIVED
                raise _CallError(words, arrived=arrived) from error


def _read_body(response: requests.Response, deadline_s: float) -> bytes:
    body = bytearray()
    while chunk := response.raw.read1(MAX_MESSAGE_BYTES, decode_content=False):
        body += chunk
        if len(body) > MAX_MESSAGE_BYTES:
            raise _CallError("answers with far too much", final=True)
        if time.monotonic() > deadline_s:
            raise _CallError("answers too slowly")
    return bytes(body)


_NEVER_ARRIVED = frozenset({"refuses the connection", "host name is not known", "does not answer"})


class _CallError(Exception):
    """A call got no usable answer; whether the request may have arrived, and if to try again."""

    def __init__(self, words: str, *, arrived: bool = True, final: bool = False) -> None:
        super().__init__(words)
        self.may_have_arrived = arrived
        self.is_final = final
