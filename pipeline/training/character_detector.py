"""Trains the character detector: boxes of characters on a plate stretched to one size."""

from __future__ import annotations

import argparse
import json
import logging
import queue
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import numpy.typing as npt
from keras import layers, ops

from pipeline.character_detector import (
    YoloCharacterSegmenter,
    arrange_lines,
    decode_characters,
)
from pipeline.detector import Scale
from pipeline.engine import LiteRtModel
from pipeline.reader import prepare
from pipeline.segmenter import ContourSegmenter, Segmentation, Segmenter
from pipeline.training.annealing import TimedCosine
from pipeline.training.character_boxes import (
    BoxedPlate,
    BoxedPlateSampler,
    boxed_real,
    boxed_rendered,
)
from pipeline.training.detector_loss import complete_iou
from pipeline.training.detector_targets import assign, fit_anchors
from pipeline.training.export import write_model
from pipeline.training.glyph_set import cut_real_plates
from pipeline.training.prefetch import prefetched
from pipeline.training.reading_figures import PlateCrop, load_colour_crops
from pipeline.types import Box, Pixels
from pipeline.weights import ModelFile, load_manifest

Batch = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
"""Pictures and the targets of ``detector_targets.assign``."""

logger = logging.getLogger("recognition")

NAME = "character_detector"
INPUT_SIZE = 64, 256
STRIDE = 8
_ANCHOR_COUNT = 3
_VALUES_PER_ANCHOR = 5
_BATCH = 32
_STEPS_PER_EPOCH = 100
_PEAK_RATE = 2e-3
_REAL_SHARE = 0.6
_BOX_GAIN = 2.0
_FOCUS = 1.5
_PRIOR_LOGIT = -3.0
_JUDGED_OF_VAL = 4
"""Every so many-th crop of val is looked at after each epoch."""

_CHOSEN_THRESHOLD = 0.4
_THRESHOLDS_TRIED = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/character_detector"))
    parser.add_argument("--hours", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rendered", type=int, default=6000, help="plates to draw")
    parser.add_argument("--start", type=Path, help="Keras weights to begin with (weights/keras)")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument(
        "--boxes-by-shipped", action="store_true",
        help="box real crops with the detector in --weights where it finds as many as the text has",
    )  # fmt: skip
    parser.add_argument("--export-only", action="store_true", help="export --out, do not train")


def main(args: argparse.Namespace) -> int:
    """Train for ``--hours``; export the weights that count most ``val`` plates right."""
    cv2.setNumThreads(1)
    if not args.export_only:
        train(args)
    export(args)
    return 0


def build_model() -> keras.Model:
    """Standardised grey (batch, 64, 256, 1) in; logits (batch, 8, 32, anchors * 5) out.

    Source: Redmon and Farhadi, YOLOv3, 2018 (anchors, objectness), at one scale: on a plate
    stretched to one size all characters are of one size.
    """
    pixels = keras.Input((*INPUT_SIZE, 1))
    x = _convolve(pixels, 16, strides=2)
    x = _convolve(x, 32, strides=2)
    x = _convolve(x, 64, strides=2)
    # Dilated, so that a cell sees its neighbours: half a glyph is known by the other half.
    for dilation in ((1, 1), (1, 2), (1, 3), (1, 1)):
        x = layers.Add()([x, _convolve(x, 64, dilation=dilation)])
    logits = layers.Conv2D(
        _ANCHOR_COUNT * _VALUES_PER_ANCHOR, 1, dtype="float32",
        bias_initializer=_prior,
    )(x)  # fmt: skip
    return keras.Model(pixels, logits, name=NAME)


def _convolve(
    x: keras.KerasTensor,
    filters: int,
    *,
    strides: int = 1,
    dilation: tuple[int, int] = (1, 1),
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, 3, strides, padding="same", dilation_rate=dilation, use_bias=False)(
        x
    )
    x = layers.BatchNormalization(momentum=0.97)(x)
    return layers.ReLU()(x)


def _prior(shape: Sequence[int], dtype: str | None = None) -> Any:
    """Biases that make every cell begin as most likely empty."""
    return ops.tile(
        ops.convert_to_tensor([0.0, 0.0, 0.0, 0.0, _PRIOR_LOGIT], dtype),
        [shape[0] // _VALUES_PER_ANCHOR],
    )


class CharacterLoss(keras.losses.Loss):  # type: ignore[misc]  # Keras is untyped
    """Overlap of boxes and quality of objectness, per cell that owns a character.

    Targets are (batch, cells, 5) of ``detector_targets.assign``.
    """

    def __init__(self, anchors: npt.NDArray[np.float32]) -> None:
        super().__init__(name="characters")
        rows, columns = INPUT_SIZE[0] // STRIDE, INPUT_SIZE[1] // STRIDE
        y, x = np.mgrid[:rows, :columns].reshape(2, -1)
        corners = np.repeat(np.stack([x, y], axis=1), len(anchors), axis=0) * STRIDE
        self._corners = corners.astype(np.float32)
        self._anchors = np.tile(anchors, (rows * columns, 1)).astype(np.float32)

    def call(self, targets: Any, logits: Any) -> Any:
        logits = ops.reshape(logits, (-1, len(self._corners), _VALUES_PER_ANCHOR))
        squashed = ops.sigmoid(logits[..., :4]) * 2.0
        centres = (squashed[..., :2] - 0.5) * float(STRIDE) + self._corners
        sides = ops.square(squashed[..., 2:]) * self._anchors
        boxes = ops.concatenate([centres - sides / 2, centres + sides / 2], axis=-1)
        owned = ops.cast(targets[..., 4] > 0, "float32")
        owned_count = ops.maximum(ops.sum(owned), 1.0)
        overlap, penalised = complete_iou(boxes, targets[..., :4])
        box_loss = ops.sum((1.0 - penalised) * owned) / owned_count
        # A confident cell should also be a well placed one: the most confident box is kept.
        quality = owned * (0.5 + 0.5 * ops.stop_gradient(ops.clip(overlap, 0.0, 1.0)))
        objectness = logits[..., 4]
        entropy = ops.maximum(objectness, 0.0) - objectness * quality
        entropy = entropy + ops.log1p(ops.exp(-ops.abs(objectness)))
        focus = ops.abs(quality - ops.sigmoid(objectness)) ** _FOCUS
        return _BOX_GAIN * box_loss + ops.sum(entropy * focus) / owned_count


class PacedByClock(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is untyped
    """Sets the learning rate by the clock, judges after each epoch and keeps the best weights."""

    def __init__(
        self, schedule: TimedCosine, crops: Sequence[PlateCrop], scale: Scale, best_path: Path
    ) -> None:
        super().__init__()
        self._schedule, self._scale, self._best_path = schedule, scale, best_path
        self._crops = crops
        self._inputs = np.concatenate([prepare(crop.pixels, *INPUT_SIZE) for crop in crops])
        self._step, self._best = 0, -1

    def on_train_batch_begin(self, *_: object) -> None:
        self.model.optimizer.learning_rate.assign(self._schedule.rate(self._step))
        self._step += 1

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        counted = self._count_right()
        if counted >= self._best:
            self._best = counted
            self.model.save_weights(self._best_path)
        logger.info(
            "epoch %d %.0f s loss %.4f val %d of %d counted right",
            epoch, self._schedule.elapsed_s, (logs or {}).get("loss", 0.0), counted,
            len(self._crops),
        )  # fmt: skip
        if self._schedule.progress >= 1.0:
            self.model.stop_training = True

    def _count_right(self) -> int:
        right = 0
        for at in range(0, len(self._inputs), 64):
            maps = ops.convert_to_numpy(self.model(self._inputs[at : at + 64], training=False))
            for logits, crop in zip(maps, self._crops[at : at + 64], strict=True):
                found = decode_characters(
                    logits, self._scale, crop.pixels.shape[:2], _CHOSEN_THRESHOLD
                )
                right += sum(map(len, arrange_lines(found))) == len(crop.text)
        return right


def train(args: argparse.Namespace) -> None:
    """Train for ``--hours`` and keep the best weights on ``val`` in ``--out``."""
    keras.utils.set_random_seed(args.seed)
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    args.out.mkdir(parents=True, exist_ok=True)
    logging.getLogger().addHandler(logging.FileHandler(args.out / "log.txt"))
    plates = cut_real_plates(args.data, "train", _KeptBoxes(args))
    real, rendered = boxed_real(plates), boxed_rendered(args.rendered, args.seed)
    anchors = fit_character_anchors([*real, *rendered[: len(real)]], args.seed)
    np.save(args.out / "anchors.npy", anchors)
    logger.info("%d real and %d rendered plates, anchors %s", len(real), len(rendered), anchors)
    model = build_model()
    if args.start is not None:
        model.load_weights(args.start)
    model.compile(
        optimizer=keras.optimizers.AdamW(
            _PEAK_RATE, weight_decay=1e-4, use_ema=True, ema_momentum=0.99
        ),
        loss=CharacterLoss(anchors),
        jit_compile=False,
    )
    sampler = BoxedPlateSampler(
        real, rendered, real_share=_REAL_SHARE, size=INPUT_SIZE, seed=args.seed
    )
    batches = prefetched(_with_targets(sampler, anchors))
    schedule = TimedCosine(_PEAK_RATE, args.hours * 3600, warmup_steps=100)
    val = load_colour_crops(args.data, "val")[::_JUDGED_OF_VAL]
    paced = PacedByClock(schedule, val, Scale(STRIDE, anchors), args.out / "best.weights.h5")
    model.fit(
        _taken(batches),
        steps_per_epoch=_STEPS_PER_EPOCH,
        epochs=100_000,
        verbose=0,
        callbacks=[keras.callbacks.SwapEMAWeights(swap_on_epoch=True), paced],
    )
    keras.mixed_precision.set_global_policy("float32")


def fit_character_anchors(plates: Sequence[BoxedPlate], seed: int) -> npt.NDArray[np.float32]:
    """Anchors (n, 2) in pixels of the input."""
    sides = []
    for plate in plates:
        height, width = plate.pixels.shape
        stretch = np.array([INPUT_SIZE[1] / width, INPUT_SIZE[0] / height])
        sides.append((plate.boxes[:, 2:] - plate.boxes[:, :2]) * stretch)
    every = np.maximum(np.concatenate(sides), 1.0).astype(np.float32)
    return fit_anchors(every, _ANCHOR_COUNT, seed=seed)


class _KeptBoxes:
    """Segments the training crops once and keeps the boxes in ``--out``, in the order of crops."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._segmenter: Segmenter = (
            load_segmenter(args.weights) if args.boxes_by_shipped else ContourSegmenter()
        )
        self._path = args.out / f"boxes_{type(self._segmenter).__name__}.jsonl"
        kept = self._path.read_text().splitlines() if self._path.exists() else []
        self._kept = iter(kept)

    def segment(self, plate_pixels: Pixels) -> Segmentation:
        line = next(self._kept, None)
        if line is not None:
            sides, lines = json.loads(line)
            return Segmentation(tuple(Box(*four) for four in sides), lines)
        found = self._segmenter.segment(plate_pixels)
        sides = [[box.x, box.y, box.width, box.height] for box in found.boxes]
        with self._path.open("a") as file:
            file.write(json.dumps([sides, found.lines]) + "\n")
        return found


def load_segmenter(weights: Path) -> YoloCharacterSegmenter:
    """The shipped character detector.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    file = load_manifest(weights).model(NAME)
    return YoloCharacterSegmenter(LiteRtModel(file.read_verified(), NAME), file)


def _taken(batches: queue.Queue[Batch]) -> Iterator[Batch]:
    while True:
        yield batches.get()


def _with_targets(sampler: BoxedPlateSampler, anchors: npt.NDArray[np.float32]) -> Iterator[Batch]:
    nothing = np.zeros((0, 4), np.float32)
    for pictures, boxes in sampler.batches(_BATCH):
        targets = [assign(found, nothing, INPUT_SIZE, (STRIDE,), anchors[None]) for found in boxes]
        yield pictures, np.stack(targets)


def export(args: argparse.Namespace) -> None:
    """Write the best weights of ``--out`` as LiteRT, with the threshold that counts best."""
    from pipeline.training.litert import convert  # noqa: PLC0415 - needs TensorFlow, training not

    model = build_model()
    model.load_weights(args.out / "best.weights.h5")
    anchors = np.load(args.out / "anchors.npy")
    content = convert(model, (1, *INPUT_SIZE, 1), "float16")
    table: dict[str, Any] = {
        "input_size": list(INPUT_SIZE),
        "trained_with": f"python -m pipeline.training character-detector --hours {args.hours}",
        "strides": [STRIDE],
        "anchors": [np.round(anchors, 2).tolist()],
    }
    file = ModelFile(NAME, args.weights / f"{NAME}.tflite", "", "", *INPUT_SIZE, table)
    runtime = LiteRtModel(content, NAME)
    crops = load_colour_crops(args.data, "val")
    counts: dict[float, int] = {}
    for threshold in _THRESHOLDS_TRIED:
        segmenter = YoloCharacterSegmenter(runtime, file, confidence_threshold=threshold)
        counts[threshold] = count_right(segmenter, crops)
    best = max(counts, key=lambda threshold: (counts[threshold], threshold))
    started = time.perf_counter()
    runtime.warm_up()
    logger.info(
        "exported %d bytes, counted right by threshold %s, %.2f ms",
        len(content), counts, 1000 * (time.perf_counter() - started),
    )  # fmt: skip
    figures = {"val_counted": f"{counts[best]}/{len(crops)}"}
    write_model(
        args.weights, NAME, content, {**table, "confidence_threshold": best, "figures": figures}
    )


def count_right(segmenter: Segmenter, crops: Sequence[PlateCrop]) -> int:
    """Crops in which ``segmenter`` finds as many characters as the text has."""
    return sum(len(segmenter.segment(crop.pixels).boxes) == len(crop.text) for crop in crops)
