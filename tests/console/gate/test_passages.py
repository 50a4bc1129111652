from __future__ import annotations

import weakref

import pytest

from console.gate.collected import Passage
from console.gate.passages import LanePassages, PassageSettings, Step
from console.gate.policy import PolicySettings, decide
from console.gate.registry import VehicleIndex
from console.gate.types import Reason, ReviewItem, Verdict, VerdictKind
from db.records import VehicleKind, VehicleRecord
from pipeline.fusion import fuse_passage
from pipeline.tracker import Motion
from pipeline.types import FrameResult, Pixels, Read
from tests.support.gate import HandClock, make_lane_frame
from tests.support.reads import make_read

PLATE = "KA01AB1234"
STRANGER = "MH12XY9876"
BLOCKED = "DL03CD5555"
VEHICLES = (
    VehicleRecord(PLATE, owner="Asha"),
    VehicleRecord("TN09BZ4711"),
    VehicleRecord(BLOCKED, VehicleKind.BLOCK),
)


class Lane:
    """The passages of a lane whose frames come four times a second."""

    def __init__(self, settings: PassageSettings | None = None) -> None:
        self.clock = HandClock()
        self.index: VehicleIndex | None = VehicleIndex(VEHICLES)
        self.passages = LanePassages(
            "north",
            "North entry",
            fuse=fuse_passage,
            judge=self._judge,
            utc_now=self.clock.utc_now,
            settings=settings,
        )
        self.sequence = 0
        self.pixels: list[weakref.ref[Pixels]] = []
        self.accepted: list[Passage] = []
        self.items: list[ReviewItem] = []
        self.answered: list[str] = []
        self.unanswered: list[Passage] = []

    def _judge(self, read: Read, fresh: bool, _came_ns: int) -> Verdict:
        matches = None if self.index is None else self.index.matches(read)
        return decide(read, matches, self.clock.utc_now(), fresh, PolicySettings())

    def see(self, *reads: Read, times: int = 1, fresh: bool = True) -> Step:
        """Look at as many frames as ``times``, all with these reads."""
        step = Step()
        for _ in range(times):
            self.clock.advance(250)
            self.sequence += 1
            seen = make_lane_frame(self.sequence, self.clock.monotonic_ns())
            self.pixels.append(weakref.ref(seen.frame.pixels))
            step = self._note(self.passages.observe(seen, FrameResult(seen.frame, reads), fresh))
        return step

    def wait(self, ms: float) -> Step:
        self.clock.advance(ms)
        return self._note(self.passages.tick(self.clock.monotonic_ns()))

    def _note(self, step: Step) -> Step:
        self.accepted += step.accepted
        self.items += step.reviews
        self.answered += step.answered
        self.unanswered += step.unanswered
        return step


def read_at(text: str, confidence: float = 0.97, width: float = 180.0) -> Read:
    return make_read(text, confidence, x=60 - width / 20, y=30 + width / 10, width=width)


def unsure_read(confidence: float, width: float = 180.0) -> Read:
    """PLATE with one character that might as well be an 8."""
    each = [0.97] * 8 + [confidence, 0.97]
    second = {8: ("8", confidence - 0.02)}
    return make_read(PLATE, each, x=51, y=48, width=width, alternatives=second)


def test_a_registered_vehicle_is_accepted_once_enough_frames_agree() -> None:
    lane = Lane()
    lane.see(read_at(PLATE), times=2)
    assert lane.accepted == []
    step = lane.see(read_at(PLATE))
    assert [passage.read.text for passage in lane.accepted] == [PLATE]
    assert step.main is not None
    assert step.main.decided
    assert lane.accepted[0].verdict.kind is VerdictKind.OPEN


def test_two_frames_alike_are_enough_where_a_third_misses_a_character_and_all_are_sure() -> None:
    lane = Lane()
    lane.see(read_at(PLATE))
    lane.see(read_at("KA01AB134", 0.6))
    assert lane.accepted == []
    lane.see(read_at(PLATE))
    assert [passage.read.text for passage in lane.accepted] == [PLATE]


def test_three_frames_alike_that_are_not_sure_enough_together_open_nothing() -> None:
    lane = Lane()
    each = [0.97] * 8 + [0.75, 0.97]
    lane.see(make_read(PLATE, each, x=51, y=48, alternatives={8: ("8", 0.24)}), times=8)
    main = lane.passages.main
    assert main is not None
    assert PolicySettings().min_confidence <= main.read.weakest_confidence
    assert main.read.weakest_confidence < PassageSettings().min_confidence
    assert lane.accepted == []
    assert [item.verdict.reason for item in lane.items] == [Reason.UNSETTLED]


def test_what_frames_say_together_must_be_surer_than_one_picture_by_the_policy_of_the_site() -> (
    None
):
    asked = [PassageSettings.beside(wanted).min_confidence for wanted in (0.5, 0.8, 0.95, 1.0)]
    assert asked == pytest.approx([0.578, 0.885, 0.982, 1.0], abs=0.002)
    assert PassageSettings().min_confidence == pytest.approx(asked[1], abs=0.01)


def test_the_tile_is_told_how_certainty_grows_until_the_barrier_may_open() -> None:
    lane = Lane()
    told = []
    for confidence, width in ((0.55, 60), (0.7, 80), (0.8, 100), (0.9, 130), (0.95, 160)):
        step = lane.see(read_at(PLATE, confidence, width=width))
        assert step.main is not None
        told.append((step.main.read.confidence, step.main.verdict.kind, step.main.decided))
    confidences = [confidence for confidence, _, _ in told]
    assert confidences == sorted(confidences)
    assert confidences[0] < 0.6
    assert confidences[-1] > 0.85
    assert told[0][1:] == (VerdictKind.REVIEW, False)
    assert told[-1][1:] == (VerdictKind.OPEN, True)


def test_one_passage_gets_one_automatic_decision_however_long_it_stays() -> None:
    lane = Lane()
    lane.see(read_at(PLATE), times=200)
    assert len(lane.accepted) == 1
    assert lane.items == []
    assert lane.passages.passage_count == 1


def test_until_frames_agree_an_open_of_the_policy_is_only_a_question() -> None:
    step = Lane().see(read_at(PLATE))
    assert step.main is not None
    assert step.main.verdict.kind is VerdictKind.REVIEW
    assert step.main.verdict.reason is Reason.UNSETTLED
    assert step.main.verdict.matches[0].vehicle.owner == "Asha"


def test_a_far_and_small_first_read_does_not_win() -> None:
    lane = Lane()
    for i in range(6):
        lane.see(read_at("TN09BZ4711", 0.55, width=30 + i))
    for i in range(4):
        lane.see(read_at("TN09BZ4717", 0.97, width=60 + 25 * i))
    assert lane.accepted == []
    step = lane.see(times=0)
    main = lane.passages.main
    assert step is not None
    assert main is not None
    assert main.read.text == "TN09BZ4717"


def test_a_plate_too_small_to_trust_opens_nothing() -> None:
    lane = Lane()
    lane.see(read_at(PLATE, width=40), times=20)
    assert lane.accepted == []
    assert lane.items[0].verdict.reason is Reason.UNSETTLED


def test_the_evidence_is_the_frame_that_was_read() -> None:
    lane = Lane()
    lane.see(read_at(PLATE, 0.90))
    best = read_at(PLATE, 0.99)
    lane.see(best)
    lane.see(read_at(PLATE, 0.85))
    (passage,) = lane.accepted
    assert passage.read.plate_pixels is best.plate_pixels
    assert passage.evidence.jpeg == b"jpeg north 2"
    assert passage.evidence.frame.sequence == 2


def test_a_stranger_that_stands_comes_up_for_review_after_the_patience() -> None:
    lane = Lane()
    lane.see(read_at(STRANGER), times=5)
    assert lane.items == []
    lane.see(read_at(STRANGER))
    (item,) = lane.items
    assert item.verdict.reason is Reason.NOT_REGISTERED
    assert (item.lane_id, item.lane_name, item.vehicle_left) == ("north", "North entry", False)


def test_the_same_question_is_not_asked_again_with_every_frame() -> None:
    lane = Lane()
    same = read_at(STRANGER)
    lane.see(same, times=40)
    assert len(lane.items) == 1


def test_a_vehicle_that_stands_comes_up_for_review_even_when_the_camera_falls_silent() -> None:
    lane = Lane()
    lane.see(read_at(STRANGER), times=5)
    assert lane.items == []
    lane.wait(2000)
    assert len(lane.items) == 1


def test_a_better_read_replaces_the_question_in_place() -> None:
    lane = Lane()
    lane.see(unsure_read(0.4), times=8)
    lane.see(unsure_read(0.41))
    assert len(lane.items) == 1
    lane.see(unsure_read(0.5, width=240))
    first, second = lane.items
    assert first.passage_id == second.passage_id
    assert first.since_ns == second.since_ns
    assert second.read.plate.box.width == 240
    assert second.evidence.frame.sequence > first.evidence.frame.sequence


def test_a_later_sure_read_takes_the_passage_out_of_the_queue() -> None:
    lane = Lane()
    lane.see(read_at("KA01A81Z34", 0.35), times=8)
    assert lane.items[0].verdict.kind is VerdictKind.REVIEW
    lane.see(read_at(PLATE, 0.99), times=6)
    assert lane.answered == [lane.items[0].passage_id]
    assert [passage.passage_id for passage in lane.accepted] == lane.answered
    assert lane.passages.waiting_count == 0


def test_a_blocked_vehicle_comes_up_as_soon_as_frames_agree() -> None:
    lane = Lane()
    for i in range(3):
        lane.see(read_at(BLOCKED, width=80 + 25 * i))
    (item,) = lane.items
    assert (item.verdict.kind, item.verdict.reason) == (VerdictKind.REFUSE, Reason.BLOCKED)
    assert lane.accepted == []


def test_a_vehicle_that_left_unanswered_stays_in_the_queue_as_gone() -> None:
    lane = Lane()
    lane.see(read_at(STRANGER), times=8)
    lane.see(times=12)
    assert [item.vehicle_left for item in lane.items] == [False, True]
    assert lane.passages.is_waiting(lane.items[0].passage_id)
    assert lane.passages.main is None


def test_a_vehicle_that_drove_past_undecided_becomes_a_question() -> None:
    lane = Lane()
    for i in range(3):
        lane.see(read_at(STRANGER, width=80 + 30 * i))
    lane.see(times=12)
    (item,) = lane.items
    assert item.vehicle_left


def test_a_vehicle_misread_until_it_came_near_is_asked_about_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lane = Lane()
    with caplog.at_level("INFO", "recognition"):
        for i in range(4):
            lane.see(make_read("XX99YY0000", 0.9, x=60, y=0, width=60 + i))
        for i in range(4):
            lane.see(make_read(STRANGER, 0.97, x=60, y=40, width=70 + 25 * i))
        lane.see(make_read(STRANGER, 0.97, x=60, y=40, width=145), times=12)
    assert [item.read.text for item in lane.items] == [STRANGER]
    assert "was read as XX99YY0000 until it came near" in caplog.text


def test_a_question_is_closed_when_its_vehicle_comes_out_from_behind_the_boom_and_is_let_in() -> (
    None
):
    lane = Lane()
    for _ in range(30):
        lane.see(make_read("KAQ1AB1234", 0.7, x=60, y=5, width=45))
    (question,) = lane.items
    lane.see(times=10)
    lane.see(make_read(PLATE, 0.97, x=200, y=60, width=150), times=6)
    lane.see(times=12)
    assert lane.answered == [question.passage_id]
    assert [passage.read.text for passage in lane.accepted] == [PLATE]
    assert lane.passages.waiting_count == 0


def test_a_vehicle_that_comes_nearer_may_stay_unsure_for_longer() -> None:
    lane = Lane()
    for step in range(40):
        width = 60 * 1.06**step
        nearest = make_read(STRANGER, 0.5, x=60, y=20 + width, width=width)
        lane.see(nearest)
    assert lane.items == []
    lane.see(nearest, times=10)
    assert len(lane.items) == 1


def test_a_frame_without_the_plate_does_not_end_the_passage() -> None:
    lane = Lane()
    lane.see(read_at(STRANGER), times=5)
    step = lane.see()
    assert step.main is not None
    lane.see(times=2)
    lane.wait(10)
    assert len(lane.items) == 1
    assert not lane.items[0].vehicle_left


def test_a_single_doubtful_glimpse_is_counted_and_logged_but_not_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lane = Lane()
    with caplog.at_level("INFO", "recognition"):
        lane.see(make_read("SHOP", 0.5, rejection="too small"))
        lane.see(times=12)
    assert lane.items == []
    assert lane.passages.unread_count == 1
    assert "'SHOP' with 0.50 (too small)" in caplog.text


def test_set_aside_reads_come_up_as_unreadable_when_there_is_nothing_better() -> None:
    lane = Lane()
    lane.see(make_read("", rejection="no characters"), times=8)
    (item,) = lane.items
    assert item.verdict.reason is Reason.UNREADABLE


def test_a_wall_that_the_detector_is_not_sure_of_is_logged_but_never_asked_about(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lane = Lane()
    wall = make_read("WWWWHHH", 0.4, rejection="characters too uncertain", detected=0.55)
    with caplog.at_level("INFO", "recognition"):
        lane.see(wall, times=60)
        lane.see(times=12)
    assert lane.items == []
    assert lane.passages.unread_count == 1
    assert "characters too uncertain" in caplog.text


def wall(detected: float = 0.6, text: str = "M5I") -> Read:
    """A row of windows beside the lane, wider than any plate, taken for one again and again."""
    said = "characters too uncertain"
    return make_read(text, 0.3, x=98, y=224, width=180, rejection=said, detected=detected)


def test_scenery_wider_than_a_plate_does_not_keep_vehicles_from_being_let_in() -> None:
    lane = Lane()
    lane.see(wall(), times=28)
    assert lane.passages.main is None
    step = lane.see(wall(text="AI1"), make_read(PLATE, x=580, y=500, width=100), times=3)
    assert [passage.read.text for passage in lane.accepted] == [PLATE]
    assert step.main is not None
    assert step.main.read.text == PLATE


def test_one_sure_look_of_the_detector_at_scenery_is_no_question() -> None:
    lane = Lane()
    for detected in (0.6, 0.7, 0.85, 0.65, 0.6):
        lane.see(wall(detected), times=2)
    lane.see(wall(), times=40)
    assert lane.items == []


def test_scenery_that_a_lorry_hid_is_known_again_at_once() -> None:
    lane = Lane()
    lane.see(wall(), times=28)
    lane.see(times=48)
    lane.see(wall(text="L61"), times=6)
    lane.see(wall(text="CII"), make_read(PLATE, x=580, y=500, width=100), times=3)
    assert len(lane.accepted) == 1


def test_a_dirty_plate_that_came_to_the_barrier_keeps_the_lane_however_long_it_stands() -> None:
    """An opening for the vehicle behind would let the first one in."""
    lane = Lane()
    dirty = "characters too uncertain"
    for width in (60, 75, 90, 110, 130, 150, 165, 180):
        lane.see(make_read("X", 0.3, x=600 - width, y=width, width=width, rejection=dirty))
    front = make_read("X", 0.3, x=420, y=180, width=180, rejection=dirty, detected=0.6)
    behind = make_read(PLATE, x=700, y=60, width=90)
    lane.see(front, behind, times=80)
    assert lane.accepted == []
    main = lane.passages.main
    assert main is not None
    assert main.read.text == "X"


def test_a_waiting_passage_that_left_keeps_the_pixels_of_its_evidence_alone() -> None:
    lane = Lane()
    for step in range(8):
        lane.see(unsure_read(0.4 + step / 100))
    lane.see(times=12)
    lane.items = lane.items[-1:]  # a window shows the newest question alone
    (item,) = lane.items
    assert item.vehicle_left
    alive = [pixels() for pixels in lane.pixels if pixels() is not None]
    assert len(alive) == 1
    assert alive[0] is item.evidence.frame.pixels


def test_a_set_aside_read_does_not_spoil_the_passage() -> None:
    lane = Lane()
    for _ in range(3):
        lane.see(make_read("", rejection="no characters", x=51, y=48))
        lane.see(read_at(PLATE))
    assert [passage.read.text for passage in lane.accepted] == [PLATE]


def test_a_person_decides_a_waiting_passage_once() -> None:
    lane = Lane()
    lane.see(read_at(STRANGER), times=8)
    passage_id = lane.items[0].passage_id
    passage = lane.passages.settle(passage_id)
    assert passage is not None
    assert passage.read.text == STRANGER
    assert lane.passages.settle(passage_id) is None
    lane.see(read_at(STRANGER), times=20)
    assert len(lane.items) == 1


def test_what_a_person_decided_is_not_decided_again_by_the_policy() -> None:
    lane = Lane()
    lane.see(unsure_read(0.4), times=8)
    assert lane.passages.settle(lane.items[0].passage_id) is not None
    lane.see(read_at(PLATE, 0.99), times=8)
    assert lane.accepted == []


def test_the_vehicle_in_front_can_be_settled_before_it_is_a_question() -> None:
    lane = Lane()
    lane.see(read_at(STRANGER))
    passage = lane.passages.settle_main()
    assert passage is not None
    assert passage.read.text == STRANGER
    lane.see(read_at(STRANGER), times=10)
    assert lane.items == []


def test_an_empty_road_has_nothing_to_settle() -> None:
    lane = Lane()
    assert lane.passages.settle_main() is None
    lane.see(read_at(PLATE), times=3)
    lane.see(times=12)
    assert lane.passages.settle_main() is None


def test_the_vehicle_behind_opens_nothing_while_the_first_one_is_in_front() -> None:
    lane = Lane()
    lane.see(read_at(PLATE), times=3)
    behind = make_read("TN09BZ4711", x=60, y=5, width=70)
    lane.see(read_at(PLATE), behind, times=10)
    assert [passage.read.text for passage in lane.accepted] == [PLATE]
    lane.see(behind)
    assert [passage.read.text for passage in lane.accepted] == [PLATE, "TN09BZ4711"]


def test_a_parked_vehicle_does_not_keep_others_from_being_let_in() -> None:
    lane = Lane()
    lane.see(read_at(PLATE), times=100)
    mover = make_read("TN09BZ4711", x=60, y=5, width=70)
    lane.see(read_at(PLATE), mover, times=4)
    assert [passage.read.text for passage in lane.accepted] == [PLATE, "TN09BZ4711"]


def test_a_parked_vehicle_that_was_hidden_for_a_minute_opens_nothing_anew() -> None:
    lane = Lane()
    lane.see(read_at(PLATE), times=100)
    main = lane.passages.main
    assert main is not None
    assert main.parked
    lane.see(times=240)
    lane.see(read_at(PLATE), times=20)
    assert len(lane.accepted) == 1
    assert lane.passages.passage_count == 1


def test_a_vehicle_that_stood_for_long_drove_off_and_came_back_is_let_in_again() -> None:
    lane = Lane()
    lane.see(read_at(PLATE), times=100)
    for step in range(4):
        lane.see(make_read(PLATE, x=500, y=400 + 40 * step, width=180 + 30 * step))
    lane.see(times=240)
    for step in range(6):
        lane.see(make_read(PLATE, x=500, y=200 + 40 * step, width=60 + 24 * step))
    lane.see(read_at(PLATE), times=4)
    assert [passage.read.text for passage in lane.accepted] == [PLATE, PLATE]


def test_a_passage_knows_how_its_vehicle_moves_and_remembers_it_when_it_stands() -> None:
    lane = Lane()
    lane.see(read_at(STRANGER))
    main = lane.passages.main
    assert main is not None
    assert (main.direction, main.parked) == (Motion.UNKNOWN, False)
    for step in range(5):
        lane.see(make_read(STRANGER, x=500, y=400 + 20 * step, width=180 + 20 * step))
    lane.see(make_read(STRANGER, x=500, y=480, width=260), times=10)
    main = lane.passages.main
    assert main is not None
    assert main.direction is Motion.APPROACHING
    for step in range(6):
        lane.see(make_read(STRANGER, x=500, y=480 - 40 * step, width=260 - 30 * step))
    main = lane.passages.main
    assert main is not None
    assert main.direction is Motion.LEAVING


def test_a_stale_lane_opens_nothing_and_opens_when_it_is_live_again() -> None:
    lane = Lane()
    lane.see(read_at(PLATE), times=5, fresh=False)
    assert lane.accepted == []
    main = lane.passages.main
    assert main is not None
    assert main.verdict.reason is Reason.STALE_PICTURE
    lane.see(read_at(PLATE))
    assert len(lane.accepted) == 1


def test_a_registry_that_comes_back_lets_the_vehicle_in() -> None:
    lane = Lane()
    lane.index = None
    lane.see(read_at(PLATE), times=8)
    assert lane.items[0].verdict.reason is Reason.REGISTRY_UNAVAILABLE
    lane.index = VehicleIndex(VEHICLES)
    lane.see(read_at(PLATE))
    assert len(lane.accepted) == 1


def test_a_vehicle_that_drives_away_opens_nothing() -> None:
    lane = Lane()
    for width in (180, 140, 110, 90, 80):
        lane.see(read_at(PLATE, 0.75 if width > 150 else 0.97, width=width))
    assert lane.accepted == []


def test_the_oldest_questions_beyond_the_limit_are_settled_without_an_answer() -> None:
    lane = Lane(PassageSettings(max_waiting=2))
    for text in ("MH12XY9876", "GJ05KL2222", "RJ14PQ8888"):
        lane.see(read_at(text), times=8)
        lane.see(times=12)
    assert [passage.read.text for passage in lane.unanswered] == ["MH12XY9876"]
    assert lane.passages.waiting_count == 2


def test_giving_up_settles_everything_that_waits() -> None:
    lane = Lane()
    lane.see(read_at(STRANGER), times=8)
    assert [passage.read.text for passage in lane.passages.give_up()] == [STRANGER]
    assert lane.passages.waiting_count == 0
    assert lane.passages.give_up() == ()


def test_memory_of_a_passage_is_bounded_whatever_is_read() -> None:
    lane = Lane(PassageSettings(agreeing_count=10**6))
    for number in range(150):
        lane.see(read_at(f"KA01AB{number:04d}", 0.5))
    collected = next(iter(lane.passages._tracks.values()))
    assert len(collected._texts) <= 64
    assert len(collected._kept) == 5
