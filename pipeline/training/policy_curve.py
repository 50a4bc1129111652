"""What thresholds buy: members that pass by themselves, and openings for the wrong vehicle.

Reads with known texts are judged in many imaginary sites. Everything is counted, nothing drawn
from a formula; the same seed gives the same sites.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from pipeline.confusions import ConfusionCosts
from pipeline.matching import Registry
from pipeline.training.known_reads import PEOPLE, KnownRead
from pipeline.training.rendering import random_plate
from pipeline.types import ALPHABET

_NOWHERE = 99.0
"""Cost of a plate where there is none near."""

_NEAREST = 60
_VARIANTS = 4
_LIKE_COUNT = 3
_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJKLMNPQRSTUVWXYZ"

_CONFIDENCES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
_COSTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
_MARGINS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
_MOST_WRONG, _ENOUGH_PASSED = 0.0005, 0.92
"""Half the wrong openings and two points more members than the goal asks for: what is chosen on
one set of reads does a little worse on the next."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The gate opens by itself at these or better; costs as ``ConfusionCosts`` has them."""

    min_confidence: float
    max_cost: float
    min_margin: float


GRID = tuple(Thresholds(*values) for values in product(_CONFIDENCES, _COSTS, _MARGINS))


@dataclass(frozen=True, slots=True)
class SitePlan:
    """How imaginary sites are made; shares are of the plates of the split."""

    registered_count: int = 10_000
    site_count: int = 200
    member_share: float = 0.5
    neighbour_share: float = 0.1
    seed: int = 20_261_123


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Every read in every site, arrays of the same length.

    ``margin`` is how much farther the second-nearest registered plate is than the nearest;
    ``is_meant`` tells whether the nearest is the vehicle's own.
    """

    read: npt.NDArray[np.intp]
    is_member: npt.NDArray[np.bool_]
    confidence: npt.NDArray[np.float64]
    cost: npt.NDArray[np.float64]
    margin: npt.NDArray[np.float64]
    is_meant: npt.NDArray[np.bool_]
    by_people: npt.NDArray[np.bool_]

    def of(self, chosen: npt.NDArray[np.bool_]) -> Trials:
        """The trials where ``chosen`` holds."""
        return Trials(
            self.read[chosen],
            self.is_member[chosen],
            self.confidence[chosen],
            self.cost[chosen],
            self.margin[chosen],
            self.is_meant[chosen],
            self.by_people[chosen],
        )

    def opened(self, thresholds: Thresholds) -> npt.NDArray[np.bool_]:
        """Whether the gate opens by itself, as ``console.gate.policy`` decides."""
        return (
            (self.confidence >= thresholds.min_confidence)
            & (self.cost <= thresholds.max_cost)
            & (self.margin >= thresholds.min_margin)
        )


@dataclass(frozen=True, slots=True)
class Bought:
    """What some thresholds did; ``wrong_read_count`` different reads opened wrongly somewhere.

    ``least`` and ``most`` are the ends of the 95 % interval of ``wrong_rate``, over reads.
    """

    thresholds: Thresholds
    read_count: int
    trial_count: int
    member_count: int
    passed_count: int
    wrong_count: int
    wrong_read_count: int
    least: float = 0.0
    most: float = 0.0

    @property
    def passed_rate(self) -> float:
        return self.passed_count / max(1, self.member_count)

    @property
    def wrong_rate(self) -> float:
        return self.wrong_count / max(1, self.trial_count)


def run_trials(
    reads: Sequence[KnownRead],
    costs: ConfusionCosts,
    plan: SitePlan,
    likeness: ConfusionCosts | None = None,
) -> Trials:
    """Judge every read in every site of ``plan`` by ``costs``.

    ``likeness`` says which glyphs neighbours differ in, where that is not to be ``costs``.
    """
    rng = np.random.default_rng(plan.seed)
    texts = sorted({known.truth for known in reads})
    variants = [neighbours(text, likeness or costs, rng) for text in texts]
    member_count = round(plan.member_share * len(texts))
    neighbour_count = round(plan.neighbour_share * len(texts))
    beside = [one for group in variants for one in group]
    others = other_plates(
        texts, plan.registered_count - member_count - neighbour_count, {*texts, *beside}, rng
    )
    pool = list(dict.fromkeys([*texts, *beside, *others]))
    place = {plate: index for index, plate in enumerate(pool)}
    sites = np.zeros((plan.site_count, len(pool)), dtype=bool)
    sites[:, [place[plate] for plate in others]] = True
    for site in sites:
        site[rng.choice(len(texts), member_count, replace=False)] = True
        chosen = rng.choice(len(texts), neighbour_count, replace=False)
        picks = rng.integers(_VARIANTS, size=neighbour_count)
        near = [variants[at][pick] for at, pick in zip(chosen, picks, strict=True)]
        site[[place[plate] for plate in near]] = True
    registry = Registry(pool, costs)
    parts = [_judge(index, known, registry, place, sites) for index, known in enumerate(reads)]
    return Trials(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def neighbours(text: str, costs: ConfusionCosts, rng: np.random.Generator) -> list[str]:
    """Plates that differ from ``text`` in one glyph, one of those it is easiest taken for."""
    found: list[str] = []
    for _ in range(_VARIANTS):
        at = int(rng.integers(len(text)))
        like = sorted(
            (glyph for glyph in ALPHABET if glyph != text[at]),
            key=lambda glyph: costs.between(text[at], glyph),
        )
        found.append(text[:at] + like[int(rng.integers(_LIKE_COUNT))] + text[at + 1 :])
    return found


def other_plates(
    texts: Sequence[str], count: int, taken: set[str], rng: np.random.Generator
) -> list[str]:
    """``count`` plates that are not ``taken``: half in the formats of ``texts``, half of any."""
    found: dict[str, None] = {}
    while len(found) < count:
        if len(found) % 2:
            plate = random_plate(rng)[0].replace("O", "0")
        else:
            model = texts[int(rng.integers(len(texts)))]
            plate = "".join(
                kind[int(rng.integers(len(kind)))]
                for kind in (_DIGITS if glyph.isdigit() else _LETTERS for glyph in model)
            )
        if plate not in taken:
            found[plate] = None
    return list(found)


def count_bought(trials: Trials, thresholds: Thresholds) -> Bought:
    """What ``thresholds`` do in ``trials``, without the interval."""
    opened = trials.opened(thresholds)
    passed = opened & trials.is_member & trials.is_meant
    wrong = opened & ~passed
    return Bought(
        thresholds,
        len(np.unique(trials.read)),
        len(trials.read),
        int(trials.is_member.sum()),
        int(passed.sum()),
        int(wrong.sum()),
        len(np.unique(trials.read[wrong])),
    )


def with_interval(trials: Trials, bought: Bought, rounds: int = 2000) -> Bought:
    """``bought`` with the 95 % interval of its rate of wrong openings.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, 13.3 (percentiles);
    reads are drawn, for the sites of one read are not independent of each other.
    """
    opened = trials.opened(bought.thresholds)
    wrong = opened & ~(trials.is_member & trials.is_meant)
    _, at = np.unique(trials.read, return_inverse=True)
    rates = np.bincount(at, weights=wrong) / np.bincount(at)
    rng = np.random.default_rng(0)
    drawn = [rates[rng.integers(len(rates), size=len(rates))].mean() for _ in range(rounds)]
    least, most = np.percentile(drawn, (2.5, 97.5))
    return replace(bought, least=float(least), most=float(most))


def choose(trials: Trials) -> Thresholds:
    """The thresholds of ``GRID`` to decide by.

    Of those with few enough wrong openings that let enough members pass, the ones with the surest
    weakest character, then the fewest wrong openings, then the most members. Where none let
    enough pass, those that let most pass.

    Raises:
        ValueError: all of them open wrongly too often.
    """
    bought = [count_bought(trials, thresholds) for thresholds in GRID]
    allowed = [one for one in bought if one.wrong_rate <= _MOST_WRONG]
    if not allowed:
        raise ValueError(f"no thresholds keep wrong openings at {_MOST_WRONG}")
    enough = [one for one in allowed if one.passed_rate >= _ENOUGH_PASSED]
    if not enough:
        return max(allowed, key=lambda one: one.passed_count).thresholds
    best = max(
        enough,
        key=lambda one: (one.thresholds.min_confidence, -one.wrong_count, one.passed_count),
    )
    return best.thresholds


def frontier(trials: Trials) -> list[Bought]:
    """Of ``GRID``, what no other thresholds beat in both: wrong openings rising, members too."""
    bought = sorted(
        (count_bought(trials, thresholds) for thresholds in GRID),
        key=lambda one: (one.wrong_count, -one.passed_count),
    )
    best: list[Bought] = []
    for one in bought:
        if not best or one.passed_count > best[-1].passed_count:
            best.append(one)
    return best


def moves(trials: Trials, chosen: Thresholds) -> dict[str, list[Bought]]:
    """What each threshold does as it moves, the two others as ``chosen``."""
    return {
        "min_confidence": [
            count_bought(trials, replace(chosen, min_confidence=value))
            for value in (0.3, 0.4, *_CONFIDENCES, 0.98)
        ],
        "max_cost": [count_bought(trials, replace(chosen, max_cost=value)) for value in _COSTS],
        "min_margin": [
            count_bought(trials, replace(chosen, min_margin=value)) for value in (0.0, *_MARGINS)
        ],
    }


def _judge(
    index: int,
    known: KnownRead,
    registry: Registry,
    place: dict[str, int],
    sites: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.generic], ...]:
    """The columns of ``Trials`` for one read."""
    count, read = len(sites), known.read
    usable = read.rejection is None
    near = registry.nearest(read.text, _NEAREST, read.characters, read.candidates) if usable else ()
    places = [place[match.plate] for match in near]
    costs = np.array([*(match.cost for match in near), _NOWHERE, _NOWHERE])
    registered = np.concatenate([sites[:, places], np.ones((count, 2), dtype=bool)], axis=1)
    first = registered.argmax(axis=1)
    registered[np.arange(count), first] = False
    second = registered.argmax(axis=1)
    own = place[known.truth]
    is_own = np.array([at == own for at in places] + [False, False])
    return (
        np.full(count, index),
        sites[:, own],
        np.full(count, read.weakest_confidence if usable else 0.0),
        costs[first],
        costs[second] - costs[first],
        is_own[first],
        np.full(count, known.origin == PEOPLE),
    )
