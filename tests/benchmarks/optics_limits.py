"""How far a plate may be small, soft, dim or glaring before it is read wrongly.

Run by ``python -m tests.benchmarks.optics_limits``; wants the labelled pictures of
``../shared/data``. The plates of val that are read exactly with characters of at least 16 pixels
are shrunk to 24 pixels and made worse step by step. The limits of the lane test were chosen by
the outcome.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import cv2
import numpy as np

from console.paths import weights_folder
from pipeline.geometry import iou
from pipeline.optics import PlateOptics, measure_plate
from pipeline.recogniser import Recogniser, load_recogniser
from pipeline.types import Box, Frame, Pixels, Read
from tests.conftest import SHARED

_USUAL_PX = 24.0
_LEAST_PX = 16.0

Worsen = Callable[[Pixels, float], Pixels]


@dataclass(frozen=True, slots=True, eq=False)
class _Plate:
    pixels: Pixels
    box: Box
    text: str


def _plates(recogniser: Recogniser) -> Iterator[_Plate]:
    folder = SHARED / "detection"
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "val" and row["plate_text"]]
    for row in rows:
        pixels = np.asarray(cv2.imread(str(folder / "images" / row["file"])), np.uint8)
        box = Box(*(float(row[side]) for side in "xywh"))
        text = row["plate_text"].upper().replace("O", "0")
        read = max(_look(recogniser, pixels), key=lambda one: iou(one.plate.box, box), default=None)
        if read is None or read.text != text:
            continue
        height_px = measure_plate(pixels, read).character_height_px
        if height_px >= _LEAST_PX:
            yield _shrunk(_Plate(pixels, box, text), min(1.0, _USUAL_PX / height_px))


def _shrunk(plate: _Plate, scale: float) -> _Plate:
    box = plate.box
    small = cv2.resize(plate.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    sides = (box.x * scale, box.y * scale, box.width * scale, box.height * scale)
    return _Plate(np.asarray(small, np.uint8), Box(*sides), plate.text)


def _look(recogniser: Recogniser, pixels: Pixels) -> tuple[Read, ...]:
    frame = Frame("limits", 0, datetime.now(UTC), 0, np.ascontiguousarray(pixels))
    return recogniser.look(frame).reads


def _soft(pixels: Pixels, share: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), share * _USUAL_PX), np.uint8)


def _moved(pixels: Pixels, share: float) -> Pixels:
    width_px = max(1, round(share * _USUAL_PX))
    return np.asarray(cv2.filter2D(pixels, -1, np.full((1, width_px), 1 / width_px)), np.uint8)


def _dim(pixels: Pixels, factor: float) -> Pixels:
    noise = np.random.default_rng(1).normal(0, 4, pixels.shape)
    dimmed: Pixels = np.clip(pixels * factor + noise, 0, 255).astype(np.uint8)
    return dimmed


def _bright(pixels: Pixels, factor: float) -> Pixels:
    brighter: Pixels = np.clip(pixels * np.float32(factor), 0, 255).astype(np.uint8)
    return brighter


_TRIALS: tuple[tuple[str, Worsen, tuple[float, ...], Callable[[PlateOptics], float]], ...] = (
    ("soft, sigma", _soft, (0.02, 0.04, 0.07, 0.10, 0.13), lambda plate: plate.blur_share),
    ("moved by", _moved, (0.05, 0.10, 0.20, 0.30), lambda plate: plate.blur_share),
    ("dim, times", _dim, (0.5, 0.25, 0.12, 0.08), lambda plate: plate.contrast),
    ("bright, times", _bright, (1.5, 2.0, 3.0, 4.0), lambda plate: plate.glare_share),
)


def main() -> int:
    """Print for every step how many plates are still read, and what is measured of them."""
    cv2.setNumThreads(1)
    recogniser = load_recogniser(weights_folder(), 1)
    plates = list(_plates(recogniser))
    for size_px in (16.0, 12.0, 10.0, 8.0, 6.0):
        small = [_shrunk(plate, size_px / _USUAL_PX) for plate in plates]
        _print("characters, px", size_px, recogniser, small, lambda one: one.character_height_px)
    for name, worsen, steps, measure in _TRIALS:
        for step in steps:
            worse = [_Plate(worsen(one.pixels, step), one.box, one.text) for one in plates]
            _print(name, step, recogniser, worse, measure)
    return 0


def _print(
    name: str,
    step: float,
    recogniser: Recogniser,
    plates: list[_Plate],
    measure: Callable[[PlateOptics], float],
) -> None:
    right, values = 0, []
    for plate in plates:
        reads = [one for one in _look(recogniser, plate.pixels) if iou(one.plate.box, plate.box)]
        read = max(reads, key=lambda one: iou(one.plate.box, plate.box), default=None)
        if read is not None:
            right += read.text == plate.text
            values.append(measure(measure_plate(plate.pixels, read)))
    middle = f"{np.median(values):.2f}" if values else "-"
    sys.stdout.write(f"{name} {step:g}: {right} of {len(plates)} read, measured {middle}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
