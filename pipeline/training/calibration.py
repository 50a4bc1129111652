"""Temperatures that make confidences honest, fitted on pictures that training never saw."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.decode import softmax

_STEPS = np.exp(np.linspace(np.log(0.3), np.log(4.0), 60))


def fit_temperature(logits: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> float:
    """The temperature with the least negative log likelihood; logits (n, classes).

    Source: Guo et al., On Calibration of Modern Neural Networks, ICML 2017, 4.2.
    """
    losses = [_loss(softmax(logits, float(step)), labels) for step in _STEPS]
    return round(float(_STEPS[int(np.argmin(losses))]), 3)


def expected_calibration_error(
    confidences: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], bins: int = 15
) -> float:
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


def _loss(probabilities: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> float:
    chosen = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(chosen, 1e-9)).mean())
