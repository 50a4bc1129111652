import itertools
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from console.ui.tile_layout import (
    SPACING_PX,
    Arrangement,
    least_height,
    plan_grid,
    plan_tile,
)

SCALES = st.floats(1.0, 1.5)


@pytest.mark.parametrize(
    ("count", "width", "height", "columns"),
    [(1, 870, 630, 1), (2, 870, 630, 1), (3, 870, 630, 2), (4, 870, 630, 2), (8, 960, 630, 2)],
)
def test_lanes_share_a_small_screen(count, width, height, columns):
    assert plan_grid(count, width, height, 1.0, 202).columns == columns


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (4, 2), (6, 2), (8, 2)])
def test_lanes_share_a_large_screen(count, columns):
    assert plan_grid(count, 1460, 860, 1.0, 202).columns == columns


@pytest.mark.parametrize(
    ("width", "height", "arrangement"),
    [
        (440, 520, Arrangement.ROOMY),
        (900, 310, Arrangement.BESIDE),
        (480, 156, Arrangement.BESIDE),
        (430, 318, Arrangement.IN_HEADER),
        (290, 200, Arrangement.UNDER),
    ],
)
def test_a_tile_is_arranged_by_its_shape(width, height, arrangement):
    assert plan_tile(width, height, 1.0).arrangement is arrangement


def test_a_tile_of_four_lanes_on_a_small_screen_shows_a_large_picture():
    picture = plan_tile(430, 318, 1.0).picture
    assert picture.width() >= 400
    assert picture.height() >= 225


@given(st.integers(202, 2000), st.integers(1, 1400), SCALES, st.sampled_from([16 / 9, 4 / 3]))
def test_nothing_in_a_tile_overlaps_or_is_cut(width, height, scale, aspect):
    width = max(width, round(205 * scale))
    height = max(height, round(least_height(width, scale)) + 1)
    plan = plan_tile(width, height, scale, aspect)
    places = [place for place in astuple(plan) if isinstance(place, QRect)]
    assert len(places) >= 8
    inside = QRect(0, 0, width, height)
    assert all(place.isValid() and inside.contains(place) for place in places)
    overlaps = [(a, b) for a, b in itertools.combinations(places, 2) if a.intersects(b)]
    assert overlaps == []
    assert plan.picture.width() / plan.picture.height() == pytest.approx(aspect, rel=0.03)


@given(st.integers(1, 8), st.integers(1, 3000), st.integers(1, 2000), SCALES)
def test_there_is_always_a_number_of_columns_that_the_width_allows(count, width, height, scale):
    columns = plan_grid(count, width, height, scale, 200 * scale).columns
    assert 1 <= columns <= count
    spaces = SPACING_PX * (columns - 1)
    assert columns == 1 or (width - spaces) / columns >= 200 * scale - 1e-6
