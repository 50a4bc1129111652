"""Draws how often confidences of some height were right, before and after calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pipeline.training.calibration import reliability

_BEFORE, _AFTER, _IDEAL = "#8a6d3b", "#1f6fb2", "#999999"
_LEAST_MISS = 2e-4


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One diagram: the same confidences before and after, and which of them were right."""

    title: str
    before: npt.NDArray[np.float64]
    after: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]


def new_figure(width: float, height: float) -> Figure:
    """An empty figure in inches, drawn alike wherever it is drawn."""
    mpl.rcParams.update({"svg.hashsalt": "gatehouse", "font.size": 9.0})
    return Figure(figsize=(width, height), layout="constrained")


def save_svg(figure: Figure, path: Path) -> None:
    """Write the figure without the time at which that was done."""
    figure.savefig(path, format="svg", metadata={"Date": None})


def draw_reliability(path: Path, panels: Sequence[Panel]) -> None:
    """Write an SVG with one diagram for each panel, two in a row.

    The axes show the chance to be wrong, on a scale of powers of ten: most of what matters at a
    gate happens above a confidence of 0.9.
    """
    figure = new_figure(8.0, 3.6 * ((len(panels) + 1) // 2))
    axes = figure.subplots((len(panels) + 1) // 2, 2, squeeze=False).ravel()
    for at, panel in zip(axes, panels, strict=False):
        _draw(at, panel)
    save_svg(figure, path)


def _draw(at: Axes, panel: Panel) -> None:
    edges = [_LEAST_MISS, 1.0]
    at.plot(edges, edges, color=_IDEAL, linestyle="--", linewidth=1.0, label="as often as said")
    for confidences, colour, label in (
        (panel.before, _BEFORE, "before"),
        (panel.after, _AFTER, "after"),
    ):
        bins = reliability(confidences, panel.right)
        said = [max(_LEAST_MISS, 1.0 - one.mean_confidence) for one in bins]
        counts = np.array([one.count for one in bins], dtype=np.float64)
        wrong = counts - np.array([one.right_count for one in bins])
        # Half a mistake more, so that bins without one have a place on the scale (Jeffreys)
        seen = (wrong + 0.5) / (counts + 1.0)
        spread = np.sqrt(seen * (1.0 - seen) / counts)
        below = np.minimum(spread, seen - _LEAST_MISS)
        at.errorbar(
            said, seen, yerr=(below, spread), color=colour, marker="o", markersize=4.0,
            linewidth=1.2, elinewidth=0.7, label=label,
        )  # fmt: skip
    at.set(
        xscale="log", yscale="log", xlim=edges, ylim=edges, xlabel="said to be wrong",
        ylabel="found wrong", title=f"{panel.title}: {int(panel.right.sum())} of "
        f"{len(panel.right)} right",
    )  # fmt: skip
    at.grid(visible=True, linewidth=0.3)
    at.legend(loc="upper left", fontsize=8)
