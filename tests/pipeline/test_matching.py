from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.matching import (
    DEFAULT_CONFUSIONS,
    ConfusionCosts,
    Registry,
    differing_positions,
    match_key,
    max_edits,
)
from tests.support.reads import make_read

PLATES = st.text("0123456789ABDGISUVZ", min_size=1, max_size=10)


def slow_cost(a: str, b: str, costs: ConfusionCosts) -> float:
    """The recursion of the textbook, one pair at a time."""

    @cache
    def go(i: int, j: int) -> float:
        if i == 0 or j == 0:
            return float(i + j)
        return min(
            go(i - 1, j) + 1, go(i, j - 1) + 1, go(i - 1, j - 1) + costs.between(a[i - 1], b[j - 1])
        )

    return go(len(a), len(b))


def slow_edits(a: str, b: str) -> int:
    return round(slow_cost(a, b, ConfusionCosts([])))


def test_o_and_zero_and_case_and_separators_do_not_matter_in_the_key() -> None:
    assert match_key("ka-01 oB 1O34") == "KA010B1034"


@pytest.mark.parametrize(
    ("read", "plate", "cost", "differing"),
    [
        ("KA01AB1234", "KA01AB1234", 0.0, ()),
        ("KA01AB1234", "KAO1AB1234", 0.0, ()),
        ("KA01A81234", "KA01AB1234", 0.3, (5,)),
        ("KA01AB1234", "KA01AB1254", 1.0, (8,)),
        ("KA01A81284", "KA01AB1234", 0.9, (5, 8)),
        ("KA01AB123", "KA01AB1234", 1.0, (9,)),
        ("KA01AB12344", "KA01AB1234", 1.0, (9,)),
    ],
)
def test_costs_agree_with_hand_computed_ones(
    read: str, plate: str, cost: float, differing: tuple[int, ...]
) -> None:
    (match,) = Registry([plate]).nearest(read)
    assert match.plate == plate
    assert match.cost == pytest.approx(cost)
    assert match.differing == differing


def test_nearest_first_and_no_more_than_asked_for() -> None:
    registry = Registry(["KA01AB1284", "KA01A81234", "KA01AB1234", "ZZ99ZZ9999"])
    found = registry.nearest("KA01AB1234", limit=2)
    assert [match.plate for match in found] == ["KA01AB1234", "KA01A81234"]


def test_plates_that_have_little_in_common_are_not_near() -> None:
    assert Registry(["ZZ99ZZ9999"]).nearest("KA01AB1234") == ()


@pytest.mark.parametrize("text", ["", "---"])
def test_nothing_is_near_to_an_empty_text(text: str) -> None:
    assert Registry(["KA01AB1234"]).nearest(text) == ()


def test_an_empty_registry_has_no_nearest_plate() -> None:
    assert Registry([]).nearest("KA01AB1234") == ()


def test_a_second_thought_of_the_reader_makes_a_substitution_cheaper() -> None:
    read = make_read("KA01AB1234", [0.9] * 8 + [0.5, 0.9], alternatives={8: ("7", 0.4)})
    registry = Registry(["KA01AB1274"])
    (plain,) = registry.nearest(read.text)
    (helped,) = registry.nearest(read.text, characters=read.characters)
    assert plain.cost == pytest.approx(1.0)
    assert helped.cost == pytest.approx(1.0 - 0.4 / 0.5)
    assert helped.differing == (8,)


def test_a_second_thought_never_makes_another_plate_an_exact_match() -> None:
    read = make_read("KA01AB1234", [0.9] * 8 + [0.4, 0.9], alternatives={8: ("7", 0.4)})
    (match,) = Registry(["KA01AB1274"]).nearest(read.text, characters=read.characters)
    assert match.cost == pytest.approx(0.1)


def test_characters_of_another_text_are_not_used() -> None:
    read = make_read("MH12AB1234", [0.9] * 8 + [0.5, 0.9], alternatives={8: ("7", 0.5)})
    (match,) = Registry(["KA01AB1274"]).nearest("KA01AB1234", characters=read.characters)
    assert match.cost == pytest.approx(1.0)


@pytest.mark.parametrize("pair", [("88", 0.5), ("8", 0.5), ("8B", 0.0), ("8B", 1.5)])
def test_a_confusion_that_makes_no_sense_is_refused(pair: tuple[str, float]) -> None:
    with pytest.raises(ValueError, match="confusion"):
        ConfusionCosts([pair])


def test_every_default_confusion_is_of_two_classes_that_can_be_read() -> None:
    for glyphs, _ in DEFAULT_CONFUSIONS:
        assert match_key(glyphs) == glyphs


@given(a=PLATES, b=PLATES)
def test_cost_is_symmetric_never_negative_and_zero_only_for_the_same(a: str, b: str) -> None:
    there, back = Registry([b]).nearest(a), Registry([a]).nearest(b)
    if there and back:
        assert there[0].cost == pytest.approx(back[0].cost)
        assert there[0].cost >= 0
    for match in there:
        assert (match.cost == 0) == (a == b)


@settings(max_examples=60)
@given(plates=st.lists(PLATES, max_size=12, unique=True), text=PLATES)
def test_nearest_agrees_with_trying_every_plate(plates: list[str], text: str) -> None:
    costs = ConfusionCosts()
    wanted = sorted(
        slow_cost(text, plate, costs)
        for plate in plates
        if slow_edits(text, plate) <= max_edits(text)
    )
    found = [match.cost for match in Registry(plates, costs).nearest(text, limit=20)]
    assert found == pytest.approx(wanted, abs=1e-5)


def test_a_hundred_thousand_plates_are_searched_right() -> None:
    rng = random.Random(7)
    plates = list(
        {
            f"KA{rng.randrange(70):02d}{rng.choice('ABCDEFGH')}{rng.choice('JKLMN')}"
            f"{rng.randrange(10_000):04d}"
            for _ in range(105_000)
        }
    )
    plate = plates[500]
    wrong = plate[:-1] + ("7" if plate[-1] != "7" else "2")
    registry = Registry(plates)
    assert registry.nearest(plate)[0].plate == plate
    assert plate in {match.plate for match in registry.nearest(wrong, limit=50)}


def test_differing_positions_are_those_of_the_registered_plate() -> None:
    assert differing_positions("KA01B1234", "KA01AB1234") == (4,)
    assert differing_positions("", "") == ()
