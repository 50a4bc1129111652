"""The Keras model of the refiner: four corner maps over a small residual network."""

from __future__ import annotations

import keras
from keras import layers, ops

CORNERS = 4


class ExpectedPlaces(layers.Layer):  # type: ignore[misc]  # Keras is untyped
    """Maps of logits (batch, rows, columns, points) to places (batch, points * 2), x then y.

    A place is the mean of all cells' centres, each weighed by its probability, as a share of
    width and height. Places can lie ``reach`` of a side outside the map.

    Source: Nibali et al., Numerical Coordinate Regression with Convolutional Neural Networks,
    2018, 3.1 (soft argmax).
    """

    def __init__(self, reach: float = 0.05, **settings: object) -> None:
        super().__init__(**settings)
        self._reach = reach

    def call(self, maps: keras.KerasTensor) -> keras.KerasTensor:
        _, rows, columns, points = maps.shape
        flat = ops.reshape(ops.transpose(maps, (0, 3, 1, 2)), (-1, points, rows * columns))
        weights = ops.softmax(flat, axis=-1)
        span = 1.0 + 2 * self._reach
        x = (ops.arange(columns, dtype="float32") + 0.5) / columns * span - self._reach
        y = (ops.arange(rows, dtype="float32") + 0.5) / rows * span - self._reach
        grid = ops.stack(
            [ops.tile(x, (rows,)), ops.repeat(y, columns)],
            axis=-1,
        )
        return ops.reshape(ops.matmul(weights, grid), (-1, points * 2))


def build_refiner(height: int, width: int) -> keras.Model:
    """BGR 0 to 1 (batch, height, width, 3) to ``corners`` (batch, 8) and ``plate`` (batch, 1).

    Corners run clockwise from the top left, x then y, as shares of the input; ``plate`` is a
    logit. Both sides must be multiples of 16.
    """
    picture = keras.Input((height, width, 3), name="picture")
    x = _convolve(picture, 16, 3, stride=2)
    fine = _residual(_convolve(x, 32, 3, stride=2), 32)
    middle = _residual(_convolve(fine, 64, 3, stride=2), 64)
    coarse = _residual(_residual(_convolve(middle, 96, 3, stride=2), 96), 96)
    logit = layers.Dense(1, name="plate")(
        layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(coarse))
    )
    x = layers.UpSampling2D(2, interpolation="nearest")(_convolve(coarse, 64, 1))
    x = _convolve(layers.Add()([x, middle]), 64, 3)
    x = layers.UpSampling2D(2, interpolation="nearest")(_convolve(x, 32, 1))
    x = _convolve(layers.Add()([x, fine]), 48, 3)
    maps = layers.Conv2D(CORNERS, 1)(x)
    return keras.Model(
        picture, {"corners": ExpectedPlaces(name="corners")(maps), "plate": logit}, name="refiner"
    )


def _convolve(
    x: keras.KerasTensor, filters: int, size: int, *, stride: int = 1
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, size, strides=stride, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=0.97, epsilon=1e-3)(x)
    return layers.ReLU()(x)


def _residual(x: keras.KerasTensor, filters: int) -> keras.KerasTensor:
    step = layers.Conv2D(filters, 3, padding="same", use_bias=False)(_convolve(x, filters // 2, 1))
    step = layers.BatchNormalization(momentum=0.97, epsilon=1e-3)(step)
    return layers.ReLU()(layers.Add()([x, step]))
