"""``python -m pipeline.training refiner``: corners and a second opinion for proposed plates."""

from __future__ import annotations

import argparse
import logging
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from pipeline.detector import Detector, YoloDetector, suppress
from pipeline.engine import LiteRtModel
from pipeline.looks import FurtherLooks
from pipeline.refiner import CornerRefiner, look_around
from pipeline.training.calibration import fit_calibration
from pipeline.training.detector_data import (
    Boxes,
    LabelledPicture,
    Pictures,
    Split,
    open_cache,
)
from pipeline.training.detector_evaluation import (
    SHARED_AT_MOST,
    Detections,
    best_threshold,
    describe,
    match,
    measure,
)
from pipeline.training.detector_export import detection_figures
from pipeline.training.export import write_model
from pipeline.training.litert import convert
from pipeline.training.pasting import build_pool
from pipeline.training.plan import CONFIG
from pipeline.training.refiner_data import Mixture, Views
from pipeline.training.refiner_model import build_refiner
from pipeline.training.refiner_proposals import frames, proposed_once
from pipeline.training.streets import streets
from pipeline.weights import load_manifest

Floats = npt.NDArray[np.float32]

_log = logging.getLogger("training")

_PROPOSED_FROM = 0.1
_RATIOS = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
_STORED_SIZE_PX = 4096
"""Figures are taken on pictures as they are stored, which the cache for training shrinks."""
_CORNER_SCALE = 0.03
"""Errors of corners up to this share of the view count as squares, larger ones as they are."""


@dataclass(frozen=True, slots=True)
class RefinerRecipe:
    """``[refiner]`` of config.toml."""

    seed: int
    input_size: tuple[int, int]
    long_side_px: int
    rendered_plates: int
    streets: int
    pasted: float
    wrong: float
    turned: float
    cut_off: float
    painted: float
    far: float
    speckled: float
    batch: int
    steps_per_epoch: int
    epochs: int
    learning_rate: float
    weight_decay: float
    ema_decay: float

    @property
    def mixture(self) -> Mixture:
        return Mixture(
            pasted=self.pasted,
            wrong=self.wrong,
            turned=self.turned,
            cut_off=self.cut_off,
            painted=self.painted,
            far=self.far,
            speckled=self.speckled,
        )


def read_refiner_recipe(path: Path) -> RefinerRecipe:
    """The recipe that ``path`` holds; a missing or unknown key is an error that names it."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))["refiner"]
    return RefinerRecipe(**table | {"input_size": tuple(table["input_size"])})


def corner_loss(wanted: keras.KerasTensor, found: keras.KerasTensor) -> keras.KerasTensor:
    """Distance of corners where they are known, and 1 - IoU of the boxes around them.

    ``wanted`` (batch, 10) of ``Views``, ``found`` (batch, 8).
    """
    apart = ops.abs(wanted[:, :8] - found) / _CORNER_SCALE
    huber = ops.where(apart < 1.0, 0.5 * ops.square(apart), apart - 0.5)
    overlap = _hull_iou(wanted[:, :8], found)
    return wanted[:, 8] * ops.mean(huber, axis=-1) * 0.5 + wanted[:, 9] * 2.0 * (1.0 - overlap)


def _hull_iou(a: keras.KerasTensor, b: keras.KerasTensor) -> keras.KerasTensor:
    left_a, right_a = ops.min(a[:, 0::2], axis=-1), ops.max(a[:, 0::2], axis=-1)
    left_b, right_b = ops.min(b[:, 0::2], axis=-1), ops.max(b[:, 0::2], axis=-1)
    top_a, bottom_a = ops.min(a[:, 1::2], axis=-1), ops.max(a[:, 1::2], axis=-1)
    top_b, bottom_b = ops.min(b[:, 1::2], axis=-1), ops.max(b[:, 1::2], axis=-1)
    shared_x = ops.relu(ops.minimum(right_a, right_b) - ops.maximum(left_a, left_b))
    shared_y = ops.relu(ops.minimum(bottom_a, bottom_b) - ops.maximum(top_a, top_b))
    shared = shared_x * shared_y
    areas = (right_a - left_a) * (bottom_a - top_a) + (right_b - left_b) * (bottom_b - top_b)
    return shared / (areas - shared + 1e-6)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m pipeline.training refiner``."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/refiner"), help="run's own folder")
    parser.add_argument(
        "--weights", type=Path, default=Path("weights"), help="folder with the detector; ships here"
    )
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--epochs", type=int, help="config.toml has a default")
    parser.add_argument("--start", type=Path, help="Keras weights to begin with (weights/keras)")
    parser.add_argument("--resume", action="store_true", help="go on from the last epoch of --out")
    parser.add_argument("--test", action="store_true", help="report on the test split too: once")
    parser.add_argument(
        "--export-only", action="store_true", help="export the last epoch of --out, do not train"
    )


def main(args: argparse.Namespace) -> int:
    """Train, export and weigh on val; 0 when the weights are written."""
    cv2.setNumThreads(1)
    recipe = read_refiner_recipe(args.config)
    keras.utils.set_random_seed(recipe.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    average = args.out / "average.weights.h5"
    model = build_refiner(*recipe.input_size)
    if not args.export_only:
        if args.start is not None:
            model.load_weights(args.start)
        _train(model, recipe, args)
        model.save_weights(average)
    model.load_weights(average)
    _export(model, recipe, args)
    return 0


def _train(model: keras.Model, recipe: RefinerRecipe, args: argparse.Namespace) -> None:
    photos = open_cache(args.data, args.out / "cache", "train", long_side_px=recipe.long_side_px)
    pictures = _Together(photos, streets(recipe.streets, recipe.seed))
    detector = _generous_detector(args.weights)
    version = load_manifest(args.weights).model("detector").sha256
    proposals = proposed_once(
        args.out / "proposals.json",
        f"{version} {len(photos)} photos, streets {recipe.streets} {recipe.seed}",
        (detector, FurtherLooks(detector)),
        pictures,
    )
    _log.info(
        "%d proposals with a plate, %d without",
        sum(len(p.right) for p in proposals),
        sum(len(p.wrong) for p in proposals),
    )
    pool = build_pool(args.data / "plates", recipe.rendered_plates, recipe.seed)
    views = Views(
        pictures,
        proposals,
        pool,
        recipe.input_size,
        recipe.mixture,
        batch=recipe.batch,
        steps=recipe.steps_per_epoch,
        seed=recipe.seed,
    )
    epochs = args.epochs or recipe.epochs
    rate = keras.optimizers.schedules.CosineDecay(
        recipe.learning_rate / 20,
        epochs * recipe.steps_per_epoch,
        alpha=0.005,
        warmup_target=recipe.learning_rate,
        warmup_steps=recipe.steps_per_epoch // 2,
    )
    model.compile(
        keras.optimizers.AdamW(
            rate,
            weight_decay=recipe.weight_decay,
            use_ema=True,
            ema_momentum=recipe.ema_decay,
            global_clipnorm=5.0,
        ),
        loss={
            "corners": corner_loss,
            "plate": keras.losses.BinaryCrossentropy(from_logits=True),
        },
    )
    backup = keras.callbacks.BackupAndRestore(
        args.out / "backup", double_checkpoint=True, delete_checkpoint=True
    )
    kept = keras.callbacks.ModelCheckpoint(
        args.out / "average.weights.h5", save_weights_only=True, verbose=0
    )
    model.fit(
        views,
        epochs=epochs,
        verbose=2,
        callbacks=[
            keras.callbacks.SwapEMAWeights(swap_on_epoch=True),
            kept,
            *([backup] if args.resume else []),
        ],
    )


def _generous_detector(weights: Path) -> YoloDetector:
    file = load_manifest(weights).model("detector")
    model = LiteRtModel(file.read_verified(), "detector")
    return YoloDetector(model, file, confidence_threshold=_PROPOSED_FROM, iou_threshold=0.5)


def _export(model: keras.Model, recipe: RefinerRecipe, args: argparse.Namespace) -> None:
    """Write ``refiner.tflite`` and its table, weighed and judged on the val split."""
    content = convert(model, (1, *recipe.input_size, 3), "float16")
    table: dict[str, Any] = {
        "input_size": list(recipe.input_size),
        "trained_with": "python -m pipeline.training refiner",
        "precision": "float16",
        "weighing": [1.0, 1.0, 0.0],
        "confidence_threshold": 0.5,
        "proposal_threshold": _PROPOSED_FROM,
    }
    write_model(args.weights, "refiner", content, table)
    file = load_manifest(args.weights).model("refiner")
    refiner = CornerRefiner(LiteRtModel(file.read_verified(), "refiner"), file)
    splits: tuple[Split, ...] = ("val", "test") if args.test else ("val",)
    judged = {
        split: judge(
            _generous_detector(args.weights),
            refiner,
            open_cache(args.data, args.out / "cache/full", split, long_side_px=_STORED_SIZE_PX),
        )
        for split in splits
    }
    weighing = weigh(judged["val"])
    found = {split: [one.detections(weighing) for one in part] for split, part in judged.items()}
    threshold = best_threshold(found["val"])
    for split, detections in found.items():
        for overlap in (0.5, 0.75):
            figures = measure(detections, iou=overlap, threshold=threshold)
            _log.info("%s %s", split, describe(figures))
    table["weighing"] = [round(value, 4) for value in weighing]
    table["confidence_threshold"] = threshold
    table["figures"] = {
        split: detection_figures(detections, threshold) for split, detections in found.items()
    }
    write_model(args.weights, "refiner", content, table)


@dataclass(frozen=True, slots=True, eq=False)
class JudgedPicture:
    """What was proposed on one picture, (count, 4) boxes as refined, and both models' logits."""

    boxes: Boxes
    detector_logits: Floats
    refiner_logits: Floats
    truth: Boxes
    source: str

    def detections(self, weighing: tuple[float, float, float]) -> Detections:
        """The plates that are left when each is found once."""
        of_detector, of_refiner, offset = weighing
        logits = of_detector * self.detector_logits + of_refiner * self.refiner_logits + offset
        confidences = (1 / (1 + np.exp(-logits))).astype(np.float32)
        kept = suppress(self.boxes, confidences, SHARED_AT_MOST) if len(self.boxes) else []
        return Detections(self.boxes[kept], confidences[kept], self.truth, self.source)


def judge(proposer: Detector, refiner: CornerRefiner, pictures: Pictures) -> list[JudgedPicture]:
    """Both models' opinion of every proposal on every picture."""
    judged = []
    for index, (frame, _) in enumerate(frames(pictures)):
        boxes, proposed, refined = [], [], []
        for plate in proposer.find_plates(frame):
            view = look_around(frame.pixels, plate.box, *refiner.input_size)
            box = refiner.refine(frame.pixels, plate).box
            boxes.append([box.x, box.y, box.right, box.bottom])
            confidence = min(max(plate.detection_confidence, 1e-6), 1 - 1e-6)
            proposed.append(np.log(confidence / (1 - confidence)))
            refined.append(refiner.judge(view)[1])
        picture = pictures[index]
        judged.append(
            JudgedPicture(
                np.array(boxes, np.float32).reshape(-1, 4),
                np.array(proposed, np.float32),
                np.array(refined, np.float32),
                picture.boxes,
                picture.source,
            )
        )
    return judged


def weigh(judged: Sequence[JudgedPicture]) -> tuple[float, float, float]:
    """Weights of both logits, and the offset, with the best average precision.

    The ratio is the best of ``_RATIOS``; ``fit_calibration`` makes confidences of logits.
    """

    def precision(ratio: float) -> float:
        found = [one.detections((ratio, 1.0, 0.0)) for one in judged]
        return sum(
            measure(found, iou=overlap, threshold=0.5).average_precision for overlap in (0.5, 0.75)
        )

    ratio = max(_RATIOS, key=precision)
    values, right = [], []
    for one in judged:
        found = one.detections((ratio, 1.0, 0.0))
        values.append(found.confidences.astype(np.float64))
        right.append(match(found, 0.5))
    calibration = fit_calibration(np.concatenate(values), np.concatenate(right))
    return calibration.slope * ratio, calibration.slope, calibration.offset


class _Together:
    """Photos and rendered streets, one behind the other."""

    def __init__(self, photos: Pictures, rendered: Pictures) -> None:
        self._photos, self._rendered = photos, rendered

    def __len__(self) -> int:
        return len(self._photos) + len(self._rendered)

    def __getitem__(self, index: int) -> LabelledPicture:
        beyond = index - len(self._photos)
        return self._photos[index] if beyond < 0 else self._rendered[beyond]
