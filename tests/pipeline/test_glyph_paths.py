from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.glyph_paths import Proposal, best_path, gains
from pipeline.types import ALPHABET, Box


def proposals(*spans: tuple[float, float], height: float = 40.0) -> list[Proposal]:
    return [Proposal(Box(left, 10.0, right - left, height)) for left, right in spans]


def chances(*named: tuple[str, float]) -> np.ndarray:
    """Rows that give one class a chance and the rest to "not a character"."""
    rows = np.zeros((len(named), len(ALPHABET)), np.float32)
    for row, (text, chance) in zip(rows, named, strict=True):
        row[ALPHABET.index(text)] = chance
    return rows


def test_a_sure_glyph_is_worth_much_and_a_sure_fragment_costs():
    sure, even, fragment = gains(
        proposals((0, 20), (30, 50), (60, 80)), chances(("A", 0.99), ("B", 0.5), ("C", 0.01))
    )
    assert sure == pytest.approx(np.log(1.02 / 0.04), abs=1e-5)
    assert even == pytest.approx(0.0, abs=1e-5)
    assert fragment == pytest.approx(-sure, abs=1e-5)


def test_the_prior_of_a_proposal_is_added_to_what_the_classifier_says():
    (box,) = (proposal.box for proposal in proposals((0, 20)))
    (worth,) = gains([Proposal(box, 1.25)], chances(("A", 0.5)))
    assert worth == pytest.approx(1.25, abs=1e-5)


def test_two_halves_of_a_w_lose_against_the_whole():
    offered = proposals((0, 20), (20, 40), (0, 40))
    worth = gains(offered, chances(("V", 0.6), ("V", 0.6), ("W", 0.97)))
    assert best_path(offered, worth) == (2,)


def test_two_characters_win_against_the_pair_cut_as_one():
    offered = proposals((0, 42), (0, 20), (22, 42))
    worth = gains(offered, chances(("H", 0.2), ("1", 0.9), ("1", 0.9)))
    assert best_path(offered, worth) == (1, 2)


def test_junk_between_and_beside_characters_is_left_out():
    offered = proposals((0, 8), (10, 30), (32, 38), (40, 60), (64, 80))
    worth = gains(offered, chances(("1", 0.1), ("K", 0.95), ("1", 0.05), ("7", 0.9), ("D", 0.2)))
    assert best_path(offered, worth) == (1, 3)


def test_a_path_runs_from_left_to_right_whatever_the_order_of_proposals():
    offered = proposals((60, 80), (0, 20), (30, 50))
    assert best_path(offered, np.ones(3)) == (1, 2, 0)


def test_a_much_lower_neighbour_needs_more_than_a_little_gain():
    tall, low = proposals((0, 20)), proposals((22, 30), height=15.0)
    assert best_path([*tall, *low], np.array([10.0, 9.0])) == (0,)
    assert best_path([*tall, *low], np.array([10.0, 11.0])) == (0, 1)


def test_nothing_is_better_than_junk_alone():
    assert best_path([], np.zeros(0)) == ()
    assert best_path(proposals((0, 20), (25, 40)), np.array([-1.0, -0.1])) == ()


SPANS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(4, 40), st.floats(-3, 3, width=16)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(SPANS)
def test_no_choice_of_level_boxes_without_overlap_is_worth_more(spans):
    offered = proposals(*((left, left + width) for left, width, _ in spans))
    worth = np.array([gain for *_, gain in spans])
    best = 0.0
    for choice in range(1 << len(spans)):
        picked = sorted(
            (offered[at].box.x, offered[at].box.right, worth[at])
            for at in range(len(spans))
            if choice >> at & 1
        )
        if all(a[1] <= b[0] for a, b in pairwise(picked)):
            best = max(best, sum(gain for *_, gain in picked))
    path = best_path(offered, worth)
    assert sum(worth[at] for at in path) >= best - 1e-6
