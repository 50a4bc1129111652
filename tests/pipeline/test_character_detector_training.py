from pathlib import Path

import cv2
import keras
import numpy as np
import pytest

from console.paths import weights_folder
from pipeline.character_detector import YoloCharacterSegmenter
from pipeline.classifier import CnnClassifier
from pipeline.detector import Scale
from pipeline.engine import LiteRtModel
from pipeline.errors import WeightsError
from pipeline.path_segmenter import shipped_segmenter
from pipeline.reader import standardise
from pipeline.segmenter import ContourSegmenter, Segmentation
from pipeline.training.character_boxes import (
    BoxedPlate,
    BoxedPlateSampler,
    as_corners,
    boxed_real,
    boxed_rendered,
    moved,
)
from pipeline.training.character_detector import (
    INPUT_SIZE,
    NAME,
    STRIDE,
    CharacterBoxBatches,
    CharacterDetectorTrainee,
    KeptBoxes,
    build_model,
    fit_character_anchors,
    judge,
    load_segmenter,
)
from pipeline.training.export import write_model
from pipeline.training.glyph_set import CutPlate
from pipeline.training.litert import convert
from pipeline.training.reading_figures import PlateCrop
from pipeline.types import Box
from pipeline.weights import load_manifest


@pytest.fixture(scope="module")
def rendered() -> list[BoxedPlate]:
    return boxed_rendered(12, seed=1)


def sampler(plates: list[BoxedPlate]) -> BoxedPlateSampler:
    return BoxedPlateSampler([], plates, real_share=0.5, size=INPUT_SIZE)


def test_boxes_move_with_the_pixels_under_them():
    boxes = as_corners([Box(10, 20, 8, 16), Box(40, 20, 8, 16)])
    twice_and_right = np.array([[2.0, 0, 5], [0, 1, 0], [0, 0, 1]])
    assert moved(boxes, twice_and_right, (64, 200)).tolist() == [
        [25, 20, 41, 36],
        [85, 20, 101, 36],
    ]


def test_a_box_does_not_grow_when_its_plate_is_tilted():
    boxes = as_corners([Box(40, 20, 20, 40)])
    turn = np.vstack([cv2.getRotationMatrix2D((50, 40), 8, 1.0), [0, 0, 1]])
    (left, top, right, bottom), *_ = moved(boxes, turn, (100, 100)).tolist()
    assert right - left == pytest.approx(20 * np.cos(np.radians(8)), abs=6)
    assert bottom - top == pytest.approx(40 * np.cos(np.radians(8)), abs=3)


def test_a_character_that_is_mostly_cut_off_is_no_target():
    boxes = as_corners([Box(90, 10, 20, 40), Box(95, 10, 20, 40), Box(0, 10, 10, 40)])
    kept = moved(boxes, np.eye(3), (64, 100)).tolist()
    assert kept == [[0, 10, 10, 50]]


def test_batches_repeat_with_their_generator(rendered):
    anchors = fit_character_anchors(rendered, 1)
    batches = CharacterBoxBatches(sampler(rendered), anchors, 6)
    (pictures, targets), (again, _), (other, _) = (
        batches(np.random.default_rng(seed)) for seed in (4, 4, 5)
    )
    cells = INPUT_SIZE[0] * INPUT_SIZE[1] // STRIDE**2
    assert pictures.shape == (6, *INPUT_SIZE, 1)
    assert targets.shape == (6, cells * len(anchors), 5)
    assert np.array_equal(pictures, again)
    assert not np.array_equal(pictures, other)


def test_every_character_of_a_spoilt_plate_owns_a_cell(rendered):
    anchors = fit_character_anchors(rendered, 1)
    _, boxes = sampler(rendered).draw_batch(8, np.random.default_rng(2))
    _, targets = CharacterBoxBatches(sampler(rendered), anchors, 8)(np.random.default_rng(2))
    for found, target in zip(boxes, targets, strict=True):
        owned = {tuple(row[:4].tolist()) for row in target[target[:, 4] > 0]}
        assert owned == {tuple(box) for box in found.tolist()}


def test_real_crops_and_rendered_plates_are_mixed(rendered):
    pixels = np.zeros((20, 60, 3), np.uint8)
    real = boxed_real([CutPlate(pixels, "A", (Box(5, 2, 6, 15),), "x", "people")])
    mixed = BoxedPlateSampler(real, rendered, real_share=0.5, size=INPUT_SIZE)
    _, boxes = mixed.draw_batch(60, np.random.default_rng(3))
    assert 15 <= sum(len(found) <= 1 for found in boxes) <= 45


def test_a_few_steps_of_training_make_the_loss_smaller(rendered):
    keras.utils.set_random_seed(1)
    anchors = fit_character_anchors(rendered, 1)
    network = build_model()
    trainee = CharacterDetectorTrainee(network, anchors)
    trainee.compile(optimizer=keras.optimizers.Adam(2e-3), jit_compile=False)
    pictures, targets = CharacterBoxBatches(sampler(rendered), anchors, 8)(np.random.default_rng(2))
    losses = [float(trainee.train_on_batch(pictures, targets)) for _ in range(8)]
    assert losses[-1] < 0.8 * losses[0]
    crop = PlateCrop(np.zeros((40, 160, 3), np.uint8), "", "x", "people")
    judgement = judge(network, Scale(STRIDE, anchors), [crop] * 3, pictures[:3])
    assert 0.0 <= judgement.score <= 1.0


def test_the_kept_weights_find_most_characters_of_clean_plates(rendered):
    network = build_model()
    network.load_weights(weights_folder() / "keras" / f"{NAME}.weights.h5")
    height, width = INPUT_SIZE
    seen = np.stack([cv2.resize(plate.pixels, (width, height)) for plate in rendered])
    logits = network.predict_on_batch(standardise(seen))
    objectness = logits.reshape(len(rendered), height // STRIDE, width // STRIDE, -1, 5)[..., 4]
    found = total = 0
    for plate, sure in zip(rendered, objectness.max(axis=-1) > 0.0, strict=True):
        stretch = np.array([width / plate.pixels.shape[1], height / plate.pixels.shape[0]])
        for x, y in (plate.boxes[:, :2] + plate.boxes[:, 2:]) / 2 * stretch / STRIDE:
            found += bool(sure[int(y), int(x)])
            total += 1
    assert found / total > 0.7


def test_boxes_are_cut_once_and_read_back(tmp_path: Path, rendered):
    plates = [cv2.cvtColor(plate.pixels, cv2.COLOR_GRAY2BGR) for plate in rendered[:4]]
    KeptBoxes(ContourSegmenter(), tmp_path).segment(plates[0])  # a run that was cut short
    first = KeptBoxes(ContourSegmenter(), tmp_path)
    cut = [first.segment(plate) for plate in plates]

    class Refusing:
        def segment(self, plate_pixels: np.ndarray) -> Segmentation:
            raise AssertionError("asked again")

    Refusing.__name__ = "ContourSegmenter"
    kept = KeptBoxes(Refusing(), tmp_path)
    assert [kept.segment(plate) for plate in plates] == cut


def test_an_exported_detector_joins_the_segmenter_of_its_weights_folder(tmp_path: Path, rendered):
    anchors = fit_character_anchors(rendered, 1)
    table = {
        "input_size": list(INPUT_SIZE),
        "strides": [STRIDE],
        "anchors": [anchors.tolist()],
        "confidence_threshold": 0.5,
    }
    write_model(tmp_path, NAME, convert(build_model(), (1, *INPUT_SIZE, 1), "float16"), table)
    shipped = load_manifest(weights_folder()).model("classifier")
    classifier = CnnClassifier(LiteRtModel(shipped.read_verified(), "classifier"), shipped)
    plate = cv2.cvtColor(rendered[0].pixels, cv2.COLOR_GRAY2BGR)
    for character in load_segmenter(tmp_path).find_characters(plate):
        assert 0.5 <= character.confidence <= 1.0
    found = shipped_segmenter(load_manifest(tmp_path), classifier, threads=1).segment(plate)
    assert found.probabilities is not None
    assert len(found.boxes) == len(found.probabilities)


def test_a_detector_without_anchors_is_refused(tmp_path: Path):
    write_model(tmp_path, NAME, b"", {"input_size": list(INPUT_SIZE), "strides": [STRIDE]})
    shipped = load_manifest(weights_folder()).model("classifier")
    model = LiteRtModel(shipped.read_verified(), "classifier")
    with pytest.raises(WeightsError, match="anchors"):
        YoloCharacterSegmenter(model, load_manifest(tmp_path).model(NAME))
