"""Reads an export of a site's decisions (docs/export.md) as labelled plates; free of TensorFlow."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.errors import PipelineError
from pipeline.syntax import PlateFormats
from pipeline.training.plate_set import fold_text
from pipeline.training.slices import picture_slices
from pipeline.types import Pixels

_FORMAT = 1
_FORMATS = Path(__file__).resolve().parents[3] / "resources" / "plate_formats"
_WHOLE_PICTURES = ("yolo", "coco", "voc")


class ExportError(PipelineError):
    """An export is missing, damaged, or lacks what retraining needs; the message says where."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


@dataclass(frozen=True, slots=True, eq=False)
class ExportedPlate:
    """One plate of the site, set upright as the reader gets it, BGR uint8, and what it says.

    ``text`` and ``observed`` are in ``ALPHABET`` (O written 0). ``glyphs`` are the grey
    characters (n, 32, 32) that the classifier gets, one for each of ``text``, or none.
    ``slices`` names the kinds of plates that it belongs to: lane, day or night, region.
    """

    decision_id: str
    split: str
    pixels: Pixels
    text: str
    observed: str
    by_person: bool
    glyphs: Pixels
    slices: frozenset[str]

    @property
    def is_corrected(self) -> bool:
        return self.text != self.observed


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """All usable plates of an export, and the SHA-256 of its manifest, which names it."""

    folder: Path
    digest: str
    manifest: Mapping[str, Any]
    plates: tuple[ExportedPlate, ...]

    def of_split(self, split: str) -> list[ExportedPlate]:
        return [plate for plate in self.plates if plate.split == split]


def read_export(folder: Path) -> Export:
    """The plates of an export with the formats ``ocr-csv`` and, where it has it, ``characters``.

    Raises:
        ExportError: no export, of another version, changed since it was made, without plates.
    """
    path = folder / "export.json"
    content = _bytes(path)
    manifest = _manifest(path, content)
    sums = _verified_sums(folder, manifest)
    if "ocr-csv" not in manifest["formats"]:
        raise ExportError(
            path, "has no plates to read: export with --format ocr-csv --format characters"
        )
    plates = tuple(_plates(folder, sums))
    if not plates:
        raise ExportError(folder, "holds no plate with a text")
    return Export(folder, hashlib.sha256(content).hexdigest(), manifest, plates)


def _manifest(path: Path, content: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(content)
    except ValueError as error:
        raise ExportError(path, f"is not JSON ({error})") from error
    match manifest:
        case {
            "gatehouse_export": int(number),
            "formats": dict(),
            "records_sha256": str(),
            "sha256sums_sha256": str(),
        } if number == _FORMAT:
            return dict(manifest)
        case {"gatehouse_export": number}:
            raise ExportError(path, f"is of format {number}, this program reads {_FORMAT}")
    raise ExportError(path, "is not the manifest of an export")


def _verified_sums(folder: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    """The SHA-256 of each file by its name, once list and records have proved to be whole."""
    content = _bytes(folder / "SHA256SUMS")
    if hashlib.sha256(content).hexdigest() != manifest["sha256sums_sha256"]:
        raise ExportError(folder / "SHA256SUMS", "was changed since the export")
    records = _bytes(folder / "records.jsonl")
    if hashlib.sha256(records).hexdigest() != manifest["records_sha256"]:
        raise ExportError(folder / "records.jsonl", "was changed since the export")
    lines = content.decode("utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _plates(folder: Path, sums: Mapping[str, str]) -> Iterator[ExportedPlate]:
    with (folder / "records.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            files: Mapping[str, list[str]] = record["files"]
            crops = [name for name in files.get("ocr-csv", ()) if name.endswith(".png")]
            if not crops:
                continue
            crop = folder / crops[0]
            text = fold_text(record["text"])
            if not text:
                continue
            pixels = _picture(crop, sums[crops[0]], cv2.IMREAD_COLOR)
            yield ExportedPlate(
                record["id"],
                record["split"],
                pixels,
                text,
                fold_text(record["observed_text"]),
                record["labelled_by"] == "person",
                _glyphs(folder, files.get("characters", ()), sums, len(text)),
                frozenset(_slices(folder, record, sums)),
            )


def _glyphs(folder: Path, names: Any, sums: Mapping[str, str], count: int) -> Pixels:
    """The characters in the order of the text; none unless there is one for each."""
    ordered = sorted(names, key=lambda name: Path(name).stem)
    if len(ordered) != count:
        return np.empty((0, 32, 32), np.uint8)
    pictures = [_picture(folder / name, sums[name], cv2.IMREAD_GRAYSCALE) for name in ordered]
    return np.stack(pictures)


def _slices(folder: Path, record: Mapping[str, Any], sums: Mapping[str, str]) -> Iterator[str]:
    yield f"lane {record['lane']}"
    regions = {one.region for one in _formats().fitting(fold_text(record["text"]))}
    yield from (f"region {region}" for region in regions or {"other"})
    for kind in _WHOLE_PICTURES:
        for name in record["files"].get(kind, ()):
            if name.endswith(".jpg"):
                night = picture_slices(_picture(folder / name, sums[name], cv2.IMREAD_COLOR))
                yield "night" if "night" in night else "day"
                return


@cache
def _formats() -> PlateFormats:
    return PlateFormats.load(
        path.read_text(encoding="utf-8") for path in sorted(_FORMATS.glob("*.toml"))
    )


def _picture(path: Path, sha256: str, how: int) -> Pixels:
    content = _bytes(path)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ExportError(path, "was changed since the export")
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), how)
    if pixels is None:
        raise ExportError(path, "is not a picture")
    return np.asarray(pixels, np.uint8)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExportError(path, f"cannot be read ({error.strerror})") from error
