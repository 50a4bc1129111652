from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry import iou
from pipeline.tracker import (
    Motion,
    TrackedRead,
    Tracker,
    may_be_the_same,
    shift_in_widths,
    text_similarity,
)
from pipeline.types import Box, Read
from tests.support.reads import make_read

MS = 1_000_000
WIDTH = 1280


class Road:
    """A tracker whose frames come every so often."""

    def __init__(self, every_ms: int = 250) -> None:
        self.tracker = Tracker()
        self.now_ns = 5_000 * MS
        self.every_ns = every_ms * MS
        self.left: list[int] = []
        self.forgotten: list[int] = []

    def see(
        self,
        *reads: Read,
        after_ms: int | None = None,
        parked: frozenset[int] = frozenset(),
    ) -> tuple[TrackedRead, ...]:
        self.now_ns += self.every_ns if after_ms is None else after_ms * MS
        update = self.tracker.update(reads, self.now_ns, WIDTH, parked)
        self.left += update.left
        self.forgotten += update.forgotten
        return update.reads

    def ids(self, *reads: Read) -> list[int]:
        return [tracked.track_id for tracked in self.see(*reads)]


def test_an_approaching_vehicle_is_one_track_and_grows() -> None:
    road = Road()
    seen = [
        road.see(make_read("KA01AB1234", 0.5 + i * 0.05, x=600 - 8 * i, y=200 + 30 * i, width=w))[0]
        for i, w in enumerate([60, 75, 95, 120, 150])
    ]
    assert {tracked.track_id for tracked in seen} == {1}
    assert seen[-1].motion is Motion.APPROACHING
    assert seen[-1].still_since_ns == road.now_ns


def test_a_fast_vehicle_is_followed_by_its_text() -> None:
    road = Road(500)
    assert road.ids(make_read("KA01AB1234", x=600, y=150, width=80)) == [1]
    assert road.ids(make_read("KA01A81234", x=560, y=360, width=150)) == [1]


def test_a_vehicle_misread_from_afar_keeps_its_track_while_it_comes_near() -> None:
    road = Road()
    texts = ["X4GBTCNHT9", "NK3MBSJ728", "DL34TIJ7P8", "DL63WS5762", "DL03WS3762"]
    for i, text in enumerate(texts):
        confidence, width = 0.2 + 0.15 * i, 50.0 + 15 * i
        read = make_read(text, confidence, x=600 - 30 * i, y=200 + 60 * i, width=width)
        assert road.ids(read) == [1]


def test_a_vehicle_that_comes_to_rest_stands_since_its_first_still_frame() -> None:
    road = Road()
    road.see(make_read("KA01AB1234", x=500, y=250, width=120))
    road.see(make_read("KA01AB1234", x=500, y=400, width=180))
    stopped_ns = road.now_ns
    for _ in range(4):
        (tracked,) = road.see(make_read("KA01AB1234", x=501, y=400, width=181))
    assert tracked.motion is Motion.STANDING
    assert tracked.still_since_ns == stopped_ns


def test_a_vehicle_that_drives_away_shrinks() -> None:
    road = Road()
    for i, width in enumerate([180, 150, 120]):
        (tracked,) = road.see(make_read("KA01AB1234", x=500 + 10 * i, y=400 - 50 * i, width=width))
    assert tracked.motion is Motion.LEAVING


def test_absence_of_more_than_the_gap_makes_the_track_leave_once() -> None:
    road = Road()
    road.see(make_read("KA01AB1234"))
    for _ in range(20):
        road.see()
    assert road.left == [1]


def test_another_text_at_another_place_is_another_vehicle() -> None:
    road = Road()
    assert road.ids(make_read("KA01AB1234", x=500, y=400)) == [1]
    assert road.ids(make_read("MH12XY9876", x=600, y=150, width=80)) == [2]


def test_the_next_vehicle_at_the_same_place_is_another_when_both_were_read_surely() -> None:
    road = Road()
    assert road.ids(make_read("KA01AB1234", 0.97)) == [1]
    assert road.ids(make_read("MH12XY9876", 0.97)) == [2]


def test_an_unsure_reading_at_the_same_place_is_the_same_vehicle() -> None:
    road = Road()
    assert road.ids(make_read("KA01AB1234", 0.97)) == [1]
    assert road.ids(make_read("M812XY987", 0.2)) == [1]
    assert road.ids(make_read("", rejection="no characters")) == [1]


def test_a_vehicle_half_hidden_by_a_post_keeps_its_track_whichever_half_is_seen() -> None:
    road = Road()
    for text in ("KA01AB1234", "B1234", "1234", "KA0", "KA01A", "KA01AB1234"):
        assert road.ids(make_read(text, 0.97)) == [1]


def test_a_half_hidden_plate_of_another_vehicle_is_another_track() -> None:
    road = Road()
    assert road.ids(make_read("KA01AB1234", 0.97)) == [1]
    assert road.ids(make_read("9876", 0.97)) == [2]


def test_a_misread_plate_is_looked_for_where_it_must_have_moved_to() -> None:
    road = Road()
    for i, text in enumerate(["K4OIA8", "X7", "DL3", "88QJ", "Z0P"]):
        assert road.ids(make_read(text, 0.3, x=900 - 65 * i, y=100 + 15 * i, width=50)) == [1]
    assert road.ids() == []
    assert road.ids(make_read("M5", 0.3, x=510, y=190, width=50)) == [1]


def test_a_far_plate_is_another_one_than_what_stands_large_beside_the_road() -> None:
    road = Road()
    windows = make_read("M5I", 0.3, x=98, y=224, width=180)
    assert road.ids(windows) == [1]
    (far,) = road.see(make_read("E453948", 0.5, x=355, y=260, width=32))
    assert far.track_id == 2
    assert far.motion is Motion.UNKNOWN
    assert road.ids(windows) == [1]


def test_how_much_of_its_time_a_plate_was_where_it_was_first_seen() -> None:
    road = Road()
    standing = make_read("M5I", 0.3, x=98, y=224, width=180)
    half_hidden = make_read("", x=161, y=224, width=120)
    gone_on = make_read("M5I", 0.3, x=250, y=240, width=180)
    shares = [road.see(one)[0].place_share for one in (standing, half_hidden, gone_on, gone_on)]
    assert shares == pytest.approx([1.0, 1.0, 2 / 3, 0.5])


def test_a_plate_that_stood_is_not_looked_for_elsewhere() -> None:
    road = Road()
    for _ in range(3):
        assert road.ids(make_read("KA01AB1234", 0.3)) == [1]
    assert road.ids(make_read("9", 0.3, x=900, y=400)) == [2]


@given(
    st.lists(
        st.tuples(
            st.text("ABC0123456789", max_size=8),
            st.floats(0, 1200),
            st.floats(0, 700),
            st.floats(1, 400),
            st.floats(0, 1),
        ),
        max_size=4,
    ).flatmap(lambda first: st.lists(st.just(first) | st.just(first[::-1]), max_size=6)),
    st.lists(st.integers(-500, 5000), min_size=6, max_size=6),
)
def test_every_read_gets_exactly_one_track_and_one_plate_is_the_main_one(
    frames: list[list[tuple[str, float, float, float, float]]], steps: list[int]
) -> None:
    road = Road()
    for frame, step in zip(frames, steps, strict=False):
        reads = [make_read(text, sure, x=x, y=y, width=w) for text, x, y, w, sure in frame]
        seen = road.see(*reads, after_ms=step)
        assert len({tracked.track_id for tracked in seen}) == len(reads)
        assert [tracked.read for tracked in seen] == reads
        assert sum(tracked.main for tracked in seen) == min(1, len(reads))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("YPP7390", "7390", True),
        ("YPP", "YPP7390", True),
        ("YPP", "7390", False),
        ("KA01AB1234", "KA01AB1284", True),
        ("KA01AB1234", "MH12XY9876", False),
        ("1234", "4321", False),
    ],
)
def test_a_text_may_be_the_visible_part_of_another(a: str, b: str, same: bool) -> None:
    assert may_be_the_same(a, b, 0.4) is same
    assert may_be_the_same(b, a, 0.4) is same


def test_a_vehicle_uncovered_again_at_its_place_keeps_its_track() -> None:
    road = Road()
    assert road.ids(make_read("KA01AB1234")) == [1]
    for _ in range(16):
        road.see()
    assert road.left == [1]
    assert road.ids(make_read("KA01AB1234")) == [1]


def test_a_vehicle_that_comes_back_much_later_is_a_new_track() -> None:
    road = Road()
    assert road.ids(make_read("KA01AB1234")) == [1]
    for _ in range(40):
        road.see()
    assert road.forgotten == [1]
    assert road.ids(make_read("KA01AB1234")) == [2]


def test_an_hour_without_pictures_makes_no_vehicle_leave() -> None:
    road = Road()
    road.see(make_read("KA01AB1234"))
    (tracked,) = road.see(make_read("KA01AB1234"), after_ms=3_600_000)
    assert tracked.track_id == 1
    assert road.left == []


def test_a_clock_that_goes_backwards_changes_nothing() -> None:
    road = Road()
    road.see(make_read("KA01AB1234"))
    (tracked,) = road.see(make_read("KA01AB1234"), after_ms=-5_000)
    assert tracked.track_id == 1


def test_two_plates_in_one_frame_are_two_tracks_and_stay_apart() -> None:
    road = Road()
    near, far = make_read("KA01AB1234"), make_read("KA01AB1284", x=560, y=120, width=60)
    assert road.ids(near, far) == [1, 2]
    assert road.ids(far, near) == [2, 1]


def test_the_largest_plate_near_the_middle_is_the_main_one() -> None:
    road = Road()
    middle = make_read("KA01AB1234", x=560, width=160)
    edge = make_read("MH12XY9876", x=1090, width=180)
    far = make_read("DL03CD5555", x=620, y=100, width=60)
    assert [tracked.main for tracked in road.see(edge, far, middle)] == [False, False, True]


def test_a_parked_vehicle_does_not_steal_the_read_of_the_moving_one() -> None:
    road = Road()
    parked = make_read("KA01AB1234", x=560, width=200)
    assert [tracked.main for tracked in road.see(parked)] == [True]
    moving = make_read("MH12XY9876", x=560, y=150, width=90)
    seen = road.see(parked, moving, parked=frozenset({1}))
    assert [tracked.main for tracked in seen] == [False, True]


def test_a_parked_vehicle_that_a_queue_hid_for_minutes_is_the_same_one() -> None:
    road, parked = Road(), frozenset({1})
    stands = make_read("KA01AB1234", x=560, width=200)
    road.see(stands)
    for _ in range(200):
        road.see(parked=parked, after_ms=1000)
    assert [tracked.track_id for tracked in road.see(stands, parked=parked)] == [1]
    assert road.forgotten == []
    beside = make_read("KA01AB1234", x=610, width=200)  # nobody parks twice at one place
    for _ in range(20):
        road.see(parked=parked, after_ms=1000)
    assert [tracked.track_id for tracked in road.see(beside, parked=parked)] == [2]


def test_a_parked_vehicle_is_forgotten_in_the_end_and_others_soon() -> None:
    road = Road()
    road.see(make_read("KA01AB1234", x=560, width=200), make_read("MH12XY9876", x=60, width=90))
    for _ in range(10):
        road.see(parked=frozenset({1}), after_ms=1000)
    assert road.forgotten == [2]
    for _ in range(600):
        road.see(parked=frozenset({1}), after_ms=1000)
    assert road.forgotten == [2, 1]


def test_a_parked_vehicle_alone_is_still_the_main_one() -> None:
    road = Road()
    road.see(make_read("KA01AB1234"))
    (tracked,) = road.see(make_read("KA01AB1234"), parked=frozenset({1}))
    assert tracked.main


@pytest.mark.parametrize(
    ("a", "b", "overlap"),
    [
        (Box(0, 0, 2, 2), Box(0, 0, 2, 2), 1.0),
        (Box(0, 0, 2, 2), Box(1, 0, 2, 2), 1 / 3),
        (Box(0, 0, 2, 2), Box(2, 0, 2, 2), 0.0),
        (Box(0, 0, 2, 2), Box(5, 5, 2, 2), 0.0),
    ],
)
def test_overlap_agrees_with_hand_computed_ones(a: Box, b: Box, overlap: float) -> None:
    assert iou(a, b) == pytest.approx(overlap)


def test_shift_is_counted_in_widths_of_the_larger_plate() -> None:
    assert shift_in_widths(Box(0, 0, 100, 25), Box(200, 0, 50, 25)) == pytest.approx(1.75)


def test_similarity_of_texts_is_one_less_the_edits_per_glyph() -> None:
    assert text_similarity("KA01AB1234", "KA01AB1284") == pytest.approx(0.9)
