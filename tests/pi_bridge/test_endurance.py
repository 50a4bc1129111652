"""Short versions of what tests/benchmarks runs for long: a day, a thousand reconnects, freezes."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Iterator
from datetime import timedelta

import cv2
import numpy as np
import pytest

from pi_bridge.agent.server import AgentServer, Trust
from pi_bridge.agent.source import SourceFrame
from pi_bridge.client.barrier import BarrierClient, CommandOutcome
from pi_bridge.client.evidence import FrameFetcher
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.pairing import Pairing
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.types import CameraFrame, Connection
from pi_bridge.signing import SiteKey
from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from tests.benchmarks.bridge_faults import FREEZES, freeze_source, run_reconnects
from tests.benchmarks.stream_day import run_day
from tests.support.coded_clock import CodedSource, paint_time, read_time
from tests.support.mjpeg import ShadesSource
from tests.support.waiting import wait_until


@pytest.mark.slow
def test_two_minutes_of_stream_leave_nothing_behind():
    counts = run_day(hours=1 / 30, sample_every_s=20, warm_s=60)
    assert counts.frame_count >= 1800
    assert counts.motion_starts >= 1
    assert (counts.opened_count, counts.refused_count) == (6, 0)
    assert counts.damaged_count == 0
    # Buffers that live for a moment come and go: between two samples there may be a few MB.
    assert max(counts.rss_mb[3:]) < counts.rss_mb[2] + 6
    assert max(counts.threads[3:]) <= counts.threads[2] + 1
    assert max(counts.open_files[3:]) <= counts.open_files[2] + 3


def test_forty_cut_connections_leave_nothing_behind():
    counts = run_reconnects(40)
    assert counts.reconnect_count == 60
    assert counts.clients_left == 0
    assert counts.threads[-1] <= counts.threads[0] + 1
    assert counts.open_files[-1] <= counts.open_files[0] + 2


@pytest.mark.parametrize("fault", ["hangs", "repeats", "fails"])
def test_a_camera_that_freezes_is_shown_by_agent_and_booth(fault):
    freeze = freeze_source(fault)
    assert freeze.agent_s is not None
    assert freeze.agent_s >= 1.5
    assert freeze.booth_s >= 1.5


def test_a_cut_cable_is_shown_as_silence():
    assert FREEZES["cable cut"]().booth_s >= 1.4


class SetBack(ShadesSource):
    """A camera of a Pi whose wall clock is set back by a day with every frame."""

    def next_frame(self) -> SourceFrame:
        frame = super().next_frame()
        past = frame.captured_at - timedelta(days=self.count)
        return SourceFrame(frame.pixels, frame.captured_ns, past)


def test_a_wall_clock_that_is_set_back_changes_neither_order_nor_age(monkeypatch):
    slot: LatestSlot[CameraFrame] = LatestSlot()
    barrier = SimulatedBarrier(BarrierTiming(travel_s=0.05, stay_open_s=30))
    with (
        AgentServer("north", SetBack(), barrier) as agent,
        CameraReader("north", agent.stream_url, [slot]) as reader,
    ):
        frames = [frame for _ in range(5) if (frame := slot.take(timeout_s=5)) is not None]
        pairs = list(itertools.pairwise(frames))
        assert len(pairs) == 4
        assert all(later.sequence > before.sequence for before, later in pairs)
        assert all(later.captured_at < before.captured_at for before, later in pairs)
        assert reader.state.connection is Connection.LIVE
        assert reader.state.late_count == 0
        assert agent.state().source_online
        kept = FrameFetcher(agent.url).fetch(frames[-1].sequence)
        assert kept.captured_ns == frames[-1].captured_ns
        client = BarrierClient(agent.url, timeout_s=5)
        in_time_ns = time.monotonic_ns() + 10 * 10**9
        assert client.open(in_time_ns).outcome is CommandOutcome.DONE
        assert client.open(time.monotonic_ns() - 1).outcome is CommandOutcome.EXPIRED
        assert barrier.pulse_count == 1


class OneKey:
    is_empty = False

    def __init__(self, key: SiteKey) -> None:
        self._key = key

    def find(self, key_id: str) -> SiteKey | None:
        return self._key if key_id == self._key.key_id else None


@pytest.fixture
def commands(caplog) -> Iterator[tuple[AgentServer, SimulatedBarrier, Pairing]]:
    caplog.set_level(logging.CRITICAL, "bridge")
    pairing = Pairing("north", SiteKey.new(), "")
    barrier = SimulatedBarrier()
    with AgentServer("north", ShadesSource(), barrier, trust=Trust(OneKey(pairing.key))) as agent:
        yield agent, barrier, pairing


def test_fifty_commands_that_have_expired_are_not_even_sent(commands):
    agent, barrier, pairing = commands
    client = BarrierClient(agent.url, timeout_s=5, pairing=pairing)
    assert client.position().value == "closed"  # clock and number are known from here on
    for number in range(50):
        expires_ns = time.monotonic_ns() - number * 1_000_000
        assert client.open(expires_ns).outcome is CommandOutcome.EXPIRED
    assert barrier.pulse_count == 0


def test_a_time_in_the_picture_survives_jpeg_and_the_size_of_a_tile():
    now_ns = 987_654_321_000_000
    street = np.random.default_rng(1).integers(0, 255, (720, 1280, 3), np.uint8)
    paint_time(street, now_ns)
    _, jpeg = cv2.imencode(".jpg", street, [cv2.IMWRITE_JPEG_QUALITY, 60])
    tile = cv2.resize(np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE)), (400, 225))
    assert read_time(np.asarray(tile, np.uint8), now_ns + 5 * 10**9) == now_ns
    tile[: 225 // 30, :40] = 128
    assert read_time(np.asarray(255 - tile, np.uint8), now_ns) is None


def test_a_picture_says_when_it_was_made_wherever_it_arrives():
    slot: LatestSlot[CameraFrame] = LatestSlot()
    source = CodedSource(np.full((360, 640, 3), 120, np.uint8), frames_per_s=20)
    with (
        AgentServer("north", source) as agent,
        CameraReader("north", agent.stream_url, [slot]),
    ):
        frame = slot.take(timeout_s=10)
    wait_until(lambda: frame is not None)
    assert frame is not None
    painted_ns = read_time(np.ascontiguousarray(frame.pixels[:, :, 0]), time.monotonic_ns())
    assert painted_ns is not None
    assert frame.captured_ns is not None
    assert 0 <= frame.captured_ns - painted_ns < 10**9
