from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

import main
from pipeline.geometry import crop
from pipeline.training.evaluation import (
    DetectionFigures,
    ReadingFigures,
    ThresholdFigures,
    TruePlate,
    pair_boxes,
)
from pipeline.training.scenes import render_scene
from pipeline.types import Box
from tests.support.pictures import save_picture
from tests.support.reads import make_read

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def test_boxes_are_paired_once_greatest_overlap_first():
    truth = [Box(0, 0, 10, 10), Box(20, 0, 10, 10)]
    found = [Box(21, 0, 10, 10), Box(0, 0, 10, 9), Box(0, 0, 10, 10)]
    assert [(i, j) for i, j, _ in pair_boxes(found, truth)] == [(2, 0), (0, 1)]


def test_detection_counts_recall_at_two_overlaps_and_boxes_on_negatives():
    figures = DetectionFigures()
    figures.add([Box(0, 0, 10, 10)], [Box(0, 0, 10, 10)])
    figures.add([Box(0, 0, 10, 6)], [Box(0, 0, 10, 10)])
    figures.add([], [Box(0, 0, 10, 10)])
    figures.add([Box(0, 0, 5, 5)], [])
    assert (figures.recall_50.hits, figures.recall_75.hits, figures.recall_50.total) == (2, 1, 3)
    assert (figures.false_count, figures.false_on_negatives_count, figures.negative_count) == (
        0,
        1,
        1,
    )


def test_reading_merges_o_and_zero_and_counts_single_characters():
    figures = ReadingFigures()
    figures.add("KA01AB1234", "KAO1AB1234")
    figures.add("KA01AB123", "KA01AB1284")
    assert (figures.exact.hits, figures.exact.total) == (1, 2)
    assert (figures.character_count, figures.character_error_count) == (20, 2)


def test_evaluate_counts_plates_found_and_read_in_labelled_pictures(capsys, tmp_path):
    (tmp_path / "images").mkdir()
    rows = ["file,source,split,width,height,x,y,w,h,plate_text"]
    for seed in (0, 2, 3):
        scene = render_scene(seed, plate_height_px=64)
        save_picture(tmp_path / "images" / f"{seed}.png", scene.pixels)
        box = scene.plate_box
        rows.append(
            f"{seed}.png,rendered,test,1280,720,{box.x},{box.y},{box.width},{box.height},{scene.text}"
        )
    rows.append("missing.png,rendered,test,1280,720,,,,,")
    labels = tmp_path / "labels.csv"
    labels.write_text("\n".join(rows) + "\n")
    assert main.main(["evaluate", str(labels), "--json"]) == 1
    captured = capsys.readouterr()
    summary = json.loads(captured.out)
    assert summary["detection"]["recall_iou_50"] == {"hits": 3, "total": 3, "rate": 1.0}
    assert summary["reading"]["exact"]["total"] == 3
    assert summary["reading"]["exact"]["hits"] >= 2
    kept = summary["thresholds"]["not_set_aside"]["labelled"]
    assert kept["total"] == 3
    assert "night" not in summary["reading_by_slice"]
    assert len(summary["errors"]) == 1
    assert "missing.png" in captured.err


def make_crops(folder: Path) -> Path:
    """Labels of three plates: one typed by people, one by machines and dark, one square."""
    (folder / "images").mkdir()
    rows = ["file,source,split,text,label_origin"]
    for name, origin, shade, height_px in (
        ("people", "human", 1.0, 48),
        ("dark", "ocr", 0.2, 48),
        ("square", "ocr", 1.0, 200),
    ):
        scene = render_scene(0, plate_height_px=64)
        plate = crop(scene.pixels, scene.plate_box, 0.0)
        fitted = cv2.resize(plate, (200, height_px), interpolation=cv2.INTER_AREA)
        save_picture(folder / "images" / f"{name}.png", (fitted * shade).astype(np.uint8))
        rows.append(f"{name}.png,rendered,test,{scene.text},{origin}")
    labels = folder / "labels.csv"
    labels.write_text("\n".join(rows) + "\n")
    return labels


def test_crops_are_counted_by_who_wrote_the_text_down_and_by_slice(capsys, tmp_path):
    assert main.main(["evaluate", str(make_crops(tmp_path)), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    slices = summary["reading_by_slice"]
    totals = {name: figures["exact"]["total"] for name, figures in slices.items()}
    assert totals | {"tilted": 0} == {
        "people": 1,
        "machine": 2,
        "night": 1,
        "grey": 1,
        "square": 1,
        "tilted": 0,
    }
    assert slices["people"]["exact"]["hits"] == 1
    assert slices["people"]["meaning"] == "text typed by people"
    assert slices["night"]["segmentation_count"]["total"] == 1


def test_only_those_texts_are_counted_that_were_asked_for(capsys, tmp_path):
    labels = make_crops(tmp_path)
    assert main.main(["evaluate", str(labels), "--only", "people", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reading"]["exact"]["total"] == 1


def test_a_passage_of_frames_is_made_of_every_labelled_text(capsys, tmp_path):
    labels = make_crops(tmp_path)
    assert main.main(["evaluate", str(labels), "--passages", "--limit", "1", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    passages = summary["passages"]
    assert passages["picture_itself_exact"]["hits"] == 1
    assert passages["single_frames_exact"]["total"] == 10
    assert passages["fused_exact"]["hits"] == 1
    assert passages["one_track"]["total"] == 1
    assert summary["passages_by_slice"]["people"]["fused_exact"]["total"] == 1


def test_thresholds_are_counted_apart_for_plates_and_for_what_is_none():
    figures = ThresholdFigures(asked_confidence=0.65)
    plate = TruePlate(Box(0, 0, 10, 10), "KA01AB1234")
    figures.add(make_read("KA01AB1234", detected=0.7), plate)
    figures.add(make_read("KA01AB1234", rejection="too few characters", detected=0.6), plate)
    figures.add(make_read("SHOP", rejection="too few characters", detected=0.5), None)
    assert (figures.read_labelled.hits, figures.read_labelled.total) == (1, 2)
    assert (figures.read_unlabelled.hits, figures.read_unlabelled.total) == (0, 1)
    assert (figures.set_aside_right.hits, figures.set_aside_right.total) == (1, 1)
    assert (figures.asked_labelled.hits, figures.asked_unlabelled.hits) == (1, 0)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "cannot be read"), ("file,split\n", "no rows"), ("file,split\na,test\n", "columns")],
)
def test_labels_that_cannot_be_used_are_one_line(capsys, tmp_path, content, problem):
    labels = tmp_path / "labels.csv"
    if content is not None:
        labels.write_text(content)
    assert main.main(["evaluate", str(labels)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "labels.csv" in line
    assert problem in line


@pytest.mark.shared
def test_most_plates_of_real_pictures_are_found(capsys):
    labels = SHARED / "detection" / "labels.csv"
    assert main.main(["evaluate", str(labels), "--split", "val", "--limit", "120", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    recall = summary["detection"]["recall_iou_50"]
    assert recall["total"] > 100
    assert recall["rate"] >= 0.85, recall


@pytest.mark.shared
def test_most_real_plates_are_read(capsys):
    labels = SHARED / "plates" / "labels.csv"
    assert main.main(["evaluate", str(labels), "--split", "val", "--limit", "300", "--json"]) == 0
    exact = json.loads(capsys.readouterr().out)["reading"]["exact"]
    assert exact["total"] == 300
    assert exact["rate"] >= 0.7, exact


def test_bench_times_every_stage_of_the_contract(capsys):
    assert main.main(["bench", "--json", "--rounds", "5", "--vehicles", "500"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report.keys() >= {"machine", "threads", "stages_ms", "pipeline_ms", "load_ms", "rss_mb"}
    stages = report["stages_ms"]
    assert list(stages) == [
        "decode",
        "detect",
        "straighten",
        "segment",
        "classify",
        "read",
        "fuse",
        "match",
    ]
    for summary in [*stages.values(), report["pipeline_ms"]]:
        assert 0 <= summary["p50"] <= summary["p95"]
    assert stages["detect"]["p50"] > 0
    assert stages["read"]["p50"] > 0
