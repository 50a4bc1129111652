"""What needs TensorFlow: the loss, the model, and its way into a LiteRT file."""

import keras
import numpy as np
import pytest

from pipeline.engine import LiteRtModel
from pipeline.errors import InferenceError
from pipeline.training.detector_loss import DetectorLoss, complete_iou
from pipeline.training.detector_model import FusedBatchNormalization, build_detector, part_maps
from pipeline.training.detector_recipe import Widths
from pipeline.training.detector_targets import assign
from pipeline.training.litert import convert

NONE = np.zeros((0, 4), np.float32)
ANCHORS = np.array([[[16, 8]], [[80, 40]]], np.float32)


def boxes(*rows):
    return np.array(rows, np.float32).reshape(-1, 4)


class TestLoss:
    def loss(self, maps, targets):
        loss = DetectorLoss((32, 64), (8, 16), ANCHORS)
        box, objectness = loss(maps, targets[None])
        return float(box), float(objectness)

    def empty_maps(self):
        maps = [np.zeros((1, 4, 8, 5), np.float32), np.zeros((1, 2, 4, 5), np.float32)]
        for logits in maps:
            logits[..., 4] = -12.0
        return maps

    def test_right_answers_cost_next_to_nothing(self):
        # An anchor's own box in the middle of cell (1, 2): logits of nought are exactly it.
        targets = assign(boxes([12, 8, 28, 16]), NONE, (32, 64), (8, 16), ANCHORS)
        fine, _ = maps = self.empty_maps()
        for row, column in ((1, 2), (1, 1), (0, 2)):
            # Neighbours reach the same middle by moving a whole cell: sigmoid 1.0.
            right = 30.0 if column == 1 else 0.0
            down = 30.0 if row == 0 else 0.0
            fine[0, row, column] = [right, down, 0, 0, 12.0]
        box, objectness = self.loss(maps, targets)
        assert (targets[:, 4] == 1).sum() == 3
        assert box < 0.01
        assert objectness < 0.01

    def test_missed_plate_costs_more_than_a_found_one(self):
        targets = assign(boxes([12, 8, 28, 16]), NONE, (32, 64), (8, 16), ANCHORS)
        found = self.empty_maps()
        found[0][0, 1, 2, 4] = 8.0
        assert self.loss(self.empty_maps(), targets)[1] > self.loss(found, targets)[1]

    def test_ignored_cells_cost_nothing_whatever_they_say(self):
        targets = assign(NONE, boxes([0, 0, 64, 32]), (32, 64), (8, 16), ANCHORS)
        maps = self.empty_maps()
        for logits in maps:
            logits[..., 4] = 9.0
        assert self.loss(maps, targets) == (0.0, 0.0)

    def test_overlap_and_its_penalties_are_those_of_the_paper(self):
        a, b = np.array([[0.0, 0, 10, 10]], np.float32), np.array([[5.0, 0, 15, 10]], np.float32)
        overlap, penalised = complete_iou(a, b)
        assert float(overlap[0]) == pytest.approx(1 / 3, abs=1e-5)
        # Middles 5 apart, hull 15 x 10: 25 / 325; the shapes are equal.
        assert float(penalised[0]) == pytest.approx(1 / 3 - 25 / 325, abs=1e-5)

    def test_other_shape_costs_even_with_the_same_middle(self):
        wide, high = (
            np.array([[0.0, 5, 20, 15]], np.float32),
            np.array([[5.0, 0, 15, 20]], np.float32),
        )
        overlap, penalised = complete_iou(wide, high)
        assert float(overlap[0]) == pytest.approx(1 / 3, abs=1e-5)
        # Angles atan(1/2) and atan(2): v = 0.1678, weighted by 0.1678 / (2/3 + 0.1678).
        assert float(overlap[0] - penalised[0]) == pytest.approx(0.0337, abs=1e-4)

    def test_empty_cells_give_numbers(self):
        overlap, penalised = complete_iou(
            np.array([[1.0, 1, 9, 9]], np.float32), np.zeros((1, 4), np.float32)
        )
        assert np.isfinite([float(overlap[0]), float(penalised[0])]).all()


def test_fused_normalisation_is_the_one_of_keras():
    pictures = np.random.default_rng(0).normal(3, 2, (4, 6, 5, 8)).astype(np.float32)
    fused, plain = (
        FusedBatchNormalization(momentum=0.9),
        keras.layers.BatchNormalization(momentum=0.9),
    )
    for _ in range(3):
        np.testing.assert_allclose(
            fused(pictures, training=True), plain(pictures, training=True), atol=1e-4
        )
    # The fused one averages the unbiased variance: 120 values, so 120 / 119.
    for ours, theirs in zip(fused.get_weights(), plain.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0.01)
    np.testing.assert_allclose(fused(pictures), plain(pictures), atol=0.02)


def test_detector_answers_with_one_map_a_stride():
    model = build_detector(Widths(8, (8, 8, 8, 8), (8, 8)), 2)
    maps = model.compute_output_spec(keras.KerasTensor((3, 64, 96, 3)))
    assert {name: maps[name].shape for name in maps} == {
        "stride_08": (3, 8, 12, 10),
        "stride_16": (3, 4, 6, 10),
        "stride_32": (3, 2, 3, 10),
    }


def test_parted_maps_hold_the_same_answers(pictures):
    model = build_detector(Widths(8, (8, 8, 8, 8), (8, 8)), 2)
    whole = model(np.tile(pictures[:1], (1, 8, 8, 1)))
    parted = part_maps(model)(np.tile(pictures[:1], (1, 8, 8, 1)))
    for stride in ("stride_08", "stride_16", "stride_32"):
        cells = whole[stride].numpy().reshape(*whole[stride].shape[:3], 2, 5)
        np.testing.assert_allclose(parted[f"{stride}_objectness"], cells[..., 4], atol=1e-5)
        places = parted[f"{stride}_places"].numpy().reshape(*cells.shape[:4], 4)
        np.testing.assert_allclose(places, cells[..., :4], atol=1e-5)


@pytest.fixture(scope="module")
def pictures():
    return np.random.default_rng(1).random((6, 8, 8, 3), np.float32)


@pytest.fixture(scope="module")
def small_model():
    keras.utils.set_random_seed(4)
    picture = keras.Input((8, 8, 3))
    features = keras.layers.Conv2D(4, 3, activation="relu")(picture)
    outputs = {
        "second": keras.layers.Conv2D(2, 1)(features),
        "first": keras.layers.Conv2D(5, 3)(features),
    }
    return keras.Model(picture, outputs)


@pytest.mark.parametrize(("precision", "tolerance"), [("float16", 0.005), ("int8", 0.05)])
def test_converted_model_answers_like_the_trained_one(small_model, pictures, precision, tolerance):
    content = convert(small_model, (1, 8, 8, 3), precision, [p[None] for p in pictures])
    litert = LiteRtModel(content, "detector")
    assert litert.input_dtypes[0] == (np.uint8 if precision == "int8" else np.float32)
    wanted = small_model(pictures[:1], training=False)
    for name, found in zip(("first", "second"), litert.run(pictures[:1]), strict=True):
        np.testing.assert_allclose(found, wanted[name], atol=tolerance)
    as_bytes = np.rint(pictures[:1] * 255).astype(np.uint8)
    given = as_bytes if precision == "int8" else as_bytes.astype(np.float32) / 255
    for name, found in zip(("first", "second"), litert.run(given), strict=True):
        np.testing.assert_allclose(found, wanted[name], atol=tolerance)


def test_batch_may_change_from_call_to_call():
    keras.utils.set_random_seed(5)
    model = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Conv2D(3, 4)])
    litert = LiteRtModel(convert(model, (1, 4, 4, 1), "float32"), "classifier")
    glyphs = np.random.default_rng(3).random((5, 4, 4, 1), np.float32)
    for count in (1, 5, 2):
        (found,) = litert.run(glyphs[:count])
        np.testing.assert_allclose(found, model(glyphs[:count]), atol=1e-5)
        assert litert.input_shapes == ((count, 4, 4, 1),)
    with pytest.raises(InferenceError, match="classifier failed"):
        litert.run(glyphs[:0])
    assert litert.run(glyphs)[0].shape == (5, 1, 1, 3)
