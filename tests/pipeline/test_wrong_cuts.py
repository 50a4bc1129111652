import numpy as np
import pytest

from pipeline.geometry import iou
from pipeline.training.plate_styles import STYLES
from pipeline.training.rendering import PlateFonts, draw_plate, random_plate
from pipeline.training.wrong_cuts import wrong_cuts
from pipeline.types import Box

FONTS = PlateFonts()


def test_no_wrong_cut_is_a_character():
    rng = np.random.default_rng(3)
    for _ in range(60):
        text, style = random_plate(rng)
        plate = draw_plate(text, style, FONTS, 64)
        for cut in wrong_cuts(plate.boxes, plate.pixels.shape[:2], 6, rng):
            assert max(iou(cut, box) for box in plate.boxes) < 0.75


def test_wrong_cuts_show_something_of_the_plate():
    rng = np.random.default_rng(4)
    plate = draw_plate("KA01AB1234", STYLES[0][1], FONTS, 64)
    height, width = plate.pixels.shape[:2]
    cuts = wrong_cuts(plate.boxes, (height, width), 40, rng)
    assert len(cuts) == 40
    for cut in cuts:
        seen_x = min(cut.right, width) - max(cut.x, 0)
        seen_y = min(cut.bottom, height) - max(cut.y, 0)
        assert seen_x * seen_y >= 0.5 * cut.area - 1e-6


def test_half_a_narrow_glyph_is_never_called_a_fragment():
    one = Box(50, 5, 8, 40)
    rng = np.random.default_rng(5)
    for cut in wrong_cuts([one], (50, 120), 50, rng):
        whole_height = cut.y <= one.y + 1 and cut.bottom >= one.bottom - 1
        inside = cut.x >= one.x and cut.right <= one.right
        assert not (inside and whole_height and cut.height < 1.2 * one.height)


@pytest.mark.parametrize("size", [(3, 3), (10, 200)])
def test_a_plate_without_room_gives_fewer_cuts_and_no_fault(size):
    cuts = wrong_cuts([Box(0, 0, 2, 3)], size, 5, np.random.default_rng(6))
    assert len(cuts) <= 5
