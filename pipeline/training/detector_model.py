"""The Keras model of the plate detector: a small CSP backbone with three anchor scales."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import layers

from pipeline.training.backend import NAME
from pipeline.training.detector_recipe import STRIDES, Widths

if NAME == "tensorflow":
    import tensorflow as tf

VALUES_PER_ANCHOR = 5
"""x, y, width, height and objectness, all as logits."""

_PRIOR_OBJECTNESS_LOGIT = -4.6
"""Every cell starts at 1 % so that the empty ones do not drown the first steps.

Source: Lin et al., Focal Loss for Dense Object Detection, ICCV 2017, 4.1.
"""


class FusedBatchNormalization(layers.BatchNormalization):  # type: ignore[misc]  # Keras is untyped
    """Batch normalisation that trains in one operation of TensorFlow's instead of a dozen.

    Keras 3 works it out step by step in float32, which took two fifths of a training step on
    two cores (21.6 ms a picture of 192 x 256 against 12.7 ms with this). Under JAX and torch it
    is Keras's own.
    """

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        if not training or NAME != "tensorflow":
            return super().call(inputs, training=training, mask=mask)
        outputs, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
            x=inputs,
            scale=self.gamma.value,
            offset=self.beta.value,
            mean=tf.zeros([0]),
            variance=tf.zeros([0]),
            epsilon=self.epsilon,
            is_training=True,
        )
        for moving, seen in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving.assign(self.momentum * moving.value + (1.0 - self.momentum) * seen)
        return outputs


def build_detector(widths: Widths, anchors_per_scale: int) -> keras.Model:
    """Fully convolutional model: BGR 0 to 1 (batch, height, width, 3) to three maps of logits.

    Both sides must be multiples of 32. The outputs are a dict ``stride_08``, ``stride_16``,
    ``stride_32`` of (batch, height / stride, width / stride, anchors * 5).

    Source: Redmon and Farhadi, YOLOv3: An Incremental Improvement, 2018 (anchors, objectness,
    three scales joined top down); Wang et al., CSPNet, CVPR Workshops 2020 (the blocks).
    """
    picture = keras.Input((None, None, 3), name="picture")
    features = _convolve(picture, widths.stem, 3, stride=2)
    levels = []
    for width, depth in zip(widths.stages, (1, 2, 2, 1), strict=True):
        features = _convolve(features, width, 3, stride=2)
        features = _cross_stage(features, width, depth, residual=True)
        levels.append(features)
    _, level_08, level_16, level_32 = levels

    top = _pool_pyramid(level_32, widths.stages[3])
    middle = _join(top, level_16, widths.neck[1])
    bottom = _join(middle, level_08, widths.neck[0])
    outputs = {
        f"stride_{stride:02}": _predict(level, anchors_per_scale, f"stride_{stride:02}")
        for stride, level in zip(STRIDES, (bottom, middle, top), strict=True)
    }
    return keras.Model(picture, outputs, name="plate_detector")


def _convolve(
    x: keras.KerasTensor, filters: int, size: int, *, stride: int = 1
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False)(x)
    x = FusedBatchNormalization(momentum=0.97, epsilon=1e-3)(x)
    return layers.ReLU()(x)


def _cross_stage(
    x: keras.KerasTensor, filters: int, depth: int, *, residual: bool
) -> keras.KerasTensor:
    hidden = filters // 2
    passed = _convolve(x, hidden, 1)
    worked = _convolve(x, hidden, 1)
    for _ in range(depth):
        step = _convolve(_convolve(worked, hidden, 1), hidden, 3)
        worked = layers.Add()([worked, step]) if residual else step
    return _convolve(layers.Concatenate()([worked, passed]), filters, 1)


def _pool_pyramid(x: keras.KerasTensor, filters: int) -> keras.KerasTensor:
    """Adds what lies around: three chained poolings see 5, 9 and 13 cells.

    Source: He et al., Spatial Pyramid Pooling, TPAMI 37 (2015).
    """
    x = _convolve(x, filters // 2, 1)
    seen = [x]
    for _ in range(3):
        seen.append(layers.MaxPooling2D(5, strides=1, padding="same")(seen[-1]))
    return _convolve(layers.Concatenate()(seen), filters, 1)


def _join(coarse: keras.KerasTensor, fine: keras.KerasTensor, filters: int) -> keras.KerasTensor:
    raised = layers.UpSampling2D(2, interpolation="nearest")(_convolve(coarse, filters, 1))
    return _cross_stage(layers.Concatenate()([raised, fine]), filters, 1, residual=False)


def _predict(x: keras.KerasTensor, anchors_per_scale: int, name: str) -> keras.KerasTensor:
    bias = keras.initializers.Constant(
        ([0.0] * (VALUES_PER_ANCHOR - 1) + [_PRIOR_OBJECTNESS_LOGIT]) * anchors_per_scale
    )
    # float32 whatever the policy: box logits are too coarse in bfloat16.
    return layers.Conv2D(
        anchors_per_scale * VALUES_PER_ANCHOR, 1, bias_initializer=bias, dtype="float32", name=name
    )(x)


def part_maps(model: keras.Model) -> keras.Model:
    """``model`` with places and objectness as maps of their own; answers are the same.

    Outputs ``stride_08_objectness`` (batch, rows, columns, anchors) and ``stride_08_places``
    (..., anchors * 4), and so on. A quantised map has one step for all its channels: objectness
    spans four times the range of the places, whose steps it would make four times as coarse.
    """
    outputs = {}
    for stride in STRIDES:
        name = f"stride_{stride:02}"
        head = model.get_layer(name)
        kernel, bias = head.get_weights()
        of_objectness = np.arange(kernel.shape[-1]) % VALUES_PER_ANCHOR == VALUES_PER_ANCHOR - 1
        for part, chosen in (("places", ~of_objectness), ("objectness", of_objectness)):
            layer = layers.Conv2D(int(chosen.sum()), 1, name=f"{name}_{part}")
            outputs[layer.name] = layer(head.input)
            layer.set_weights([kernel[..., chosen], bias[chosen]])
    return keras.Model(model.input, outputs, name=model.name)
