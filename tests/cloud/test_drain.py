from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from db import outbox
from db.audit import record_decision
from db.outbox_records import ItemKind, ItemState, OutboxItem
from db.records import Outcome
from db.remote import Write
from db.sessions import writing
from db.sync_status import Link
from tests.support.cloud import (
    PATIENCE_S,
    documents,
    put,
    synchroniser,
    wait_until_drained,
)
from tests.support.decisions import NOON, make_decision
from tests.support.many_decisions import record_offline
from tests.support.waiting import wait_until


def turned_away(number, **changes):
    """A decision from which no stay follows, so that it goes up alone."""
    return make_decision(number, outcome=Outcome.REJECTED, **changes)


def queue_item(engine, event_id, fields, kind=ItemKind.SESSION, path="sessions/one"):
    with writing(engine) as session:
        outbox.queue(
            session.connection(),
            OutboxItem(event_id, kind, "KA01AB0001", path, "policy", NOON, fields),
        )


@pytest.mark.any_emulator
def test_decisions_go_up_once_each_with_who_decided(engine, settings):
    for number in range(1, 4):
        record_decision(engine, turned_away(number, decided_by=f"Attendant {number}"))
    with synchroniser(engine, settings) as copying:
        wait_until_drained(engine)
        wait_until(lambda: copying.status().link is Link.CONNECTED, PATIENCE_S)
        record_decision(engine, turned_away(4))
        wait_until_drained(engine)
    found = documents(settings, "decisions")
    assert [one.name for one in found] == [f"decision-{n}" for n in range(1, 5)]
    first = found[0].fields
    assert (first["decidedBy"], first["site"], first["sequence"]) == (
        "Attendant 1",
        "north-car-park",
        1,
    )
    assert first["decidedAt"] == make_decision(1).decided_at
    assert first["observedPlate"] == first["resolvedPlate"] == "KA01AB0001"
    assert [one["text"] for one in first["characters"]] == list("KA01AB0001")
    status = outbox.progress(engine)
    assert (status.counts.sent, status.counts.parked) == (4, 0)
    assert status.last_success_at is not None


@pytest.mark.any_emulator
def test_what_is_there_already_counts_as_sent_and_is_not_changed(engine, settings):
    for number in range(1, 6):
        record_decision(engine, turned_away(number))
    put(settings, [Write("decisions/decision-3", {"from": "an earlier attempt"})])
    with synchroniser(engine, settings):
        wait_until_drained(engine)
    found = {one.name: one.fields for one in documents(settings, "decisions")}
    assert len(found) == 5
    assert found["decision-3"] == {"from": "an earlier attempt"}
    assert outbox.progress(engine).counts.sent == 5


def test_a_refused_item_is_parked_with_the_reason_and_holds_up_nobody(engine, settings):
    record_decision(engine, turned_away(1))
    queue_item(engine, "too-large", {"note": "x" * 1_100_000}, path="sessions/large")
    record_decision(engine, turned_away(2))
    with synchroniser(engine, settings):
        wait_until_drained(engine)
        (parked,) = outbox.items_of_state(engine, ItemState.PARKED, 10)
        assert (parked.item.event_id, parked.attempt_count) == ("too-large", 1)
        assert "longer than" in parked.problem
        assert outbox.retry_parked(engine, [parked.item_id]) == 1
        wait_until(
            lambda: (
                [one.attempt_count for one in outbox.items_of_state(engine, ItemState.PARKED, 10)]
                == [2]
            ),
            PATIENCE_S,
        )
        queue_item(engine, "too-large", {"note": "short"}, path="sessions/large")
        wait_until_drained(engine)
    assert len(documents(settings, "decisions")) == 2
    (large,) = documents(settings, "sessions")
    assert large.fields["note"] == "short"
    assert outbox.progress(engine).counts.parked == 0


@pytest.mark.any_emulator
def test_a_newer_state_takes_the_place_of_one_that_waits(engine, settings):
    for state in ("parking", "gone"):
        queue_item(engine, "session-1", {"status": state})
    assert outbox.progress(engine).counts.waiting == 1
    with synchroniser(engine, settings):
        wait_until_drained(engine)
        queue_item(engine, "session-1", {"status": "parking again"})
        wait_until_drained(engine)
    (found,) = documents(settings, "sessions")
    assert found.fields["status"] == "parking again"


@pytest.mark.any_emulator
def test_a_thousand_decisions_made_offline_arrive_whole_and_in_order(engine, settings, monkeypatch):
    count, vehicles = 1000, 40
    record_offline(engine, count, vehicles)
    arrivals = defaultdict(list)
    settled = outbox.settle

    def settle(engine, items, at):
        settled(engine, items, at)
        for item in items:
            if item.item.kind is ItemKind.SESSION:
                continue
            arrivals[item.item.vehicle].append(item.item.fields["sequence"])

    monkeypatch.setattr("db.outbox.settle", settle)
    with synchroniser(engine, settings):
        wait_until_drained(engine)
    found = documents(settings, "decisions")
    assert len(found) == count
    assert sorted(one.fields["sequence"] for one in found) == list(range(1, count + 1))
    assert len(arrivals) > vehicles
    assert all(order == sorted(order) for order in arrivals.values())


@pytest.mark.any_emulator
def test_the_limit_of_a_day_is_kept_and_said(engine, settings):
    for number in range(1, 9):
        record_decision(engine, turned_away(number))
    with synchroniser(engine, replace(settings, writes_per_day=5)) as copying:
        wait_until(lambda: copying.status().link is Link.DAY_IS_FULL, PATIENCE_S)
    assert len(documents(settings, "decisions")) == 5
    assert outbox.progress(engine).counts.waiting == 3
    with synchroniser(engine, replace(settings, writes_per_day=0)):
        wait_until_drained(engine)
    assert len(documents(settings, "decisions")) == 8
