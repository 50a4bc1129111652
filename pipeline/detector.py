"""Finds number plates in a frame with a YOLOv3-family LiteRT model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.engine import LiteRtModel
from pipeline.errors import WeightsError
from pipeline.geometry import box_corners, letterbox
from pipeline.types import Box, Frame, Pixels, Plate
from pipeline.weights import ModelFile

Floats = npt.NDArray[np.float32]


class Detector(Protocol):
    """Finds plates, most confident first; an instance owns its model and serves one thread."""

    def find_plates(self, frame: Frame) -> tuple[Plate, ...]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """One output map: pixels a cell covers, and anchor sides in pixels, (anchors, 2)."""

    stride: int
    anchors: Floats


def decode_boxes(
    maps: Sequence[Floats], scales: Sequence[Scale], confidence_threshold: float
) -> tuple[Floats, Floats]:
    """Boxes (count, 4) as left, top, right, bottom in input pixels, and confidences (count,).

    ``maps`` holds two arrays of logits for each scale: objectness (rows, columns, anchors) and
    places (rows, columns, anchors * 4). Only cells that reach the threshold are worked out;
    overlapping boxes are all kept.

    Source: Redmon and Farhadi, YOLOv3, 2018, 2.1, with the bounded offsets and sides of
    Jocher et al., YOLOv5 v6.0, 2021.
    """
    threshold = min(max(confidence_threshold, 1e-6), 1 - 1e-6)
    logit_threshold = np.log(threshold / (1 - threshold))
    boxes, confidences = [], []
    for objectness, places, scale in zip(maps[0::2], maps[1::2], scales, strict=True):
        row, column, anchor = np.nonzero(objectness >= logit_threshold)
        by_anchor = places.reshape(*objectness.shape, 4)
        chosen = 2 / (1 + np.exp(-by_anchor[row, column, anchor]))
        centres = (chosen[:, :2] - 0.5 + np.stack([column, row], axis=1)) * scale.stride
        halves = chosen[:, 2:] ** 2 * scale.anchors[anchor] / 2
        boxes.append(np.concatenate([centres - halves, centres + halves], axis=1))
        confidences.append(1 / (1 + np.exp(-objectness[row, column, anchor])))
    return (
        np.concatenate(boxes).astype(np.float32),
        np.concatenate(confidences).astype(np.float32),
    )


def suppress(boxes: Floats, confidences: Floats, iou_threshold: float) -> list[int]:
    """Indices of the boxes that no more confident box overlaps, most confident first."""
    sides = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
    kept = cv2.dnn.NMSBoxes(sides.tolist(), confidences.tolist(), 0.0, iou_threshold)
    return [int(index) for index in np.asarray(kept).reshape(-1)]


class YoloDetector:
    """A LiteRT detector with three anchor scales; serves one thread.

    ``confidence_threshold`` defaults to the one that the manifest found best. ``anchors`` and
    ``strides`` of the manifest are in pixels of the model's input, in the order of its outputs.

    Raises:
        WeightsError: the manifest lacks what this model needs, or describes another model.
    """

    def __init__(
        self,
        model: LiteRtModel,
        file: ModelFile,
        *,
        confidence_threshold: float | None = None,
        iou_threshold: float = 0.5,
    ) -> None:
        self._model = model
        self._height_px, self._width_px = file.input_height_px, file.input_width_px
        self._iou_threshold = iou_threshold
        try:
            self._scales = tuple(
                Scale(int(stride), np.asarray(anchors, np.float32).reshape(-1, 2))
                for stride, anchors in zip(
                    file.extra["strides"], file.extra["anchors"], strict=True
                )
            )
            if confidence_threshold is None:
                confidence_threshold = float(file.extra["confidence_threshold"])
        except (KeyError, TypeError, ValueError) as error:
            raise WeightsError(
                file.path, f"[{file.name}] of the manifest has no usable {error}"
            ) from error
        self._confidence_threshold = confidence_threshold
        wanted = (1, self._height_px, self._width_px, 3)
        if model.input_shapes != (wanted,):
            raise WeightsError(file.path, f"takes {model.input_shapes}, not {wanted}")

    def find_plates(self, frame: Frame) -> tuple[Plate, ...]:
        """Plates within the frame, most confident first; corners are those of the box.

        Raises:
            InferenceError: the model failed, so the frame was not looked at.
        """
        return self.look_at(frame.pixels)

    def look_at(self, pixels: Pixels, fill: float = 1.0) -> tuple[Plate, ...]:
        """Plates within a picture that takes a share of the model's input, as find_plates.

        Below 1.0 a plate that nearly fills the picture has a size that the anchors know.

        Raises:
            InferenceError: the model failed, so the picture was not looked at.
        """
        fitted = letterbox(pixels, self._height_px, self._width_px, fill)
        boxes, confidences = decode_boxes(
            [output[0] for output in self._model.run(self._as_input(fitted.pixels))],
            self._scales,
            self._confidence_threshold,
        )
        limits = Box(0, 0, pixels.shape[1], pixels.shape[0])
        plates = []
        for index in suppress(boxes, confidences, self._iou_threshold):
            left, top, right, bottom = (float(side) for side in boxes[index])
            box = _clip(fitted.to_picture(Box(left, top, right - left, bottom - top)), limits)
            if box.area > 0:
                plates.append(Plate(box, box_corners(box), float(confidences[index])))
        return tuple(plates)

    def _as_input(self, pixels: Pixels) -> npt.NDArray[np.uint8] | Floats:
        if self._model.input_dtypes[0] == np.uint8:
            return pixels[None]
        return np.multiply(pixels[None], np.float32(1 / 255), dtype=np.float32)


def _clip(box: Box, limits: Box) -> Box:
    left, top = max(box.x, limits.x), max(box.y, limits.y)
    right, bottom = min(box.right, limits.right), min(box.bottom, limits.bottom)
    return Box(left, top, max(0.0, right - left), max(0.0, bottom - top))
