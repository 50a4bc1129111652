"""Looks twice at what a detector proposes: is it a plate, and where exactly are its corners?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.detector import Detector, YoloDetector, suppress
from pipeline.engine import LiteRtModel
from pipeline.errors import WeightsError
from pipeline.looks import FurtherLooks
from pipeline.types import Box, Frame, Pixels, Plate, Point
from pipeline.weights import Manifest, ModelFile

Floats = npt.NDArray[np.float32]

MARGIN_X, MARGIN_Y = 0.3, 0.4
"""What is shown beside a proposed box, as shares of its width and height on each side."""

_OUTSIDE_GREY = 114
_SMALLEST_SIDE_PX = 4.0
_MOST_PROPOSALS = 16
_MOST_FURTHER_PROPOSALS = 48
"""A frame must not cost more because it is full of what looks like plates."""

_FURTHER_THRESHOLD = 0.7
"""Confidence from which a plate counts that only a further look shows.

Source: val; with the threshold of the first look there are 6 false plates in 71 negatives
instead of 2, for 3 plates more.
"""

_SURE_CONFIDENCE, _LARGE_SHARE = 0.9, 0.08
"""A plate as sure and as wide, in shares of the frame, makes further looks superfluous.

Source: val; 146 of 392 pictures are looked at further, and as many plates are found as when all
are.
"""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A proposed box with its surroundings, resized to a model's input.

    ``left`` and ``top`` are pixels of the picture; ``width`` and ``height`` its extent there.
    """

    pixels: Pixels
    left: int
    top: int
    width: int
    height: int

    def to_picture(self, points: Floats) -> Floats:
        """Points (count, 2) as shares of the view, 0 to 1, in pixels of the picture."""
        scale = np.array([self.width, self.height], np.float32)
        return points * scale + np.array([self.left, self.top], np.float32)

    def from_picture(self, points: Floats) -> Floats:
        """The exact inverse of ``to_picture``."""
        scale = np.array([self.width, self.height], np.float32)
        return (points - np.array([self.left, self.top], np.float32)) / scale


def look_around(pixels: Pixels, box: Box, height: int, width: int) -> View:
    """The part of a BGR picture around ``box`` as (height, width, 3); grey beyond its edges."""
    left = math.floor(box.x - MARGIN_X * box.width)
    top = math.floor(box.y - MARGIN_Y * box.height)
    right = max(left + 2, math.ceil(box.right + MARGIN_X * box.width))
    bottom = max(top + 2, math.ceil(box.bottom + MARGIN_Y * box.height))
    picture_height, picture_width = pixels.shape[:2]
    inner_left, inner_right = np.clip([left, right], 0, picture_width)
    inner_top, inner_bottom = np.clip([top, bottom], 0, picture_height)
    part = pixels[inner_top:inner_bottom, inner_left:inner_right]
    if part.size == 0:
        nothing = np.full((height, width, 3), _OUTSIDE_GREY, np.uint8)
        return View(nothing, left, top, right - left, bottom - top)
    if part.shape[:2] != (bottom - top, right - left):
        part = cv2.copyMakeBorder(
            part,
            int(inner_top - top),
            int(bottom - inner_bottom),
            int(inner_left - left),
            int(right - inner_right),
            cv2.BORDER_CONSTANT,
            value=(_OUTSIDE_GREY,) * 3,
        ).astype(np.uint8, copy=False)
    shrinking = part.shape[0] > height or part.shape[1] > width
    method = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    seen = cv2.resize(part, (width, height), interpolation=method).astype(np.uint8, copy=False)
    return View(seen, left, top, right - left, bottom - top)


class Refiner(Protocol):
    """Judges one proposed plate of a picture; an instance serves one thread."""

    def refine(self, pixels: Pixels, plate: Plate) -> Plate: ...


class CornerRefiner:
    """A LiteRT model that finds the four corners of a plate and says whether it is one.

    ``weighing`` of the manifest holds the weights of the detector's logit and of this model's
    in the logit of the confidence, and the offset. ``proposal_threshold`` is the detector's
    confidence from which it is worth asking; ``confidence_threshold`` that of both together from
    which a plate is one.

    Raises:
        WeightsError: the manifest lacks what this model needs, or describes another model.
    """

    def __init__(self, model: LiteRtModel, file: ModelFile) -> None:
        self._model = model
        self._height_px, self._width_px = file.input_height_px, file.input_width_px
        try:
            weighing = [float(value) for value in file.extra["weighing"]]
            self._of_detector, self._of_refiner, self._offset = weighing
            self.confidence_threshold = float(file.extra["confidence_threshold"])
            self.proposal_threshold = float(file.extra["proposal_threshold"])
        except (KeyError, TypeError, ValueError) as error:
            raise WeightsError(
                file.path, f"[{file.name}] of the manifest has no usable {error}"
            ) from error
        wanted = (1, self._height_px, self._width_px, 3)
        if model.input_shapes != (wanted,):
            raise WeightsError(file.path, f"takes {model.input_shapes}, not {wanted}")

    @property
    def input_size(self) -> tuple[int, int]:
        """Height and width of the view that ``judge`` takes."""
        return self._height_px, self._width_px

    def refine(self, pixels: Pixels, plate: Plate) -> Plate:
        """``plate`` with its own corners, the box around them, and a better confidence.

        Corners may lie a little outside the picture; the box does not.

        Raises:
            InferenceError: the model failed, so the plate was not looked at.
        """
        view = look_around(pixels, plate.box, self._height_px, self._width_px)
        shares, logit = self.judge(view)
        quad = view.to_picture(shares)
        height, width = pixels.shape[:2]
        left, top = np.maximum(quad.min(axis=0), 0.0)
        right, bottom = np.minimum(quad.max(axis=0), [width, height])
        box = Box(
            float(left), float(top), max(0.0, float(right - left)), max(0.0, float(bottom - top))
        )
        proposed = min(max(plate.detection_confidence, 1e-6), 1 - 1e-6)
        combined = (
            self._of_detector * math.log(proposed / (1 - proposed))
            + self._of_refiner * logit
            + self._offset
        )
        corners = tuple((float(x), float(y)) for x, y in quad)
        return Plate(box, _four(corners), 1 / (1 + math.exp(-min(max(combined, -30.0), 30.0))))

    def judge(self, view: View) -> tuple[Floats, float]:
        """Corners (4, 2) as shares of the view, and the logit of being a plate."""
        picture = np.multiply(view.pixels[None], np.float32(1 / 255), dtype=np.float32)
        corners, logit = sorted(self._model.run(picture), key=lambda output: -output.size)
        return corners[0].reshape(4, 2), float(logit.reshape(-1)[0])


class RefinedDetector:
    """A generous detector whose proposals a refiner judges; most confident first."""

    def __init__(
        self,
        proposer: Detector,
        refiner: Refiner,
        *,
        confidence_threshold: float,
        further: Detector | None = None,
        iou_threshold: float = 0.4,
    ) -> None:
        self._proposer, self._refiner, self._further = proposer, refiner, further
        self._confidence_threshold = confidence_threshold
        self._iou_threshold = iou_threshold

    def find_plates(self, frame: Frame) -> tuple[Plate, ...]:
        """Plates within the frame with their corners, most confident first.

        Where ``further`` is given, it is asked too when no large plate is surely one.

        Raises:
            InferenceError: a model failed, so the frame was not looked at.
        """
        threshold = self._confidence_threshold
        proposals = self._proposer.find_plates(frame)[:_MOST_PROPOSALS]
        found = self._judge(frame, proposals, threshold)
        if self._further is not None and not _is_enough(frame, found):
            proposals = self._further.find_plates(frame)[:_MOST_FURTHER_PROPOSALS]
            found += self._judge(frame, proposals, max(threshold, _FURTHER_THRESHOLD))
        return self._each_once(found)

    def _judge(self, frame: Frame, proposals: Sequence[Plate], threshold: float) -> list[Plate]:
        refined = [self._refiner.refine(frame.pixels, plate) for plate in proposals]
        return [
            plate
            for plate in refined
            if plate.detection_confidence >= threshold
            and min(plate.box.width, plate.box.height) >= _SMALLEST_SIDE_PX
        ]

    def _each_once(self, found: Sequence[Plate]) -> tuple[Plate, ...]:
        if not found:
            return ()
        boxes = np.array([[p.box.x, p.box.y, p.box.right, p.box.bottom] for p in found], np.float32)
        confidences = np.array([p.detection_confidence for p in found], np.float32)
        return tuple(found[index] for index in suppress(boxes, confidences, self._iou_threshold))


def _is_enough(frame: Frame, found: Sequence[Plate]) -> bool:
    return any(
        plate.detection_confidence >= _SURE_CONFIDENCE
        and plate.box.width >= _LARGE_SHARE * frame.width_px
        for plate in found
    )


def shipped_detector(
    manifest: Manifest,
    threads: int = 2,
    confidence_threshold: float | None = None,
    *,
    patient: bool = False,
) -> RefinedDetector:
    """The detector and the refiner of ``manifest``, loaded and warmed up.

    ``confidence_threshold`` defaults to the one that the manifest found best. A patient one looks
    up to six times at a picture in which no large plate is surely one.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    detector_file, refiner_file = manifest.model("detector"), manifest.model("refiner")
    models = [
        LiteRtModel(file.read_verified(), file.name, threads=threads)
        for file in (detector_file, refiner_file)
    ]
    for model in models:
        model.warm_up()
    refiner = CornerRefiner(models[1], refiner_file)
    proposer = YoloDetector(
        models[0], detector_file, confidence_threshold=refiner.proposal_threshold
    )
    if confidence_threshold is None:
        confidence_threshold = refiner.confidence_threshold
    return RefinedDetector(
        proposer,
        refiner,
        confidence_threshold=confidence_threshold,
        further=FurtherLooks(proposer) if patient else None,
    )


def _four(corners: tuple[Point, ...]) -> tuple[Point, Point, Point, Point]:
    a, b, c, d = corners
    return a, b, c, d
