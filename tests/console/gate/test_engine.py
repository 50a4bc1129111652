from __future__ import annotations

import threading
from functools import partial

import pytest
from sqlalchemy import Engine

from console.gate.desk import DeskSettings
from console.gate.engine import GateEngine
from console.gate.lanes import LaneSetup
from console.gate.recognition import FrameReader
from console.gate.settings import GateSettings
from console.gate.types import FaultKind, LaneState, ModelState, Reason, VerdictKind
from db.evidence import EvidenceFolder
from db.queries import count_decisions, recent_decisions
from db.records import Outcome, VehicleRecord
from db.vehicles import add_vehicle
from pi_bridge.client.barrier import CommandOutcome
from pi_bridge.client.types import BarrierPosition, CameraState, Connection
from pipeline.errors import PipelineError
from pipeline.fusion import fuse_passage
from tests.support.gate import (
    Ears,
    FailingStore,
    FakeCamera,
    HandClock,
    ScriptedReader,
)
from tests.support.gate_site import BLOCKED, PLATE, STRANGER, Site
from tests.support.reads import make_read
from tests.support.waiting import wait_until


def test_a_registered_vehicle_is_recorded_and_then_let_in(
    site: Site, database: Engine, evidence: EvidenceFolder
) -> None:
    site.show(PLATE, 3)
    wait_until(lambda: site.barrier.opened)
    (stored,) = recent_decisions(database, 5)
    assert site.barrier.opened == [stored.decision_id]
    assert stored == site.recorded()
    assert (stored.outcome, stored.decided_by) == (Outcome.ACCEPTED, "policy")
    assert (stored.verdict, stored.reason) == ("open", "registered")
    assert (stored.observed_plate, stored.resolved_plate) == (PLATE, PLATE)
    assert stored.direction == "unknown"  # it stood there from its first frame
    assert (stored.weights_version, stored.software_version) == ("weights-7", "0.1.0")
    assert stored.evidence is not None
    jpeg = evidence.load(stored.evidence.sha256)
    assert jpeg == f"jpeg north {stored.evidence.frame_sequence}".encode()


def test_the_direction_of_a_vehicle_is_recorded_with_the_decision(
    site: Site, database: Engine
) -> None:
    for step in range(6):
        read = make_read(PLATE, x=20, y=40, width=60 + 10 * step)
        site.reader.seen["north"] = (read,)
        site.frame()
    wait_until(lambda: site.barrier.opened)
    assert recent_decisions(database, 1)[0].direction == "approaching"


def test_the_barrier_does_not_move_before_the_decision_is_on_disk(site: Site) -> None:
    site.store.may_record.clear()
    site.show(PLATE, 3)
    wait_until(lambda: site.store.attempts == 1)
    site.frame()
    assert site.barrier.opened == []
    assert site.ears.recorded == []
    site.store.may_record.set()
    wait_until(lambda: site.barrier.opened)


def test_a_vehicle_that_stays_is_let_in_once(site: Site, database: Engine) -> None:
    site.show(PLATE, 3)
    wait_until(lambda: site.barrier.opened)
    site.show(PLATE, 40)
    assert len(site.barrier.opened) == count_decisions(database) == 1
    assert site.ears.views[-1].decided
    assert site.ears.opened == []


def test_views_carry_the_passage_and_never_open_before_it_is_sure(site: Site) -> None:
    site.show(PLATE, 3)
    kinds = [view.verdict.kind for view in site.ears.views if view.verdict]
    assert kinds == [VerdictKind.REVIEW, VerdictKind.REVIEW, VerdictKind.OPEN]
    assert len({view.passage_id for view in site.ears.views}) == 1
    assert site.ears.views[-1].read is not None
    site.reader.seen.clear()
    for _ in range(12):
        view = site.frame()
    assert (view.read, view.passage_id) == (None, None)


@pytest.mark.usefixtures("warnings_expected")
def test_while_recording_fails_nothing_opens_and_nothing_is_lost(
    site: Site, database: Engine
) -> None:
    site.store.broken = True
    site.show(PLATE, 3)
    wait_until(lambda: site.store.attempts >= 3)
    assert site.barrier.opened == []
    assert [fault.kind for fault in site.ears.faults] == [FaultKind.RECORDING]
    site.store.broken = False
    wait_until(lambda: site.barrier.opened)
    assert count_decisions(database) == 1


@pytest.mark.usefixtures("warnings_expected")
def test_an_opening_that_was_recorded_too_late_is_never_sent(site: Site, database: Engine) -> None:
    site.store.broken = True
    site.show(PLATE, 3)
    wait_until(lambda: site.store.attempts >= 2)
    site.hands.advance(3001)
    site.cameras["north"].give()
    site.store.broken = False
    wait_until(lambda: len(site.ears.faults) == 2)
    assert site.barrier.opened == []
    assert site.ears.faults[-1].kind is FaultKind.BARRIER
    assert "too late" in site.ears.faults[-1].message
    assert count_decisions(database) == 1


@pytest.mark.usefixtures("warnings_expected")
def test_a_lane_that_grew_stale_meanwhile_is_not_opened(site: Site) -> None:
    site.store.may_record.clear()
    site.show(PLATE, 3)
    wait_until(lambda: site.store.attempts == 1)
    site.hands.advance(2500)
    site.store.may_record.set()
    wait_until(lambda: site.ears.faults)
    assert site.barrier.opened == []
    assert "not live" in site.ears.faults[0].message


def test_a_picture_that_the_network_held_back_opens_nothing(site: Site) -> None:
    site.show(PLATE, 2)
    count = len(site.ears.views)
    site.hands.advance(250)
    site.cameras["north"].give(late_ms=2100)
    wait_until(lambda: len(site.ears.views) > count)
    verdict = site.ears.views[-1].verdict
    assert verdict is not None
    assert (verdict.kind, verdict.reason) == (VerdictKind.REVIEW, Reason.STALE_PICTURE)
    assert not site.engine._parts["north"].lane.is_fresh()
    assert site.barrier.opened == []


def test_a_frame_that_took_too_long_to_look_at_opens_nothing(site: Site) -> None:
    site.show(PLATE, 2)
    slow = threading.Event()
    look = site.reader.look

    def look_slowly(frame):
        slow.wait(5)
        return look(frame)

    site.reader.look = look_slowly  # type: ignore[method-assign]
    count = len(site.ears.views)
    site.cameras["north"].give()
    wait_until(lambda: not site.engine._recognition._frame_came.is_set())
    site.hands.advance(2500)
    slow.set()
    wait_until(lambda: len(site.ears.views) > count)
    verdict = site.ears.views[count].verdict
    assert verdict is not None
    assert verdict.reason is Reason.STALE_PICTURE
    assert site.barrier.opened == []


def test_a_stranger_waits_for_the_attendant_who_lets_it_in(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.confirm(passage_id, STRANGER)
    wait_until(lambda: site.barrier.opened)
    decision = site.recorded()
    assert site.ears.closed == [passage_id]
    assert (decision.outcome, decision.decided_by) == (Outcome.CONFIRMED, "Meera")
    assert (decision.verdict, decision.reason) == ("review", "not_registered")
    assert decision.passage_id == passage_id


def test_an_answer_before_a_hand_over_is_recorded_under_the_name_of_who_gave_it(site: Site) -> None:
    passage_id = site.wait_for_review()
    gate_is_free = threading.Event()
    site.engine._post(partial(gate_is_free.wait, 5))  # type: ignore[arg-type]  # result unused
    site.engine.reject(passage_id, "")
    site.attendant = "Ravi"
    gate_is_free.set()
    assert site.recorded().decided_by == "Meera"


def test_a_correction_keeps_what_was_read_beside_what_it_was(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.correct(passage_id, "mh-12 xy 9878")
    decision = site.recorded()
    assert decision.outcome is Outcome.CORRECTED
    assert (decision.observed_plate, decision.resolved_plate) == (STRANGER, "MH12XY9878")
    wait_until(lambda: site.barrier.opened)


def test_a_rejection_is_recorded_and_opens_nothing(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id, "no_permit", "came without one")
    decision = site.recorded()
    assert (decision.outcome, decision.override_reason) == (Outcome.REJECTED, "no_permit")
    assert decision.note == "came without one"
    assert decision.resolved_plate is None
    site.frame()
    assert site.barrier.opened == []


def test_a_second_answer_to_the_same_question_changes_nothing(site: Site, database: Engine) -> None:
    passage_id = site.wait_for_review()
    site.engine.reject(passage_id, "")
    site.engine.confirm(passage_id, STRANGER)
    wait_until(lambda: len(site.ears.closed) == 2)
    site.recorded()
    assert site.engine.counts().review_count == 1
    assert count_decisions(database) == 1
    assert site.barrier.opened == []


@pytest.mark.usefixtures("warnings_expected")
def test_a_text_that_is_no_plate_is_refused_and_the_question_stays(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.engine.correct(passage_id, "???")
    wait_until(lambda: site.ears.faults)
    assert site.ears.closed == []
    site.engine.reject(passage_id, "")
    site.recorded()


@pytest.mark.usefixtures("warnings_expected")
def test_a_blocked_vehicle_is_refused_and_a_yes_does_not_open_for_it(site: Site) -> None:
    site.show(BLOCKED, 8)
    wait_until(lambda: site.ears.opened)
    item = site.ears.opened[-1]
    assert item.verdict.kind is VerdictKind.REFUSE
    site.engine.confirm(item.passage_id, BLOCKED)
    site.recorded()
    wait_until(lambda: site.ears.faults)
    assert "block list" in site.ears.faults[0].message
    assert site.barrier.opened == []


def test_a_yes_for_a_vehicle_that_has_left_opens_nothing(site: Site) -> None:
    passage_id = site.wait_for_review()
    site.reader.seen.clear()
    for _ in range(12):
        site.frame()
    wait_until(lambda: site.ears.opened[-1].vehicle_left)
    site.engine.confirm(passage_id, STRANGER)
    site.recorded()
    site.frame()
    assert site.barrier.opened == []


def test_opening_by_hand_is_a_decision_on_the_vehicle_in_front(
    site: Site, evidence: EvidenceFolder
) -> None:
    site.show(STRANGER, 2)
    site.engine.open_barrier("north")
    wait_until(lambda: site.barrier.opened)
    decision = site.recorded()
    assert (decision.outcome, decision.reason) == (Outcome.CONFIRMED, "attendant")
    assert (decision.observed_plate, decision.resolved_plate) == (STRANGER, None)
    assert decision.decided_by == "Meera"
    assert decision.evidence is not None
    assert decision.passage_id == site.ears.views[-1].passage_id


def test_opening_by_hand_for_an_empty_lane_rests_on_the_picture_shown(site: Site) -> None:
    site.frame()
    shown = site.engine.take_preview("north")
    assert shown is not None
    assert site.engine.take_preview("north") is None
    site.frame()
    site.engine.open_barrier("north")
    decision = site.recorded()
    assert decision.observed_plate == ""
    assert decision.evidence is not None
    assert decision.evidence.frame_sequence == shown.frame.sequence
    wait_until(lambda: site.barrier.opened == [decision.decision_id])


def test_opening_by_hand_waits_for_no_model(unstarted: Site) -> None:
    loading = threading.Event()

    def load() -> FrameReader:
        loading.wait(5)
        return unstarted.reader

    unstarted.load = load
    unstarted.engine.start()
    unstarted.engine.open_barrier("north")
    wait_until(lambda: unstarted.barrier.opened)
    assert unstarted.ears.models == [(ModelState.LOADING, "")]
    loading.set()
    wait_until(lambda: unstarted.ears.models[-1] == (ModelState.READY, ""))


@pytest.mark.usefixtures("warnings_expected")
def test_a_barrier_that_does_not_obey_is_a_fault_the_attendant_sees(site: Site) -> None:
    site.barrier.outcome = CommandOutcome.REFUSED
    site.show(PLATE, 3)
    wait_until(lambda: site.ears.faults)
    fault = site.ears.faults[0]
    assert (fault.kind, fault.lane_id) == (FaultKind.BARRIER, "north")
    assert "the fuse has blown" in fault.message


def test_models_are_exchanged_between_two_frames(unstarted: Site) -> None:
    unstarted.start()
    unstarted.frame()
    other = ScriptedReader()
    other.weights_version = "other"
    unstarted.load = lambda: other
    unstarted.engine.reload_models()
    once = [(ModelState.LOADING, ""), (ModelState.READY, "")]
    wait_until(lambda: unstarted.ears.models == once * 2)
    unstarted.frame()
    other.seen["north"] = (make_read(STRANGER, 0.97, x=20, y=40, width=90),)
    for _ in range(8):
        unstarted.frame()
    wait_until(lambda: unstarted.ears.opened)
    unstarted.engine.reject(unstarted.ears.opened[-1].passage_id)
    assert unstarted.recorded().weights_version == "other"


@pytest.mark.usefixtures("warnings_expected")
def test_models_that_failed_can_be_exchanged(unstarted: Site) -> None:
    def refuse() -> FrameReader:
        raise PipelineError("weights reader.tflite: hash differs")

    unstarted.load = refuse
    unstarted.start()
    assert unstarted.ears.models[-1][0] is ModelState.FAILED
    unstarted.load = lambda: unstarted.reader
    unstarted.engine.reload_models()
    wait_until(lambda: unstarted.ears.models[-1] == (ModelState.READY, ""))
    unstarted.frame()


@pytest.mark.usefixtures("warnings_expected")
def test_models_that_cannot_be_loaded_are_a_visible_state(unstarted: Site) -> None:
    def load() -> FrameReader:
        raise PipelineError("weights detector.tflite: hash differs")

    unstarted.load = load
    unstarted.start()
    assert unstarted.ears.models[-1] == (
        ModelState.FAILED,
        "weights detector.tflite: hash differs",
    )
    unstarted.cameras["north"].give()
    wait_until(lambda: unstarted.ears.frames == ["north"])
    assert unstarted.engine.take_preview("north") is not None
    assert unstarted.ears.views == []


@pytest.mark.usefixtures("warnings_expected")
def test_a_loader_that_crashes_is_a_failure_and_not_loading_for_ever(unstarted: Site) -> None:
    def load() -> FrameReader:
        raise ZeroDivisionError("in the loader")

    unstarted.load = load
    unstarted.start()
    assert unstarted.ears.models[-1] == (ModelState.FAILED, "ZeroDivisionError: in the loader")


@pytest.mark.usefixtures("warnings_expected")
@pytest.mark.parametrize("error", ["recognition failed", "crash"])
def test_could_not_look_is_not_an_empty_road(site: Site, error: str) -> None:
    site.show(STRANGER, 2)
    site.reader.error = error
    for _ in range(12):
        view = site.frame()
    assert view.result.error is not None
    assert view.read is not None
    assert len(site.ears.faults) == 1
    assert site.ears.faults[0].kind is FaultKind.RECOGNITION
    site.reader.error = None
    assert site.frame().passage_id == view.passage_id


@pytest.mark.usefixtures("warnings_expected")
def test_an_unreadable_registry_opens_for_nobody_until_it_can_be_read(
    unstarted: Site,
) -> None:
    unstarted.store.broken = True
    unstarted.start()
    wait_until(lambda: unstarted.ears.faults)
    assert unstarted.ears.faults[0].kind is FaultKind.REGISTRY
    unstarted.show(PLATE, 4)
    verdict = unstarted.ears.views[-1].verdict
    assert verdict is not None
    assert verdict.reason is Reason.REGISTRY_UNAVAILABLE
    assert unstarted.engine.nearest_vehicles(PLATE, 3) == ()
    unstarted.store.broken = False
    unstarted.cameras["north"].give()
    unstarted.hands.advance(6000)
    wait_until(lambda: unstarted.engine.nearest_vehicles(PLATE, 3))
    unstarted.frame()
    wait_until(lambda: unstarted.barrier.opened)


def test_a_vehicle_registered_meanwhile_is_known_after_reloading(
    site: Site, database: Engine
) -> None:
    assert site.engine.nearest_vehicles(STRANGER, 1) == ()
    add_vehicle(database, VehicleRecord(STRANGER))
    site.engine.reload_registry()
    wait_until(lambda: site.engine.nearest_vehicles(STRANGER, 1))


def test_lanes_are_looked_at_in_turn(store: FailingStore, registered: None) -> None:
    site = Site(store, ("north", "south", "east"))
    loading = threading.Event()

    def load() -> FrameReader:
        loading.wait(5)
        return site.reader

    site.load = load
    with site.engine:
        for _ in range(3):
            for lane in site.cameras:
                site.cameras[lane].give()
        loading.set()
        wait_until(lambda: len(site.reader.looked) == 3)
        site.cameras["south"].give()
        wait_until(lambda: len(site.reader.looked) == 4)
        site.cameras["south"].give()
        site.cameras["north"].give()
        wait_until(lambda: len(site.reader.looked) == 6)
    assert site.reader.looked[:3] == [("north", 3), ("south", 3), ("east", 3)]
    counts = {lane.lane_id: lane for lane in site.engine.lane_counts()}
    assert (counts["north"].frame_count, counts["north"].skipped_count) == (4, 2)


def test_a_lane_tells_its_health_when_it_changes_and_once_a_second(site: Site) -> None:
    def last() -> LaneState:
        return site.ears.states[-1]

    site.frame()
    site.hands.advance(1000)
    wait_until(lambda: site.ears.states and last().connection is Connection.LIVE)
    wait_until(lambda: last().barrier is BarrierPosition.CLOSED)
    site.hands.advance(2500)
    wait_until(lambda: last().connection is Connection.STALLED)
    assert "automatic opening is suspended" in last().problem
    site.cameras["north"].report(CameraState("north", Connection.OFFLINE, "camera is silent"))
    wait_until(lambda: last().connection is Connection.OFFLINE)
    assert last().problem == "camera is silent"
    count = len(site.ears.states)
    site.hands.advance(1000)
    wait_until(lambda: len(site.ears.states) > count)


def test_the_frame_rate_is_measured_over_the_last_second(site: Site) -> None:
    for _ in range(4):
        site.frame(ms=250)
    site.hands.advance(10)
    wait_until(lambda: site.ears.states and site.ears.states[-1].fps > 0)
    assert site.ears.states[-1].fps == pytest.approx(4.0, abs=0.1)


def test_stopping_records_what_waits_and_leaves_no_thread(
    store: FailingStore, registered: None, database: Engine
) -> None:
    before = set(threading.enumerate())
    site = Site(store)
    site.start()
    site.wait_for_review()
    site.engine.stop()
    (decision,) = recent_decisions(database, 5)
    assert (decision.outcome, decision.decided_by) == (Outcome.REJECTED, "policy")
    assert decision.note == "no answer before the console stopped"
    assert site.barrier.opened == []
    assert set(threading.enumerate()) <= before
    counts = site.engine.counts()
    assert (counts.automatic_count, counts.review_count) == (0, 1)
    assert (counts.decision_count, counts.recorded_count) == (1, 1)
    assert counts.read_count == 8
    assert counts.passage_count == 1


def test_stopping_drains_the_recorder_and_opens_nothing_any_more(
    store: FailingStore, registered: None, database: Engine
) -> None:
    site = Site(store)
    site.start()
    store.may_record.clear()
    site.show(PLATE, 3)
    wait_until(lambda: store.attempts == 1)
    stopper = threading.Thread(target=site.engine.stop)
    stopper.start()
    wait_until(lambda: site.engine._desk.closed)
    store.may_record.set()
    stopper.join()
    assert count_decisions(database) == 1
    assert site.ears.recorded[0].outcome is Outcome.ACCEPTED
    assert site.barrier.opened == []


@pytest.mark.usefixtures("warnings_expected")
def test_what_could_not_be_recorded_before_stopping_is_told(
    store: FailingStore, registered: None
) -> None:
    site = Site(store)
    site.start()
    site.show(PLATE, 2)
    store.broken = True
    site.frame()
    wait_until(lambda: site.store.attempts)
    stopper = threading.Thread(target=site.engine.stop)
    stopper.start()
    while stopper.is_alive():
        site.hands.advance(100)
        stopper.join(0.01)
    assert "1 decisions could not be recorded" in site.ears.faults[-1].message


def test_latencies_of_the_way_are_measured(site: Site) -> None:
    site.show(PLATE, 3)
    wait_until(lambda: site.barrier.opened)
    wait_until(
        lambda: (
            {one.name for one in site.engine.latencies.summary()}
            == {"commit", "frame_to_read", "stop_to_open"}
        )
    )
    stop_to_open = {one.name: one for one in site.engine.latencies.summary()}["stop_to_open"]
    assert stop_to_open.max_ms == pytest.approx(500.0)


def test_a_person_is_asked_within_seconds_and_once_of_each_vehicle_it_is_measured(
    site: Site,
) -> None:
    """The vehicle that a person lets in is none of those that opened by themselves."""
    passage_id = site.wait_for_review()
    site.show("MH12XY9875", 4, confidence=0.5)
    site.engine.confirm(passage_id, STRANGER, "known_person")
    wait_until(lambda: site.barrier.opened)
    by_name = {one.name: one for one in site.engine.latencies.summary()}
    assert "stop_to_open" not in by_name
    assert by_name["stop_to_ask"].count == 1
    assert 1000 <= by_name["stop_to_ask"].max_ms <= 2000


@pytest.mark.usefixtures("warnings_expected")
def test_a_lane_without_a_barrier_says_so_when_it_is_asked_to_open(
    store: FailingStore, registered: None, database: Engine
) -> None:
    hands, ears, reader = HandClock(), Ears(), ScriptedReader()
    camera = FakeCamera("north", hands)
    engine = GateEngine(
        [LaneSetup("north", "North", camera.open)],
        load_recogniser=lambda: reader,
        fuse=fuse_passage,
        store=store,
        listener=ears,
        settings=GateSettings(DeskSettings("0.1.0")),
        attendant=lambda: "Meera",
        clock=hands.clock,
    )
    with engine:
        engine.open_barrier("north")
        engine.hold_barrier("north")
        wait_until(lambda: len(ears.faults) == 2)
    assert {fault.message for fault in ears.faults} == {"no barrier is set up for this lane"}
    assert count_decisions(database) == 0
