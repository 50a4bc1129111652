"""What an agent says of itself: to everybody its health, to a paired booth its state."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from pi_bridge.fields import Fields
from pi_bridge.wire import AgentClock, BarrierPosition, read_clock


@dataclass(frozen=True, slots=True)
class AgentHealth:
    """All that an agent tells without being paired: that it lives, and its clock."""

    clock: AgentClock
    paired: bool
    source_online: bool

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> AgentHealth:
        """Return the health in ``text``.

        Raises:
            WireFormatError: it is not JSON, or a field is missing or of another type.
        """
        fields = Fields.parse(text)
        return cls(read_clock(fields), fields.flag("paired"), fields.flag("source_online"))


@dataclass(frozen=True, slots=True)
class MachineHealth:
    """The Pi itself; None for what it does not say.

    ``throttled`` names what the firmware complains of, such as ``under-voltage``.
    """

    temperature_c: float | None = None
    throttled: tuple[str, ...] = ()
    disk_free_mb: int | None = None


@dataclass(frozen=True, slots=True)
class AgentState:
    """What the agent says of itself; ages in ms, ``problem`` empty while the source is online.

    ``utc`` is the agent's wall clock and ``clock_shift_ms`` how far that has been set since the
    start, measured against its monotonic clock. ``last_command_sequence`` is that of the booth
    that asks. ``motion`` is None where nobody looks for it.
    """

    lane_id: str
    clock: AgentClock
    utc: datetime
    clock_shift_ms: int
    source_online: bool
    problem: str
    sequence: int
    last_frame_age_ms: int | None
    frames_per_s: float
    client_count: int
    encoded_count: int
    skipped_count: int
    repeated_count: int
    motion: bool | None
    last_motion_age_ms: int | None
    machine: MachineHealth
    barrier: BarrierPosition
    last_command_sequence: int

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "utc": self.utc.isoformat()})

    @classmethod
    def from_json(cls, text: bytes) -> AgentState:
        """Return the state in ``text``.

        Raises:
            WireFormatError: it is not JSON, or a field is missing or of another type.
        """
        fields = Fields.parse(text)
        machine = fields.part("machine")
        return cls(
            lane_id=fields.text("lane_id"),
            clock=read_clock(fields),
            utc=fields.moment("utc"),
            clock_shift_ms=fields.whole("clock_shift_ms"),
            source_online=fields.flag("source_online"),
            problem=fields.text("problem"),
            sequence=fields.whole("sequence"),
            last_frame_age_ms=fields.optional_whole("last_frame_age_ms"),
            frames_per_s=fields.number("frames_per_s"),
            client_count=fields.whole("client_count"),
            encoded_count=fields.whole("encoded_count"),
            skipped_count=fields.whole("skipped_count"),
            repeated_count=fields.whole("repeated_count"),
            motion=fields.optional_flag("motion"),
            last_motion_age_ms=fields.optional_whole("last_motion_age_ms"),
            machine=MachineHealth(
                temperature_c=machine.optional_number("temperature_c"),
                throttled=machine.texts("throttled"),
                disk_free_mb=machine.optional_whole("disk_free_mb"),
            ),
            barrier=fields.one_of(BarrierPosition, "barrier"),
            last_command_sequence=fields.whole("last_command_sequence"),
        )
