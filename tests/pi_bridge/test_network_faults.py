"""An agent as a process of its own, behind a line that delays, loses, throttles and breaks."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pi_bridge.agent.server import AgentServer
from pi_bridge.client.backoff import BackOffSettings
from pi_bridge.client.barrier import BarrierClient, CommandOutcome
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.pairing import Pairing, pair_with_agent
from pi_bridge.client.reader import CameraReader, ReaderSettings
from pi_bridge.client.types import BarrierPosition, CameraFrame, CameraState, Connection
from pi_bridge.simulator.barrier import SimulatedBarrier
from tests.support.mjpeg import ShadesSource
from tests.support.waiting import wait_until
from tests.support.wires import Line, LoopbackWire, Wire, best_wire

ROOT = Path(__file__).resolve().parents[2]
SECOND_NS = 1_000_000_000
FAR, NARROW = Line(delay_s=0.08, loss=0.03), Line(delay_s=0.02, bits_per_s=100_000)
CONFIG = """
[agent]
lane = "north"
host = "{host}"
port = 0
state_folder = "state"
advertise = false
[camera]
source = "simulator"
frames_per_s = 8
[stream]
width_px = 320
quality = 30
[motion]
enabled = false
[barrier]
kind = "simulated"
"""
READER = ReaderSettings(back_off=BackOffSettings(first_s=0.05, longest_s=0.2))


@dataclass
class FarAgent:
    """A paired agent at the other end of ``wire``; ``log`` is what it says."""

    wire: Wire
    url: str
    pairing: Pairing
    log: Path

    def opened_count(self) -> int:
        return sum("barrier open" in line and "done" in line for line in self.lines())

    def lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()

    def client(self) -> BarrierClient:
        return BarrierClient(self.url, timeout_s=10, pairing=self.pairing)


@pytest.fixture(scope="module", params=[best_wire()], ids=lambda kind: kind.__name__)
def kind(request) -> type[Wire]:
    wire: type[Wire] = request.param
    return wire


@pytest.fixture(scope="module")
def agent(kind, tmp_path_factory) -> Iterator[FarAgent]:
    folder = tmp_path_factory.mktemp("agent")
    config, log = folder / "agent.toml", folder / "log"
    config.write_text(CONFIG.format(host=kind.agent_host))
    command = [sys.executable, "-m", "pi_bridge.agent", "--config", str(config)]
    told = subprocess.run([*command, "pair"], cwd=ROOT, capture_output=True, text=True, check=True)
    with kind() as wire, log.open("w") as output:
        process = subprocess.Popen(wire.agent_command(command), cwd=ROOT, stderr=output)
        try:
            wait_until(lambda: "serves at" in log.read_text(), timeout_s=30)
            url = wire.booth_url(log.read_text().partition("serves at ")[2].split()[0])
            with wire.at_booth():
                code = told.stdout.rpartition(": ")[2].strip()
                pairing = pair_with_agent(url, code, "North car park", timeout_s=20)
            yield FarAgent(wire, url, pairing, log)
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def booth(agent) -> Iterator[FarAgent]:
    agent.wire.become(Line())
    with agent.wire.at_booth():
        yield agent
    agent.wire.mend()


class Watched:
    """A lane's reader, the frames that it handed on and the states that it went through."""

    def __init__(self, agent: FarAgent) -> None:
        self.slot: LatestSlot[CameraFrame] = LatestSlot()
        self.frames: list[CameraFrame] = []
        self.states: list[CameraState] = []
        self.reader = CameraReader(
            "north",
            agent.url + "/stream.mjpg",
            [self.slot],
            self.frames.append,
            self.states.append,
            settings=READER,
            pairing=agent.pairing,
        )

    def ages_s(self) -> list[float]:
        """How old each picture was when it came; both ends have this machine's clock."""
        return [
            (frame.received_ns - frame.captured_ns) / SECOND_NS
            for frame in self.frames
            if frame.captured_ns is not None
        ]


def in_s(seconds: float) -> int:
    return time.monotonic_ns() + int(seconds * SECOND_NS)


def test_a_far_line_that_loses_packets_stays_live_and_opens(booth):
    booth.wire.become(FAR)
    watched, client = Watched(booth), booth.client()
    before = booth.opened_count()
    with watched.reader:
        wait_until(lambda: len(watched.frames) >= 10, timeout_s=30)
        result = client.open(in_s(20))
        assert result.outcome is CommandOutcome.DONE, result
        assert watched.reader.state.connection is Connection.LIVE
    assert min(watched.ages_s()) >= FAR.delay_s
    offset = client.clock_offset()
    assert offset is not None
    assert FAR.delay_s * SECOND_NS <= offset.error_ns  # half of there and back
    assert abs(offset.offset_ns) <= offset.error_ns  # and the truth, 0, lies within it
    wait_until(lambda: booth.opened_count() == before + 1)


def test_a_line_of_100_kbit_shows_fewer_pictures_and_none_that_is_old(booth):
    booth.wire.become(NARROW)
    watched, client = Watched(booth), booth.client()
    with watched.reader:
        wait_until(lambda: len(watched.frames) >= 4, timeout_s=40)
        assert client.hold(in_s(20)).outcome is CommandOutcome.DONE
        assert client.close(in_s(20)).outcome is CommandOutcome.DONE
        wait_until(lambda: len(watched.frames) >= 6, timeout_s=40)
        state = watched.reader.state
    assert (state.late_count, state.reconnect_count) == (0, 0)  # none waited in a buffer
    sequences = [frame.sequence for frame in watched.frames]
    assert sequences[-1] - sequences[-2] > 1  # those in between were never sent
    assert max(watched.ages_s()) < 2.5


def test_a_cut_cable_is_shown_and_no_command_comes_through_late(booth):
    watched, client = Watched(booth), booth.client()
    with watched.reader:
        wait_until(lambda: watched.reader.state.connection is Connection.LIVE, timeout_s=20)
        wait_until(lambda: client.position() is BarrierPosition.CLOSED, timeout_s=30)
        before = booth.opened_count()
        booth.wire.cut()
        result = client.open(in_s(1.0))
        assert result.outcome in {CommandOutcome.UNANSWERED, CommandOutcome.UNREACHABLE}
        wait_until(lambda: watched.reader.state.connection is not Connection.LIVE, timeout_s=20)
        count = len(watched.frames)
        booth.wire.mend()
        wait_until(lambda: len(watched.frames) > count + 10, timeout_s=40)
        assert watched.reader.state.connection is Connection.LIVE
        assert client.position() is BarrierPosition.CLOSED
        assert booth.opened_count() == before
        assert client.open(in_s(20)).outcome is CommandOutcome.DONE


def test_a_command_that_was_held_back_until_it_expired_is_refused(caplog):
    caplog.set_level(logging.WARNING, "bridge")
    barrier = SimulatedBarrier()
    with LoopbackWire() as wire, AgentServer("north", ShadesSource(), barrier) as server:
        client = BarrierClient(wire.booth_url(server.url), timeout_s=10)
        assert client.position() is BarrierPosition.CLOSED
        wire.cut()
        assert client.open(in_s(0.3)).outcome is CommandOutcome.UNANSWERED
        wire.mend()
        wait_until(lambda: "expired came" in caplog.text, timeout_s=10)
        assert barrier.pulse_count == 0
