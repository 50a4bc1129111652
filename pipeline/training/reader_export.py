"""Turns the trained whole-plate reader into the file that ships, with its figures."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.decode import decode_greedy, softmax
from pipeline.engine import LiteRtModel
from pipeline.reader import prepare
from pipeline.training.calibration import fit_temperature
from pipeline.training.export import write_model
from pipeline.training.litert import convert
from pipeline.training.plan import Plan
from pipeline.training.reader import build_model, greedy_text
from pipeline.training.reading_figures import PlateCrop, count_exact, load_colour_crops
from pipeline.training.session import BEST_NAME
from pipeline.types import ALPHABET

_log = logging.getLogger("training")


def export(plan: Plan, size: tuple[int, int], args: argparse.Namespace) -> None:
    """Write the best weights of ``--out`` as LiteRT, calibrated on ``val``, with their figures."""
    model = build_model(size)
    model.load_weights(args.out / BEST_NAME)
    content = convert(model, (1, *size, 1), "float16")
    runtime = LiteRtModel(content, args.model)
    crops = {split: load_colour_crops(args.data, split) for split in ("val", "test")}
    logits = {
        split: [runtime.run(prepare(crop.pixels, *size))[0][0] for crop in crops[split]]
        for split in (("val", "test") if args.test else ("val",))
    }
    figures = {
        f"{split}_exact": count_exact(crops[split], [greedy_text(rows) for rows in part])
        for split, part in logits.items()
    }
    _log.info("exported %s: %d bytes, %s", args.model, len(content), figures)
    write_model(
        args.weights,
        args.model,
        content,
        {
            "alphabet": ALPHABET,
            "input_size": list(size),
            "trained_with": _command(plan, args),
            "temperature": _fit_temperature(crops["val"], logits["val"]),
            "figures": figures,
        },
    )


def _command(plan: Plan, args: argparse.Namespace) -> str:
    """The command that trained it, for the manifest."""
    command = f"python -m pipeline.training reader --hours {plan.hours}"
    if args.model != "reader":
        command += f" --model {args.model}"
    return command if args.start is None else f"{command} --start {args.start.as_posix()}"


def _fit_temperature(
    crops: Sequence[PlateCrop], logits: Sequence[npt.NDArray[np.float32]]
) -> float:
    """Fitted on the peak steps of plates that were read with the right number of characters."""
    peaks: list[npt.NDArray[np.float32]] = []
    labels: list[int] = []
    for crop, rows in zip(crops, logits, strict=True):
        decoded = decode_greedy(softmax(rows))
        if len(decoded) == len(crop.text):
            peaks.extend(rows[character.peak_step] for character in decoded)
            labels.extend(ALPHABET.index(character) for character in crop.text)
    return fit_temperature(np.array(peaks, np.float32), np.array(labels))
