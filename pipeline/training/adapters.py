"""Other people's data sets, read as pictures with marked plates: CCPD, UFPR-ALPR, YOLO folders."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Corners = npt.NDArray[np.float32]
"""Shape (4, 2): x and y in pixels, clockwise from the top left."""

_SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp")
_UNIT = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)


class UnreadableLabelsError(ValueError):
    """A label is not what its format says; names the file and what is wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class MarkedPlate:
    """Where a plate is, and what it says; ``text`` is empty where nobody wrote it down."""

    corners: Corners
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class MarkedPicture:
    """A picture file with all its plates; ``split`` is train, val or test."""

    path: Path
    source: str
    split: str
    plates: tuple[MarkedPlate, ...]


_CCPD_PROVINCES = "皖沪津渝冀晋蒙辽吉黑苏浙京闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新警学"
_CCPD_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_CCPD_FIELDS = re.compile(
    r"^[^-]+-[^-]+-[^-]+-(?P<corners>\d+&\d+(?:_\d+&\d+){3})-(?P<text>\d+(?:_\d+)+)-[^-]+-[^-]+$"
)


def read_ccpd(folder: Path) -> Iterator[MarkedPicture]:
    """Pictures of CCPD, which says everything in the file name; others (``ccpd_np``) have no plate.

    The lists in ``splits`` decide about the split where they name a picture; else the plate does,
    so that the pictures of one vehicle stay together.

    Source: Xu et al., Towards End-to-End License Plate Detection and Recognition: A Large Dataset
    and Baseline, ECCV 2018, and the README of the data set (corners begin at the lower right;
    "O" in the tables of characters stands for none).

    Raises:
        UnreadableLabelsError: a number in a name is no character of its table.
    """
    listed = _listed_splits(folder / "splits")
    for path in _pictures(folder):
        fields = _CCPD_FIELDS.match(path.stem)
        if fields is None:
            if "ccpd_np" in path.parts:
                yield MarkedPicture(path, "ccpd", _split_by(path.stem), ())
            continue
        pairs = [tuple(map(float, pair.split("&"))) for pair in fields["corners"].split("_")]
        # Lower right, lower left, upper left, upper right in the name.
        corners = np.array([pairs[index] for index in (2, 3, 0, 1)], np.float32)
        text = _ccpd_text(path, fields["text"])
        split = listed.get(path.name) or _split_by(text)
        yield MarkedPicture(path, "ccpd", split, (MarkedPlate(corners, text),))


def _ccpd_text(path: Path, field: str) -> str:
    numbers = [int(number) for number in field.split("_")]
    tables = (_CCPD_PROVINCES, _CCPD_LETTERS, *[_CCPD_LETTERS + "0123456789"] * len(numbers))
    try:
        return "".join(table[number] for number, table in zip(numbers, tables, strict=False))
    except IndexError:
        raise UnreadableLabelsError(f"{path.name}: {field} names no characters") from None


def _listed_splits(folder: Path) -> dict[str, str]:
    splits: dict[str, str] = {}
    for split in ("train", "val", "test"):
        if (folder / f"{split}.txt").exists():
            lines = (folder / f"{split}.txt").read_text(encoding="utf-8").split()
            splits |= {Path(line).name: split for line in lines}
    return splits


_UFPR_SPLITS = {"training": "train", "validation": "val", "testing": "test"}
_UFPR_PAIR = re.compile(r"(-?\d+),(-?\d+)")
_UFPR_BOX = re.compile(r"position_plate:\s*(\d+) (\d+) (\d+) (\d+)")


def read_ufpr(folder: Path) -> Iterator[MarkedPicture]:
    """Pictures of UFPR-ALPR: a text file beside each says plate and corners.

    Source: Laroca et al., A Robust Real-Time Automatic License Plate Recognition Based on the
    YOLO Detector, IJCNN 2018, and the data set's own files; earlier ones have ``position_plate``
    (x, y, width, height) in place of ``corners``.

    Raises:
        UnreadableLabelsError: a picture has no text file, or one without plate or place.
    """
    for name, split in _UFPR_SPLITS.items():
        for path in _pictures(folder / name):
            labels = path.with_suffix(".txt")
            if not labels.exists():
                raise UnreadableLabelsError(f"{path}: no {labels.name} beside it")
            content = labels.read_text(encoding="utf-8")
            text = re.search(r"^\s*plate:\s*(\S+)", content, re.MULTILINE)
            corners = _ufpr_corners(content)
            if text is None or corners is None:
                raise UnreadableLabelsError(f"{labels}: neither plate nor place can be found")
            plate = MarkedPlate(corners, text[1].replace("-", ""))
            yield MarkedPicture(path, "ufpr-alpr", split, (plate,))


def _ufpr_corners(content: str) -> Corners | None:
    line = re.search(r"^\s*corners:(.*)$", content, re.MULTILINE)
    pairs = _UFPR_PAIR.findall(line[1]) if line else []
    if len(pairs) == 4:
        return np.array(pairs, np.float32)
    box = _UFPR_BOX.search(content)
    if box is None:
        return None
    x, y, width, height = (float(value) for value in box.groups())
    return _box_corners(x, y, width, height)


_YOLO_SPLITS = {"train": "train", "valid": "val", "val": "val", "test": "test"}


def read_yolo(folder: Path) -> Iterator[MarkedPicture]:
    """Pictures with a ``labels`` folder beside their ``images`` folder; every class is a plate.

    The split is what ``data.yaml`` calls the folder, else the name of a folder on the way (train,
    valid or val, test), else drawn by file name. Polygons count as the box around them.

    Source: Ultralytics' and Darknet's label files: class, then centre and sides as shares of the
    picture; ``data.yaml`` as Ultralytics and Roboflow write it.

    Raises:
        UnreadableLabelsError: a line is no box or polygon.
    """
    named = _yaml_splits(folder)
    for path in _pictures(folder):
        parts = list(path.relative_to(folder).parts)
        if "images" not in parts:
            continue
        place = len(parts) - 1 - parts[::-1].index("images")
        labels = folder.joinpath(*parts[:place], "labels", *parts[place + 1 :]).with_suffix(".txt")
        split = next((named[parent] for parent in path.parents if parent in named), None)
        split = split or next((_YOLO_SPLITS[part] for part in parts if part in _YOLO_SPLITS), None)
        # Roboflow writes several variants of a picture as NAME.rf.HASH.
        split = split or _split_by(path.stem.partition(".rf.")[0])
        yield MarkedPicture(path, f"yolo-{folder.name}", split, tuple(_yolo_plates(path, labels)))


def _yolo_plates(path: Path, labels: Path) -> Iterator[MarkedPlate]:
    lines = labels.read_text(encoding="utf-8").splitlines() if labels.exists() else []
    if not any(line.split() for line in lines):
        return
    pixels = cv2.imread(str(path))
    if pixels is None:
        raise UnreadableLabelsError(f"{path}: not a picture")
    size = np.array(pixels.shape[1::-1], np.float64)
    for number, line in enumerate(lines, start=1):
        if not line.split():
            continue
        try:
            values = np.array(line.split()[1:], np.float64)
        except ValueError:
            values = np.zeros(0)
        if len(values) == 4:
            sides = values[2:] * size
            yield MarkedPlate(_box_corners(*(values[:2] * size - sides / 2), *sides), "")
        elif len(values) >= 6 and len(values) % 2 == 0:
            points = values.reshape(-1, 2) * size
            low, high = points.min(axis=0), points.max(axis=0)
            yield MarkedPlate(_box_corners(*low, *(high - low)), "")
        else:
            raise UnreadableLabelsError(f"{labels}:{number}: no box or polygon: {line!r}")


def _yaml_splits(folder: Path) -> Mapping[Path, str]:
    """Folders that ``data.yaml`` names in lines like ``val: ../valid/images``."""
    if not (folder / "data.yaml").exists():
        return {}
    content = (folder / "data.yaml").read_text(encoding="utf-8")
    entries = dict(re.findall(r"^(path|train|val|test):\s*['\"]?([^'\"#\n]+)", content, re.M))
    root = folder / entries.pop("path", ".").strip()
    named: dict[Path, str] = {}
    for split, place in entries.items():
        # Roboflow's "../train/images" means the folder of data.yaml, whatever it says.
        for base in (root / place.strip(), folder / place.strip().removeprefix("../")):
            if base.is_dir():
                named[folder / base.resolve().relative_to(folder.resolve())] = split
                break
    return named


def _box_corners(x: float, y: float, width: float, height: float) -> Corners:
    corners = _UNIT * np.array([width, height]) + np.array([x, y])
    return np.asarray(corners, np.float32)


def _pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES)


def _split_by(key: str) -> str:
    """The same split for the same key, on every machine: 80 % train, 10 % val, 10 % test."""
    place = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % 10
    return ("val", "test")[place] if place < 2 else "train"
