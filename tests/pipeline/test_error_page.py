from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import pytest

from console.paths import application_folder, weights_folder
from pipeline.geometry import crop
from pipeline.training import error_page
from pipeline.training.error_page import ReadingError, draw_page, worst
from pipeline.training.reading_figures import PlateCrop
from pipeline.training.scenes import render_scene
from pipeline.types import Box
from tests.support.pictures import save_picture
from tests.support.reads import make_read

PIXELS = np.full((24, 96, 3), 128, np.uint8)


def an_error(truth: str, read: str, confidence: float = 0.9, origin: str = "people"):
    return ReadingError(
        PlateCrop(PIXELS, truth, "here", origin), make_read(read, confidence), (Box(2, 2, 8, 20),)
    )


def test_the_worst_errors_have_most_wrong_characters_and_people_wrote_their_labels() -> None:
    near = an_error("AB1234", "AB1284", 0.99)
    far = an_error("AB1234", "X91284")
    unsure = an_error("AB1234", "AB1284", 0.2)
    machine = an_error("AB1234", "ZZZZZZ", origin="ocr")
    assert worst([machine, unsure, near, far], 3) == [far, near, unsure]


@pytest.mark.parametrize(("count", "rows"), [(0, 1), (1, 1), (4, 1), (5, 2)])
def test_a_page_has_four_tiles_in_a_row(count: int, rows: int) -> None:
    page = draw_page([an_error("AB1234", "AB1284")] * count)
    assert page.shape[:2] == (rows * 190, 1600)
    assert (page.min() < 100) == (count > 0)


def arguments(out: Path, data: Path) -> argparse.Namespace:
    return argparse.Namespace(out=out, data=data, weights=weights_folder(), split="val", count=40)


def test_a_wrongly_read_plate_is_drawn_and_named(tmp_path, caplog) -> None:
    scene = render_scene(0, plate_height_px=64)
    (tmp_path / "plates" / "images").mkdir(parents=True)
    save_picture(tmp_path / "plates" / "images" / "a.png", crop(scene.pixels, scene.plate_box, 0.0))
    (tmp_path / "plates" / "labels.csv").write_text(
        "file,source,split,text,label_origin\n"
        f"a.png,rendered,val,{scene.text},human\n"
        "a.png,rendered,val,ZZ99ZZ,human\n"
    )
    with caplog.at_level("INFO", "recognition"):
        assert error_page.main(arguments(tmp_path / "page.png", tmp_path)) == 0
    assert f"1: ZZ99ZZ (rendered, people) read {scene.text}" in caplog.text
    assert "1 of 2 wrong" in caplog.text
    assert cv2.imread(str(tmp_path / "page.png")) is not None


def test_no_page_is_written_into_the_project(tmp_path) -> None:
    inside = application_folder() / "page.png"
    assert error_page.main(arguments(inside, tmp_path)) == 2
    assert not inside.exists()
