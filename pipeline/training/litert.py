"""Keras models turned into LiteRT files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from typing import Literal

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

Precision = Literal["float32", "float16", "int8"]


def convert(
    model: keras.Model,
    input_shape: tuple[int, int, int, int],
    precision: Precision,
    samples: Iterable[npt.NDArray[np.float32]] = (),
) -> bytes:
    """The model as LiteRT for one input shape; outputs keep their names, as float32.

    ``float16`` halves the file only, the runtime computes in float32. ``int8`` computes in
    whole numbers with the ranges seen on ``samples`` (real inputs of that shape) and takes
    uint8 0 to 255 for 0.0 to 1.0.
    """
    archive = keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint(
        "serve",
        lambda picture: model(picture, training=False),
        input_signature=[tf.TensorSpec(input_shape, tf.float32, name="picture")],
    )
    with tempfile.TemporaryDirectory() as folder:
        archive.write_out(folder, verbose=False)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder, signature_keys=["serve"])
        return _convert(converter, precision, samples)


def _convert(
    converter: tf.lite.TFLiteConverter,
    precision: Precision,
    samples: Iterable[npt.NDArray[np.float32]],
) -> bytes:
    if precision != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if precision == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if precision == "int8":

        def representative() -> Iterator[list[npt.NDArray[np.float32]]]:
            for sample in samples:
                yield [sample]

        converter.representative_dataset = representative
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = tf.uint8
    content: bytes = converter.convert()
    return content
