"""Fits how sure to be on ``val``, counts confusions, and draws the reliability before and after."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.certainty import CERTAINTY_NAME, Calibration, Certainty, reading_version
from pipeline.training.calibration import expected_calibration_error, fit_calibration
from pipeline.training.confusion_counts import confusion_shares, count_confusions
from pipeline.training.documents import replace_section, table
from pipeline.training.known_reads import (
    MACHINE,
    PEOPLE,
    KnownRead,
    character_confidences,
    of_origin,
    read_confidences,
    read_crops,
)
from pipeline.training.reading_figures import load_colour_crops
from pipeline.training.reliability_figure import Panel, draw_reliability
from pipeline.weights import load_manifest

logger = logging.getLogger("recognition")

_COMMAND = "python -m pipeline.training certainty"
_LABELS = {PEOPLE: "people", MACHINE: "machine"}
_WHATS = {"characters": character_confidences, "reads": read_confidences}


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Confidences of one kind, before calibration and after, and which were right."""

    split: str
    labels: str
    what: str
    before: npt.NDArray[np.float64]
    after: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument(
        "--every", type=int, default=5, help="confusions are counted on each nth crop of train too"
    )


def main(args: argparse.Namespace) -> int:
    """Write ``certainty.toml``, the reliability plot and its table."""
    cv2.setNumThreads(1)
    raw, version = Certainty(), reading_version(load_manifest(args.weights))
    crops = {split: load_colour_crops(args.data, split) for split in ("train", "val", "test")}
    crops["train"] = crops["train"][:: args.every]
    reads = {split: read_crops(args.weights, part, raw) for split, part in crops.items()}
    lines = {what: fit_calibration(*sample(reads["val"])) for what, sample in _WHATS.items()}
    weights, wrong_count = count_confusions(reads["train"] + reads["val"])
    shares = confusion_shares(weights)
    counts = {
        "reads": f"{sum(known.is_right for known in reads['val'])}/{len(reads['val'])}",
        "confusions": f"{wrong_count} wrong characters in {len(reads['train'])} reads of train "
        f"and {len(reads['val'])} of val",
    }
    text = certainty_text(lines["characters"], lines["reads"], shares, version, counts)
    (args.weights / CERTAINTY_NAME).write_text(text, encoding="utf-8", newline="\n")
    logger.info("%s: %s, %s", CERTAINTY_NAME, lines, counts)
    samples = [
        sample
        for split in ("val", "test")
        for sample in calibrated_samples(split, reads[split], lines)
    ]
    for sample in samples:
        logger.info("%s", " ".join(_row(sample)))
    panels = [
        Panel(f"{one.what}, {one.labels}'s labels", one.before, one.after, one.right)
        for one in samples
        if one.split == "test"
    ]
    draw_reliability(args.docs / "reliability.svg", panels)
    head = ("split", "labels", "what", "sample", "right", "error before", "error after")
    replace_section(
        args.docs / "certainty.md",
        "reliability",
        f"{table(head, [_row(one) for one in samples])}\n\n"
        f"Characters: slope {lines['characters'].slope}, offset {lines['characters'].offset}; "
        f"reads: {lines['reads'].slope} and {lines['reads'].offset}. Weights {version}.",
    )
    return 0


def calibrated_samples(
    split: str, reads: list[KnownRead], lines: Mapping[str, Calibration]
) -> list[Sample]:
    """Characters and reads of one split, people's labels apart from machine labels."""
    samples: list[Sample] = []
    for what, sample in _WHATS.items():
        for origin, labels in _LABELS.items():
            before, right = sample(of_origin(reads, origin))
            after = np.array([lines[what](confidence) for confidence in before.tolist()])
            samples.append(Sample(split, labels, what, before, after, right))
    return samples


def certainty_text(  # noqa: PLR0913 - everything that the file holds
    characters: Calibration,
    reads: Calibration,
    shares: Mapping[str, float],
    weights_version: str,
    counts: Mapping[str, str],
    *,
    command: str = _COMMAND,
) -> str:
    """The content of ``certainty.toml``; it depends on the values alone."""
    lines = [
        f"# Written by {command}, which docs/certainty.md explains.",
        f"# Fitted on val, {counts['reads']} reads right.",
        f'weights_version = "{weights_version}"',
    ]
    for name, line in (("characters", characters), ("reads", reads)):
        lines += ["", f"[{name}]", f"slope = {line.slope}", f"offset = {line.offset}"]
    lines += ["", "# The glyph that was read, the true one, and its share of the mistakes there:"]
    lines += [f"# {counts['confusions']}.", "[shares]"]
    lines += [f'"{glyphs}" = {share}' for glyphs, share in shares.items()]
    return "\n".join(lines) + "\n"


def _row(sample: Sample) -> tuple[str, ...]:
    errors = (
        expected_calibration_error(confidences, sample.right)
        for confidences in (sample.before, sample.after)
    )
    return (
        sample.split,
        sample.labels,
        sample.what,
        str(len(sample.right)),
        str(int(sample.right.sum())),
        *(f"{error:.4f}" for error in errors),
    )
