from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from console.gate.lane_test import Advice, Aspect, LaneTest, LaneTestReport
from pipeline.types import Frame, FrameResult, Pixels, Read
from tests.support.reads import make_read


def picture(dark: int = 30, bright: int = 190) -> np.ndarray:
    """Squares of 16 pixels, whose edges are as sharp as pixels can be."""
    rows, columns = np.indices((720, 1280)) // 16
    grey = np.where((rows + columns) % 2 == 0, dark, bright).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))


def result(pixels: Pixels, *reads: Read, error: str | None = None) -> FrameResult:
    frame = Frame("north", 1, datetime(2026, 11, 25, tzinfo=UTC), 0, pixels.copy())
    return FrameResult(frame, tuple(reads), error=error)


def report_of(pixels: Pixels, *reads: Read) -> LaneTestReport:
    test = LaneTest()
    for read in reads:
        test.note(result(pixels, read))
    return test.report()


def standing(
    count: int = 8, width: float = 180.0, text: str = "KA01AB1234", y: float = 400.0
) -> list[Read]:
    return [make_read(text, width=width, y=y) for _ in range(count)]


def leaning(read: Read, tilt: float, slant: float) -> Read:
    box = read.plate.box
    corners = (
        (box.x, box.y),
        (box.right, box.y + tilt * box.width),
        (box.right + slant * box.height, box.bottom + tilt * box.width),
        (box.x + slant * box.height, box.bottom),
    )
    return replace(read, plate=replace(read.plate, corners=corners))


def advice(report: LaneTestReport) -> dict[Aspect, Advice]:
    return {one.aspect: one.advice for one in report.findings if not one.is_good}


def test_a_camera_that_stands_well_is_told_so():
    report = report_of(picture(), *standing())
    assert report.is_good
    assert report.text == "KA01AB1234"
    assert {finding.aspect for finding in report.findings} == set(Aspect)


def test_without_plates_nothing_else_is_judged():
    test = LaneTest()
    test.note(result(picture()))
    test.note(result(picture(), error="recognition failed"))
    report = test.report()
    assert (report.frame_count, report.failed_count, report.plate_count) == (2, 1, 0)
    assert advice(report) == {Aspect.PLATE: Advice.SHOW_A_PLATE}
    assert len(report.findings) == 1


@pytest.mark.parametrize(
    ("pixels", "reads", "wanted"),
    [
        (picture(), standing(width=64.0, y=392.0), {Aspect.HEIGHT: Advice.ZOOM_IN}),
        (picture(), standing(width=600.0), {Aspect.HEIGHT: Advice.ZOOM_OUT}),
        (picture(30, 255), standing(), {Aspect.GLARE: Advice.SHADE}),
        (picture(30, 60), standing(), {Aspect.CONTRAST: Advice.ADD_LIGHT}),
        (
            picture(),
            [*standing(4), *standing(4, text="KA01AB1284")],
            {Aspect.READING: Advice.CLEAN_OR_COMPARE},
        ),
    ],
)
def test_what_is_out_of_its_limits_is_to_be_moved(pixels, reads, wanted):
    assert advice(report_of(pixels, *reads)) == wanted


@pytest.mark.parametrize(
    ("tilt", "slant", "wanted"),
    [
        (0.05, 0.0, None),
        (0.14, -0.14, Advice.TURN_CLOCKWISE),
        (-0.14, 0.14, Advice.TURN_COUNTERCLOCKWISE),
        (0.14, 0.0, Advice.MOVE_TO_THE_MIDDLE),
    ],
)
def test_a_camera_that_is_turned_is_told_from_one_that_stands_aside(tilt, slant, wanted):
    report = report_of(picture(), *[leaning(read, tilt, slant) for read in standing()])
    assert advice(report).get(Aspect.TILT) == wanted
    value = next(one.value for one in report.findings if one.aspect is Aspect.TILT)
    assert value == pytest.approx(math.degrees(math.atan(tilt)))


def test_blur_of_a_standing_vehicle_is_focus_and_of_a_rolling_one_the_shutter():
    soft = np.asarray(cv2.GaussianBlur(picture(), (0, 0), 5), np.uint8)
    assert advice(report_of(soft, *standing()))[Aspect.BLUR] is Advice.FOCUS
    rolling = [make_read("KA01AB1234", x=300.0 + 12 * number) for number in range(8)]
    assert advice(report_of(soft, *rolling))[Aspect.BLUR] is Advice.SHORTEN_SHUTTER


def test_what_was_seen_far_away_does_not_count_for_the_stop_line():
    coming = [make_read("KA01AB1234", width=40.0 + 5 * number) for number in range(8)]
    report = report_of(picture(), *coming, *standing(8))
    assert report.is_good
    assert report.plate_count == 16


def test_of_two_plates_the_nearest_usable_one_is_measured():
    shop_sign = make_read("SALE", width=300.0, rejection="characters too uncertain")
    far = make_read("MH12DE1433", width=40.0)
    test = LaneTest()
    for read in standing():
        test.note(result(picture(), shop_sign, far, read))
    assert test.report().text == "KA01AB1234"
