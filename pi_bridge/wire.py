"""The wire between a Pi's agent and the booth: the one file that both ends import.

The stream is ``multipart/x-mixed-replace``; every part is one JPEG with its Content-Length and
the stamp of its frame. A clock of one machine never decides on the other: a barrier command
carries its expiry on the *agent's* monotonic clock, which the booth learned from the agent's
own answers (`AgentClock`), so a command that was held up on the way is refused, not late.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum

from pi_bridge.fields import Fields

STREAM_PATH = "/stream.mjpg"
SNAPSHOT_PATH = "/snapshot.jpg"
STATE_PATH = "/state"
BARRIER_PATH = "/barrier/{action}"
FRAME_PATH = "/frames/{sequence}"
EVENTS_PATH = "/events"
HEALTH_PATH = "/health"
PAIR_PATH = "/pair"

SERVICE_TYPE = "_gatehouse._tcp.local."
LANE_PROPERTY = "lane"

BOUNDARY = "gatehouse-frame"
STREAM_TYPE = f"multipart/x-mixed-replace; boundary={BOUNDARY}"

SEQUENCE_HEADER = "x-gatehouse-sequence"
CAPTURED_AT_HEADER = "x-gatehouse-captured-at"
MONOTONIC_HEADER = "x-gatehouse-monotonic-ns"
MOTION_HEADER = "x-gatehouse-motion"
FULL_WIDTH_HEADER = "x-gatehouse-full-width"
FULL_SHA256_HEADER = "x-gatehouse-full-sha256"
_FLAG_WORDS = {True: "yes", False: "no"}
_FLAGS = {word: flag for flag, word in _FLAG_WORDS.items()}

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DIGITS = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class FrameStamp:
    """Which frame a JPEG is: its number since the agent started, and when it was captured.

    ``captured_at`` is aware UTC and only displayed; ``captured_ns`` is the agent's monotonic
    clock; ``motion`` whether something moved in it. Each is None where the sender (a camera that
    is not ours) did not say. ``full_width_px`` is how wide the frame is kept, where that is more
    than the picture that came with this stamp, and ``full_sha256`` the SHA-256 of the JPEG that is
    kept: whoever fetches it later knows that it is this frame and no other.
    """

    sequence: int | None
    captured_at: datetime | None
    captured_ns: int | None
    motion: bool | None = None
    full_width_px: int | None = None
    full_sha256: str | None = None

    def to_headers(self) -> tuple[tuple[str, str], ...]:
        headers = []
        if self.sequence is not None:
            headers.append((SEQUENCE_HEADER, str(self.sequence)))
        if self.captured_at is not None:
            headers.append((CAPTURED_AT_HEADER, self.captured_at.astimezone(UTC).isoformat()))
        if self.captured_ns is not None:
            headers.append((MONOTONIC_HEADER, str(self.captured_ns)))
        if self.motion is not None:
            headers.append((MOTION_HEADER, _FLAG_WORDS[self.motion]))
        if self.full_width_px is not None:
            headers.append((FULL_WIDTH_HEADER, str(self.full_width_px)))
        if self.full_sha256 is not None:
            headers.append((FULL_SHA256_HEADER, self.full_sha256))
        return tuple(headers)

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> FrameStamp:
        """Return what ``headers`` (lower-case names) say; a malformed value counts as unsaid."""
        return cls(
            sequence=_whole_number(headers.get(SEQUENCE_HEADER, "")),
            captured_at=_aware_time(headers.get(CAPTURED_AT_HEADER, "")),
            captured_ns=_whole_number(headers.get(MONOTONIC_HEADER, "")),
            motion=_FLAGS.get(headers.get(MOTION_HEADER, "")),
            full_width_px=_whole_number(headers.get(FULL_WIDTH_HEADER, "")),
            full_sha256=_sha256(headers.get(FULL_SHA256_HEADER, "")),
        )


def part_head(stamp: FrameStamp, length: int) -> bytes:
    """Return the bytes that go before a JPEG of ``length`` bytes in the stream."""
    lines = [f"--{BOUNDARY}", "Content-Type: image/jpeg", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in stamp.to_headers()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


PART_TAIL = b"\r\n"
HEARTBEAT = b"\r\n"
"""An empty line between two parts: no picture yet, but agent and line are alive."""

HEARTBEAT_S = 0.4
"""How often a stream without a new picture says so; a third of what counts as silence."""

STREAM_END = f"--{BOUNDARY}--\r\n".encode("ascii")


class BarrierPosition(StrEnum):
    """What the position switch says; unknown where there is no switch or no answer."""

    OPEN = "open"
    CLOSED = "closed"
    MOVING = "moving"
    HELD = "held"
    UNKNOWN = "unknown"


class BarrierAction(StrEnum):
    """What a barrier can be told: one opening pulse, to stay open, or to come down."""

    OPEN = "open"
    HOLD = "hold"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class AgentClock:
    """The agent's monotonic clock at the moment of an answer, and which run of it that was."""

    run_id: str
    now_ns: int


@dataclass(frozen=True, slots=True)
class BarrierCommand:
    """One request to move the barrier, void once the agent's clock has passed ``not_after_ns``.

    ``command_id`` makes it safe to send twice: the agent acts on the first and repeats its
    answer to the others. ``run_id`` is the agent's run whose clock ``not_after_ns`` is of.
    ``sequence`` rises with every command of a booth, so that one which was overtaken by a newer
    one is known as such; ``lane_id`` is the lane that the sender means.
    """

    command_id: str
    run_id: str
    not_after_ns: int
    lane_id: str
    sequence: int

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> BarrierCommand:
        """Return the command in ``text``.

        Raises:
            WireFormatError: it is not JSON, or a field is missing or of another type.
        """
        fields = Fields.parse(text)
        return cls(
            command_id=fields.text("command_id"),
            run_id=fields.text("run_id"),
            not_after_ns=fields.whole("not_after_ns"),
            lane_id=fields.text("lane_id"),
            sequence=fields.whole("sequence"),
        )


class CommandResult(StrEnum):
    """What became of a command at the agent; with `FAILED` it may have moved the barrier."""

    DONE = "done"
    EXPIRED = "expired"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BarrierAnswer:
    """The agent's answer to one command, with the position just after it and its clock."""

    command_id: str
    result: CommandResult
    reason: str
    position: BarrierPosition
    clock: AgentClock

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> BarrierAnswer:
        """Return the answer in ``text``.

        Raises:
            WireFormatError: it is not JSON, or a field is missing or of another type.
        """
        fields = Fields.parse(text)
        return cls(
            command_id=fields.text("command_id"),
            result=fields.one_of(CommandResult, "result"),
            reason=fields.text("reason"),
            position=fields.one_of(BarrierPosition, "position"),
            clock=read_clock(fields),
        )


def read_clock(fields: Fields) -> AgentClock:
    """Return the agent's clock in a message.

    Raises:
        WireFormatError: there is none.
    """
    clock = fields.part("clock")
    return AgentClock(run_id=clock.text("run_id"), now_ns=clock.whole("now_ns"))


def _whole_number(text: str) -> int | None:
    return int(text) if _DIGITS.fullmatch(text) else None


def _sha256(text: str) -> str | None:
    return text if _SHA256.fullmatch(text) else None


def _aware_time(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
