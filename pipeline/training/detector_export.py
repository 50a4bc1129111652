"""Turns a trained detector into the file that ships, and writes down how good it is."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from pipeline.engine import LiteRtModel
from pipeline.geometry import letterbox
from pipeline.training.detector_data import PictureCache, open_cache
from pipeline.training.detector_evaluation import (
    DetectionFigures,
    Detections,
    best_threshold,
    describe,
    detect_all,
    measure,
)
from pipeline.training.detector_recipe import STRIDES, Recipe
from pipeline.training.export import write_model
from pipeline.training.litert import convert

Floats = npt.NDArray[np.float32]

_log = logging.getLogger("training")

_SAMPLE_COUNT = 160
_QUANTISING_MAY_COST = 0.004
"""Average precision that whole numbers may lose; about one plate of the val split."""

_STORED_SIZE_PX = 4096
"""Figures are taken on pictures as they are stored, which the cache for training shrinks."""


def export(  # noqa: PLR0913 - one call from one place, and all of it is needed
    model: keras.Model,
    recipe: Recipe,
    anchors: Floats,
    *,
    samples: PictureCache,
    data: Path,
    cache: Path,
    weights: Path,
    with_test: bool,
) -> None:
    """Write ``detector.tflite`` and its manifest table into ``weights``.

    Whole numbers ship unless they cost recall on val. The confidence threshold is the one with
    the best F2 on val; ``with_test`` adds the figures of the test split at that threshold.
    """
    val = open_cache(data, cache / "full", "val", long_side_px=_STORED_SIZE_PX)
    shape = (1, *recipe.input_size, 3)
    contents: dict[str, bytes] = {
        "float16": convert(model, shape, "float16"),
        "int8": convert(
            model, shape, "int8", representative(samples, recipe.input_size, recipe.plan.seed)
        ),
    }
    found, times_ms = {}, {}
    for precision, content in contents.items():
        litert = LiteRtModel(content, f"detector-{precision}")
        found[precision] = detect_all(litert_predict(litert), val, anchors, recipe.input_size)
        times_ms[precision] = median_ms(litert)
        for iou in (0.5, 0.75):
            _log.info(
                "%s %d bytes %.1f ms: val %s",
                precision,
                len(content),
                times_ms[precision],
                describe(measure(found[precision], iou=iou, threshold=0.3)),
            )
    chosen = "int8" if _costs_nothing(found["int8"], found["float16"]) else "float16"
    threshold = best_threshold(found[chosen])
    splits = {"val": found[chosen]}
    if with_test:
        test = open_cache(data, cache / "full", "test", long_side_px=_STORED_SIZE_PX)
        predict = litert_predict(LiteRtModel(contents[chosen], "detector"))
        splits["test"] = detect_all(predict, test, anchors, recipe.input_size)
    for split, detections in splits.items():
        _log.info("%s at %.2f, %s:", chosen, threshold, split)
        for line in _by_source(detections, threshold):
            _log.info("  %s", line)
    table = {
        "input_size": list(recipe.input_size),
        "trained_with": "python -m pipeline.training detector",
        "precision": chosen,
        "strides": list(STRIDES),
        "anchors": [[[round(float(v), 2) for v in a] for a in scale] for scale in anchors],
        "confidence_threshold": threshold,
        "figures": {
            "median_ms_2_threads": round(times_ms[chosen], 2),
            **{
                split: detection_figures(detections, threshold)
                for split, detections in splits.items()
            },
        },
    }
    write_model(weights, "detector", contents[chosen], table)


def litert_predict(model: LiteRtModel) -> Callable[[Floats], list[Floats]]:
    """``predict`` for ``detect_all`` on a LiteRT model, quantised or not."""

    def predict(pictures: Floats) -> list[Floats]:
        return list(model.run(pictures))

    return predict


def _costs_nothing(quantised: Sequence[Detections], full: Sequence[Detections]) -> bool:
    """Whether as many plates are found; how tightly is for the refiner to see to."""
    precisions = [
        measure(found, iou=0.5, threshold=0.3).average_precision for found in (quantised, full)
    ]
    return precisions[0] >= precisions[1] - _QUANTISING_MAY_COST


def representative(samples: PictureCache, size: tuple[int, int], seed: int) -> Iterator[Floats]:
    """Inputs of ``size`` (height, width) by which the converter finds its ranges."""
    chosen = np.random.default_rng(seed).permutation(len(samples))[:_SAMPLE_COUNT]
    for index in chosen.tolist():
        fitted = letterbox(samples[index].pixels, *size)
        yield np.multiply(fitted.pixels[None], 1 / 255, dtype=np.float32)


def median_ms(model: LiteRtModel, runs: int = 60) -> float:
    """Milliseconds of one look with two threads."""
    picture = np.zeros(model.input_shapes[0], model.input_dtypes[0])
    taken = []
    for _ in range(runs):
        started_s = time.perf_counter()
        model.run(picture)
        taken.append((time.perf_counter() - started_s) * 1000)
    return float(np.median(taken))


def _by_source(found: Sequence[Detections], threshold: float) -> Iterator[str]:
    groups: defaultdict[str, list[Detections]] = defaultdict(list)
    for picture in found:
        groups[picture.source].append(picture)
    for source, pictures in sorted(groups.items()):
        yield f"{source}: {describe(measure(pictures, iou=0.5, threshold=threshold))}"


def detection_figures(found: Sequence[Detections], threshold: float) -> dict[str, Any]:
    """Counts and rates at ``threshold`` for the manifest."""
    loose: DetectionFigures = measure(found, iou=0.5, threshold=threshold)
    tight = measure(found, iou=0.75, threshold=threshold)
    return {
        "pictures": len(found),
        "plates": loose.plate_count,
        "found_iou_50": loose.found_count,
        "found_iou_75": tight.found_count,
        "recall_iou_50": round(loose.recall, 4),
        "recall_iou_75": round(tight.recall, 4),
        "precision_iou_50": round(loose.precision, 4),
        "average_precision_50": round(loose.average_precision, 4),
        "average_precision_75": round(tight.average_precision, 4),
        "false_plates_beside_plates": loose.false_count,
        "negatives": loose.negative_count,
        "false_plates_on_negatives": loose.negative_false_count,
    }
