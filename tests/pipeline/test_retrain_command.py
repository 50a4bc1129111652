"""``retrain`` from an export to a candidate: whole, killed on the way, and with what is wrong."""

import hashlib
import os
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import psutil
import pytest

from console.paths import application_folder, weights_folder
from pipeline.model_shelf import SHIPPED, ModelShelf
from pipeline.recogniser import load_recogniser
from pipeline.training.plan import CONFIG
from tests.support.site_plates import draw_site_plates, odd_fonts, write_export

PATIENCE_S = 900.0
SMALL = {
    "judged_rendered = 240": "judged_rendered = 8",
    "rendered_plates = 4000": "rendered_plates = 24",
    "keep_every_s = 20.0": "keep_every_s = 0.0",
    "steps = 400": "steps = 6",
    "steps = 160": "steps = 6",
    "judge_every = 400": "judge_every = 3",
    "judge_every = 160": "judge_every = 3",
    "batch = 48": "batch = 8",
    "batch = 128": "batch = 8",
}


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    plates = [(one, "ABC123") for one in draw_site_plates(odd_fonts(folder / "fonts"), 36, 3)]
    # A small site: 14 of train are held back besides, and one chooses.
    splits = {"train": plates[:28], "val": plates[28:32], "test": plates[32:]}
    return write_export(folder / "export", splits)


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """The recipe with a few small steps."""
    text = CONFIG.read_text(encoding="utf-8")
    before, head, table = text.partition("[retraining]")
    for usual, small in SMALL.items():
        assert usual in table, usual
        table = table.replace(usual, small)
    path = tmp_path_factory.mktemp("config") / "config.toml"
    path.write_text(before + head + table, encoding="utf-8")
    assert tomllib.loads(path.read_text(encoding="utf-8"))["retraining"]["reader"]["steps"] == 6
    return path


def start(models, export, config):
    command = [sys.executable, "-m", "pipeline.training", "retrain", str(export)]
    command += ["--models", str(models), "--shipped", str(weights_folder())]
    command += ["--config", str(config), "--workers", "1"]
    models.mkdir(exist_ok=True)
    with (models / "log").open("ab") as log:
        return subprocess.Popen(
            command, cwd=application_folder(), stdout=subprocess.PIPE, stderr=log, text=True
        )


def finish(run, models):
    out, _ = run.communicate(timeout=PATIENCE_S)
    assert run.returncode == 0, (models / "log").read_text()
    return Path(out.strip().splitlines()[-1])


def kill_when_kept(run, models, model):
    """Kill the run and its workers as soon as it has kept a step of ``model``."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not list(models.glob(f"runs/*/{model}/state.npz")):
        assert run.poll() is None, (models / "log").read_text()
        assert time.monotonic() < deadline_s
        time.sleep(0.05)
    workers = psutil.Process(run.pid).children()
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert not alive, "workers outlive their parent"


def digests(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in [*folder.glob("*.t*"), folder / "comparison.json", folder / "card.md"]
    }


@pytest.mark.slow
@pytest.mark.timeout(3 * PATIENCE_S)
def test_a_killed_retraining_ends_with_the_same_candidate(export, config, tmp_path):
    cut, whole = tmp_path / "cut", tmp_path / "whole"
    whole_run, cut_run = start(whole, export, config), start(cut, export, config)
    try:
        kill_when_kept(cut_run, cut, "reader")
        cut_run = start(cut, export, config)
        made, again = finish(whole_run, whole), finish(cut_run, cut)
    finally:
        for run in (whole_run, cut_run):
            run.kill()
            run.wait()
    assert made.name == again.name
    assert digests(made) == digests(again)
    shelf = ModelShelf(whole, weights_folder())
    assert shelf.versions() == (made.name,)
    candidate = shelf.verified(made.name)
    assert (candidate.based_on, candidate.learned_count) == (SHIPPED, 13)
    assert candidate.comparison.held_back.count == 18
    names = {one.name for one in candidate.comparison.slices}
    assert {"all", "lane north", "rendered plates"} <= names
    own = {"site_reader.tflite", "site_classifier.tflite", "keras/site_reader.weights.h5"}
    assert {"reader.tflite", "classifier.tflite", *own} <= set(candidate.files)
    shipped, made_from = weights_folder() / "reader.tflite", made / "reader.tflite"
    assert made_from.read_bytes() == shipped.read_bytes(), "what is shipped stays as it is"
    assert load_recogniser(made, 1).weights_version
    assert "only 18 of 36 plates can be held back" in (whole / "log").read_text(encoding="utf-8")
    assert "**What speaks against it.**" in (made / "card.md").read_text(encoding="utf-8")
