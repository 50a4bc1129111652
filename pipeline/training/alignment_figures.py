"""Counts how often plates that are cut wrongly can be cut again to fit their text; draws a page.

The page shows labelled pictures, so it is never written into the project.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from pipeline.recogniser import load_recogniser
from pipeline.text_alignment import Alignment, TextAligner, shipped_aligner
from pipeline.training.reading_figures import PlateCrop, load_colour_crops
from pipeline.types import Pixels
from pipeline.weights import load_manifest

logger = logging.getLogger("recognition")

_PROJECT = Path(__file__).resolve().parents[2]
_TILE_WIDTH_PX, _TILE_HEIGHT_PX, _PLATE_TOP_PX, _COLUMNS = 320, 170, 24, 4
_TRUSTED_BGR, _REFUSED_BGR, _INK_BGR, _PAPER = (0, 140, 0), (0, 0, 220), (20, 20, 20), 255


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A plate whose text is known, how many segments it was cut into, and the new cuts."""

    crop: PlateCrop
    segment_count: int
    alignment: Alignment


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """``wrong`` are the plates cut into too many or too few; the others are counted.

    ``fitting`` of the ``right_count`` with the right count were believed as they were cut,
    ``aligned`` of the rest were cut again and believed.
    """

    right_count: int
    fitting: int
    aligned: int
    wrong: tuple[Trial, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--split", choices=("val", "train"), default="val")
    parser.add_argument("--page", type=Path, metavar="PAGE.png", help="outside the project")


def main(args: argparse.Namespace) -> int:
    """Log the counts and write the page; 2 for a page within the project."""
    if args.page is not None and args.page.resolve().is_relative_to(_PROJECT):
        logger.error("%s: labelled pictures do not belong into the project", args.page)
        return 2
    crops = [one for one in load_colour_crops(args.data, args.split) if one.origin == "people"]
    trials = align_all(args.weights, crops)
    logger.info(
        "%d plates cut into as many pieces as the text has: %d believed, %d more cut again",
        trials.right_count,
        trials.fitting,
        trials.aligned,
    )
    problems = Counter(trial.alignment.problem for trial in trials.wrong)
    trusted = problems.pop("", 0)
    logger.info("%d cut into too many or too few: %d aligned", len(trials.wrong), trusted)
    for problem, count in problems.most_common():
        logger.info("  %d: %s", count, problem)
    if args.page is not None:
        encoded, page = cv2.imencode(".png", draw_page(trials.wrong))
        if not encoded:
            logger.error("%s: the page could not be encoded", args.page)
            return 1
        args.page.write_bytes(page.tobytes())
    return 0


def align_all(weights: Path, crops: Sequence[PlateCrop]) -> Trials:
    """Segment every crop, and align those that were cut into too many or too few.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    recogniser, aligner = load_recogniser(weights), shipped_aligner(load_manifest(weights))
    right_count = fitting = aligned = 0
    wrong: list[Trial] = []
    for crop in crops:
        segments = recogniser.segmenter.segment(crop.pixels).boxes
        if len(segments) != len(crop.text):
            alignment = aligner.align(crop.pixels, crop.text)
            wrong.append(Trial(crop, len(segments), alignment))
            continue
        right_count += 1
        if not aligner.check(crop.pixels, crop.text, segments).problem:
            fitting += 1
        elif not _problem(aligner, crop):
            aligned += 1
    return Trials(right_count, fitting, aligned, tuple(wrong))


def _problem(aligner: TextAligner, crop: PlateCrop) -> str:
    return aligner.align(crop.pixels, crop.text).problem


def draw_page(trials: Sequence[Trial]) -> Pixels:
    """One tile for each trial, numbered from 1, BGR uint8; green cuts were believed."""
    tiles = [_draw_tile(number, trial) for number, trial in enumerate(trials, 1)]
    blank = np.full((_TILE_HEIGHT_PX, _TILE_WIDTH_PX, 3), _PAPER, np.uint8)
    tiles += [blank] * (-len(tiles) % _COLUMNS or (0 if tiles else _COLUMNS))
    rows = [np.hstack(tiles[at : at + _COLUMNS]) for at in range(0, len(tiles), _COLUMNS)]
    return np.asarray(np.vstack(rows), np.uint8)


def _draw_tile(number: int, trial: Trial) -> Pixels:
    tile = np.full((_TILE_HEIGHT_PX, _TILE_WIDTH_PX, 3), _PAPER, np.uint8)
    height, width = trial.crop.pixels.shape[:2]
    scale = min((_TILE_WIDTH_PX - 8) / width, (_TILE_HEIGHT_PX - 60) / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    top = _PLATE_TOP_PX
    tile[top : top + size[1], 4 : 4 + size[0]] = cv2.resize(trial.crop.pixels, size)
    colour = _REFUSED_BGR if trial.alignment.problem else _TRUSTED_BGR
    for box, label in zip(trial.alignment.boxes, trial.crop.text, strict=False):
        left, upper = round(4 + box.x * scale), round(top + box.y * scale)
        right, lower = round(4 + box.right * scale), round(top + box.bottom * scale)
        cv2.rectangle(tile, (left, upper), (right, lower), colour, 1)
        in_upper_half = box.centre[1] < 0.6 * height
        _write(tile, label, (left, upper - 3 if in_upper_half else lower + 13), colour)
    words = f"{number}: {trial.crop.text}, {trial.segment_count} segments"
    _write(tile, words, (4, _TILE_HEIGHT_PX - 18), _INK_BGR)
    _write(tile, trial.alignment.problem, (4, _TILE_HEIGHT_PX - 4), _INK_BGR)
    return tile


def _write(tile: Pixels, text: str, place: tuple[int, int], colour: tuple[int, int, int]) -> None:
    cv2.putText(tile, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, colour, 1, cv2.LINE_AA)
