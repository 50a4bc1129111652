"""``evaluate``: how often labelled plates are found and read."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from console.commands.common import CommandError, positive_whole, progress, quiet_native_stderr
from console.paths import weights_folder
from console.pictures import load_picture
from console.settings import Settings
from pipeline.errors import PictureError
from pipeline.recogniser import Recogniser, load_recogniser
from pipeline.training.evaluation import DetectionFigures, ReadingFigures, TruePlate, text_at
from pipeline.types import Box, Frame, Pixels, Plate

DETECTION_COLUMNS = frozenset({"file", "x", "y", "w", "h"})
CROP_COLUMNS = frozenset({"file", "text"})
ALL_SPLITS = "all"


@dataclass(slots=True)
class Evaluation:
    """Figures over all labelled pictures, in total and by group (source or label origin)."""

    detection: DetectionFigures = field(default_factory=DetectionFigures)
    reading: ReadingFigures = field(default_factory=ReadingFigures)
    reading_by_group: defaultdict[str, ReadingFigures] = field(
        default_factory=lambda: defaultdict(ReadingFigures)
    )
    detection_by_group: defaultdict[str, DetectionFigures] = field(
        default_factory=lambda: defaultdict(DetectionFigures)
    )
    picture_count: int = 0
    errors: list[str] = field(default_factory=list)
    elapsed_ms: list[float] = field(default_factory=list)

    def to_json(self, labels: Path, split: str, weights_version: str) -> dict[str, object]:
        elapsed = np.asarray(self.elapsed_ms or [0.0])
        summary: dict[str, object] = {
            "labels": labels.name,
            "split": split,
            "weights": weights_version,
            "pictures": self.picture_count,
            "errors": self.errors,
            "elapsed_ms": {
                "p50": round(float(np.percentile(elapsed, 50)), 1),
                "p95": round(float(np.percentile(elapsed, 95)), 1),
            },
        }
        if self.detection.found_count or self.detection.recall_50.total:
            summary["detection"] = self.detection.to_json()
            summary["detection_by_group"] = _group_json(self.detection_by_group)
        summary["reading"] = self.reading.to_json()
        summary["reading_by_group"] = _group_json(self.reading_by_group)
        return summary


def _group_json(groups: Mapping[str, DetectionFigures | ReadingFigures]) -> dict[str, object]:
    return {name: figures.to_json() for name, figures in sorted(groups.items())}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``evaluate``."""
    parser.add_argument("labels", type=Path, metavar="LABELS.csv", help="labels of pictures")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--split", default="test", help="rows of this split (default test; all)")
    parser.add_argument("--pictures", type=Path, help="their folder (default: images/ beside)")
    parser.add_argument("--limit", type=positive_whole, help="stop after this many pictures")
    parser.add_argument("--threads", type=positive_whole, help="for each model")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Evaluate and print; 1 when a labelled picture could not be read."""
    labels: Path = arguments.labels
    threads = settings.threads if arguments.threads is None else arguments.threads
    rows = _load_rows(labels, arguments.split)
    folder = arguments.pictures or labels.parent / "images"
    with quiet_native_stderr():
        recogniser = load_recogniser(weights_folder(), threads)
    columns = rows[0].keys()
    if columns >= DETECTION_COLUMNS:
        evaluation = _evaluate_pictures(recogniser, rows, folder, arguments.limit)
    elif columns >= CROP_COLUMNS:
        evaluation = _evaluate_crops(recogniser, rows, folder, arguments.limit)
    else:
        raise CommandError(
            f"{labels}: wants the columns file,x,y,w,h,plate_text (pictures) or file,text (crops)"
        )
    summary = evaluation.to_json(labels, arguments.split, recogniser.weights_version)
    if arguments.json:
        sys.stdout.write(json.dumps(summary) + "\n")
    else:
        sys.stdout.write(_as_text(summary))
    for line in evaluation.errors:
        sys.stderr.write(line + "\n")
    return 1 if evaluation.errors else 0


def _load_rows(labels: Path, split: str) -> list[dict[str, str]]:
    try:
        with labels.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CommandError(f"{labels}: cannot be read: {reason}") from error
    if split != ALL_SPLITS and rows and "split" in rows[0]:
        rows = [row for row in rows if row["split"] == split]
    if not rows:
        raise CommandError(f"{labels}: no rows of split {split!r}")
    return rows


def _evaluate_pictures(
    recogniser: Recogniser, rows: Iterable[Mapping[str, str]], folder: Path, limit: int | None
) -> Evaluation:
    truths: dict[str, list[TruePlate]] = {}
    sources: dict[str, str] = {}
    for row in rows:
        plates = truths.setdefault(row["file"], [])
        sources[row["file"]] = row.get("source", "")
        if row["x"]:
            box = Box(float(row["x"]), float(row["y"]), float(row["w"]), float(row["h"]))
            plates.append(TruePlate(box, row.get("plate_text") or None))
    evaluation = Evaluation()
    for name, plates in progress(list(truths.items())[:limit], "pictures"):
        pixels = _load_into(evaluation, folder / name)
        if pixels is None:
            continue
        result = recogniser.look(Frame(name, 0, datetime.now(UTC), 0, pixels))
        if result.error is not None:
            evaluation.errors.append(f"{folder / name}: {result.error}")
            continue
        evaluation.elapsed_ms.append(result.times.total_ms)
        found = [read.plate.box for read in result.reads]
        truth = [plate.box for plate in plates]
        evaluation.detection.add(found, truth)
        evaluation.detection_by_group[sources[name]].add(found, truth)
        for plate in plates:
            if plate.text is not None:
                text = text_at(result, plate.box)
                evaluation.reading.add(text, plate.text)
                evaluation.reading_by_group[sources[name]].add(text, plate.text)
    return evaluation


def _evaluate_crops(
    recogniser: Recogniser, rows: list[dict[str, str]], folder: Path, limit: int | None
) -> Evaluation:
    evaluation = Evaluation()
    for row in progress(rows[:limit], "plates"):
        pixels = _load_into(evaluation, folder / row["file"])
        if pixels is None:
            continue
        height, width = pixels.shape[:2]
        whole = Plate(
            box=Box(0, 0, width, height),
            corners=((0, 0), (width, 0), (width, height), (0, height)),
            detection_confidence=1.0,
        )
        started = time.perf_counter()
        read = recogniser.read_plate(pixels, whole)
        evaluation.elapsed_ms.append((time.perf_counter() - started) * 1000)
        evaluation.reading.add(read.text, row["text"])
        for group in (row.get("label_origin", ""), row.get("source", "")):
            evaluation.reading_by_group[group].add(read.text, row["text"])
    return evaluation


def _load_into(evaluation: Evaluation, path: Path) -> Pixels | None:
    evaluation.picture_count += 1
    try:
        return load_picture(path)
    except PictureError as error:
        evaluation.errors.append(str(error))
        return None


def _as_text(summary: Mapping[str, object]) -> str:
    lines: list[str] = []

    def write(name: str, value: object, depth: int) -> None:
        if isinstance(value, dict) and {"hits", "total", "rate"} == value.keys():
            rate = "-" if value["rate"] is None else f"{value['rate']:.2%}"
            lines.append(f"{'  ' * depth}{name}: {value['hits']}/{value['total']} = {rate}")
        elif isinstance(value, dict):
            lines.append(f"{'  ' * depth}{name}:")
            for key, inner in value.items():
                write(key, inner, depth + 1)
        else:
            lines.append(f"{'  ' * depth}{name}: {value}")

    for key, value in summary.items():
        write(key, value, 0)
    return "\n".join(lines) + "\n"
