from dataclasses import replace

import cv2
import numpy as np
import pytest

from console.paths import weights_folder
from pipeline.character_detector import FoundCharacter
from pipeline.classifier import CnnClassifier
from pipeline.engine import LiteRtModel
from pipeline.geometry import iou
from pipeline.path_segmenter import PathSegmenter
from pipeline.segmenter import ContourSegmenter, Segmentation
from pipeline.training.plate_styles import STYLES
from pipeline.training.rendering import PlateFonts, RenderedPlate, draw_plate
from pipeline.types import Box, Pixels
from pipeline.weights import load_manifest

FONTS = PlateFonts()


@pytest.fixture(scope="module")
def classifier() -> CnnClassifier:
    file = load_manifest(weights_folder()).model("classifier")
    return CnnClassifier(LiteRtModel(file.read_verified(), file.name, threads=1), file)


@pytest.fixture(scope="module")
def by_contours(classifier) -> PathSegmenter:
    return PathSegmenter(classifier, None, ContourSegmenter())


class Seen:
    """A finder that says what it was told to."""

    def __init__(self, *found: tuple[Box, float]) -> None:
        self._found = tuple(FoundCharacter(box, confidence) for box, confidence in found)

    def find_characters(self, plate_pixels: Pixels) -> tuple[FoundCharacter, ...]:
        return self._found


def drawn(name: str, text: str, layout: str, height: int = 80, **changes) -> RenderedPlate:
    style = next(style for _, style in STYLES if style.name == name)
    return draw_plate(text, replace(style, layouts=(layout,), **changes), FONTS, height)


def assert_right(found: Segmentation, plate: RenderedPlate) -> None:
    assert len(found.boxes) == len(plate.boxes)
    overlaps = [iou(a, b) for a, b in zip(found.boxes, plate.boxes, strict=True)]
    assert min(overlaps) >= 0.4


def test_glyphs_that_touch_all_along_are_cut_where_the_classifier_knows_them(by_contours):
    plate = drawn("vietnam", "51H28834", "DDLDDDDD", fonts=("LiberationSans-Bold.ttf",))
    joined = plate.pixels.copy()
    for left, right in ((3, 4), (4, 5), (6, 7)):
        middle = round(plate.boxes[left].centre[1])
        start, end = plate.boxes[left].centre[0], plate.boxes[right].centre[0]
        joined[middle - 2 : middle + 2, round(start) : round(end)] = 20
    assert_right(by_contours.segment(joined), plate)


def test_a_dark_block_in_the_line_is_no_character(by_contours):
    plate = drawn("britain front", "AB12CDE", "LLDD LLL")
    blocked = plate.pixels.copy()
    gap_start, gap_end = plate.boxes[3].right, plate.boxes[4].x
    y, height = plate.boxes[3].y, plate.boxes[3].height
    left, right = round(gap_start + 4), round(gap_end - 4)
    blocked[round(y + 0.1 * height) : round(y + 0.95 * height), left:right] = 30
    assert_right(by_contours.segment(blocked), plate)


def test_two_lines_are_read_upper_line_first(by_contours):
    plate = drawn("india two lines", "KA05MN4321", "LL DD|LL DDDD", 96)
    found = by_contours.segment(plate.pixels)
    assert found.lines == 2
    assert_right(found, plate)


def test_a_wide_box_over_two_characters_loses_against_them(classifier):
    plate = drawn("britain front", "AB12CDE", "LLDD LLL")
    first, second = plate.boxes[:2]
    pair = Box(first.x, first.y, second.right - first.x, first.height)
    segmenter = PathSegmenter(
        classifier, Seen(*((box, 0.8) for box in plate.boxes), (pair, 0.8)), None
    )
    assert segmenter.segment(plate.pixels).boxes == plate.boxes


def test_contours_add_what_the_finder_missed(classifier):
    plate = drawn("britain front", "AB12CDE", "LLDD LLL")
    missing = [(box, 0.55) for at, box in enumerate(plate.boxes) if at != 3]
    segmenter = PathSegmenter(classifier, Seen(*missing), ContourSegmenter())
    assert_right(segmenter.segment(plate.pixels), plate)


def test_what_the_finder_calls_a_character_may_be_none_for_the_classifier(classifier):
    plate = drawn("netherlands", "12ABC3", "DD-LLL-D")
    hyphen = Box(plate.boxes[1].right + 1, 30, plate.boxes[2].x - plate.boxes[1].right - 2, 20)
    segmenter = PathSegmenter(
        classifier, Seen(*((box, 0.9) for box in plate.boxes), (hyphen, 0.5)), None
    )
    assert segmenter.segment(plate.pixels).boxes == plate.boxes


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 300, 3), (300, 2, 3), (64, 256, 3)])
def test_a_picture_without_text_has_no_characters(by_contours, shape):
    assert by_contours.segment(np.full(shape, 90, np.uint8)) == Segmentation((), 0)


def test_boxes_lie_inside_whatever_picture_comes(by_contours):
    rng = np.random.default_rng(4)
    for _ in range(12):
        height, width = rng.integers(5, 120), rng.integers(5, 300)
        noise = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
        for box in by_contours.segment(cv2.GaussianBlur(noise, (0, 0), 3).astype(np.uint8)).boxes:
            assert box.x >= -0.5
            assert box.right <= width + 0.5
            assert box.y >= -0.5
            assert box.bottom <= height + 0.5
