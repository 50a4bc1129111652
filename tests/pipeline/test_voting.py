from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alignment import best_pairs
from pipeline.fusion import fuse_passage
from pipeline.types import ALPHABET, Read
from pipeline.voting import ballot, elect, sharpness
from tests.support.reads import make_read


def elected_text(*reads: Read) -> str:
    places = elect([ballot(read) for read in reads])
    return "".join(ALPHABET[int(place.chances.argmax())] for place in places)


def hidden(text: str, positions: set[int], confidence: float = 0.98) -> Read:
    """A read of ``text`` in which something stands before the characters at ``positions``."""
    whole = make_read(text, confidence)
    kept = tuple(c for i, c in enumerate(whole.characters) if i not in positions)
    candidate = type(whole.candidates[0])("".join(c.text for c in kept), confidence)
    return Read(whole.plate, kept, (candidate,), whole.plate_pixels)


def test_a_post_that_passes_before_the_plate_hides_nothing_from_the_vote() -> None:
    text = "KA01AB1234"
    reads = [hidden(text, {at, at + 1}) for at in range(0, 9, 2)]
    assert all(read.text != text for read in reads)
    assert elected_text(*reads) == text
    assert fuse_passage(reads).text == text


def test_a_character_of_a_pair_that_is_hidden_is_known_by_its_place() -> None:
    text = "AB1122"
    reads = [hidden(text, {2}), hidden(text, {3}), hidden(text, {4}), hidden(text, {5})]
    assert elected_text(*reads) == text


def test_a_character_that_one_frame_of_many_shows_is_left_out() -> None:
    reads = [make_read("AB1234", 0.95)] * 5 + [make_read("AB12734", 0.9)]
    assert elected_text(*reads) == "AB1234"


def test_frames_that_agree_on_nothing_still_elect_a_text() -> None:
    reads = [make_read(text, 0.4) for text in ("AAAA11", "BBBB22", "CCCC33", "DDDD44", "EEEE55")]
    assert len(elected_text(*reads)) == 6


def test_a_sharp_plate_outvotes_a_blurred_one() -> None:
    stripes = np.zeros((24, 96, 3), np.uint8)
    stripes[:, ::8] = 255
    slope = np.broadcast_to(np.linspace(0, 255, 96).astype(np.uint8)[None, :, None], (24, 96, 3))
    assert sharpness(stripes) > 3 * sharpness(np.ascontiguousarray(slope))
    plain = make_read("AB1234", 0.9)
    sharp = Read(plain.plate, plain.characters, plain.candidates, stripes)
    assert ballot(sharp).weight > ballot(plain).weight


@pytest.mark.parametrize("shape", [(1, 1), (5, 1), (1, 7)])
def test_plates_of_a_pixel_have_a_sharpness(shape: tuple[int, int]) -> None:
    assert sharpness(np.full((*shape, 3), 80, np.uint8)) == 0.0


def test_one_hidden_character_makes_the_others_weigh_no_less_than_a_blurred_plate() -> None:
    one_weak = make_read("AB1234", [0.99, 0.99, 0.99, 0.1, 0.99, 0.99])
    all_weak = make_read("AB1234", 0.6)
    assert ballot(one_weak).weight > ballot(all_weak).weight


def test_shares_say_how_much_of_the_vote_shows_a_place() -> None:
    places = elect([ballot(make_read("AB1234", 0.9)), ballot(hidden("AB1234", {0}, 0.9))])
    assert [round(place.share, 2) for place in places] == [0.5, 1.0, 1.0, 1.0, 1.0, 1.0]


def brute_force(gain: np.ndarray) -> float:
    rows, columns = gain.shape
    best = 0.0
    for count in range(1, min(rows, columns) + 1):
        for chosen in itertools.combinations(range(rows), count):
            for partners in itertools.combinations(range(columns), count):
                best = max(best, sum(gain[i, j] for i, j in zip(chosen, partners, strict=True)))
    return best


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_pairs_keep_order_and_gain_as_much_as_any_can(rows: int, columns: int, seed: int) -> None:
    gain = np.random.default_rng(seed).uniform(-1, 1, (rows, columns))
    pairs = best_pairs(gain)
    taken = [column for column in pairs if column is not None]
    assert taken == sorted(set(taken))
    worth = sum(gain[row, column] for row, column in enumerate(pairs) if column is not None)
    assert worth == pytest.approx(brute_force(gain))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(ALPHABET, min_size=1, max_size=9), min_size=1, max_size=6))
def test_any_reads_elect_probabilities_and_one_text(texts: list[str]) -> None:
    fused = fuse_passage([make_read(text, 0.7) for text in texts])
    assert fused.text == "".join(character.text for character in fused.characters)
    assert fused.text
    for character in fused.characters:
        assert 0.0 < character.confidence <= 1.0
