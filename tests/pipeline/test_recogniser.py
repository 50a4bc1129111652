from __future__ import annotations

from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.paths import weights_folder
from pipeline.errors import InferenceError
from pipeline.geometry import box_corners
from pipeline.matching import match_key
from pipeline.recogniser import MINIMUM_CHARACTERS, Recogniser, load_recogniser
from pipeline.segmenter import Segmentation, Segmenter
from pipeline.training.scenes import render_scene
from pipeline.types import Box, Frame, Pixels, Plate


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return load_recogniser(weights_folder())


def make_frame(pixels: Pixels) -> Frame:
    return Frame("north", 1, datetime.now(UTC), 0, pixels)


class BrokenDetector:
    def find_plates(self, frame: Frame) -> tuple[Plate, ...]:
        raise InferenceError("model detector failed: out of memory")


def test_a_rendered_vehicle_is_read_with_boxes_inside_its_plate(recogniser):
    scene = render_scene(0, plate_height_px=64)
    (read,) = recogniser.look(make_frame(scene.pixels)).reads
    assert read.text == match_key(scene.text)
    assert read.rejection is None
    plate = scene.plate_box
    for character in read.characters:
        x, y = character.box.centre
        assert plate.x <= x <= plate.right
        assert plate.y <= y <= plate.bottom
    left_edges = [character.box.x for character in read.characters]
    assert left_edges == sorted(left_edges)


def test_every_stage_that_ran_was_timed(recogniser):
    times = recogniser.look(make_frame(render_scene(0).pixels)).times
    assert min(times.detect_ms, times.segment_ms, times.classify_ms, times.read_ms) > 0
    assert times.total_ms == pytest.approx(
        times.detect_ms
        + times.straighten_ms
        + times.segment_ms
        + times.classify_ms
        + times.read_ms
        + times.fuse_ms
    )


def test_a_failed_model_is_an_error_and_never_an_empty_road(recogniser):
    broken = Recogniser(
        BrokenDetector(), recogniser._segmenter, recogniser._classifier, recogniser._reader
    )
    result = broken.look(make_frame(render_scene(0).pixels))
    assert result.reads == ()
    assert result.error is not None
    assert "out of memory" in result.error


@pytest.mark.parametrize("value", [0, 127, 255])
def test_an_even_picture_shows_no_plate_and_no_error(recogniser, value):
    result = recogniser.look(make_frame(np.full((720, 1280, 3), value, np.uint8)))
    assert (result.reads, result.error) == ((), None)


def test_noise_gives_no_read_that_could_be_matched(recogniser):
    noise = np.random.default_rng(5).integers(0, 256, (720, 1280, 3), np.uint8)
    result = recogniser.look(make_frame(noise))
    assert result.error is None
    assert [read.text for read in result.reads if read.rejection is None] == []


@pytest.mark.parametrize("turn", [cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE])
def test_turned_pictures_are_looked_at_without_error(recogniser, turn):
    turned = np.ascontiguousarray(cv2.rotate(render_scene(0).pixels, turn)).astype(np.uint8)
    assert recogniser.look(make_frame(turned)).error is None


class CountingSegmenter:
    """Passes plates on and counts them."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter, self.count = segmenter, 0

    def segment(self, plate_pixels: Pixels) -> Segmentation:
        self.count += 1
        return self._segmenter.segment(plate_pixels)


def test_a_wall_of_windows_is_set_aside_before_it_is_cut_up(recogniser):
    counting = CountingSegmenter(recogniser.segmenter)
    watched = Recogniser(recogniser._detector, counting, recogniser._classifier, recogniser._reader)
    wall = np.full((60, 240, 3), 170, np.uint8)
    for column in range(8):
        wall[10:50, 10 + column * 28 : 28 + column * 28] = (60, 50, 40)
    box = Box(0.0, 0.0, 240.0, 60.0)
    read = watched.read_plate(wall, Plate(box, box_corners(box), 0.6))
    assert read.rejection is not None
    assert counting.count == 0
    scene = render_scene(0, plate_height_px=64)
    plate = Plate(scene.plate_box, box_corners(scene.plate_box), 0.9)
    assert watched.read_plate(scene.pixels, plate).rejection is None
    assert counting.count == 1


def test_several_plates_in_one_picture_are_all_read(recogniser):
    scene = render_scene(0, plate_height_px=64)
    tile = cv2.resize(scene.pixels, (640, 360), interpolation=cv2.INTER_AREA)
    result = recogniser.look(make_frame(np.tile(tile, (2, 2, 1)).astype(np.uint8)))
    assert [read.text for read in result.reads] == [match_key(scene.text)] * 4


def test_a_crowd_of_forty_tiny_plates_is_looked_at_without_error(recogniser):
    tile = cv2.resize(render_scene(0).pixels, (160, 144), interpolation=cv2.INTER_AREA)
    assert recogniser.look(make_frame(np.tile(tile, (5, 8, 1)).astype(np.uint8))).error is None


@settings(max_examples=20, deadline=None)
@given(
    height=st.integers(1, 300),
    width=st.integers(1, 300),
    seed=st.integers(0, 2**32 - 1),
)
def test_pictures_of_any_size_are_looked_at_without_error(recogniser, height, width, seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    result = recogniser.look(make_frame(pixels))
    assert result.error is None
    for read in result.reads:
        sure = len(read.characters) >= MINIMUM_CHARACTERS or read.confidence >= 0.9
        assert read.rejection is not None or sure
