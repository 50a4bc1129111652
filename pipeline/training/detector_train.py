"""``python -m pipeline.training detector``: from labelled pictures to weights/detector.tflite."""

from __future__ import annotations

import argparse
import json
import logging
import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from pipeline.training.detector_batches import Batches
from pipeline.training.detector_data import PictureCache, open_cache
from pipeline.training.detector_evaluation import describe, detect_all, measure
from pipeline.training.detector_export import export
from pipeline.training.detector_loss import DetectorLoss
from pipeline.training.detector_model import VALUES_PER_ANCHOR, build_detector, part_maps
from pipeline.training.detector_recipe import (
    CONFIG,
    STRIDES,
    Phase,
    Recipe,
    anchors_for,
    read_recipe,
)
from pipeline.training.pasting import PlatePool, VariedPictures, build_pool

Floats = npt.NDArray[np.float32]

_log = logging.getLogger("training")

AVERAGE_NAME = "average.weights.h5"


class Trainer:
    """The model, its running average, the optimiser, and how far they are."""

    def __init__(self, recipe: Recipe, anchors: Floats, out: Path) -> None:
        self._recipe, self._anchors, self._out = recipe, anchors, out
        keras.utils.set_random_seed(recipe.seed)
        keras.mixed_precision.set_global_policy(recipe.precision)
        self.model = build_detector(recipe.widths, recipe.anchors_per_scale)
        self.average = keras.models.clone_model(self.model)
        self.average.set_weights(self.model.get_weights())
        self._optimizer = keras.optimizers.AdamW(
            recipe.learning_rate, weight_decay=recipe.weight_decay, global_clipnorm=10.0
        )
        self._optimizer.exclude_from_weight_decay(var_names=["bias", "beta", "gamma"])
        self._optimizer.build(self.model.trainable_variables)
        self.step_count = 0
        self.elapsed_s = 0.0
        self._checkpoint = tf.train.Checkpoint(
            model=self.model, average=self.average, optimizer=self._optimizer
        )

    def start_from(self, weights: Path) -> None:
        """Begin with the weights of an earlier run instead of random ones."""
        self.model.load_weights(weights)
        self.average.set_weights(self.model.get_weights())

    def resume(self) -> None:
        """Go on from the last epoch saved in the run's folder."""
        progress = json.loads((self._out / "progress.json").read_text(encoding="utf-8"))
        self._checkpoint.read(str(self._out / "checkpoint")).assert_consumed()
        self.step_count, self.elapsed_s = progress["step_count"], progress["elapsed_s"]

    def save(self) -> None:
        """Keep the state for ``resume`` and the averaged weights for export."""
        self._checkpoint.write(str(self._out / "checkpoint"))
        self.average.save_weights(self._out / AVERAGE_NAME)
        progress = {"step_count": self.step_count, "elapsed_s": self.elapsed_s}
        (self._out / "progress.json").write_text(json.dumps(progress), encoding="utf-8")

    def train(self, train: PictureCache, pool: PlatePool, val: PictureCache) -> None:
        """Until the hours of the recipe are over; the learning rate ends at nought by then."""
        seed = self._recipe.seed + self.step_count
        varied = VariedPictures(train, pool, self._recipe.pasting, seed)
        for phase in self._recipe.phases:
            if self._progress() < phase.until:
                self._train_phase(phase, varied, val)

    def _progress(self) -> float:
        return self.elapsed_s / (self._recipe.hours * 3600)

    def _train_phase(self, phase: Phase, train: VariedPictures, val: PictureCache) -> None:
        _log.info("phase of %s until %.0f %% of the time", phase.size, 100 * phase.until)
        step = self._make_step(DetectorLoss(phase.size, STRIDES, self._anchors))
        steps_per_epoch = len(train) // self._recipe.batch
        epoch = 0
        seed = self._recipe.seed + self.step_count
        batch = self._recipe.batch
        with Batches(train, phase, self._anchors, batch=batch, seed=seed) as batches:
            while self._progress() < phase.until:
                epoch += 1
                losses = []
                started_s = time.monotonic()
                for _ in range(steps_per_epoch):
                    step_started_s = time.monotonic()
                    self._set_pace()
                    losses.append(step(*batches.take(), self._average_decay()))
                    self.step_count += 1
                    self.elapsed_s += time.monotonic() - step_started_s
                    if self._progress() >= phase.until:
                        break
                box, objectness = np.mean(np.asarray(losses), axis=0)
                _log.info(
                    "epoch %d step %d box %.4f objectness %.4f lr %.2e %.0f s",
                    epoch,
                    self.step_count,
                    box,
                    objectness,
                    float(self._optimizer.learning_rate),
                    time.monotonic() - started_s,
                )
                self.save()
                if epoch % self._recipe.evaluate_every == 0:
                    self._report(val)

    def _report(self, val: PictureCache) -> None:
        def predict(pictures: Floats) -> list[Floats]:
            maps = []
            for _, logits in sorted(self.average(pictures, training=False).items()):
                cells = logits.numpy().reshape(*logits.shape[:3], -1, VALUES_PER_ANCHOR)
                maps += [cells[..., -1], cells[..., :-1].reshape(*logits.shape[:3], -1)]
            return maps

        found = detect_all(predict, val, self._anchors, self._recipe.input_size)
        for iou, threshold in ((0.5, 0.25), (0.5, 0.5), (0.75, 0.25)):
            _log.info("val %s", describe(measure(found, iou=iou, threshold=threshold)))

    def _set_pace(self) -> None:
        warm = min(1.0, (self.step_count + 1) / self._recipe.warmup_steps)
        cosine = (1 + math.cos(math.pi * min(1.0, self._progress()))) / 2
        self._optimizer.learning_rate.assign(self._recipe.learning_rate * warm * max(cosine, 0.005))

    def _average_decay(self) -> tf.Tensor:
        """Less at first, or the average would long remember the random start."""
        ramp = (1 + self.step_count) / (10 + self.step_count)
        return tf.constant(min(self._recipe.ema_decay, ramp), tf.float32)

    def _make_step(self, loss: DetectorLoss) -> Callable[..., tf.Tensor]:
        names = [f"stride_{stride:02}" for stride in STRIDES]

        def step(pictures: tf.Tensor, targets: tf.Tensor, decay: tf.Tensor) -> tf.Tensor:
            with tf.GradientTape() as tape:
                maps = self.model(tf.cast(pictures, tf.float32) / 255.0, training=True)
                box, objectness = loss([maps[name] for name in names], targets)
                total = box + objectness
            variables = self.model.trainable_variables
            self._optimizer.apply_gradients(
                zip(tape.gradient(total, variables), variables, strict=True)
            )
            for kept, new in zip(self.average.weights, self.model.weights, strict=True):
                kept.assign(decay * kept + (1.0 - decay) * new)
            return tf.stack([box, objectness])

        compiled: Callable[..., tf.Tensor] = tf.function(step)
        return compiled


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m pipeline.training detector``."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/detector"), help="run's own folder")
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="folder to ship from")
    parser.add_argument("--config", type=Path, default=CONFIG)
    parser.add_argument("--hours", type=float, help="wall-clock hours; config.toml has a default")
    parser.add_argument("--resume", action="store_true", help="go on from the last epoch of --out")
    parser.add_argument("--start", type=Path, help="Keras weights to begin with (weights/keras)")
    parser.add_argument(
        "--export-only", action="store_true", help="export the last epoch of --out, do not train"
    )
    parser.add_argument(
        "--test", action="store_true", help="report on the test split too: once, at the very end"
    )


def main(args: argparse.Namespace) -> int:
    """Train, export and evaluate; 0 when the weights are written."""
    cv2.setNumThreads(1)
    tf.config.threading.set_intra_op_parallelism_threads(2)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    recipe = read_recipe(args.config)
    if args.hours is not None:
        recipe = replace(recipe, hours=args.hours)
    pictures = args.out / "cache"
    train = open_cache(args.data, pictures, "train", long_side_px=recipe.long_side_px)
    anchors = anchors_for(train, recipe)
    if not args.export_only:
        val = open_cache(args.data, pictures, "val", long_side_px=recipe.long_side_px)
        _log.info("%d training pictures, anchors %s", len(train), anchors.round(1).tolist())
        trainer = Trainer(recipe, anchors, args.out)
        if args.start is not None:
            trainer.start_from(args.start)
        if args.resume:
            trainer.resume()
        pool = build_pool(args.data / "plates", recipe.rendered_plates, recipe.seed)
        trainer.train(train, pool, val)
        trainer.save()
    keras.mixed_precision.set_global_policy("float32")
    model = build_detector(recipe.widths, recipe.anchors_per_scale)
    model.load_weights(args.out / AVERAGE_NAME)
    export(
        part_maps(model),
        recipe,
        anchors,
        samples=train,
        data=args.data,
        cache=pictures,
        weights=args.weights,
        with_test=args.test,
    )
    return 0
