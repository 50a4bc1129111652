from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.training.scenes import render_scene
from pipeline.training.slices import MEANINGS, label_slice, picture_slices, plate_slices
from pipeline.types import Box


@pytest.mark.parametrize(
    ("blue", "green", "red", "slices"),
    [
        (200, 120, 40, set()),
        (120, 120, 120, {"grey"}),
        (60, 20, 40, {"night"}),
        (30, 30, 30, {"grey", "night"}),
    ],
)
def test_a_picture_is_dark_or_grey_by_what_its_pixels_say(blue, green, red, slices):
    pixels = np.full((48, 64, 3), (blue, green, red), np.uint8)
    assert picture_slices(pixels) == slices


def test_a_plate_is_small_or_square_by_its_box():
    pixels = np.full((400, 400, 3), 90, np.uint8)
    assert plate_slices(pixels, Box(10, 10, 200, 50)) == set()
    assert plate_slices(pixels, Box(10, 10, 79, 20)) == {"small"}
    assert plate_slices(pixels, Box(10, 10, 150, 100)) == {"square"}


def test_a_plate_whose_lines_lean_is_tilted():
    scene = render_scene(0, plate_height_px=64)
    assert "tilted" not in plate_slices(scene.pixels, scene.plate_box)
    centre = scene.plate_box.centre
    turn = cv2.getRotationMatrix2D(centre, -9.0, 1.0)
    turned = cv2.warpAffine(scene.pixels, turn, (1280, 720))
    box = scene.plate_box
    taller = Box(box.x, box.y - box.height * 0.3, box.width, box.height * 1.6)
    assert "tilted" in plate_slices(np.asarray(turned, np.uint8), taller)


@pytest.mark.parametrize(
    ("origin", "slices"),
    [("human", {"people"}), ("filename", {"people"}), ("ocr", {"machine"}), ("synthetic", set())],
)
def test_labels_are_apart_by_who_wrote_them_down(origin, slices):
    assert label_slice(origin) == slices
    assert slices <= MEANINGS.keys()
