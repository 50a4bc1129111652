from __future__ import annotations

from datetime import timedelta

import pytest

from db.audit import record_decision
from db.errors import UnknownSessionError
from db.parking import (
    ENTRY,
    EXIT,
    assign_slot,
    close_by_hand,
    count_inside,
    exits_without_entry,
    follow,
    join,
    open_session,
    similar_inside,
    vehicles_inside,
)
from db.people_records import EventKind, SiteEvent
from db.records import Outcome
from db.site import LaneRecord, describe_booth
from db.site_events import events_about
from tests.support.decisions import NOON, make_decision

LANES = (LaneRecord("in", "In", ENTRY), LaneRecord("out", "Out", EXIT))
EVENT = SiteEvent(EventKind.PARKING_CORRECTED, "KA01AB1234", "Meera", NOON + timedelta(hours=9))


@pytest.fixture(autouse=True)
def _lanes(engine):
    describe_booth(engine, "Site", "0.1.0", LANES)


def passes(engine, number, plate, lane, **changes):
    record_decision(
        engine,
        make_decision(number, observed_plate=plate, resolved_plate=plate, lane_id=lane, **changes),
    )


def inside(engine):
    return [one.plate for one in vehicles_inside(engine)]


def test_a_vehicle_that_comes_in_is_inside_until_it_leaves(engine):
    passes(engine, 1, "KA01AB1234", "in")
    assert inside(engine) == ["KA01AB1234"]
    found = open_session(engine, "KAO1AB1234")
    assert found is not None
    assert (found.entered_at, found.entry_lane_id) == (NOON + timedelta(seconds=1), "in")
    passes(engine, 2, "KAO1AB1234", "out")
    assert inside(engine) == []
    assert count_inside(engine) == 0
    assert exits_without_entry(engine) == ()


def test_following_again_counts_nothing_twice(engine):
    passes(engine, 1, "KA01AB1234", "in")
    assert follow(engine) == 0
    assert inside(engine) == ["KA01AB1234"]


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.WITHDRAWN, Outcome.OPERATED])
def test_who_was_not_let_in_is_not_inside(engine, outcome):
    passes(engine, 1, "KA01AB1234", "in", outcome=outcome)
    assert inside(engine) == []


def test_a_lane_for_both_ways_lets_in_who_is_outside_and_out_who_is_inside(engine):
    passes(engine, 1, "KA01AB1234", "yard")
    assert inside(engine) == ["KA01AB1234"]
    passes(engine, 2, "KA01AB1234", "yard")
    assert inside(engine) == []


def test_an_entry_of_a_vehicle_that_is_inside_begins_anew(engine):
    passes(engine, 1, "KA01AB1234", "in")
    passes(engine, 2, "KA01AB1234", "in")
    found = open_session(engine, "KA01AB1234")
    assert found is not None
    assert found.entered_at == NOON + timedelta(seconds=2)
    assert count_inside(engine) == 1


def test_an_exit_without_entry_is_kept_and_joined_by_hand(engine):
    passes(engine, 1, "KA01AB1234", "in")
    passes(engine, 2, "TN09XY0001", "in")
    passes(engine, 3, "KA01AB1284", "out")
    (left,) = exits_without_entry(engine)
    assert left.plate == "KA01AB1284"
    near = similar_inside(engine, left.plate, 1)
    assert [one.plate for one in near] == ["KA01AB1234"]
    join(engine, left.session_id, near[0].session_id, event=EVENT)
    assert exits_without_entry(engine) == ()
    assert inside(engine) == ["TN09XY0001"]
    assert events_about(engine, "KA01AB1234", 1) == (EVENT,)
    with pytest.raises(UnknownSessionError):
        join(engine, left.session_id, near[0].session_id, event=EVENT)


def test_a_corrected_entry_is_inside_under_its_right_plate(engine):
    passes(engine, 1, "KA01AB1284", "in")
    passes(engine, 2, "KA01AB1234", "in", amends="decision-1", passage_id="passage-1")
    assert inside(engine) == ["KA01AB1234"]
    taken_back = {"outcome": Outcome.WITHDRAWN, "passage_id": "passage-1"}
    passes(engine, 3, "KA01AB1234", "in", amends="decision-2", **taken_back)
    assert inside(engine) == []


def test_a_vehicle_is_inside_once_although_a_correction_names_it_again(engine):
    passes(engine, 1, "KA01AB1234", "in")
    passes(engine, 2, "KA01AB1284", "in")
    passes(engine, 3, "KA01AB1234", "in", amends="decision-2", passage_id="passage-2")
    assert inside(engine) == ["KA01AB1234"]


def test_an_exit_that_is_taken_back_leaves_the_vehicle_inside(engine):
    passes(engine, 1, "KA01AB1234", "in")
    passes(engine, 2, "KA01AB1234", "out")
    changes = {"outcome": Outcome.WITHDRAWN, "passage_id": "passage-2"}
    passes(engine, 3, "KA01AB1234", "out", amends="decision-2", **changes)
    assert inside(engine) == ["KA01AB1234"]


def test_slots_and_stays_are_corrected_by_hand_and_on_record(engine):
    passes(engine, 1, "KA01AB1234", "in")
    (stay,) = vehicles_inside(engine)
    assign_slot(engine, stay.session_id, " B  12 ", event=EVENT)
    assert vehicles_inside(engine)[0].slot == "B 12"
    close_by_hand(engine, stay.session_id, event=EVENT)
    assert inside(engine) == []
    assert len(events_about(engine, "KA01AB1234", 9)) == 2
    with pytest.raises(UnknownSessionError):
        assign_slot(engine, stay.session_id, "B 13", event=EVENT)
