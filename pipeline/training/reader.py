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
"""Height and width in pixels of what the shipped reader takes; that of others is in their table."""

ROWS = 2
_PX_PER_COLUMN = 4
_PX_PER_FEATURE = 8
"""Rows of pixels for a row of features, before these are put together into two halves."""

_NO_LABEL = -1
_LONGEST_TEXT = 20
_JUDGED_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class ReaderRecipe:
    """A reader's table of config.toml: the plan, plates in the pool, the share of real ones.

    ``input_size`` is (height, width) in pixels: the height a multiple of 16, the width of 4.
    """

    plan: Plan
    input_size: tuple[int, int]
    rendered_plates: int
    real_share: float


def read_reader_recipe(path: Path, model: str = "reader") -> ReaderRecipe:
    """The recipe that ``path`` holds; a missing or unknown key is an error that names it."""
    plan, table = read_table(path, model)
    height, width = table.pop("input_size")
    return ReaderRecipe(plan=plan, input_size=(height, width), **table)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_run_arguments(parser, "reader")
    parser.add_argument(
        "--model", choices=("reader", "tall_reader"), default="reader", help="table of the config"
    )
    parser.add_argument(
        "--real-share", type=float, help="of a batch, 0 to 1; config.toml has a default"
    )


def main(args: argparse.Namespace) -> int:
    """Train for the hours of the recipe; export the weights that read most of ``val``."""
    cv2.setNumThreads(1)
    limit_threads()
    recipe = read_reader_recipe(args.config, args.model)
    plan = with_options(recipe.plan, args)
    if not args.export_only:
        train(recipe, plan, args)
    if can_export(args):
        from pipeline.training.reader_export import export  # noqa: PLC0415 - needs TensorFlow

        export(plan, recipe.input_size, args)
    return 0


def train(recipe: ReaderRecipe, plan: Plan, args: argparse.Namespace) -> None:
    """Train and keep the best weights on ``val`` in ``--out``."""
    sampler = PlateSampler(
        load_training_plates(args.data),
        rendered_pool(args.out / "pool.npz", recipe.rendered_plates, plan.seed),
        real_share=recipe.real_share if args.real_share is None else args.real_share,
        size=recipe.input_size,
    )
    val = load_crops(args.data, "val")
    with Workshop([ReaderBatches(sampler, plan.batch)], args.workers) as workshop:
        keras.utils.set_random_seed(plan.seed)
        keras.mixed_precision.set_global_policy(plan.precision)
        network = build_model(recipe.input_size)
        if args.start is not None:
            start_from(network, args.start)
        judged = standardise(fit_plates(val, recipe.input_size))
        session = Session(
            ReaderTrainee(network), network, plan, args.out, lambda: judge(network, val, judged)
        )
        session.begin(args)
        session.fit(workshop.batches(0, plan.seed, session.progress.step_count))
        session.close()
    keras.mixed_precision.set_global_policy("float32")


def build_model(size: tuple[int, int] = INPUT_SIZE) -> Any:
    """Standardised grey (batch, *size, 1) in; logits (batch, steps, 36) out, the blank last.

    The first half of the steps, one for four pixels of width, are the columns of the upper half
    of the plate, the others those of the lower half, so that a two-line plate is read in one
    pass; where the text stands in one line the network chooses a half by itself.
    """
    layers = keras.layers
    height, width = size
    half = height // (ROWS * _PX_PER_FEATURE)
    pixels = layers.Input((*size, 1))
    x = _convolve(pixels, 16, strides=2)
    x = _convolve(x, 40, strides=2)
    x = _convolve(x, 56)
    x = _convolve(x, 56)
    x = _convolve(x, 96, strides=(2, 1))
    x = _convolve(x, 96)
    x = _convolve(x, 144, kernel=(half, 3), strides=(half, 1))
    x = layers.SpatialDropout2D(0.1)(x)
    both = _convolve(x, 96, kernel=(ROWS, 5), padding="context")
    both = layers.Concatenate(axis=1)([both] * ROWS)
    x = layers.Concatenate()([x, both])
    x = _convolve(x, 144, kernel=(1, 3))
    x = layers.Conv2D(len(ALPHABET) + 1, 1)(x)
    steps = ROWS * (width // _PX_PER_COLUMN)
    logits = layers.Reshape((steps, len(ALPHABET) + 1), dtype="float32")(x)
    return keras.Model(pixels, logits, name="reader")


def start_from(network: keras.Model, path: Path) -> None:
    """Begin with weights of ``path`` (Keras), be they of this size or of ``INPUT_SIZE``.

    All layers but one slide over the picture and do not care how large it is. The kernel that
    puts a half of the plate together is stretched where that half has more rows.
    """
    known = build_model()
    if known.input_shape == network.input_shape:
        network.load_weights(path)
        return
    try:
        known.load_weights(path)
    except ValueError:
        network.load_weights(path)
        return
    network.set_weights(
        [
            _stretched(old, new.shape[0]) if old.shape != new.shape else old
            for old, new in zip(known.get_weights(), network.get_weights(), strict=True)
        ]
    )


def _stretched(kernel: npt.NDArray[np.float32], rows: int) -> npt.NDArray[np.float32]:
    """A kernel (rows, columns, in, out) with as many rows; what it adds up to stays the same."""
    count = len(kernel)
    places = (np.arange(rows) + 0.5) * count / rows - 0.5
    flat = kernel.reshape(count, -1)
    columns = [np.interp(places, np.arange(count), column) for column in flat.T]
    stretched = np.stack(columns, axis=1).reshape(rows, *kernel.shape[1:])
    return np.asarray(stretched * count / rows, np.float32)


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
        """Standardised pictures (batch, height, width, 1) and the texts by ``pad_labels``."""
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
    """Mean negative log likelihood of the texts of ``pad_labels`` by logits (batch, steps, 36).

    Source: Graves et al., Connectionist Temporal Classification, ICML 2006.
    """
    batch, steps = ops.shape(logits)[0], logits.shape[1]
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
            tf.fill([batch], steps),
            logits_time_major=True,
            blank_index=BLANK,
        )
    else:
        known = labels > _NO_LABEL
        losses = ops.ctc_loss(
            ops.where(known, labels, 0),
            logits,
            ops.sum(ops.cast(known, "int32"), axis=1),
            ops.full((batch,), steps, dtype="int32"),
            mask_index=BLANK,
        )
    return ops.mean(losses)


class ReaderTrainee(keras.Model):  # type: ignore[misc]  # Keras is untyped
    """The reader with its loss."""

    def __init__(self, network: keras.Model) -> None:
        pixels = keras.Input(network.input_shape[1:])
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
    """Greedy texts of standardised pictures (n, height, width, 1)."""
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


def fit_plates(
    plates: Sequence[LabelledPlate], size: tuple[int, int] = INPUT_SIZE
) -> npt.NDArray[np.uint8]:
    """The whole pictures of ``plates`` in the size that the network takes: (n, *size), grey."""
    height, width = size
    fitted = []
    for plate in plates:
        method = cv2.INTER_AREA if plate.pixels.shape[0] > height else cv2.INTER_LINEAR
        fitted.append(cv2.resize(plate.pixels, (width, height), interpolation=method))
    return np.asarray(np.stack(fitted), np.uint8)
