"""What several frames of one plate say together: a vote on every character and on their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from pipeline.alignment import best_pairs
from pipeline.types import ALPHABET, Pixels, Read

Distribution = npt.NDArray[np.float64]

_FLOOR = 1e-4

_CONFIDENCE_POWER, _SHARPNESS_POWER = 3.0, 0.5
_FULL_WEIGHT_WIDTH_PX = 140.0
_LEAST_SHARPNESS = 0.02
_LEAST_SHARE = 0.25
"""A place that a smaller share of the votes shows than this, of those for the place most agree
on, is none. Below one half, because things that hide a character are more frequent than things
that look like one.

Source of these four: chosen on passages made from val pictures
(``python main.py evaluate --passages``).
"""

_SAME_PLACE = 0.2
_FARTHEST_PITCHES = 3.0
_NARROWEST_PITCH = 1 / 12


@dataclass(frozen=True, slots=True, eq=False)
class Ballot:
    """What one frame says of a plate, and how much that counts.

    ``chances`` has shape (characters, 35) in the order of ``ALPHABET``; ``places`` (characters,
    2) are the characters' middles as shares of the plate's sides.
    """

    text: str
    chances: Distribution
    places: npt.NDArray[np.float64]
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Elected:
    """One place of the common text.

    ``chances`` (35,) is the weighted geometric mean of what the frames that show it say, not
    normalised to more than them; ``share`` is how much of the vote they are.
    """

    chances: Distribution
    share: float


def ballot(read: Read) -> Ballot:
    """The vote of one usable read.

    It weighs more the surer its characters are on the whole, the larger its plate is and the
    sharper it is: one hidden character makes the others no less readable.
    """
    chances = np.array([_spread(read, index) for index in range(len(read.characters))])
    plate = read.plate.box
    places = np.array(
        [
            (
                (character.box.centre[0] - plate.x) / max(plate.width, 1.0),
                (character.box.centre[1] - plate.y) / max(plate.height, 1.0),
            )
            for character in read.characters
        ]
    )
    sure = float(np.exp(np.log(np.maximum(chances.max(axis=1), _FLOOR)).mean()))
    size = min(1.0, plate.width / _FULL_WEIGHT_WIDTH_PX)
    weight = sure**_CONFIDENCE_POWER * max(0.1, size)
    weight *= max(_LEAST_SHARPNESS, sharpness(read.plate_pixels)) ** _SHARPNESS_POWER
    text = "".join(character.text for character in read.characters)
    return Ballot(text, chances, places, max(weight, 1e-6))


def sharpness(plate_pixels: Pixels) -> float:
    """Mean step from pixel to pixel along the lines of a straightened plate, in its contrasts."""
    grey = cv2.cvtColor(plate_pixels, cv2.COLOR_BGR2GRAY).astype(np.float32)
    if grey.shape[1] < 2:
        return 0.0
    return float(np.abs(np.diff(grey, axis=1)).mean() / max(1.0, float(grey.std())))


def elect(ballots: Sequence[Ballot]) -> tuple[Elected, ...]:
    """The places of the text that the ballots have in common, in reading order.

    Every ballot is aligned with the one whose text is nearest to all the others. Characters
    that it lacks are voted on too, and its own are left out where too few others show them.

    Source: Fiscus, A post-processing system to yield reduced word error rates (ROVER), IEEE ASRU
    1997, with distributions for words and alignment by place and likeness.
    """
    pivot = _pivot(ballots)
    logs: dict[tuple[int, int, int], Distribution] = {}
    weights: dict[tuple[int, int, int], float] = {}
    for one in ballots:
        for key, chances in zip(_keys(pivot, one), one.chances, strict=True):
            logs[key] = logs.get(key, 0.0) + one.weight * np.log(np.maximum(chances, _FLOOR))
            weights[key] = weights.get(key, 0.0) + one.weight
    total = sum(one.weight for one in ballots)
    least = _LEAST_SHARE * max(weights.values())
    return tuple(
        Elected(np.exp(logs[key] / weights[key]), weights[key] / total)
        for key in sorted(logs)
        if weights[key] >= least
    )


def _pivot(ballots: Sequence[Ballot]) -> Ballot:
    """The ballot whose text needs the fewest edits, by weight, to become the others'."""

    def edits(text: str) -> float:
        return sum(one.weight * Levenshtein.distance(text, one.text) for one in ballots)

    cost = {text: edits(text) for text in {one.text for one in ballots}}
    return min(ballots, key=lambda one: (cost[one.text], -one.weight))


def _keys(pivot: Ballot, one: Ballot) -> list[tuple[int, int, int]]:
    """The place of each character: (place in ``pivot``, 1, 0) or, before it, (place, 0, count)."""
    pairs = best_pairs(_gain(pivot, one))
    owners = {column: row for row, column in enumerate(pairs) if column is not None}
    keys = []
    following, extra = 0, 0
    for index in range(len(one.chances)):
        row = owners.get(index)
        if row is None:
            keys.append((following, 0, extra))
            extra += 1
        else:
            keys.append((row, 1, 0))
            following, extra = row + 1, 0
    return keys


def _gain(pivot: Ballot, one: Ballot) -> npt.NDArray[np.float64]:
    """What pairing each character with each is worth: likeness, less the distance in pitches."""
    alike = np.sqrt(pivot.chances) @ np.sqrt(one.chances).T
    steps = np.abs(np.diff(pivot.places[:, 0]))
    pitch = max(_NARROWEST_PITCH, float(np.median(steps)) if len(steps) else 0.0)
    across = np.abs(pivot.places[:, None, 0] - one.places[None, :, 0]) / pitch
    down = np.abs(pivot.places[:, None, 1] - one.places[None, :, 1])
    distance = np.minimum(_FARTHEST_PITCHES, across) + 2.0 * down
    return np.asarray(_SAME_PLACE + alike - _SAME_PLACE * distance, np.float64)


def _spread(read: Read, index: int) -> Distribution:
    """Probabilities over ``ALPHABET``; what a character leaves open is shared by the others."""
    character = read.characters[index]
    named = dict(character.alternatives) | {character.text: character.confidence}
    open_share = max(0.0, 1.0 - sum(named.values()))
    chances = np.full(len(ALPHABET), max(_FLOOR, open_share / len(ALPHABET)))
    for text, confidence in named.items():
        if text in ALPHABET:
            chances[ALPHABET.index(text)] += confidence
    return np.asarray(chances / chances.sum())
