"""Reads of plates whose texts are known: what certainty and thresholds are measured on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from tqdm import tqdm

from pipeline.certainty import Certainty
from pipeline.recogniser import load_recogniser
from pipeline.training.reading_figures import PlateCrop
from pipeline.types import Box, Plate, Read

PEOPLE, MACHINE = "people", "ocr"


@dataclass(frozen=True, slots=True, eq=False)
class KnownRead:
    """A read and the text that its label gives; ``origin`` is people or ocr."""

    truth: str
    origin: str
    read: Read

    @property
    def is_right(self) -> bool:
        return self.read.text == self.truth


def read_crops(
    weights: Path, crops: Sequence[PlateCrop], certainty: Certainty | None, threads: int = 2
) -> list[KnownRead]:
    """Every crop that is not synthetic, read by the shipped models as whole plates.

    ``certainty`` replaces the one that lies with the weights, where it is given.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    recogniser = load_recogniser(weights, threads, certainty)
    real = [crop for crop in crops if crop.origin in (PEOPLE, MACHINE)]
    return [
        KnownRead(
            crop.text, crop.origin, recogniser.read_plate(crop.pixels, whole_plate(crop.pixels))
        )
        for crop in tqdm(real, "plates", disable=None)
    ]


def whole_plate(pixels: npt.NDArray[np.uint8]) -> Plate:
    """The plate that fills a crop (height, width, 3)."""
    height, width = pixels.shape[:2]
    corners = ((0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height)))
    return Plate(Box(0.0, 0.0, width, height), corners, 1.0)


def of_origin(reads: Sequence[KnownRead], origin: str) -> list[KnownRead]:
    """The reads with labels of that origin."""
    return [known for known in reads if known.origin == origin]


def character_confidences(
    reads: Sequence[KnownRead],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Confidence of every character that was read, and whether the label agrees with it.

    Texts are aligned by plain edits; a character too many is a wrong one.
    """
    confidences: list[float] = []
    right: list[bool] = []
    for known in reads:
        for step in Levenshtein.opcodes(known.read.text, known.truth):
            for character in known.read.characters[step.src_start : step.src_end]:
                confidences.append(character.confidence)
                right.append(step.tag == "equal")
    return np.array(confidences), np.array(right, dtype=bool)


def read_confidences(
    reads: Sequence[KnownRead],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Confidence of every whole text, and whether it is exactly that of the label."""
    said = [known for known in reads if known.read.text]
    return (
        np.array([known.read.confidence for known in said]),
        np.array([known.is_right for known in said], dtype=bool),
    )
