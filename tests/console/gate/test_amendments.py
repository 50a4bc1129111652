"""Reasons, visitors, and words that are taken back: the original always stays."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from console.gate.types import Reason, VerdictKind
from db.queries import decisions_of_passage
from db.records import OrderedAction, Outcome
from tests.support.gate_site import PLATE, STRANGER, Site
from tests.support.waiting import wait_until


def test_a_visitor_is_let_in_with_a_reason(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.admit_visitor(passage_id, STRANGER, "guest")
    decision = site.recorded()
    assert (decision.outcome, decision.override_reason) == (Outcome.VISITOR, "guest")
    assert decision.resolved_plate == STRANGER
    assert decision.barrier_action is OrderedAction.OPEN
    wait_until(lambda: site.barrier.opened == [decision.decision_id])


def test_the_frames_of_a_passage_come_with_its_question(site: Site) -> None:
    site.wait_for_review()
    item = site.ears.opened[-1]
    times = [look.received_ns for look in item.looks]
    assert len(item.looks) > 1
    assert times == sorted(times)
    assert item.evidence.frame.sequence in {look.sequence for look in item.looks}
    assert all(look.jpeg.startswith(b"jpeg north") for look in item.looks)


def test_a_denial_that_is_taken_back_leads_to_an_amendment_that_opens(
    site: Site, database: Engine
) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id, "not_registered")
    denied = site.recorded()
    site.engine.take_back(denied, "slip")
    wait_until(lambda: site.ears.opened[-1].amends is not None)
    item = site.ears.opened[-1]
    assert item.passage_id == passage_id
    assert len(item.looks) > 1
    site.engine.confirm(passage_id, STRANGER, "known person")
    wait_until(lambda: site.barrier.opened)
    first, withdrawn, amended = decisions_of_passage(database, passage_id)
    assert first == denied
    assert (withdrawn.outcome, withdrawn.amends) == (Outcome.WITHDRAWN, denied.decision_id)
    assert withdrawn.override_reason == "slip"
    assert (amended.outcome, amended.amends) == (Outcome.CONFIRMED, withdrawn.decision_id)
    assert withdrawn.evidence == first.evidence
    assert amended.evidence is not None


def test_a_vehicle_whose_decision_was_taken_back_is_never_let_in_by_the_policy(
    site: Site,
) -> None:
    site.show(PLATE, 3)
    accepted = site.recorded()
    wait_until(lambda: site.barrier.opened)
    site.engine.take_back(accepted)
    site.show(PLATE, 5)
    verdict = site.ears.views[-1].verdict
    assert verdict is not None
    assert (verdict.kind, verdict.reason) == (VerdictKind.REVIEW, Reason.TAKEN_BACK)
    assert len(site.barrier.opened) == 1


def test_an_opening_that_was_not_sent_yet_is_not_sent_once_it_is_taken_back(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id)
    denied = site.recorded()
    site.engine.take_back(denied)
    wait_until(lambda: site.ears.opened[-1].amends is not None)
    site.store.may_record.clear()
    site.engine.confirm(passage_id, STRANGER)
    wait_until(lambda: len(site.engine._orders._waiting) == 1)
    (decision_id,) = site.engine._orders._waiting
    site.engine._post(lambda: site.engine._orders.drop(decision_id))
    wait_until(lambda: not site.engine._orders._waiting)
    site.store.may_record.set()
    wait_until(lambda: len(site.ears.recorded) == 3)
    site.frame()
    assert site.barrier.opened == []


def test_a_passage_that_is_long_forgotten_is_withdrawn_all_the_same(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id)
    denied = site.recorded()
    site.engine._parts["north"].passages._settled.clear()
    site.reader.seen.clear()
    for _ in range(30):
        site.frame(ms=1000)
    count = len(site.ears.opened)
    site.engine.take_back(denied)
    wait_until(lambda: len(site.ears.recorded) == 2)
    assert site.ears.recorded[-1].outcome is Outcome.WITHDRAWN
    assert len(site.ears.opened) == count


def test_a_withdrawal_cannot_be_taken_back_itself(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id)
    site.engine.take_back(site.recorded())
    wait_until(lambda: len(site.ears.recorded) == 2)
    site.engine.take_back(site.ears.recorded[-1])
    site.engine.close_barrier("north")
    wait_until(lambda: len(site.ears.recorded) == 3)
    assert site.ears.recorded[-1].barrier_action is OrderedAction.CLOSE


def test_what_was_taken_back_stays_so_when_nobody_answers_before_the_end(
    site: Site, database: Engine
) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id)
    site.engine.take_back(site.recorded())
    wait_until(lambda: site.ears.opened[-1].amends is not None)
    site.engine.stop()
    outcomes = [one.outcome for one in decisions_of_passage(database, passage_id)]
    assert outcomes == [Outcome.REJECTED, Outcome.WITHDRAWN]


def test_a_past_decision_is_amended_without_moving_anything(site: Site, database: Engine) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id)
    denied = site.recorded()
    site.engine.amend(denied, Outcome.CORRECTED, "mh 12 xy 9878", "misread", "seen on the video")
    wait_until(lambda: len(site.ears.recorded) == 2)
    original, amended = decisions_of_passage(database, passage_id)
    assert original == denied
    assert (amended.resolved_plate, amended.amends) == ("MH12XY9878", denied.decision_id)
    assert (amended.override_reason, amended.note) == ("misread", "seen on the video")
    assert site.barrier.opened == []


def test_an_amendment_to_what_is_no_plate_is_a_fault(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id)
    site.engine.amend(site.recorded(), Outcome.CORRECTED, "???")
    wait_until(lambda: site.ears.faults)
    assert "not amended" in site.ears.faults[0].message
    assert len(site.ears.recorded) == 1


def test_a_tile_is_told_when_the_decision_is_on_disk_and_not_before(site: Site) -> None:
    site.store.may_record.clear()
    site.show(PLATE, 3)
    wait_until(lambda: site.store.attempts == 1)
    view = site.frame()
    assert (view.decided, view.recorded) == (True, False)
    site.store.may_record.set()
    wait_until(lambda: site.ears.views[-1].recorded)


@pytest.mark.parametrize("taken", [True, False])
def test_evidence_is_handed_out_by_its_name(site: Site, taken: bool) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id)
    evidence = site.recorded().evidence
    assert evidence is not None
    assert site.engine.evidence_picture(evidence.sha256).startswith(b"jpeg north")
