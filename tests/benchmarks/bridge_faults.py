"""How the bridge comes through broken connections, dead agents and frozen cameras.

Run by ``python -m tests.benchmarks.bridge_faults [reconnects|restarts|freezes]``; each prints one
JSON object. Reconnects: every connection is cut as soon as a picture has come through it. Restarts:
the agent's process is killed and started again after two seconds, as its service does; what counts
is the time until the booth has a new picture, with the reader's usual waits. Freezes: the time from
the last new picture until the tile in the console's window no longer shows the lane as live, and
until the agent says so.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from console.gate.types import Connection
from pi_bridge.agent.server import AgentServer, Trust
from pi_bridge.agent.source import SourceFrame
from pi_bridge.client.backoff import BackOffSettings
from pi_bridge.client.pairing import Pairing
from pi_bridge.client.reader import CameraReader, ReaderSettings
from pi_bridge.errors import SourceError
from pi_bridge.signing import SiteKey
from tests.support.agent_process import SupervisedAgent
from tests.support.mjpeg import ShadesSource
from tests.support.watched_lane import WatchedLane, watched_lane
from tests.support.wires import LoopbackWire

_BYTES_PER_MB = 1024 * 1024
_PATIENCE_S = 60.0
_GOOD_S = 11.0
"""Longer than the ten good seconds after which the reader's waits start over."""


@dataclass(slots=True)
class ReconnectCounts:
    """Resident memory (MB), threads and open files of reader and agent, by tenth of the run."""

    reconnect_count: int = 0
    wall_s: float = 0.0
    rss_mb: list[float] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    open_files: list[int] = field(default_factory=list)
    clients_left: int = 0


class _OneKey:
    is_empty = False

    def __init__(self, key: SiteKey) -> None:
        self._key = key

    def find(self, key_id: str) -> SiteKey | None:
        return self._key if key_id == self._key.key_id else None


def run_reconnects(count: int) -> ReconnectCounts:
    """Return the counts of ``count`` connections that were cut; half as many before warm up."""
    counts, pairing = ReconnectCounts(), Pairing("north", SiteKey.new(), "")
    quick = ReaderSettings(back_off=BackOffSettings(first_s=0.001, longest_s=0.002))
    trust = Trust(_OneKey(pairing.key))
    started_s = time.monotonic()
    with LoopbackWire() as wire, AgentServer("north", ShadesSource(200), trust=trust) as agent:
        url = wire.booth_url(agent.url) + "/stream.mjpg"
        with CameraReader("north", url, [], settings=quick, pairing=pairing) as reader:
            warm = count // 2
            for number in range(warm + count):
                if number >= warm and (number - warm) % max(1, count // 10) == 0:
                    _sample(counts)
                seen = reader.state.frame_count
                _wait(lambda seen=seen: reader.state.frame_count > seen)  # type: ignore[misc]
                before = reader.state.reconnect_count
                wire.drop_connections()
                _wait(lambda was=before: reader.state.reconnect_count > was)  # type: ignore[misc]
            _sample(counts)
            counts.reconnect_count = reader.state.reconnect_count
        _wait(lambda: agent.state().client_count == 0)
        counts.clients_left = agent.state().client_count
    counts.wall_s = round(time.monotonic() - started_s, 1)
    return counts


def _sample(counts: ReconnectCounts) -> None:
    process = psutil.Process()
    counts.rss_mb.append(round(process.memory_info().rss / _BYTES_PER_MB, 2))
    counts.threads.append(process.num_threads())
    counts.open_files.append(process.num_fds())


def run_restarts(count: int, good_s: float = _GOOD_S) -> list[float]:
    """Return the seconds from each kill to the booth's next new picture."""
    back_s = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        agent = SupervisedAgent(Path(folder))
        stack.callback(agent.stop)
        url, pairing = agent.url + "/stream.mjpg", agent.pair()
        reader = stack.enter_context(CameraReader("north", url, [], pairing=pairing))
        for _ in range(count):
            _wait(lambda: reader.state.connection is Connection.LIVE)
            time.sleep(good_s)
            killed_s = time.monotonic()
            agent.kill_and_restart()
            _wait(lambda: reader.state.connection is not Connection.LIVE)
            _wait(lambda: reader.state.connection is Connection.LIVE)
            back_s.append(round(time.monotonic() - killed_s, 2))
    return back_s


class FreezingSource(ShadesSource):
    """Gives frames until it is told how to stop: hang, repeat or fail."""

    fault = ""

    def next_frame(self) -> SourceFrame:
        if self.fault == "fails":
            time.sleep(0.05)
            raise SourceError("camera cannot be opened")
        while self.fault == "hangs":
            time.sleep(0.01)
        frame = super().next_frame()
        if self.fault == "repeats":
            return SourceFrame.now(self._noise)
        return frame


@dataclass(frozen=True, slots=True)
class Freeze:
    """Seconds from the last new picture until the tile was not live, and the agent said so."""

    booth_s: float
    agent_s: float | None = None


@contextmanager
def _watching(url: str, pairing: Pairing | None) -> Iterator[WatchedLane]:
    """A lane in the console's window, fed by the stream at ``url``, once it has been live."""
    with watched_lane(url, pairing) as lane:
        _wait(lane.is_live)
        ends_s = time.monotonic() + 0.5
        _wait(lambda: lane.is_live() and time.monotonic() > ends_s)
        yield lane


def freeze_source(fault: str) -> Freeze:
    """Freeze a camera behind an agent that goes on; ``fault`` is how."""
    source = FreezingSource(30, 320, 180)
    with AgentServer("north", source) as agent, _watching(agent.stream_url, None) as lane:
        source.fault = fault
        frozen_s = time.monotonic() - (agent.state().last_frame_age_ms or 0) / 1000
        agent_s = booth_s = None
        while agent_s is None or booth_s is None:
            now_s = time.monotonic() - frozen_s
            if agent_s is None and not agent.state().source_online:
                agent_s = round(now_s, 2)
            if booth_s is None and not lane.is_live():
                booth_s = round(now_s, 2)
            if now_s > _PATIENCE_S:
                raise AssertionError(f"{fault}: still shown as live")
            time.sleep(0.005)
        source.fault = ""
        return Freeze(booth_s, agent_s)


def freeze_process() -> Freeze:
    """Stop the agent's whole process, whose connections stay open."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        agent = SupervisedAgent(Path(folder))
        stack.callback(agent.stop)
        url, pairing = agent.url + "/stream.mjpg", agent.pair()
        lane = stack.enter_context(_watching(url, pairing))
        agent.freeze()
        return Freeze(_until_not_live(lane))


def freeze_line() -> Freeze:
    """Cut the cable: nothing arrives any more, and nobody says so."""
    with (
        LoopbackWire() as wire,
        AgentServer("north", ShadesSource(30, 320, 180)) as agent,
        _watching(wire.booth_url(agent.url) + "/stream.mjpg", None) as lane,
    ):
        wire.cut()
        return Freeze(_until_not_live(lane))


def _until_not_live(lane: WatchedLane) -> float:
    frozen_s = time.monotonic() - lane.age_s()
    _wait(lambda: not lane.is_live())
    return round(time.monotonic() - frozen_s, 2)


FREEZES: dict[str, Callable[[], Freeze]] = {
    "driver hangs": partial(freeze_source, "hangs"),
    "same picture again and again": partial(freeze_source, "repeats"),
    "camera fails": partial(freeze_source, "fails"),
    "process stopped": freeze_process,
    "cable cut": freeze_line,
}


def _wait(condition: Callable[[], object]) -> None:
    ends_s = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > ends_s:
            raise AssertionError("did not come about")
        time.sleep(0.002)


def main() -> int:
    """Run what was asked for and print what came out."""
    parser = argparse.ArgumentParser(prog="bridge_faults", description=__doc__)
    parser.add_argument("what", choices=("reconnects", "restarts", "freezes"))
    parser.add_argument("--count", type=int, help="how often (1000 reconnects, 5 of the others)")
    arguments = parser.parse_args()
    result: Any
    match arguments.what:
        case "reconnects":
            result = asdict(run_reconnects(arguments.count or 1000))
        case "restarts":
            result = {"back_s": run_restarts(arguments.count or 5)}
        case _:
            times = range(arguments.count or 5)
            result = {name: [asdict(freeze()) for _ in times] for name, freeze in FREEZES.items()}
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
