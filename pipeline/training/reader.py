"""Trains the whole-plate reader: a convolutional network with CTC loss over two rows of columns."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from pipeline.decode import BLANK, decode_greedy, softmax
from pipeline.reader import standardise
from pipeline.training.backend import NAME, can_export, limit_threads
from pipeline.training.feeding import Workshop
from pipeline.training.plan import Plan, add_run_arguments, read_table, with_options
from pipeline.training.plate_set import (
    LabelledPlate,
    PlateSampler,
    load_crops,
    load_training_plates,
    rendered_pool,
)
from pipeline.training.session import Judgement, Session
from pipeline.types import ALPHABET

if NAME == "tensorflow":
    import tensorflow as tf

INPUT_SIZE = (48, 144)
COLUMNS = 36
ROWS = 2
STEPS = ROWS * COLUMNS
_NO_LABEL = -1
_LONGEST_TEXT = 20
_JUDGED_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class ReaderRecipe:
    """``[reader]`` of config.toml: the plan, plates in the pool, and the share of real ones."""

    plan: Plan
    rendered_plates: int
    real_share: float


def read_reader_recipe(path: Path) -> ReaderRecipe:
    """The recipe that ``path`` holds; a missing or unknown key is an error that names it."""
    plan, table = read_table(path, "reader")
    return ReaderRecipe(plan=plan, **table)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_run_arguments(parser, "reader")
    parser.add_argument(
        "--real-share", type=float, help="of a batch, 0 to 1; config.toml has a default"
    )


def main(args: argparse.Namespace) -> int:
    """Train for the hours of the recipe; export the weights that read most of ``val``."""
    cv2.setNumThreads(1)
    limit_threads()
    recipe = read_reader_recipe(args.config)
    plan = with_options(recipe.plan, args)
    if not args.export_only:
        train(recipe, plan, args)
    if can_export(args):
        from pipeline.training.reader_export import export  # noqa: PLC0415 - needs TensorFlow

        export(plan, args)
    return 0


def train(recipe: ReaderRecipe, plan: Plan, args: argparse.Namespace) -> None:
    """Train and keep the best weights on ``val`` in ``--out``."""
    sampler = PlateSampler(
        load_training_plates(args.data),
        rendered_pool(args.out / "pool.npz", recipe.rendered_plates, plan.seed),
        real_share=recipe.real_share if args.real_share is None else args.real_share,
        size=INPUT_SIZE,
    )
    val = load_crops(args.data, "val")
    with Workshop([ReaderBatches(sampler, plan.batch)], args.workers) as workshop:
        keras.utils.set_random_seed(plan.seed)
        keras.mixed_precision.set_global_policy(plan.precision)
        network = build_model()
        if args.start is not None:
            network.load_weights(args.start)
        judged = standardise(fit_plates(val))
        session = Session(
            ReaderTrainee(network), network, plan, args.out, lambda: judge(network, val, judged)
        )
        session.begin(args)
        session.fit(workshop.batches(0, plan.seed, session.progress.step_count))
        session.close()
    keras.mixed_precision.set_global_policy("float32")


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


class ReaderBatches:
    """Makes batches of degraded plates; the generator decides everything that is random."""

    def __init__(self, sampler: PlateSampler, batch: int) -> None:
        self._sampler, self._batch = sampler, batch

    def __call__(
        self, random: np.random.Generator
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int32]]:
        """Standardised pictures (batch, 48, 144, 1) and what ``pad_labels`` makes of the texts."""
        pictures, texts = self._sampler.draw_batch(self._batch, random)
        return standardise(pictures), pad_labels(texts)


def pad_labels(texts: Sequence[str]) -> npt.NDArray[np.int32]:
    """Class indices (texts, 20), and -1 behind the end of each text.

    The width is always the same, so that a compiled step fits every batch.

    Raises:
        ValueError: a text is longer than that.
    """
    labels = np.full((len(texts), _LONGEST_TEXT), _NO_LABEL, np.int32)
    for row, text in enumerate(texts):
        labels[row, : len(text)] = [ALPHABET.index(character) for character in text]
    return labels


def ctc_loss(labels: Any, logits: Any) -> Any:
    """Mean negative log likelihood of the texts of ``pad_labels`` by logits (batch, 72, 37).

    Source: Graves et al., Connectionist Temporal Classification, ICML 2006.
    """
    batch = ops.shape(logits)[0]
    if NAME == "tensorflow":
        # Its operation for sparse labels takes a third of the time of the one that Keras uses:
        # 68 ms instead of 220 ms for 128 plates with their gradients, two busy cores.
        places = tf.where(labels > _NO_LABEL)
        sparse = tf.SparseTensor(
            places, tf.gather_nd(labels, places), tf.cast(tf.shape(labels), tf.int64)
        )
        losses = tf.nn.ctc_loss(
            sparse,
            tf.transpose(logits, (1, 0, 2)),
            None,
            tf.fill([batch], STEPS),
            logits_time_major=True,
            blank_index=BLANK,
        )
    else:
        known = labels > _NO_LABEL
        losses = ops.ctc_loss(
            ops.where(known, labels, 0),
            logits,
            ops.sum(ops.cast(known, "int32"), axis=1),
            ops.full((batch,), STEPS, dtype="int32"),
            mask_index=BLANK,
        )
    return ops.mean(losses)


class ReaderTrainee(keras.Model):  # type: ignore[misc]  # Keras is untyped
    """The reader with its loss."""

    def __init__(self, network: keras.Model) -> None:
        pixels = keras.Input((*INPUT_SIZE, 1))
        super().__init__(pixels, network(pixels))

    def compute_loss(
        self,
        x: Any = None,  # noqa: ARG002 - Keras calls it
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,  # noqa: ARG002
        training: bool = True,  # noqa: ARG002
    ) -> Any:
        return ctc_loss(y, y_pred)


def judge(
    network: keras.Model, val: Sequence[LabelledPlate], pixels: npt.NDArray[np.float32]
) -> Judgement:
    """Exact reads by origin of the label, and of people's labels by source."""
    texts = read_texts(network, pixels)
    rates = exact_rates(val, texts)
    # Machine labels favour plates that another reader finds easy.
    return Judgement(rates.get("people", 0.0) + 0.3 * rates.get("ocr", 0.0), rates)


def read_texts(network: keras.Model, pixels: npt.NDArray[np.float32]) -> list[str]:
    """Greedy texts of standardised pictures (n, 48, 144, 1)."""
    parts = range(0, len(pixels), _JUDGED_AT_ONCE)
    logits = [network.predict_on_batch(pixels[at : at + _JUDGED_AT_ONCE]) for at in parts]
    return [greedy_text(rows) for rows in np.concatenate(logits)]


def exact_rates(plates: Sequence[LabelledPlate], texts: Sequence[str]) -> dict[str, float]:
    """Shares of exact reads: ``people`` and the other label origins, ``people/<source>``."""
    right: dict[str, list[bool]] = {}
    for plate, text in zip(plates, texts, strict=True):
        origin = "people" if plate.labelled_by_people else plate.label_origin
        names = [origin, f"people/{plate.source}"] if origin == "people" else [origin]
        for name in names:
            right.setdefault(name, []).append(plate.text == text)
    return {name: sum(hits) / len(hits) for name, hits in sorted(right.items())}


def greedy_text(logits: npt.NDArray[np.float32]) -> str:
    """The text of logits (steps, classes), the blank last."""
    return "".join(
        ALPHABET[int(character.probabilities.argmax())]
        for character in decode_greedy(softmax(logits))
    )


def fit_plates(plates: Sequence[LabelledPlate]) -> npt.NDArray[np.uint8]:
    """The whole pictures of ``plates`` in the size that the network takes: (n, 48, 144), grey."""
    height, width = INPUT_SIZE
    fitted = []
    for plate in plates:
        method = cv2.INTER_AREA if plate.pixels.shape[0] > height else cv2.INTER_LINEAR
        fitted.append(cv2.resize(plate.pixels, (width, height), interpolation=method))
    return np.asarray(np.stack(fitted), np.uint8)
