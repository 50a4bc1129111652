from itertools import pairwise

import numpy as np
import pytest

from pipeline.decode import decode_greedy
from pipeline.reader import Look, PlateReading, ReadCharacter, character_boxes, join_looks, prepare
from pipeline.types import ALPHABET, Box
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


def look(path: str, *, confidence: float = 0.9, doubts: dict[int, tuple[str, float]] | None = None):
    """What a look at a plate saw that spells ``path``; ``doubts`` are second thoughts by step."""
    rows = steps_for(path.ljust(COLUMNS * 2, "_"), confidence)
    for step, (other, chance) in (doubts or {}).items():
        rows[step] *= (1 - chance) / rows[step].sum()
        rows[step, ALPHABET.index(other)] += chance
    decoded = decode_greedy(rows)
    boxes, lines = character_boxes(decoded, COLUMNS, 60, 360)
    pairs = zip(decoded, boxes, strict=True)
    return Look(rows, tuple(ReadCharacter(c.probabilities, box) for c, box in pairs), lines)


def test_two_looks_say_what_both_find_likely_and_not_what_one_was_surest_of():
    # The first reads KA8 and thinks of KAB, the second KAB with little doubt, columns moved.
    first = look("_K_A_8_", doubts={5: ("B", 0.44)})
    second = look("__K_A_B_")
    assert (first.text, second.text) == ("KA8", "KAB")
    reading = join_looks([first, second])
    assert "".join(character.text for character in reading.characters) == "KAB"
    assert reading.candidates[0].text == "KAB"
    assert "KA8" in [candidate.text for candidate in reading.candidates]


def test_looks_at_nothing_read_nothing():
    reading = join_looks([look("", confidence=1.0), look("", confidence=1.0)])
    assert (reading.characters, reading.candidates, reading.is_noise) == ((), (), True)


@pytest.mark.parametrize(("sure", "is_noise"), [(0.95, False), (0.65, False), (0.4, True)])
def test_what_is_unsure_from_end_to_end_is_noise(sure, is_noise):
    rows = steps_for("KA", sure)
    characters = tuple(ReadCharacter(row[:-1], Box(0, 0, 9, 9)) for row in rows)
    assert PlateReading(characters, (), sure, 1).is_noise == is_noise
