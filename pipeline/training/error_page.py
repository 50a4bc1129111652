"""Draws the worst reading errors of a split on one page, to be looked at one by one.

The page shows labelled pictures, so it is never written into the project.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from pipeline.recogniser import load_recogniser
from pipeline.training.reading_figures import PlateCrop, load_colour_crops
from pipeline.types import Box, Pixels, Plate, Read

logger = logging.getLogger("recognition")

_PROJECT = Path(__file__).resolve().parents[2]
_TILE_WIDTH_PX, _TILE_HEIGHT_PX, _TEXT_PX = 400, 190, 78
_SEGMENT_BGR, _INK_BGR, _PAPER = (60, 160, 20), (20, 20, 20), 245
"""Boxes of the segmenter and texts on the page."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadingError:
    """A plate that was read wrongly; ``segments`` are boxes in its straightened pixels."""

    crop: PlateCrop
    read: Read
    segments: tuple[Box, ...]

    @property
    def edit_count(self) -> int:
        return int(Levenshtein.distance(self.read.text, self.crop.text))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("out", type=Path, metavar="PAGE.png", help="outside the project")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--split", choices=("val", "train"), default="val")
    parser.add_argument("--count", type=int, default=40)


def main(args: argparse.Namespace) -> int:
    """Write the page and log one line for each error on it; 2 for a page within the project."""
    out: Path = args.out.resolve()
    if out.is_relative_to(_PROJECT):
        logger.error("%s: labelled pictures do not belong into the project", args.out)
        return 2
    cv2.setNumThreads(1)
    crops = load_colour_crops(args.data, args.split)
    errors = find_errors(args.weights, crops)
    shown = worst(errors, args.count)
    for number, error in enumerate(shown, 1):
        logger.info(
            "%d: %s (%s, %s) read %s with %.2f%s",
            number,
            error.crop.text,
            error.crop.source,
            error.crop.origin,
            error.read.text or "nothing",
            error.read.confidence,
            f", set aside: {error.read.rejection}" if error.read.rejection else "",
        )
    logger.info("%d of %d wrong, the worst %d drawn", len(errors), len(crops), len(shown))
    encoded, page = cv2.imencode(".png", draw_page(shown))
    if not encoded:
        logger.error("%s: the page could not be encoded", args.out)
        return 1
    out.write_bytes(page.tobytes())
    return 0


def find_errors(weights: Path, crops: Sequence[PlateCrop]) -> list[ReadingError]:
    """Every crop that the shipped pipeline, without its detector, reads wrongly.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    recogniser = load_recogniser(weights)
    errors = []
    for crop in crops:
        height, width = crop.pixels.shape[:2]
        corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
        read = recogniser.read_plate(crop.pixels, Plate(Box(0, 0, width, height), corners, 1.0))
        if read.text != crop.text:
            segments = recogniser.segmenter.segment(read.plate_pixels).boxes
            errors.append(ReadingError(crop, read, segments))
    return errors


def worst(errors: Sequence[ReadingError], count: int) -> list[ReadingError]:
    """The ``count`` errors with the most wrong characters, the surer first among equals.

    People's labels come before machine-made ones, of which more are wrong themselves.
    """
    ranked = sorted(
        errors,
        key=lambda error: (
            error.crop.origin != "people",
            -error.edit_count,
            -error.read.confidence,
        ),
    )
    return ranked[:count]


def draw_page(errors: Sequence[ReadingError], columns: int = 4) -> Pixels:
    """One tile for each error, numbered from 1, BGR uint8; a blank tile without any."""
    tiles = [_draw_tile(number, error) for number, error in enumerate(errors, 1)]
    blank = np.full((_TILE_HEIGHT_PX, _TILE_WIDTH_PX, 3), _PAPER, np.uint8)
    tiles += [blank] * (-len(tiles) % columns or (0 if tiles else columns))
    rows = [np.hstack(tiles[at : at + columns]) for at in range(0, len(tiles), columns)]
    return np.asarray(np.vstack(rows), np.uint8)


def _draw_tile(number: int, error: ReadingError) -> Pixels:
    """The straightened plate with its segments; truth, text, and what each character scored."""
    tile = np.full((_TILE_HEIGHT_PX, _TILE_WIDTH_PX, 3), _PAPER, np.uint8)
    plate = error.read.plate_pixels.copy()
    for box in error.segments:
        left, top = round(box.x), round(box.y)
        right, bottom = round(box.right), round(box.bottom)
        cv2.rectangle(plate, (left, top), (right, bottom), _SEGMENT_BGR, 1)
    room = _TILE_HEIGHT_PX - _TEXT_PX
    scale = min(2.0, (_TILE_WIDTH_PX - 8) / plate.shape[1], room / plate.shape[0])
    size = max(1, round(plate.shape[1] * scale)), max(1, round(plate.shape[0] * scale))
    fitted = cv2.resize(plate, size, interpolation=cv2.INTER_AREA)
    tile[2 : 2 + size[1], 4 : 4 + size[0]] = fitted
    read = error.read
    scores = " ".join(f"{c.text}{round(c.confidence * 100):02d}" for c in read.characters)
    aside = f" [{read.rejection}]" if read.rejection else ""
    for line, text in enumerate(
        (
            f"{number}: {error.crop.text} ({error.crop.source})",
            f"   {read.text or '-'} {read.confidence:.2f}, {len(error.segments)} segments{aside}",
            f"   {scores}",
        )
    ):
        place = 4, room + 20 + 22 * line
        cv2.putText(tile, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, _INK_BGR, 1, cv2.LINE_AA)
    return tile
