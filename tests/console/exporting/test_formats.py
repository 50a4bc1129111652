"""Every format is loaded back with what its users load it with."""

import contextlib
import csv
import hashlib
import io
import json
from collections import Counter

import cv2
import numpy as np
import pytest
import yaml
from globox import AnnotationSet
from pycocotools.coco import COCO
from tqdm import tqdm

from console.exporting.types import LABELS, Split

SPLITS = tuple(split.value for split in Split)


@pytest.fixture(autouse=True)
def _no_monitor(monkeypatch):
    """globox counts with tqdm, whose monitor would be a thread that outlives the test."""
    monkeypatch.setattr(tqdm, "monitor_interval", 0)


def load_picture(path, mode=cv2.IMREAD_COLOR):
    picture = cv2.imread(str(path), mode)
    assert picture is not None, path
    return np.asarray(picture)


def wanted_boxes(record):
    """Name and corners (left, top, right, bottom) of everything labelled in a picture."""
    boxes = [("plate", plate["box"]) for plate in record["plates"]]
    boxes += [(character["text"], character["box"]) for character in record["characters"]]
    return sorted((name, x, y, x + width, y + height) for name, (x, y, width, height) in boxes)


def close_to(boxes, tolerance_px):
    return [
        (name, *(pytest.approx(side, abs=tolerance_px) for side in sides)) for name, *sides in boxes
    ]


def loaded_boxes(annotation):
    return sorted(
        (box.label, *(float(side) for side in (box.xmin, box.ymin, box.xmax, box.ymax)))
        for box in annotation.boxes
    )


def load_coco(folder, split):
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(folder / "coco" / "annotations" / f"instances_{split}.json")


def test_pycocotools_finds_every_box_corner_and_text(exported):
    found = {}
    for split in SPLITS:
        coco = load_coco(exported.folder, split)
        names = {one["id"]: one["name"] for one in coco.loadCats(coco.getCatIds())}
        assert list(names.values()) == ["plate", *LABELS]
        for image in coco.loadImgs(coco.getImgIds()):
            annotations = coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))
            found[image["file_name"].removesuffix(".jpg")] = (image, annotations, names)
            picture = load_picture(exported.folder / "coco/images" / split / image["file_name"])
            assert picture.shape == (image["height"], image["width"], 3)
    assert len(found) == len(exported.records) == 8
    for record in exported.records:
        image, annotations, names = found[record["id"]]
        boxes = sorted(
            (names[one["category_id"]], x, y, x + width, y + height)
            for one in annotations
            for x, y, width, height in [one["bbox"]]
        )
        assert boxes == close_to(wanted_boxes(record), 0.05)
        plate = next(one for one in annotations if one["attributes"].get("decided"))
        assert plate["attributes"]["text"] == record["text"]
        assert plate["attributes"]["observed_text"] == record["observed_text"]
        assert plate["attributes"]["reason"] == record["reason"]
        assert image["attributes"]["lane"] == record["lane"]
        assert image["attributes"]["weights_version"] == record["weights_version"]
        corners = [side for x, y in record["plates"][0]["corners"] for side in (x, y, 2)]
        assert plate["keypoints"] == pytest.approx(corners, abs=0.05)


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # pycocotools 2.0.11, NumPy 2
def test_pycocotools_makes_masks_of_the_corners(exported):
    coco = load_coco(exported.folder, "train")
    plate = coco.loadAnns(coco.getAnnIds(catIds=[1]))[0]
    assert coco.annToMask(plate).sum() == pytest.approx(plate["area"], rel=0.25)


def test_a_yolo_folder_is_found_through_its_data_yaml(exported):
    folder = exported.folder / "yolo"
    settings = yaml.safe_load((folder / "data.yaml").read_text(encoding="utf-8"))
    assert settings["names"] == dict(enumerate(["plate", *LABELS]))
    assert settings["nc"] == 37
    assert "path" not in settings  # the folder may be moved: paths hold beside data.yaml
    found = {}
    for split in SPLITS:
        images = folder / settings[split]
        labels = folder / "labels" / images.name
        assert images.is_dir()
        for annotation in AnnotationSet.from_yolo_v5(labels, image_folder=images):
            for box in annotation.boxes:
                box.label = settings["names"][int(box.label)]
            found[annotation.image_id.removesuffix(".jpg")] = loaded_boxes(annotation)
    for record in exported.records:
        assert found[record["id"]] == close_to(wanted_boxes(record), 0.05)


def test_voc_counts_pixels_from_one_and_includes_the_last(exported):
    folder = exported.folder / "voc"
    found = {
        annotation.image_id.removesuffix(".jpg"): annotation
        for annotation in AnnotationSet.from_pascal_voc(folder / "Annotations")
    }
    for record in exported.records:
        annotation = found[record["id"]]
        assert annotation.image_size == (record["width"], record["height"])
        # the first pixel is 1, and the last one is part of the box: left + 1, right as it is
        wanted = [
            (name, left + 1, top + 1, right, bottom)
            for name, left, top, right, bottom in wanted_boxes(record)
        ]
        assert Counter(box[0] for box in loaded_boxes(annotation)) == Counter(
            box[0] for box in wanted
        )
        for box, other in zip(sorted(loaded_boxes(annotation)), sorted(wanted), strict=True):
            assert box[1:] == pytest.approx(other[1:], abs=0.51)
    listed = {
        name: split
        for split in SPLITS
        for name in (folder / "ImageSets/Main" / f"{split}.txt").read_text().split()
    }
    assert listed == {record["id"]: record["split"] for record in exported.records}


def test_the_csv_is_what_fast_plate_ocr_trains_from(exported):
    texts = {}
    for split in SPLITS:
        table = exported.folder / "ocr-csv" / f"{split}.csv"
        with table.open(newline="", encoding="utf-8") as file:
            rows = csv.DictReader(file)
            assert rows.fieldnames == ["image_path", "plate_text"]
            for row in rows:
                # it joins the path to the folder of the CSV
                plate = load_picture(table.parent / row["image_path"])
                assert 64 <= plate.shape[0] <= 96
                assert set(row["plate_text"]) <= set(LABELS)
                texts[row["image_path"].rpartition("/")[2].removesuffix(".png")] = row["plate_text"]
    assert texts == {record["id"]: record["text"] for record in exported.records}


def test_characters_lie_in_a_folder_for_each_class(exported):
    folder = exported.folder / "characters"
    found: Counter[str] = Counter()
    for path in folder.rglob("*.png"):
        split, label, name = path.relative_to(folder).parts
        glyph = load_picture(path, cv2.IMREAD_UNCHANGED)
        assert glyph.shape == (32, 32)
        number, place = name.removesuffix(".png").rsplit("_", 1)
        record = next(one for one in exported.records if one["id"] == number)
        assert record["split"] == split
        assert record["text"][int(place)] == label
        found[number] += 1
    assert found == {one["id"]: len(one["text"]) for one in exported.records if one["characters"]}
    assert exported.counts.characters == sum(found.values()) > 30


def test_what_lies_beside_the_formats_fits_the_files(exported):
    manifest, folder = exported.manifest, exported.folder
    assert manifest["gatehouse_export"] == 1
    assert manifest["formats"] == {
        name: name for name in ("yolo", "coco", "voc", "ocr-csv", "characters")
    }
    assert (manifest["created_by"], manifest["why"]) == ("Ravi Kumar", "retraining")
    assert manifest["counts"]["pictures"] == 8
    assert manifest["counts"]["labelled_by"] == {"person": 7, "policy": 1}
    sums = (folder / "SHA256SUMS").read_bytes()
    assert hashlib.sha256(sums).hexdigest() == manifest["sha256sums_sha256"]
    listed = {}
    for line in sums.decode().splitlines():
        sha256, _, path = line.partition("  ")
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == sha256
        listed[path] = sha256
    on_disk = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert on_disk - set(listed) == {"SHA256SUMS", "export.json"}
    assert listed["records.jsonl"] == manifest["records_sha256"]
    for record in exported.records:
        for paths in record["files"].values():
            assert set(paths) <= set(listed)


def test_pictures_are_the_evidence_byte_for_byte(exported):
    for record in exported.records:
        (path,) = record["files"]["voc"]
        picture = (exported.folder / path).read_bytes()
        assert hashlib.sha256(picture).hexdigest() == record["picture_sha256"]


def test_annotated_pictures_are_marked_copies(exported):
    for record in exported.records:
        name = f"{record['split']}/{record['id']}.jpg"
        marked = load_picture(exported.folder / "annotated" / name)
        plain = load_picture(exported.folder / "yolo/images" / name)
        times = marked.shape[0] // plain.shape[0]
        assert marked.shape == (plain.shape[0] * times, plain.shape[1] * times, 3)
        blue, green, red = (marked[..., channel].astype(int) for channel in range(3))
        is_green = green - np.maximum(blue, red) > 40
        x, y, width, height = (round(side * times) for side in record["plates"][0]["box"])
        assert is_green[max(0, y - 60) : y + height + 60, x : x + width].sum() > 200


def test_nothing_says_who_decided(exported):
    assert "Meera" not in json.dumps(exported.records)
