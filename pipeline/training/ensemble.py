"""Chooses how much each reader counts, on ``val``, and reports what the shipped weights read."""

from __future__ import annotations

import argparse
import logging
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.classifier import CnnClassifier
from pipeline.engine import LiteRtModel
from pipeline.fusion import READER_WEIGHT, fuse_readings
from pipeline.path_segmenter import name_segments, shipped_segmenter
from pipeline.reader import CtcReader, PlateReading
from pipeline.segmenter import Segmentation
from pipeline.training.calibration import expected_calibration_error
from pipeline.training.reading_figures import PlateCrop, count_exact, load_colour_crops
from pipeline.types import ALPHABET
from pipeline.weights import load_manifest

logger = logging.getLogger("recognition")

_WEIGHTS_TRIED = (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Opinions:
    """What the two readers say about one plate."""

    segmentation: Segmentation
    probabilities: npt.NDArray[np.float32]
    reading: PlateReading

    @property
    def segmented_text(self) -> str:
        return "".join(ALPHABET[index] for index in self.probabilities.argmax(axis=1).tolist())

    @property
    def whole_text(self) -> str:
        return "".join(
            ALPHABET[int(character.probabilities.argmax())] for character in self.reading.characters
        )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--split", choices=("val", "test"), default="val")


def main(args: argparse.Namespace) -> int:
    """Log the exact reads of each reader and of their fusion on one split."""
    cv2.setNumThreads(1)
    crops = load_colour_crops(args.data, args.split)
    opinions = ask_readers(args.weights, crops)
    report("segments alone", crops, [opinion.segmented_text for opinion in opinions])
    report("whole-plate reader alone", crops, [opinion.whole_text for opinion in opinions])
    if args.split == "val":
        for weight in _WEIGHTS_TRIED:
            texts, _ = fuse_all(opinions, weight)
            report(f"fused, reader {weight:.2f}", crops, texts)
    texts, confidences = fuse_all(opinions, READER_WEIGHT)
    report(f"fused as shipped, reader {READER_WEIGHT:.2f}", crops, texts)
    right = np.array([text == crop.text for text, crop in zip(texts, crops, strict=True)])
    sure = np.array(confidences)
    people = np.array([crop.origin == "people" for crop in crops])
    logger.info("calibration error %.3f", expected_calibration_error(sure, right))
    for threshold in (0.8, 0.9, 0.95):
        chosen = people & (sure >= threshold)
        logger.info(
            "people's labels, weakest character >= %.2f: %d of %d reads, %d wrong",
            threshold, int(chosen.sum()), int(people.sum()), int((chosen & ~right).sum()),
        )  # fmt: skip
    return 0


def ask_readers(weights: Path, crops: list[PlateCrop]) -> list[Opinions]:
    """Both opinions on every crop, by the weights in ``weights``.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    manifest = load_manifest(weights)
    files = {name: manifest.model(name) for name in ("classifier", "reader")}
    models = {name: LiteRtModel(file.read_verified(), name) for name, file in files.items()}
    classifier = CnnClassifier(models["classifier"], files["classifier"])
    segmenter = shipped_segmenter(manifest, classifier)
    reader = CtcReader(models["reader"], files["reader"])
    opinions: list[Opinions] = []
    for crop in crops:
        segmentation = segmenter.segment(crop.pixels)
        probabilities = name_segments(segmentation, crop.pixels, classifier)
        opinions.append(Opinions(segmentation, probabilities, reader.read_plate(crop.pixels)))
    return opinions


def fuse_all(opinions: list[Opinions], reader_weight: float) -> tuple[list[str], list[float]]:
    """Fused texts and their confidences."""
    texts: list[str] = []
    confidences: list[float] = []
    for opinion in opinions:
        _, candidates = fuse_readings(
            opinion.segmentation, opinion.probabilities, opinion.reading, reader_weight
        )
        texts.append(candidates[0].text if candidates else "")
        confidences.append(candidates[0].confidence if candidates else 0.0)
    return texts, confidences


def report(what: str, crops: list[PlateCrop], texts: list[str]) -> None:
    """Log exact reads by origin of the label."""
    logger.info("%s: %s", what, count_exact(crops, texts))
