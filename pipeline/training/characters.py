"""Trains the character classifier on shared, self-cut and rendered glyphs."""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from pipeline.classifier import CLASS_COUNT, GLYPH_PX, standardise
from pipeline.engine import LiteRtModel
from pipeline.segmenter import ContourSegmenter
from pipeline.training.annealing import TimedCosine
from pipeline.training.calibration import fit_temperature
from pipeline.training.export import write_model
from pipeline.training.glyph_set import (
    GlyphSet,
    cut_real_glyphs,
    cut_real_junk,
    cut_real_plates,
    distort,
    load_shared_glyphs,
    render_glyphs,
)
from pipeline.training.litert import convert
from pipeline.training.prefetch import prefetched
from pipeline.types import ALPHABET

logger = logging.getLogger("recognition")

_BATCH = 256
_STEPS_PER_EPOCH = 200
_PEAK_RATE = 2e-3
_SHARES = {"shared": 0.27, "cut": 0.32, "rendered": 0.17, "junk": 0.16, "rendered_junk": 0.08}
_DOUBTFUL = "india-segmented-chars-noisy"
"""About one label in ten of this source is wrong, says the data's README."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/characters"))
    parser.add_argument("--hours", type=float, default=0.25)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rendered", type=int, default=5000, help="plates to cut glyphs from")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="Keras weights to begin with (weights/keras)")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--export-only", action="store_true", help="export --out, do not train")
    parser.add_argument("--test", action="store_true", help="report on test too")


def main(args: argparse.Namespace) -> int:
    """Train for ``--hours``; export the weights that name most of ``val`` right."""
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
    cut, junk = _cut_sets(args, "train")
    cut_val, junk_val = _cut_sets(args, "val")
    rendered, rendered_junk = render_glyphs(args.rendered, args.seed)
    sets = {
        "shared": load_shared_glyphs(args.data, "train"),
        "cut": cut,
        "rendered": rendered,
        "junk": junk,
        "rendered_junk": rendered_junk,
    }
    logger.info("glyphs: %s", {name: len(part.labels) for name, part in sets.items()})
    judged = {"shared": load_shared_glyphs(args.data, "val"), "cut": cut_val, "junk": junk_val}
    _train(args, sets, judged)
    keras.mixed_precision.set_global_policy("float32")


def export(args: argparse.Namespace) -> None:
    """Write the best weights of ``--out`` as LiteRT, calibrated on ``val``, with their figures."""
    model = build_model()
    model.load_weights(args.out / "best.weights.h5")
    content = convert(model, (1, GLYPH_PX, GLYPH_PX, 1), "float16")
    runtime = LiteRtModel(content, "classifier")
    val, val_junk = _cut_sets(args, "val")
    figures: dict[str, str] = {}
    for split in ("val", "test") if args.test else ("val",):
        cut, junk = (val, val_junk) if split == "val" else _cut_sets(args, split)
        shared = load_shared_glyphs(args.data, split)
        for name, part in (("shared", shared), ("cut", cut), ("junk", junk)):
            right = _logits(runtime, part).argmax(axis=1) == part.labels
            figures[f"{split}_{name}"] = f"{int(right.sum())}/{len(right)}"
    logger.info("exported classifier: %d bytes, %s", len(content), figures)
    write_model(
        args.weights,
        "classifier",
        content,
        {
            "alphabet": ALPHABET,
            "input_size": [GLYPH_PX, GLYPH_PX],
            "trained_with": f"python -m pipeline.training characters --hours {args.hours}",
            "temperature": fit_temperature(_logits(runtime, val), val.labels),
            "figures": figures,
        },
    )


def _logits(runtime: LiteRtModel, part: GlyphSet) -> npt.NDArray[np.float32]:
    """Logits (n, 36) of a whole set, in batches of one size so that nothing is resized."""
    answers = [
        runtime.run(standardise(part.glyphs[at : at + 64]))[0].reshape(-1, CLASS_COUNT)
        for at in range(0, len(part.labels), 64)
    ]
    return np.concatenate(answers)


def build_model() -> Any:
    """Standardised grey (batch, 32, 32, 1) in; logits (batch, 1, 1, 36) out."""
    layers = keras.layers
    pixels = layers.Input((GLYPH_PX, GLYPH_PX, 1))
    x = pixels
    for filters, strides in ((16, 1), (32, 2), (48, 1), (64, 2), (64, 1), (96, 2)):
        x = layers.Conv2D(filters, 3, strides, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.98)(x)
        x = layers.ReLU()(x)
    x = layers.SpatialDropout2D(0.15)(x)
    # Convolutions instead of dense layers: no reshape fixes the batch, which varies at run time.
    x = layers.Conv2D(128, 4, activation="relu")(x)
    x = layers.Dropout(0.3)(x)
    logits = layers.Conv2D(CLASS_COUNT, 1, dtype="float32")(x)
    return keras.Model(pixels, logits, name="classifier")


def _cut_sets(args: argparse.Namespace, split: str) -> tuple[GlyphSet, GlyphSet]:
    """Characters cut from the plate crops of ``split`` and wrong cuts, kept in ``--out``."""
    paths = [args.out / f"{name}_{split}.npz" for name in ("cut", "junk")]
    if not all(path.exists() for path in paths):
        plates = cut_real_plates(args.data, split, ContourSegmenter())
        for path, made in zip(
            paths, (cut_real_glyphs(plates), cut_real_junk(plates, args.seed)), strict=True
        ):
            np.savez(path, glyphs=made.glyphs, labels=made.labels, sources=np.array(made.sources))
    characters, junk = (_stored(path) for path in paths)
    return characters, junk


def _stored(path: Path) -> GlyphSet:
    with np.load(path) as stored:
        sources = tuple(str(name) for name in stored["sources"])
        return GlyphSet(stored["glyphs"], stored["labels"], sources)


def _train(
    args: argparse.Namespace, sets: dict[str, GlyphSet], judged: dict[str, GlyphSet]
) -> None:
    model = build_model()
    if args.start is not None:
        model.load_weights(args.start)
    optimizer = keras.optimizers.AdamW(
        _PEAK_RATE, weight_decay=1e-4, use_ema=True, ema_momentum=0.995
    )
    optimizer.build(model.trainable_variables)

    def train_step(pixels: Any, targets: Any) -> Any:
        with tf.GradientTape() as tape:
            logits = model(pixels, training=True)[:, 0, 0]
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, logits))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        return loss

    step = tf.function(train_step, autograph=False)
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
    manager = tf.train.CheckpointManager(checkpoint, str(args.out / "checkpoints"), 2)
    state_path = args.out / "state.json"
    state = {"epoch": 0, "step": 0, "spent_s": 0.0, "best": 0.0}
    if args.resume and manager.latest_checkpoint:
        checkpoint.restore(manager.latest_checkpoint)
        state |= json.loads(state_path.read_text())
    schedule = TimedCosine(_PEAK_RATE, args.hours * 3600, spent_s=state["spent_s"])
    batches = prefetched(_batches(sets, args.seed + int(state["step"])))
    while schedule.progress < 1.0:
        losses: list[Any] = []
        for _ in range(_STEPS_PER_EPOCH):
            pixels, targets = batches.get()
            optimizer.learning_rate.assign(schedule.rate(int(state["step"])))
            losses.append(step(pixels, targets))
            state["step"] += 1
        state["epoch"] += 1
        state["spent_s"] = schedule.elapsed_s
        own = [np.array(variable) for variable in model.trainable_variables]
        optimizer.finalize_variable_values(model.trainable_variables)
        rates = {name: accuracy(model, part) for name, part in judged.items()}
        score = float(np.mean(list(rates.values())))
        if score >= state["best"]:
            state["best"] = score
            model.save_weights(args.out / "best.weights.h5")
        for variable, value in zip(model.trainable_variables, own, strict=True):
            variable.assign(value)
        loss = float(np.mean([float(value) for value in losses]))
        logger.info(
            "epoch %d %.0f s loss %.4f val %s", state["epoch"], schedule.elapsed_s, loss, rates
        )
        manager.save()
        state_path.write_text(json.dumps(state))


def accuracy(model: Any, judged: GlyphSet) -> float:
    """Share of glyphs named right."""
    right = 0
    for at in range(0, len(judged.labels), 1024):
        logits = model(standardise(judged.glyphs[at : at + 1024]), training=False)[:, 0, 0].numpy()
        right += int((logits.argmax(axis=1) == judged.labels[at : at + 1024]).sum())
    return round(right / max(1, len(judged.labels)), 4)


def _batches(sets: dict[str, GlyphSet], seed: int) -> Any:
    """Endless (standardised pixels, soft targets)."""
    rng = np.random.default_rng(seed)
    names = list(sets)
    chances = np.array([_SHARES[name] for name in names])
    cumulative = {}
    for name, part in sets.items():
        weights = np.array([0.3 if source == _DOUBTFUL else 1.0 for source in part.sources])
        counts = np.bincount(part.labels, minlength=CLASS_COUNT)
        weights *= counts[part.labels] ** -0.35
        cumulative[name] = np.cumsum(weights / weights.sum())
    smoothing = 0.04 / CLASS_COUNT
    while True:
        glyphs = np.empty((_BATCH, GLYPH_PX, GLYPH_PX), np.uint8)
        targets = np.full((_BATCH, CLASS_COUNT), smoothing, np.float32)
        for row, choice in enumerate(rng.choice(len(names), _BATCH, p=chances).tolist()):
            name = names[choice]
            at = int(np.searchsorted(cumulative[name], rng.random()))
            at = min(at, len(sets[name].labels) - 1)
            glyphs[row] = distort(sets[name].glyphs[at], rng)
            targets[row, int(sets[name].labels[at])] += 0.96
        yield standardise(glyphs), targets
