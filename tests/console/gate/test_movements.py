"""Impossible movements and second vehicles in one opening: questions, never refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from console.gate.clock import NS_PER_S
from console.gate.cycles import RISE_NS, UNSEEN_CYCLE_NS, OpeningCycle
from console.gate.movements import Direction, MovementBook
from console.gate.types import BarrierPosition, Reason, VerdictKind
from db.audit import record_decision
from db.queries import recent_decisions
from db.records import Outcome
from tests.support.decisions import make_decision
from tests.support.gate import FailingStore
from tests.support.gate_site import PLATE, STRANGER, Site
from tests.support.screens import make_item
from tests.support.waiting import wait_until

S = NS_PER_S
DIRECTIONS = {"in": Direction.ENTRY, "in-2": Direction.ENTRY, "out": Direction.EXIT}
NAMES = {"in": "North entry", "in-2": "South entry", "out": "North exit"}


def passed(number: int, lane: str, plate: str = PLATE, **changes: object):
    return make_decision(number, lane_id=lane, resolved_plate=plate, **changes)


@pytest.fixture
def book() -> MovementBook:
    book = MovementBook(DIRECTIONS, NAMES)
    book.load(())
    return book


def test_a_vehicle_that_is_inside_cannot_come_in_again(book: MovementBook) -> None:
    entry = passed(1, "in")
    book.note(entry, 100 * S)
    found = book.contradiction(PLATE, "in-2", 200 * S)
    assert found is not None
    reason, counterpart = found
    assert reason is Reason.ALREADY_INSIDE
    assert counterpart is not None
    assert (counterpart.lane_name, counterpart.plate, counterpart.at) == (
        "North entry",
        PLATE,
        entry.decided_at,
    )
    assert entry.evidence is not None
    assert counterpart.picture == entry.evidence.sha256


def test_in_and_out_and_in_again_is_no_contradiction(book: MovementBook) -> None:
    for number, lane in enumerate(("in", "out", "in-2", "out")):
        assert number == 0 or book.contradiction(PLATE, lane, number * 100 * S) is None
        book.note(passed(number, lane), number * 100 * S)


def test_the_same_plate_at_two_gates_within_twenty_seconds(book: MovementBook) -> None:
    book.note(passed(1, "in"), 100 * S)
    near, far = book.contradiction(PLATE, "out", 119 * S), book.contradiction(PLATE, "out", 121 * S)
    assert near is not None
    assert near[0] is Reason.TWO_GATES
    assert far is None


def test_one_vehicle_seen_twice_in_its_lane_is_one_movement(book: MovementBook) -> None:
    book.note(passed(1, "in"), 100 * S)
    assert book.contradiction(PLATE, "in", 130 * S) is None
    later = book.contradiction(PLATE, "in", 400 * S)
    assert later is not None
    assert later[0] is Reason.ALREADY_INSIDE


def test_an_amendment_days_later_is_no_movement_of_now(book: MovementBook) -> None:
    entry, leaving = passed(1, "in", plate=STRANGER), passed(200, "out")
    book.note(entry, 100 * S)
    book.note(leaving, 300 * S)
    days_later = entry.decided_at + timedelta(days=3)
    book.note(
        replace(entry, resolved_plate=PLATE, amends=entry.decision_id, decided_at=days_later),
        200_000 * S,
    )
    assert book.contradiction(PLATE, "in", 200_001 * S) is None
    assert book.contradiction(STRANGER, "out", 200_001 * S) == (Reason.NEVER_ENTERED, None)


def test_an_amended_entry_counts_from_when_the_vehicle_passed(book: MovementBook) -> None:
    entry = passed(1, "in", plate=STRANGER)
    book.note(entry, 100 * S)
    minutes_later = entry.decided_at + timedelta(minutes=5)
    book.note(
        replace(entry, resolved_plate=PLATE, amends=entry.decision_id, decided_at=minutes_later),
        400 * S,
    )
    assert book.contradiction(PLATE, "out", 401 * S) is None
    again = book.contradiction(PLATE, "in-2", 401 * S)
    assert again is not None
    assert again[0] is Reason.ALREADY_INSIDE


def test_leaving_without_having_come_is_asked_about(book: MovementBook) -> None:
    assert book.contradiction(PLATE, "out", S) == (Reason.NEVER_ENTERED, None)
    book.note(passed(1, "in"), S)
    book.note(passed(2, "out"), 100 * S)
    again = book.contradiction(PLATE, "out", 300 * S)
    assert again is not None
    assert again[0] is Reason.NEVER_ENTERED
    assert again[1] is not None


def test_nothing_is_missing_before_earlier_movements_are_known() -> None:
    book = MovementBook(DIRECTIONS, NAMES)
    wanted = [book.wants_loading]
    assert book.contradiction(PLATE, "out", S) is None
    book.note(passed(2, "in"), S)
    book.load((passed(1, "out"),))
    wanted.append(book.wants_loading)
    assert wanted == [True, False]
    assert book.contradiction(PLATE, "out", 100 * S) is None


def test_a_movement_that_was_taken_back_is_none(book: MovementBook) -> None:
    entry = passed(1, "in")
    book.note(entry, S)
    withdrawn = replace(
        entry,
        decision_id="decision-9",
        outcome=Outcome.WITHDRAWN,
        resolved_plate=None,
        amends=entry.decision_id,
    )
    book.note(withdrawn, 2 * S)
    assert book.contradiction(PLATE, "in-2", 100 * S) is None


def test_a_denied_vehicle_has_not_moved_and_o_is_0(book: MovementBook) -> None:
    book.note(passed(1, "in", "KA01AB1O34", outcome=Outcome.REJECTED), S)
    assert book.contradiction("KA01AB1O34", "in-2", 100 * S) is None
    book.note(passed(2, "in", "KA01AB1O34"), S)
    assert book.contradiction("KA01AB1034", "in-2", 100 * S) is not None


def test_lanes_without_a_direction_prove_nothing_but_two_gates() -> None:
    book = MovementBook({"a": Direction.EITHER, "b": Direction.EITHER}, {})
    assert not book.wants_loading
    book.note(passed(1, "a"), S)
    assert book.contradiction(PLATE, "b", 100 * S) is None
    assert book.contradiction(PLATE, "b", 5 * S) is not None


def test_a_registered_vehicle_that_is_inside_already_comes_up_for_review(
    store: FailingStore, registered: None, database: Engine
) -> None:
    first = passed(1, "north")
    record_decision(database, first)
    site = Site(store, directions={"north": Direction.ENTRY})
    site.store.movements = lambda: (first,)  # type: ignore[method-assign]
    site.start()
    site.show(PLATE, 8)
    wait_until(lambda: site.ears.opened)
    verdict = site.ears.opened[-1].verdict
    assert (verdict.kind, verdict.reason) == (VerdictKind.REVIEW, Reason.ALREADY_INSIDE)
    assert verdict.counterpart is not None
    assert site.barrier.opened == []
    site.engine.confirm(site.ears.opened[-1].passage_id, PLATE, "known_person")
    wait_until(lambda: site.barrier.opened)
    assert recent_decisions(database, 1)[0].reason == Reason.ALREADY_INSIDE.value
    site.engine.stop()


def test_a_plate_seen_at_two_gates_becomes_no_likelier_by_standing(
    store: FailingStore, registered: None
) -> None:
    """A person decides; the barrier must not open by itself once the twenty seconds are over."""
    site = Site(store, lanes=("north", "south"))
    site.start()
    site.show(PLATE, 8, "north")
    wait_until(lambda: site.barriers["north"].opened)
    wait_until(lambda: site.engine.counts().recorded_count == 1)
    site.show(PLATE, 120, "south")
    assert [item.verdict.reason for item in site.ears.opened] == [Reason.TWO_GATES]
    assert site.barriers["south"].opened == []
    site.engine.confirm(site.ears.opened[0].passage_id, PLATE, "known_person")
    wait_until(lambda: site.barriers["south"].opened)
    site.engine.stop()


class Gate:
    """An opening cycle whose position the test sets."""

    def __init__(self) -> None:
        self.position = BarrierPosition.CLOSED
        self.cycle = OpeningCycle("North entry", lambda: self.position)
        self.cycle.begin(passed(1, "north"), 0)

    def judge(self, now_ns: int, text: str = STRANGER, *, left: bool = True) -> Reason:
        item = replace(make_item("p2", 0, text=text, weak={}), vehicle_left=left)
        return self.cycle.judge(item, now_ns).reason


def test_a_second_vehicle_in_one_opening_is_a_tailgate() -> None:
    gate = Gate()
    gate.position = BarrierPosition.OPEN
    assert gate.judge(3 * S, left=False) is Reason.WEAK_CHARACTER
    assert gate.judge(4 * S) is Reason.TAILGATE
    item = replace(make_item("p2", 0, text=STRANGER, weak={}), vehicle_left=True)
    counterpart = gate.cycle.judge(item, 4 * S).counterpart
    assert counterpart is not None
    assert (counterpart.plate, counterpart.lane_name) == (PLATE, "North entry")


def test_the_cycle_is_over_once_the_barrier_was_up_and_is_down() -> None:
    gate = Gate()
    gate.position = BarrierPosition.OPEN
    gate.cycle.tick(2 * S)
    gate.position = BarrierPosition.CLOSED
    gate.cycle.tick(6 * S)
    assert gate.judge(7 * S) is Reason.WEAK_CHARACTER


def test_a_barrier_that_never_went_up_let_nobody_through() -> None:
    gate = Gate()
    assert gate.judge(RISE_NS + 1) is Reason.WEAK_CHARACTER


@pytest.mark.parametrize(
    ("position", "now_ns", "reason"),
    [
        (BarrierPosition.UNKNOWN, UNSEEN_CYCLE_NS - 1, Reason.TAILGATE),
        (BarrierPosition.UNKNOWN, UNSEEN_CYCLE_NS + 1, Reason.WEAK_CHARACTER),
        (BarrierPosition.HELD, S, Reason.WEAK_CHARACTER),
    ],
)
def test_without_a_switch_time_ends_the_cycle_and_a_hold_is_none(
    position: BarrierPosition, now_ns: int, reason: Reason
) -> None:
    gate = Gate()
    gate.position = position
    assert gate.judge(now_ns) is reason


def test_the_vehicle_itself_misread_is_no_tailgate() -> None:
    gate = Gate()
    gate.position = BarrierPosition.OPEN
    assert gate.judge(3 * S, PLATE[:-1] + "9") is Reason.WEAK_CHARACTER


def test_a_vehicle_that_follows_another_through_is_put_before_a_person(site: Site) -> None:
    site.show(PLATE, 3)
    wait_until(lambda: site.barrier.where is BarrierPosition.OPEN)
    site.reader.seen.clear()
    for _ in range(6):
        site.frame()
    site.show(STRANGER, 3)
    site.reader.seen.clear()
    for _ in range(12):
        site.frame()
    wait_until(lambda: site.ears.opened)
    verdict = site.ears.opened[-1].verdict
    assert verdict.reason is Reason.TAILGATE
    assert verdict.counterpart is not None
    assert verdict.counterpart.plate == PLATE
