from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.confusions import LEAST_COST, ConfusionCosts
from pipeline.types import ALPHABET, Candidate
from tests.support.reads import make_read

GLYPHS = st.sampled_from(ALPHABET)


@pytest.mark.parametrize(
    "shares",
    [{"88": 0.5}, {"8": 0.5}, {"8O": 0.2}, {"8B": -0.1}, {"8B": 1.5}, {"8B": 0.6, "83": 0.6}],
)
def test_confusions_that_make_no_sense_are_refused(shares: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="confusion"):
        ConfusionCosts(shares)


@given(read=GLYPHS, true=GLYPHS)
def test_without_measured_confusions_every_substitution_is_one_edit(read: str, true: str) -> None:
    assert ConfusionCosts().between(read, true) == pytest.approx(0.0 if read == true else 1.0)


def test_the_commoner_a_mistake_the_less_it_costs() -> None:
    costs = ConfusionCosts({"8B": 0.6, "83": 0.3, "80": 0.05})
    ordered = [costs.between("8", true) for true in ("8", "B", "3", "0", "W")]
    assert ordered == sorted(set(ordered))
    assert costs.between("B", "8") == pytest.approx(1.0)


@given(
    confidence=st.floats(0.0, 1.0),
    other=st.floats(0.0, 1.0),
    read=GLYPHS,
    second=GLYPHS,
)
def test_every_cost_lies_between_the_least_and_one_edit(
    confidence: float, other: float, read: str, second: str
) -> None:
    character = make_read(read, confidence, alternatives={0: (second, other)}).characters
    rows = ConfusionCosts({"8B": 0.9}).rows_of(character)
    assert rows.shape == (1, 128)
    for glyph in ALPHABET:
        cost = float(rows[0, ord(glyph)])
        assert cost == 0.0 if glyph == read else LEAST_COST - 1e-6 <= cost <= 1.0


def test_a_sure_character_costs_what_the_text_alone_costs() -> None:
    costs = ConfusionCosts({"8B": 0.6})
    sure = costs.rows_of(make_read("A8", 1.0).characters)
    assert sure == pytest.approx(costs.rows("A8"), abs=1e-3)


def test_what_an_unsure_character_leaves_open_goes_to_its_usual_confusions() -> None:
    costs = ConfusionCosts({"8B": 0.6})
    row = costs.rows_of(make_read("8", 0.6).characters)[0]
    assert row[ord("B")] < row[ord("W")] < 1.0


def test_a_candidate_costs_more_the_less_likely_it_is() -> None:
    first = Candidate("ABC123", 0.9)
    likely = [0.95, 0.5, 0.1, 0.01, 0.0]
    prices = [ConfusionCosts().of_candidate(Candidate("ABC12", one), first) for one in likely]
    assert prices == sorted(prices)
    assert prices[0] == LEAST_COST
    assert prices[-1] == 1.0
