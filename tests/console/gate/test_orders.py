"""Orders by hand: hold with a time, close, all gates hold; each of them a decision."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from console.gate.orders import STOPPED
from console.gate.types import FaultKind, OrderDone, Reason
from db.queries import count_decisions, recent_decisions
from db.records import DecisionRecord, OrderedAction, Outcome
from pi_bridge.client.types import BarrierPosition
from pi_bridge.wire import BarrierAction
from tests.support.gate import FailingStore
from tests.support.gate_site import BLOCKED, PLATE, STRANGER, Site
from tests.support.waiting import wait_until

OPEN, HOLD, CLOSE = BarrierAction.OPEN, BarrierAction.HOLD, BarrierAction.CLOSE


def recorded(site: Site, count: int) -> list[DecisionRecord]:
    wait_until(lambda: len(site.ears.recorded) == count, what=f"{count} decisions")
    return site.ears.recorded


def ordered(site: Site, lane: str = "north") -> list[BarrierAction]:
    return [action for action, _ in site.barriers[lane].orders]


def test_what_became_of_an_opening_is_told_under_the_id_of_its_decision(site: Site) -> None:
    site.engine.open_barrier("north", "guest")
    wait_until(lambda: site.ears.done)
    assert site.ears.done == [OrderDone(recorded(site, 1)[0].decision_id, "")]


def test_holding_and_closing_are_decisions_with_who_what_and_why(site: Site) -> None:
    site.engine.hold_barrier("north", "delivery", minutes=10)
    wait_until(lambda: site.barrier.where is BarrierPosition.HELD)
    site.engine.close_barrier("north", "delivery_over")
    wait_until(lambda: ordered(site) == [HOLD, CLOSE])
    held, closed = recorded(site, 2)
    assert (held.outcome, held.barrier_action) == (Outcome.OPERATED, OrderedAction.HOLD)
    assert (held.decided_by, held.override_reason) == ("Meera", "delivery")
    assert held.note == "for 10 min"
    assert (closed.barrier_action, closed.override_reason) == (
        OrderedAction.CLOSE,
        "delivery_over",
    )


def test_a_hold_is_recorded_before_the_barrier_goes_up(site: Site) -> None:
    site.store.may_record.clear()
    site.engine.hold_barrier("north")
    wait_until(lambda: site.store.attempts == 1)
    assert ordered(site) == []
    site.store.may_record.set()
    wait_until(lambda: ordered(site) == [HOLD])


def test_closing_does_not_wait_for_the_disk(site: Site) -> None:
    site.store.may_record.clear()
    site.engine.close_barrier("north")
    wait_until(lambda: ordered(site) == [CLOSE])
    site.store.may_record.set()
    recorded(site, 1)


def test_a_hold_with_a_time_ends_by_itself_and_that_is_recorded_too(site: Site) -> None:
    site.engine.hold_barrier("north", minutes=5)
    wait_until(lambda: ordered(site) == [HOLD])
    wait_until(lambda: site.ears.states and site.ears.states[-1].held)
    assert site.ears.states[-1].hold_ends_ns is not None
    site.hands.advance(5 * 60_000 - 1000)
    site.hands.advance(500)
    assert ordered(site) == [HOLD]
    site.hands.advance(600)
    wait_until(lambda: ordered(site) == [HOLD, CLOSE])
    ended = recorded(site, 2)[-1]
    assert (ended.decided_by, ended.reason) == ("policy", Reason.HOLD_ENDED.value)
    wait_until(lambda: not site.ears.states[-1].held)


def test_a_hold_without_a_time_stays(site: Site) -> None:
    site.engine.hold_barrier("north")
    wait_until(lambda: ordered(site) == [HOLD])
    site.hands.advance(3 * 3600_000)
    site.frame()
    wait_until(lambda: site.ears.states and site.ears.states[-1].held)
    assert ordered(site) == [HOLD]


@pytest.mark.usefixtures("warnings_expected")
def test_all_gates_hold_beats_verdicts_and_opening_by_hand(site: Site, database: Engine) -> None:
    site.engine.stop_gates("person on the road")
    wait_until(lambda: site.ears.states and site.ears.states[-1].stopped)
    site.show(PLATE, 6)
    verdict = site.ears.views[-1].verdict
    assert verdict is not None
    assert verdict.reason is Reason.GATES_STOPPED
    site.engine.open_barrier("north")
    site.engine.hold_barrier("north")
    site.engine.close_barrier("north")
    wait_until(lambda: len(site.ears.faults) == 3)
    assert {fault.kind for fault in site.ears.faults} == {FaultKind.BARRIER}
    assert ordered(site) == []
    (stopped,) = recent_decisions(database, 5)
    assert (stopped.barrier_action, stopped.lane_id) == (OrderedAction.STOP, "")
    assert stopped.override_reason == "person on the road"


@pytest.mark.usefixtures("warnings_expected")
def test_an_opening_that_waits_for_its_record_is_void_when_all_gates_hold(site: Site) -> None:
    site.store.may_record.clear()
    site.show(PLATE, 3)
    wait_until(lambda: site.store.attempts == 1)
    site.engine.stop_gates()
    site.store.may_record.set()
    opened, _stop = recorded(site, 2)
    site.frame()
    assert ordered(site) == []
    assert site.ears.done == [OrderDone(opened.decision_id, STOPPED)]


@pytest.mark.usefixtures("warnings_expected")
def test_released_gates_open_again_for_what_is_still_sure(site: Site) -> None:
    site.engine.stop_gates()
    site.show(PLATE, 3)
    site.engine.release_gates("all clear")
    site.show(PLATE, 2)
    wait_until(lambda: ordered(site) == [OPEN])
    assert [one.barrier_action for one in recorded(site, 3)] == [
        OrderedAction.STOP,
        OrderedAction.RELEASE,
        OrderedAction.OPEN,
    ]


@pytest.mark.usefixtures("warnings_expected")
def test_a_hold_that_was_running_has_no_end_after_all_gates_held(site: Site) -> None:
    site.engine.hold_barrier("north", minutes=1)
    wait_until(lambda: ordered(site) == [HOLD])
    site.engine.stop_gates()
    site.engine.release_gates()
    recorded(site, 3)
    site.hands.advance(120_000)
    site.frame()
    assert ordered(site) == [HOLD]


@pytest.mark.usefixtures("warnings_expected")
def test_a_yes_while_all_gates_hold_is_recorded_and_opens_nothing(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.stop_gates()
    site.engine.confirm(passage_id, STRANGER)
    stopped, confirmed = recorded(site, 2)
    assert stopped.barrier_action is OrderedAction.STOP
    assert (confirmed.outcome, confirmed.barrier_action) == (
        Outcome.CONFIRMED,
        OrderedAction.NOTHING,
    )
    assert ordered(site) == []


@pytest.mark.usefixtures("warnings_expected")
def test_opening_by_hand_for_a_blocked_vehicle_must_be_insisted_on(
    site: Site, database: Engine
) -> None:
    site.show(BLOCKED, 3)
    site.engine.open_barrier("north", "fire engine")
    wait_until(lambda: site.ears.faults)
    assert "block list" in site.ears.faults[0].message
    assert count_decisions(database) == 0
    site.engine.open_barrier("north", "fire engine", insist=True)
    wait_until(lambda: ordered(site) == [OPEN])
    decision = site.recorded()
    assert (decision.observed_plate, decision.override_reason) == (BLOCKED, "fire engine")
    assert decision.barrier_action is OrderedAction.OPEN


def test_a_site_may_do_without_the_question(store: FailingStore, registered: None) -> None:
    site = Site(store, ask_for_blocked=False)
    site.start()
    site.show(BLOCKED, 3)
    site.engine.open_barrier("north")
    wait_until(lambda: ordered(site) == [OPEN])
    site.engine.stop()


@pytest.mark.usefixtures("warnings_expected")
def test_gates_that_held_hold_still_after_the_console_was_started_again(
    store: FailingStore, registered: None
) -> None:
    first = Site(store)
    first.start()
    first.engine.stop_gates()
    recorded(first, 1)
    first.engine.stop()
    second = Site(store)
    second.start()
    second.show(PLATE, 4)
    assert ordered(second) == []
    second.engine.release_gates()
    second.show(PLATE, 2)
    wait_until(lambda: ordered(second) == [OPEN])
    second.engine.stop()
    third = Site(store)
    third.start()
    third.show(PLATE, 3)
    wait_until(lambda: ordered(third) == [OPEN])
    third.engine.stop()
