"""Says which of the 35 classes each cut-out character is, or that it is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.decode import softmax
from pipeline.engine import LiteRtModel
from pipeline.types import ALPHABET, Box, Pixels
from pipeline.weights import ModelFile

GLYPH_PX = 32

NOT_A_CHARACTER = len(ALPHABET)
"""Class of the network for what is no single character: fragments, merged pairs, bolts, edges."""

CLASS_COUNT = NOT_A_CHARACTER + 1

_SIDE_MARGIN, _LEVEL_MARGIN = 0.08, 0.12
_LEAST_CONTRAST = 8.0

Probabilities = npt.NDArray[np.float32]


class Classifier(Protocol):
    """Names glyphs; an instance owns its model and serves one thread."""

    def classify(self, glyphs: Pixels) -> Probabilities:
        """Probabilities (n, 35) in the order of ``ALPHABET`` for grey glyphs (n, 32, 32).

        What is missing to 1.0 is the chance that a glyph is no single character.
        """
        ...


def cut_glyphs(plate_pixels: Pixels, boxes: Sequence[Box]) -> Pixels:
    """The characters in ``boxes`` as grey uint8 (n, 32, 32), dark on light, aspect kept.

    ``plate_pixels`` is BGR uint8 (height, width, 3); the boxes lie in its pixels. Narrow glyphs
    are padded at the sides with the plate's ground.
    """
    glyphs = np.full((len(boxes), GLYPH_PX, GLYPH_PX), 255, np.uint8)
    if not boxes:
        return glyphs
    grey = np.asarray(cv2.cvtColor(plate_pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    if _is_light_on_dark(grey, boxes):
        grey = np.asarray(cv2.bitwise_not(grey), np.uint8)
    for index, box in enumerate(boxes):
        glyphs[index] = _cut(grey, box)
    return glyphs


def standardise(glyphs: Pixels) -> npt.NDArray[np.float32]:
    """Glyphs (n, 32, 32) with zero mean and unit spread each, as float32 (n, 32, 32, 1)."""
    values = glyphs.astype(np.float32)
    mean = values.mean(axis=(1, 2), keepdims=True)
    spread = np.maximum(values.std(axis=(1, 2), keepdims=True), _LEAST_CONTRAST)
    return np.asarray(((values - mean) / spread)[..., None], np.float32)


class CnnClassifier:
    """The shipped network; its confidences are calibrated by the manifest's temperature."""

    def __init__(self, model: LiteRtModel, model_file: ModelFile) -> None:
        self._model = model
        self._temperature = float(model_file.extra.get("temperature", 1.0))

    def classify(self, glyphs: Pixels) -> Probabilities:
        """Probabilities (n, 35) in the order of ``ALPHABET`` for grey glyphs (n, 32, 32).

        What is missing to 1.0 is the chance that a glyph is no single character.

        Raises:
            InferenceError: the model failed.
        """
        if len(glyphs) == 0:
            return np.zeros((0, len(ALPHABET)), np.float32)
        (logits,) = self._model.run(standardise(glyphs))
        chances = softmax(logits.reshape(len(glyphs), -1), self._temperature)
        return chances[:, :NOT_A_CHARACTER]


def _is_light_on_dark(grey: Pixels, boxes: Sequence[Box]) -> bool:
    """Whether the glyphs are lighter than the strips just above and below them."""
    difference = 0.0
    for box in boxes:
        left, right = max(0, int(box.x)), max(int(box.x) + 1, int(np.ceil(box.right)))
        top, bottom = max(0, int(box.y)), max(int(box.y) + 1, int(np.ceil(box.bottom)))
        reach = max(1, round(0.12 * box.height))
        strips = (
            grey[max(0, top - reach) : top, left:right],
            grey[bottom : bottom + reach, left:right],
        )
        ground = np.concatenate([strip.ravel() for strip in strips])
        glyph = grey[top:bottom, left:right]
        if ground.size and glyph.size:
            difference += float(glyph.mean()) - float(np.median(ground))
    return difference > 0


def _cut(grey: Pixels, box: Box) -> Pixels:
    side, level = _SIDE_MARGIN * box.height, _LEVEL_MARGIN * box.height
    left, top = box.x - side, box.y - level
    width, height = box.width + 2 * side, box.height + 2 * level
    scale_y = GLYPH_PX / max(1.0, height)
    new_width = float(np.clip(width * scale_y, 4.0, GLYPH_PX))
    scale_x = new_width / max(1.0, width)
    offset = (GLYPH_PX - new_width) / 2
    source = _smoothed_for(grey, scale_y)
    matrix = np.array(
        [[scale_x, 0, offset - left * scale_x], [0, scale_y, -top * scale_y]], np.float32
    )
    glyph = np.asarray(
        cv2.warpAffine(
            source, matrix, (GLYPH_PX, GLYPH_PX), flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )  # fmt: skip
    first, last = int(np.ceil(offset)), int(np.floor(offset + new_width))
    if last - first < GLYPH_PX:
        columns = glyph[:, first : max(first + 1, last)]
        ground = np.uint8(np.percentile(columns, 85))
        glyph[:, :first] = ground
        glyph[:, last:] = ground
    return glyph


def _smoothed_for(grey: Pixels, scale: float) -> Pixels:
    """``grey`` without the detail that shrinking by ``scale`` would alias."""
    if scale >= 0.7:
        return grey
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.45 / scale), np.uint8)
