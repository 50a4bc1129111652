"""How wrong the detector's maps are: overlap of boxes and quality of objectness."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import tensorflow as tf

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
        self._corners = tf.constant(np.concatenate(corners), tf.float32)
        self._strides = tf.constant(np.concatenate(scales), tf.float32)
        self._anchors = tf.constant(np.concatenate(sides), tf.float32)

    def __call__(self, maps: list[tf.Tensor], targets: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Box and objectness loss, scalars per plate cell.

        ``maps`` finest first, logits (batch, rows, columns, anchors * 5); ``targets``
        (batch, cells, 5) of ``assign``.
        """
        batch = tf.shape(targets)[0]
        logits = tf.concat([tf.reshape(m, (batch, -1, 5)) for m in maps], axis=1)
        squashed = tf.sigmoid(logits[..., :4]) * 2.0
        centres = (squashed[..., :2] - 0.5) * self._strides + self._corners
        sides = tf.square(squashed[..., 2:4]) * self._anchors
        boxes = tf.concat([centres - sides / 2, centres + sides / 2], axis=-1)

        wanted = targets[..., 4]
        owned = tf.cast(wanted > 0, tf.float32)
        owned_count = tf.maximum(tf.reduce_sum(owned), 1.0)
        overlap, penalised = complete_iou(boxes, targets[..., :4])
        box_loss = tf.reduce_sum((1.0 - penalised) * owned) / owned_count

        # A confident cell should also be a well placed one: NMS keeps the most confident.
        quality = owned * (0.5 + 0.5 * tf.stop_gradient(tf.clip_by_value(overlap, 0.0, 1.0)))
        objectness = logits[..., 4]
        entropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=quality, logits=objectness)
        focus = tf.abs(quality - tf.sigmoid(objectness)) ** _FOCUS
        judged = tf.cast(wanted > IGNORED, tf.float32)
        return _BOX_GAIN * box_loss, tf.reduce_sum(entropy * focus * judged) / owned_count


def complete_iou(boxes: tf.Tensor, wanted: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Overlap, and overlap less penalties for distance and shape, of (..., 4) corner boxes.

    Source: Zheng et al., Distance-IoU Loss, AAAI 2020, equations 10 and 11 (complete IoU).
    """
    tiny = 1e-6
    sides, wanted_sides = boxes[..., 2:] - boxes[..., :2], wanted[..., 2:] - wanted[..., :2]
    shared = tf.maximum(
        tf.minimum(boxes[..., 2:], wanted[..., 2:]) - tf.maximum(boxes[..., :2], wanted[..., :2]),
        0.0,
    )
    shared_area = shared[..., 0] * shared[..., 1]
    union = tf.reduce_prod(sides, -1) + tf.reduce_prod(wanted_sides, -1) - shared_area
    overlap = shared_area / (union + tiny)

    hull = tf.maximum(boxes[..., 2:], wanted[..., 2:]) - tf.minimum(boxes[..., :2], wanted[..., :2])
    apart = (boxes[..., :2] + boxes[..., 2:] - wanted[..., :2] - wanted[..., 2:]) / 2
    distance = tf.reduce_sum(apart**2, -1) / (tf.reduce_sum(hull**2, -1) + tiny)
    turned = tf.atan(wanted_sides[..., 0] / (wanted_sides[..., 1] + tiny)) - tf.atan(
        sides[..., 0] / (sides[..., 1] + tiny)
    )
    shape = 4 / math.pi**2 * turned**2
    weight = tf.stop_gradient(shape / (1.0 - overlap + shape + tiny))
    return overlap, overlap - distance - weight * shape
