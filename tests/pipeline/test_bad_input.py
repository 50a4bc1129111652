"""Pictures that no camera should send, and models that fail: never a crash, never a lie."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.paths import weights_folder
from pipeline.engine import LiteRtModel
from pipeline.errors import FrameShapeError, InferenceError
from pipeline.geometry import crop
from pipeline.recogniser import Recogniser, load_recogniser
from pipeline.training.scenes import Scene, render_scene
from pipeline.types import ALPHABET, Box, Frame, FrameResult, Pixels, Plate

Change = Callable[[Pixels, np.random.Generator], Pixels]


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return load_recogniser(weights_folder())


@pytest.fixture(scope="module")
def scene() -> Scene:
    return render_scene(0, 640, 360, plate_height_px=40)


def frame_of(pixels: Pixels) -> Frame:
    return Frame("north", 1, datetime.now(UTC), 0, np.ascontiguousarray(pixels))


def check(result: FrameResult) -> None:
    """Every value of a result is one that the gate, the screen and the log can live with."""
    frame = result.frame
    assert result.error is None
    for read in result.reads:
        box = read.plate.box
        assert min(box.x, box.y) >= 0
        assert box.right <= frame.width_px + 1e-3
        assert box.bottom <= frame.height_px + 1e-3
        assert box.area > 0
        assert 0.0 <= read.plate.detection_confidence <= 1.0
        assert all(math.isfinite(value) for corner in read.plate.corners for value in corner)
        assert read.plate_pixels.dtype == np.uint8
        assert 0 not in read.plate_pixels.shape
        assert read.characters or read.rejection is not None
        for character in read.characters:
            assert character.text in ALPHABET
            assert 0.0 <= character.confidence <= 1.0
            assert math.isfinite(character.box.area)
        for candidate in read.candidates:
            assert 0.0 <= candidate.confidence <= 1.0
            assert set(candidate.text) <= set(ALPHABET)


def cut(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    height, width = pixels.shape[:2]
    top, left = int(rng.integers(height)), int(rng.integers(width))
    return pixels[
        top : top + 1 + int(rng.integers(height)), left : left + 1 + int(rng.integers(width))
    ]


def stretch(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    size = int(2 ** rng.uniform(0, 10.5)), int(2 ** rng.uniform(0, 10.5))
    return np.asarray(cv2.resize(pixels, size), np.uint8)


def cover(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    covered = pixels.copy()
    cut(covered, rng)[:] = int(rng.integers(256))
    return covered


def disturb(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    noise = rng.normal(0.0, rng.uniform(1, 120), pixels.shape)
    return np.asarray(np.clip(pixels + noise, 0, 255), np.uint8)


CHANGES: dict[str, Change] = {
    "upside-down": lambda pixels, _: pixels[::-1],
    "mirrored": lambda pixels, _: pixels[:, ::-1],
    "on its side": lambda pixels, _: pixels.transpose(1, 0, 2),
    "negative": lambda pixels, _: 255 - pixels,
    "part": cut,
    "stretched": stretch,
    "covered": cover,
    "noisy": disturb,
    "two levels": lambda pixels, rng: np.where(pixels > rng.integers(256), 255, 0).astype(np.uint8),
    "tiled": lambda pixels, _: np.tile(pixels[:600, :600], (2, 2, 1)),
}


@settings(max_examples=25, deadline=None)
@given(
    changes=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=4),
    near=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_whatever_is_done_to_a_picture_it_is_looked_at(recogniser, scene, changes, near, seed):
    rng = np.random.default_rng(seed)
    pixels = crop(scene.pixels, scene.plate_box, 0.2) if near else scene.pixels
    for name in changes:
        pixels = CHANGES[name](pixels, rng)
    check(recogniser.look(frame_of(pixels)))


@settings(max_examples=15, deadline=None)
@given(
    box=st.builds(
        Box,
        st.floats(-2000, 2000),
        st.floats(-2000, 2000),
        st.floats(0.001, 3000),
        st.floats(0.001, 3000),
    ),
    detected=st.floats(0, 1),
)
def test_a_plate_may_be_said_to_lie_anywhere(recogniser, scene, box, detected):
    corners = (box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)
    read = recogniser.read_plate(scene.pixels, Plate(box, corners, detected))
    assert set(read.text) <= set(ALPHABET)
    assert 0 not in read.plate_pixels.shape


@pytest.mark.parametrize("shape", [(0, 0, 3), (0, 640, 3), (480, 0, 3), (480, 640), (480, 640, 4)])
def test_a_picture_without_pixels_or_with_other_channels_is_no_frame(shape):
    with pytest.raises(FrameShapeError):
        frame_of(np.zeros(shape, np.uint8))


def test_one_pixel_shows_no_plate(recogniser):
    result = recogniser.look(frame_of(np.full((1, 1, 3), 200, np.uint8)))
    assert (result.reads, result.error) == ((), None)


def test_a_plate_that_fills_the_picture_is_looked_at(recogniser, scene):
    plate = crop(scene.pixels, scene.plate_box, 0.0)
    check(recogniser.look(frame_of(cv2.resize(plate, (1280, 320)).astype(np.uint8))))


def test_forty_plates_in_one_picture_are_each_boxed_once(recogniser, scene):
    around = crop(scene.pixels, scene.plate_box, 0.6)
    tile = cv2.resize(around, (240, 216), interpolation=cv2.INTER_AREA)
    result = recogniser.look(frame_of(np.tile(tile, (5, 8, 1)).astype(np.uint8)))
    check(result)
    assert len(result.reads) <= 40


def test_whichever_inference_fails_it_is_an_error_and_never_an_empty_road(recogniser, monkeypatch):
    frame = frame_of(render_scene(0, plate_height_px=64).pixels)
    run = LiteRtModel.run
    calls: list[str] = []
    failing_call = 0

    def run_or_fail(model: LiteRtModel, *inputs: npt.NDArray[np.generic]):
        calls.append("run")
        if len(calls) == failing_call:
            raise InferenceError("model failed: out of memory")
        return run(model, *inputs)

    monkeypatch.setattr(LiteRtModel, "run", run_or_fail)
    assert recogniser.look(frame).error is None
    inference_count = len(calls)
    assert inference_count >= 3  # detector, classifier, reader
    for failing_call in range(1, inference_count + 1):  # noqa: B007 - read by run_or_fail
        calls.clear()
        result = recogniser.look(frame)
        assert result.reads == ()
        assert result.error is not None
        assert "out of memory" in result.error
    failing_call = 0
    assert recogniser.look(frame).error is None
