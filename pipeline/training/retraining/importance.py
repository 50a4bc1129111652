"""How much each weight matters to what a model knows from pictures that sites do not have.

The shipped readers learned from real photos, which may not be passed on. What may be is how the
loss on them bends along each weight: fine-tuning holds back the weights that matter.
Source: Kirkpatrick et al., Overcoming Catastrophic Forgetting in Neural Networks, PNAS 114 (2017).
"""

from __future__ import annotations

import argparse
import hashlib
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import numpy.typing as npt

from pipeline.training import characters, reader
from pipeline.training.backend import limit_threads
from pipeline.training.characters import CharacterBatches, cut_sets
from pipeline.training.feeding import Batch, BatchMaker
from pipeline.training.glyph_set import load_shared_glyphs
from pipeline.training.plate_set import PlateSampler, load_training_plates

KERAS_FOLDER = "keras"
SUMS_NAME = "SHA256SUMS"

_BATCH = 8
"""The square of a mean over few examples is near to the mean of their squares, over so many."""

_MOST = 6e4  # of a 16-bit float

_log = logging.getLogger("training")

Importance = list[npt.NDArray[np.float32]]


def importance_path(weights: Path, name: str) -> Path:
    """Where the importance of the weights of a model lies, beside its Keras weights."""
    return weights / KERAS_FOLDER / f"{name}.importance.npz"


def load_importance(path: Path) -> Importance:
    """One array for each trainable weight in the order of the network; 1.0 is the mean of all.

    Raises:
        FileNotFoundError: there is none.
    """
    with np.load(path) as kept:
        return [kept[f"weight_{number}"].astype(np.float32) for number in range(len(kept.files))]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m pipeline.training importance``."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/importance"))
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--batches", type=int, default=250, help="of eight examples each")
    parser.add_argument("--seed", type=int, default=7)


def main(args: argparse.Namespace) -> int:
    """Measure both readers on the training split and write what was found, and the sums."""
    cv2.setNumThreads(1)
    limit_threads()
    plates = PlateSampler(
        load_training_plates(args.data), [], real_share=1.0, size=reader.INPUT_SIZE
    )
    cut, junk = cut_sets(args.data, args.out, "train", args.seed)
    glyphs = {"shared": load_shared_glyphs(args.data, "train"), "cut": cut, "junk": junk}
    shares = {"shared": 0.35, "cut": 0.45, "junk": 0.2}
    models: dict[str, tuple[Any, Any, BatchMaker]] = {
        "reader": (reader.build_model, reader.ReaderTrainee, reader.ReaderBatches(plates, _BATCH)),
        "classifier": (
            characters.build_model,
            characters.CharactersTrainee,
            CharacterBatches(glyphs, shares, _BATCH),
        ),
    }
    for name, (build, wrap, maker) in models.items():
        network = build()
        network.load_weights(args.weights / KERAS_FOLDER / f"{name}.weights.h5")
        batches = (maker(np.random.default_rng((args.seed, n))) for n in range(args.batches))
        found = measure(wrap(network), batches)
        path = importance_path(args.weights, name)
        kept: dict[str, Any] = {
            f"weight_{number}": one.astype(np.float16) for number, one in enumerate(found)
        }
        np.savez_compressed(path, **kept)
        _log.info("%s: %d weights, %d bytes", name, len(found), path.stat().st_size)
    write_sums(args.weights / KERAS_FOLDER)
    return 0


def measure(trainee: keras.Model, batches: Iterator[Batch]) -> Importance:
    """The mean square of the gradient along each weight, over its mean of all weights.

    Needs TensorFlow. Batch statistics stay as they are, nothing is dropped.
    """
    import tensorflow as tf  # noqa: PLC0415 - the only backend that this is measured with

    variables = _learning(trainee)
    sums = [np.zeros(variable.shape, np.float64) for variable in variables]

    @tf.function  # type: ignore[untyped-decorator]
    def gradients(pixels: Any, wanted: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = trainee.compute_loss(y=wanted, y_pred=trainee(pixels, training=False))
        return tape.gradient(loss, [variable.value for variable in variables])

    for pixels, wanted in batches:
        for number, gradient in enumerate(gradients(pixels, wanted)):
            sums[number] += np.square(gradient.numpy(), dtype=np.float64)
    return scaled(sums)


def scaled(sums: Sequence[npt.NDArray[np.float64]]) -> Importance:
    """The same with a mean of 1.0 over all weights."""
    mean = sum(float(one.sum()) for one in sums) / max(1, sum(one.size for one in sums))
    return [np.minimum(one / max(mean, 1e-30), _MOST).astype(np.float32) for one in sums]


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` for the Keras weights and what goes with them."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.suffix in (".h5", ".npz")
    ]
    (folder / SUMS_NAME).write_text("".join(lines), encoding="utf-8", newline="\n")


def _learning(trainee: keras.Model) -> list[Any]:
    """The variables that fine-tuning changes: all but those of batch statistics."""
    for layer in trainee._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    return list(trainee.trainable_variables)
