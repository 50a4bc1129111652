"""How wrong the detector's maps are: overlap of boxes and quality of objectness."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from keras import ops

from pipeline.training.detector_targets import IGNORED

_FOCUS = 1.5
"""Exponent that mutes cells which are right already.

Source: Li et al., Generalized Focal Loss, NeurIPS 2020, 3.1 (2.0 there; less keeps recall).
"""

_BOX_GAIN = 2.0


class DetectorLoss:
    """Loss of one picture size; holds where every cell and anchor of that size lies."""

    def __init__(
        self, size: tuple[int, int], strides: tuple[int, ...], anchors: npt.NDArray[np.float32]
    ) -> None:
        corners, scales, sides = [], [], []
        for stride, scale_anchors in zip(strides, anchors, strict=True):
            rows, columns = size[0] // stride, size[1] // stride
            y, x = np.mgrid[:rows, :columns].reshape(2, -1)
            count = len(scale_anchors)
            corners.append(np.repeat(np.stack([x, y], axis=1), count, axis=0) * stride)
            scales.append(np.full((rows * columns * count, 1), stride))
            sides.append(np.tile(scale_anchors, (rows * columns, 1)))
        self._corners = ops.convert_to_tensor(np.concatenate(corners), "float32")
        self._strides = ops.convert_to_tensor(np.concatenate(scales), "float32")
        self._anchors = ops.convert_to_tensor(np.concatenate(sides), "float32")

    def __call__(self, maps: list[Any], targets: Any) -> tuple[Any, Any]:
        """Box and objectness loss, scalars per plate cell.

        ``maps`` finest first, logits (batch, rows, columns, anchors * 5); ``targets``
        (batch, cells, 5) of ``assign``.
        """
        batch = ops.shape(targets)[0]
        logits = ops.concatenate([ops.reshape(m, (batch, -1, 5)) for m in maps], axis=1)
        squashed = ops.sigmoid(logits[..., :4]) * 2.0
        centres = (squashed[..., :2] - 0.5) * self._strides + self._corners
        sides = ops.square(squashed[..., 2:4]) * self._anchors
        boxes = ops.concatenate([centres - sides / 2, centres + sides / 2], axis=-1)

        wanted = targets[..., 4]
        owned = ops.cast(wanted > 0, "float32")
        owned_count = ops.maximum(ops.sum(owned), 1.0)
        overlap, penalised = complete_iou(boxes, targets[..., :4])
        box_loss = ops.sum((1.0 - penalised) * owned) / owned_count

        # A confident cell should also be a well placed one: NMS keeps the most confident.
        quality = owned * (0.5 + 0.5 * ops.stop_gradient(ops.clip(overlap, 0.0, 1.0)))
        objectness = logits[..., 4]
        entropy = ops.binary_crossentropy(quality, objectness, from_logits=True)
        focus = ops.abs(quality - ops.sigmoid(objectness)) ** _FOCUS
        judged = ops.cast(wanted > IGNORED, "float32")
        return _BOX_GAIN * box_loss, ops.sum(entropy * focus * judged) / owned_count


def complete_iou(boxes: Any, wanted: Any) -> tuple[Any, Any]:
    """Overlap, and overlap less penalties for distance and shape, of (..., 4) corner boxes.

    Source: Zheng et al., Distance-IoU Loss, AAAI 2020, equations 10 and 11 (complete IoU).
    """
    tiny = 1e-6
    sides, wanted_sides = boxes[..., 2:] - boxes[..., :2], wanted[..., 2:] - wanted[..., :2]
    shared = ops.maximum(
        ops.minimum(boxes[..., 2:], wanted[..., 2:]) - ops.maximum(boxes[..., :2], wanted[..., :2]),
        0.0,
    )
    shared_area = shared[..., 0] * shared[..., 1]
    area = sides[..., 0] * sides[..., 1]
    union = area + wanted_sides[..., 0] * wanted_sides[..., 1] - shared_area
    overlap = shared_area / (union + tiny)

    hull = ops.maximum(boxes[..., 2:], wanted[..., 2:]) - ops.minimum(
        boxes[..., :2], wanted[..., :2]
    )
    apart = (boxes[..., :2] + boxes[..., 2:] - wanted[..., :2] - wanted[..., 2:]) / 2
    distance = ops.sum(apart**2, -1) / (ops.sum(hull**2, -1) + tiny)
    turned = ops.arctan(wanted_sides[..., 0] / (wanted_sides[..., 1] + tiny)) - ops.arctan(
        sides[..., 0] / (sides[..., 1] + tiny)
    )
    shape = 4 / math.pi**2 * turned**2
    weight = ops.stop_gradient(shape / (1.0 - overlap + shape + tiny))
    return overlap, overlap - distance - weight * shape
