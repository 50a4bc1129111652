"""Batches, checkpoints and event files of a run; and a run that is killed and goes on."""

import csv
import json
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest
from tensorboardX.proto.event_pb2 import Event

from pipeline.training.event_log import EventLog
from pipeline.training.feeding import Workshop, map_in_processes
from pipeline.training.plan import CONFIG, read_table
from tests.pipeline.test_detector_command import RECIPE

PROJECT = Path(__file__).resolve().parents[2]
MODELS = ("detector", "reader", "characters")
PLAN = """
seed = 3
hours = 0.2
batch = 4
learning_rate = 1e-3
weight_decay = 0.0
warmup_steps = 2
ema_decay = 0.9
precision = "float32"
evaluate_every = 1
steps_per_epoch = 3
"""
OTHERS = f"""
[reader]{PLAN}
input_size = [48, 144]
rendered_plates = 6
real_share = 0.5

[characters]{PLAN}
rendered_plates = 6

[characters.shares]
shared = 0.5
cut = 0.1
rendered = 0.2
junk = 0.1
rendered_junk = 0.1
"""
PATIENCE_S = 400


def draw(random):
    return (random.random(3).astype(np.float32), random.integers(9))


@pytest.mark.parametrize("workers", [0, 2])
def test_batch_depends_on_its_number_and_not_on_who_makes_it(workers):
    with Workshop([draw, draw], workers) as workshop:
        batches = workshop.batches(1, 5, 10)
        made = [next(batches) for _ in range(8)]
    expected = [draw(np.random.default_rng((5, 1, number))) for number in range(10, 18)]
    for (pixels, label), (wanted, wanted_label) in zip(made, expected, strict=True):
        assert pixels.tolist() == wanted.tolist()
        assert label == wanted_label


def test_worker_that_fails_stops_the_training():
    def fail(random):
        raise ValueError("torn picture")

    with Workshop([fail], 1) as workshop, pytest.raises(ValueError, match="torn picture"):
        next(workshop.batches(0, 1, 0))


def test_pieces_come_back_in_their_order():
    assert map_in_processes(pow, [2, 3, 4], [5, 3, 2]) == [32, 27, 16]


def test_recipes_of_the_project_are_complete():
    for model in MODELS:
        plan, _ = read_table(CONFIG, model)
        assert plan.hours > 0


def test_figures_are_in_event_files_that_tensorboard_reads(tmp_path):
    log = EventLog(tmp_path)
    log.write({"train/loss": 2.5, "val/recall": 0.75}, 40)
    log.write({"train/loss": 1.5}, 80)
    log.close()
    (path,) = tmp_path.glob("events.out.tfevents.*")
    assert scalars(path) == [
        ("train/loss", 40, 2.5),
        ("val/recall", 40, 0.75),
        ("train/loss", 80, 1.5),
    ]


def scalars(path):
    """Source: TensorBoard's record format: length, its checksum, the event, its checksum."""
    content = path.read_bytes()
    found = []
    while content:
        (length,) = struct.unpack("<Q", content[:8])
        event = Event.FromString(content[12 : 12 + length])
        found += [(value.tag, event.step, value.simple_value) for value in event.summary.value]
        content = content[16 + length :]
    return found


@pytest.fixture
def data(tmp_path):
    """A few drawn photos, crops and characters, as little as the three models train on."""
    random = np.random.default_rng(0)
    for part in ("detection", "plates"):
        (tmp_path / "data" / part / "images").mkdir(parents=True)
    with (tmp_path / "data/detection/labels.csv").open("w", newline="") as labels:
        writer = csv.writer(labels)
        writer.writerow(
            ["file", "source", "split", "width", "height", "x", "y", "w", "h", "plate_text"]
        )
        for number in range(10):
            pixels = random.integers(60, 120, (80, 120, 3), np.uint8)
            x, y, w, h = 10 + 4 * number, 30, 20 + 2 * number, 12
            pixels[y : y + h, x : x + w] = 240
            cv2.imwrite(str(tmp_path / f"data/detection/images/{number}.png"), pixels)
            split = "train" if number < 6 else "val"
            writer.writerow([f"{number}.png", "drawn", split, 120, 80, x, y, w, h, "AB12"])
    with (tmp_path / "data/plates/labels.csv").open("w", newline="") as labels:
        writer = csv.writer(labels)
        writer.writerow(["file", "source", "split", "text", "label_origin"])
        for number in range(8):
            pixels = np.full((40, 160, 3), 235, np.uint8)
            for place, character in enumerate("AB12"):
                corner = (12 + 36 * place, 32)
                cv2.putText(pixels, character, corner, cv2.FONT_HERSHEY_DUPLEX, 1.1, (20,) * 3, 2)
            cv2.imwrite(str(tmp_path / f"data/plates/images/{number}.png"), pixels)
            split = "train" if number < 4 else "val"
            writer.writerow([f"{number}.png", "crops", split, "AB12", "human"])
    (tmp_path / "data/characters").mkdir()
    np.savez(
        tmp_path / "data/characters/characters.npz",
        images=random.integers(0, 255, (40, 32, 32), np.uint8),
        labels=np.arange(40, dtype=np.int16) % 36,
        source=np.zeros(40, np.int16),
        classes=np.array(list("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
        source_names=np.array(["drawn"]),
        train=np.arange(30),
        val=np.arange(30, 40),
    )
    (tmp_path / "config.toml").write_text(RECIPE.replace("hours = 0.0008", "hours = 0.2") + OTHERS)
    return tmp_path / "data"


@pytest.fixture
def start(tmp_path):
    """Starts trainings in processes of their own; none of them outlives the test."""
    started = []

    def begin(model, *options):
        started.append(begin_training(model, tmp_path, *options))
        return started[-1]

    yield begin
    for run in started:
        run.kill()
        run.wait()


def begin_training(model, folder, *options):
    command = [sys.executable, "-m", "pipeline.training", model, "--data", str(folder / "data")]
    command += ["--out", str(folder / model), "--config", str(folder / "config.toml")]
    command += ["--no-export", "--workers", "1", *options]
    with (folder / f"{model}.log").open("ab") as log:
        return subprocess.Popen(command, cwd=PROJECT, stdout=log, stderr=log)


def progress(model, folder):
    path = folder / model / "progress.json"
    return json.loads(path.read_text()) if path.exists() else {"step_count": 0}


@pytest.mark.slow
@pytest.mark.timeout(3 * PATIENCE_S)
def test_training_that_is_killed_goes_on_where_it_was(data, tmp_path, start):
    runs = {model: start(model) for model in MODELS}
    workers = []
    for model, run in runs.items():
        deadline = time.monotonic() + PATIENCE_S
        while not progress(model, tmp_path)["step_count"]:
            said = (tmp_path / f"{model}.log").read_text()
            assert run.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.1)
        workers += psutil.Process(run.pid).children()
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
    assert workers
    _, alive = psutil.wait_procs(workers, timeout=30)
    assert not alive, "workers outlive their parent"

    kept, resumed = {}, {}
    for model in MODELS:
        before = progress(model, tmp_path)
        kept[model] = before["step_count"]
        hours = str((before["elapsed_s"] + 2) / 3600)
        resumed[model] = start(model, "--resume", "--hours", hours)
    for model, run in resumed.items():
        said = tmp_path / f"{model}.log"
        assert run.wait(PATIENCE_S) == 0, said.read_text()
        assert f"going on from step {kept[model]}," in said.read_text()
        assert progress(model, tmp_path)["step_count"] > kept[model]
        assert (tmp_path / model / "average.weights.h5").exists()
        assert (tmp_path / model / "best.weights.h5").exists()
        assert list((tmp_path / model / "events").glob("events.out.tfevents.*"))
