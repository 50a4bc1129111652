"""Turns the trained character classifier into the file that ships, with its figures."""

from __future__ import annotations

import argparse
import logging

import numpy as np
import numpy.typing as npt

from pipeline.classifier import CLASS_COUNT, GLYPH_PX, standardise
from pipeline.engine import LiteRtModel
from pipeline.training.calibration import fit_temperature
from pipeline.training.characters import build_model, cut_sets
from pipeline.training.export import write_model
from pipeline.training.glyph_set import GlyphSet, load_shared_glyphs
from pipeline.training.litert import convert
from pipeline.training.plan import Plan
from pipeline.training.session import BEST_NAME
from pipeline.types import ALPHABET

_log = logging.getLogger("training")


def export(plan: Plan, args: argparse.Namespace) -> None:
    """Write the best weights of ``--out`` as LiteRT, calibrated on ``val``, with their figures."""
    model = build_model()
    model.load_weights(args.out / BEST_NAME)
    content = convert(model, (1, GLYPH_PX, GLYPH_PX, 1), "float16")
    runtime = LiteRtModel(content, "classifier")
    val, val_junk = cut_sets(args.data, args.out, "val", plan.seed)
    figures: dict[str, str] = {}
    for split in ("val", "test") if args.test else ("val",):
        cut, junk = (
            (val, val_junk) if split == "val" else cut_sets(args.data, args.out, split, plan.seed)
        )
        shared = load_shared_glyphs(args.data, split)
        for name, part in (("shared", shared), ("cut", cut), ("junk", junk)):
            right = _logits(runtime, part).argmax(axis=1) == part.labels
            figures[f"{split}_{name}"] = f"{int(right.sum())}/{len(right)}"
    _log.info("exported classifier: %d bytes, %s", len(content), figures)
    write_model(
        args.weights,
        "classifier",
        content,
        {
            "alphabet": ALPHABET,
            "input_size": [GLYPH_PX, GLYPH_PX],
            "trained_with": f"python -m pipeline.training characters --hours {plan.hours}",
            "temperature": fit_temperature(_logits(runtime, val), val.labels),
            "figures": figures,
        },
    )


def _logits(runtime: LiteRtModel, part: GlyphSet) -> npt.NDArray[np.float32]:
    """Logits (n, 36) of a whole set, in batches of one size so that nothing is resized."""
    answers = [
        runtime.run(standardise(part.glyphs[at : at + 64]))[0].reshape(-1, CLASS_COUNT)
        for at in range(0, len(part.labels), 64)
    ]
    return np.concatenate(answers)
