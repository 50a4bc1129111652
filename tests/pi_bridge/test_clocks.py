from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from pi_bridge.client.backoff import BackOffSettings
from pi_bridge.client.clock import ClockEstimate, ClockOffset
from pi_bridge.client.lateness import Lateness
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.reader import CameraReader, ReaderSettings
from pi_bridge.client.types import CameraFrame, Connection
from pi_bridge.wire import AgentClock
from tests.support.mjpeg import HEAD, camera, jpeg, part
from tests.support.waiting import wait_until

SECOND_NS = 1_000_000_000
WAYS = st.integers(0, 3 * SECOND_NS)


@given(
    offset_ns=st.integers(-(10**18), 10**18),
    ways=st.lists(st.tuples(WAYS, WAYS), min_size=1, max_size=40),
)
def test_the_true_offset_lies_within_the_error_that_is_told(offset_ns, ways):
    estimate, now_ns = ClockEstimate(), 10**15
    for there_ns, back_ns in ways:
        asked_ns, answered_ns = now_ns, now_ns + there_ns
        now_ns = answered_ns + back_ns
        estimate.learn(AgentClock("run", answered_ns + offset_ns), asked_ns, now_ns)
        now_ns += SECOND_NS
    told = estimate.offset(now_ns)
    assert told is not None
    assert abs(told.offset_ns - offset_ns) <= told.error_ns


def test_a_new_run_of_the_agent_is_a_new_clock():
    estimate = ClockEstimate()
    assert estimate.offset(0) is None
    estimate.learn(AgentClock("one", 5_000), 1_000, 1_010)
    estimate.learn(AgentClock("two", 20), 2_000, 2_100)
    told = estimate.offset(2_100)
    assert told is not None
    assert (told.offset_ns, told.error_ns) == (20 - 2_050, 50)
    assert told.age_ns(captured_ns=20, now_ns=2_100) == 50


def test_doubt_grows_with_the_time_since_the_answer():
    estimate = ClockEstimate()
    estimate.learn(AgentClock("one", 0), 0, 0)
    told = estimate.offset(3600 * SECOND_NS)
    assert told is not None
    assert told.error_ns == 720_000_000  # 200 ppm of an hour


@given(st.lists(WAYS, min_size=1, max_size=60), st.integers(-(10**17), 10**17))
def test_a_picture_is_never_said_to_be_later_than_it_is(ways, offset_ns):
    lateness, captured_ns = Lateness(), 10**18
    for way_ns in ways:
        captured_ns += SECOND_NS
        assert 0 <= lateness.note(captured_ns + offset_ns, captured_ns + way_ns) <= way_ns


def test_delay_that_was_there_from_the_start_is_known_by_the_agents_clock():
    lateness = Lateness(ClockOffset(offset_ns=1_000 * SECOND_NS, error_ns=SECOND_NS // 100))
    late_ns = lateness.note(captured_ns=1_010 * SECOND_NS, received_ns=15 * SECOND_NS)
    assert 4.9 < late_ns / SECOND_NS <= 5.0


def test_clocks_that_run_apart_are_no_delay():
    lateness = Lateness()
    for second in range(0, 40_000, 10):
        drift_ns = second * SECOND_NS // 10_000  # 100 ppm
        late_ns = lateness.note(10**15 + second * SECOND_NS - drift_ns, second * SECOND_NS)
        assert late_ns < SECOND_NS // 100


def age_at_arrival_s(slot: LatestSlot[CameraFrame]) -> float:
    frame = slot.take(timeout_s=5)
    return 0.0 if frame is None else frame.late_ns / SECOND_NS


def test_pictures_that_the_network_holds_back_are_not_live():
    settings = ReaderSettings(
        stale_s=1.0, give_up_s=60, back_off=BackOffSettings(first_s=0.02, longest_s=0.05)
    )

    held_back_s = [0.0]

    def script() -> Iterator[bytes]:
        yield HEAD
        for number in itertools.count(1):
            captured_ns = time.monotonic_ns() - int(held_back_s[0] * SECOND_NS)
            stamps = (f"X-Gatehouse-Sequence: {number}", f"X-Gatehouse-Monotonic-Ns: {captured_ns}")
            yield part(jpeg(number), headers=stamps)
            time.sleep(0.02)

    slot: LatestSlot[CameraFrame] = LatestSlot()
    with (
        camera(script) as server,
        CameraReader("north", server.url, [slot], settings=settings) as reader,
    ):
        wait_until(lambda: reader.state.connection is Connection.LIVE)
        held_back_s[0] = 0.6
        wait_until(lambda: age_at_arrival_s(slot) >= 0.5)  # handed on, and its age is known
        held_back_s[0] = 3
        wait_until(lambda: "seconds late" in reader.state.problem, timeout_s=15)
        assert reader.state.connection is Connection.STALLED
        assert reader.state.late_count > 0
        held_back_s[0] = 0
        wait_until(lambda: reader.state.connection is Connection.LIVE, timeout_s=15)
