"""``python -m pipeline.training detector-sizes``: what each input size finds, and what it costs."""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2

from pipeline.engine import LiteRtModel
from pipeline.training.detector_data import open_cache
from pipeline.training.detector_evaluation import best_threshold, describe, detect_all, measure
from pipeline.training.detector_export import litert_predict, median_ms, representative
from pipeline.training.detector_model import build_detector, part_maps
from pipeline.training.detector_recipe import anchors_for, read_recipe
from pipeline.training.litert import convert
from pipeline.training.plan import CONFIG

_SIZES = ((288, 384), (352, 480), (384, 512), (448, 608), (480, 640))
_STORED_SIZE_PX = 4096


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m pipeline.training detector-sizes``."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/detector"), help="run's own folder")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument(
        "--start", type=Path, default=Path("weights/keras/detector.weights.h5"), help="to judge"
    )


def main(args: argparse.Namespace) -> int:
    """Print a line for each size and overlap: whole numbers, val split, two threads."""
    cv2.setNumThreads(1)
    recipe = read_recipe(args.config)
    cache = args.out / "cache"
    train = open_cache(args.data, cache, "train", long_side_px=recipe.long_side_px)
    val = open_cache(args.data, cache / "full", "val", long_side_px=_STORED_SIZE_PX)
    anchors = anchors_for(train, recipe)
    network = build_detector(recipe.widths, recipe.anchors_per_scale)
    network.load_weights(args.start)
    model = part_maps(network)
    for size in _SIZES:
        samples = representative(train, size, recipe.plan.seed)
        litert = LiteRtModel(convert(model, (1, *size, 3), "int8", samples), "detector")
        found = detect_all(litert_predict(litert), val, anchors, size)
        threshold = best_threshold(found)
        for overlap in (0.5, 0.75):
            figures = describe(measure(found, iou=overlap, threshold=threshold))
            print(f"{size[0]} x {size[1]}, {median_ms(litert):.1f} ms: {figures}")  # noqa: T201
    return 0
