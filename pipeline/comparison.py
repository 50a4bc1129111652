"""Whether one set of models reads the same plates worse than another: counts, intervals, a test."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

ALL = "all"
"""The slice of every plate that was held back from training."""

RENDERED, BY_PEOPLE, BY_MACHINE = "rendered plates", "labelled by people", "labelled by machine"
"""Slices that are not of the site, and show whether something was forgotten."""

SIGNIFICANCE = 0.05
"""A slice counts as worse when chance alone would lose that many plates less often than this.

Each slice is tested for itself, without a correction for their number: a false alarm costs another
training, a loss that is let through costs reads every day.
"""

LEAST_HELD_BACK = 30
"""Plates that must have been held back: with fewer, five lost in a row could be chance."""

_Z = 1.959964  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate or a difference of rates, and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SliceResult:
    """One kind of plates, read by the current models and by the candidate.

    ``both_count`` plates are right in either; ``won_count`` only the candidate reads right,
    ``lost_count`` only the current models.
    """

    name: str
    count: int
    both_count: int
    won_count: int
    lost_count: int

    @property
    def current_right(self) -> int:
        return self.both_count + self.lost_count

    @property
    def candidate_right(self) -> int:
        return self.both_count + self.won_count

    @property
    def chance_of_loss(self) -> float:
        """How often equal models would lose so many of the plates they disagree about, or more.

        Source: McNemar, Psychometrika 12 (1947), as exact one-sided sign test.
        """
        return sign_test(self.lost_count, self.won_count)

    @property
    def is_worse(self) -> bool:
        """Whether the candidate is worse here beyond noise."""
        return self.lost_count > self.won_count and self.chance_of_loss < SIGNIFICANCE

    def current_rate(self) -> Interval:
        return wilson(self.current_right, self.count)

    def candidate_rate(self) -> Interval:
        return wilson(self.candidate_right, self.count)

    def difference(self) -> Interval:
        """Candidate less current, with its interval for paired plates.

        Source: Agresti and Min, Statistics in Medicine 24 (2005), 729-740: half a plate is added
        to each cell of the table.
        """
        count = self.count + 2.0
        won, lost = self.won_count + 0.5, self.lost_count + 0.5
        middle = (won - lost) / count
        spread = _Z * math.sqrt(max(0.0, won + lost - (won - lost) ** 2 / count)) / count
        value = (self.won_count - self.lost_count) / self.count if self.count else 0.0
        return Interval(value, middle - spread, middle + spread)


class ObjectionKind(StrEnum):
    """Why a set of models must not take over; the screen translates these into words."""

    TOO_FEW = "too_few"
    WORSE = "worse"
    IN_USE = "in_use"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason, with the slice that it is about, or the version that was compared with."""

    kind: ObjectionKind
    about: SliceResult | None = None
    version: str = ""

    def __str__(self) -> str:
        match self:
            case Objection(ObjectionKind.TOO_FEW, SliceResult() as held):
                return f"{held.count} plates were held back, {LEAST_HELD_BACK} are needed"
            case Objection(ObjectionKind.WORSE, SliceResult() as one):
                return (
                    f"worse on {one.name}: {one.candidate_right} instead of {one.current_right} "
                    f"of {one.count} right (chance {one.chance_of_loss:.3f})"
                )
            case Objection(ObjectionKind.OUTDATED):
                return f"it was compared with {self.version}, which is not in use: retrain"
        return "it is in use"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Current models against a candidate on plates that neither was trained on, by slice.

    ``current`` names the models that the candidate was compared with.
    """

    current: str
    slices: tuple[SliceResult, ...]

    @property
    def held_back(self) -> SliceResult:
        """All plates of the site that were held back; nought of nought where there are none."""
        return next((one for one in self.slices if one.name == ALL), SliceResult(ALL, 0, 0, 0, 0))

    def objections(self) -> tuple[Objection, ...]:
        """Why the candidate must not take over; empty when nothing speaks against it."""
        found: list[Objection] = []
        if self.held_back.count < LEAST_HELD_BACK:
            found.append(Objection(ObjectionKind.TOO_FEW, self.held_back))
        found += [Objection(ObjectionKind.WORSE, one) for one in self.slices if one.is_worse]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One plate as both read it: the slices that it belongs to, and who was right."""

    slices: frozenset[str]
    current_right: bool
    candidate_right: bool


def compare(current: str, verdicts: Iterable[Verdict]) -> Comparison:
    """Count verdicts by slice; the slices in alphabetical order, ``ALL`` before the others."""
    counts: dict[str, list[int]] = {}
    for verdict in verdicts:
        for name in verdict.slices:
            cell = counts.setdefault(name, [0, 0, 0, 0])
            cell[0] += 1
            cell[1] += verdict.current_right and verdict.candidate_right
            cell[2] += verdict.candidate_right and not verdict.current_right
            cell[3] += verdict.current_right and not verdict.candidate_right
    names = sorted(counts, key=lambda name: (name != ALL, name))
    return Comparison(current, tuple(SliceResult(name, *counts[name]) for name in names))


def sign_test(lost: int, won: int) -> float:
    """The chance of ``lost`` or more heads in ``lost`` + ``won`` throws of a fair coin."""
    total = lost + won
    return sum(math.comb(total, heads) for heads in range(lost, total + 1)) / 2.0**total


def wilson(hits: int, total: int) -> Interval:
    """``hits`` of ``total`` as a rate with its 95 % interval.

    Source: Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if not total:
        return Interval(0.0, 0.0, 1.0)
    rate, square = hits / total, _Z * _Z
    middle = (rate + square / (2 * total)) / (1 + square / total)
    spread = (
        _Z
        * math.sqrt(rate * (1 - rate) / total + square / (4 * total * total))
        / (1 + square / total)
    )
    return Interval(rate, max(0.0, middle - spread), min(1.0, middle + spread))


def to_json(comparison: Comparison) -> dict[str, object]:
    """The counts, which all figures follow from."""
    return {
        "current": comparison.current,
        "slices": [
            {
                "name": one.name,
                "count": one.count,
                "both": one.both_count,
                "won": one.won_count,
                "lost": one.lost_count,
            }
            for one in comparison.slices
        ],
    }


def from_json(content: Mapping[str, object]) -> Comparison:
    """What ``to_json`` made.

    Raises:
        ValueError: it is something else, or its counts do not add up.
    """
    match content:
        case {"current": str(current), "slices": list(tables)}:
            return Comparison(current, tuple(_slice(table) for table in tables))
    raise ValueError("is not a comparison")


def _slice(table: object) -> SliceResult:
    match table:
        case {
            "name": str(name),
            "count": int(count),
            "both": int(both),
            "won": int(won),
            "lost": int(lost),
        } if min(both, won, lost) >= 0 and both + won + lost <= count:
            return SliceResult(name, count, both, won, lost)
    raise ValueError(f"{table!r} is not the count of a slice")
