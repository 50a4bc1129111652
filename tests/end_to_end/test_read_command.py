from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import console.commands.read
import console.site_models
import main
from console.paths import application_folder, weights_folder
from pipeline.geometry import iou
from pipeline.matching import match_key
from pipeline.training.scenes import Scene, render_scene
from pipeline.types import Box
from tests.support.pictures import as_16_bit, as_grey, save_picture, with_alpha

SEED_OF_A_CLEAR_PLATE = 0


@pytest.fixture(scope="module")
def scene() -> Scene:
    return render_scene(SEED_OF_A_CLEAR_PLATE, plate_height_px=64)


def read_json(
    capsys: pytest.CaptureFixture[str], *arguments: str | Path
) -> tuple[int, list[dict[str, Any]], str]:
    code = main.main(["read", "--json", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, [json.loads(line) for line in captured.out.splitlines()], captured.err


def test_one_line_a_picture_carries_every_key_of_the_contract(capsys, tmp_path, scene):
    path = save_picture(tmp_path / "gate.png", scene.pixels)
    code, (line,), errors = read_json(capsys, path)
    assert (code, errors) == (0, "")
    assert (line["file"], line["width"], line["height"]) == (str(path), 1280, 720)
    assert line["error"] is None
    assert line["elapsed_ms"] > 0
    (plate,) = line["plates"]
    assert plate["box"].keys() == {"x", "y", "width", "height"}
    assert len(plate["corners"]) == 4
    assert 0 < plate["confidence"] <= 1
    assert 0 < plate["detection_confidence"] <= 1
    assert plate["match"] is None
    assert "".join(character["text"] for character in plate["characters"]) == plate["text"]
    assert plate["candidates"][0]["text"] == plate["text"]
    assert match_key(plate["text"]) == scene.text


def test_the_box_of_the_plate_lies_on_the_plate(capsys, tmp_path, scene):
    _, (line,), _ = read_json(capsys, save_picture(tmp_path / "gate.png", scene.pixels))
    assert iou(Box(**line["plates"][0]["box"]), scene.plate_box) >= 0.45


@pytest.mark.parametrize("change", [as_16_bit, as_grey, with_alpha])
def test_unusual_pixel_formats_are_read_like_any_other(capsys, tmp_path, scene, change):
    path = save_picture(tmp_path / "unusual.png", change(scene.pixels))
    code, (line,), _ = read_json(capsys, path)
    assert code == 0
    assert match_key(line["plates"][0]["text"]) == scene.text


def test_bad_inputs_end_in_one_line_each_and_the_others_are_still_read(capsys, tmp_path, scene):
    good = save_picture(tmp_path / "good.jpg", scene.pixels)
    (tmp_path / "text.jpg").write_text("this is no picture\n")
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "torn.jpg").write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    (tmp_path / "folder").mkdir()
    code, lines, errors = read_json(
        capsys,
        *(tmp_path / name for name in ("missing.jpg", "text.jpg", "empty.jpg", "torn.jpg")),
        tmp_path / "folder",
        good,
    )
    assert code == 1
    assert [line["error"] is None for line in lines] == [False] * 5 + [True]
    assert len(lines[-1]["plates"]) == 1
    assert len(errors.splitlines()) == 5
    for name, line in zip(
        ("missing.jpg", "text.jpg", "empty.jpg", "torn.jpg", "folder"),
        errors.splitlines(),
        strict=True,
    ):
        assert name in line


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (3000, 1), (7, 5)])
def test_tiny_and_thin_pictures_show_no_plate_and_are_no_failure(capsys, tmp_path, shape):
    path = save_picture(tmp_path / "tiny.png", np.full((*shape, 3), 127, np.uint8))
    code, (line,), errors = read_json(capsys, path)
    assert (code, errors, line["error"]) == (0, "", None)


def test_a_picture_of_108_million_pixels_is_read(capsys, tmp_path, scene):
    enormous = cv2.resize(scene.pixels, (12_000, 9_000), interpolation=cv2.INTER_NEAREST)
    code, (line,), _ = read_json(capsys, save_picture(tmp_path / "enormous.jpg", enormous))
    assert (code, line["width"], line["height"]) == (0, 12_000, 9_000)
    assert len(line["plates"]) == 1


def test_marked_pictures_are_written_and_never_overwrite_each_other(capsys, tmp_path, scene):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        save_picture(tmp_path / folder / "gate.png", scene.pixels)
    code, _, _ = read_json(
        capsys, tmp_path / "a", tmp_path / "b", "--annotated", tmp_path / "marked"
    )
    assert code == 0
    assert {path.name for path in (tmp_path / "marked").iterdir()} == {"gate.jpg", "gate_2.jpg"}


def test_a_registry_gives_the_match_and_the_verdict(capsys, tmp_path, scene):
    picture = save_picture(tmp_path / "gate.png", scene.pixels)
    registry = tmp_path / "vehicles.csv"
    registry.write_text(f"plate,kind\n{scene.text.lower()},allow\nZZ99ZZ9999,allow\n")
    _, (line,), _ = read_json(capsys, picture, "--registry", registry)
    match = line["plates"][0]["match"]
    assert match["plate"] == scene.text
    assert match["cost"] == 0.0
    assert match["verdict"] in ("open", "review")
    registry.write_text(f"plate,kind\n{scene.text},block\n")
    _, (line,), _ = read_json(capsys, picture, "--registry", registry)
    assert line["plates"][0]["match"]["verdict"] == "refuse"


def test_a_video_is_read_frame_by_frame(capsys, tmp_path, scene):
    video = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(video), cv2.VideoWriter.fourcc(*"MJPG"), 10, (1280, 720))
    for _ in range(6):
        writer.write(scene.pixels)
    writer.release()
    code, lines, _ = read_json(capsys, video, "--video-step", "2")
    assert code == 0
    assert [line["frame"] for line in lines] == [0, 2, 4]
    assert all(match_key(line["plates"][0]["text"]) == scene.text for line in lines)


@pytest.mark.parametrize("damage", ["flipped", "missing", "no manifest"])
def test_weights_that_are_not_the_shipped_ones_are_refused(
    capsys, tmp_path, scene, monkeypatch, damage
):
    weights = tmp_path / "weights"
    shutil.copytree(weights_folder(), weights)
    detector = weights / "detector.tflite"
    if damage == "flipped":
        content = bytearray(detector.read_bytes())
        content[len(content) // 2] ^= 1
        detector.write_bytes(content)
    elif damage == "missing":
        detector.unlink()
    else:
        (weights / "manifest.toml").unlink()
    monkeypatch.setattr(console.site_models, "weights_folder", lambda: weights)
    picture = save_picture(tmp_path / "gate.png", scene.pixels)
    assert main.main(["read", str(picture)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert ("manifest.toml" if damage == "no manifest" else "detector.tflite") in captured.err


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=400), suffix=st.sampled_from([".jpg", ".png", ".bmp", ".mp4"]))
def test_any_bytes_are_a_picture_or_one_clear_line(capsys, tmp_path, content, suffix):
    path = tmp_path / f"fuzz{suffix}"
    path.write_bytes(content)
    code, lines, errors = read_json(capsys, path)
    assert code in (0, 1)
    assert len(lines) == 1
    assert (code == 1) == (len(errors.splitlines()) == 1)


@pytest.mark.parametrize(
    "arguments",
    [[], ["read"], ["evaluate"], ["bench"], ["registry"]],
    ids=lambda arguments: " ".join(arguments) or "console",
)
def test_help_is_there_for_every_command(capsys, arguments):
    with pytest.raises(SystemExit) as leaving:
        main.main([*arguments, "--help"])
    assert leaving.value.code == 0
    assert "--settings" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["fly"],
        ["registry", "steal", "x.csv"],
        ["--lanes", "0", "--demo"],
        ["--seconds", "x"],
        ["--source", "."],
        ["bench", "--rounds", "0"],
    ],
)
def test_wrong_usage_ends_with_code_2(capsys, arguments):
    try:
        code: object = main.main(arguments)
    except SystemExit as leaving:
        code = leaving.code
    assert code == 2
    assert capsys.readouterr().err


def test_the_program_itself_reports_a_missing_file(tmp_path):
    missing = tmp_path / "no such picture.jpg"
    finished = subprocess.run(
        [sys.executable, "main.py", "read", str(missing)],
        cwd=application_folder(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 1
    assert finished.stdout == ""
    assert finished.stderr.splitlines() == [f"{missing}: no such file or folder"]
