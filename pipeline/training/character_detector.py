"""Trains the character detector: boxes of characters on a plate stretched to one size."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import numpy.typing as npt
from keras import layers, ops

from pipeline.character_detector import YoloCharacterSegmenter, arrange_lines, decode_characters
from pipeline.detector import Scale
from pipeline.engine import LiteRtModel
from pipeline.reader import prepare
from pipeline.segmenter import ContourSegmenter, Segmentation, Segmenter
from pipeline.training.backend import can_export, limit_threads
from pipeline.training.character_boxes import (
    BoxedPlate,
    BoxedPlateSampler,
    boxed_real,
    boxed_rendered,
)
from pipeline.training.detector_loss import DetectorLoss
from pipeline.training.detector_targets import assign, fit_anchors
from pipeline.training.feeding import Workshop
from pipeline.training.glyph_set import cut_real_plates
from pipeline.training.plan import Plan, add_run_arguments, read_table, with_options
from pipeline.training.reading_figures import PlateCrop, load_colour_crops
from pipeline.training.session import Judgement, Session
from pipeline.types import Box, Pixels
from pipeline.weights import load_manifest

_log = logging.getLogger("training")

NAME = "character_detector"
INPUT_SIZE = 64, 256
STRIDE = 8
ANCHORS_NAME = "anchors.npy"
_ANCHOR_COUNT = 3
_VALUES_PER_ANCHOR = 5
_PRIOR_LOGIT = -3.0
_JUDGED_THRESHOLD = 0.4
_JUDGED_AT_ONCE = 64
_JUDGED_OF_VAL = 4
"""Every so many-th crop of val is looked at between epochs."""


@dataclass(frozen=True, slots=True)
class CharacterDetectorRecipe:
    """``[character_detector]`` of config.toml: the plan, plates to draw, share of real ones."""

    plan: Plan
    rendered_plates: int
    real_share: float


def read_character_detector_recipe(path: Path) -> CharacterDetectorRecipe:
    """The recipe that ``path`` holds; a missing or unknown key is an error that names it."""
    plan, table = read_table(path, NAME)
    return CharacterDetectorRecipe(plan=plan, **table)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_run_arguments(parser, NAME)
    parser.add_argument(
        "--boxes-by-shipped", action="store_true",
        help="box real crops with the detector in --weights, not with contours",
    )  # fmt: skip


def main(args: argparse.Namespace) -> int:
    """Train for the hours of the recipe; export the weights that count most of ``val`` right."""
    cv2.setNumThreads(1)
    limit_threads()
    recipe = read_character_detector_recipe(args.config)
    plan = with_options(recipe.plan, args)
    if not args.export_only:
        train(recipe, plan, args)
    if can_export(args):
        from pipeline.training.character_detector_export import (  # noqa: PLC0415 - needs TensorFlow
            export,
        )

        export(plan, args)
    return 0


def train(recipe: CharacterDetectorRecipe, plan: Plan, args: argparse.Namespace) -> None:
    """Train and keep the best weights on ``val`` in ``--out``."""
    args.out.mkdir(parents=True, exist_ok=True)
    segmenter = load_segmenter(args.weights) if args.boxes_by_shipped else ContourSegmenter()
    real = boxed_real(cut_real_plates(args.data, "train", KeptBoxes(segmenter, args.out)))
    rendered = boxed_rendered(recipe.rendered_plates, plan.seed)
    anchors = fit_character_anchors([*real, *rendered[: len(real)]], plan.seed)
    np.save(args.out / ANCHORS_NAME, anchors)
    _log.info("%d real and %d rendered plates, anchors %s", len(real), len(rendered), anchors)
    sampler = BoxedPlateSampler(real, rendered, real_share=recipe.real_share, size=INPUT_SIZE)
    val = load_colour_crops(args.data, "val")[::_JUDGED_OF_VAL]
    inputs = np.concatenate([prepare(crop.pixels, *INPUT_SIZE) for crop in val])
    batches = CharacterBoxBatches(sampler, anchors, plan.batch)
    with Workshop([batches], args.workers) as workshop:
        keras.utils.set_random_seed(plan.seed)
        keras.mixed_precision.set_global_policy(plan.precision)
        network = build_model()
        if args.start is not None:
            network.load_weights(args.start)
        session = Session(
            CharacterDetectorTrainee(network, anchors), network, plan, args.out,
            lambda: judge(network, Scale(STRIDE, anchors), val, inputs),
        )  # fmt: skip
        session.begin(args)
        session.fit(workshop.batches(0, plan.seed, session.progress.step_count))
        session.close()
    keras.mixed_precision.set_global_policy("float32")


def build_model() -> Any:
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
        _ANCHOR_COUNT * _VALUES_PER_ANCHOR, 1, dtype="float32", bias_initializer=_prior
    )(x)
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
    one = [0.0] * (_VALUES_PER_ANCHOR - 1) + [_PRIOR_LOGIT]
    return ops.tile(ops.convert_to_tensor(one, dtype), [shape[0] // _VALUES_PER_ANCHOR])


class CharacterBoxBatches:
    """Makes batches of spoilt plates; the generator decides everything that is random."""

    def __init__(
        self, sampler: BoxedPlateSampler, anchors: npt.NDArray[np.float32], batch: int
    ) -> None:
        self._sampler, self._anchors, self._batch = sampler, anchors[None], batch

    def __call__(
        self, random: np.random.Generator
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Standardised pictures (batch, 64, 256, 1) and ``assign``'s targets (batch, cells, 5)."""
        pictures, boxes = self._sampler.draw_batch(self._batch, random)
        nothing = np.zeros((0, 4), np.float32)
        targets = [assign(found, nothing, INPUT_SIZE, (STRIDE,), self._anchors) for found in boxes]
        return pictures, np.stack(targets)


class CharacterDetectorTrainee(keras.Model):  # type: ignore[misc]  # Keras is untyped
    """The character detector with its loss."""

    def __init__(self, network: keras.Model, anchors: npt.NDArray[np.float32]) -> None:
        pixels = keras.Input((*INPUT_SIZE, 1))
        super().__init__(pixels, network(pixels))
        self._loss = DetectorLoss(INPUT_SIZE, (STRIDE,), anchors[None])

    def compute_loss(
        self,
        x: Any = None,  # noqa: ARG002 - Keras calls it
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,  # noqa: ARG002
        training: bool = True,  # noqa: ARG002
    ) -> Any:
        box_loss, objectness_loss = self._loss([y_pred], y)
        return box_loss + objectness_loss


def judge(
    network: keras.Model,
    scale: Scale,
    crops: Sequence[PlateCrop],
    inputs: npt.NDArray[np.float32],
) -> Judgement:
    """The share of ``crops`` in which as many characters are found as their texts have."""
    right = 0
    for at in range(0, len(crops), _JUDGED_AT_ONCE):
        maps = network.predict_on_batch(inputs[at : at + _JUDGED_AT_ONCE])
        for logits, crop in zip(maps, crops[at : at + _JUDGED_AT_ONCE], strict=True):
            found = decode_characters(logits, scale, crop.pixels.shape[:2], _JUDGED_THRESHOLD)
            right += sum(map(len, arrange_lines(found))) == len(crop.text)
    share = right / len(crops)
    return Judgement(share, {"counted": share})


def fit_character_anchors(plates: Sequence[BoxedPlate], seed: int) -> npt.NDArray[np.float32]:
    """Anchors (n, 2) in pixels of the input."""
    sides = []
    for plate in plates:
        height, width = plate.pixels.shape
        stretch = np.array([INPUT_SIZE[1] / width, INPUT_SIZE[0] / height])
        sides.append((plate.boxes[:, 2:] - plate.boxes[:, :2]) * stretch)
    every = np.maximum(np.concatenate(sides), 1.0).astype(np.float32)
    return fit_anchors(every, _ANCHOR_COUNT, seed=seed)


class KeptBoxes:
    """Segments the same plates in the same order once, and reads the boxes back ever after."""

    def __init__(self, segmenter: Segmenter, folder: Path) -> None:
        self._segmenter = segmenter
        self._path = folder / f"boxes_{type(segmenter).__name__}.jsonl"
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
