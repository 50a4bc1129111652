"""Plates that are hard to know for one, made on purpose."""

import numpy as np
import pytest

from pipeline.training.hardships import cut_off, move_away, paint_over, speckle
from pipeline.types import Box

PLATE = Box(100, 40, 80, 20)
RED, BLUE = (0, 0, 255), (255, 0, 0)


def photo():
    """Blue, with a red plate whose right half is black."""
    pixels = np.full((100, 300, 3), BLUE, np.uint8)
    pixels[40:60, 100:140], pixels[40:60, 140:180] = RED, 0
    return pixels


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_of_a_plate_is_shown_and_what_lies_beyond_is_not(seed):
    other = np.full((50, 70, 3), (0, 255, 0), np.uint8)
    covered, seen = cut_off(photo(), PLATE, other, np.random.default_rng(seed))
    assert 0.45 * PLATE.area <= seen.area <= PLATE.area
    assert PLATE.x <= seen.x < seen.right <= PLATE.right
    assert PLATE.y <= seen.y < seen.bottom <= PLATE.bottom
    inside = np.s_[round(seen.y) : round(seen.bottom), round(seen.x) : round(seen.right)]
    assert (covered[inside] == photo()[inside]).all()
    changed = (covered != photo()).any(axis=2)
    assert changed[:, 0].all() or changed[:, -1].all() or changed[0].all() or changed[-1].all()


@pytest.mark.parametrize("seed", range(8))
def test_paint_hides_the_text_and_nothing_else(seed):
    pixels = photo()
    paint_over(pixels, PLATE, np.random.default_rng(seed))
    inside = np.s_[40:60, 100:180]
    assert (pixels[45:55, 112:168] != photo()[45:55, 112:168]).any()
    pixels[inside] = photo()[inside]
    assert (pixels == photo()).all()


def test_a_speck_of_a_plate_cannot_be_painted():
    pixels = photo()
    paint_over(pixels, Box(10, 10, 2, 2), np.random.default_rng(0))
    paint_over(pixels, Box(-50, -50, 20, 10), np.random.default_rng(0))
    assert (pixels == photo()).all()


def test_far_away_the_strokes_run_into_each_other():
    stripes = np.zeros((64, 160, 3), np.uint8)
    stripes[:, ::4] = stripes[:, 1::4] = 255
    for seed in range(6):
        away = move_away(stripes, np.random.default_rng(seed))
        assert away.shape == stripes.shape
        assert away.std() < stripes.std()


def test_specks_are_black_and_white_and_few():
    grey = np.full((64, 160, 3), 120, np.uint8)
    for seed in range(6):
        spoilt = speckle(grey, np.random.default_rng(seed))
        changed = (spoilt != 120).all(axis=2)
        assert 0.002 < changed.mean() < 0.2
        assert set(np.unique(spoilt[changed])) <= {0, 255}
    assert (grey == 120).all()
