import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decode import (
    BLANK,
    decode_beam,
    decode_greedy,
    force_text,
    softmax,
    text_likelihoods,
)
from pipeline.types import ALPHABET


def steps_for(path: str, confidence: float = 0.9) -> np.ndarray:
    """Probabilities (steps, 36) whose likeliest path is ``path``; ``_`` is the blank."""
    rows = np.full((len(path), BLANK + 1), (1 - confidence) / BLANK, np.float32)
    for row, mark in zip(rows, path, strict=True):
        row[BLANK if mark == "_" else ALPHABET.index(mark)] = confidence
    return rows


def greedy_text(probabilities: np.ndarray) -> str:
    return "".join(ALPHABET[int(c.probabilities.argmax())] for c in decode_greedy(probabilities))


def test_repeats_merge_and_blanks_separate():
    assert greedy_text(steps_for("__KK_A_00_00__1")) == "KA001"


def test_nothing_but_blanks_is_no_character():
    assert decode_greedy(steps_for("____")) == ()
    assert decode_greedy(np.zeros((0, BLANK + 1), np.float32)) == ()


def test_a_character_knows_the_steps_that_emitted_it():
    rows = steps_for("_KKK_")
    rows[2, ALPHABET.index("K")] = 0.97
    (character,) = decode_greedy(rows)
    assert (character.first_step, character.last_step, character.peak_step) == (1, 3, 2)
    assert character.probabilities[ALPHABET.index("K")] == pytest.approx(0.97)


def test_what_is_missing_to_one_is_the_chance_of_no_character():
    rows = np.zeros((1, BLANK + 1), np.float32)
    rows[0, 3], rows[0, BLANK] = 0.6, 0.4
    (character,) = decode_greedy(rows)
    assert character.probabilities.sum() == pytest.approx(0.6)


def test_the_beam_adds_up_paths_that_the_greedy_path_ignores():
    # Hand-computed: two steps, P(A) = 0.4 and P(blank) = 0.6 at both. Best path: blank, blank
    # with 0.36; but A_, _A and AA spell "A" and add up to 0.24 + 0.24 + 0.16 = 0.64.
    rows = np.zeros((2, BLANK + 1), np.float32)
    rows[:, ALPHABET.index("A")], rows[:, BLANK] = 0.4, 0.6
    assert decode_greedy(rows) == ()
    (best, chance), (second, other) = decode_beam(rows)
    assert (best, second) == ("A", "")
    assert chance == pytest.approx(0.64)
    assert other == pytest.approx(0.36)


def test_the_beam_keeps_doubled_characters_apart():
    best, _ = decode_beam(steps_for("_1_1_", 0.95))[0]
    assert best == "11"


def test_a_text_is_as_likely_as_all_its_paths_together():
    # The same two steps as above: "A" by A_, _A and AA, "" by __; "AA" needs a blank between.
    rows = np.zeros((2, BLANK + 1), np.float32)
    rows[:, ALPHABET.index("A")], rows[:, BLANK] = 0.4, 0.6
    logs = text_likelihoods(rows, ["A", "", "AA", "B"])
    assert np.exp(logs) == pytest.approx([0.64, 0.36, 0.0, 0.0])


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_likelihoods_are_those_of_a_beam_that_drops_nothing(seed, steps):
    rows = np.zeros((steps, BLANK + 1), np.float32)
    chosen = [ALPHABET.index("A"), ALPHABET.index("7"), BLANK]
    rows[:, chosen] = np.random.default_rng(seed).dirichlet(np.ones(3), steps) * 0.97 + 0.01
    everything = decode_beam(rows, width=500)
    logs = text_likelihoods(rows, [text for text, _ in everything])
    assert np.exp(logs) == pytest.approx([chance for _, chance in everything], abs=1e-5)


def test_long_texts_over_many_steps_do_not_vanish():
    rows = steps_for("_" + "_".join(ALPHABET[:20]) + "_" * 31, 0.3)
    (log,) = text_likelihoods(rows, [ALPHABET[:20]])
    assert -120 < log < -20


@given(st.text(ALPHABET, min_size=1, max_size=10))
def test_a_clear_path_reads_the_same_by_both_ways(text):
    rows = steps_for("_" + "_".join(text) + "_", 0.97)
    assert greedy_text(rows) == text
    assert decode_beam(rows)[0][0] == text


@given(st.floats(0.2, 5.0))
def test_temperature_keeps_the_order_and_the_sum(temperature):
    logits = np.array([[2.0, -1.0, 0.5], [1000.0, 0.0, -1000.0]], np.float32)
    probabilities = softmax(logits, temperature)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(2), abs=1e-5)
    assert (np.argsort(probabilities[0]) == np.argsort(logits[0])).all()


def test_a_higher_temperature_is_less_sure():
    logits = np.array([2.0, 0.0], np.float32)
    assert softmax(logits, 2.0)[0] < softmax(logits, 1.0)[0]


def places_of(path: str, text: str) -> list[tuple[int, int]]:
    placed = force_text(steps_for(path, 0.7), [ALPHABET.index(mark) for mark in text])
    return [(one.first_step, one.last_step) for one in placed]


def test_a_known_text_is_placed_where_it_was_emitted():
    assert places_of("_KK_A_00_00__1", "KA001") == [(1, 2), (4, 4), (6, 7), (9, 10), (13, 13)]


def test_a_character_that_was_read_as_another_keeps_its_place():
    (first, second, third) = places_of("__K_8__A_", "KBA")
    assert first == (2, 2)
    assert 3 <= second[0] <= second[1] <= 6
    assert third == (7, 7)


def test_equal_neighbours_need_a_blank_between_them():
    assert places_of("00", "00") == []
    assert places_of("0_0", "00") == [(0, 0), (2, 2)]


def test_a_text_longer_than_the_steps_and_an_empty_one_have_no_places():
    assert places_of("KA", "KAB") == []
    assert places_of("KA", "") == []


@given(st.text(ALPHABET, min_size=1, max_size=6), st.integers(0, 3))
def test_every_text_that_fits_is_placed_in_order(text, blanks):
    path = ("_" * blanks).join(f"{mark}_" for mark in text)
    places = places_of(path, text)
    assert len(places) == len(text)
    steps = [step for place in places for step in place]
    assert steps == sorted(steps)
