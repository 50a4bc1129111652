from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi_bridge.client.mjpeg import MjpegParser
from pi_bridge.errors import WireFormatError
from pi_bridge.fields import MAX_MESSAGE_BYTES
from pi_bridge.status import AgentHealth, AgentState, MachineHealth
from pi_bridge.wire import (
    BOUNDARY,
    CAPTURED_AT_HEADER,
    MONOTONIC_HEADER,
    PART_TAIL,
    SEQUENCE_HEADER,
    AgentClock,
    BarrierAnswer,
    BarrierCommand,
    BarrierPosition,
    CommandResult,
    FrameStamp,
    part_head,
)

COUNTS = st.integers(0, 10**17)
TEXTS = st.text(max_size=60)
MOMENTS = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds beside timezones
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
STAMPS = st.builds(
    FrameStamp,
    sequence=st.none() | COUNTS,
    captured_at=st.none() | MOMENTS,
    captured_ns=st.none() | COUNTS,
    motion=st.none() | st.booleans(),
    full_width_px=st.none() | COUNTS,
    full_sha256=st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
)
CLOCKS = st.builds(AgentClock, run_id=TEXTS, now_ns=COUNTS)
STATES = st.builds(
    AgentState,
    lane_id=TEXTS,
    clock=CLOCKS,
    utc=MOMENTS,
    clock_shift_ms=COUNTS,
    source_online=st.booleans(),
    problem=TEXTS,
    sequence=COUNTS,
    last_frame_age_ms=st.none() | COUNTS,
    frames_per_s=st.floats(0, 120),
    client_count=COUNTS,
    encoded_count=COUNTS,
    skipped_count=COUNTS,
    repeated_count=COUNTS,
    motion=st.none() | st.booleans(),
    last_motion_age_ms=st.none() | COUNTS,
    machine=st.builds(
        MachineHealth,
        temperature_c=st.none() | st.floats(-40, 120),
        throttled=st.lists(TEXTS, max_size=3).map(tuple),
        disk_free_mb=st.none() | COUNTS,
    ),
    barrier=st.sampled_from(BarrierPosition),
    last_command_sequence=COUNTS,
)
HEALTHS = st.builds(AgentHealth, clock=CLOCKS, paired=st.booleans(), source_online=st.booleans())
ANSWERS = st.builds(
    BarrierAnswer,
    command_id=TEXTS,
    result=st.sampled_from(CommandResult),
    reason=TEXTS,
    position=st.sampled_from(BarrierPosition),
    clock=CLOCKS,
)


@given(stamp=STAMPS, body=st.binary(max_size=50))
def test_a_part_that_one_end_writes_is_what_the_other_reads(stamp, body):
    (part,) = MjpegParser(BOUNDARY).feed(part_head(stamp, len(body)) + body + PART_TAIL)
    assert part.body == body
    assert FrameStamp.from_headers(part.headers) == stamp


@given(
    command=st.builds(
        BarrierCommand,
        command_id=TEXTS,
        run_id=TEXTS,
        not_after_ns=COUNTS,
        lane_id=TEXTS,
        sequence=COUNTS,
    ),
    answer=ANSWERS,
    state=STATES,
    health=HEALTHS,
)
def test_messages_survive_the_wire(command, answer, state, health):
    assert BarrierCommand.from_json(command.to_json().encode()) == command
    assert BarrierAnswer.from_json(answer.to_json().encode()) == answer
    assert AgentState.from_json(state.to_json().encode()) == state
    assert AgentHealth.from_json(health.to_json().encode()) == health


@given(st.binary(max_size=200))
def test_garbage_is_refused_by_name_and_by_nothing_else(text):
    for kind in (BarrierCommand, BarrierAnswer, AgentState, AgentHealth):
        with pytest.raises(WireFormatError):
            kind.from_json(text)


def test_a_message_that_is_too_long_or_too_deep_is_refused():
    with pytest.raises(WireFormatError, match="at most"):
        BarrierCommand.from_json(b" " * (MAX_MESSAGE_BYTES + 1))
    with pytest.raises(WireFormatError, match="not JSON"):
        BarrierCommand.from_json(b"[" * 60_000)


def test_times_of_other_zones_are_turned_to_utc_and_malformed_values_count_as_unsaid():
    eastern = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=-5)))
    stamp = FrameStamp.from_headers(
        {
            CAPTURED_AT_HEADER: eastern.isoformat(),
            SEQUENCE_HEADER: "-4",
            MONOTONIC_HEADER: "9" * 400,
        }
    )
    assert stamp == FrameStamp(None, datetime(2026, 1, 2, 8, 4, 5, tzinfo=UTC), None)
    assert FrameStamp.from_headers({CAPTURED_AT_HEADER: "2026-01-02T03:04:05"}).captured_at is None
    assert FrameStamp.from_headers({SEQUENCE_HEADER: "١٢"}).sequence is None
