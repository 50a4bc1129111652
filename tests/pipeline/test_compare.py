from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.training import compare
from pipeline.training.compare import Contender, compete, join_lines, read_lines
from pipeline.training.reading_figures import PlateCrop

PIXELS = np.zeros((8, 16, 3), np.uint8)


def quad(left: float, top: float, width: float = 40, height: float = 20) -> np.ndarray:
    right, bottom = left + width, top + height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def test_lines_are_joined_from_top_to_bottom_and_from_left_to_right():
    quads = [quad(60, 3), quad(0, 40), quad(0, 0)]
    assert join_lines(quads, ["B", "C", "A"]) == ["A", "B", "C"]


def test_a_crop_in_which_no_text_is_found_is_read_as_nothing():
    def engine(pixels, **_):
        return SimpleNamespace(boxes=None, txts=None)

    assert read_lines(engine, PIXELS) == ""


def test_both_readers_meet_the_same_crops_with_o_as_zero_and_signs_dropped():
    crops = [PlateCrop(PIXELS, text, "here", "people") for text in ("AB0123", "XY0987")]
    right = Contender("right", lambda _: "ab-o123")
    rare = Contender("rare", lambda _: "XY0987", every=2)
    compete([right, rare], crops)
    assert (right.figures.exact.hits, right.figures.exact.total) == (1, 2)
    assert (rare.figures.exact.hits, rare.figures.exact.total) == (0, 1)
    assert len(right.elapsed_ms) == len(right.processor_ms) == 2
    assert "1 of 2 exact" in right.describe()


def test_without_rapidocr_one_line_says_how_to_get_it(monkeypatch, caplog):
    def missing(name: str) -> None:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr("importlib.import_module", missing)
    arguments = argparse.Namespace(
        data=Path("."), weights=Path("."), split="val", threads=1, every=1, detector_every=1
    )
    with caplog.at_level("ERROR", "recognition"):
        assert compare.main(arguments) == 1
    (record,) = caplog.records
    assert "pip install .[compare]" in record.getMessage()


@pytest.mark.parametrize("texts", [[], ["A"]])
def test_joining_keeps_every_text(texts):
    assert join_lines([quad(0, 0)] * len(texts), texts) == texts
