"""``evaluate``: how often labelled plates are found and read."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from console.commands.common import CommandError, open_recogniser, positive_whole, progress
from console.commands.evaluate_passages import PassageWatcher, plate_at
from console.gate.passages import PassageSettings
from console.pictures import load_picture
from console.settings import Settings
from pipeline.errors import InferenceError, PictureError
from pipeline.recogniser import Recogniser
from pipeline.training.evaluation import (
    LOOSE_IOU,
    Evaluation,
    ThresholdFigures,
    TruePlate,
    pair_boxes,
    read_at,
)
from pipeline.training.passage_figures import PassageFigures
from pipeline.training.slices import label_slice, picture_slices, plate_slices
from pipeline.types import Box, Frame, FrameResult, Pixels, Read

DETECTION_COLUMNS = frozenset({"file", "x", "y", "w", "h"})
CROP_COLUMNS = frozenset({"file", "text"})
ALL_SPLITS = "all"
NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A plate of a picture with a known text, who wrote it down, and which source it is from."""

    plate: TruePlate
    origin: str
    source: str


@dataclass(slots=True)
class Run:
    """What evaluating takes along: where pictures are, what failed, how long each took."""

    recogniser: Recogniser
    folder: Path
    picture_count: int = 0
    errors: list[str] = field(default_factory=list)
    elapsed_ms: list[float] = field(default_factory=list)

    def load(self, name: str) -> Pixels | None:
        """The picture, or None and a line in ``errors``."""
        self.picture_count += 1
        try:
            return load_picture(self.folder / name)
        except PictureError as error:
            self.errors.append(str(error))
            return None

    def look(self, name: str, pixels: Pixels) -> FrameResult | None:
        """What is seen in the picture, or None and a line in ``errors``."""
        result = self.recogniser.look(Frame(name, 0, datetime.now(UTC), 0, pixels))
        if result.error is not None:
            self.errors.append(f"{self.folder / name}: {result.error}")
            return None
        self.elapsed_ms.append(result.times.total_ms)
        return result

    def to_json(self) -> dict[str, object]:
        elapsed = np.asarray(self.elapsed_ms or [0.0])
        return {
            "weights": self.recogniser.weights_version,
            "pictures": self.picture_count,
            "errors": self.errors,
            "elapsed_ms": {
                "p50": round(float(np.percentile(elapsed, 50)), 1),
                "p95": round(float(np.percentile(elapsed, 95)), 1),
            },
        }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``evaluate``."""
    parser.add_argument("labels", type=Path, metavar="LABELS.csv", help="labels of pictures")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--split", default="test", help="rows of this split (default test; all)")
    parser.add_argument("--pictures", type=Path, help="their folder (default: images/ beside)")
    parser.add_argument(
        "--origins",
        type=Path,
        metavar="CSV",
        help="labels of crops that say by source and text who wrote a text of a picture down",
    )
    parser.add_argument(
        "--passages",
        action="store_true",
        help="make a passage of frames from every labelled text and read that",
    )
    parser.add_argument("--only", choices=("people", "machine"), help="texts of these alone")
    parser.add_argument("--limit", type=positive_whole, help="stop after this many pictures")
    parser.add_argument("--every", type=positive_whole, default=1, metavar="N", help="one in N")
    parser.add_argument("--threads", type=positive_whole, help="for each model")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Evaluate and print; 1 when a labelled picture could not be read."""
    labels: Path = arguments.labels
    threads = settings.threads if arguments.threads is None else arguments.threads
    rows = _load_rows(labels, arguments.split)
    columns = rows[0].keys()
    of_pictures = columns >= DETECTION_COLUMNS
    if not of_pictures and not columns >= CROP_COLUMNS:
        raise CommandError(
            f"{labels}: wants the columns file,x,y,w,h,plate_text (pictures) or file,text (crops)"
        )
    origins = {} if arguments.origins is None else _load_origins(arguments.origins)
    pictures = _by_picture(rows, origins) if of_pictures else _by_crop(rows)
    if arguments.only is not None:
        pictures = _only(pictures, arguments.only)
    chosen = dict(list(pictures.items())[:: arguments.every][: arguments.limit])
    folder = arguments.pictures or labels.parent / "images"
    # Passages are what a lane sees, where the next frame does not wait.
    recogniser = open_recogniser(settings, threads, patient=not arguments.passages)
    evaluated = Run(recogniser, folder)
    if arguments.passages:
        figures = _evaluate_passages(evaluated, chosen, settings, find_plates=of_pictures)
    elif of_pictures:
        figures = _evaluate_pictures(evaluated, chosen).to_json()
    else:
        figures = _evaluate_crops(evaluated, chosen).to_json()
    summary = {"labels": labels.name, "split": arguments.split} | evaluated.to_json() | figures
    sys.stdout.write(json.dumps(summary) + "\n" if arguments.json else _as_text(summary))
    for line in evaluated.errors:
        sys.stderr.write(line + "\n")
    return 1 if evaluated.errors else 0


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


def _load_origins(labels: Path) -> dict[tuple[str, str], str]:
    """Who wrote a text down, by source and text."""
    rows = _load_rows(labels, ALL_SPLITS)
    if not rows[0].keys() >= {"source", "text", "label_origin"}:
        raise CommandError(f"{labels}: wants the columns source,text,label_origin")
    return {(row["source"], row["text"]): row["label_origin"] for row in rows}


def _by_picture(
    rows: Iterable[Mapping[str, str]], origins: Mapping[tuple[str, str], str]
) -> dict[str, list[LabelledText]]:
    """The labelled plates of every picture; none for one that shows no plate."""
    pictures: dict[str, list[LabelledText]] = {}
    for row in rows:
        plates = pictures.setdefault(row["file"], [])
        source, text = row.get("source", ""), row.get("plate_text") or None
        if row["x"]:
            box = Box(float(row["x"]), float(row["y"]), float(row["w"]), float(row["h"]))
            origin = row.get("label_origin") or origins.get((source, text or ""), "")
            plates.append(LabelledText(TruePlate(box, text), origin, source))
        else:
            plates.append(LabelledText(TruePlate(NOWHERE, None), "", source))
    return pictures


def _by_crop(rows: Iterable[Mapping[str, str]]) -> dict[str, list[LabelledText]]:
    """One plate a crop; it fills the picture, so its box is not known before that is decoded."""
    return {
        row["file"]: [
            LabelledText(
                TruePlate(NOWHERE, row["text"]), row.get("label_origin", ""), row.get("source", "")
            )
        ]
        for row in rows
    }


def _only(pictures: dict[str, list[LabelledText]], slice_: str) -> dict[str, list[LabelledText]]:
    return {
        name: plates
        for name, plates in pictures.items()
        if any(slice_ in label_slice(labelled.origin) for labelled in plates)
    }


def _evaluate_pictures(
    evaluated: Run, pictures: Mapping[str, Sequence[LabelledText]]
) -> Evaluation:
    asked_confidence = PassageSettings().min_detection_confidence
    evaluation = Evaluation(thresholds=ThresholdFigures(asked_confidence))
    for name, labelled in progress(list(pictures.items()), "pictures"):
        pixels = evaluated.load(name)
        result = None if pixels is None else evaluated.look(name, pixels)
        if pixels is None or result is None:
            continue
        plates = [one for one in labelled if one.plate.box != NOWHERE]
        found = [read.plate.box for read in result.reads]
        truth = [one.plate.box for one in plates]
        whole = picture_slices(pixels)
        evaluation.detection.add(found, truth)
        evaluation.detection_by_group[labelled[0].source].add(found, truth)
        for slice_ in whole:
            evaluation.detection_by_slice[slice_].add(found, truth)
        _add_thresholds(evaluation, result.reads, [one.plate for one in plates])
        for one in plates:
            _add_plate(evaluation, pixels, result, one, whole)
    return evaluation


def _add_thresholds(
    evaluation: Evaluation, reads: Sequence[Read], plates: Sequence[TruePlate]
) -> None:
    """Count what the thresholds do to every box that was found."""
    pairs = pair_boxes([read.plate.box for read in reads], [plate.box for plate in plates])
    owners = {i: plates[j] for i, j, overlap in pairs if overlap >= LOOSE_IOU}
    for index, read in enumerate(reads):
        evaluation.thresholds.add(read, owners.get(index))


def _add_plate(
    evaluation: Evaluation,
    pixels: Pixels,
    result: FrameResult,
    labelled: LabelledText,
    whole: frozenset[str],
) -> None:
    """Count one labelled plate of a picture in its slices; ``whole`` are those of the picture."""
    plate = labelled.plate
    own = plate_slices(pixels, plate.box)
    touching = read_at(result, plate.box, least_iou=0.01)
    for slice_ in own:
        evaluation.detection_by_slice[slice_].add(
            [] if touching is None else [touching.plate.box], [plate.box]
        )
    if plate.text is not None:
        read = read_at(result, plate.box)
        evaluation.add_text(
            "" if read is None else read.text,
            plate.text,
            groups=(labelled.source,),
            slices=own | whole | label_slice(labelled.origin),
        )


def _evaluate_crops(evaluated: Run, crops: Mapping[str, Sequence[LabelledText]]) -> Evaluation:
    segmenter = evaluated.recogniser.segmenter
    evaluation = Evaluation()
    for name, (labelled,) in progress(list(crops.items()), "plates"):
        pixels = evaluated.load(name)
        if pixels is None:
            continue
        box = _everywhere(pixels)
        started = time.perf_counter()
        try:
            read = evaluated.recogniser.read_plate(pixels, plate_at(box))
        except InferenceError as error:
            evaluated.errors.append(f"{evaluated.folder / name}: {error}")
            continue
        evaluated.elapsed_ms.append((time.perf_counter() - started) * 1000)
        slices = picture_slices(pixels) | plate_slices(pixels, box) | label_slice(labelled.origin)
        evaluation.add_text(
            read.text,
            labelled.plate.text or "",
            groups=(labelled.origin, labelled.source),
            slices=slices,
            segment_count=len(segmenter.segment(read.plate_pixels).boxes),
        )
    return evaluation


def _evaluate_passages(
    evaluated: Run,
    pictures: Mapping[str, Sequence[LabelledText]],
    settings: Settings,
    *,
    find_plates: bool,
) -> dict[str, object]:
    watcher = PassageWatcher(evaluated.recogniser, settings.policy, find_plates=find_plates)
    everything = PassageFigures()
    by_slice = {"people": PassageFigures(), "machine": PassageFigures()}
    for name, plates in progress(list(pictures.items()), "pictures"):
        texts = [labelled for labelled in plates if labelled.plate.text is not None]
        pixels = evaluated.load(name) if texts else None
        if pixels is None:
            continue
        for number, labelled in enumerate(texts):
            box = labelled.plate.box if find_plates else _everywhere(pixels)
            try:
                outcome = watcher.watch(f"{name} {number}", pixels, box, labelled.plate.text or "")
            except InferenceError as error:
                evaluated.errors.append(f"{evaluated.folder / name}: {error}")
                continue
            everything.add(outcome)
            for slice_ in label_slice(labelled.origin):
                by_slice[slice_].add(outcome)
    return {
        "passages": everything.to_json(),
        "passages_by_slice": {name: figures.to_json() for name, figures in by_slice.items()},
    }


def _everywhere(pixels: Pixels) -> Box:
    height, width = pixels.shape[:2]
    return Box(0, 0, width, height)


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
