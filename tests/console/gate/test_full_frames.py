"""Evidence at full size: a real agent that streams less than it keeps, behind a real gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.gate.collected import Passage
from console.gate.decisions import Recording
from console.gate.full_frames import FullFrames
from console.gate.lanes import lane_frame
from console.gate.passages import Step
from console.gate.types import LaneFrame, Reason, Verdict, VerdictKind
from db.records import DecisionRecord, Outcome
from pi_bridge.agent.server import AgentServer, ServerSettings
from pi_bridge.agent.settings import StreamSettings
from pi_bridge.client.decode import decode_jpeg
from pi_bridge.client.evidence import FrameFetcher, FrameNotKeptError, KeptFrame
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.types import CameraFrame
from tests.support.mjpeg import ShadesSource
from tests.support.reads import make_read
from tests.support.waiting import wait_until

NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def agent() -> Iterator[AgentServer]:
    settings = ServerSettings(stream=StreamSettings(width_px=160))
    with AgentServer("north", ShadesSource(20, 640, 480), settings=settings) as server:
        yield server


@pytest.fixture
def seen(agent) -> Iterator[LaneFrame]:
    slot: LatestSlot[CameraFrame] = LatestSlot()
    with CameraReader("north", agent.stream_url, [slot]):
        frame = slot.take(timeout_s=10)
        assert frame is not None
        yield lane_frame(frame)


def decision(seen: LaneFrame, passage_id: str = "p1") -> Recording:
    record = DecisionRecord(
        decision_id="d1",
        passage_id=passage_id,
        lane_id="north",
        outcome=Outcome.ACCEPTED,
        verdict="open",
        reason="registered",
        observed_plate="KA01AB1234",
        resolved_plate="KA01AB1234",
        confidence=0.9,
        characters=(),
        decided_by="policy",
        decided_at=NOW,
        passage_started_at=NOW,
        evidence=None,
        plate_box_px=(10.0, 20.0, 30.0, 8.0),
        weights_version="",
        software_version="",
    )
    return Recording(record, seen)


def step(seen: LaneFrame, passage_id: str = "p1") -> Step:
    verdict = Verdict(VerdictKind.REVIEW, Reason.UNSETTLED)
    read = make_read("KA01AB1234")
    return Step(
        Passage(
            passage_id, "north", "North", NOW, read, seen, verdict, 0, decided=False, left=False
        )
    )


class Counting:
    """A keeper that counts what is fetched from the real one, or says what it is told to."""

    def __init__(self, url: str, instead: KeptFrame | None = None, *, away: bool = False) -> None:
        self.fetched: list[int] = []
        self._fetcher = FrameFetcher(url)
        self._instead = instead
        self._away = away

    def fetch(self, sequence: int) -> KeptFrame:
        self.fetched.append(sequence)
        if self._away:
            raise FrameNotKeptError(f"frame {sequence}: agent is silent")
        return self._instead or self._fetcher.fetch(sequence)


@pytest.fixture
def recorded() -> list[Recording]:
    return []


@pytest.fixture
def started(agent, recorded):
    running: list[FullFrames] = []

    def start(keeper: Counting) -> FullFrames:
        full = FullFrames("north", keeper, recorded.append)
        full.start()
        running.append(full)
        return full

    yield start
    for one in running:
        one.stop()


def test_the_frame_that_was_read_is_recorded_at_full_size(agent, seen, started, recorded):
    assert seen.frame.pixels.shape == (120, 160, 3)
    assert seen.is_reduced
    started(Counting(agent.url)).record(decision(seen))
    wait_until(lambda: recorded)
    evidence = recorded[0].evidence
    assert evidence is not None
    assert decode_jpeg(evidence.jpeg).shape == (480, 640, 3)
    assert evidence.jpeg == FrameFetcher(agent.url).fetch(seen.frame.sequence).jpeg
    assert evidence.frame is seen.frame
    assert recorded[0].decision.plate_box_px == (40.0, 80.0, 120.0, 32.0)


def test_what_may_become_evidence_is_fetched_before_it_is_out_of_the_ring(
    agent, seen, started, recorded
):
    keeper = Counting(agent.url)
    full = started(keeper)
    for _ in range(5):
        full.want(step(seen))
    wait_until(lambda: full._kept)
    agent.stop()
    full.record(decision(seen))
    wait_until(lambda: recorded)
    assert keeper.fetched == [seen.frame.sequence]
    assert len(recorded[0].evidence.jpeg) > len(seen.jpeg)


def test_a_person_is_shown_the_frame_that_was_read_at_full_size(agent, seen, started):
    full = started(Counting(agent.url))
    assert full.picture("p1", seen) is None  # nobody has asked about it
    full.want(step(seen))
    shown = full.picture("p1", seen)
    assert shown == FrameFetcher(agent.url).fetch(seen.frame.sequence).jpeg
    later = replace(seen, frame=replace(seen.frame, sequence=seen.frame.sequence + 1))
    assert full.picture("p1", later) is None


def test_nobody_is_shown_a_frame_that_cannot_be_had(agent, seen, started):
    full = started(Counting(agent.url, away=True))
    full.want(step(seen))
    assert full.picture("p1", seen) is None


@pytest.mark.parametrize("case", ["another picture", "another run", "away"])
def test_a_frame_that_cannot_be_had_leaves_the_picture_that_was_read(
    agent, seen, started, recorded, case
):
    moment = (seen.captured_ns or 0) + (1 if case == "another run" else 0)
    other = KeptFrame(seen.frame.sequence, b"other", 640, 480, moment)
    keeper = Counting(agent.url, None if case == "away" else other, away=case == "away")
    started(keeper).record(decision(seen))
    wait_until(lambda: recorded)
    assert recorded[0] == decision(seen) or recorded[0].evidence is seen
    assert recorded[0].decision.plate_box_px == (10.0, 20.0, 30.0, 8.0)


def test_a_frame_that_was_streamed_whole_is_not_fetched(agent, seen, started, recorded):
    whole = LaneFrame(seen.frame, seen.jpeg, seen.captured_ns)
    keeper = Counting(agent.url)
    full = started(keeper)
    full.want(step(whole))
    full.record(decision(whole))
    wait_until(lambda: recorded)
    assert recorded[0].evidence is whole
    assert keeper.fetched == []


def test_what_waits_is_recorded_before_the_thread_ends(agent, seen, started, recorded):
    full = started(Counting(agent.url))
    for number in range(5):
        full.record(decision(seen, f"p{number}"))
    full.stop()
    assert [one.decision.passage_id for one in recorded] == [f"p{number}" for number in range(5)]
