import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.ui.tile_layout import best_columns, plan_tile


@pytest.mark.parametrize(
    ("count", "width", "height", "columns"),
    [(1, 900, 520, 1), (2, 900, 520, 2), (3, 900, 540, 3), (4, 900, 540, 2), (8, 900, 548, 4)],
)
def test_lanes_share_a_small_screen(count, width, height, columns):
    assert best_columns(count, width, height, 1.0, 200) == columns


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (4, 2), (6, 2), (8, 4)])
def test_lanes_share_a_large_screen(count, columns):
    assert best_columns(count, 1460, 860, 1.0, 200) == columns


def test_a_wide_tile_has_the_read_beside_the_picture():
    assert plan_tile(730, 425, 1.0).beside
    assert not plan_tile(450, 520, 1.0).beside


def test_a_low_tile_is_compact():
    assert plan_tile(220, 268, 1.0).compact
    assert not plan_tile(450, 520, 1.0).compact


@given(st.integers(1, 8), st.integers(1, 3000), st.integers(1, 2000), st.floats(1.0, 1.5))
def test_there_is_always_a_number_of_columns_that_the_width_allows(count, width, height, scale):
    columns = best_columns(count, width, height, scale, 200 * scale)
    assert 1 <= columns <= count
    assert columns == 1 or width / columns >= 200 * scale
