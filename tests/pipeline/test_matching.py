from __future__ import annotations

import random
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.confusions import LEAST_COST, ConfusionCosts
from pipeline.matching import Registry, differing_positions, match_key, max_edits
from pipeline.types import Candidate
from tests.support.reads import make_read

COSTS = ConfusionCosts({"8B": 0.6, "B8": 0.6, "0D": 0.5, "1I": 0.9, "5S": 0.02, "UV": 0.4})
LIKE = COSTS.between("8", "B")
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
    return round(slow_cost(a, b, ConfusionCosts()))


def test_o_and_zero_and_case_and_separators_do_not_matter_in_the_key() -> None:
    assert match_key("ka-01 oB 1O34") == "KA010B1034"


@pytest.mark.parametrize(
    ("read", "plate", "cost", "differing"),
    [
        ("KA01AB1234", "KA01AB1234", 0.0, ()),
        ("KA01AB1234", "KAO1AB1234", 0.0, ()),
        ("KA01A81234", "KA01AB1234", LIKE, (5,)),
        ("KA01AB1234", "KA01AB1254", 1.0, (8,)),
        ("KA01A81254", "KA01AB1234", LIKE + 1.0, (5, 8)),
        ("KA01AB123", "KA01AB1234", 1.0, (9,)),
        ("KA01AB12344", "KA01AB1234", 1.0, (9,)),
    ],
)
def test_costs_agree_with_hand_computed_ones(
    read: str, plate: str, cost: float, differing: tuple[int, ...]
) -> None:
    (match,) = Registry([plate], COSTS).nearest(read)
    assert match.plate == plate
    assert match.cost == pytest.approx(cost, abs=2e-3)
    assert match.differing == differing


def test_nearest_first_and_no_more_than_asked_for() -> None:
    registry = Registry(["KA01AB1284", "KA01A81234", "KA01AB1234", "ZZ99ZZ9999"], COSTS)
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
    assert helped.cost < 0.2
    assert helped.differing == (8,)


def test_a_surer_character_makes_its_second_thought_dearer() -> None:
    registry = Registry(["KA01AB1274"])
    costs = []
    for sure, other in ((0.5, 0.49), (0.8, 0.15), (0.97, 0.02), (0.999, 0.0001)):
        read = make_read("KA01AB1234", [0.9] * 8 + [sure, 0.9], alternatives={8: ("7", other)})
        costs.append(registry.nearest(read.text, characters=read.characters)[0].cost)
    assert costs == sorted(set(costs))


def test_a_second_thought_never_makes_another_plate_an_exact_match() -> None:
    read = make_read("KA01AB1234", [0.9] * 8 + [0.4, 0.9], alternatives={8: ("7", 0.4)})
    (match,) = Registry(["KA01AB1274"]).nearest(read.text, characters=read.characters)
    assert match.cost == pytest.approx(LEAST_COST)


def test_a_likely_longer_text_is_nearer_than_an_edit_away() -> None:
    read = make_read("BJL3833")
    registry = Registry(["BJL833"])
    (plain,) = registry.nearest(read.text, characters=read.characters)
    read = replace(read, candidates=(Candidate("BJL3833", 0.6), Candidate("BJL833", 0.4)))
    (helped,) = registry.nearest(read.text, 5, read.characters, read.candidates)
    assert plain.cost == pytest.approx(1.0)
    assert 0 < helped.cost < 0.2


def test_candidates_of_another_read_are_not_used() -> None:
    candidates = (Candidate("BJL9999", 0.6), Candidate("BJL833", 0.4))
    (match,) = Registry(["BJL833"]).nearest("BJL3833", candidates=candidates)
    assert match.cost == pytest.approx(1.0)


def test_characters_of_another_text_are_not_used() -> None:
    read = make_read("MH12AB1234", [0.9] * 8 + [0.5, 0.9], alternatives={8: ("7", 0.5)})
    (match,) = Registry(["KA01AB1274"]).nearest("KA01AB1234", characters=read.characters)
    assert match.cost == pytest.approx(1.0)


@given(a=PLATES, b=PLATES)
def test_cost_is_never_negative_and_zero_only_for_the_same(a: str, b: str) -> None:
    for match in Registry([b], COSTS).nearest(a):
        assert match.cost >= 0
        assert (match.cost == 0) == (a == b)


@pytest.mark.parametrize("text", ["?", "KÄ01AB1234", "車KA01AB1234", "A" * 300])
def test_glyphs_that_no_reader_knows_are_like_nothing_and_harm_nothing(text: str) -> None:
    registry = Registry(["KÜ01AB1234", "KA01AB1234"], COSTS)
    assert all(match.cost > 0 for match in registry.nearest(text))


@settings(max_examples=60)
@given(plates=st.lists(PLATES, max_size=12, unique=True), text=PLATES)
def test_nearest_agrees_with_trying_every_plate(plates: list[str], text: str) -> None:
    wanted = sorted(
        slow_cost(text, plate, COSTS)
        for plate in plates
        if slow_edits(text, plate) <= max_edits(text)
    )
    found = [match.cost for match in Registry(plates, COSTS).nearest(text, limit=20)]
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


@settings(max_examples=60)
@given(
    first=st.lists(PLATES, max_size=8, unique=True),
    added=st.lists(PLATES, max_size=8, unique=True),
    data=st.data(),
)
def test_a_changed_registry_finds_what_a_new_one_would(
    first: list[str], added: list[str], data: st.DataObject
) -> None:
    removed = data.draw(st.lists(st.sampled_from(first or ["-"]), unique=True))
    added = [plate for plate in added if plate not in first]
    left = [plate for plate in first if plate not in removed]
    changed = Registry(first, COSTS).changed(added, removed)
    assert len(changed) == len(left) + len(added)
    for text in (*first, *added):
        wanted = {(one.plate, one.cost) for one in Registry(left + added, COSTS).nearest(text, 20)}
        assert {(one.plate, one.cost) for one in changed.nearest(text, 20)} == wanted


def test_a_change_leaves_the_registry_it_began_with_as_it_was() -> None:
    registry = Registry(["KA01AB1234"])
    registry.changed(["KA01AB1235"], ["KA01AB1234"])
    assert [match.plate for match in registry.nearest("KA01AB1234")] == ["KA01AB1234"]


def test_in_a_large_registry_two_edits_are_always_found() -> None:
    plates = [f"XY77{number:06d}" for number in range(100_001)]
    registry = Registry([*plates, "KA01AB1234", "MKA01AB1234Z"])
    found = {match.plate for match in registry.nearest("KA01AB1234")}
    assert {"KA01AB1234", "MKA01AB1234Z"} <= found
