from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.certainty import (
    CERTAINTY_NAME,
    Calibration,
    Certainty,
    load_certainty,
    reading_version,
)
from pipeline.errors import WeightsError
from pipeline.training.calibration import (
    expected_calibration_error,
    fit_calibration,
    reliability,
)
from pipeline.training.certainty import certainty_text
from pipeline.training.confusion_counts import confusion_shares, count_confusions
from pipeline.training.documents import replace_section, table
from pipeline.training.known_reads import KnownRead, character_confidences, read_confidences
from pipeline.types import ALPHABET, Candidate
from pipeline.weights import load_manifest
from tests.support.reads import make_read

WEIGHTS = Path(__file__).resolve().parents[2] / "weights"
CONFIDENCES = st.floats(0.0, 1.0)


def known(truth: str, text: str, confidence: float | list[float] = 0.9) -> KnownRead:
    return KnownRead(truth, "people", make_read(text, confidence))


def test_a_line_of_slope_one_changes_nothing() -> None:
    assert [Calibration()(value) for value in (0.0, 0.3, 1.0)] == [0.0, 0.3, 1.0]


def test_a_calibrated_confidence_agrees_with_one_computed_by_hand() -> None:
    odds = 2.0 * math.log(0.9 / 0.1) - 1.0
    assert Calibration(2.0, -1.0)(0.9) == pytest.approx(1 / (1 + math.exp(-odds)))


@given(a=CONFIDENCES, b=CONFIDENCES, slope=st.floats(0.1, 4.0), offset=st.floats(-3.0, 3.0))
def test_calibration_keeps_the_order_and_stays_a_chance(
    a: float, b: float, slope: float, offset: float
) -> None:
    line = Calibration(slope, offset)
    low, high = sorted((a, b))
    assert 0.0 <= line(low) <= line(high) <= 1.0


@given(first=st.floats(0.3, 1.0), share=CONFIDENCES, slope=st.floats(0.3, 3.0))
def test_the_first_class_stays_first_and_all_add_up_to_one_at_most(
    first: float, share: float, slope: float
) -> None:
    other = min(first, (1.0 - first) * share)
    read = make_read("8", first, alternatives={0: ("B", other)})
    (character,), _ = Certainty(characters=Calibration(slope, 0.3)).of_read(read.characters, ())
    ((text, alternative),) = character.alternatives
    assert (character.text, text) == ("8", "B")
    assert alternative <= character.confidence
    assert alternative + character.confidence <= 1.0 + 2e-4


def test_whole_texts_have_a_line_of_their_own() -> None:
    read = make_read("KA01", 0.8)
    characters, candidates = Certainty(reads=Calibration(1.0, -1.0)).of_read(
        read.characters, (Candidate("KA01", 0.8), Candidate("KA0I", 0.1))
    )
    assert [one.confidence for one in characters] == [0.8] * 4
    assert candidates[0].confidence < 0.8
    assert candidates[1].confidence < 0.1


def test_what_was_written_is_what_is_read(tmp_path: Path) -> None:
    lines = Calibration(1.3, 0.25), Calibration(0.9, -0.1)
    counts = {"reads": "9/10", "confusions": "3 wrong characters"}
    text = certainty_text(*lines, {"8B": 0.6, "B8": 0.5}, "abc+def", counts)
    (tmp_path / CERTAINTY_NAME).write_text(text)
    certainty = load_certainty(tmp_path)
    assert (certainty.characters, certainty.reads) == lines
    assert certainty.weights_version == "abc+def"
    assert certainty.costs.between("8", "B") < certainty.costs.between("8", "3")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "cannot be read"),
        (b"\xff", "is not TOML"),
        (b"slope =", "is not TOML"),
        (b"", "is not a table of certainty"),
        (b"characters = 3\nreads = 3\nshares = 3\n", "is not a table of certainty"),
        (b"[characters]\nslope = -1\noffset = 0\n", "turn the order around"),
        (b"[characters]\nslope = 'x'\noffset = 0\n", "is not a table of certainty"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, content: bytes | None, problem: str
) -> None:
    if content is not None:
        (tmp_path / CERTAINTY_NAME).write_bytes(content)
    with pytest.raises(WeightsError, match=problem) as caught:
        load_certainty(tmp_path)
    assert CERTAINTY_NAME in str(caught.value)


def test_the_shipped_certainty_was_measured_with_the_shipped_weights() -> None:
    """Weights were changed? Then run ``python -m pipeline.training certainty``, and ``policy``."""
    certainty = load_certainty(WEIGHTS)
    assert certainty.weights_version == reading_version(load_manifest(WEIGHTS))
    assert certainty.costs.between("8", "B") < 1.0


def test_a_fit_finds_how_overconfident_a_model_is() -> None:
    rng = np.random.default_rng(4)
    odds = rng.normal(1.0, 2.0, 20_000)
    right = rng.random(20_000) < 1 / (1 + np.exp(-odds))
    said = 1 / (1 + np.exp(-(2.0 * odds + 0.5)))
    line = fit_calibration(said, right)
    assert line.slope == pytest.approx(0.5, abs=0.03)
    assert line.offset == pytest.approx(-0.25, abs=0.06)
    after = np.array([line(confidence) for confidence in said.tolist()])
    before = expected_calibration_error(said, right)
    assert expected_calibration_error(after, right) < before / 4


@pytest.mark.parametrize("is_right", [True, False])
def test_a_sample_without_exceptions_has_a_fit_too(is_right: bool) -> None:
    said = np.full(50, 0.9)
    line = fit_calibration(said, np.full(50, is_right))
    assert math.isfinite(line.slope)
    assert (line(0.9) > 0.9) == is_right


def test_bins_hold_equally_many_and_all_of_them() -> None:
    said = np.linspace(0.0, 1.0, 25)
    bins = reliability(said, said > 0.5, bins=5)
    assert [one.count for one in bins] == [5] * 5
    assert sum(one.right_count for one in bins) == 12
    assert bins[0].mean_confidence == pytest.approx(said[:5].mean())
    assert len(reliability(said[:3], said[:3] > 0, bins=5)) == 3


def test_a_character_too_many_is_a_wrong_one_and_a_missing_one_is_none() -> None:
    said, right = character_confidences(
        [known("ABC", "ABXC", [0.9, 0.8, 0.3, 0.7]), known("ABC", "AC", [0.6, 0.5])]
    )
    assert said.tolist() == [0.9, 0.8, 0.3, 0.7, 0.6, 0.5]
    assert right.tolist() == [True, True, False, True, True, True]


def test_a_plate_where_nothing_was_read_has_no_confidence() -> None:
    said, right = read_confidences([known("ABC", "ABC"), known("ABC", "ABD"), known("ABC", "")])
    assert said.tolist() == [0.9, 0.9]
    assert right.tolist() == [True, False]


def test_confusions_are_counted_by_hand() -> None:
    doubtful = make_read("AB1", [0.9, 0.6, 0.9], alternatives={1: ("8", 0.4)})
    reads = [
        known("A81", "AB1"),
        known("A81", "AB12"),  # another length
        known("XYZ", "AB1"),  # another plate
        KnownRead("AB1", "people", doubtful),
        KnownRead("A81", "people", doubtful),
    ]
    weights, wrong_count = count_confusions(reads)
    read_b, true_8 = ALPHABET.index("B"), ALPHABET.index("8")
    assert wrong_count == 2
    assert weights[read_b, true_8] == pytest.approx(2.0)
    assert weights[true_8, read_b] == pytest.approx(0.4)
    assert weights.sum() == pytest.approx(2.4)


def test_shares_of_a_glyph_add_up_to_less_than_one_and_know_both_directions() -> None:
    weights = np.zeros((35, 35))
    weights[ALPHABET.index("B"), ALPHABET.index("8")] = 30.0
    shares = confusion_shares(weights)
    assert shares["B8"] == shares["8B"] > 0.9
    assert shares["B8"] <= 1.0
    assert all(len(glyphs) == 2 for glyphs in shares)


def test_a_section_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text("before\n<!-- here -->\nold\n<!-- end of here -->\nafter\n")
    for _ in range(2):
        replace_section(document, "here", table(("a", "b"), [("1", "2")]))
        assert document.read_text() == (
            "before\n<!-- here -->\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"
            "<!-- end of here -->\nafter\n"
        )
    with pytest.raises(ValueError, match="there"):
        replace_section(document, "there", "new")
