from itertools import pairwise

import numpy as np
import pytest

from pipeline.decode import decode_greedy
from pipeline.reader import character_boxes, prepare
from tests.pipeline.test_decode import steps_for

COLUMNS = 36


def two_halves(upper: str, lower: str) -> np.ndarray:
    return steps_for(upper.ljust(COLUMNS, "_") + lower.ljust(COLUMNS, "_"))


def test_one_line_in_either_half_gives_boxes_from_left_to_right():
    for halves in (("__A__B__C__", ""), ("", "__A__B__C__"), ("__A__B", "________C")):
        boxes, lines = character_boxes(decode_greedy(two_halves(*halves)), COLUMNS, 60, 360)
        assert lines == 1
        assert [box.centre[0] for box in boxes] == pytest.approx([25.0, 55.0, 85.0])
        assert all(box.y == pytest.approx(6.0) for box in boxes)


def test_a_second_line_starts_where_the_columns_start_again():
    decoded = decode_greedy(two_halves("______A__B__", "__1__2__3__"))
    boxes, lines = character_boxes(decoded, COLUMNS, 60, 360)
    assert lines == 2
    assert [box.centre[1] for box in boxes] == pytest.approx([15, 15, 45, 45, 45])


def test_no_characters_have_no_boxes():
    assert character_boxes((), COLUMNS, 60, 360) == ((), 0)


def test_boxes_do_not_overlap_on_one_line():
    boxes, _ = character_boxes(decode_greedy(two_halves("_A_B_C_D_", "")), COLUMNS, 60, 360)
    assert all(a.right <= b.x for a, b in pairwise(boxes))


@pytest.mark.parametrize("shape", [(1, 1, 3), (500, 20, 3), (20, 900, 3), (48, 144)])
def test_any_plate_is_fitted_and_standardised(shape):
    pixels = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    prepared = prepare(pixels, 48, 144)
    assert prepared.shape == (1, 48, 144, 1)
    assert prepared.dtype == np.float32
    assert abs(float(prepared.mean())) < 1e-3


def test_exposure_does_not_change_what_the_network_sees():
    pixels = np.random.default_rng(2).integers(50, 120, (48, 144), dtype=np.uint8)
    assert np.abs(prepare(pixels, 48, 144) - prepare(pixels * 2, 48, 144)).max() < 1e-3
