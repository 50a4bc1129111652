"""``python -m pipeline.training detector``: from labelled pictures to weights/detector.tflite."""

from __future__ import annotations

import argparse
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import keras
import numpy as np
import numpy.typing as npt

from pipeline.training.backend import can_export, limit_threads
from pipeline.training.detector_batches import DetectorBatches
from pipeline.training.detector_data import PictureCache, open_cache
from pipeline.training.detector_evaluation import Detections, describe, detect_all, measure
from pipeline.training.detector_loss import DetectorLoss
from pipeline.training.detector_model import VALUES_PER_ANCHOR, build_detector, part_maps
from pipeline.training.detector_recipe import STRIDES, Recipe, anchors_for, read_recipe
from pipeline.training.feeding import Workshop
from pipeline.training.pasting import VariedPictures, build_pool
from pipeline.training.plan import add_run_arguments, with_options
from pipeline.training.session import AVERAGE_NAME, Judgement, Session

Floats = npt.NDArray[np.float32]

_log = logging.getLogger("training")

_JUDGED_AT_ONCE = 16


class DetectorTrainee(keras.Model):  # type: ignore[misc]  # Keras is untyped
    """The detector with bytes for inputs, and the loss of the phase that it is in."""

    def __init__(self, network: keras.Model) -> None:
        pictures = keras.Input((None, None, 3), dtype="uint8")
        # Bytes travel to an accelerator in a quarter of the time that numbers from 0 to 1 take.
        unit = keras.layers.Rescaling(1 / 255, dtype="float32")(pictures)
        super().__init__(pictures, network(unit))
        self.phase_loss: DetectorLoss | None = None
        self._box = keras.metrics.Mean(name="box")
        self._objectness = keras.metrics.Mean(name="objectness")

    def compute_loss(
        self,
        x: Any = None,  # noqa: ARG002 - Keras calls it
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,  # noqa: ARG002
        training: bool = True,  # noqa: ARG002
    ) -> Any:
        if self.phase_loss is None:
            raise RuntimeError("the loss of a detector depends on the phase; none was set")
        maps = [y_pred[f"stride_{stride:02}"] for stride in STRIDES]
        box, objectness = self.phase_loss(maps, y)
        self._box.update_state(box)
        self._objectness.update_state(objectness)
        return box + objectness


def train(recipe: Recipe, anchors: Floats, train: PictureCache, args: argparse.Namespace) -> None:
    """Train for the hours of the recipe; what is learnt is kept in ``--out``."""
    plan = recipe.plan
    val = open_cache(args.data, args.out / "cache", "val", long_side_px=recipe.long_side_px)
    _log.info("%d training pictures, anchors %s", len(train), anchors.round(1).tolist())
    pool = build_pool(args.data / "plates", recipe.rendered_plates, plan.seed)
    varied = VariedPictures(train, pool, recipe.pasting, plan.seed)
    makers = [DetectorBatches(varied, phase, anchors, plan.batch) for phase in recipe.phases]
    with Workshop(makers, args.workers) as workshop:
        keras.utils.set_random_seed(plan.seed)
        keras.mixed_precision.set_global_policy(plan.precision)
        network = build_detector(recipe.widths, recipe.anchors_per_scale)
        if args.start is not None:
            network.load_weights(args.start)
        trainee = DetectorTrainee(network)
        session = Session(
            trainee, network, plan, args.out, lambda: judge(network, val, anchors, recipe)
        )
        session.begin(args)
        for number, phase in enumerate(recipe.phases):
            if session.share_done < phase.until:
                _log.info("phase of %s until %.0f %% of the time", phase.size, 100 * phase.until)
                trainee.phase_loss = DetectorLoss(phase.size, STRIDES, anchors)
                batches = workshop.batches(number, plan.seed, session.progress.step_count)
                session.fit(batches, phase.until)
        session.close()
    keras.mixed_precision.set_global_policy("float32")


def judge(network: keras.Model, val: PictureCache, anchors: Floats, recipe: Recipe) -> Judgement:
    """Average precision, and recall of all and of each source, on the pictures of ``val``."""

    def predict(pictures: Floats) -> list[Floats]:
        maps = []
        for _, logits in sorted(network.predict_on_batch(pictures).items()):
            cells = logits.reshape(*logits.shape[:3], -1, VALUES_PER_ANCHOR)
            maps += [cells[..., -1], cells[..., :-1].reshape(*logits.shape[:3], -1)]
        return maps

    found = detect_all(predict, val, anchors, recipe.input_size, at_once=_JUDGED_AT_ONCE)
    loose, tight = (measure(found, iou=iou, threshold=0.3) for iou in (0.5, 0.75))
    for figures in (loose, tight):
        _log.info("val %s", describe(figures))
    scores = {"ap_50": loose.average_precision, "ap_75": tight.average_precision}
    recalls = {"recall_50": loose.recall, "recall_75": tight.recall, "precision": loose.precision}
    return Judgement(sum(scores.values()) / 2, scores | recalls | _recall_by_source(found))


def _recall_by_source(found: Sequence[Detections]) -> dict[str, float]:
    groups: defaultdict[str, list[Detections]] = defaultdict(list)
    for picture in found:
        if len(picture.truth):
            groups[picture.source].append(picture)
    return {
        f"recall_50/{source}": measure(group, iou=0.5, threshold=0.3).recall
        for source, group in sorted(groups.items())
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m pipeline.training detector``."""
    add_run_arguments(parser, "detector")


def main(args: argparse.Namespace) -> int:
    """Train, export and evaluate; 0 when the weights are written."""
    cv2.setNumThreads(1)
    limit_threads()
    recipe = read_recipe(args.config)
    recipe = replace(recipe, plan=with_options(recipe.plan, args))
    pictures = args.out / "cache"
    training = open_cache(args.data, pictures, "train", long_side_px=recipe.long_side_px)
    anchors = anchors_for(training, recipe)
    if not args.export_only:
        train(recipe, anchors, training, args)
    if not can_export(args):
        return 0
    from pipeline.training.detector_export import export  # noqa: PLC0415 - needs TensorFlow

    model = build_detector(recipe.widths, recipe.anchors_per_scale)
    model.load_weights(args.out / AVERAGE_NAME)
    export(
        part_maps(model),
        recipe,
        anchors,
        samples=training,
        data=args.data,
        cache=pictures,
        weights=args.weights,
        with_test=args.test,
    )
    return 0
