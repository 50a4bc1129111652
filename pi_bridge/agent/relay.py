"""What moves the barrier, and the desk in front of it that refuses late and repeated commands."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pi_bridge.errors import BridgeError
from pi_bridge.wire import (
    AgentClock,
    BarrierAction,
    BarrierAnswer,
    BarrierCommand,
    BarrierPosition,
    CommandResult,
)

_log = logging.getLogger("bridge")

LONGEST_EXPIRY_NS = 60_000_000_000
"""A command valid for longer than a minute is a mistake: no driver waits for it any more."""

_REMEMBERED_COUNT = 1024


class BarrierRefusedError(BridgeError):
    """The barrier will not do this now; the message says why."""


class Barrier(Protocol):
    """One barrier; its methods return at once and may be called from any thread."""

    def open(self) -> None:
        """Give one opening pulse.

        Raises:
            BarrierRefusedError: something is in the way of it.
        """
        ...

    def hold(self) -> None:
        """Go up and stay up until the next `close`."""
        ...

    def close(self) -> None:
        """End a hold and come down."""
        ...

    def position(self) -> BarrierPosition: ...


@dataclass(frozen=True, slots=True)
class _Answered:
    action: BarrierAction
    answer: BarrierAnswer


class BarrierDesk:
    """Lets a command through to the barrier once, and only in time.

    Lateness is judged on this machine's monotonic clock alone, and a command for the clock of
    an earlier run is late: after a restart nothing that was under way still moves the barrier.
    """

    def __init__(
        self,
        barrier: Barrier | None,
        run_id: str,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._barrier = barrier
        self._run_id = run_id
        self._clock_ns = clock_ns
        self._lock = threading.Lock()
        self._answered: OrderedDict[str, _Answered] = OrderedDict()

    def clock(self) -> AgentClock:
        return AgentClock(self._run_id, self._clock_ns())

    def position(self) -> BarrierPosition:
        """Return what the switch says; unknown without a barrier."""
        return BarrierPosition.UNKNOWN if self._barrier is None else self._barrier.position()

    def execute(self, action: BarrierAction, command: BarrierCommand) -> BarrierAnswer:
        """Obey ``command`` or say why not; one that was answered before moves nothing.

        A repeated answer carries the position and clock of now and the first result.
        """
        with self._lock:
            earlier = self._answered.get(command.command_id)
            if earlier is None:
                result, reason = self._obey(action, command)
            elif earlier.action is action:
                result, reason = earlier.answer.result, earlier.answer.reason
            else:
                result = CommandResult.REFUSED
                reason = f"command id was used for {earlier.action} before"
            answer = BarrierAnswer(
                command.command_id, result, reason, self.position(), self.clock()
            )
            if earlier is None and command.run_id == self._run_id:
                self._remember(action, answer)
        _log.info("barrier %s %s: %s %s", action, command.command_id, result, reason)
        return answer

    def _obey(self, action: BarrierAction, command: BarrierCommand) -> tuple[CommandResult, str]:
        left_ns = command.not_after_ns - self._clock_ns()
        if command.run_id != self._run_id:
            return CommandResult.EXPIRED, "meant for the agent before its restart"
        if left_ns <= 0:
            return CommandResult.EXPIRED, f"came {-left_ns // 1_000_000} ms too late"
        if left_ns > LONGEST_EXPIRY_NS:
            return CommandResult.REFUSED, "expiry is more than a minute away"
        if self._barrier is None:
            return CommandResult.REFUSED, "no barrier is connected"
        try:
            match action:
                case BarrierAction.OPEN:
                    self._barrier.open()
                case BarrierAction.HOLD:
                    self._barrier.hold()
                case BarrierAction.CLOSE:
                    self._barrier.close()
        except BarrierRefusedError as refusal:
            return CommandResult.REFUSED, str(refusal)
        return CommandResult.DONE, ""

    def _remember(self, action: BarrierAction, answer: BarrierAnswer) -> None:
        self._answered[answer.command_id] = _Answered(action, answer)
        if len(self._answered) > _REMEMBERED_COUNT:
            self._answered.popitem(last=False)
