"""A day of one camera, from the source to the booth, as fast as the machine can.

Run by ``python -m tests.benchmarks.stream_day [--hours 24]``. Every frame goes through capture,
motion, encoder and ring of a real agent; a paired booth reads the stream over HTTP, listens to the
events, opens the barrier every ten minutes of stream time and fetches a kept frame with it. What is
counted is what could grow: resident memory, threads, open files.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field

import cv2
import psutil
import requests

from pi_bridge.agent.server import AgentServer, ServerSettings, Trust
from pi_bridge.agent.settings import MotionSettings, StreamSettings
from pi_bridge.client.barrier import BarrierClient, CommandOutcome
from pi_bridge.client.evidence import FrameFetcher
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.link import AgentLink
from pi_bridge.client.pairing import Pairing
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.transport import open_session
from pi_bridge.client.types import CameraFrame
from pi_bridge.errors import BridgeError
from pi_bridge.signing import SiteKey, signed_headers
from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from pi_bridge.wire import EVENTS_PATH
from tests.support.fast_stream import FastSource

_SAMPLE_EVERY_S = 600.0
_WARM_S = 3600.0
_BYTES_PER_MB = 1024 * 1024
_NS = 1_000_000_000


@dataclass(slots=True)
class DayCounts:
    """What happened; memory in MB, by sample, each after ten minutes of stream time."""

    stream_hours: float = 0.0
    wall_s: float = 0.0
    frame_count: int = 0
    read_count: int = 0
    damaged_count: int = 0
    reconnect_count: int = 0
    event_count: int = 0
    motion_starts: int = 0
    opened_count: int = 0
    refused_count: int = 0
    kept_frames_fetched: int = 0
    threads: list[int] = field(default_factory=list)
    open_files: list[int] = field(default_factory=list)
    rss_mb: list[float] = field(default_factory=list)
    growth_percent: float = 0.0


class _OneKey:
    is_empty = False

    def __init__(self, key: SiteKey) -> None:
        self._key = key

    def find(self, key_id: str) -> SiteKey | None:
        return self._key if key_id == self._key.key_id else None


def run_day(
    hours: float, sample_every_s: float = _SAMPLE_EVERY_S, warm_s: float = _WARM_S
) -> DayCounts:
    """Return the counts of ``hours`` of stream time; memory grows from ``warm_s`` on."""
    pairing = Pairing("north", SiteKey.new(), "")
    source = FastSource()
    barrier = SimulatedBarrier(BarrierTiming(travel_s=0.01, stay_open_s=0.05))
    settings = ServerSettings(
        stream=StreamSettings(ring_s=10, ring_mb=4), motion=MotionSettings(), stall_s=60
    )
    counts = DayCounts()
    started_s = time.monotonic()
    trust = Trust(_OneKey(pairing.key))
    slot: LatestSlot[CameraFrame] = LatestSlot()
    with (
        AgentServer("north", source, barrier, settings=settings, trust=trust) as agent,
        CameraReader("north", agent.stream_url, [slot], pairing=pairing) as reader,
        _listening(agent.url, pairing, counts),
    ):
        booth = _Booth(agent.url, pairing, slot)
        first_sample = round(warm_s / sample_every_s)
        for number in range(1, round(hours * 3600 / sample_every_s) + 1):
            while source.stream_s < number * sample_every_s:
                time.sleep(0.005)
            booth.visit(counts)
            _sample(counts)
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{source.stream_s / 3600:.1f} h {counts.rss_mb[-1]:.1f} MB")
        counts.growth_percent = round(_growth(counts.rss_mb[first_sample - 1 :]), 2)
        counts.read_count = reader.state.frame_count
        counts.damaged_count = reader.state.damaged_count
        counts.reconnect_count = reader.state.reconnect_count
    counts.frame_count = source.count
    counts.stream_hours = round(source.stream_s / 3600, 2)
    counts.wall_s = round(time.monotonic() - started_s, 1)
    return counts


class _Booth:
    """Opens the barrier and fetches the frame that was seen last."""

    def __init__(self, url: str, pairing: Pairing, slot: LatestSlot[CameraFrame]) -> None:
        self._barrier = BarrierClient(url, timeout_s=10, pairing=pairing)
        self._fetcher = FrameFetcher(url, timeout_s=10, pairing=pairing)
        self._slot = slot

    def visit(self, counts: DayCounts) -> None:
        result = self._barrier.open(time.monotonic_ns() + 20 * _NS)
        if result.outcome is CommandOutcome.DONE:
            counts.opened_count += 1
        else:
            counts.refused_count += 1
        frame = self._slot.take(timeout_s=10)
        # At hundreds of times the usual speed a frame is out of the ring within milliseconds.
        try:
            if frame is not None:
                self._fetcher.fetch(frame.sequence)
                counts.kept_frames_fetched += 1
        except BridgeError:
            pass


@contextmanager
def _listening(url: str, pairing: Pairing, counts: DayCounts) -> Iterator[None]:
    """Count the events that the agent tells, on a thread of its own."""
    clock = AgentLink(url, pairing).ask_health(10).clock
    headers = signed_headers(pairing.key, clock, "GET", EVENTS_PATH)
    with open_session() as session:
        response = session.get(url + EVENTS_PATH, headers=headers, stream=True, timeout=60)

        def listen() -> None:
            with suppress(requests.RequestException):  # how the shutdown below ends it
                for line in response.iter_lines(chunk_size=1):
                    counts.event_count += line.startswith(b"event:")
                    counts.motion_starts += line == b'data: {"moving": true}'

        thread = threading.Thread(target=listen, name="events")
        thread.start()
        try:
            yield
        finally:
            response.raw.shutdown()
            thread.join(10)


def _sample(counts: DayCounts) -> None:
    process = psutil.Process()
    counts.rss_mb.append(round(process.memory_info().rss / _BYTES_PER_MB, 2))
    counts.threads.append(process.num_threads())
    counts.open_files.append(process.num_fds())


def _growth(samples: list[float]) -> float:
    """Return by how many percent the last samples are above the first: means of a twelfth each."""
    share = max(1, len(samples) // 12)
    first, last = sum(samples[:share]) / share, sum(samples[-share:]) / share
    return (last / first - 1) * 100


def main() -> int:
    """Run the day and print its counts; 1 when memory grew by 2 % or more."""
    parser = argparse.ArgumentParser(prog="stream_day", description=__doc__)
    parser.add_argument("--hours", type=float, default=24.0)
    cv2.setNumThreads(1)
    counts = run_day(parser.parse_args().hours)
    sys.stdout.write(json.dumps(asdict(counts)) + "\n")
    return 0 if counts.growth_percent < 2 else 1


if __name__ == "__main__":
    sys.exit(main())
