"""Chooses the gate's thresholds on ``val``, and reports what they buy on ``test``."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import cv2

from pipeline.certainty import load_certainty, reading_version
from pipeline.confusions import ConfusionCosts
from pipeline.training.documents import replace_section, table
from pipeline.training.known_reads import read_crops
from pipeline.training.policy_curve import (
    Bought,
    SitePlan,
    Thresholds,
    Trials,
    choose,
    count_bought,
    moves,
    run_trials,
    with_interval,
)
from pipeline.training.policy_figure import draw_policy
from pipeline.training.reading_figures import load_colour_crops
from pipeline.weights import load_manifest

logger = logging.getLogger("recognition")

_GOAL = "at most 1 wrong opening in 1,000 with at least 90 % of members passing"
_HEAD = (
    "split", "labels", "reads", "members that pass", "wrong openings", "in 1,000 (95 %)",
    "by reads",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    usual = SitePlan()
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--registered", type=int, default=usual.registered_count)
    parser.add_argument("--sites", type=int, default=usual.site_count)
    parser.add_argument("--neighbours", type=float, default=usual.neighbour_share)
    parser.add_argument(
        "--thresholds",
        type=float,
        nargs=3,
        metavar=("CONFIDENCE", "COST", "MARGIN"),
        help="report these instead of choosing",
    )


def main(args: argparse.Namespace) -> int:
    """Log the chosen thresholds and write the table and the figure."""
    cv2.setNumThreads(1)
    costs = load_certainty(args.weights).costs
    reads = {
        split: read_crops(args.weights, load_colour_crops(args.data, split), None)
        for split in ("val", "test")
    }
    plan = SitePlan(args.registered, args.sites, neighbour_share=args.neighbours)
    trials = {split: run_trials(part, costs, plan) for split, part in reads.items()}
    chosen = Thresholds(*args.thresholds) if args.thresholds else choose(trials["val"])
    logger.info("console/gate/policy.py, PolicySettings: %s", chosen)
    rows = [row for split, part in trials.items() for row in summary_rows(split, part, chosen)]
    alike = {
        split: run_trials(part, ConfusionCosts(), plan, costs) for split, part in reads.items()
    }
    rows += [
        _row(split, "all, confusions not counted", with_interval(part, count_bought(part, chosen)))
        for split, part in alike.items()
    ]
    for row in rows:
        logger.info("%s", "  ".join(row))
    version = reading_version(load_manifest(args.weights))
    replace_section(
        args.docs / "certainty.md", "policy", report(chosen, rows, trials["test"], version)
    )
    draw_policy(args.docs / "policy.svg", trials, chosen)
    return 0


def report(chosen: Thresholds, rows: Sequence[tuple[str, ...]], test: Trials, version: str) -> str:
    """The section of the document: the chosen thresholds, and each of them moving."""
    return (
        f"Chosen: weakest character at least {chosen.min_confidence}, cost at most "
        f"{chosen.max_cost}, margin at least {chosen.min_margin}. Goal: {_GOAL}. Weights "
        f"{version}.\n\n{table(_HEAD, rows)}\n\n"
        '"Confusions not counted" takes every glyph for as easily mistaken as any other. As one '
        "threshold moves on `test`, all labels, the others as chosen:\n\n"
        f"{_moves_table(test, chosen)}"
    )


def summary_rows(split: str, trials: Trials, chosen: Thresholds) -> list[tuple[str, ...]]:
    """What ``chosen`` buys, by people's labels, machine labels, and all."""
    parts = {
        "people": trials.of(trials.by_people),
        "machine": trials.of(~trials.by_people),
        "all": trials,
    }
    return [
        _row(split, labels, with_interval(part, count_bought(part, chosen)))
        for labels, part in parts.items()
    ]


def _row(split: str, labels: str, bought: Bought) -> tuple[str, ...]:
    thousand = f"{1000 * bought.wrong_rate:.2f} ({1000 * bought.least:.2f} to "
    return (
        split,
        labels,
        str(bought.read_count),
        _members(bought),
        f"{bought.wrong_count} of {bought.trial_count}",
        f"{thousand}{1000 * bought.most:.2f})",
        str(bought.wrong_read_count),
    )


def _members(bought: Bought) -> str:
    return f"{bought.passed_count} of {bought.member_count} ({100 * bought.passed_rate:.1f} %)"


def _moves_table(trials: Trials, chosen: Thresholds) -> str:
    rows = [
        (
            f"{name} {value}" + (" (chosen)" if bought.thresholds == chosen else ""),
            _members(bought),
            f"{bought.wrong_count} of {bought.trial_count} ({1000 * bought.wrong_rate:.2f} ‰)",
            str(bought.wrong_read_count),
        )
        for position, (name, part) in enumerate(moves(trials, chosen).items())
        for bought in part
        for value in (astuple(bought.thresholds)[position],)
    ]
    return table(("threshold", "members that pass", "wrong openings", "by reads"), rows)
