from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from pipeline.detector import Scale, YoloDetector, decode_boxes, suppress
from pipeline.engine import LiteRtModel
from pipeline.errors import InferenceError, WeightsError
from pipeline.types import Frame
from pipeline.weights import ModelFile, load_manifest

WEIGHTS = Path(__file__).parents[2] / "weights"


def frame(pixels):
    return Frame("north", 1, datetime(2026, 3, 1, tzinfo=UTC), 0, pixels)


@pytest.fixture(scope="module")
def file():
    return load_manifest(WEIGHTS).model("detector")


@pytest.fixture(scope="module")
def model(file):
    return LiteRtModel(file.read_verified(), "detector")


@pytest.fixture(scope="module")
def detector(model, file):
    return YoloDetector(model, file)


def with_extra(file, **changes):
    extra = {key: value for key, value in {**file.extra, **changes}.items() if value is not None}
    return ModelFile(
        file.name,
        file.path,
        file.sha256,
        file.alphabet,
        file.input_height_px,
        file.input_width_px,
        MappingProxyType(extra),
    )


class TestDecoding:
    scale = Scale(8, np.array([[16, 8], [40, 10]], np.float32))

    def decode(self, cells, threshold=0.5):
        """``cells`` maps (row, column, anchor) to four place logits and one of objectness."""
        objectness = np.full((3, 4, 2), -8.0, np.float32)
        places = np.zeros((3, 4, 2, 4), np.float32)
        for cell, logits in cells.items():
            places[cell], objectness[cell] = logits[:4], logits[4]
        return decode_boxes([objectness, places.reshape(3, 4, 8)], [self.scale], threshold)

    def test_zero_logits_are_the_anchor_in_the_middle_of_its_cell(self):
        boxes, confidences = self.decode({(1, 2, 1): [0, 0, 0, 0, 2.0]})
        # Cell (row 1, column 2) has its middle at (20, 12); the anchor is 40 x 10.
        assert boxes.tolist() == [[0, 7, 40, 17]]
        assert confidences == pytest.approx([0.8808], abs=1e-4)

    def test_large_logits_move_half_a_cell_beyond_and_grow_four_times(self):
        boxes, _ = self.decode({(0, 0, 0): [30, -30, 30, 0, 0]})
        assert boxes[0] == pytest.approx([12 - 32, -4 - 4, 12 + 32, -4 + 4])

    def test_cell_below_the_threshold_is_no_box(self):
        boxes, confidences = self.decode({(2, 3, 0): [0, 0, 0, 0, -0.01]})
        assert boxes.shape == (0, 4)
        assert confidences.shape == (0,)

    @pytest.mark.parametrize("threshold", [0.0, 1.0])
    def test_thresholds_at_the_ends_of_the_scale_are_understood(self, threshold):
        boxes, _ = self.decode({}, threshold)
        assert len(boxes) == (24 if threshold == 0.0 else 0)


class TestSuppression:
    def test_less_confident_box_on_the_same_plate_goes(self):
        boxes = np.array([[0, 0, 40, 10], [2, 0, 42, 10], [100, 0, 140, 10]], np.float32)
        assert suppress(boxes, np.array([0.7, 0.9, 0.8], np.float32), 0.5) == [1, 2]

    def test_no_boxes_stay_no_boxes(self):
        none = np.zeros((0, 4), np.float32)
        assert suppress(none, np.zeros(0, np.float32), 0.5) == []


class TestShippedDetector:
    @pytest.mark.parametrize(
        "shape", [(1, 1), (1, 4000), (4000, 1), (7, 900), (720, 1280), (9000, 12_000)]
    )
    def test_any_size_of_picture_is_looked_at(self, detector, shape):
        plates = detector.find_plates(frame(np.full((*shape, 3), 120, np.uint8)))
        assert all(0 <= plate.box.x <= plate.box.right <= shape[1] for plate in plates)

    @pytest.mark.parametrize("grey", [0, 114, 255])
    def test_empty_picture_has_no_plate(self, detector, grey):
        assert detector.find_plates(frame(np.full((720, 1280, 3), grey, np.uint8))) == ()

    def test_noise_has_no_plate(self, detector):
        noise = np.random.default_rng(5).integers(0, 256, (480, 640, 3), np.uint8)
        assert detector.find_plates(frame(noise)) == ()

    def test_most_confident_plate_comes_first(self, model, file):
        noise = np.random.default_rng(5).integers(0, 256, (480, 640, 3), np.uint8)
        every = YoloDetector(model, file, confidence_threshold=0.0005).find_plates(frame(noise))
        confidences = [plate.detection_confidence for plate in every]
        assert len(confidences) > 3
        assert confidences == sorted(confidences, reverse=True)
        for plate in every:
            assert 0 <= plate.box.x < plate.box.right <= 640
            assert 0 <= plate.box.y < plate.box.bottom <= 480
            assert plate.corners[0] == (plate.box.x, plate.box.y)
            assert plate.corners[2] == (plate.box.right, plate.box.bottom)

    @pytest.mark.parametrize(
        "changes",
        [
            {"anchors": None},
            {"anchors": [[[1.0]]]},
            {"strides": [8]},
            {"confidence_threshold": "x"},
        ],
    )
    def test_manifest_without_what_the_model_needs_is_refused(self, model, file, changes):
        with pytest.raises(WeightsError, match=r"\[detector\] of the manifest"):
            YoloDetector(model, with_extra(file, **changes))

    def test_manifest_of_another_input_size_is_refused(self, model, file):
        other = ModelFile(file.name, file.path, file.sha256, "", 64, 64, file.extra)
        with pytest.raises(WeightsError, match="takes"):
            YoloDetector(model, other)


class TestEngine:
    def test_wrong_shape_is_a_failure_to_look_not_an_empty_answer(self, model):
        with pytest.raises(InferenceError, match="detector failed"):
            model.run(np.zeros((1, 32, 32, 3), np.float32))
        with pytest.raises(InferenceError, match="takes 1 inputs, got 2"):
            model.run(np.zeros((1, 32, 32, 3)), np.zeros(1))

    def test_model_still_runs_after_a_failure(self, model, file):
        with pytest.raises(InferenceError):
            model.run(np.zeros((1, 32, 32, 3), np.float32))
        picture = np.zeros((1, file.input_height_px, file.input_width_px, 3), np.float32)
        assert len(model.run(picture)) == 6

    def test_garbage_is_no_model(self):
        with pytest.raises(InferenceError, match="model reader cannot be loaded"):
            LiteRtModel(b"not a model at all", "reader")

    def test_outputs_run_from_the_finest_map_to_the_coarsest(self, model, file):
        height, width = file.input_height_px, file.input_width_px
        maps = model.run(np.zeros((1, height, width, 3), np.float32))
        assert [m.shape[1:] for m in maps] == [
            (height // stride, width // stride, channels)
            for stride in (8, 16, 32)
            for channels in (3, 12)
        ]
        assert all(m.dtype == np.float32 for m in maps)

    def test_answers_are_the_callers_own(self, model, file):
        picture = np.zeros((1, file.input_height_px, file.input_width_px, 3), np.float32)
        first = model.run(picture)
        kept = [m.copy() for m in first]
        model.run(picture + 1)
        assert all((a == b).all() for a, b in zip(first, kept, strict=True))

    def test_warming_up_leaves_the_model_as_it_was(self, model):
        shapes = model.input_shapes
        model.warm_up()
        assert model.input_shapes == shapes
