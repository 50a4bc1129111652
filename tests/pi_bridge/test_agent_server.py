from __future__ import annotations

import asyncio
import json
import socket
import threading
import time

import numpy as np
import pytest
import requests
from starlette.types import Message

from pi_bridge.agent.hub import FrameHub
from pi_bridge.agent.server import AgentServer, ServerSettings
from pi_bridge.agent.source import SourceFrame
from pi_bridge.agent.streaming import FrameStreams
from pi_bridge.client.decode import decode_jpeg
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.mjpeg import MjpegParser
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.types import CameraFrame, CameraState, Connection
from pi_bridge.errors import AgentStartError, SourceError
from pi_bridge.simulator.barrier import SimulatedBarrier
from pi_bridge.status import AgentState
from pi_bridge.wire import (
    BOUNDARY,
    HEARTBEAT,
    PART_TAIL,
    SNAPSHOT_PATH,
    STATE_PATH,
    STREAM_TYPE,
    BarrierPosition,
    FrameStamp,
)
from tests.support.mjpeg import ShadesSource
from tests.support.waiting import wait_until

QUICK = ServerSettings(stall_s=0.3)


def get_state(agent: AgentServer) -> AgentState:
    return AgentState.from_json(requests.get(agent.url + STATE_PATH, timeout=2).content)


def read_parts(agent: AgentServer, count: int) -> list[tuple[FrameStamp, bytes]]:
    parser = MjpegParser(BOUNDARY)
    parts: list[tuple[FrameStamp, bytes]] = []
    with requests.get(agent.stream_url, stream=True, timeout=3) as response:
        assert response.headers["Content-Type"] == STREAM_TYPE
        while len(parts) < count and (chunk := response.raw.read1(65536)):
            parts += [(FrameStamp.from_headers(p.headers), p.body) for p in parser.feed(chunk)]
    return parts


def test_the_stream_has_whole_pictures_with_rising_stamps():
    with AgentServer("north", ShadesSource()) as agent:
        parts = read_parts(agent, 5)
    sequences = [stamp.sequence or 0 for stamp, _ in parts]
    assert sequences == sorted(set(sequences))
    times = [stamp.captured_ns or 0 for stamp, _ in parts]
    assert times == sorted(set(times))
    assert all(stamp.captured_at is not None for stamp, _ in parts)
    assert all(decode_jpeg(body).shape == (48, 64, 3) for _, body in parts)


def test_a_picture_goes_from_the_source_to_the_slot_within_a_tenth_of_a_second():
    slot: LatestSlot[CameraFrame] = LatestSlot()
    ages_ms = []
    with (
        AgentServer("north", ShadesSource()) as agent,
        CameraReader("north", agent.stream_url, [slot]),
    ):
        for _ in range(20):
            frame = slot.take(timeout_s=2)
            assert frame is not None
            assert frame.captured_ns is not None
            ages_ms.append((time.monotonic_ns() - frame.captured_ns) / 1e6)
    assert sorted(ages_ms)[10] < 100


def test_between_frames_that_are_far_apart_the_stream_says_that_it_lives():
    with AgentServer("north", ShadesSource(frames_per_s=0.8)) as agent:
        stream = b""
        with requests.get(agent.stream_url, stream=True, timeout=3) as response:
            while stream.count(b"--" + BOUNDARY.encode()) < 2:
                stream += response.raw.read1(65536)
    first, _, rest = stream.partition(b"\xff\xd9")  # the end of a JPEG
    assert first
    assert rest.partition(b"--")[0].startswith(PART_TAIL + HEARTBEAT)
    assert decode_jpeg(MjpegParser(BOUNDARY).feed(stream)[0].body).shape == (48, 64, 3)


def test_nobody_watching_means_no_encoding():
    source = ShadesSource()
    with AgentServer("north", source) as agent:
        wait_until(lambda: source.count > 5)
        assert get_state(agent).encoded_count == 0
        read_parts(agent, 2)
        wait_until(lambda: get_state(agent).client_count == 0)
        encoded_count = get_state(agent).encoded_count
        assert encoded_count >= 2
        seen = source.count
        wait_until(lambda: source.count > seen + 5)
        assert get_state(agent).encoded_count == encoded_count


def test_a_client_that_does_not_read_skips_frames_and_delays_nobody():
    source = ShadesSource(frames_per_s=100, width=640, height=480)
    with AgentServer("north", source) as agent:
        host, port = agent.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as stuck:
            stuck.sendall(b"GET /stream.mjpg HTTP/1.1\r\nHost: pi\r\n\r\n")
            wait_until(lambda: get_state(agent).client_count == 1)
            seen = source.count
            started_s = time.monotonic()
            assert len(read_parts(agent, 10)) >= 10
            assert time.monotonic() - started_s < 3
            wait_until(lambda: source.count > seen + 60, timeout_s=8)
            stuck.settimeout(2)
            parser = MjpegParser(BOUNDARY)
            wait_until(lambda: self_fed(parser, stuck) > 0, timeout_s=8)
            wait_until(lambda: get_state(agent).skipped_count > 0)
            started_s = time.monotonic()
            agent.stop()
            assert time.monotonic() - started_s < 2


async def clients_left(turns: int) -> int:
    """Watch, and leave ``turns`` turns of the event loop before the next frame comes."""
    hub = FrameHub()
    streams = FrameStreams(hub, lambda: "", stall_s=5)
    left = asyncio.Event()

    async def receive() -> Message:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        """Nobody reads."""

    task = asyncio.create_task(streams.stream({"client": None}, receive, send))
    while hub.watcher_count == 0:
        await asyncio.sleep(0)
    hub.publish(SourceFrame.now(np.zeros((8, 8, 3), np.uint8)))
    while streams.client_count == 0:
        await asyncio.sleep(0)
    left.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    hub.wake_watchers()
    await asyncio.wait({task}, timeout=3)
    return streams.client_count


@pytest.mark.parametrize("turns", range(6))
def test_a_stream_ends_although_a_frame_comes_as_its_client_leaves(turns):
    assert asyncio.run(clients_left(turns)) == 0


def self_fed(parser: MjpegParser, connection: socket.socket) -> int:
    return len(parser.feed(connection.recv(1 << 20)))


def test_a_stalled_source_ends_the_stream_and_shows_in_the_state():
    source = ShadesSource()
    slot: LatestSlot[CameraFrame] = LatestSlot()
    states: list[CameraState] = []
    with (
        AgentServer("north", source, settings=QUICK) as agent,
        CameraReader("north", agent.stream_url, [slot], None, states.append) as reader,
    ):
        assert slot.take(timeout_s=2) is not None
        assert get_state(agent).source_online
        source.stalled.set()
        wait_until(lambda: any("ended the stream" in state.problem for state in list(states)))
        state = get_state(agent)
        assert not state.source_online
        assert state.problem == "source gives no new frames"
        assert state.client_count == 0
        assert requests.get(agent.url + SNAPSHOT_PATH, timeout=2).status_code == 503
        wait_until(lambda: "no picture to give" in reader.state.problem)
        source.stalled.clear()
        wait_until(lambda: reader.state.connection is Connection.LIVE)


def test_a_source_that_fails_is_named_in_the_state_and_asked_again():
    class Unplugged(ShadesSource):
        unplugged = True

        def next_frame(self) -> SourceFrame:
            if self.unplugged:
                raise SourceError("camera cable is out")
            return super().next_frame()

    source = Unplugged()
    with AgentServer("north", source, settings=QUICK) as agent:
        wait_until(lambda: get_state(agent).problem == "camera cable is out")
        source.unplugged = False
        wait_until(lambda: get_state(agent).source_online)
    assert source.closed


def test_a_snapshot_is_the_frame_of_now():
    with AgentServer("north", ShadesSource()) as agent:
        asked_ns = time.monotonic_ns()
        response = requests.get(agent.url + SNAPSHOT_PATH, timeout=2)
        stamp = FrameStamp.from_headers({k.lower(): v for k, v in response.headers.items()})
        assert decode_jpeg(response.content).shape == (48, 64, 3)
        assert stamp.captured_ns is not None
        assert stamp.captured_ns > asked_ns - 100_000_000
        assert get_state(agent).barrier is BarrierPosition.UNKNOWN


def test_commands_in_a_wrong_form_are_refused_one_by_one():
    command = {"command_id": "a", "run_id": "b", "not_after_ns": 1, "lane_id": "x", "sequence": 1}
    with AgentServer("north", ShadesSource()) as agent:

        def post(action: str, body: str, kind: str = "application/json") -> int:
            headers = {"Content-Type": kind}
            url = f"{agent.url}/barrier/{action}"
            return requests.post(url, data=body, headers=headers, timeout=2).status_code

        assert post("explode", json.dumps(command)) == 404
        assert post("open", json.dumps(command), "text/plain") == 415
        assert post("open", "not json") == 400
        assert post("open", json.dumps({**command, "not_after_ns": "soon"})) == 400
        assert post("open", json.dumps({"command_id": "a"})) == 400
        assert post("open", json.dumps({**command, "command_id": "x" * 70_000})) == 413
        assert requests.get(f"{agent.url}/barrier/open", timeout=2).status_code == 405


class StuckBarrier(SimulatedBarrier):
    """A drive whose driver does not come back."""

    def __init__(self) -> None:
        super().__init__()
        self.stuck = threading.Event()
        self.free = threading.Event()

    def position(self) -> BarrierPosition:
        if self.stuck.is_set():
            self.free.wait(20)
        return super().position()


def test_a_barrier_whose_driver_hangs_is_known_by_its_silence():
    barrier = StuckBarrier()
    with AgentServer("north", ShadesSource(), barrier) as agent:
        assert agent.hangs_since_s() < 1
        barrier.stuck.set()
        try:
            wait_until(lambda: agent.hangs_since_s() > 1, timeout_s=10)
            assert get_state(agent).source_online  # pictures go on meanwhile
        finally:
            barrier.stuck.clear()
            barrier.free.set()
        wait_until(lambda: agent.hangs_since_s() < 1, timeout_s=10)


def test_an_address_that_is_taken_is_said():
    with AgentServer("north", ShadesSource()) as agent:
        port = int(agent.url.rpartition(":")[2])
        with pytest.raises(AgentStartError, match=f"127.0.0.1:{port}"):
            AgentServer("south", ShadesSource(), settings=ServerSettings(port=port)).start()


def test_starting_and_stopping_twenty_times_leaves_no_thread():
    before = threading.active_count()
    for _ in range(20):
        with AgentServer("north", ShadesSource(frames_per_s=200)) as agent:
            assert get_state(agent).clock.now_ns > 0
    wait_until(lambda: threading.active_count() == before)
