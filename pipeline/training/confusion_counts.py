"""Which glyphs our readers take for which, counted on reads whose texts are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.training.known_reads import KnownRead
from pipeline.types import ALPHABET

_MOST_MISTAKES = 2
"""A text with more substitutions than this is not that plate, or the label is not."""

_SMOOTHING = 0.02
_LEAST_SHARE = 0.03


def count_confusions(reads: Sequence[KnownRead]) -> tuple[npt.NDArray[np.float64], int]:
    """Weights (35, 35) by class read and true class, and how many characters were read wrong.

    A wrong character counts once. So that rare glyphs have a say too, what a character holds for
    possible beside the truth counts by its confidence, right or wrong. Only reads of the right
    length take part.
    """
    weights = np.zeros((len(ALPHABET), len(ALPHABET)))
    wrong_count = 0
    for known in reads:
        characters = known.read.characters
        if len(characters) != len(known.truth):
            continue
        wrong = sum(one.text != true for one, true in zip(characters, known.truth, strict=True))
        if wrong > _MOST_MISTAKES:
            continue
        wrong_count += wrong
        for character, true in zip(characters, known.truth, strict=True):
            at = ALPHABET.index(true)
            if character.text != true:
                weights[ALPHABET.index(character.text), at] += 1.0
            for text, confidence in character.alternatives:
                if text != true:
                    weights[ALPHABET.index(text), at] += confidence
    return weights, wrong_count


def confusion_shares(weights: npt.NDArray[np.float64]) -> dict[str, float]:
    """For ``read + true`` glyphs the share of the mistakes at ``read`` that are ``true``.

    Both directions of a confusion are taken together, and every one gets a little weight before
    it is counted: most pairs are seen a few times or never. Small shares are left out, for what
    is left of a glyph is spread evenly.
    """
    either = (weights + weights.T) / 2 + _SMOOTHING
    np.fill_diagonal(either, 0.0)
    shares = either / either.sum(axis=1, keepdims=True)
    pairs = [(float(shares[i, j]), i, j) for i, j in np.argwhere(shares >= _LEAST_SHARE).tolist()]
    return {
        ALPHABET[i] + ALPHABET[j]: round(share, 3)
        for share, i, j in sorted(pairs, key=lambda pair: (pair[1], -pair[0], pair[2]))
    }
