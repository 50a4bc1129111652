"""Draws what the gate's thresholds buy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path

from matplotlib.axes import Axes

from pipeline.training.policy_curve import Thresholds, Trials, count_bought, frontier, moves
from pipeline.training.reliability_figure import new_figure, save_svg

_COLOURS = {"val": "#8a6d3b", "test": "#1f6fb2"}
_WRONG = "#b03030"
_AXES = {
    "min_confidence": "least confidence of the weakest character",
    "max_cost": "most cost of the nearest plate",
    "min_margin": "least margin to the second-nearest",
}
_GOAL_WRONG, _GOAL_PASSED = 1.0, 90.0


def draw_policy(path: Path, trials: Mapping[str, Trials], chosen: Thresholds) -> None:
    """Write an SVG: the best that can be had on each split, then each threshold on test."""
    figure = new_figure(9.0, 7.0)
    first, *others = figure.subplots(2, 2).ravel()
    for split, part in trials.items():
        best = frontier(part)
        first.plot(
            [1000 * one.wrong_rate for one in best], [100 * one.passed_rate for one in best],
            color=_COLOURS[split], marker=".", drawstyle="steps-post", label=f"{split}, best",
        )  # fmt: skip
        one = count_bought(part, chosen)
        first.plot(
            [1000 * one.wrong_rate], [100 * one.passed_rate], color=_COLOURS[split], marker="D",
            linestyle="none", label=f"{split}, chosen: {astuple(chosen)}",
        )  # fmt: skip
    first.axvline(_GOAL_WRONG, color=_WRONG, linewidth=0.8, linestyle="--")
    first.axhline(_GOAL_PASSED, color=_WRONG, linewidth=0.8, linestyle="--")
    first.set(
        xlabel="wrong openings in 1,000 reads", ylabel="members that pass by themselves, %",
        title="All thresholds that were tried", xlim=(-0.1, 4.0), ylim=(80.0, 100.0),
    )  # fmt: skip
    first.grid(visible=True, linewidth=0.3)
    first.legend(loc="lower right", fontsize=7)
    moved = moves(trials["test"], chosen)
    for at, (name, bought) in zip(others, moved.items(), strict=True):
        position = list(_AXES).index(name)
        values = [astuple(one.thresholds)[position] for one in bought]
        _draw_move(
            at, values, [100 * one.passed_rate for one in bought],
            [1000 * one.wrong_rate for one in bought], astuple(chosen)[position],
        )  # fmt: skip
        at.set(xlabel=_AXES[name], title=f"test, {name} moves")
    save_svg(figure, path)


def _draw_move(
    at: Axes, values: list[float], passed: list[float], wrong: list[float], chosen: float
) -> None:
    at.plot(values, passed, color=_COLOURS["test"], marker=".")
    at.set_ylabel("members that pass by themselves, %", color=_COLOURS["test"])
    at.set_ylim(min(80.0, *passed), 100.0)
    at.axvline(chosen, color="#999999", linewidth=0.8, linestyle="--")
    beside = at.twinx()
    beside.plot(values, wrong, color=_WRONG, marker=".", linestyle=":")
    beside.set_ylabel("wrong openings in 1,000", color=_WRONG)
    beside.set_ylim(0.0, max(2.0, *wrong))
    at.grid(visible=True, linewidth=0.3)
