from __future__ import annotations

import json
import logging
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests

from pi_bridge.agent.gatekeeper import LONGEST_VALIDITY_NS, Gatekeeper, Refusal, SignedRequest
from pi_bridge.agent.identity import load_identity
from pi_bridge.agent.pairing import ATTEMPT_LIMIT, CODE_VALID_S, KeyStore, PairingDesk
from pi_bridge.agent.relay import BarrierDesk
from pi_bridge.agent.server import AgentServer, ServerSettings, Trust
from pi_bridge.client.barrier import BarrierClient, CommandOutcome
from pi_bridge.client.evidence import FrameFetcher, FrameNotKeptError
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.link import AgentLink
from pi_bridge.client.pairing import Pairing, PairingBook, pair_with_agent
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.types import BarrierPosition, CameraFrame, Connection
from pi_bridge.errors import IdentityError, PairingError
from pi_bridge.signing import NONCE_HEADER, SIGNATURE_HEADER, SiteKey, signed_headers
from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from pi_bridge.wire import AgentClock, BarrierAction, BarrierCommand
from tests.support.mjpeg import ShadesSource
from tests.support.waiting import wait_until

SECOND_NS = 1_000_000_000
RUN = "0123456789abcdef"


@dataclass
class PairedAgent:
    server: AgentServer
    barrier: SimulatedBarrier
    desk: PairingDesk
    keys: KeyStore
    folder: Path

    def pair(self) -> Pairing:
        return pair_with_agent(self.server.url, self.desk.give_code(), "North car park")


@pytest.fixture
def agent(tmp_path) -> Iterator[PairedAgent]:
    identity = load_identity(tmp_path / "agent", "north")
    keys = KeyStore(tmp_path / "agent")
    desk = PairingDesk(tmp_path / "agent", "north", identity.fingerprint, keys)
    barrier = SimulatedBarrier(BarrierTiming(travel_s=0.05, stay_open_s=30))
    trust = Trust(keys, desk, identity)
    with AgentServer("north", ShadesSource(), barrier, trust=trust) as server:
        yield PairedAgent(server, barrier, desk, keys, tmp_path / "agent")


def in_s(seconds: float) -> int:
    return time.monotonic_ns() + int(seconds * SECOND_NS)


class Clock:
    now_ns = 1000 * SECOND_NS

    def __call__(self) -> int:
        return self.now_ns


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def key() -> SiteKey:
    return SiteKey.new()


@pytest.fixture
def gatekeeper(clock, key) -> Gatekeeper:
    return Gatekeeper(lambda key_id: key if key_id == key.key_id else None, RUN, clock)


def signed(key: SiteKey, now_ns: int, body: bytes = b"{}", path: str = "/barrier/open"):
    headers = signed_headers(key, AgentClock(RUN, now_ns), "POST", path, body)
    return SignedRequest("POST", path, headers, body)


def test_a_signed_request_is_let_through_once(gatekeeper, clock, key):
    request = signed(key, clock.now_ns)
    assert gatekeeper.judge(request) == key.key_id
    assert gatekeeper.judge(request) is Refusal.REPLAYED


def test_a_request_is_refused_from_its_expiry_on(gatekeeper, clock, key):
    request = signed(key, clock.now_ns)
    clock.now_ns += 10 * SECOND_NS
    assert gatekeeper.judge(request) is Refusal.EXPIRED


def test_a_request_that_is_valid_for_too_long_is_refused(gatekeeper, clock, key):
    assert gatekeeper.judge(signed(key, clock.now_ns + LONGEST_VALIDITY_NS)) is Refusal.TOO_FAR


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda request: replace(request, body=b"[]"), Refusal.WRONG_SIGNATURE),
        (lambda request: replace(request, path="/barrier/hold"), Refusal.WRONG_SIGNATURE),
        (lambda request: replace(request, method="GET"), Refusal.WRONG_SIGNATURE),
        (
            lambda request: replace(request, headers={**request.headers, NONCE_HEADER: "a" * 32}),
            Refusal.WRONG_SIGNATURE,
        ),
        (lambda request: replace(request, headers={}), Refusal.UNSIGNED),
        (
            lambda request: replace(request, headers={**request.headers, SIGNATURE_HEADER: "é"}),
            Refusal.UNSIGNED,
        ),
    ],
)
def test_a_request_that_was_changed_on_the_way_is_refused(gatekeeper, clock, key, change, refusal):
    assert gatekeeper.judge(change(signed(key, clock.now_ns))) is refusal


def test_a_key_that_is_not_ours_and_another_run_are_refused(gatekeeper, clock, key):
    assert gatekeeper.judge(signed(SiteKey.new(), clock.now_ns)) is Refusal.UNKNOWN_KEY
    headers = signed_headers(key, AgentClock("f" * 16, clock.now_ns), "GET", "/state")
    other_run = SignedRequest("GET", "/state", headers, b"")
    assert gatekeeper.judge(other_run) is Refusal.OTHER_RUN


def test_an_unpaired_agent_serves_health_and_nothing_else(agent):
    def get(path: str) -> requests.Response:
        return requests.get(agent.server.url + path, timeout=2, verify=crt)

    crt = str(agent.folder / "agent.crt")
    with pytest.raises(requests.exceptions.SSLError):
        get("/health")  # nobody vouches for the host name; pinning is what makes it trusted
    link = AgentLink(agent.server.url, Pairing("north", SiteKey.new(), fingerprint_of(agent)))
    assert not link.ask_health(2.0).paired
    for path in ("/state", "/stream.mjpg", "/snapshot.jpg", "/frames/1", "/events", "/none"):
        with pytest.raises(Exception, match="does not accept our key"):
            link.call("GET", path, b"", 2.0)


def fingerprint_of(agent: PairedAgent) -> str:
    return load_identity(agent.folder, "north").fingerprint


def test_a_paired_booth_sees_and_opens_over_tls(agent, caplog):
    caplog.set_level(logging.DEBUG)
    pairing = agent.pair()
    assert pairing.lane_id == "north"
    client = BarrierClient(agent.server.url, pairing=pairing)
    assert client.open(in_s(5)).outcome is CommandOutcome.DONE
    assert client.hold(in_s(5)).outcome is CommandOutcome.DONE
    wait_until(lambda: client.position() is BarrierPosition.HELD)
    slot: LatestSlot[CameraFrame] = LatestSlot()
    with CameraReader("north", agent.server.stream_url, [slot], pairing=pairing):
        frame = slot.take(timeout_s=5)
        assert frame is not None
        kept = FrameFetcher(agent.server.url, pairing=pairing).fetch(frame.sequence)
    assert kept.jpeg == frame.jpeg
    offset = client.clock_offset()
    assert offset is not None
    assert abs(offset.offset_ns) <= offset.error_ns  # both ends run on this machine's clock
    assert pairing.key.secret.hex() not in caplog.text
    assert "secret" not in repr(pairing)


def test_a_frame_that_is_not_kept_is_said(agent):
    fetcher = FrameFetcher(agent.server.url, pairing=agent.pair())
    with pytest.raises(FrameNotKeptError, match="frame 9999"):
        fetcher.fetch(9999)


def test_a_code_is_good_once_and_a_wrong_one_five_times(agent):
    code = agent.desk.give_code()
    with pytest.raises(PairingError, match="has 12"):
        pair_with_agent(agent.server.url, "1234", "North")
    for _ in range(ATTEMPT_LIMIT):
        with pytest.raises(PairingError, match="not the one shown"):
            pair_with_agent(agent.server.url, "0000-0000-0000", "North")
    with pytest.raises(PairingError, match="no code is open"):
        pair_with_agent(agent.server.url, code, "North")
    code = agent.desk.give_code()
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert pair_with_agent(agent.server.url, typed, "North").lane_id == "north"
    with pytest.raises(PairingError, match="no code is open"):
        pair_with_agent(agent.server.url, code, "North")


def test_a_code_is_void_after_its_time(tmp_path, clock):
    desk = PairingDesk(tmp_path, "north", "", KeyStore(tmp_path), clock)
    desk.give_code()
    clock.now_ns += CODE_VALID_S * SECOND_NS
    with pytest.raises(PairingError, match="no code is open"):
        desk.answer(b'{"site_name": "a", "nonce": "b", "proof": "c"}')


def test_another_certificate_in_between_is_not_talked_to(agent, tmp_path):
    pairing = agent.pair()
    other = load_identity(tmp_path / "other", "north")
    middle = AgentServer(
        "north", ShadesSource(), SimulatedBarrier(), trust=Trust(agent.keys, None, other)
    )
    with middle:
        result = BarrierClient(middle.url, pairing=pairing).open(in_s(0.5))
        assert result.outcome is CommandOutcome.UNREACHABLE
        assert "not trusted" in result.problem
        with CameraReader("north", middle.stream_url, [], pairing=pairing) as reader:
            wait_until(lambda: "not trusted" in reader.state.problem)
            assert reader.state.connection is Connection.OFFLINE


def test_a_booth_that_was_forgotten_is_refused_at_once(agent):
    client = BarrierClient(agent.server.url, pairing=agent.pair())
    assert client.open(in_s(5)).outcome is CommandOutcome.DONE
    agent.keys.clear()
    result = client.open(in_s(5))
    assert result.outcome is CommandOutcome.UNREACHABLE
    assert "does not accept our key" in result.problem
    assert agent.barrier.pulse_count == 1


def test_two_hundred_replayed_and_tampered_commands_move_nothing_and_are_logged(tmp_path, caplog):
    caplog.set_level(logging.WARNING, "bridge")
    keys = KeyStore(tmp_path)
    key = SiteKey.new()
    keys.add(key)
    barrier = SimulatedBarrier()
    with AgentServer("north", ShadesSource(), barrier, trust=Trust(keys)) as server:
        health = AgentLink(server.url, None).ask_health(2.0)
        command = BarrierCommand(
            "c1", health.clock.run_id, health.clock.now_ns + 30 * SECOND_NS, "north", 1
        )
        body = command.to_json().encode()
        headers = signed_headers(key, health.clock, "POST", "/barrier/open", body)
        headers["Content-Type"] = "application/json"
        with requests.Session() as session:

            def post(body: bytes, changed: dict[str, str], path: str = "/barrier/open") -> int:
                answer = session.post(
                    server.url + path, data=body, headers={**headers, **changed}, timeout=5
                )
                return answer.status_code

            assert post(body, {}) == 200
            assert barrier.pulse_count == 1
            later = json.dumps({**json.loads(body), "command_id": "c2", "sequence": 2}).encode()
            for number in range(50):
                fake = f"{number:064x}"
                assert post(body, {}) == 401
                assert post(later, {}) == 401
                assert post(body, {SIGNATURE_HEADER: fake, NONCE_HEADER: fake[:32]}) == 401
                assert post(body, {}, "/barrier/hold") == 401
    assert barrier.pulse_count == 1
    assert barrier.position() is not BarrierPosition.HELD
    refused = [record.getMessage() for record in caplog.records if "refused" in record.message]
    assert len(refused) == 200
    # Those that come more than ten seconds after they were signed are late besides.
    assert sum("seen before" in line or "expired" in line for line in refused) == 50
    assert sum("wrong signature" in line for line in refused) == 150


def test_late_reordered_and_unsigned_commands_are_refused_and_logged(tmp_path, caplog):
    caplog.set_level(logging.WARNING, "bridge")
    keys, key, barrier = KeyStore(tmp_path), SiteKey.new(), SimulatedBarrier()
    keys.add(key)
    with AgentServer("north", ShadesSource(), barrier, trust=Trust(keys)) as server:
        clock = AgentLink(server.url, None).ask_health(2.0).clock

        def post(sequence: int, *, late: bool = False, signed_with: SiteKey | None = key) -> str:
            not_after_ns = clock.now_ns + (-1 if late else 30 * SECOND_NS)
            name = f"{sequence}-{late}"
            command = BarrierCommand(name, clock.run_id, not_after_ns, "north", sequence)
            body, headers = command.to_json().encode(), {"Content-Type": "application/json"}
            if signed_with is not None:
                headers |= signed_headers(signed_with, clock, "POST", "/barrier/open", body)
            url = server.url + "/barrier/open"
            return requests.post(url, data=body, headers=headers, timeout=5).text

        assert '"done"' in post(5)
        assert '"expired"' in post(6, late=True)
        assert "overtaken" in post(4)
        assert post(7, signed_with=None) == "unsigned"
        assert post(7, signed_with=SiteKey.new()) == "not paired with this booth"
    assert barrier.pulse_count == 1
    for words in (
        "ms too late",
        "overtaken by a newer",
        "refused: unsigned",
        "refused: not paired",
    ):
        assert words in caplog.text


def test_a_command_for_another_lane_or_overtaken_by_a_newer_one_is_refused(tmp_path):
    clock = Clock()
    barrier = SimulatedBarrier(clock_ns=clock)
    desk = BarrierDesk(barrier, "north", RUN, clock)
    newer = BarrierCommand("b", RUN, clock.now_ns + SECOND_NS, "north", 2)
    older = replace(newer, command_id="a", sequence=1)
    elsewhere = replace(newer, command_id="c", lane_id="south", sequence=3)
    assert desk.execute(BarrierAction.CLOSE, newer, "booth").reason == ""
    assert "overtaken" in desk.execute(BarrierAction.OPEN, older, "booth").reason
    assert "south" in desk.execute(BarrierAction.OPEN, elsewhere, "booth").reason
    assert barrier.pulse_count == 0
    others = replace(older, command_id="d")
    assert desk.execute(BarrierAction.OPEN, others, "another booth").reason == ""


def test_keys_lie_where_nobody_else_reads_them_and_damage_lets_nobody_in(tmp_path):
    store, key = KeyStore(tmp_path), SiteKey.new()
    store.add(key)
    path = tmp_path / "booths.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KeyStore(tmp_path).find(key.key_id) == key
    path.write_text("{")
    assert KeyStore(tmp_path).find(key.key_id) is None


def test_a_book_keeps_pairings_by_host_and_port(tmp_path):
    path = tmp_path / "pairings.json"
    book, pairing = PairingBook(path), Pairing("north", SiteKey.new(), "ab" * 32)
    book.keep("https://192.0.2.11:8443", pairing)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = PairingBook(path)
    assert again.find("https://192.0.2.11:8443/stream.mjpg") == pairing
    assert again.find("https://192.0.2.12:8443/stream.mjpg") is None
    again.lend("http://127.0.0.1:5000", pairing)
    assert again.find("http://127.0.0.1:5000/barrier") == pairing
    assert PairingBook(path).find("http://127.0.0.1:5000/barrier") is None
    path.write_text('{"a": 1}')
    with pytest.raises(IdentityError, match=r"pairings.json: is damaged"):
        PairingBook(path)


def test_an_agent_that_others_could_reach_wants_trust_and_tls():
    with pytest.raises(ValueError, match="not loopback"):
        AgentServer("north", ShadesSource(), settings=ServerSettings(host="0.0.0.0"))
