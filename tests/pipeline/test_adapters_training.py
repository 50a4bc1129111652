"""Other people's data sets, by hand-made folders of a few pictures."""

import csv

import cv2
import numpy as np
import pytest

from pipeline.training.__main__ import main as training_main
from pipeline.training.adapt import straighten, write_layout
from pipeline.training.adapters import (
    UnreadableLabelsError,
    read_ccpd,
    read_ufpr,
    read_yolo,
)
from pipeline.training.detector_data import read_labels
from pipeline.training.plate_set import load_crops, load_training_plates

CCPD_NAME = (
    "025-95_113-154&383_386&473-386&473_177&454_154&383_363&402-0_0_22_27_27_33_16-37-15.jpg"
)
UFPR_LABELS = """camera: GoPro Hero4 Silver
position_vehicle: 80 30 90 90
\ttype: car
\tmake: Fiat
plate: AYO-9034
corners: 100,60 140,64 140,76 100,72
\tchar 1: 102 62 5 9
"""


def picture(path, width=200, height=120, box=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.full((height, width, 3), 70, np.uint8)
    if box is not None:
        x, y, w, h = box
        pixels[y : y + h, x : x + w] = (255, 0, 255)
    cv2.imwrite(str(path), pixels)


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class TestCcpd:
    def test_name_tells_text_and_corners(self, tmp_path):
        picture(tmp_path / "ccpd_base" / CCPD_NAME, 720, 1160)
        (found,) = read_ccpd(tmp_path)
        (plate,) = found.plates
        assert plate.text == "皖AY339S"
        assert plate.corners.tolist() == [[154, 383], [363, 402], [386, 473], [177, 454]]

    def test_lists_decide_about_the_split(self, tmp_path):
        picture(tmp_path / "ccpd_base" / CCPD_NAME)
        for split in ("train", "val", "test"):
            (tmp_path / "splits").mkdir(exist_ok=True)
            for name in ("train", "val", "test"):
                listed = f"ccpd_base/{CCPD_NAME}\n" if name == split else "ccpd_base/other.jpg\n"
                (tmp_path / f"splits/{name}.txt").write_text(listed)
            assert [found.split for found in read_ccpd(tmp_path)] == [split]

    def test_one_plate_stays_in_one_split_without_lists(self, tmp_path):
        for area in range(10):
            picture(tmp_path / "ccpd_blur" / CCPD_NAME.replace("025-", f"{area:03}-", 1))
        assert len({found.split for found in read_ccpd(tmp_path)}) == 1

    def test_pictures_without_plates_are_negatives_and_others_are_left_out(self, tmp_path):
        picture(tmp_path / "ccpd_np" / "1.jpg")
        picture(tmp_path / "ccpd_base" / "holiday.jpg")
        (found,) = read_ccpd(tmp_path)
        assert found.plates == ()

    def test_impossible_character_is_named(self, tmp_path):
        picture(tmp_path / "ccpd_base" / CCPD_NAME.replace("-0_0_22", "-99_0_22"))
        with pytest.raises(UnreadableLabelsError, match="99_0_22"):
            list(read_ccpd(tmp_path))


class TestUfpr:
    def folder(self, tmp_path, labels=UFPR_LABELS):
        picture(tmp_path / "validation/track0001/track0001[01].png")
        (tmp_path / "validation/track0001/track0001[01].txt").write_text(labels)
        return tmp_path

    def test_text_file_tells_plate_and_corners(self, tmp_path):
        (found,) = read_ufpr(self.folder(tmp_path))
        (plate,) = found.plates
        assert (found.split, plate.text) == ("val", "AYO9034")
        assert plate.corners.tolist() == [[100, 60], [140, 64], [140, 76], [100, 72]]

    def test_box_serves_where_there_are_no_corners(self, tmp_path):
        labels = "plate: AYO9034\nposition_plate: 100 60 40 12\n"
        (found,) = read_ufpr(self.folder(tmp_path, labels))
        corners = found.plates[0].corners
        assert corners.tolist() == [[100, 60], [140, 60], [140, 72], [100, 72]]

    @pytest.mark.parametrize("labels", ["", "plate: AYO9034\n", "corners: 1,2 3,4\n"])
    def test_labels_without_plate_or_place_are_named(self, tmp_path, labels):
        with pytest.raises(UnreadableLabelsError, match=r"track0001\[01\]\.txt"):
            list(read_ufpr(self.folder(tmp_path, labels)))

    def test_missing_labels_are_named(self, tmp_path):
        picture(tmp_path / "training/track0002/track0002[01].png")
        with pytest.raises(UnreadableLabelsError, match=r"track0002\[01\]\.txt"):
            list(read_ufpr(tmp_path))


class TestYolo:
    def test_centres_and_sides_become_pixels(self, tmp_path):
        picture(tmp_path / "train/images/a.png", 200, 100)
        (tmp_path / "train/labels").mkdir()
        (tmp_path / "train/labels/a.txt").write_text("0 0.5 0.4 0.2 0.1\n\n3 0.1 0.1 0.1 0.1\n")
        (found,) = read_yolo(tmp_path)
        assert found.split == "train"
        first, second = (plate.corners for plate in found.plates)
        assert first.tolist() == [[80, 35], [120, 35], [120, 45], [80, 45]]
        assert second[0].tolist() == [10, 5]

    def test_polygon_counts_as_its_box(self, tmp_path):
        picture(tmp_path / "images/test/a.png", 200, 100)
        (tmp_path / "labels/test").mkdir(parents=True)
        (tmp_path / "labels/test/a.txt").write_text("0 0.1 0.2 0.3 0.1 0.3 0.5 0.1 0.4\n")
        (found,) = read_yolo(tmp_path)
        assert found.split == "test"
        expected = [[20, 10], [60, 10], [60, 50], [20, 50]]
        np.testing.assert_allclose(found.plates[0].corners, expected, atol=1e-3)

    def test_no_labels_mean_no_plate(self, tmp_path):
        picture(tmp_path / "valid/images/a.png")
        (found,) = read_yolo(tmp_path)
        assert (found.split, found.plates) == ("val", ())

    def test_data_yaml_decides_about_the_split(self, tmp_path):
        picture(tmp_path / "part1/images/a.png")
        picture(tmp_path / "part2/images/b.png")
        (tmp_path / "data.yaml").write_text(
            "train: ../part1/images\nval: part2/images # chosen by hand\nnc: 1\nnames: ['plate']\n"
        )
        assert {found.path.name: found.split for found in read_yolo(tmp_path)} == {
            "a.png": "train",
            "b.png": "val",
        }

    def test_variants_of_a_picture_stay_together(self, tmp_path):
        for number in range(12):
            picture(tmp_path / f"images/car.rf.{number}.png")
        assert len({found.split for found in read_yolo(tmp_path)}) == 1

    def test_torn_line_is_named(self, tmp_path):
        picture(tmp_path / "images/a.png")
        (tmp_path / "labels").mkdir()
        (tmp_path / "labels/a.txt").write_text("0 0.5 0.4 0.2 0.1\n0 0.5 x\n")
        with pytest.raises(UnreadableLabelsError, match=r"a\.txt:2"):
            list(read_yolo(tmp_path))


def test_written_layout_is_what_training_reads(tmp_path):
    picture(tmp_path / "set/training/t/t[01].png", 1920, 1080, box=(400, 600, 200, 50))
    labels = "plate: ABC1234\ncorners: 400,600 600,600 600,650 400,650\n"
    (tmp_path / "set/training/t/t[01].txt").write_text(labels)
    assert write_layout(read_ufpr(tmp_path / "set"), tmp_path / "out") == (1, 1)
    (labelled,) = read_labels(tmp_path / "out/detection/labels.csv")
    assert labelled.boxes == ((200.0, 300.0, 300.0, 325.0),)
    (crop,) = load_crops(tmp_path / "out", "train")
    assert (crop.text, crop.label_origin, crop.pixels.shape) == ("ABC1234", "human", (50, 200))
    # Nothing but the plate: magenta is 105 in grey, the ground 70.
    assert crop.pixels[2:-2, 2:-2].min() > 95
    assert [plate.text for plate in load_training_plates(tmp_path / "out")] == ["ABC1234"]


def test_negatives_have_a_row_without_a_box(tmp_path):
    picture(tmp_path / "set/train/images/a.png")
    write_layout(read_yolo(tmp_path / "set"), tmp_path / "out")
    (row,) = rows_of(tmp_path / "out/detection/labels.csv")
    assert (row["split"], row["x"], row["plate_text"]) == ("train", "", "")


def test_tilted_plate_is_straightened():
    pixels = np.zeros((100, 200, 3), np.uint8)
    corners = np.array([[20, 20], [120, 50], [120, 80], [20, 50]], np.float32)
    cv2.fillConvexPoly(pixels, corners.astype(np.int32), (255, 255, 255))
    upright = straighten(pixels, corners)
    assert upright.shape[0] == 30
    assert upright[2:-2, 2:-2].min() > 200


def test_command_says_in_one_line_what_is_wrong(tmp_path, caplog):
    (tmp_path / "empty").mkdir()
    for folder, fault in (("no", "no such folder"), ("empty", "no picture of a ccpd data set")):
        arguments = ["adapt", "ccpd", str(tmp_path / folder), str(tmp_path / "out")]
        assert training_main(arguments) == 1
        assert fault in caplog.records[-1].getMessage()
