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
from typing import Any, TypeVar

from pi_bridge.errors import WireFormatError

STREAM_PATH = "/stream.mjpg"
SNAPSHOT_PATH = "/snapshot.jpg"
STATE_PATH = "/state"
BARRIER_PATH = "/barrier/{action}"

BOUNDARY = "gatehouse-frame"
STREAM_TYPE = f"multipart/x-mixed-replace; boundary={BOUNDARY}"

SEQUENCE_HEADER = "x-gatehouse-sequence"
CAPTURED_AT_HEADER = "x-gatehouse-captured-at"
MONOTONIC_HEADER = "x-gatehouse-monotonic-ns"

MAX_MESSAGE_BYTES = 64 * 1024
"""Largest JSON message either end reads; ours are under 1 KiB."""

E = TypeVar("E", bound=StrEnum)
_DIGITS = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class FrameStamp:
    """Which frame a JPEG is: its number since the agent started, and when it was captured.

    ``captured_at`` is aware UTC and only displayed; ``captured_ns`` is the agent's monotonic
    clock. Each is None where the sender (a camera that is not ours) did not say.
    """

    sequence: int | None
    captured_at: datetime | None
    captured_ns: int | None

    def to_headers(self) -> tuple[tuple[str, str], ...]:
        headers = []
        if self.sequence is not None:
            headers.append((SEQUENCE_HEADER, str(self.sequence)))
        if self.captured_at is not None:
            headers.append((CAPTURED_AT_HEADER, self.captured_at.astimezone(UTC).isoformat()))
        if self.captured_ns is not None:
            headers.append((MONOTONIC_HEADER, str(self.captured_ns)))
        return tuple(headers)

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> FrameStamp:
        """Return what ``headers`` (lower-case names) say; a malformed value counts as unsaid."""
        return cls(
            sequence=_whole_number(headers.get(SEQUENCE_HEADER, "")),
            captured_at=_aware_time(headers.get(CAPTURED_AT_HEADER, "")),
            captured_ns=_whole_number(headers.get(MONOTONIC_HEADER, "")),
        )


def part_head(stamp: FrameStamp, length: int) -> bytes:
    """Return the bytes that go before a JPEG of ``length`` bytes in the stream."""
    lines = [f"--{BOUNDARY}", "Content-Type: image/jpeg", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in stamp.to_headers()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


PART_TAIL = b"\r\n"
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
    """

    command_id: str
    run_id: str
    not_after_ns: int

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> BarrierCommand:
        """Return the command in ``text``.

        Raises:
            WireFormatError: it is not JSON, or a field is missing or of another type.
        """
        fields = _object(text)
        return cls(
            command_id=_text(fields, "command_id"),
            run_id=_text(fields, "run_id"),
            not_after_ns=_integer(fields, "not_after_ns"),
        )


class CommandResult(StrEnum):
    """What became of a command at the agent."""

    DONE = "done"
    EXPIRED = "expired"
    REFUSED = "refused"


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
        fields = _object(text)
        return cls(
            command_id=_text(fields, "command_id"),
            result=_one_of(CommandResult, fields, "result"),
            reason=_text(fields, "reason"),
            position=_one_of(BarrierPosition, fields, "position"),
            clock=_clock(fields),
        )


@dataclass(frozen=True, slots=True)
class AgentState:
    """What the agent says of itself; ages in ms, ``problem`` empty while the source is online."""

    clock: AgentClock
    source_online: bool
    problem: str
    sequence: int
    last_frame_age_ms: int | None
    frames_per_s: float
    client_count: int
    encoded_count: int
    skipped_count: int
    barrier: BarrierPosition

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> AgentState:
        """Return the state in ``text``.

        Raises:
            WireFormatError: it is not JSON, or a field is missing or of another type.
        """
        fields = _object(text)
        age = fields.get("last_frame_age_ms")
        return cls(
            clock=_clock(fields),
            source_online=fields.get("source_online") is True,
            problem=_text(fields, "problem"),
            sequence=_integer(fields, "sequence"),
            last_frame_age_ms=None if age is None else _integer(fields, "last_frame_age_ms"),
            frames_per_s=_number(fields, "frames_per_s"),
            client_count=_integer(fields, "client_count"),
            encoded_count=_integer(fields, "encoded_count"),
            skipped_count=_integer(fields, "skipped_count"),
            barrier=_one_of(BarrierPosition, fields, "barrier"),
        )


def _object(text: bytes) -> dict[str, Any]:
    if len(text) > MAX_MESSAGE_BYTES:
        raise WireFormatError(f"message of {len(text)} bytes, at most {MAX_MESSAGE_BYTES} allowed")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WireFormatError(f"message is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise WireFormatError("message is not a JSON object")
    return fields


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or len(value) > 1000:
        raise WireFormatError(f"field {name}: a short text is wanted")
    return value


def _integer(fields: dict[str, Any], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise WireFormatError(f"field {name}: a whole number is wanted")
    return value


def _number(fields: dict[str, Any], name: str) -> float:
    value = fields.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise WireFormatError(f"field {name}: a number is wanted")
    return float(value)


def _one_of(kind: type[E], fields: dict[str, Any], name: str) -> E:
    value = _text(fields, name)
    try:
        return kind(value)
    except ValueError as error:
        raise WireFormatError(f"field {name}: {value!r} is not a {kind.__name__}") from error


def _clock(fields: dict[str, Any]) -> AgentClock:
    clock = fields.get("clock")
    if not isinstance(clock, dict):
        raise WireFormatError("field clock: an object is wanted")
    return AgentClock(run_id=_text(clock, "run_id"), now_ns=_integer(clock, "now_ns"))


def _whole_number(text: str) -> int | None:
    return int(text) if _DIGITS.fullmatch(text) else None


def _aware_time(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
