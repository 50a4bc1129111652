from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.segmenter import ContourSegmenter
from pipeline.training.plate_styles import STYLES
from pipeline.training.rendering import PlateFonts, RenderedPlate, draw_plate
from pipeline.types import Box

FONTS = PlateFonts()
SEGMENTER = ContourSegmenter()


def drawn(name: str, text: str, layout: str, height: int = 80, **changes) -> RenderedPlate:
    style = next(style for _, style in STYLES if style.name == name)
    return draw_plate(text, replace(style, layouts=(layout,), **changes), FONTS, height)


def iou(a: Box, b: Box) -> float:
    width = max(0.0, min(a.right, b.right) - max(a.x, b.x))
    height = max(0.0, min(a.bottom, b.bottom) - max(a.y, b.y))
    return width * height / (a.area + b.area - width * height)


def assert_finds(plate: RenderedPlate, pixels: np.ndarray | None = None, least: float = 0.5):
    found = SEGMENTER.segment(plate.pixels if pixels is None else pixels)
    assert len(found.boxes) == len(plate.boxes)
    assert min(iou(a, b) for a, b in zip(found.boxes, plate.boxes, strict=True)) >= least
    return found


@pytest.mark.parametrize(
    ("name", "text", "layout"),
    [
        ("india private", "KA01AB1234", "LL DD LL DDDD"),
        ("india hsrp", "MH12DE1433", "LL DD LL DDDD"),
        ("europe", "WX5234K", "LL DDDDL"),
        ("netherlands", "12ABC3", "DD-LLL-D"),
        ("britain rear", "AB12CDE", "LLDD LLL"),
        ("brazil", "ABC1234", "LLL-DDDD"),
        ("mercosul", "ABC1D23", "LLLDLDD"),
        ("dark plate", "VXY1234", "LLL DDDD"),
        ("brazil commercial", "KLM4567", "LLL-DDDD"),
    ],
)
def test_one_line_plates_fall_into_their_characters(name, text, layout):
    assert assert_finds(drawn(name, text, layout)).lines == 1


@pytest.mark.parametrize(
    ("name", "text", "layout"),
    [
        ("india two lines", "KA05MN4321", "LL DD|LL DDDD"),
        ("vietnam two lines", "59A123456", "DD-LD|DDD.DD"),
        ("dark two lines", "WXY1234", "LLL|DDDD"),
    ],
)
def test_two_line_plates_are_read_upper_line_first(name, text, layout):
    assert assert_finds(drawn(name, text, layout, 96)).lines == 2


def test_touching_glyphs_are_cut_apart_at_the_valley():
    plate = drawn(
        "vietnam", "51H22888", "DDLDDDDD", fonts=("LiberationSans-Bold.ttf",), tracking=0.16
    )
    joined = plate.pixels.copy()
    left, right = plate.boxes[4], plate.boxes[5]
    middle = round(left.y + left.height / 2)
    joined[middle - 1 : middle + 2, round(left.x) + 4 : round(right.right) - 4] = 20
    assert_finds(plate, joined, 0.4)


def test_bolts_and_hyphens_are_no_characters():
    plate = drawn("netherlands", "12ABC3", "DD-LLL-D")
    bolted = plate.pixels.copy()
    for x in (0.3, 0.7):
        cv2.circle(bolted, (round(x * bolted.shape[1]), 7), 5, (20, 20, 20), -1)
    assert_finds(plate, bolted)


def test_a_shadow_across_the_plate_does_not_hide_characters():
    plate = drawn("britain front", "AB12CDE", "LLDD LLL")
    shadowed = plate.pixels.astype(np.float32)
    shadowed[:, : shadowed.shape[1] // 2] *= 0.4
    assert_finds(plate, shadowed.astype(np.uint8))


def test_a_small_noisy_plate_still_falls_into_its_characters():
    plate = drawn("britain front", "AB12CDE", "LLDD LLL", 28, framed=False)
    noise = np.random.default_rng(1).normal(0, 10, plate.pixels.shape)
    noisy = np.clip(plate.pixels + noise, 0, 255).astype(np.uint8)
    assert_finds(plate, noisy, 0.4)


@pytest.mark.parametrize("shape", [(1, 1, 3), (2, 300, 3), (300, 2, 3), (64, 256, 3)])
def test_a_picture_without_text_has_no_characters(shape):
    found = SEGMENTER.segment(np.full(shape, 90, np.uint8))
    assert (found.boxes, found.lines) == ((), 0)


def test_boxes_lie_inside_whatever_picture_comes():
    rng = np.random.default_rng(4)
    for _ in range(20):
        height, width = rng.integers(5, 120), rng.integers(5, 300)
        pixels = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
        for box in SEGMENTER.segment(cv2.GaussianBlur(pixels, (0, 0), 3).astype(np.uint8)).boxes:
            assert box.x >= -0.5
            assert box.right <= width + 0.5
            assert box.y >= -0.5
            assert box.bottom <= height + 0.5
