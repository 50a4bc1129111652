from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.geometry import crop
from pipeline.training.passage_figures import PassageFigures, PassageOutcome
from pipeline.training.scenes import Scene, render_scene
from pipeline.training.sequences import SequenceSettings, film_passage
from pipeline.types import Box

QUIET = SequenceSettings(fault_chance=0.0)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return render_scene(0, plate_height_px=64)


def film(scene: Scene, seed: int, how: SequenceSettings | None = None):
    return film_passage(scene.pixels, scene.plate_box, np.random.default_rng(seed), how)


def test_the_same_seed_films_the_same_passage_and_another_one_another(scene):
    first, again, other = (film(scene, seed) for seed in (3, 3, 4))
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0].pixels, other[0].pixels)


def test_the_plate_grows_from_far_to_near_and_then_stands(scene):
    frames = film(scene, 3, SequenceSettings(frame_count=12, standing_share=0.25))
    widths = [frame.plate_box.width for frame in frames]
    assert widths[0] < 0.6 * widths[-1]
    assert max(widths[8:]) - min(widths[8:]) < 0.1 * widths[-1]
    assert [frame.blur_px < 1 for frame in frames[10:]] == [True, True]
    assert max(frame.blur_px for frame in frames) > 1


def test_the_plate_lies_where_the_frame_says(scene):
    plate = crop(scene.pixels, scene.plate_box, 0.0)
    for frame in film(scene, 3, QUIET)[5:]:
        cut = crop(frame.pixels, frame.plate_box, 0.0)
        assert abs(float(cut.mean()) / float(plate.mean()) - 1) < 0.6
        around = crop(frame.pixels, frame.plate_box, 0.6)
        assert cut.mean() > around.mean()


def test_no_frame_shows_more_of_the_plate_than_the_picture_does(scene):
    narrow = Box(100, 100, 20, 6)
    (*_, last) = film_passage(scene.pixels, narrow, np.random.default_rng(0))
    assert last.plate_box.width < SequenceSettings().near_widths_px[0] * 1.3


@settings(max_examples=15, deadline=None)
@given(
    box=st.builds(
        Box, st.floats(-50, 1300), st.floats(-50, 700), st.floats(1, 600), st.floats(1, 300)
    ),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_box_of_a_picture_can_be_filmed(scene, box, seed):
    few = SequenceSettings(frame_count=3)
    rng = np.random.default_rng(seed)
    frames = film_passage(scene.pixels, box, rng, few)
    assert [frame.pixels.shape for frame in frames] == [(360, 640, 3)] * 3


def outcome(fused: str, best: str, still: str = "AB123", certain: str | None = None):
    return PassageOutcome(
        truth="AB123",
        still=still,
        frames=(best, fused),
        first=best,
        best=best,
        fused=fused,
        certain=certain,
        certain_after=4,
        three_alike=certain,
        track_count=1,
    )


def test_passages_are_counted_by_what_they_gain_over_one_frame():
    figures = PassageFigures()
    figures.add(outcome("AB123", "A8123", certain="AB123"))
    figures.add(outcome("A8123", "A8123", still="A8123", certain="A8123"))
    figures.add(outcome("AB123", "AB123"))
    assert (figures.best.hits, figures.fused.hits, figures.fused.total) == (1, 2, 3)
    assert (figures.readable_best.hits, figures.readable_fused.hits) == (1, 2)
    assert (figures.frames.hits, figures.frames.total) == (3, 6)
    assert (figures.certain.hits, figures.wrong_certain.hits) == (2, 1)
    assert (figures.three_alike.hits, figures.wrong_three_alike.hits) == (2, 1)
    assert figures.to_json()["frames_until_certain"] == {"p50": 4.0, "p95": 4.0}
