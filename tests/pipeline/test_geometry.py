import time

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry import Lean, crop, find_lean, iou, lean_of, letterbox, map_box, straighten
from pipeline.types import Box, Plate

sides = st.integers(1, 400)
places = st.floats(-500, 3500)
lengths = st.floats(0.5, 3000)
boxes = st.builds(Box, places, places, lengths, lengths)


def picture(height, width, colour=(40, 90, 140)):
    return np.full((height, width, 3), colour, np.uint8)


def plate_at(box):
    corners = (
        (box.x, box.y),
        (box.right, box.y),
        (box.right, box.bottom),
        (box.x, box.bottom),
    )
    return Plate(box, corners, 0.9)


def drawn_plate(tilt=0.0, text="KA01AB1234"):
    """A white plate of 300 x 66 pixels in a grey street, its lines falling by ``tilt``."""
    street = picture(400, 640, (90, 90, 90))
    cv2.rectangle(street, (170, 167), (470, 233), (235, 235, 235), -1)
    cv2.putText(street, text, (182, 214), cv2.FONT_HERSHEY_SIMPLEX, 1.45, (20, 20, 20), 4)
    shear = np.array([[1.0, 0.0, 0.0], [tilt, 1.0, -tilt * 320]])
    leaning = cv2.warpAffine(street, shear, (640, 400), borderMode=cv2.BORDER_REPLICATE)
    grown = abs(tilt) * 150
    return leaning, Box(170, 167 - grown, 300, 66 + 2 * grown)


def rows_of_ink(pixels):
    """Share of rows in the middle half that hold dark ink; text that leans spreads over more."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    width = grey.shape[1]
    return np.flatnonzero((grey[:, width // 8 : -width // 8] < 90).mean(axis=1) > 0.05)


class TestLetterbox:
    @given(sides, sides, boxes)
    def test_box_survives_the_way_into_the_input_and_back(self, height, width, box):
        fitted = letterbox(np.zeros((height, width, 3), np.uint8), 96, 128)
        back = fitted.to_picture(fitted.to_input(box))
        assert (back.x, back.y) == pytest.approx((box.x, box.y), abs=1e-6 * max(height, width))
        assert (back.width, back.height) == pytest.approx((box.width, box.height), rel=1e-9)

    @given(sides, sides)
    def test_input_has_the_wanted_shape_whatever_the_picture(self, height, width):
        fitted = letterbox(np.zeros((height, width, 3), np.uint8), 96, 128)
        assert fitted.pixels.shape == (96, 128, 3)
        assert fitted.pixels.dtype == np.uint8

    def test_wide_picture_lies_in_the_middle_between_two_grey_bands(self):
        fitted = letterbox(picture(100, 400), 96, 128)
        assert (fitted.scale, fitted.pad_x, fitted.pad_y) == (0.32, 0, 32)
        assert (fitted.pixels[:32] == 114).all()
        assert (fitted.pixels[32:64] == (40, 90, 140)).all()
        assert (fitted.pixels[64:] == 114).all()

    def test_picture_of_the_inputs_size_is_passed_as_it_is(self):
        pixels = picture(96, 128)
        assert letterbox(pixels, 96, 128).pixels is pixels

    @pytest.mark.parametrize("shape", [(1, 1), (1, 12_000), (9_000, 1), (9_000, 12_000)])
    def test_extreme_sizes_fit(self, shape):
        fitted = letterbox(np.zeros((*shape, 3), np.uint8), 96, 128)
        assert fitted.pixels.shape == (96, 128, 3)


class TestIou:
    def test_half_shifted_box_overlaps_by_a_third(self):
        assert iou(Box(0, 0, 10, 10), Box(5, 0, 10, 10)) == pytest.approx(1 / 3)

    def test_touching_and_empty_boxes_do_not_overlap(self):
        assert iou(Box(0, 0, 10, 10), Box(10, 0, 10, 10)) == 0.0
        assert iou(Box(0, 0, 10, 10), Box(5, 5, 0, 0)) == 0.0

    def test_a_box_overlaps_itself_entirely(self):
        assert iou(Box(3, 4, 5, 6), Box(3, 4, 5, 6)) == 1.0


class TestCrop:
    def test_margin_is_a_share_of_each_side_of_the_box(self):
        assert crop(picture(100, 100), Box(40, 40, 20, 10), 0.1).shape == (12, 24, 3)

    @given(sides, sides, boxes)
    def test_some_pixel_is_left_wherever_the_box_lies(self, height, width, box):
        cut = crop(np.zeros((height, width, 3), np.uint8), box, 0.05)
        assert min(cut.shape) >= 1


class TestStraighten:
    def test_level_plate_is_cut_out_without_a_warp(self):
        street, box = drawn_plate()
        assert find_lean(street, box) == Lean()

    @pytest.mark.parametrize("tilt", [-0.25, -0.12, 0.12, 0.25])
    def test_tilted_plate_becomes_level(self, tilt):
        street, box = drawn_plate(tilt)
        assert find_lean(street, box).tilt == pytest.approx(tilt, abs=0.025)
        level = straighten(street, plate_at(box)).pixels
        level_street, level_box = drawn_plate()
        upright = straighten(level_street, plate_at(level_box)).pixels
        ink = np.ptp(rows_of_ink(level)) / level.shape[0]
        assert ink == pytest.approx(np.ptp(rows_of_ink(upright)) / upright.shape[0], abs=0.12)

    @pytest.mark.parametrize("seed", range(5))
    def test_noise_is_not_taken_for_a_lean(self, seed):
        noise = np.random.default_rng(seed).integers(0, 256, (120, 400, 3), np.uint8)
        assert find_lean(noise, Box(20, 20, 300, 70)) == Lean()

    @pytest.mark.parametrize(
        ("width", "height", "expected_height"), [(60, 12, 53), (150, 36, 64), (400, 300, 96)]
    )
    def test_height_is_what_the_readers_want_without_absurd_enlargement(
        self, width, height, expected_height
    ):
        straightened = straighten(picture(720, 1280), plate_at(Box(200.0, 300.0, width, height)))
        assert straightened.pixels.shape[0] == expected_height

    def test_homography_leads_from_the_plate_to_where_it_is_in_the_frame(self):
        street, box = drawn_plate(0.12)
        cv2.circle(street, (400, 205), 4, (0, 0, 255), -1)
        straightened = straighten(street, plate_at(box))
        blue, green, red = (straightened.pixels[..., i].astype(int) for i in range(3))
        rows, columns = np.nonzero((red > 180) & (green < 110) & (blue < 110))
        spot = Box(columns.mean(), rows.mean(), 1, 1)
        assert map_box(straightened.to_frame, spot).centre == pytest.approx((400.5, 205.5), abs=1.0)

    @pytest.mark.parametrize(
        "box",
        [
            Box(-20, -20, 50, 30),
            Box(1270, 700, 80, 60),
            Box(0, 0, 1280, 720),
            Box(600, 300, 0.5, 0.5),
            Box(600, 300, 0.0, 0.0),
            Box(5000, 5000, 100, 20),
        ],
    )
    def test_boxes_at_and_beyond_the_edge_give_some_picture(self, box):
        straightened = straighten(picture(720, 1280), plate_at(box))
        assert min(straightened.pixels.shape) >= 1
        assert straightened.pixels.shape[0] <= 96

    def test_one_pixel_frame_gives_some_picture(self):
        straightened = straighten(picture(1, 1), plate_at(Box(0, 0, 1, 1)))
        assert straightened.pixels.dtype == np.uint8

    def test_straightening_does_not_hold_the_frame_up(self):
        street, box = drawn_plate(0.2)
        taken = []
        for _ in range(20):
            started = time.thread_time()
            straighten(street, plate_at(box))
            taken.append(time.thread_time() - started)
        assert min(taken) < 0.005


class TestStraightenByCorners:
    def leaning(self, tilt, slant):
        """A plate of 300 x 66 pixels that leans, and nothing in the picture that tells how."""
        level, _ = drawn_plate()
        plate = level[167:233, 170:470]
        edges = np.array([[0, 0], [300, 0], [300, 66], [0, 66]], np.float32)
        quad = (edges - [150, 33]) @ np.array([[1.0, tilt], [slant, 1.0]]) + [320, 200]
        matrix = cv2.getPerspectiveTransform(edges, quad.astype(np.float32))
        street = cv2.warpPerspective(plate, matrix, (640, 400), borderValue=(90, 90, 90))
        (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
        a, b, c, d = ((float(x), float(y)) for x, y in quad)
        return street, Plate(Box(left, top, right - left, bottom - top), (a, b, c, d), 0.9)

    @pytest.mark.parametrize(("tilt", "slant"), [(0.2, 0.0), (-0.15, 0.2), (0.1, -0.25)])
    def test_plate_becomes_level_and_its_uprights_upright(self, tilt, slant):
        street, plate = self.leaning(tilt, slant)
        assert lean_of(plate.corners).tilt == pytest.approx(tilt, abs=1e-3)
        assert lean_of(plate.corners).slant == pytest.approx(slant, abs=1e-3)
        level = straighten(street, plate)
        upright = straighten(*self.leaning(0.0, 0.0))
        ink = np.ptp(rows_of_ink(level.pixels)) / level.pixels.shape[0]
        wanted = np.ptp(rows_of_ink(upright.pixels)) / upright.pixels.shape[0]
        assert ink == pytest.approx(wanted, abs=0.12)
        height, width = level.pixels.shape[:2]
        above = level.to_frame @ [width / 2, 0.0, 1.0]
        below = level.to_frame @ [width / 2, height, 1.0]
        assert (below - above)[0] / (below - above)[1] == pytest.approx(slant, abs=1e-3)

    @pytest.mark.parametrize(
        "corners",
        [
            ((-50, -50), (9, -40), (8, 20), (-60, 30)),
            ((600, 380), (900, 385), (890, 450), (610, 440)),
            ((10, 10), (10, 10), (10, 10), (10, 10)),
            ((10, 10), (300, 10), (10, 10.5), (300, 10.5)),
            ((300, 50), (10, 50), (10, 10), (300, 10)),
        ],
    )
    def test_corners_beyond_the_edge_or_in_no_order_give_some_picture(self, corners):
        street, _ = self.leaning(0.0, 0.0)
        assert straighten(street, Plate(Box(5, 5, 10, 10), corners, 0.5)).pixels.size > 0


def test_box_mapped_by_the_identity_stays():
    assert map_box(np.eye(3), Box(1, 2, 3, 4)) == Box(1, 2, 3, 4)


def test_box_mapped_by_a_shear_is_the_box_around_it():
    shear = np.array([[1.0, 0.0, 10.0], [0.5, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert map_box(shear, Box(0, 0, 4, 2)) == Box(10, 0, 4, 4)
