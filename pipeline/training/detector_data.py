"""Labelled pictures for the plate detector: read once, kept as raw pixels, served by index."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.types import Pixels

Split = Literal["train", "val", "test"]
Boxes = npt.NDArray[np.float32]
"""Plates of one picture as (count, 4) rows of left, top, right, bottom in its pixels."""


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """One picture of ``labels.csv`` with its plates; a negative has none.

    ``boxes`` holds (left, top, right, bottom) in pixels of the stored picture.
    """

    file: str
    source: str
    split: str
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class LabelledPicture:
    """Decoded BGR picture, its plates in its own pixels, and the collection it is from."""

    pixels: Pixels
    boxes: Boxes
    source: str


class Pictures(Protocol):
    """Pictures by index: a cache, or a list."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> LabelledPicture: ...


def read_labels(labels: Path) -> tuple[LabelledFile, ...]:
    """Every picture of a detection ``labels.csv`` in the order of first mention."""
    boxes: dict[str, list[tuple[float, float, float, float]]] = {}
    origin: dict[str, tuple[str, str]] = {}
    with labels.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            origin[row["file"]] = (row["source"], row["split"])
            found = boxes.setdefault(row["file"], [])
            if row["x"]:
                x, y, width, height = (float(row[key]) for key in ("x", "y", "w", "h"))
                found.append((x, y, x + width, y + height))
    return tuple(
        LabelledFile(file, *origin[file], boxes=tuple(found)) for file, found in boxes.items()
    )


class PictureCache:
    """Pictures of one split as raw pixels in one memory-mapped file.

    Decoding JPEG costs more than a training step gives it time for, so it is done once.
    """

    def __init__(self, folder: Path, split: str) -> None:
        index = json.loads((folder / f"{split}.json").read_text(encoding="utf-8"))
        self._entries: list[dict[str, object]] = index["pictures"]
        self._pixels = np.memmap(folder / f"{split}.bin", dtype=np.uint8, mode="r")
        self._boxes = [np.asarray(e["boxes"], np.float32).reshape(-1, 4) for e in self._entries]
        self._shapes = [(int(e["height"]), int(e["width"])) for e in index["pictures"]]
        sizes = [height * width * 3 for height, width in self._shapes]
        self._offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: int) -> LabelledPicture:
        height, width = self._shapes[index]
        flat = self._pixels[self._offsets[index] : self._offsets[index + 1]]
        return LabelledPicture(
            flat.reshape(height, width, 3), self._boxes[index], str(self._entries[index]["source"])
        )

    def sizes(self) -> list[tuple[int, int, Boxes]]:
        """Height, width and plates of every picture, without touching the pixels."""
        return [(h, w, boxes) for (h, w), boxes in zip(self._shapes, self._boxes, strict=True)]


def open_cache(data: Path, folder: Path, split: Split, *, long_side_px: int) -> PictureCache:
    """The cache of a split of ``data``/detection, built first where it is missing or outdated."""
    wanted = {"long_side_px": long_side_px, "labels": _size_and_time(data / "detection/labels.csv")}
    index = folder / f"{split}.json"
    if index.exists() and json.loads(index.read_text(encoding="utf-8"))["made_for"] == wanted:
        return PictureCache(folder, split)
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    with (folder / f"{split}.bin").open("wb") as pixels_file:
        for labelled in read_labels(data / "detection/labels.csv"):
            if labelled.split != split:
                continue
            pixels, scale = _decode(data / "detection/images" / labelled.file, long_side_px)
            pixels_file.write(pixels.tobytes())
            pictures.append(
                {
                    "source": labelled.source,
                    "height": pixels.shape[0],
                    "width": pixels.shape[1],
                    "boxes": [[side * scale for side in box] for box in labelled.boxes],
                }
            )
    # The index comes last: an interrupted build leaves none, and is done again.
    index.write_text(json.dumps({"made_for": wanted, "pictures": pictures}), encoding="utf-8")
    return PictureCache(folder, split)


def _size_and_time(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _decode(path: Path, long_side_px: int) -> tuple[Pixels, float]:
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError(f"{path}: not a picture; fetch the training data again")
    scale = min(1.0, long_side_px / max(pixels.shape[:2]))
    if scale < 1.0:
        size = round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return pixels.astype(np.uint8, copy=False), scale
