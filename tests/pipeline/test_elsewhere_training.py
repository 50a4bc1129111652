"""The packed data, and the tool that trains with it on a machine without a network."""

import io
import subprocess
import sys
import zipfile

import cv2
import numpy as np
import pytest

from pipeline.training import elsewhere
from pipeline.training.detector_data import read_labels
from pipeline.training.glyph_set import load_shared_glyphs
from pipeline.training.pack import pack
from pipeline.training.plate_set import load_crops, load_training_plates, read_rows
from pipeline.training.reading_figures import load_colour_crops
from tests.pipeline.test_resumed_training import PROJECT, data

__all__ = ["data"]


@pytest.fixture
def unpacked(data, tmp_path):
    pixels = np.full((800, 1600, 3), 60, np.uint8)
    pixels[400:440, 1000:1160] = 250
    cv2.imwrite(str(data / "detection/images/large.png"), pixels)
    cv2.imwrite(str(data / "detection/images/secret.png"), pixels)
    with (data / "detection/labels.csv").open("a") as labels:
        labels.write("large.png,large,train,1600,800,1000,400,160,40,XY99\n")
        labels.write("large.png,large,train,1600,800,100,100,80,20,\n")
        labels.write("secret.png,large,test,1600,800,1000,400,160,40,XY99\n")
    pack(data, tmp_path / "packed.zip")
    (tmp_path / "work").mkdir()
    return elsewhere.unpack(tmp_path / "packed.zip", tmp_path / "work")


class TestPack:
    def test_photos_shrink_with_their_plates_and_test_stays_at_home(self, unpacked):
        files = {part.file: part for part in read_labels(unpacked / "detection/labels.csv")}
        boxes = list(files["large.webp"].boxes)
        assert boxes == [(320, 128, 371.2, 140.8), (32, 32, 57.6, 38.4)]
        pixels = cv2.imread(str(unpacked / "detection/images/large.webp"))
        assert pixels is not None
        assert pixels.shape == (256, 512, 3)
        assert "secret.webp" not in files
        assert not (unpacked / "detection/images/secret.webp").exists()

    def test_plates_of_photos_are_cut_before_the_photos_shrink(self, data, unpacked):
        for folder in (data, unpacked):
            plates = {plate.source: plate for plate in load_training_plates(folder)}
            plate = plates["large"]
            assert plate.text == "XY99"
            (left, top), _, (right, bottom), _ = plate.corners
            assert (right - left, bottom - top) == (160, 40)
            inside = plate.pixels[int(top) + 3 : int(bottom) - 3, int(left) + 3 : int(right) - 3]
            assert inside.min() > 225
            assert plate.pixels[2, 2] < 90

    def test_training_sees_as_many_plates_as_at_home(self, data, unpacked):
        for load in (load_training_plates, lambda folder: load_crops(folder, "val")):
            assert [plate.text for plate in load(unpacked)] == [plate.text for plate in load(data)]
        assert len(load_colour_crops(unpacked, "train")) == 4
        assert read_rows(unpacked / "plates/labels.csv", "test") == []

    def test_characters_keep_their_labels_and_nearly_their_greys(self, data, unpacked):
        for split in ("train", "val"):
            before, after = (load_shared_glyphs(folder, split) for folder in (data, unpacked))
            assert before.labels.tolist() == after.labels.tolist()
            assert before.sources == after.sources
            apart = before.glyphs.astype(int) - after.glyphs
            assert np.abs(apart).max() <= 4

    def test_same_data_gives_the_same_archive(self, data, tmp_path):
        for name in ("one.zip", "two.zip"):
            pack(data, tmp_path / name)
        assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


class TestElsewhere:
    def test_state_comes_back_into_an_empty_folder_and_not_over_a_newer_one(self, tmp_path):
        run, out = tmp_path / "run", tmp_path / "out"
        out.mkdir()
        (run / "events").mkdir(parents=True)
        for name in ("average.weights.h5", "best.weights.h5", "progress.json", "events/e"):
            (run / name).write_text(name)
        elsewhere.copy_results("detector", run, out)
        elsewhere.copy_results("reader", run, out)
        assert (out / "detector.weights.h5").read_text() == "average.weights.h5"
        assert (out / "reader.weights.h5").read_text() == "best.weights.h5"
        elsewhere.bring_back("reader", tmp_path / "fresh", out)
        assert (tmp_path / "fresh/events/e").read_text() == "events/e"
        assert (tmp_path / "fresh/best.weights.h5").read_text() == "best.weights.h5"
        (run / "progress.json").write_text("newer")
        elsewhere.bring_back("reader", run, out)
        assert (run / "progress.json").read_text() == "newer"

    def test_wheel_beside_the_archive_is_installed_without_a_network(self, tmp_path, monkeypatch):
        monkeypatch.setattr(elsewhere, "_NEEDED", {"gatehouse_probe": "gatehouse_probe"})
        monkeypatch.setattr(elsewhere, "_WELCOME", {})
        monkeypatch.setattr(sys, "path", [*sys.path])
        with pytest.raises(SystemExit, match="gatehouse_probe"):
            elsewhere.add_wheels(tmp_path, tmp_path / "site")
        write_wheel(tmp_path / "gatehouse_probe-1.0-py3-none-any.whl")
        site = elsewhere.add_wheels(tmp_path, tmp_path / "site")
        assert (site / "gatehouse_probe.py").read_text() == "ANSWER = 42\n"

    def test_backend_that_is_asked_for_is_taken(self):
        assert elsewhere.choose_backend({"KERAS_BACKEND": "torch"}) == "torch"

    def test_tool_starts_with_nothing_but_python(self):
        tool = [str(PROJECT / "tools/train-elsewhere"), "--help"]
        environment = {"PATH": "/usr/bin:/bin", "PYTHON": sys.executable}
        said = subprocess.run(tool, env=environment, capture_output=True, text=True, check=True)
        assert "--minutes" in said.stdout


def write_wheel(path):
    about = "gatehouse_probe-1.0.dist-info"
    files = {
        "gatehouse_probe.py": "ANSWER = 42\n",
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: gatehouse-probe\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*files, f"{about}/RECORD"])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        for name, text in (files | {f"{about}/RECORD": record}).items():
            wheel.writestr(name, text)
    path.write_bytes(content.getvalue())
