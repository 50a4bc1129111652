import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.formats import load_plate_formats
from console.ui.overlay import FrameMapping, glyphs_of, plate_shape
from pipeline.types import Box
from tests.support.screens import make_read

sizes = st.integers(1, 4000)


def test_a_wide_frame_is_centred_between_bars_above_and_below():
    mapping = FrameMapping.fit(1280, 720, 640, 480)
    assert (mapping.scale, mapping.left, mapping.top) == (0.5, 0, 60)
    assert mapping.rect(Box(100, 40, 20, 10)).getRect() == (50, 80, 10, 5)


def test_a_tall_frame_is_centred_between_bars_at_the_sides():
    mapping = FrameMapping.fit(100, 200, 300, 100)
    assert (mapping.scale, mapping.left, mapping.top) == (0.5, 125, 0)


def test_a_widget_without_area_shows_nothing():
    assert FrameMapping.fit(1280, 720, 0, 100).target.isEmpty()
    assert FrameMapping.fit(1280, 720, 0, 100).to_frame(5, 5) == (0, 0)


@given(st.tuples(sizes, sizes), st.tuples(sizes, sizes), st.floats(0, 1), st.floats(0, 1))
def test_mapping_to_the_widget_and_back_is_the_same_pixel(frame, widget, u, v):
    (fw, fh), (ww, wh) = frame, widget
    mapping = FrameMapping.fit(fw, fh, ww, wh)
    point = mapping.point(u * fw, v * fh)
    x, y = mapping.to_frame(point.x(), point.y())
    assert math.isclose(x, u * fw, rel_tol=1e-6, abs_tol=1e-5 * fw)
    assert math.isclose(y, v * fh, rel_tol=1e-6, abs_tol=1e-5 * fh)
    assert point.x() <= ww + 1e-6
    assert point.y() <= wh + 1e-6


def test_every_character_carries_its_letter_above_the_plate():
    shape = plate_shape(make_read("KA01"), FrameMapping.fit(1280, 720, 1280, 720))
    assert [letter.text for letter in shape.letters] == list("KA01")
    assert all(letter.text_at.bottom() <= shape.bounds.top() for letter in shape.letters)
    assert shape.caption == ""


def test_letters_go_below_a_plate_at_the_upper_edge():
    read = make_read("KA01", box=Box(510, 2, 260, 58))
    shape = plate_shape(read, FrameMapping.fit(1280, 720, 1280, 720))
    assert all(letter.text_at.top() >= shape.bounds.bottom() for letter in shape.letters)


def test_letters_beside_each_other_do_not_touch():
    shape = plate_shape(make_read("KA01AB1234"), FrameMapping.fit(1280, 720, 500, 281))
    centres = [letter.text_at.center().x() for letter in shape.letters]
    steps = [after - before for before, after in itertools.pairwise(centres)]
    assert min(steps) >= 0.6 * shape.letter_px


def test_a_plate_too_small_for_letters_carries_one_caption():
    shape = plate_shape(make_read("KA01AB1234"), FrameMapping.fit(1280, 720, 240, 135))
    assert shape.letters == ()
    assert shape.caption == "KA01AB1234"


def test_in_a_tiny_picture_the_caption_does_not_hide_the_vehicle():
    shape = plate_shape(make_read("KA01AB1234"), FrameMapping.fit(1280, 720, 200, 112))
    assert shape.caption == ""


def test_a_read_that_was_set_aside_says_why():
    shape = plate_shape(
        make_read("SHOP", rejection="too small"), FrameMapping.fit(1280, 720, 640, 360)
    )
    assert shape.set_aside
    assert shape.caption == "too small"


@pytest.mark.parametrize("width", [160, 480, 1920])
def test_boxes_stay_on_their_characters_at_every_size(width):
    read = make_read("KA01AB1234")
    mapping = FrameMapping.fit(1280, 720, width, width * 9 / 16)
    shape = plate_shape(read, mapping)
    for box, character in zip(shape.boxes, read.characters, strict=True):
        assert box.center().x() == pytest.approx(character.box.centre[0] * width / 1280)


def test_letters_and_caption_tell_o_from_0_by_the_formats_of_the_site():
    shown = load_plate_formats(("in",)).resolve
    read = make_read("KA010B0123")
    near, far = FrameMapping.fit(1280, 720, 1280, 720), FrameMapping.fit(1280, 720, 160, 90)
    letters = plate_shape(read, near, shown).letters
    assert "".join(letter.text for letter in letters) == "KA01OB0123"
    assert plate_shape(read, far, shown).caption in {"KA01OB0123", ""}
    assert read.text == "KA010B0123"


def test_a_text_of_another_length_is_not_spread_over_the_characters():
    assert glyphs_of(make_read("KA01AB1234"), lambda _: "TOOLONGAPLATE") == "KA01AB1234"
