"""Trains the whole-plate reader: a convolutional network with CTC loss over two rows of columns."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from pipeline.decode import BLANK, decode_greedy, softmax
from pipeline.engine import LiteRtModel
from pipeline.reader import prepare, standardise
from pipeline.training.annealing import TimedCosine
from pipeline.training.calibration import fit_temperature
from pipeline.training.export import write_model
from pipeline.training.litert import convert
from pipeline.training.plate_set import (
    LabelledPlate,
    PlateSampler,
    load_crops,
    load_training_plates,
    rendered_pool,
)
from pipeline.training.prefetch import prefetched
from pipeline.training.reading_figures import PlateCrop, count_exact, load_colour_crops
from pipeline.types import ALPHABET

logger = logging.getLogger("recognition")

INPUT_SIZE = (48, 144)
COLUMNS = 36
ROWS = 2
STEPS = ROWS * COLUMNS
_BATCH = 128
_STEPS_PER_EPOCH = 200
_PEAK_RATE = 2e-3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/reader"))
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rendered", type=int, default=40_000, help="plates in the pool")
    parser.add_argument("--real-share", type=float, default=0.65)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="Keras weights to begin with (weights/keras)")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--export-only", action="store_true", help="export --out, do not train")
    parser.add_argument("--test", action="store_true", help="report on test too")


def main(args: argparse.Namespace) -> int:
    """Train for ``--hours``; export the weights that read most of ``val``."""
    cv2.setNumThreads(1)
    if not args.export_only:
        train(args)
    export(args)
    return 0


def train(args: argparse.Namespace) -> None:
    """Train for ``--hours`` and keep the best weights on ``val`` in ``--out``."""
    tf.config.threading.set_intra_op_parallelism_threads(2)
    tf.config.threading.set_inter_op_parallelism_threads(2)
    keras.utils.set_random_seed(args.seed)
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    args.out.mkdir(parents=True, exist_ok=True)
    logging.getLogger().addHandler(logging.FileHandler(args.out / "log.txt"))
    sampler = PlateSampler(
        load_training_plates(args.data),
        rendered_pool(args.out / "pool.npz", args.rendered, args.seed),
        real_share=args.real_share,
        size=INPUT_SIZE,
        seed=args.seed + (1000 if args.resume else 0),
    )
    trainer = Trainer(args.out, sampler, load_crops(args.data, "val"), args.start)
    trainer.run(args.hours * 3600, args.resume)
    keras.mixed_precision.set_global_policy("float32")


def export(args: argparse.Namespace) -> None:
    """Write the best weights of ``--out`` as LiteRT, calibrated on ``val``, with their figures."""
    model = build_model()
    model.load_weights(args.out / "best.weights.h5")
    content = convert(model, (1, *INPUT_SIZE, 1), "float16")
    runtime = LiteRtModel(content, "reader")
    crops = {split: load_colour_crops(args.data, split) for split in ("val", "test")}
    logits = {
        split: [runtime.run(prepare(crop.pixels, *INPUT_SIZE))[0][0] for crop in crops[split]]
        for split in (("val", "test") if args.test else ("val",))
    }
    figures = {
        f"{split}_exact": count_exact(crops[split], [_greedy_text(rows) for rows in part])
        for split, part in logits.items()
    }
    logger.info("exported reader: %d bytes, %s", len(content), figures)
    write_model(
        args.weights,
        "reader",
        content,
        {
            "alphabet": ALPHABET,
            "input_size": list(INPUT_SIZE),
            "trained_with": f"python -m pipeline.training reader --hours {args.hours}",
            "temperature": _fit_temperature(crops["val"], logits["val"]),
            "figures": figures,
        },
    )


def _greedy_text(logits: npt.NDArray[np.float32]) -> str:
    return "".join(
        ALPHABET[int(character.probabilities.argmax())]
        for character in decode_greedy(softmax(logits))
    )


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


def build_model() -> Any:
    """Standardised grey (batch, 48, 144, 1) in; logits (batch, 72, 36) out, the blank last.

    The first 36 steps are the columns of the upper half of the plate, the others those of the
    lower half, so that a two-line plate is read in one pass; where the text stands in one line
    the network chooses a half by itself.
    """
    layers = keras.layers
    pixels = layers.Input((*INPUT_SIZE, 1))
    x = _convolve(pixels, 16, strides=2)
    x = _convolve(x, 40, strides=2)
    x = _convolve(x, 56)
    x = _convolve(x, 56)
    x = _convolve(x, 96, strides=(2, 1))
    x = _convolve(x, 96)
    x = _convolve(x, 144, strides=(3, 1))
    x = layers.SpatialDropout2D(0.1)(x)
    both = _convolve(x, 96, kernel=(ROWS, 5), padding="context")
    both = layers.Concatenate(axis=1)([both] * ROWS)
    x = layers.Concatenate()([x, both])
    x = _convolve(x, 144, kernel=(1, 3))
    x = layers.Conv2D(len(ALPHABET) + 1, 1)(x)
    logits = layers.Reshape((STEPS, len(ALPHABET) + 1), dtype="float32")(x)
    return keras.Model(pixels, logits, name="reader")


def _convolve(
    x: Any,
    filters: int,
    *,
    kernel: int | tuple[int, int] = 3,
    strides: int | tuple[int, int] = 1,
    padding: str = "same",
) -> Any:
    if padding == "context":
        x = keras.layers.ZeroPadding2D(((0, 0), (2, 2)))(x)
        padding = "valid"
    x = keras.layers.Conv2D(filters, kernel, strides, padding=padding, use_bias=False)(x)
    x = keras.layers.BatchNormalization(momentum=0.98)(x)
    return keras.layers.ReLU()(x)


def sparse_labels(texts: Sequence[str]) -> Any:
    """Class indices of the texts as the sparse tensor that the CTC loss takes."""
    places = [(row, column) for row, text in enumerate(texts) for column in range(len(text))]
    values = [ALPHABET.index(character) for text in texts for character in text]
    longest = max(len(text) for text in texts)
    return tf.SparseTensor(
        np.array(places, np.int64), np.array(values, np.int32), (len(texts), longest)
    )


class Trainer:
    """Runs the steps, keeps an average of the weights, and judges it on ``val`` every epoch."""

    def __init__(
        self,
        out: Path,
        sampler: PlateSampler,
        val: Sequence[LabelledPlate],
        start: Path | None = None,
    ) -> None:
        self._out, self._sampler, self._val = out, sampler, val
        self._val_pixels = standardise(np.stack([_fit(plate) for plate in val]))
        self._model = build_model()
        if start is not None:
            self._model.load_weights(start)
        self._optimizer = keras.optimizers.AdamW(
            _PEAK_RATE, weight_decay=1e-4, clipnorm=5.0, use_ema=True, ema_momentum=0.998
        )
        self._optimizer.build(self._model.trainable_variables)
        self._step = tf.function(self._train_step)

    def run(self, budget_s: float, resume: bool) -> None:
        checkpoint = tf.train.Checkpoint(model=self._model, optimizer=self._optimizer)
        manager = tf.train.CheckpointManager(checkpoint, str(self._out / "checkpoints"), 2)
        state_path = self._out / "state.json"
        state = {"epoch": 0, "step": 0, "spent_s": 0.0, "best": 0.0}
        if resume and manager.latest_checkpoint:
            checkpoint.restore(manager.latest_checkpoint)
            state |= json.loads(state_path.read_text())
        logger.info("parameters: %s", self._model.count_params())
        schedule = TimedCosine(_PEAK_RATE, budget_s, spent_s=state["spent_s"])
        batches = prefetched(self._sampler.batches(_BATCH))
        while schedule.progress < 1.0:
            losses: list[float] = []
            for _ in range(_STEPS_PER_EPOCH):
                pixels, texts = batches.get()
                self._optimizer.learning_rate.assign(schedule.rate(int(state["step"])))
                losses.append(self._step(standardise(pixels), sparse_labels(texts)))
                state["step"] += 1
                if schedule.progress >= 1.0:
                    break
            state["epoch"] += 1
            state["spent_s"] = schedule.elapsed_s
            figures = self._judge(state)
            logger.info(
                "epoch %d step %d %.0f s loss %.4f rate %.5f val %s",
                state["epoch"], state["step"], schedule.elapsed_s,
                float(np.mean([float(loss) for loss in losses])),
                float(self._optimizer.learning_rate), figures,
            )  # fmt: skip
            manager.save()
            state_path.write_text(json.dumps(state))

    def _train_step(self, pixels: Any, labels: Any) -> Any:
        with tf.GradientTape() as tape:
            logits = self._model(pixels, training=True)
            losses = tf.nn.ctc_loss(
                labels,
                tf.transpose(logits, (1, 0, 2)),
                None,
                tf.fill([tf.shape(logits)[0]], STEPS),
                logits_time_major=True,
                blank_index=BLANK,
            )
            loss = tf.reduce_mean(losses)
        gradients = tape.gradient(loss, self._model.trainable_variables)
        self._optimizer.apply_gradients(
            zip(gradients, self._model.trainable_variables, strict=True)
        )
        return loss

    def _judge(self, state: dict[str, Any]) -> dict[str, str]:
        """Exact reads of the averaged weights on ``val``; the best so far are saved."""
        variables = self._model.trainable_variables
        own = [np.array(variable) for variable in variables]
        self._optimizer.finalize_variable_values(variables)
        texts = read_texts(self._model, self._val_pixels)
        figures, score = exact_by_origin(self._val, texts)
        if score >= state["best"]:
            state["best"] = score
            self._model.save_weights(self._out / "best.weights.h5")
        for variable, value in zip(variables, own, strict=True):
            variable.assign(value)
        return figures


def read_texts(model: Any, pixels: npt.NDArray[np.float32]) -> list[str]:
    """Greedy texts of standardised pictures (n, 48, 144, 1)."""
    logits = np.concatenate(
        [model(pixels[at : at + 128], training=False).numpy() for at in range(0, len(pixels), 128)]
    )
    return [_greedy_text(rows) for rows in logits]


def exact_by_origin(
    plates: Sequence[LabelledPlate], texts: Sequence[str]
) -> tuple[dict[str, str], float]:
    """Exact reads as counts, people's labels apart from the others, and one score to choose by.

    The score is the rate on people's labels plus 0.3 times that on machine labels.
    """
    counts: dict[str, tuple[int, int]] = {}
    for plate, text in zip(plates, texts, strict=True):
        key = "people" if plate.labelled_by_people else plate.label_origin
        right, total = counts.get(key, (0, 0))
        counts[key] = right + (plate.text == text), total + 1
    rates = {key: right / total for key, (right, total) in counts.items()}
    score = rates.get("people", 0.0) + 0.3 * rates.get("ocr", 0.0)
    return {key: f"{right}/{total}" for key, (right, total) in sorted(counts.items())}, score


def _fit(plate: LabelledPlate) -> npt.NDArray[np.uint8]:
    height, width = INPUT_SIZE
    method = cv2.INTER_AREA if plate.pixels.shape[0] > height else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(plate.pixels, (width, height), interpolation=method), np.uint8)
