from __future__ import annotations

from collections.abc import Iterator

import pytest

from console.gate.barriers import BarrierLine, BarrierOrder, BarrierOutcome
from console.gate.clock import NS_PER_MS
from pi_bridge.client.barrier import CommandOutcome
from pi_bridge.client.types import BarrierPosition
from pi_bridge.wire import BarrierAction
from tests.support.gate import FakeBarrier, HandClock
from tests.support.waiting import wait_until

OPEN, HOLD, CLOSE = BarrierAction.OPEN, BarrierAction.HOLD, BarrierAction.CLOSE


class Line:
    def __init__(self) -> None:
        self.clock = HandClock()
        self.barrier = FakeBarrier()
        self.fresh = True
        self.stopped = False
        self.outcomes: list[BarrierOutcome] = []
        self.moves: list[BarrierPosition] = []
        self.line = BarrierLine(
            "north",
            self.barrier,
            lane_is_fresh=lambda: self.fresh,
            stopped=lambda: self.stopped,
            on_outcome=self.outcomes.append,
            on_position=lambda: self.moves.append(self.line.position),
            clock=self.clock.clock,
            poll_s=0.01,
        )

    def order(self, action: BarrierAction, name: str, *, automatic: bool = False) -> BarrierOrder:
        expires_ns = self.clock.monotonic_ns() + 3000 * NS_PER_MS
        return BarrierOrder(action, name, expires_ns, automatic)

    def post(self, action: BarrierAction, name: str, *, automatic: bool = False) -> None:
        self.line.post(self.order(action, name, automatic=automatic))

    @property
    def problems(self) -> list[str]:
        return [outcome.problem for outcome in self.outcomes]


@pytest.fixture
def north() -> Iterator[Line]:
    line = Line()
    yield line
    line.barrier.may_answer.set()
    line.line.stop()


def test_an_order_is_sent_once_and_its_end_is_told(north: Line) -> None:
    north.post(OPEN, "a")
    north.line.start()
    wait_until(lambda: north.outcomes)
    assert north.barrier.orders == [(OPEN, "a")]
    assert north.problems == [""]
    assert north.line.position is BarrierPosition.OPEN


@pytest.mark.usefixtures("warnings_expected")
def test_an_order_past_its_expiry_is_never_sent(north: Line) -> None:
    north.post(OPEN, "a")
    north.clock.advance(3000)
    north.line.start()
    wait_until(lambda: north.outcomes)
    assert north.barrier.orders == []
    assert north.problems == ["too late, so nothing was sent"]


@pytest.mark.usefixtures("warnings_expected")
def test_an_order_that_fails_is_not_sent_again(north: Line) -> None:
    north.barrier.outcome = CommandOutcome.REFUSED
    north.post(OPEN, "a")
    north.post(CLOSE, "b")
    north.line.start()
    wait_until(lambda: len(north.outcomes) == 2)
    assert north.barrier.orders == [(CLOSE, "b")]
    assert "overtaken" in north.problems[0]
    assert north.problems[1] == "the fuse has blown"


@pytest.mark.usefixtures("warnings_expected")
def test_an_automatic_opening_of_a_stale_lane_is_not_sent_but_one_by_hand_is(north: Line) -> None:
    north.fresh = False
    north.post(OPEN, "automatic", automatic=True)
    north.post(OPEN, "by hand")
    north.line.start()
    wait_until(lambda: len(north.outcomes) == 2)
    assert north.barrier.opened == ["by hand"]
    assert north.problems[0] == "the picture is not live, so nothing was sent"


@pytest.mark.usefixtures("warnings_expected")
@pytest.mark.parametrize("action", [HOLD, CLOSE])
def test_an_order_to_hold_or_close_makes_waiting_openings_void(
    north: Line, action: BarrierAction
) -> None:
    north.post(OPEN, "a")
    north.post(OPEN, "b")
    north.post(action, "c")
    north.line.start()
    wait_until(lambda: len(north.outcomes) == 3)
    assert north.barrier.orders == [(action, "c")]


def test_the_position_is_that_of_the_switch_and_told_when_it_changes(north: Line) -> None:
    assert north.line.position is BarrierPosition.UNKNOWN
    north.line.start()
    north.clock.advance(50)
    wait_until(lambda: north.moves == [BarrierPosition.CLOSED])
    north.barrier.where = BarrierPosition.UNKNOWN
    north.clock.advance(50)
    wait_until(lambda: north.moves[-1] is BarrierPosition.UNKNOWN)


def test_stopping_drops_what_was_not_sent(north: Line) -> None:
    north.barrier.may_answer.clear()
    north.line.start()
    north.post(OPEN, "a")
    north.post(OPEN, "b")
    wait_until(lambda: len(north.line._orders) == 1)
    north.barrier.may_answer.set()
    north.line.stop()
    assert "b" not in north.barrier.opened or north.barrier.opened == ["a", "b"]


def test_a_line_that_was_never_started_can_be_stopped(north: Line) -> None:
    north.post(OPEN, "a")
    north.line.stop()
    assert north.barrier.orders == []


@pytest.mark.usefixtures("warnings_expected")
def test_nothing_is_sent_while_all_gates_hold(north: Line) -> None:
    north.line.start()
    north.stopped = True
    for action in (HOLD, CLOSE, OPEN):
        north.post(action, action.value)
    wait_until(lambda: len(north.outcomes) == 3)
    assert set(north.problems) == {"all gates hold, so nothing was sent"}
    assert north.barrier.orders == []


@pytest.mark.usefixtures("warnings_expected")
def test_orders_that_are_dropped_are_told_and_never_sent(north: Line) -> None:
    north.line.start()
    north.barrier.may_answer.clear()
    north.post(OPEN, "sent")
    wait_until(lambda: not north.line._orders)
    north.post(OPEN, "waits")
    north.line.drop_orders("all gates hold, so nothing was sent")
    north.barrier.may_answer.set()
    wait_until(lambda: len(north.outcomes) == 2)
    assert north.barrier.opened == ["sent"]
