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


class BarrierFailedError(BridgeError):
    """The barrier was told and did not answer: it may have moved or not."""


class Barrier(Protocol):
    """One barrier; its methods take a second at most and are called from one thread.

    Each command raises `BarrierRefusedError` when it surely moved nothing, and
    `BarrierFailedError` when that is not known.
    """

    def open(self) -> None:
        """Give one opening pulse."""
        ...

    def hold(self) -> None:
        """Go up and stay up until the next `close`."""
        ...

    def close(self) -> None:
        """End a hold and come down."""
        ...

    def position(self) -> BarrierPosition: ...

    def shut_down(self) -> None:
        """Release every relay and let go of the hardware."""
        ...


@dataclass(frozen=True, slots=True)
class _Answered:
    action: BarrierAction
    answer: BarrierAnswer


class BarrierDesk:
    """Lets a command through to the barrier once, and only in time.

    Lateness is judged on this machine's monotonic clock alone, and a command for the clock of
    an earlier run is late: after a restart nothing that was under way still moves the barrier.
    A command that was overtaken by a newer one of the same booth is refused.
    """

    def __init__(
        self,
        barrier: Barrier | None,
        lane_id: str,
        run_id: str,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._barrier = barrier
        self._lane_id = lane_id
        self._run_id = run_id
        self._clock_ns = clock_ns
        self._lock = threading.Lock()
        self._answered: OrderedDict[str, _Answered] = OrderedDict()
        self._sequences: dict[str, int] = {}

    def clock(self) -> AgentClock:
        return AgentClock(self._run_id, self._clock_ns())

    def position(self) -> BarrierPosition:
        """Return what the switch says; unknown without a barrier."""
        return BarrierPosition.UNKNOWN if self._barrier is None else self._barrier.position()

    def last_sequence(self, key_id: str) -> int:
        """Return the number of the last command of the booth with ``key_id``, 0 before it."""
        return self._sequences.get(key_id, 0)

    def execute(
        self, action: BarrierAction, command: BarrierCommand, key_id: str = ""
    ) -> BarrierAnswer:
        """Obey ``command`` or say why not; one that was answered before moves nothing.

        ``key_id`` names the booth that signed it. A repeated answer carries the position and
        clock of now and the first result.
        """
        with self._lock:
            earlier = self._answered.get(command.command_id)
            if earlier is None:
                result, reason = self._obey(action, command, key_id)
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
        level = logging.INFO if result is CommandResult.DONE else logging.WARNING
        _log.log(level, "barrier %s %s: %s %s", action, command.command_id, result, reason)
        return answer

    def _obey(
        self, action: BarrierAction, command: BarrierCommand, key_id: str
    ) -> tuple[CommandResult, str]:
        refusal = self._objection(command, key_id)
        if refusal is not None:
            return refusal
        self._sequences[key_id] = command.sequence
        assert self._barrier is not None
        try:
            match action:
                case BarrierAction.OPEN:
                    self._barrier.open()
                case BarrierAction.HOLD:
                    self._barrier.hold()
                case BarrierAction.CLOSE:
                    self._barrier.close()
        except BarrierRefusedError as fault:
            return CommandResult.REFUSED, str(fault)
        except BarrierFailedError as fault:
            return CommandResult.FAILED, str(fault)
        return CommandResult.DONE, ""

    def _objection(self, command: BarrierCommand, key_id: str) -> tuple[CommandResult, str] | None:
        """Return why ``command`` is not even tried, None when it is."""
        left_ns = command.not_after_ns - self._clock_ns()
        objection: tuple[CommandResult, str] | None = None
        if command.lane_id != self._lane_id:
            objection = CommandResult.REFUSED, f"meant for lane {command.lane_id!r}"
        elif command.run_id != self._run_id:
            objection = CommandResult.EXPIRED, "meant for the agent before its restart"
        elif left_ns <= 0:
            objection = CommandResult.EXPIRED, f"came {-left_ns // 1_000_000} ms too late"
        elif left_ns > LONGEST_EXPIRY_NS:
            objection = CommandResult.REFUSED, "expiry is more than a minute away"
        elif command.sequence <= self.last_sequence(key_id):
            objection = CommandResult.REFUSED, "overtaken by a newer command"
        elif self._barrier is None:
            objection = CommandResult.REFUSED, "no barrier is connected"
        return objection

    def _remember(self, action: BarrierAction, answer: BarrierAnswer) -> None:
        self._answered[answer.command_id] = _Answered(action, answer)
        if len(self._answered) > _REMEMBERED_COUNT:
            self._answered.popitem(last=False)
