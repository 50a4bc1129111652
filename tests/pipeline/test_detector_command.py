"""The one command from labelled pictures to weights, on a few drawn pictures and a tiny model."""

import csv
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from pipeline.detector import YoloDetector
from pipeline.engine import LiteRtModel
from pipeline.training.__main__ import main as training_main
from pipeline.types import Frame
from pipeline.weights import load_manifest

RECIPE = """
[detector]
seed = 1
hours = 0.0008
long_side_px = 128
input_size = [64, 96]
stem = 8
stages = [8, 8, 8, 8]
neck = [8, 8]
anchors_per_scale = 1
batch = 2
learning_rate = 1e-3
weight_decay = 0.0
warmup_steps = 2
ema_decay = 0.9
precision = "float32"
evaluate_every = 1
steps_per_epoch = 20
rendered_plates = 3

[detector.pasting]
replaced = 0.2
added = 0.2
lookalike = 0.2
scene = 0.2

[[detector.phase]]
until = 1.0
size = [32, 64]
mosaic = 0.5
zoom_out = 0.8
zoom_in = 1.2
aspect = 0.1
rotation_degrees = 5.0
grey = 0.1
hue = 0.1
relight = 0.5
spoil = 0.5
"""


@pytest.fixture
def data(tmp_path):
    images = tmp_path / "data/detection/images"
    images.mkdir(parents=True)
    random = np.random.default_rng(0)
    with (tmp_path / "data/detection/labels.csv").open("w", newline="") as labels:
        writer = csv.writer(labels)
        columns = ["file", "source", "split", "width", "height", "x", "y", "w", "h", "plate_text"]
        writer.writerow(columns)
        for number in range(12):
            pixels = random.integers(60, 120, (80, 120, 3), np.uint8)
            x, y, w, h = 10 + 4 * number, 30, 20 + 2 * number, 12
            pixels[y : y + h, x : x + w] = 240
            file, split = f"{number:02}.png", ("train", "val", "test")[min(2, number // 5)]
            cv2.imwrite(str(images / file), pixels)
            writer.writerow([file, "drawn", split, 120, 80, x, y, w, h, ""])
    (tmp_path / "data/plates").mkdir()
    crops = "file,source,split,text,label_origin\n"
    (tmp_path / "data/plates/labels.csv").write_text(crops)
    return tmp_path / "data"


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # from Keras
def test_one_command_trains_exports_and_measures(data, tmp_path):
    (tmp_path / "recipe.toml").write_text(RECIPE)
    weights = tmp_path / "weights"
    arguments = ["detector", "--data", str(data), "--out", str(tmp_path / "run")]
    arguments += ["--config", str(tmp_path / "recipe.toml"), "--weights", str(weights)]
    arguments += ["--workers", "0"]
    assert training_main([*arguments, "--test"]) == 0

    file = load_manifest(weights).model("detector")
    assert file.extra["figures"]["val"]["plates"] == 5
    assert file.extra["figures"]["test"]["plates"] == 2
    detector = YoloDetector(LiteRtModel(file.read_verified(), "detector"), file)
    frame = Frame("a", 1, datetime(2026, 3, 1, tzinfo=UTC), 0, np.zeros((80, 120, 3), np.uint8))
    assert isinstance(detector.find_plates(frame), tuple)
