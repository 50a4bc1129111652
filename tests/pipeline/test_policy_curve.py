from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from console.gate.policy import PolicySettings, decide
from console.gate.registry import VehicleIndex
from console.gate.types import VerdictKind
from db.records import VehicleRecord
from pipeline.confusions import ConfusionCosts
from pipeline.training.known_reads import KnownRead
from pipeline.training.matching_bench import measure, random_plates
from pipeline.training.policy import report, summary_rows
from pipeline.training.policy_curve import (
    GRID,
    SitePlan,
    Thresholds,
    Trials,
    choose,
    count_bought,
    frontier,
    moves,
    neighbours,
    other_plates,
    run_trials,
    with_interval,
)
from pipeline.training.policy_figure import draw_policy
from pipeline.training.reliability_figure import Panel, draw_reliability
from tests.support.reads import make_read

COSTS = ConfusionCosts({"8B": 0.8, "B8": 0.8, "1I": 0.9, "I1": 0.9})
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PLAN = SitePlan(registered_count=80, site_count=12, neighbour_share=0.5, seed=3)
USUAL = Thresholds(0.8, 0.3, 0.3)


def sample() -> list[KnownRead]:
    """Forty plates: most of them read right, some with a doubt, some wrong, one not at all."""
    rng = np.random.default_rng(8)
    reads: list[KnownRead] = []
    for number, truth in enumerate(random_plates(40)):
        text = truth.replace("O", "0")
        origin = "people" if number % 2 else "ocr"
        confidences = rng.uniform(0.85, 1.0, len(text)).tolist()
        said, doubts = text, {}
        if number % 4 == 0:
            at = int(rng.integers(len(text)))
            other = "8" if text[at] != "8" else "B"
            confidences[at] = 0.6
            doubts = {at: (text[at], 0.39)}
            said = text[:at] + other + text[at + 1 :]
        rejection = "too small" if number == 7 else None
        read = make_read(said, confidences, alternatives=doubts, rejection=rejection)
        reads.append(KnownRead(text, origin, read))
    return reads


@pytest.fixture(scope="module")
def trials() -> Trials:
    return run_trials(sample(), COSTS, PLAN)


def test_every_read_is_judged_in_every_site_and_half_the_plates_are_members(
    trials: Trials,
) -> None:
    assert len(trials.read) == 40 * PLAN.site_count
    assert trials.is_member.mean() == pytest.approx(0.5)
    assert trials.by_people.mean() == pytest.approx(0.5)


def test_the_same_seed_makes_the_same_sites(trials: Trials) -> None:
    again = run_trials(sample(), COSTS, PLAN)
    assert (again.cost == trials.cost).all()
    assert (again.is_member == trials.is_member).all()


def test_the_curve_opens_exactly_where_the_policy_of_the_gate_does() -> None:
    reads = sample()
    plan = SitePlan(registered_count=60, site_count=1, neighbour_share=0.5, seed=5)
    trials = run_trials(reads, COSTS, plan)
    # The one site, made once more from its plan
    rng = np.random.default_rng(plan.seed)
    texts = sorted({known.truth for known in reads})
    variants = [neighbours(text, COSTS, rng) for text in texts]
    taken = {*texts, *(one for group in variants for one in group)}
    others = other_plates(texts, 60 - 20 - 20, taken, rng)
    members = rng.choice(40, 20, replace=False)
    chosen = rng.choice(40, 20, replace=False)
    near = [variants[at][pick] for at, pick in zip(chosen, rng.integers(4, size=20), strict=True)]
    registered = dict.fromkeys([*others, *(texts[at] for at in members), *near])
    index = VehicleIndex([VehicleRecord(plate) for plate in registered], COSTS)
    opened_count = 0
    for thresholds in (USUAL, Thresholds(0.5, 0.1, 0.1), Thresholds(0.5, 0.6, 0.05)):
        settings = PolicySettings(*astuple(thresholds))
        for known, opened in zip(reads, trials.opened(thresholds).tolist(), strict=True):
            matches = index.matches(known.read)
            verdict = decide(known.read, matches, NOW, lane_is_fresh=True, settings=settings)
            assert (verdict.kind is VerdictKind.OPEN) == opened, known.truth
            opened_count += opened
    assert 30 < opened_count < 3 * 40


def test_a_wrong_opening_is_a_stranger_or_a_member_under_another_plate() -> None:
    always = Trials(
        read=np.array([0, 0, 1, 1, 2]),
        is_member=np.array([True, True, False, False, True]),
        confidence=np.array([0.9, 0.9, 0.9, 0.9, 0.5]),
        cost=np.array([0.0, 0.1, 0.2, 0.9, 0.0]),
        margin=np.full(5, 1.0),
        is_meant=np.array([True, False, False, False, True]),
        by_people=np.full(5, True),
    )
    bought = count_bought(always, Thresholds(0.8, 0.3, 0.3))
    assert (bought.member_count, bought.passed_count) == (3, 1)
    assert (bought.wrong_count, bought.wrong_read_count) == (2, 2)
    assert bought.wrong_rate == pytest.approx(2 / 5)
    spread = with_interval(always, bought)
    assert 0.0 <= spread.least <= bought.wrong_rate <= spread.most <= 1.0


def test_stricter_thresholds_never_open_more(trials: Trials) -> None:
    usual = trials.opened(USUAL)
    for stricter in (
        Thresholds(0.9, 0.3, 0.3),
        Thresholds(0.8, 0.1, 0.3),
        Thresholds(0.8, 0.3, 0.6),
    ):
        assert not (trials.opened(stricter) & ~usual).any()


def test_the_frontier_rises_in_both_and_nothing_chosen_is_above_it(trials: Trials) -> None:
    best = frontier(trials)
    assert [one.wrong_count for one in best] == sorted({one.wrong_count for one in best})
    assert [one.passed_count for one in best] == sorted({one.passed_count for one in best})
    chosen = count_bought(trials, choose(trials))
    assert chosen.thresholds in GRID
    assert chosen.wrong_rate <= 0.0005
    assert chosen.passed_count == max(one.passed_count for one in best if one.wrong_rate <= 0.0005)


def test_of_thresholds_that_reach_the_goal_the_surest_are_chosen() -> None:
    everywhere = np.full(10, True)
    confidence = np.array([0.99] * 9 + [0.86])
    cost = np.array([0.0] * 8 + [0.1, 0.0])
    some = Trials(np.arange(10), everywhere, confidence, cost, cost + 0.5, everywhere, everywhere)
    assert choose(some) == Thresholds(0.85, 0.1, choose(some).min_margin)


def test_where_every_threshold_opens_wrongly_none_is_chosen() -> None:
    everywhere, nowhere, sure = np.full(9, True), np.full(9, False), np.full(9, 1.0)
    worst = Trials(np.arange(9), nowhere, sure, sure - 1.0, sure, nowhere, everywhere)
    with pytest.raises(ValueError, match="no thresholds"):
        choose(worst)


def test_neighbours_differ_in_one_glyph_that_looks_like_the_true_one() -> None:
    for one in neighbours("8888888", COSTS, np.random.default_rng(0)):
        assert sum(a != b for a, b in zip(one, "8888888", strict=True)) == 1
    likes = {
        glyph
        for seed in range(20)
        for one in neighbours("8", COSTS, np.random.default_rng(seed))
        for glyph in one
    }
    assert "B" in likes
    assert len(likes) == 3


def test_other_plates_are_new_and_half_of_them_in_the_formats_at_hand() -> None:
    others = other_plates(["KA01AB1234"], 40, {"KA01AB1234"}, np.random.default_rng(1))
    assert len(set(others)) == 40
    shape = [glyph.isdigit() for glyph in "KA01AB1234"]
    assert sum([glyph.isdigit() for glyph in one] == shape for one in others) >= 20


def test_what_is_reported_adds_up(trials: Trials) -> None:
    people, machine, every = summary_rows("val", trials, USUAL)
    assert int(people[2]) + int(machine[2]) == int(every[2]) == 40
    passed = [int(row[3].split()[0]) for row in (people, machine, every)]
    assert passed[0] + passed[1] == passed[2]
    text = report(USUAL, [people, machine, every], trials, "abc")
    assert "at least 0.8, cost at most 0.3, margin at least 0.3" in text
    assert text.count("(chosen)") == 3


def test_each_threshold_moves_alone(trials: Trials) -> None:
    for position, (name, part) in enumerate(moves(trials, USUAL).items()):
        assert len(part) > 5, name
        for one in part:
            still = [at for at in range(3) if at != position]
            assert all(astuple(one.thresholds)[at] == astuple(USUAL)[at] for at in still)


def test_the_figures_are_drawn_the_same_twice(tmp_path: Path, trials: Trials) -> None:
    said = np.linspace(0.4, 0.999, 200)
    right = np.random.default_rng(2).random(200) < said
    for name in ("first", "second"):
        draw_policy(tmp_path / f"{name}.svg", {"val": trials, "test": trials}, USUAL)
        draw_reliability(tmp_path / f"{name}_r.svg", [Panel("characters", said, said, right)])
    for kind in ("", "_r"):
        first = (tmp_path / f"first{kind}.svg").read_bytes()
        assert first == (tmp_path / f"second{kind}.svg").read_bytes()
        assert b"<svg" in first


def test_a_search_is_timed_for_every_kind_of_query() -> None:
    times = measure(random_plates(3000), 30, COSTS)
    assert times.registered_count == 2970
    assert [len(samples) for samples in times.query_ms.values()] == [10, 10, 10]
    assert all(busy >= 0 for samples in times.query_ms.values() for _, busy in samples)
