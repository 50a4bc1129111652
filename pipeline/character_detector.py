"""Finds the characters of a plate with a single-class LiteRT network of the YOLOv3 family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.detector import Scale, decode_boxes
from pipeline.engine import LiteRtModel
from pipeline.errors import WeightsError
from pipeline.reader import prepare
from pipeline.segmenter import Segmentation
from pipeline.types import Box, Pixels
from pipeline.weights import ModelFile

Floats = npt.NDArray[np.float32]

_MOST_SHARED = 0.5
"""Share of the smaller of two boxes that may lie in the other one before one of them goes."""

_LINE_REACH = 0.55
"""Boxes whose middles differ in height by less than this share of a glyph stand in one line."""

_LEAST_HEIGHT = 0.55
"""Boxes lower than this share of their line's usual height are no characters of it."""


@dataclass(frozen=True, slots=True)
class FoundCharacter:
    """A box in pixels of the plate and how sure the network is that it holds one character."""

    box: Box
    confidence: float


class YoloCharacterSegmenter:
    """A LiteRT network with one anchor scale; serves one thread.

    ``anchors`` and ``strides`` of the manifest are in pixels of the model's input, which is the
    whole plate stretched to one size, grey.

    Raises:
        WeightsError: the manifest lacks what this model needs, or describes another model.
    """

    def __init__(
        self, model: LiteRtModel, file: ModelFile, *, confidence_threshold: float | None = None
    ) -> None:
        self._model = model
        self._size = file.input_height_px, file.input_width_px
        try:
            self._scale = Scale(
                int(file.extra["strides"][0]),
                np.asarray(file.extra["anchors"][0], np.float32).reshape(-1, 2),
            )
            if confidence_threshold is None:
                confidence_threshold = float(file.extra["confidence_threshold"])
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise WeightsError(
                file.path, f"[{file.name}] of the manifest has no usable {error}"
            ) from error
        self._confidence_threshold = confidence_threshold
        wanted = (1, *self._size, 1)
        if model.input_shapes != (wanted,):
            raise WeightsError(file.path, f"takes {model.input_shapes}, not {wanted}")

    def segment(self, plate_pixels: Pixels) -> Segmentation:
        """The characters of a plate, BGR uint8 (height, width, 3), in reading order.

        Raises:
            InferenceError: the model failed, so the plate was not looked at.
        """
        lines = arrange_lines(self.find_characters(plate_pixels))
        boxes = tuple(character.box for line in lines for character in line)
        return Segmentation(boxes, len(lines))

    def find_characters(self, plate_pixels: Pixels) -> tuple[FoundCharacter, ...]:
        """Boxes that overlap little, surest first, whatever line they stand in.

        Raises:
            InferenceError: the model failed, so the plate was not looked at.
        """
        (logits,) = self._model.run(prepare(plate_pixels, *self._size))
        return decode_characters(
            logits[0], self._scale, plate_pixels.shape[:2], self._confidence_threshold
        )


def decode_characters(
    logits: Floats, scale: Scale, plate_size: tuple[int, int], confidence_threshold: float
) -> tuple[FoundCharacter, ...]:
    """Characters from one map (rows, columns, anchors * 5), surest first.

    The four of a place come before its objectness. ``plate_size`` is (height, width) of the
    plate that was stretched to the input, in whose pixels the boxes are.
    """
    rows, columns = logits.shape[:2]
    by_anchor = logits.reshape(rows, columns, -1, 5)
    places = np.ascontiguousarray(by_anchor[..., :4]).reshape(rows, columns, -1)
    boxes, confidences = decode_boxes([by_anchor[..., 4], places], [scale], confidence_threshold)
    stretch_y = plate_size[0] / (rows * scale.stride)
    stretch_x = plate_size[1] / (columns * scale.stride)
    stretched = boxes * np.array([stretch_x, stretch_y, stretch_x, stretch_y], np.float32)
    limits = np.array([plate_size[1], plate_size[0]] * 2, np.float32)
    inside = np.clip(stretched, 0.0, limits)
    return tuple(
        FoundCharacter(
            Box(
                float(inside[index, 0]),
                float(inside[index, 1]),
                float(inside[index, 2] - inside[index, 0]),
                float(inside[index, 3] - inside[index, 1]),
            ),
            float(confidences[index]),
        )
        for index in _keep_surest(inside, confidences)
    )


def arrange_lines(
    characters: Sequence[FoundCharacter],
) -> tuple[tuple[FoundCharacter, ...], ...]:
    """One or two lines, upper first, each from left to right; strays and small text left out.

    A line follows its own tilt: each box joins the line whose last box is most nearly level
    with it.
    """
    lines: list[list[FoundCharacter]] = []
    for character in sorted(characters, key=lambda found: found.box.centre[0]):
        middle, height = character.box.centre[1], character.box.height
        nearest = min(lines, key=lambda line: abs(line[-1].box.centre[1] - middle), default=None)
        if nearest is None or abs(nearest[-1].box.centre[1] - middle) > _LINE_REACH * max(
            height, nearest[-1].box.height
        ):
            lines.append([character])
        else:
            nearest.append(character)
    longest = sorted(lines, key=lambda line: -sum(found.confidence for found in line))[:2]
    ordered = sorted(longest, key=lambda line: np.mean([found.box.centre[1] for found in line]))
    return tuple(tuple(_without_low_ones(line)) for line in ordered)


def _without_low_ones(line: Sequence[FoundCharacter]) -> list[FoundCharacter]:
    usual = float(np.median([found.box.height for found in line]))
    return [found for found in line if found.box.height >= _LEAST_HEIGHT * usual]


def _keep_surest(boxes: Floats, confidences: Floats) -> list[int]:
    """Indices of the boxes that share little with any surer one, surest first.

    Not IoU: half a character inside a whole one is to go, however little of it there is.
    """
    areas = np.maximum((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]), 1e-6)
    waiting = np.argsort(-confidences)
    kept: list[int] = []
    while len(waiting):
        surest, waiting = int(waiting[0]), waiting[1:]
        kept.append(surest)
        shared_sides = np.minimum(boxes[waiting, 2:], boxes[surest, 2:]) - np.maximum(
            boxes[waiting, :2], boxes[surest, :2]
        )
        shared = np.maximum(shared_sides, 0.0).prod(axis=1)
        waiting = waiting[shared <= _MOST_SHARED * np.minimum(areas[waiting], areas[surest])]
    return kept
