from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.optics import measure_plate
from pipeline.types import Read
from tests.support.reads import make_read

READ = make_read("KA01AB1234", x=100.0, y=60.0, width=200.0)


def squares(dark: int = 40, bright: int = 200) -> np.ndarray:
    """A picture like a chess board, with squares of 16 pixels."""
    rows, columns = np.indices((208, 416)) // 16
    grey = np.where((rows + columns) % 2 == 0, dark, bright).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))


def blurred(sigma_x: float, sigma_y: float) -> np.ndarray:
    x, y = max(sigma_x, 1e-6), max(sigma_y, 1e-6)
    return np.asarray(cv2.GaussianBlur(squares(), (0, 0), sigmaX=x, sigmaY=y), np.uint8)


def leaning(read: Read, tilt: float, slant: float) -> Read:
    box = read.plate.box
    corners = (
        (box.x, box.y),
        (box.right, box.y + tilt * box.width),
        (box.right + slant * box.height, box.bottom + tilt * box.width),
        (box.x + slant * box.height, box.bottom),
    )
    return replace(read, plate=replace(read.plate, corners=corners))


def test_a_step_takes_two_pixels_and_a_gaussian_two_and_a_half_sigma():
    sharp = measure_plate(squares(), READ)
    assert [sharp.blur_x_px, sharp.blur_y_px] == pytest.approx([2.0, 2.0])
    for sigma in (1.5, 2.0, 2.5):
        measured = measure_plate(blurred(sigma, 0), READ).blur_x_px
        assert measured == pytest.approx(math.sqrt(2 * math.pi) * sigma, rel=0.15)


def test_the_worse_blur_counts_in_heights_of_a_character():
    optics = measure_plate(blurred(0, 2.5), READ)
    assert optics.character_height_px == 50.0
    assert optics.blur_y_px > 5
    assert optics.blur_x_px < 2.5
    assert optics.blur_share == pytest.approx(optics.blur_y_px / 50.0)


def test_contrast_and_glare_are_counted():
    optics = measure_plate(squares(60, 160), READ)
    assert optics.contrast == 100.0
    assert optics.glare_share == 0.0
    assert measure_plate(squares(60, 255), READ).glare_share == pytest.approx(0.5, abs=0.03)


def test_a_flat_plate_is_not_called_sharp():
    optics = measure_plate(squares(100, 104), READ)
    assert optics.blur_x_px == 50.0  # the whole plate: there is no edge at all
    assert optics.contrast == 4.0


def test_lean_comes_from_the_corners():
    optics = measure_plate(squares(), leaning(READ, tilt=math.tan(math.radians(6)), slant=-0.1))
    assert optics.tilt_deg == pytest.approx(6.0)
    assert optics.slant_deg == pytest.approx(-math.degrees(math.atan(0.1)))
    level = measure_plate(squares(), READ)
    assert (level.tilt_deg, level.slant_deg) == (0.0, 0.0)


def test_the_height_of_characters_is_guessed_where_few_were_found():
    few = make_read("KA", x=100.0, y=60.0, width=200.0)
    assert measure_plate(squares(), few).character_height_px == pytest.approx(30.0)
    nothing = make_read("", x=100.0, y=60.0, width=200.0)
    assert measure_plate(squares(), nothing).height_px == 50.0
