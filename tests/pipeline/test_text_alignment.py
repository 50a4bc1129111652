"""Known texts are cut where their characters stand, or not at all."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from console.paths import weights_folder
from pipeline.geometry import iou
from pipeline.text_alignment import TextAligner, shipped_aligner
from pipeline.training.plate_styles import STYLES
from pipeline.training.rendering import PlateFonts, RenderedPlate, draw_plate
from pipeline.types import Box
from pipeline.weights import load_manifest


@pytest.fixture(scope="module")
def aligner() -> TextAligner:
    return shipped_aligner(load_manifest(weights_folder()))


def draw(text: str) -> RenderedPlate:
    return draw_plate(text, STYLES[0][1], PlateFonts(), 80)


def joined(plate: RenderedPlate, first: int) -> np.ndarray:
    """The plate with a bar of ink that joins a character to the next one."""
    pixels = plate.pixels.copy()
    left, right = plate.boxes[first], plate.boxes[first + 1]
    y = int(left.centre[1])
    ink = tuple(
        int(part) for part in pixels[int(left.y) + 2 : int(left.bottom) - 2].min(axis=(0, 1))
    )
    cv2.rectangle(pixels, (int(left.right) - 3, y - 3), (int(right.x) + 3, y + 3), ink, -1)
    return pixels


def assert_fits(boxes: tuple[Box, ...], plate: RenderedPlate) -> None:
    assert len(boxes) == len(plate.boxes)
    for found, drawn in zip(boxes, plate.boxes, strict=True):
        assert iou(found, drawn) > 0.5


def test_the_characters_of_a_clear_plate_are_cut(aligner):
    plate = draw("AB12CDE")
    aligned = aligner.align(plate.pixels, plate.text)
    assert aligned.problem == ""
    assert_fits(aligned.boxes, plate)
    assert min(aligned.confidences) > 0.5


def test_characters_that_ink_joins_are_cut_apart(aligner):
    plate = draw("KH74MNP")
    aligned = aligner.align(joined(plate, 4), plate.text)
    assert aligned.problem == ""
    assert_fits(aligned.boxes, plate)


def test_a_misread_character_still_gets_its_cut(aligner):
    """The attendant says B where everybody would see an 8; the place is right all the same."""
    plate = draw("AB12CDE")
    aligned = aligner.align(plate.pixels, "A812CDE")
    assert aligned.problem == ""
    assert_fits(aligned.boxes, plate)
    assert aligned.confidences[1] < 0.5


@pytest.mark.parametrize(
    "text",
    ["AB2CDE", "AB12CDEF", "1AB12CDE", "XYZW123", "1111111", "A" * 12, "A" * 40],
)
def test_a_text_that_is_not_on_the_plate_is_not_aligned(aligner, text):
    plate = draw("AB12CDE")
    assert aligner.align(plate.pixels, text).problem


def test_small_text_beside_the_plate_number_is_no_part_of_it(aligner):
    """Where the text lacks what stands at an end the others still have their own cuts."""
    plate = draw("AB12CDE")
    aligned = aligner.align(plate.pixels, "B12CDE")
    assert aligned.problem == ""
    assert iou(aligned.boxes[0], plate.boxes[1]) > 0.5


def test_an_empty_plate_is_not_aligned(aligner):
    assert aligner.align(np.full((64, 280, 3), 200, np.uint8), "AB12CDE").problem


def test_cuts_that_are_shifted_by_one_are_not_believed(aligner):
    plate = draw("AB12CDE")
    right = tuple(plate.boxes)
    assert aligner.check(plate.pixels, plate.text, right).problem == ""
    step = right[1].x - right[0].x
    shifted = (Box(right[0].x - step, right[0].y, right[0].width, right[0].height), *right[:-1])
    assert aligner.check(plate.pixels, plate.text, shifted).problem
