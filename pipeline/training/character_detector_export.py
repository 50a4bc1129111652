"""Turns the trained character detector into the file that ships, with its figures."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.character_detector import YoloCharacterSegmenter
from pipeline.engine import LiteRtModel
from pipeline.segmenter import Segmenter
from pipeline.training.character_detector import (
    ANCHORS_NAME,
    INPUT_SIZE,
    NAME,
    STRIDE,
    build_model,
)
from pipeline.training.export import write_model
from pipeline.training.litert import convert
from pipeline.training.plan import Plan
from pipeline.training.reading_figures import PlateCrop, load_colour_crops
from pipeline.training.session import BEST_NAME
from pipeline.weights import ModelFile

_log = logging.getLogger("training")

_THRESHOLDS_TRIED = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


def export(plan: Plan, args: argparse.Namespace) -> None:
    """Write the best weights of ``--out`` as LiteRT, with the threshold that counts best."""
    model = build_model()
    model.load_weights(args.out / BEST_NAME)
    anchors = np.load(args.out / ANCHORS_NAME)
    content = convert(model, (1, *INPUT_SIZE, 1), "float16")
    table: dict[str, Any] = {
        "input_size": list(INPUT_SIZE),
        "trained_with": f"python -m pipeline.training character-detector --hours {plan.hours}",
        "strides": [STRIDE],
        "anchors": [[[round(side, 2) for side in pair] for pair in anchors.tolist()]],
    }
    file = ModelFile(NAME, args.weights / f"{NAME}.tflite", "", "", *INPUT_SIZE, table)
    runtime = LiteRtModel(content, NAME)
    val = load_colour_crops(args.data, "val")
    counts = {
        threshold: count_right(
            YoloCharacterSegmenter(runtime, file, confidence_threshold=threshold), val
        )
        for threshold in _THRESHOLDS_TRIED
    }
    best = max(counts, key=lambda threshold: (counts[threshold], threshold))
    figures = {"val_counted": f"{counts[best]}/{len(val)}"}
    if args.test:
        test = load_colour_crops(args.data, "test")
        chosen = YoloCharacterSegmenter(runtime, file, confidence_threshold=best)
        figures["test_counted"] = f"{count_right(chosen, test)}/{len(test)}"
    _log.info("exported %s: %d bytes, by threshold %s", NAME, len(content), counts)
    write_model(
        args.weights, NAME, content, {**table, "confidence_threshold": best, "figures": figures}
    )


def count_right(segmenter: Segmenter, crops: Sequence[PlateCrop]) -> int:
    """Crops in which ``segmenter`` finds as many characters as the text has."""
    return sum(len(segmenter.segment(crop.pixels).boxes) == len(crop.text) for crop in crops)
