"""What it costs to take one glyph for another, from how likely each mistake is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.types import ALPHABET, Candidate, Character

EDIT_COST = 1.0
SURPRISE = 1e-3
"""Chance that a character which was read with all confidence is another one.

Source: docs/certainty.md, the surest characters of the val crops; most of them are wrong labels,
so the true chance is smaller, and a match is believed less than it could be.
"""

LEAST_COST = 0.05
"""Another plate than the one that was read is never an exact match, however likely it is."""

_SCALE = math.log((1.0 - SURPRISE) * (len(ALPHABET) - 1) / SURPRISE)
_LEAST_CHANCE = 1e-9
_CODES = 128
_ALPHABET_CODES = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)
_CLASSES = {glyph: index for index, glyph in enumerate(ALPHABET)} | {"O": ALPHABET.index("0")}

Costs = npt.NDArray[np.float32]


class ConfusionCosts:
    """Costs of substitutions, on a scale of odds: 0.0 the same glyph, 1.0 a plain edit.

    A cost is the logarithm of how many times likelier the glyph that was read is than the other
    one, in such units that it is one plain edit where the character was sure and the two glyphs
    have nothing in common.
    """

    def __init__(self, shares: Mapping[str, float] | None = None) -> None:
        """Take, for ``read + true`` glyphs, the share of mistakes at ``read`` that are ``true``.

        What the shares of a glyph leave to 1.0 is spread evenly over the glyphs that are not
        named with it. Without ``shares`` every mistake is as likely as any other.

        Raises:
            ValueError: a key is not two different classes of the alphabet, a share is not within
                0 to 1, or the shares of one glyph are above 1 together.
        """
        self._shares = _full_shares(shares or {})
        self._shares.setflags(write=False)
        sure = np.eye(len(ALPHABET))
        # A glyph that no reader knows, "?" for instance, is not even like itself.
        self._table = np.full((_CODES, _CODES), EDIT_COST, dtype=np.float32)
        self._table[_ALPHABET_CODES[:, None], _ALPHABET_CODES] = self._costs(
            sure, np.arange(len(ALPHABET))
        )
        self._table.setflags(write=False)

    def between(self, read: str, registered: str) -> float:
        """Cost of ``registered`` where ``read`` was surely read; one glyph each, O written 0."""
        return float(self._table[ord(read), ord(registered)])

    def rows(self, key: str) -> Costs:
        """Substitution costs of every position of ``key``: float32 (len(key), 128) by code."""
        return self._table[np.frombuffer(key.encode("ascii", "replace"), dtype=np.uint8)]

    def rows_of(self, characters: Sequence[Character]) -> Costs:
        """The same for what was read: the less sure a character, the less its second thoughts cost.

        What a character leaves open beside its alternatives goes where our confusions say.
        """
        rows = self.rows("".join(character.text[:1] or "?" for character in characters)).copy()
        places = [place for place, one in enumerate(characters) if one.text in _CLASSES]
        known = np.array(places, dtype=np.intp)
        read = np.array([_CLASSES[characters[place].text] for place in places], dtype=np.intp)
        chances = np.zeros((len(known), len(ALPHABET)))
        for row, place in zip(chances, places, strict=True):
            for text, confidence in characters[place].alternatives:
                if text in _CLASSES:
                    row[_CLASSES[text]] = confidence
            row[_CLASSES[characters[place].text]] = characters[place].confidence
        rows[known[:, None], _ALPHABET_CODES] = self._costs(chances, read)
        return rows

    def of_candidate(self, candidate: Candidate, first: Candidate) -> float:
        """Cost of taking ``candidate`` for what the plate says, when ``first`` was read."""
        odds = max(first.confidence, _LEAST_CHANCE) / max(candidate.confidence, _LEAST_CHANCE)
        return min(EDIT_COST, max(LEAST_COST, math.log(odds) / _SCALE))

    def _costs(self, chances: npt.NDArray[np.float64], read: npt.NDArray[np.intp]) -> Costs:
        """Costs (n, 35) from ``chances`` (n, 35), where class ``read[i]`` was read in row i."""
        rows = np.arange(len(chances))
        left_open = np.maximum(0.0, 1.0 - chances.sum(axis=1, keepdims=True))
        believed = (1.0 - SURPRISE) * chances + (SURPRISE + left_open) * self._shares[read]
        believed = np.maximum(believed, _LEAST_CHANCE)
        costs = np.log(believed[rows, read][:, None] / believed) / _SCALE
        costs = np.clip(costs, LEAST_COST, EDIT_COST)
        costs[rows, read] = 0.0
        return np.asarray(costs, np.float32)


def _full_shares(shares: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """(35, 35) by class read and true class, each row adding up to 1, the diagonal 0."""
    table = np.zeros((len(ALPHABET), len(ALPHABET)))
    named = np.eye(len(ALPHABET), dtype=bool)
    for glyphs, share in shares.items():
        known = len(glyphs) == 2 and all(glyph in ALPHABET for glyph in glyphs)
        if not known or glyphs[0] == glyphs[1] or not 0.0 <= share <= 1.0:
            raise ValueError(f"confusion {glyphs!r} = {share}: wanted two classes and a share")
        read, true = ALPHABET.index(glyphs[0]), ALPHABET.index(glyphs[1])
        table[read, true], named[read, true] = share, True
    left = 1.0 - table.sum(axis=1)
    if left.min() < -1e-6:
        glyph = ALPHABET[int(left.argmin())]
        raise ValueError(f"confusions of {glyph!r} add up to {1.0 - left.min():.3f}, more than 1")
    spread = np.maximum(left, 0.0) / np.maximum(1, (~named).sum(axis=1))
    return np.where(named, table, spread[:, None])
