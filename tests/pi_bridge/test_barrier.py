from __future__ import annotations

import socket
import threading
import time
from datetime import UTC, datetime

import pytest

from pi_bridge.agent.relay import LONGEST_EXPIRY_NS, BarrierDesk, BarrierRefusedError
from pi_bridge.agent.server import AgentServer, ServerSettings
from pi_bridge.client.address import Address
from pi_bridge.client.barrier import BarrierClient, CommandOutcome
from pi_bridge.client.types import BarrierPosition
from pi_bridge.simulator.barrier import BarrierTiming, SimulatedBarrier
from pi_bridge.status import AgentState, MachineHealth
from pi_bridge.wire import AgentClock, BarrierAction, BarrierCommand, CommandResult
from tests.support.mjpeg import ShadesSource, camera
from tests.support.waiting import wait_until

SECOND_NS = 1_000_000_000


class Clock:
    def __init__(self) -> None:
        self.now_ns = 1000 * SECOND_NS

    def __call__(self) -> int:
        return self.now_ns

    def pass_s(self, seconds: float) -> None:
        self.now_ns += int(seconds * SECOND_NS)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def barrier(clock):
    return SimulatedBarrier(BarrierTiming(travel_s=1.0, stay_open_s=5.0, clear_s=0.5), clock)


@pytest.fixture
def desk(barrier, clock):
    return BarrierDesk(barrier, "north", "run-1", clock)


def command(
    clock: Clock,
    name: str = "c1",
    *,
    valid_s: float = 2.0,
    run_id: str = "run-1",
    lane_id: str = "north",
    sequence: int = 1,
):
    not_after_ns = clock.now_ns + int(valid_s * SECOND_NS)
    return BarrierCommand(name, run_id, not_after_ns, lane_id, sequence)


def test_a_pulse_raises_the_boom_and_it_comes_down_when_nobody_drives_through(barrier, clock):
    assert barrier.position() is BarrierPosition.CLOSED
    barrier.open()
    clock.pass_s(0.5)
    assert barrier.position() is BarrierPosition.MOVING
    assert barrier.raised() == pytest.approx(0.5)
    clock.pass_s(0.6)
    assert barrier.position() is BarrierPosition.OPEN
    clock.pass_s(4.4)  # half a second past the five that it stays up
    assert barrier.raised() == pytest.approx(0.5)
    clock.pass_s(0.6)
    assert barrier.position() is BarrierPosition.CLOSED


def test_the_boom_never_comes_down_on_a_vehicle_and_follows_it_soon(barrier, clock):
    barrier.open()
    clock.pass_s(2)
    barrier.set_occupied(True)
    clock.pass_s(30)
    barrier.close()
    clock.pass_s(1)
    assert barrier.position() is BarrierPosition.OPEN
    barrier.set_occupied(False)
    clock.pass_s(0.4)
    assert barrier.position() is BarrierPosition.OPEN
    clock.pass_s(1.2)
    assert barrier.position() is BarrierPosition.CLOSED


def test_a_held_barrier_goes_up_and_stays_up_until_a_close(barrier, clock):
    barrier.hold()
    clock.pass_s(0.5)
    assert barrier.position() is BarrierPosition.MOVING
    clock.pass_s(60)
    assert barrier.position() is BarrierPosition.HELD
    barrier.open()
    barrier.set_occupied(True)
    barrier.set_occupied(False)
    clock.pass_s(60)
    assert barrier.position() is BarrierPosition.HELD
    barrier.close()
    clock.pass_s(2)
    assert barrier.position() is BarrierPosition.CLOSED


def test_a_barrier_that_refuses_is_answered_with_its_reason(clock):
    class Blocked(SimulatedBarrier):
        def open(self) -> None:
            raise BarrierRefusedError("a vehicle stands under the boom of the paired lane")

    desk = BarrierDesk(Blocked(clock_ns=clock), "north", "run-1", clock)
    answer = desk.execute(BarrierAction.OPEN, command(clock))
    assert answer.result is CommandResult.REFUSED
    assert "paired lane" in answer.reason


def test_a_late_command_moves_nothing(desk, barrier, clock):
    late = command(clock)
    clock.pass_s(2)
    answer = desk.execute(BarrierAction.OPEN, late)
    assert answer.result is CommandResult.EXPIRED
    assert barrier.pulse_count == 0
    assert answer.position is BarrierPosition.CLOSED


def test_a_command_from_before_a_restart_moves_nothing(desk, barrier, clock):
    answer = desk.execute(BarrierAction.OPEN, command(clock, run_id="run-0"))
    assert answer.result is CommandResult.EXPIRED
    assert barrier.pulse_count == 0


def test_a_command_that_is_valid_for_too_long_is_refused(desk, barrier, clock):
    answer = desk.execute(BarrierAction.OPEN, command(clock, valid_s=LONGEST_EXPIRY_NS / 1e9 + 1))
    assert answer.result is CommandResult.REFUSED
    assert barrier.pulse_count == 0


def test_a_repeated_command_gets_the_first_answer_and_gives_one_pulse(desk, barrier, clock):
    once = command(clock)
    assert desk.execute(BarrierAction.OPEN, once).result is CommandResult.DONE
    clock.pass_s(30)  # long expired, yet it was obeyed, and that is what is asked
    again = desk.execute(BarrierAction.OPEN, once)
    assert again.result is CommandResult.DONE
    assert again.position is BarrierPosition.CLOSED
    assert barrier.pulse_count == 1


def test_a_command_id_is_good_for_one_action(desk, barrier, clock):
    assert desk.execute(BarrierAction.CLOSE, command(clock)).result is CommandResult.DONE
    answer = desk.execute(BarrierAction.OPEN, command(clock))
    assert answer.result is CommandResult.REFUSED
    assert barrier.pulse_count == 0


def test_repeats_at_the_same_time_give_one_pulse(desk, barrier, clock):
    once = command(clock)
    gate = threading.Barrier(8)

    def send() -> None:
        gate.wait(2)
        desk.execute(BarrierAction.OPEN, once)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2)
    assert barrier.pulse_count == 1


def in_s(seconds: float) -> int:
    return time.monotonic_ns() + int(seconds * SECOND_NS)


@pytest.fixture
def agent():
    barrier = SimulatedBarrier(BarrierTiming(travel_s=0.05, stay_open_s=30))
    with AgentServer("north", ShadesSource(), barrier) as server:
        yield server, barrier


def test_the_client_opens_holds_and_closes(agent):
    server, barrier = agent
    client = BarrierClient(server.url)
    assert client.position() is BarrierPosition.CLOSED
    opened = client.open(in_s(2), "passage-1")
    assert (opened.outcome, opened.command_id) == (CommandOutcome.DONE, "passage-1")
    assert client.hold(in_s(2)).outcome is CommandOutcome.DONE
    wait_until(lambda: client.position() is BarrierPosition.HELD)
    assert client.close(in_s(2)).outcome is CommandOutcome.DONE
    wait_until(lambda: client.position() is BarrierPosition.CLOSED)
    assert barrier.pulse_count == 1


def test_the_client_sends_nothing_after_the_expiry(agent):
    server, barrier = agent
    client = BarrierClient(server.url)
    assert client.open(time.monotonic_ns()).outcome is CommandOutcome.EXPIRED
    assert barrier.pulse_count == 0


def test_the_client_repeats_a_command_id_without_a_second_pulse(agent):
    server, barrier = agent
    client = BarrierClient(server.url)
    for _ in range(3):
        assert client.open(in_s(2), "passage-1").outcome is CommandOutcome.DONE
    assert barrier.pulse_count == 1


def test_the_client_follows_an_agent_that_was_restarted():
    barrier = SimulatedBarrier()
    with AgentServer("north", ShadesSource(), barrier) as first:
        port = int(first.url.rpartition(":")[2])
        client = BarrierClient(first.url)
        assert client.open(in_s(2)).outcome is CommandOutcome.DONE
    with AgentServer("north", ShadesSource(), barrier, settings=ServerSettings(port=port)):
        assert client.open(in_s(2)).outcome is CommandOutcome.DONE
    assert barrier.pulse_count == 2


def test_a_barrier_that_is_not_there_is_unreachable_until_the_expiry():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    client = BarrierClient(f"http://127.0.0.1:{port}")
    assert client.position() is BarrierPosition.UNKNOWN
    started_s = time.monotonic()
    result = client.open(in_s(0.4))
    assert result.outcome is CommandOutcome.UNREACHABLE
    assert "refuses the connection" in result.problem
    assert 0.3 < time.monotonic() - started_s < 0.8


def test_a_barrier_that_does_not_answer_blocks_nobody():
    def silence():
        time.sleep(1)
        yield b""

    with camera(silence) as server:
        client = BarrierClient(server.url.removesuffix("/stream"), timeout_s=0.2)
        started_s = time.monotonic()
        assert client.position() is BarrierPosition.UNKNOWN
        assert client.open(in_s(0.4)).outcome is CommandOutcome.UNREACHABLE
        assert time.monotonic() - started_s < 1.2


def test_an_answer_lost_after_sending_leaves_the_outcome_unknown(agent):
    server, _ = agent
    client = BarrierClient(server.url)
    assert client.position() is BarrierPosition.CLOSED
    with camera(lambda: iter([b""])) as deaf:
        client._link._address = Address.parse(deaf.url.removesuffix("/stream"))
        result = client.open(in_s(0.3))
    assert result.outcome is CommandOutcome.UNANSWERED
    assert result.position is BarrierPosition.UNKNOWN


def test_a_command_that_a_restarted_agent_may_have_obeyed_is_not_sent_again():
    clock = AgentClock("one", 5)
    position, machine = BarrierPosition.CLOSED, MachineHealth()
    state = AgentState(
        *("north", clock, datetime.now(UTC), 0, True, "", 1, 5, 15.0, 0, 0, 0, 0),
        *(None, None, machine, position, 0),
    )
    before = state.to_json().encode()
    known: list[BarrierClient] = []

    def script():
        if server.connection_count == 1:
            yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + before
        known[0]._link.learn(AgentClock("two", 5))  # as another thread's question does

    with camera(script) as server:
        client = BarrierClient(server.url.removesuffix("/stream"))
        known.append(client)
        client.position()
        assert client.open(in_s(0.5)).outcome is CommandOutcome.UNANSWERED
        assert server.connection_count == 2


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"{}", b'{"clock": {"run_id": "a", "now_ns": "soon"}}']
)
def test_an_answer_in_another_form_is_a_failure_and_not_a_position(body):
    answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body
    with camera(lambda: iter([answer])) as server:
        client = BarrierClient(server.url.removesuffix("/stream"))
        assert client.position() is BarrierPosition.UNKNOWN
        result = client.open(in_s(1))
    assert result.outcome is CommandOutcome.UNREACHABLE
    assert "form" in result.problem
