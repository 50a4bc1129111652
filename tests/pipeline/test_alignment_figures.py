"""The page of plates that were cut again: counts, colours, and never inside the project."""

import logging

from console.paths import weights_folder
from pipeline.text_alignment import Alignment
from pipeline.training.__main__ import main
from pipeline.training.alignment_figures import Trial, align_all, draw_page
from pipeline.training.plate_styles import STYLES
from pipeline.training.reading_figures import PlateCrop
from pipeline.training.rendering import PlateFonts, draw_plate
from pipeline.types import Box


def crop_of(text, says=None):
    plate = draw_plate(text, STYLES[0][1], PlateFonts(), 80)
    return PlateCrop(plate.pixels, says or text, "drawn", "people")


def test_plates_that_fit_and_that_do_not_are_told_apart():
    crops = [crop_of("AB12CDE"), crop_of("AB12CDE", "XYZW123"), crop_of("AB12CDE", "AB2CDE")]
    trials = align_all(weights_folder(), crops)
    assert (trials.right_count, trials.fitting, trials.aligned) == (2, 1, 0)
    assert [trial.segment_count for trial in trials.wrong] == [7]
    assert trials.wrong[0].alignment.problem


def test_cuts_that_are_believed_are_green_and_others_red():
    crop = crop_of("AB12CDE")
    boxes = (Box(20, 10, 30, 60),)
    good = draw_page([Trial(crop, 3, Alignment(boxes, (0.9,)))])
    bad = draw_page([Trial(crop, 3, Alignment(boxes, (0.1,), "unlike"))])
    for page, channel in ((good, 1), (bad, 2)):
        others = [one for one in (0, 1, 2) if one != channel]
        strong = (page[..., channel] > 100) & (page[..., others].max(axis=2) < 20)
        assert strong.sum() > 50
    assert draw_page([]).shape[2] == 3


def test_the_page_is_refused_inside_the_project(caplog):
    caplog.set_level(logging.ERROR)
    assert main(["alignment", "--page", "page.png"]) == 2
    assert "do not belong into the project" in caplog.text
