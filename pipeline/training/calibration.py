"""What makes confidences honest, fitted on pictures that training never saw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.certainty import Calibration
from pipeline.decode import softmax

Confidences = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

_NEWTON_STEPS = 30
_LEAST = 1e-4
_STEPS = np.exp(np.linspace(np.log(0.3), np.log(4.0), 60))


def fit_temperature(logits: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> float:
    """The temperature with the least negative log likelihood; logits (n, classes).

    Source: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, 4.2.
    """
    losses = [_loss(softmax(logits, float(step)), labels) for step in _STEPS]
    return round(float(_STEPS[int(np.argmin(losses))]), 3)


def expected_calibration_error(confidences: Confidences, right: Truths, bins: int = 15) -> float:
    """Mean gap between confidence and hit rate over equally wide bins, weighted by their size.

    Source: Guo et al., ICML 2017, equation 3.
    """
    places = np.minimum((confidences * bins).astype(int), bins - 1)
    gaps = [
        abs(float(confidences[places == place].mean()) - float(right[places == place].mean()))
        * float((places == place).mean())
        for place in np.unique(places)
    ]
    return float(sum(gaps))


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Some confidences that are near each other: how sure they were, and how often right."""

    mean_confidence: float
    right_count: int
    count: int


def reliability(confidences: Confidences, right: Truths, bins: int = 10) -> list[ReliabilityBin]:
    """As many bins with equally many confidences in each, lowest first; fewer when there are few.

    Bins of equal width would hold nearly everything in the last one.
    """
    order = np.argsort(confidences, kind="stable")
    return [
        ReliabilityBin(float(confidences[part].mean()), int(right[part].sum()), len(part))
        for part in np.array_split(order, bins)
        if len(part)
    ]


def fit_calibration(confidences: Confidences, right: Truths) -> Calibration:
    """The line through the log odds with the least negative log likelihood, by Newton's method.

    One imagined observation holds it to the line that changes nothing, so that a sample without
    a single mistake has a fit too.
    Source: Platt, Probabilistic Outputs for Support Vector Machines, 1999.
    """
    inside = np.clip(confidences, _LEAST, 1.0 - _LEAST)
    features = np.stack([np.log(inside / (1.0 - inside)), np.ones_like(inside)], axis=1)
    unchanged = np.array([1.0, 0.0])
    line = unchanged.copy()
    for _ in range(_NEWTON_STEPS):
        chances = 0.5 * (1.0 + np.tanh(0.5 * (features @ line)))
        slope = features.T @ (chances - right) + (line - unchanged)
        bend = (features * (chances * (1.0 - chances))[:, None]).T @ features + np.eye(2)
        step = np.linalg.solve(bend, slope)
        line = line - step / max(1.0, float(np.linalg.norm(step)))
    return Calibration(round(float(line[0]), 4), round(float(line[1]), 4))


def _loss(probabilities: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> float:
    chosen = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(chosen, 1e-9)).mean())
