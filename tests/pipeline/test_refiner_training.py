"""What the refiner is taught, and the command that teaches it."""

import csv
import shutil
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.detector import YoloDetector
from pipeline.engine import LiteRtModel
from pipeline.geometry import box_corners
from pipeline.refiner import CornerRefiner, RefinedDetector
from pipeline.training.__main__ import main as training_main
from pipeline.training.detector_data import open_cache
from pipeline.training.pasting import PlatePool
from pipeline.training.refiner_data import Mixture, Proposals, Views
from pipeline.training.refiner_proposals import propose, proposed_once
from pipeline.training.refiner_train import corner_loss
from pipeline.types import Box, Frame, Plate
from pipeline.weights import load_manifest

WEIGHTS = Path(__file__).parents[2] / "weights"
MAGENTA, GREEN = (255, 0, 255), (0, 255, 0)
"""What plates in photos and pasted plates are filled with, and nothing else is."""

SIZE = 64, 160

RECIPE = """
[refiner]
seed = 1
input_size = [32, 64]
long_side_px = 400
rendered_plates = 3
streets = 2
pasted = 0.4
wrong = 0.2
turned = 0.2
cut_off = 0.2
painted = 0.1
far = 0.1
speckled = 0.1
batch = 4
steps_per_epoch = 3
epochs = 1
learning_rate = 1e-3
weight_decay = 0.0
ema_decay = 0.9
"""


@pytest.fixture
def data(tmp_path):
    """Four streets with one magenta plate each, in train and val; one crop of a plate."""
    images, crops = tmp_path / "data/detection/images", tmp_path / "data/plates/images"
    images.mkdir(parents=True)
    crops.mkdir(parents=True)
    random = np.random.default_rng(0)
    with (tmp_path / "data/detection/labels.csv").open("w", newline="") as labels:
        writer = csv.writer(labels)
        columns = ["file", "source", "split", "width", "height", "x", "y", "w", "h", "plate_text"]
        writer.writerow(columns)
        for number in range(4):
            pixels = random.integers(60, 120, (240, 320, 3), np.uint8)
            x, y, w, h = 60 + 30 * number, 90, 90, 24
            pixels[y : y + h, x : x + w] = MAGENTA
            cv2.imwrite(str(images / f"{number}.png"), pixels)
            split = ("train", "val")[number % 2]
            writer.writerow([f"{number}.png", "drawn", split, 320, 240, x, y, w, h, ""])
    cv2.imwrite(str(crops / "a.png"), np.full((40, 160, 3), MAGENTA, np.uint8))
    (tmp_path / "data/plates/labels.csv").write_text(
        "file,source,split,text,label_origin\na.png,s,train,A1,human\n"
    )
    return tmp_path / "data"


def views(data, tmp_path, *, pasted, wrong):
    pictures = open_cache(data, tmp_path / "cache", "train", long_side_px=400)
    boxes = [[float(v) for v in pictures[index].boxes[0]] for index in range(2)]
    plates = [Box(x, y, right - x, bottom - y) for x, y, right, bottom in boxes]
    proposals = [
        Proposals(index, ((box, box),), (Box(10, 10, 80, 25),)) for index, box in enumerate(plates)
    ]
    pool = PlatePool([np.full((40, 160, 3), GREEN, np.uint8)])
    mixture = Mixture(pasted, wrong)
    return Views(pictures, proposals, pool, SIZE, mixture, batch=12, steps=2, seed=3)


def plate_in(view, *, pasted):
    sign = 1.0 if pasted else -1.0
    over = sign * (view[..., 1:2] - view[..., [0, 2]])
    return (over > 0.12).all(axis=2)


@pytest.mark.parametrize("pasted", [0.0, 1.0])
def test_corners_are_where_the_plate_is(data, tmp_path, monkeypatch, pasted):
    # Other light and other hues would hide which colour is the plate's.
    monkeypatch.setattr("pipeline.training.refiner_data.recolour", lambda pixels, *_: pixels)
    pixels, targets = views(data, tmp_path, pasted=pasted, wrong=0.0)[0]
    assert pixels.shape == (12, *SIZE, 3)
    assert (targets["plate"] == 1).all()
    for view, target in zip(pixels, targets["corners"], strict=True):
        seen = plate_in(view, pasted=pasted > 0)
        wanted = np.zeros(SIZE, np.uint8)
        cv2.fillPoly(wanted, [(target[:8].reshape(4, 2) * [160, 64]).round().astype(int)], 1)
        both = (seen & (wanted > 0)).sum() / (seen | (wanted > 0)).sum()
        assert both > 0.7
        assert target[8] == (1.0 if pasted else 0.0)


def test_places_without_a_plate_have_no_corners_to_learn(data, tmp_path):
    _, targets = views(data, tmp_path, pasted=0.0, wrong=1.0)[0]
    assert (targets["plate"] == 0).any()
    none = targets["plate"][:, 0] == 0
    assert (targets["corners"][none] == 0).all()


def test_loss_is_nothing_where_all_is_right_and_grows_with_the_distance():
    right = np.array([[0.2, 0.3, 0.8, 0.3, 0.8, 0.7, 0.2, 0.7]], np.float32)
    wanted = np.concatenate([right, [[1.0, 1.0]]], axis=1).astype(np.float32)
    losses = [float(corner_loss(wanted, right + shift)[0]) for shift in (0.0, 0.02, 0.1)]
    assert losses[0] == pytest.approx(0.0, abs=1e-4)
    assert losses[0] < losses[1] < losses[2]
    unknown = np.zeros((1, 10), np.float32)
    assert float(corner_loss(unknown, right)[0]) == 0.0


def test_proposals_are_sorted_by_what_is_there(data, tmp_path):
    pictures = open_cache(data, tmp_path / "cache", "train", long_side_px=400)

    class Detector:
        def find_plates(self, frame):
            x, y, right, bottom = (float(v) for v in pictures[frame.sequence].boxes[0])
            near, far = Box(x - 4, y - 2, right - x, bottom - y), Box(10, 180, 50, 20)
            return tuple(Plate(box, box_corners(box), 0.5) for box in (near, far))

    made_once = propose((Detector(),), pictures)
    for made in made_once:
        assert [proposed for proposed, labelled in made.right if proposed != labelled]
        assert made.wrong == (Box(10, 180, 50, 20),)
    kept = tmp_path / "proposals.json"
    assert proposed_once(kept, "this", (Detector(),), pictures) == made_once
    assert proposed_once(kept, "this", (), pictures) == made_once
    assert proposed_once(kept, "something else", (), pictures) != made_once


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # from Keras
def test_one_command_trains_exports_and_weighs(data, tmp_path):
    (tmp_path / "recipe.toml").write_text(RECIPE)
    weights = tmp_path / "weights"
    weights.mkdir()
    for name in ("manifest.toml", "detector.tflite"):
        shutil.copy(WEIGHTS / name, weights / name)
    arguments = ["refiner", "--data", str(data), "--out", str(tmp_path / "run")]
    arguments += ["--config", str(tmp_path / "recipe.toml"), "--weights", str(weights)]
    assert training_main(arguments) == 0

    manifest = load_manifest(weights)
    file = manifest.model("refiner")
    assert file.extra["figures"]["val"]["plates"] == 2
    found = manifest.model("detector")
    detector = RefinedDetector(
        YoloDetector(LiteRtModel(found.read_verified(), "detector"), found),
        CornerRefiner(LiteRtModel(file.read_verified(), "refiner"), file),
        confidence_threshold=0.05,
    )
    pixels = np.zeros((240, 320, 3), np.uint8)
    frame = Frame("a", 1, datetime(2026, 3, 1, tzinfo=UTC), 0, pixels)
    assert isinstance(detector.find_plates(frame), tuple)
