import hashlib
import tomllib
from pathlib import Path

import pytest

from pipeline.errors import WeightsError
from pipeline.training.export import update_manifest, write_model
from pipeline.weights import load_manifest

SHIPPED = Path(__file__).parents[2] / "weights"


@pytest.fixture
def folder(tmp_path):
    write_model(
        tmp_path,
        "reader",
        b"not really a model",
        {"input_size": [64, 256], "alphabet": "0123", "figures": {"right": 34, "of": 40}},
    )
    return tmp_path


def test_manifest_gives_back_what_was_written(folder):
    model = load_manifest(folder).model("reader")
    assert (model.input_height_px, model.input_width_px) == (64, 256)
    assert model.alphabet == "0123"
    assert model.extra["figures"] == {"right": 34, "of": 40}
    assert model.read_verified() == b"not really a model"
    assert model.sha256 == hashlib.sha256(b"not really a model").hexdigest()


def test_changed_file_is_refused_by_name(folder):
    (folder / "reader.tflite").write_bytes(b"not really a mode!")
    with pytest.raises(WeightsError, match=r"reader\.tflite.*sha256 is .* manifest\.toml says"):
        load_manifest(folder).model("reader").read_verified()


def test_missing_file_is_told_apart_from_a_changed_one(folder):
    (folder / "reader.tflite").unlink()
    with pytest.raises(WeightsError, match=r"reader\.tflite.*No such file"):
        load_manifest(folder).model("reader").read_verified()


def test_missing_manifest_is_named(tmp_path):
    with pytest.raises(WeightsError, match=r"manifest\.toml.*No such file"):
        load_manifest(tmp_path)


@pytest.mark.parametrize("garbage", [b"[reader\nfile=", b"\xff\xfe\x00", b"reader = 3\n"])
def test_garbage_instead_of_a_manifest_is_named(tmp_path, garbage):
    (tmp_path / "manifest.toml").write_bytes(garbage)
    with pytest.raises(WeightsError, match=r"manifest\.toml"):
        load_manifest(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        'file = "../reader.tflite"',
        "file = 3",
        "input_size = [64]",
        "input_size = [0, 256]",
        'input_size = "64x256"',
        "alphabet = 35",
        "sha256 = false",
    ],
)
def test_table_of_the_wrong_form_is_named(folder, line):
    path = folder / "manifest.toml"
    key = line.split(" ", 1)[0]
    kept = [row for row in path.read_text().splitlines() if not row.startswith(f"{key} ")]
    kept.insert(1, line)
    path.write_text("\n".join(kept))
    with pytest.raises(WeightsError, match=r"\[reader\]"):
        load_manifest(folder)


def test_unknown_model_is_named(folder):
    with pytest.raises(WeightsError, match="names no model 'detector'"):
        load_manifest(folder).model("detector")


def test_manifest_does_not_depend_on_the_order_of_writing(tmp_path):
    tables = {
        "detector": {"file": "d", "sha256": "1", "input_size": [1, 2], "anchors": [[[1.5, 2.0]]]},
        "reader": {"input_size": [3, 4], "sha256": "2", "file": "r", "note": 'a "quoted" é\n'},
    }
    texts = []
    for order in (("detector", "reader"), ("reader", "detector"), ("reader", "detector", "reader")):
        folder = tmp_path / "-".join(order)
        folder.mkdir()
        for name in order:
            update_manifest(folder, name, tables[name])
        texts.append((folder / "manifest.toml").read_text(encoding="utf-8"))
    assert texts[0] == texts[1] == texts[2]
    assert tomllib.loads(texts[0]) == tables


def test_value_without_a_place_in_toml_is_refused(tmp_path):
    with pytest.raises(TypeError, match="Path has no place in manifest"):
        update_manifest(tmp_path, "reader", {"file": Path("reader.tflite")})


def test_every_shipped_model_is_the_one_that_was_measured():
    manifest = load_manifest(SHIPPED)
    assert "detector" in manifest.models
    for model in manifest.models.values():
        assert model.read_verified()
