from dataclasses import replace

import numpy as np
import pytest

from pipeline.training.degradation import MILD, degrade, whole_picture
from pipeline.training.plate_styles import STYLES
from pipeline.training.rendering import PlateFonts, draw_plate, random_plate, render_plate
from pipeline.types import ALPHABET

FONTS = PlateFonts()


def style_named(name: str):
    return next(style for _, style in STYLES if style.name == name)


def test_every_style_draws_every_layout_with_a_box_for_each_character():
    for _, style in STYLES:
        for layout in style.layouts:
            text = layout.translate(str.maketrans("LD", "A7", " -.*@&|"))
            plate = draw_plate(text, one_layout(style, layout), FONTS, 48)
            assert len(plate.boxes) == len(text), style.name
            assert plate.pixels.shape[0] == 48
            assert all(b.x >= 0 and b.right <= plate.pixels.shape[1] + 1 for b in plate.boxes)


def one_layout(style, layout):
    return replace(style, layouts=(layout,))


def test_boxes_hold_the_ink_of_their_characters():
    style = one_layout(style_named("vietnam"), "DDL-DDDD")
    plate = draw_plate("51H1234", style, FONTS, 96)
    grey = plate.pixels.mean(axis=2)
    for box in plate.boxes:
        glyph = grey[round(box.y) : round(box.bottom), round(box.x) : round(box.right)]
        assert (glyph < 100).mean() > 0.2


def test_the_second_line_stands_below_the_first():
    plate = draw_plate("59A112345", style_named("vietnam two lines"), FONTS, 96)
    upper, lower = plate.boxes[:4], plate.boxes[4:]
    assert max(box.bottom for box in upper) <= min(box.y for box in lower) + 1


def test_a_zero_in_the_place_of_a_letter_is_drawn_as_an_o():
    style = one_layout(style_named("dark plate"), "LL DDDD")
    letter = draw_plate("A01111", style, FONTS, 64)
    digit = draw_plate("A01111", one_layout(style, "LD DDDD"), FONTS, 64)
    assert not np.array_equal(letter.pixels, digit.pixels)


@pytest.mark.parametrize("letters", ["LR", ">LR"])
def test_side_letters_are_drawn_beside_the_text_and_are_no_part_of_it(letters):
    style = replace(one_layout(style_named("america"), "LLL DDD"), side_letters=letters)
    plate = draw_plate("ABC123", replace(style, framed=False), FONTS, 96)
    assert plate.text == "ABC123"
    assert len(plate.boxes) == 6
    inked = np.abs(plate.pixels.astype(int) - style.ink).max(axis=2) < 40
    text_rows = inked[30:70]
    beside = (
        text_rows[:, int(plate.boxes[-1].right) + 2 :]
        if letters[0] == ">"
        else text_rows[:, : int(plate.boxes[0].x) - 1]
    )
    assert beside.sum() > 50


def test_a_text_that_no_layout_fits_is_drawn_whole():
    plate = draw_plate("GATEH0USE", style_named("britain front"), FONTS, 64)
    assert len(plate.boxes) == 9


def test_random_plates_repeat_with_their_seed_and_stay_in_the_alphabet():
    first, second = (np.random.default_rng(5) for _ in range(2))
    for _ in range(30):
        (text, style), (again, same) = random_plate(first), random_plate(second)
        assert (text, style) == (again, same)
        assert set(text) <= set(ALPHABET)
        one, other = (render_plate(text, style, FONTS, 40) for _ in range(2))
        assert np.array_equal(one, other)


def test_a_missing_font_is_named(tmp_path):
    with pytest.raises(OSError, match=r"\.ttf"):
        render_plate("AB12", style_named("dark plate"), PlateFonts(tmp_path), 40)


def test_spoilt_pictures_keep_kind_and_size_and_are_still_pictures():
    rng = np.random.default_rng(2)
    colour = render_plate("AB12CDE", style_named("britain front"), FONTS, 64)
    for pixels in (colour, np.ascontiguousarray(colour[..., 1])):
        for _ in range(40):
            seen = degrade(pixels, rng)
            assert seen.shape == pixels.shape
            assert seen.dtype == np.uint8


def test_a_wanted_size_is_met_whatever_the_plate_measures():
    rng = np.random.default_rng(3)
    for shape in ((4, 9), (96, 400), (200, 40)):
        pixels = np.full(shape, 128, np.uint8)
        seen = degrade(pixels, rng, corners=whole_picture(pixels), size=(48, 144), severity=MILD)
        assert seen.shape == (48, 144)
