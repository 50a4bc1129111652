"""Chooses, among overlapping proposals, those that together look most like a line of text; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.types import Box

Floats = npt.NDArray[np.float64]

_MOST_OVERLAP = 0.3
"""Share of the narrower of two neighbours that may lie beneath the other: glyphs lean."""

_OVERLAP_COST, _UNEVEN_COST = 4.0, 10.0
"""Per whole width that two neighbours share, and per e-fold that their heights differ."""

_DOUBT = 0.03
"""Chance left to whatever a classifier is sure of, so that one glyph cannot outvote a line."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A box that may be one character of a line.

    ``prior`` is the log odds for it before its pixels were named.
    """

    box: Box
    prior: float = 0.0


def gains(proposals: Sequence[Proposal], probabilities: npt.NDArray[np.float32]) -> Floats:
    """Log odds (n,) that each proposal is the one character it looks most like.

    ``probabilities`` (n, 35) are those of the classifier, with the chance of "not a character"
    missing to 1.0: it is what a proposal is weighed against, so leaving one out is worth 0.
    """
    priors = np.array([proposal.prior for proposal in proposals])
    chances = probabilities.astype(np.float64)
    no_character = np.clip(1.0 - chances.sum(axis=1), 0.0, 1.0)
    return np.asarray(priors + np.log((chances.max(axis=1) + _DOUBT) / (no_character + _DOUBT)))


def best_path(proposals: Sequence[Proposal], worth: Floats) -> tuple[int, ...]:
    """Indices of the proposals of the best line, from left to right.

    Its gains, less what its neighbours cost by overlapping or by unlike heights, are greatest;
    whatever is not in it is taken for no character. By dynamic programming over the proposals
    in the order of their middles.
    """
    if not proposals:
        return ()
    boxes = [proposal.box for proposal in proposals]
    order = np.argsort([box.centre[0] for box in boxes], kind="stable")
    left = np.array([boxes[at].x for at in order])
    right = np.array([boxes[at].right for at in order])
    width = np.maximum(right - left, 1e-6)
    height = np.log(np.maximum([boxes[at].height for at in order], 1e-6))
    gain = worth[order]
    total, before = gain.copy(), np.full(len(order), -1)
    for at in range(1, len(order)):
        narrower = np.minimum(width[:at], width[at])
        share = np.maximum(right[:at] - left[at], 0.0) / narrower
        cost = _OVERLAP_COST * share + _UNEVEN_COST * np.abs(height[:at] - height[at])
        reached = np.where(share <= _MOST_OVERLAP, total[:at] - cost, -np.inf)
        best = int(reached.argmax())
        if reached[best] > 0.0:
            total[at] += reached[best]
            before[at] = best
    at = int(total.argmax())
    if total[at] <= 0.0:
        return ()
    path: list[int] = []
    while at >= 0:
        path.append(int(order[at]))
        at = int(before[at])
    return tuple(reversed(path))
