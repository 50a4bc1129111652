import cv2
import numpy as np

from pipeline.classifier import cut_glyphs, standardise
from pipeline.training.plate_styles import STYLES
from pipeline.training.rendering import PlateFonts, draw_plate
from pipeline.types import Box

FONTS = PlateFonts()


def plate_of(name: str):
    style = next(style for _, style in STYLES if style.name == name)
    return draw_plate("AB12CDE", style, FONTS, 72)


def test_glyphs_are_dark_on_light_whatever_the_plate():
    for name in ("britain front", "dark plate", "brazil commercial"):
        plate = plate_of(name)
        for glyph in cut_glyphs(plate.pixels, plate.boxes):
            border = np.concatenate([glyph[0], glyph[-1]])
            assert glyph.min() < float(np.median(border)) - 40, name


def test_a_dark_plate_and_its_negative_give_the_same_glyphs():
    plate = plate_of("britain front")
    straight = cut_glyphs(plate.pixels, plate.boxes).astype(int)
    inverted = cut_glyphs(cv2.bitwise_not(plate.pixels), plate.boxes).astype(int)
    assert np.abs(straight - inverted).max() <= 2


def test_a_glyph_keeps_its_aspect_and_stands_in_the_middle():
    pixels = np.full((100, 100, 3), 230, np.uint8)
    pixels[20:80, 40:50] = 20
    (glyph,) = cut_glyphs(pixels, [Box(40, 20, 10, 60)])
    rows, columns = np.nonzero(glyph < 120)
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert abs(height / width - 6.0) < 1.6
    assert abs(columns.mean() - 15.5) < 1.0


def test_boxes_beyond_the_edge_are_cut_all_the_same():
    pixels = np.full((20, 40, 3), 200, np.uint8)
    boxes = [Box(-5, -5, 12, 30), Box(38, 18, 10, 10), Box(3.2, 4.7, 0.4, 0.3)]
    assert cut_glyphs(pixels, boxes).shape == (3, 32, 32)


def test_no_boxes_give_no_glyphs():
    assert cut_glyphs(np.zeros((10, 10, 3), np.uint8), []).shape == (0, 32, 32)


def test_standardised_glyphs_do_not_depend_on_exposure():
    rng = np.random.default_rng(1)
    glyph = rng.integers(60, 120, (1, 32, 32)).astype(np.uint8)
    brighter = (glyph.astype(int) * 2).astype(np.uint8)
    assert np.abs(standardise(glyph) - standardise(brighter)).max() < 1e-3
    assert standardise(np.full((1, 32, 32), 7, np.uint8)).any() == False  # noqa: E712
