"""``read``: the plates of pictures, folders and videos, as JSON lines or as text."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np

from console.commands.common import CommandError
from console.gate.policy import PolicySettings, decide
from console.gate.registry import VehicleRegistry
from console.gate.types import Verdict
from console.paths import weights_folder
from console.pictures import Picture, find_pictures, open_pictures
from db.errors import StoreError
from db.vehicles import read_csv
from pipeline.errors import PictureError
from pipeline.recogniser import Recogniser, load_recogniser
from pipeline.types import Box, Character, Frame, FrameResult, Pixels, Read

OVERLAY_BGR = (64, 220, 64)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--json", action="store_true", help="one JSON object a picture")
    parser.add_argument("--annotated", type=Path, metavar="DIR", help="write marked pictures here")
    parser.add_argument("--registry", type=Path, metavar="CSV", help="match with these vehicles")
    parser.add_argument("--threads", type=int, default=2, help="for each model (default 2)")
    parser.add_argument(
        "--video-step", type=int, default=5, metavar="N", help="every N-th frame (default 5)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read everything named; 1 when any of it could not be read."""
    if arguments.video_step < 1 or arguments.threads < 1:
        raise CommandError("--video-step and --threads want a number of at least 1")
    registry = None if arguments.registry is None else _load_registry(arguments.registry)
    if arguments.annotated is not None:
        _make_folder(arguments.annotated)
    recogniser = load_recogniser(weights_folder(), arguments.threads)
    failed = False
    for path in arguments.paths:
        try:
            files = find_pictures(path)
        except PictureError as error:
            _report_failure(error, as_json=arguments.json)
            failed = True
            continue
        for file in files:
            failed |= not _read_file(recogniser, file, registry, arguments)
    return 1 if failed else 0


def _read_file(
    recogniser: Recogniser,
    path: Path,
    registry: VehicleRegistry | None,
    arguments: argparse.Namespace,
) -> bool:
    try:
        for picture in open_pictures(path, arguments.video_step):
            frame = Frame(path.name, picture.video_frame or 0, datetime.now(UTC), 0, picture.pixels)
            result = recogniser.look(frame)
            if result.error is not None:
                raise PictureError(path, result.error)
            sys.stdout.write(_line(picture, result, registry, as_json=arguments.json) + "\n")
            if arguments.annotated is not None:
                _write_annotated(arguments.annotated, picture, result)
        sys.stdout.flush()
    except PictureError as error:
        _report_failure(error, as_json=arguments.json)
        return False
    return True


def _line(
    picture: Picture, result: FrameResult, registry: VehicleRegistry | None, *, as_json: bool
) -> str:
    name = str(picture.path)
    if as_json:
        line: dict[str, object] = {"file": name}
        if picture.video_frame is not None:
            line["frame"] = picture.video_frame
        line |= {
            "width": result.frame.width_px,
            "height": result.frame.height_px,
            "elapsed_ms": round(result.times.total_ms, 1),
            "error": None,
            "plates": [_plate_json(read, registry) for read in result.reads],
        }
        return json.dumps(line)
    if picture.video_frame is not None:
        name += f" frame {picture.video_frame}"
    texts = [_plate_words(read, registry) for read in result.reads]
    return f"{name}: {', '.join(texts) or 'no plate seen'} ({result.times.total_ms:.0f} ms)"


def _plate_words(read: Read, registry: VehicleRegistry | None) -> str:
    words = f"{read.text or '?'} {read.confidence:.2f}"
    if read.rejection is not None:
        words += f" [{read.rejection}]"
    if registry is not None:
        verdict = _judge(read, registry)
        words += f" {verdict.kind.value}: {verdict.reason.value}"
        if verdict.matches:
            words += f" {verdict.matches[0].vehicle.plate}"
    return words


def _plate_json(read: Read, registry: VehicleRegistry | None) -> dict[str, object]:
    return {
        "box": _box_json(read.plate.box),
        "corners": [[round(x, 1), round(y, 1)] for x, y in read.plate.corners],
        "detection_confidence": round(read.plate.detection_confidence, 4),
        "text": read.text,
        "confidence": round(read.confidence, 4),
        "rejection": read.rejection,
        "characters": [_character_json(character) for character in read.characters],
        "candidates": [
            {"text": candidate.text, "confidence": round(candidate.confidence, 4)}
            for candidate in read.candidates
        ],
        "match": None if registry is None else _match_json(_judge(read, registry)),
    }


def _character_json(character: Character) -> dict[str, object]:
    return {
        "text": character.text,
        "confidence": round(character.confidence, 4),
        "box": _box_json(character.box),
        "alternatives": [[text, round(value, 4)] for text, value in character.alternatives],
    }


def _box_json(box: Box) -> dict[str, float]:
    return {
        "x": round(box.x, 1),
        "y": round(box.y, 1),
        "width": round(box.width, 1),
        "height": round(box.height, 1),
    }


def _judge(read: Read, registry: VehicleRegistry) -> Verdict:
    return decide(
        read,
        registry.nearest(read.text, limit=5),
        now=datetime.now(UTC),
        settings=PolicySettings(),
    )


def _match_json(verdict: Verdict) -> dict[str, object]:
    nearest = verdict.matches[0] if verdict.matches else None
    return {
        "plate": None if nearest is None else nearest.vehicle.plate,
        "cost": None if nearest is None else round(nearest.cost, 3),
        "runner_up": verdict.matches[1].vehicle.plate if len(verdict.matches) > 1 else None,
        "verdict": verdict.kind.value,
        "reason": verdict.reason.value,
    }


def _report_failure(error: PictureError, *, as_json: bool) -> None:
    sys.stderr.write(f"{error}\n")
    if as_json:
        line = {
            "file": str(error.path),
            "width": None,
            "height": None,
            "elapsed_ms": None,
            "error": error.problem,
            "plates": [],
        }
        sys.stdout.write(json.dumps(line) + "\n")


def _load_registry(path: Path) -> VehicleRegistry:
    try:
        vehicles, refused = read_csv(path)
    except StoreError as error:
        raise CommandError(str(error)) from error
    for line in refused:
        sys.stderr.write(f"{path}: line {line.line}: {line.reason}\n")
    return VehicleRegistry(vehicles)


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


def annotate(pixels: Pixels, reads: Sequence[Read]) -> Pixels:
    """A copy of the picture with plate and character boxes and the text over each plate."""
    marked = pixels.copy()
    scale = max(0.5, pixels.shape[1] / 1600)
    thickness = max(1, round(scale * 2))
    for read in reads:
        corners = np.round(np.asarray(read.plate.corners)).astype(np.int32)
        cv2.polylines(marked, [corners], isClosed=True, color=OVERLAY_BGR, thickness=thickness)
        for character in read.characters:
            box = character.box
            cv2.rectangle(
                marked,
                (round(box.x), round(box.y)),
                (round(box.right), round(box.bottom)),
                OVERLAY_BGR,
                1,
            )
        anchor = (round(read.plate.box.x), max(12, round(read.plate.box.y - 6 * scale)))
        words = f"{read.text} {read.confidence:.2f}"
        for colour, width in (((0, 0, 0), thickness * 3), (OVERLAY_BGR, thickness)):
            cv2.putText(marked, words, anchor, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, width)
    return marked
