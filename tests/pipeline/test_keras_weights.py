from __future__ import annotations

import numpy as np
import pytest

from console.paths import weights_folder
from pipeline.engine import LiteRtModel
from pipeline.training import characters, reader
from pipeline.training.detector_model import build_detector
from pipeline.training.detector_recipe import read_recipe
from pipeline.training.plan import CONFIG
from pipeline.training.refiner_model import build_refiner
from pipeline.weights import load_manifest

KERAS = weights_folder() / "keras"
SEED = 11


@pytest.mark.parametrize(
    ("name", "build"), [("classifier", characters.build_model), ("reader", reader.build_model)]
)
def test_the_keras_weights_say_what_the_shipped_model_says(name, build):
    file = load_manifest(weights_folder()).model(name)
    model = build()
    model.load_weights(KERAS / f"{name}.weights.h5")
    shape = (1, file.input_height_px, file.input_width_px, 1)
    pixels = np.random.default_rng(SEED).normal(0, 1, shape).astype(np.float32)
    trained = np.asarray(model(pixels, training=False)).ravel()
    (shipped,) = LiteRtModel(file.read_verified(), name).run(pixels)
    spread = np.abs(trained).max()
    assert np.abs(trained - shipped.ravel()).max() < 0.03 * spread


def test_the_keras_weights_of_the_detector_fit_its_recipe():
    recipe = read_recipe(CONFIG)
    model = build_detector(recipe.widths, recipe.anchors_per_scale)
    before = [np.array(weight) for weight in model.get_weights()]
    model.load_weights(KERAS / "detector.weights.h5")
    changed = [not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)]
    assert all(changed[: len(changed) // 2])


def test_the_keras_weights_of_the_refiner_say_what_the_shipped_model_says():
    file = load_manifest(weights_folder()).model("refiner")
    size = file.input_height_px, file.input_width_px
    model = build_refiner(*size)
    model.load_weights(KERAS / "refiner.weights.h5")
    pixels = np.random.default_rng(SEED).random((1, *size, 3)).astype(np.float32)
    trained = model(pixels, training=False)
    corners, logit = sorted(
        LiteRtModel(file.read_verified(), "refiner").run(pixels), key=lambda output: -output.size
    )
    assert corners == pytest.approx(np.asarray(trained["corners"]), abs=0.01)
    assert logit == pytest.approx(np.asarray(trained["plate"]), abs=0.05)
