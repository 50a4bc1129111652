from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import Engine

from console.gate.clock import Clock
from console.gate.collected import Passage
from console.gate.decisions import Provenance, Recording, Ruling, decision_on_passage
from console.gate.latencies import Latencies
from console.gate.recorder import Recorder, RecorderSettings
from console.gate.types import LaneFrame, Reason, Verdict, VerdictKind
from db.evidence import EvidenceFolder
from db.queries import count_decisions, recent_decisions
from db.records import DecisionRecord, Outcome
from tests.support.gate import START, FailingStore, make_lane_frame
from tests.support.reads import make_read
from tests.support.waiting import wait_until


def recording(number: int = 1) -> Recording:
    seen = make_lane_frame(number, 0)
    read = make_read("KA01AB1234", 0.97, alternatives={5: ("8", 0.02)})
    passage = Passage(
        passage_id=f"passage-{number}",
        lane_id="north",
        lane_name="North",
        started_at=START,
        read=read,
        evidence=seen,
        verdict=Verdict(VerdictKind.OPEN, Reason.REGISTERED),
        still_since_ns=0,
        decided=False,
        left=False,
    )
    ruling = Ruling(Outcome.ACCEPTED, "KA01AB1234", "policy", START)
    return Recording(decision_on_passage(passage, ruling, Provenance("w1", "0.1")), seen)


@dataclass
class Told:
    recorded: list[DecisionRecord] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def make_recorder(store: FailingStore, told: Told) -> Callable[[], Recorder]:
    def make() -> Recorder:
        return Recorder(
            store,
            on_recorded=told.recorded.append,
            on_failed=lambda _, problem: told.failed.append(problem),
            latencies=Latencies(),
            clock=Clock(),
            settings=RecorderSettings(0.005, 0.02, drain_s=0.3),
        )

    return make


def test_a_decision_and_its_evidence_are_on_disk_when_it_is_told(
    make_recorder: Callable[[], Recorder], told: Told, database: Engine, evidence: EvidenceFolder
) -> None:
    one = recording()
    with make_recorder() as recorder:
        recorder.record(one)
        wait_until(lambda: told.recorded)
        (stored,) = recent_decisions(database, 5)
    assert stored == told.recorded[0]
    assert stored == replace(one.decision, evidence=stored.evidence)
    assert stored.evidence is not None
    assert evidence.load(stored.evidence.sha256) == b"jpeg north 1"
    assert stored.observed_plate == "KA01AB1234"
    assert stored.characters[5].alternatives == (("8", 0.02),)
    assert stored.plate_box_px == (500.0, 400.0, 180.0, 45.0)


@pytest.mark.usefixtures("warnings_expected")
def test_an_outage_loses_nothing_keeps_the_order_and_is_told_once(
    make_recorder: Callable[[], Recorder], told: Told, store: FailingStore
) -> None:
    store.broken = True
    with make_recorder() as recorder:
        for number in (1, 2, 3):
            recorder.record(recording(number))
        wait_until(lambda: store.attempts >= 4)
        assert told.recorded == []
        assert recorder.pending_count == 3
        store.broken = False
        wait_until(lambda: len(told.recorded) == 3)
    assert [one.passage_id for one in told.recorded] == ["passage-1", "passage-2", "passage-3"]
    assert told.failed == ["audit log: disk full; free some space"]


def test_stopping_records_what_is_queued(
    make_recorder: Callable[[], Recorder], told: Told, store: FailingStore, database: Engine
) -> None:
    recorder = make_recorder()
    for number in range(20):
        recorder.record(recording(number))
    recorder.start()
    assert recorder.stop() == ()
    assert len(told.recorded) == count_decisions(database) == 20


@pytest.mark.usefixtures("warnings_expected")
def test_what_cannot_be_recorded_before_the_end_is_named(
    make_recorder: Callable[[], Recorder],
    store: FailingStore,
    database: Engine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store.broken = True
    recorder = make_recorder()
    recorder.start()
    recorder.record(recording())
    (lost,) = recorder.stop()
    assert lost.passage_id == "passage-1"
    assert "not recorded when the console stopped" in caplog.text
    assert lost.decision_id in caplog.text
    assert count_decisions(database) == 0


@pytest.mark.usefixtures("warnings_expected")
def test_a_decision_that_the_store_refuses_for_good_does_not_block_the_next(
    make_recorder: Callable[[], Recorder], told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = recording(1), recording(2)
    other = replace(first, decision=replace(first.decision, note="another story"))
    with make_recorder() as recorder:
        for one in (first, other, second):
            recorder.record(one)
        wait_until(lambda: len(told.recorded) == 2)
    assert "recorded already with other contents" in told.failed[0]
    assert "another story" in caplog.text


@pytest.mark.usefixtures("warnings_expected")
def test_a_fault_of_ours_does_not_block_the_next_decision(
    make_recorder: Callable[[], Recorder], told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Recording(replace(recording().decision, confidence="much"), None)  # type: ignore[arg-type]
    with make_recorder() as recorder:
        recorder.record(broken)
        recorder.record(recording(2))
        wait_until(lambda: told.recorded)
    assert told.failed[0].startswith("internal fault")
    assert "Traceback" in caplog.text


def test_a_recorder_that_was_never_started_can_be_stopped(
    make_recorder: Callable[[], Recorder],
) -> None:
    assert make_recorder().stop() == ()


def test_a_frame_without_evidence_is_recorded_as_such(
    make_recorder: Callable[[], Recorder], told: Told
) -> None:
    no_frame: LaneFrame | None = None
    with make_recorder() as recorder:
        recorder.record(Recording(recording().decision, no_frame))
        wait_until(lambda: told.recorded)
    assert told.recorded[0].evidence is None
