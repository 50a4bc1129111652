"""Trains the character classifier on shared, self-cut and rendered glyphs."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from pipeline.classifier import CLASS_COUNT, GLYPH_PX, standardise
from pipeline.segmenter import ContourSegmenter
from pipeline.training.backend import can_export, limit_threads
from pipeline.training.feeding import Workshop
from pipeline.training.glyph_set import (
    GlyphSet,
    cut_real_glyphs,
    cut_real_junk,
    cut_real_plates,
    distort,
    load_shared_glyphs,
    render_glyphs,
)
from pipeline.training.plan import Plan, add_run_arguments, read_table, with_options
from pipeline.training.session import Judgement, Session

_log = logging.getLogger("training")

_DOUBTFUL = "india-segmented-chars-noisy"
"""About one label in ten of this source is wrong, says the data's README."""

_SMOOTHING = 0.04
_JUDGED_AT_ONCE = 1024


@dataclass(frozen=True, slots=True)
class CharactersRecipe:
    """``[characters]`` of config.toml: the plan, plates to cut glyphs from, shares of a batch."""

    plan: Plan
    rendered_plates: int
    shares: Mapping[str, float]


def read_characters_recipe(path: Path) -> CharactersRecipe:
    """The recipe that ``path`` holds; a missing or unknown key is an error that names it."""
    plan, table = read_table(path, "characters")
    return CharactersRecipe(plan=plan, **table)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_run_arguments(parser, "characters")


def main(args: argparse.Namespace) -> int:
    """Train for the hours of the recipe; export the weights that name most of ``val`` right."""
    cv2.setNumThreads(1)
    limit_threads()
    recipe = read_characters_recipe(args.config)
    plan = with_options(recipe.plan, args)
    if not args.export_only:
        train(recipe, plan, args)
    if can_export(args):
        from pipeline.training.characters_export import export  # noqa: PLC0415 - needs TensorFlow

        export(plan, args)
    return 0


def train(recipe: CharactersRecipe, plan: Plan, args: argparse.Namespace) -> None:
    """Train and keep the best weights on ``val`` in ``--out``."""
    cut, junk = cut_sets(args.data, args.out, "train", plan.seed)
    cut_val, junk_val = cut_sets(args.data, args.out, "val", plan.seed)
    rendered, rendered_junk = render_glyphs(recipe.rendered_plates, plan.seed)
    sets = {
        "shared": load_shared_glyphs(args.data, "train"),
        "cut": cut,
        "rendered": rendered,
        "junk": junk,
        "rendered_junk": rendered_junk,
    }
    _log.info("glyphs: %s", {name: len(part.labels) for name, part in sets.items()})
    val = {"shared": load_shared_glyphs(args.data, "val"), "cut": cut_val, "junk": junk_val}
    batches = CharacterBatches(sets, recipe.shares, plan.batch)
    with Workshop([batches], args.workers) as workshop:
        keras.utils.set_random_seed(plan.seed)
        keras.mixed_precision.set_global_policy(plan.precision)
        network = build_model()
        if args.start is not None:
            network.load_weights(args.start)
        session = Session(
            CharactersTrainee(network), network, plan, args.out, lambda: judge(network, val)
        )
        session.begin(args)
        session.fit(workshop.batches(0, plan.seed, session.progress.step_count))
        session.close()
    keras.mixed_precision.set_global_policy("float32")


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


def cut_sets(data: Path, kept: Path, split: str, seed: int) -> tuple[GlyphSet, GlyphSet]:
    """Characters cut from the plate crops of ``split`` and wrong cuts, stored in ``kept``."""
    paths = [kept / f"{name}_{split}.npz" for name in ("cut", "junk")]
    if not all(path.exists() for path in paths):
        kept.mkdir(parents=True, exist_ok=True)
        plates = cut_real_plates(data, split, ContourSegmenter())
        for path, made in zip(
            paths, (cut_real_glyphs(plates), cut_real_junk(plates, seed)), strict=True
        ):
            np.savez(path, glyphs=made.glyphs, labels=made.labels, sources=np.array(made.sources))
    characters, junk = (_stored(path) for path in paths)
    return characters, junk


def _stored(path: Path) -> GlyphSet:
    with np.load(path) as stored:
        sources = tuple(str(name) for name in stored["sources"])
        return GlyphSet(stored["glyphs"], stored["labels"], sources)


class CharacterBatches:
    """Makes batches of distorted glyphs; the generator decides everything that is random."""

    def __init__(
        self, sets: Mapping[str, GlyphSet], shares: Mapping[str, float], batch: int
    ) -> None:
        self._sets, self._batch = list(sets.values()), batch
        chances = np.array([shares[name] for name in sets])
        self._chances = chances / chances.sum()
        self._cumulative = []
        for part in self._sets:
            weights = np.array([0.3 if source == _DOUBTFUL else 1.0 for source in part.sources])
            counts = np.bincount(part.labels, minlength=CLASS_COUNT)
            weights *= counts[part.labels] ** -0.35
            self._cumulative.append(np.cumsum(weights / weights.sum()))

    def __call__(
        self, random: np.random.Generator
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Standardised pixels (batch, 32, 32, 1) and smoothed targets (batch, 36)."""
        glyphs = np.empty((self._batch, GLYPH_PX, GLYPH_PX), np.uint8)
        targets = np.full((self._batch, CLASS_COUNT), _SMOOTHING / CLASS_COUNT, np.float32)
        chosen = random.choice(len(self._sets), self._batch, p=self._chances)
        for row, choice in enumerate(chosen.tolist()):
            part = self._sets[choice]
            at = int(np.searchsorted(self._cumulative[choice], random.random()))
            at = min(at, len(part.labels) - 1)
            glyphs[row] = distort(part.glyphs[at], random)
            targets[row, int(part.labels[at])] += 1.0 - _SMOOTHING
        return standardise(glyphs), targets


class CharactersTrainee(keras.Model):  # type: ignore[misc]  # Keras is untyped
    """The classifier with its loss."""

    def __init__(self, network: keras.Model) -> None:
        pixels = keras.Input((GLYPH_PX, GLYPH_PX, 1))
        super().__init__(pixels, network(pixels))

    def compute_loss(
        self,
        x: Any = None,  # noqa: ARG002 - Keras calls it
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,  # noqa: ARG002
        training: bool = True,  # noqa: ARG002
    ) -> Any:
        return ops.mean(ops.categorical_crossentropy(y, y_pred[:, 0, 0], from_logits=True))


def judge(network: keras.Model, val: Mapping[str, GlyphSet]) -> Judgement:
    """Shares of glyphs that are named right, by set."""
    rates = {name: accuracy(network, part) for name, part in val.items()}
    return Judgement(float(np.mean(list(rates.values()))), rates)


def accuracy(network: keras.Model, judged: GlyphSet) -> float:
    """Share of glyphs named right."""
    right = 0
    for at in range(0, len(judged.labels), _JUDGED_AT_ONCE):
        part = slice(at, at + _JUDGED_AT_ONCE)
        logits = network.predict_on_batch(standardise(judged.glyphs[part]))[:, 0, 0]
        right += int((logits.argmax(axis=1) == judged.labels[part]).sum())
    return right / max(1, len(judged.labels))
