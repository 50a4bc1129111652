"""``read``: the plates of pictures, folders and videos, as JSON lines or as text."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import cv2

from console.annotation import annotate
from console.commands.common import CommandError, open_recogniser, positive_whole
from console.commands.plate_lines import PlateLines, failure_json
from console.formats import load_plate_formats
from console.gate.registry import VehicleIndex
from console.pictures import Picture, find_pictures, open_pictures
from console.settings import Settings
from console.site_models import site_costs, site_shelf
from db.errors import StoreError
from db.registry_csv import read_csv
from pipeline.errors import PictureError
from pipeline.recogniser import Recogniser
from pipeline.types import Frame, FrameResult


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``read``."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--json", action="store_true", help="one JSON object a picture")
    parser.add_argument("--annotated", type=Path, metavar="DIR", help="write marked pictures here")
    parser.add_argument("--registry", type=Path, metavar="CSV", help="match with these vehicles")
    parser.add_argument("--threads", type=positive_whole, help="for each model")
    parser.add_argument(
        "--video-step",
        type=positive_whole,
        default=5,
        metavar="N",
        help="every N-th frame (default 5)",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Read everything named; 1 when any of it could not be read."""
    threads = settings.threads if arguments.threads is None else arguments.threads
    lines = PlateLines(
        load_plate_formats(settings.regions),
        settings.policy,
        None if arguments.registry is None else _load_vehicles(arguments.registry, settings),
    )
    if arguments.annotated is not None:
        _make_folder(arguments.annotated)
    recogniser = open_recogniser(settings, threads, patient=True)
    failed = False
    for path in arguments.paths:
        try:
            files = find_pictures(path)
        except PictureError as error:
            _report_failure(error, as_json=arguments.json)
            failed = True
            continue
        for file in files:
            try:
                _read_file(recogniser, file, lines, arguments)
            except PictureError as error:
                _report_failure(error, as_json=arguments.json)
                failed = True
    return 1 if failed else 0


def _read_file(
    recogniser: Recogniser, path: Path, lines: PlateLines, arguments: argparse.Namespace
) -> None:
    for picture in open_pictures(path, arguments.video_step):
        frame = Frame(path.name, picture.video_frame or 0, datetime.now(UTC), 0, picture.pixels)
        result = recogniser.look(frame)
        if result.error is not None:
            raise PictureError(path, result.error)
        describe = lines.as_json if arguments.json else lines.as_words
        sys.stdout.write(describe(picture, result) + "\n")
        sys.stdout.flush()
        if arguments.annotated is not None:
            _write_annotated(arguments.annotated, picture, result)


def _report_failure(error: PictureError, *, as_json: bool) -> None:
    sys.stderr.write(f"{error}\n")
    if as_json:
        sys.stdout.write(failure_json(error) + "\n")


def _load_vehicles(path: Path, settings: Settings) -> VehicleIndex:
    try:
        vehicles, refused = read_csv(path)
    except StoreError as error:
        raise CommandError(str(error)) from error
    for line in refused:
        sys.stderr.write(f"{path}: line {line.line}: {line.plate!r}: {line.reason}\n")
    return VehicleIndex(vehicles, site_costs(site_shelf(settings.data_folder)))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder}: cannot be made: {error.strerror}") from error


def _write_annotated(folder: Path, picture: Picture, result: FrameResult) -> None:
    name = picture.path.stem
    if picture.video_frame is not None:
        name += f"_{picture.video_frame:06d}"
    target = folder / f"{name}.jpg"
    count = 1
    while target.exists():
        count += 1
        target = folder / f"{name}_{count}.jpg"
    encoded, jpeg = cv2.imencode(".jpg", annotate(picture.pixels, result.reads))
    if not encoded:
        raise PictureError(picture.path, "the marked picture could not be encoded")
    try:
        target.write_bytes(jpeg.tobytes())
    except OSError as error:
        raise CommandError(f"{target}: cannot be written: {error.strerror}") from error
