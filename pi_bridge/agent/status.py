"""Gathers what an agent says of itself, and tells listeners when it changes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from pi_bridge.agent.capture import CaptureLoop
from pi_bridge.agent.events import EventHub
from pi_bridge.agent.hub import FrameHub
from pi_bridge.agent.relay import BarrierDesk
from pi_bridge.status import AgentHealth, AgentState, MachineHealth
from pi_bridge.wire import BarrierPosition

_log = logging.getLogger("bridge")

ReadMachine = Callable[[], MachineHealth]

_MACHINE_EVERY_NS = 2_000_000_000
_NS = 1_000_000_000
_NS_PER_MS = 1_000_000


class StatusBoard:
    """What is known of an agent; `sample` asks barrier and machine, everything else is at hand.

    `sample` may take as long as the barrier needs to answer, so it never runs on the server's
    event loop.
    """

    def __init__(  # noqa: PLR0913 - the parts it reports on
        self,
        lane_id: str,
        *,
        hub: FrameHub,
        capture: CaptureLoop,
        desk: BarrierDesk,
        events: EventHub,
        read_machine: ReadMachine,
        stall_s: float,
    ) -> None:
        self._lane_id = lane_id
        self._hub = hub
        self._capture = capture
        self._desk = desk
        self._events = events
        self._read_machine = read_machine
        self._stall_ms = int(stall_s * 1000)
        self._position = BarrierPosition.UNKNOWN
        self._machine = MachineHealth()
        self._machine_ns: int | None = None
        self._was_online: bool | None = None
        self._started = (datetime.now(UTC), time.monotonic_ns())
        self._sampled_ns = time.monotonic_ns()

    def problem(self) -> str:
        """Return why there is no new frame, in words; empty while there is."""
        return "" if self._is_online() else self._capture.problem or "source gives no new frames"

    def health(self, *, paired: bool) -> AgentHealth:
        return AgentHealth(self._desk.clock(), paired, self._is_online())

    def state(self, key_id: str, client_count: int) -> AgentState:
        """Return the state as the booth with ``key_id`` is told it."""
        utc, now_ns = datetime.now(UTC), time.monotonic_ns()
        online = self._is_online()
        return AgentState(
            lane_id=self._lane_id,
            clock=self._desk.clock(),
            utc=utc,
            clock_shift_ms=self._clock_shift_ms(utc, now_ns),
            source_online=online,
            problem=self.problem(),
            sequence=self._hub.sequence,
            last_frame_age_ms=_age_ms(self._hub.last_capture_ns, now_ns),
            frames_per_s=round(self._hub.frames_per_s(), 2) if online else 0.0,
            client_count=client_count,
            encoded_count=self._hub.encoded_count,
            skipped_count=self._hub.skipped_count,
            repeated_count=self._capture.repeat_count,
            motion=self._capture.is_moving if self._capture.looks_for_motion else None,
            last_motion_age_ms=_age_ms(self._capture.last_motion_ns, now_ns),
            machine=self._machine,
            barrier=self._position,
            last_command_sequence=self._desk.last_sequence(key_id),
        )

    def unsampled_s(self) -> float:
        """Return for how long nobody has come back from asking the barrier."""
        return (time.monotonic_ns() - self._sampled_ns) / _NS

    def sample(self) -> None:
        """Ask the barrier for its position and now and then the machine, and tell changes."""
        self.note_position(self._desk.position())
        now_ns = self._sampled_ns = time.monotonic_ns()
        if self._machine_ns is None or now_ns - self._machine_ns >= _MACHINE_EVERY_NS:
            self._machine_ns = now_ns
            self._note_machine(self._read_machine())
        online = self._is_online()
        if online is not self._was_online:
            self._was_online = online
            self._tell_health()

    def note_position(self, position: BarrierPosition) -> None:
        """Take note of where the barrier is now."""
        if position is not self._position:
            self._position = position
            self._events.tell("barrier", {"position": position.value})

    def _note_machine(self, machine: MachineHealth) -> None:
        worse = machine.throttled != self._machine.throttled
        self._machine = machine
        if worse:
            _log.warning("%s: the Pi reports %s", self._lane_id, machine.throttled or "all well")
            self._tell_health()

    def _tell_health(self) -> None:
        self._events.tell(
            "health",
            {
                "source_online": self._is_online(),
                "problem": self.problem(),
                "throttled": list(self._machine.throttled),
            },
        )

    def _is_online(self) -> bool:
        age_ms = _age_ms(self._hub.last_capture_ns, time.monotonic_ns())
        return age_ms is not None and age_ms <= self._stall_ms

    def _clock_shift_ms(self, utc: datetime, now_ns: int) -> int:
        started_utc, started_ns = self._started
        passed_ms = (now_ns - started_ns) // _NS_PER_MS
        return round((utc - started_utc).total_seconds() * 1000) - passed_ms


def _age_ms(then_ns: int | None, now_ns: int) -> int | None:
    return None if then_ns is None else (now_ns - then_ns) // _NS_PER_MS
