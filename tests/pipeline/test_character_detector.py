import numpy as np
import pytest

from pipeline.character_detector import FoundCharacter, arrange_lines, decode_characters
from pipeline.detector import Scale
from pipeline.types import Box

SCALE = Scale(8, np.array([[16.0, 40.0], [30.0, 30.0]], np.float32))
EMPTY = -9.0


def empty_map() -> np.ndarray:
    logits = np.zeros((8, 32, 2, 5), np.float32)
    logits[..., 4] = EMPTY
    return logits


def found(x: float, y: float, width: float = 20, height: float = 40, confidence: float = 0.9):
    return FoundCharacter(Box(x, y, width, height), confidence)


def decode(logits: np.ndarray, plate_size: tuple[int, int] = (64, 256)):
    return decode_characters(logits.reshape(8, 32, -1), SCALE, plate_size, 0.4)


def test_a_cell_without_offsets_shows_its_anchor_around_its_middle():
    logits = empty_map()
    logits[3, 10, 0, 4] = 2.0
    (character,) = decode(logits)
    assert character.box == Box(84.0 - 8.0, 28.0 - 20.0, 16.0, 40.0)
    assert character.confidence == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_boxes_come_back_in_pixels_of_the_plate_that_was_stretched():
    logits = empty_map()
    logits[3, 10, 0, 4] = 2.0
    (character,) = decode(logits, (32, 512))
    assert character.box == Box(152.0, 4.0, 32.0, 20.0)


def test_boxes_end_at_the_edge_of_the_plate():
    logits = empty_map()
    logits[0, 0, 1, 4] = 2.0
    (character,) = decode(logits)
    assert (character.box.x, character.box.y) == (0.0, 0.0)
    assert character.box.right == pytest.approx(19.0)


def test_a_part_inside_a_surer_character_is_dropped_and_a_neighbour_kept():
    logits = empty_map()
    logits[3, 10, 1, 4] = 3.0
    logits[3, 11, 0, 4] = 1.0
    logits[3, 14, 0, 4] = 1.0
    first, second = decode(logits)
    assert first.confidence > second.confidence
    assert second.box.centre[0] == pytest.approx(116.0)


def test_an_empty_map_shows_no_characters():
    assert decode(empty_map()) == ()


def test_characters_are_read_upper_line_first_and_from_left_to_right():
    lower = [found(30, 60), found(0, 62)]
    upper = [found(40, 2), found(10, 0)]
    lines = arrange_lines([*lower, *upper])
    assert [[character.box.x for character in line] for line in lines] == [[10, 40], [0, 30]]


def test_a_tilted_line_stays_one_line():
    tilted = [found(26 * step, 9 * step) for step in range(8)]
    (line,) = arrange_lines(tilted)
    assert list(line) == tilted


def test_small_text_beside_the_characters_is_left_out():
    characters = [found(25 * step, 20) for step in range(5)]
    small = found(130, 32, 8, 16)
    (line,) = arrange_lines([*characters, small])
    assert list(line) == characters


def test_nothing_found_stands_in_no_line():
    assert arrange_lines(()) == ()
