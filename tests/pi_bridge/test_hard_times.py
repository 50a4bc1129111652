"""What goes wrong on a Pi: a full disk, a lost camera, a clock in 1970, a crowd of booths."""

from __future__ import annotations

import datetime as dates
import errno
import logging
import os
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509

from pi_bridge.agent import source as agent_source
from pi_bridge.agent import status as agent_status
from pi_bridge.agent.identity import load_identity
from pi_bridge.agent.pairing import KeyStore, PairingDesk
from pi_bridge.agent.server import AgentServer, ServerSettings, Trust
from pi_bridge.client.barrier import BarrierClient, CommandOutcome
from pi_bridge.client.evidence import FrameFetcher
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.mjpeg import MjpegParser
from pi_bridge.client.pairing import Pairing, pair_with_agent
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.types import CameraFrame
from pi_bridge.errors import IdentityError, PairingError
from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from pi_bridge.simulator.files import PlayedFiles, PlayerSettings
from pi_bridge.wire import BOUNDARY
from tests.support.mjpeg import ShadesSource, jpeg
from tests.support.waiting import wait_until


class Agent:
    """A paired agent over TLS, as it runs on a Pi."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        identity = load_identity(folder, "north")
        self.keys = KeyStore(folder)
        self.desk = PairingDesk(folder, "north", identity.fingerprint, self.keys)
        self.barrier = SimulatedBarrier(BarrierTiming(travel_s=0.05, stay_open_s=30))
        self.source = ShadesSource(frames_per_s=15)
        trust = Trust(self.keys, self.desk, identity)
        self.server = AgentServer("north", self.source, self.barrier, trust=trust)

    def pair(self, code: str = "") -> Pairing:
        return pair_with_agent(self.server.url, code or self.desk.give_code(), "Site", 20)


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Agent]:
    one = Agent(tmp_path / "agent")
    with one.server:
        yield one


def in_s(seconds: float) -> int:
    return time.monotonic_ns() + int(seconds * 10**9)


def no_space(_handle: int) -> None:
    """Stand in for the file system: nothing that is written reaches the disk."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_lets_nobody_in_and_loses_neither_code_nor_booth(agent, monkeypatch):
    known = agent.pair()
    code = agent.desk.give_code()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_space)
        with pytest.raises(PairingError, match="No space left on device"):
            agent.pair(code)
        with pytest.raises(IdentityError, match=r"pairing\.json: cannot be written"):
            agent.desk.give_code()
        client = BarrierClient(agent.server.url, timeout_s=10, pairing=known)
        assert client.open(in_s(10)).outcome is CommandOutcome.DONE  # who is paired goes on
    assert agent.pair(code).lane_id == "north"
    left = {path.name for path in agent.folder.iterdir()}
    assert left == {"agent.crt", "agent.key", "booths.json"}  # and no half a file


def test_tries_that_a_full_disk_cannot_count_are_not_given(agent, monkeypatch):
    code = agent.desk.give_code()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_space)
        with pytest.raises(PairingError, match="not the one shown"):
            agent.pair("0000-0000-0000")
    with pytest.raises(PairingError, match="no code is open"):
        agent.pair(code)


def test_an_agent_that_cannot_keep_its_key_does_not_start(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(IdentityError, match=r"agent\.key: cannot be written: No space"):
        load_identity(tmp_path, "north")
    assert list(tmp_path.iterdir()) == []


def test_of_two_booths_with_one_code_one_is_paired_and_both_may_be_with_two(agent):
    code = agent.desk.give_code()

    def try_to_pair(_: int) -> Pairing | str:
        try:
            paired: Pairing = agent.pair(code)
            return paired
        except PairingError as error:
            return str(error)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(try_to_pair, range(2)))
    (first,) = [one for one in outcomes if isinstance(one, Pairing)]
    (refused,) = [one for one in outcomes if isinstance(one, str)]
    assert "no code is open" in refused
    second = agent.pair()
    assert first.key.key_id != second.key.key_id
    for pairing in (first, second, first, second):  # each counts its commands by itself
        client = BarrierClient(agent.server.url, timeout_s=10, pairing=pairing)
        assert client.open(in_s(10)).outcome is CommandOutcome.DONE
    assert agent.barrier.pulse_count == 4


def test_fifty_clients_watch_one_camera_that_is_encoded_once():
    barrier = SimulatedBarrier(BarrierTiming(travel_s=0.05, stay_open_s=30))
    with (
        AgentServer("north", ShadesSource(frames_per_s=15), barrier) as server,
        ExitStack() as stack,
    ):
        address = urlsplit(server.url)
        clients = []
        for _ in range(50):
            client = socket.create_connection((address.hostname or "", address.port or 0), 20)
            stack.enter_context(client)
            client.sendall(b"GET /stream.mjpg HTTP/1.1\r\nHost: pi\r\n\r\n")
            clients.append((client, MjpegParser(BOUNDARY)))
        wait_until(lambda: server.state().client_count == 50, timeout_s=30)
        before = server.state()
        assert all(has_picture(client, parser) for client, parser in clients)
        result = BarrierClient(server.url, timeout_s=20).open(in_s(20))
        assert result.outcome is CommandOutcome.DONE
        after = server.state()
        assert after.encoded_count - before.encoded_count <= after.sequence - before.sequence + 1
        stack.close()
        wait_until(lambda: server.state().client_count == 0, timeout_s=20)


def test_connections_that_ask_nothing_are_ended_and_those_that_watch_are_not():
    settings = ServerSettings(longest_silence_s=0.5)
    slot: LatestSlot[CameraFrame] = LatestSlot()
    with (
        AgentServer("north", ShadesSource(), settings=settings) as server,
        CameraReader("north", server.stream_url, [slot]) as reader,
        ExitStack() as stack,
    ):
        address = urlsplit(server.url)
        place = (address.hostname or "", address.port or 0)
        silent = [stack.enter_context(socket.create_connection(place, 20)) for _ in range(20)]
        for one in silent[:10]:
            one.sendall(b"GET /health HTTP/1.1\r\nX-Slow: ")  # and never the rest
        assert [read_end(one) for one in silent] == [b""] * 20
        assert slot.take(timeout_s=10) is not None
        assert reader.state.reconnect_count == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit it")
def test_a_client_that_confirms_nothing_is_given_up_within_half_a_minute():
    with AgentServer("north", ShadesSource()) as server, CameraReader("n", server.stream_url, []):
        wait_until(lambda: server.state().client_count == 1, timeout_s=10)
        limits_ms = [
            one.transport.get_extra_info("socket").getsockopt(
                socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT
            )
            for one in server._connections()
        ]
    assert limits_ms
    assert all(0 < limit_ms <= 30_000 for limit_ms in limits_ms)


def read_end(client: socket.socket) -> bytes:
    """Return what comes until the other end closes; nothing where it cuts the connection."""
    try:
        return client.recv(65536)
    except ConnectionResetError:
        return b""


def has_picture(client: socket.socket, parser: MjpegParser) -> bool:
    """Read until a picture has come; False when the stream ends before."""
    while chunk := client.recv(65536):
        if any(part.body.startswith(b"\xff\xd8") for part in parser.feed(chunk)):
            return True
    return False


def test_files_that_are_deleted_while_they_play_are_a_camera_that_is_gone(tmp_path):
    paths = [tmp_path / f"{number}.jpg" for number in range(3)]

    def put() -> None:
        for number, path in enumerate(paths):
            path.write_bytes(jpeg(60 + number * 40))

    put()
    settings = PlayerSettings(frames_per_s=30, shown_s=0.1, gap_s=0.05, width_px=64, height_px=48)
    with AgentServer("north", PlayedFiles("north", paths, settings=settings)) as server:
        wait_until(lambda: server.state().source_online)
        for path in paths:
            path.unlink()
        wait_until(lambda: not server.state().source_online, timeout_s=10)
        assert server.state().problem == "none of 3 files can be played"
        put()
        wait_until(lambda: server.state().source_online, timeout_s=20)


class In1970(datetime):
    """The wall clock of a Pi without a battery before it has found the network."""

    @classmethod
    def now(cls, tz=None):
        return datetime.fromtimestamp(60 + time.monotonic() % 1000, tz)


def test_a_pi_whose_clock_is_in_1970_is_paired_watched_and_obeys(tmp_path, monkeypatch):
    for module in (agent_source, agent_status):
        monkeypatch.setattr(module, "datetime", In1970)
    monkeypatch.setattr(dates, "datetime", In1970)
    agent = Agent(tmp_path)
    certificate = x509.load_pem_x509_certificate((tmp_path / "agent.crt").read_bytes())
    assert certificate.not_valid_before_utc == datetime(2025, 1, 1, tzinfo=UTC)
    assert certificate.not_valid_after_utc.year >= 2040
    slot: LatestSlot[CameraFrame] = LatestSlot()
    with agent.server:
        pairing = agent.pair()
        with CameraReader("north", agent.server.stream_url, [slot], pairing=pairing) as reader:
            frame = slot.take(timeout_s=20)
            assert frame is not None
            assert frame.captured_at.year == 1970
            assert frame.late_ns < 2 * 10**9
            kept = FrameFetcher(agent.server.url, pairing=pairing).fetch(frame.sequence)
            assert kept.captured_ns == frame.captured_ns
            assert reader.state.late_count == 0
        client = BarrierClient(agent.server.url, timeout_s=10, pairing=pairing)
        assert client.open(in_s(10)).outcome is CommandOutcome.DONE
        assert client.open(time.monotonic_ns() - 1).outcome is CommandOutcome.EXPIRED
    assert agent.barrier.pulse_count == 1


def test_keys_and_codes_are_in_no_log_of_either_end_and_in_no_address(agent, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    asked: list[str] = []
    gatekeeper = agent.server._gatekeeper
    assert gatekeeper is not None
    told = gatekeeper.judge

    def judge(request):
        asked.append(f"{request.path} {sorted(request.headers.items())}")
        return told(request)

    monkeypatch.setattr(gatekeeper, "judge", judge)
    code = agent.desk.give_code()
    pairing = agent.pair(code)
    slot: LatestSlot[CameraFrame] = LatestSlot()
    with CameraReader("north", agent.server.stream_url, [slot], pairing=pairing):
        assert slot.take(timeout_s=20) is not None
    client = BarrierClient(agent.server.url, timeout_s=10, pairing=pairing)
    assert client.open(in_s(10)).outcome is CommandOutcome.DONE
    agent.keys.clear()
    assert client.open(in_s(2)).outcome is CommandOutcome.UNREACHABLE
    assert len(asked) >= 3
    assert "not paired with this booth" in caplog.text
    said = caplog.text + repr(pairing) + " ".join(asked)
    secrets = (pairing.key.secret.hex(), repr(pairing.key.secret), code, code.replace("-", ""))
    assert [secret for secret in secrets if secret in said] == []
    assert [one for one in asked if "?" in one.split(" ")[0]] == []
