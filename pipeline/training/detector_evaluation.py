"""How well a detector does: recall, precision, false plates, counted on labelled pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.detector import Scale, decode_boxes, suppress
from pipeline.geometry import letterbox
from pipeline.training.detector_data import Boxes, PictureCache
from pipeline.training.detector_recipe import STRIDES

Floats = npt.NDArray[np.float32]

LOWEST_CONFIDENCE = 0.05
"""Detections below are no part of any figure; average precision is cut off here."""

SHARED_AT_MOST = 0.5
"""Of two boxes that overlap more than this, the less confident one goes."""


@dataclass(frozen=True, slots=True, eq=False)
class Detections:
    """What a detector found in one picture, most confident first, and what is there."""

    boxes: Boxes
    confidences: Floats
    truth: Boxes
    source: str


@dataclass(frozen=True, slots=True)
class DetectionFigures:
    """Counts over pictures at one confidence threshold and one IoU.

    ``false_count`` counts found boxes that are no labelled plate in pictures with plates;
    ``negative_false_count`` those in pictures without.
    """

    iou: float
    threshold: float
    plate_count: int
    found_count: int
    false_count: int
    negative_count: int
    negative_false_count: int
    average_precision: float

    @property
    def recall(self) -> float:
        return self.found_count / max(1, self.plate_count)

    @property
    def precision(self) -> float:
        reported = self.found_count + self.false_count + self.negative_false_count
        return self.found_count / max(1, reported)


def measure(pictures: Sequence[Detections], *, iou: float, threshold: float) -> DetectionFigures:
    """Figures of all ``pictures`` together; each plate is found at most once.

    Source: Everingham et al., The PASCAL Visual Object Classes Challenge, IJCV 88 (2010), 4.2,
    with the area under the raw precision-recall curve for average precision.
    """
    confidences: list[float] = []
    right: list[bool] = []
    negative: list[bool] = []
    for picture in pictures:
        confidences.extend(picture.confidences.tolist())
        right.extend(match(picture, iou).tolist())
        negative.extend([len(picture.truth) == 0] * len(picture.confidences))
    plate_count = sum(len(picture.truth) for picture in pictures)
    scores, hits = np.asarray(confidences), np.asarray(right, bool)
    shown = scores >= threshold
    false = shown & ~hits
    on_negative = np.asarray(negative, bool)
    return DetectionFigures(
        iou=iou,
        threshold=threshold,
        plate_count=plate_count,
        found_count=int((shown & hits).sum()),
        false_count=int((false & ~on_negative).sum()),
        negative_count=sum(len(picture.truth) == 0 for picture in pictures),
        negative_false_count=int((false & on_negative).sum()),
        average_precision=_average_precision(scores, hits, plate_count),
    )


def match(picture: Detections, iou: float) -> npt.NDArray[np.bool_]:
    """For each detection, whether it is the first to overlap a plate by at least ``iou``."""
    right = np.zeros(len(picture.boxes), bool)
    overlaps = pairwise_iou(picture.boxes, picture.truth)
    for index in range(len(picture.boxes)):
        if overlaps.shape[1] == 0:
            break
        best = int(overlaps[index].argmax())
        if overlaps[index, best] >= iou:
            right[index] = True
            overlaps[:, best] = -1.0
    return right


def best_threshold(found: Sequence[Detections]) -> float:
    """The confidence, in steps of 0.02, with the best F2 at IoU 0.5.

    Recall weighs twice: a missed plate stops a lane, a false one mostly holds nothing to read.

    Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7 (F measure).
    """
    steps = [round(step * 0.02, 2) for step in range(8, 36)]

    def f2(threshold: float) -> float:
        figures = measure(found, iou=0.5, threshold=threshold)
        recall, precision = figures.recall, figures.precision
        return 5 * recall * precision / max(1e-9, recall + 4 * precision)

    return max(steps, key=f2)


def describe(figures: DetectionFigures) -> str:
    """One line for logs."""
    return (
        f"IoU {figures.iou} at {figures.threshold:.2f}: recall {figures.recall:.4f} "
        f"({figures.found_count} of {figures.plate_count}), precision {figures.precision:.4f}, "
        f"AP {figures.average_precision:.4f}, {figures.negative_false_count} false plates "
        f"in {figures.negative_count} negatives"
    )


def detect_all(
    predict: Callable[[Floats], list[Floats]],
    pictures: PictureCache,
    anchors: Floats,
    size: tuple[int, int],
    *,
    at_once: int = 1,
) -> list[Detections]:
    """What a model finds in every picture, with the runtime's own letterbox and decoding.

    ``predict`` maps ``at_once`` pictures, BGR 0 to 1 (at_once, height, width, 3), to the maps of
    logits that ``decode_boxes`` takes, with a leading batch; the last call repeats a picture
    where they do not divide.
    """
    scales = [Scale(s, a) for s, a in zip(STRIDES, anchors, strict=True)]
    found: list[Detections] = []
    while len(found) < len(pictures):
        wanted = np.minimum(np.arange(len(found), len(found) + at_once), len(pictures) - 1)
        chosen = [pictures[index] for index in wanted.tolist()]
        fitted = [letterbox(picture.pixels, *size) for picture in chosen]
        stacked = np.stack([part.pixels for part in fitted])
        maps = predict(np.multiply(stacked, 1 / 255, dtype=np.float32))
        for index, (picture, part) in enumerate(zip(chosen, fitted, strict=True)):
            boxes, confidences = decode_boxes([m[index] for m in maps], scales, LOWEST_CONFIDENCE)
            kept = suppress(boxes, confidences, SHARED_AT_MOST)
            pads = np.array([part.pad_x, part.pad_y] * 2, np.float32)
            places = (boxes[kept] - pads) / np.float32(part.scale)
            found.append(Detections(places, confidences[kept], picture.boxes, picture.source))
    return found[: len(pictures)]


def pairwise_iou(a: Boxes, b: Boxes) -> Floats:
    """Overlaps (len(a), len(b)) of boxes given as left, top, right, bottom."""
    shared = np.minimum(a[:, None, 2:], b[None, :, 2:]) - np.maximum(a[:, None, :2], b[None, :, :2])
    shared_area = np.clip(shared, 0, None).prod(axis=2)
    area_a = (a[:, 2:] - a[:, :2]).prod(axis=1)
    area_b = (b[:, 2:] - b[:, :2]).prod(axis=1)
    union = area_a[:, None] + area_b[None] - shared_area
    return np.asarray(shared_area / np.maximum(union, 1e-6), np.float32)


def _average_precision(
    scores: npt.NDArray[np.float64], hits: npt.NDArray[np.bool_], plate_count: int
) -> float:
    if plate_count == 0 or len(scores) == 0:
        return 0.0
    ranked = hits[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    # Precision at a recall is the best that any greater recall reaches.
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((envelope * ranked).sum() / plate_count)
