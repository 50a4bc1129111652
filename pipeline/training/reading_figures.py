"""How often plate crops are read right, by the origin of their labels; free of TensorFlow."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from pipeline.training.plate_set import PEOPLE_ORIGINS, fold_text
from pipeline.types import Pixels


@dataclass(frozen=True, slots=True, eq=False)
class PlateCrop:
    """A labelled plate crop, BGR uint8; ``origin`` is people, ocr or synthetic."""

    pixels: Pixels
    text: str
    source: str
    origin: str


def load_colour_crops(folder: Path, split: str) -> list[PlateCrop]:
    """The crops of one split of ``folder``/plates.

    Raises:
        FileNotFoundError: ``labels.csv`` or a picture that it names is missing.
    """
    crops: list[PlateCrop] = []
    with (folder / "plates" / "labels.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["split"] != split:
                continue
            path = folder / "plates" / "images" / row["file"]
            pixels = cv2.imread(str(path))
            if pixels is None:
                raise FileNotFoundError(path)
            origin = "people" if row["label_origin"] in PEOPLE_ORIGINS else row["label_origin"]
            plate = np.asarray(pixels, np.uint8)
            crops.append(PlateCrop(plate, fold_text(row["text"]), row["source"], origin))
    return crops


def count_exact(crops: Sequence[PlateCrop], texts: Sequence[str]) -> dict[str, str]:
    """Exact reads by origin, as ``right/total``; O and 0 are one class."""
    counts: dict[str, tuple[int, int]] = {}
    for crop, text in zip(crops, texts, strict=True):
        right, total = counts.get(crop.origin, (0, 0))
        counts[crop.origin] = right + (crop.text == text), total + 1
    return {origin: f"{right}/{total}" for origin, (right, total) in sorted(counts.items())}
