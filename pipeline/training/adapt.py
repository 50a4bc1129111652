"""``python -m pipeline.training adapt``: another data set in the layout that ``--data`` takes."""

from __future__ import annotations

import argparse
import csv
import logging
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from pipeline.training.adapters import (
    Corners,
    MarkedPicture,
    UnreadableLabelsError,
    read_ccpd,
    read_ufpr,
    read_yolo,
)
from pipeline.types import Pixels

_log = logging.getLogger("training")

_READERS = {"ccpd": read_ccpd, "ufpr": read_ufpr, "yolo": read_yolo}
_LONG_SIDE_PX = 960
_CROP_HEIGHT_PX = 96
_QUALITY = 92
_PHOTO_COLUMNS = ("file", "source", "split", "width", "height", "x", "y", "w", "h", "plate_text")
_CROP_COLUMNS = ("file", "source", "split", "text", "label_origin")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m pipeline.training adapt``."""
    parser.add_argument("format", choices=sorted(_READERS))
    parser.add_argument("source", type=Path, help="folder of the data set")
    parser.add_argument("out", type=Path, help="folder to write, for --data")


def main(args: argparse.Namespace) -> int:
    """Write the layout; 0 when it holds a picture, 1 with one line on why it does not."""
    if not args.source.is_dir():
        _log.error("%s: no such folder", args.source)
        return 1
    try:
        picture_count, crop_count = write_layout(_READERS[args.format](args.source), args.out)
    except UnreadableLabelsError as error:
        _log.error("%s", error)
        return 1
    if picture_count == 0:
        _log.error("%s: no picture of a %s data set found", args.source, args.format)
        return 1
    _log.info("%s: %d pictures, %d plates with text", args.out, picture_count, crop_count)
    return 0


def write_layout(pictures: Iterable[MarkedPicture], out: Path) -> tuple[int, int]:
    """Write photos and straightened plates with text; return how many of each.

    Raises:
        UnreadableLabelsError: a picture cannot be decoded.
    """
    for part in ("detection", "plates"):
        (out / part / "images").mkdir(parents=True, exist_ok=True)
    picture_count = crop_count = 0
    with (
        (out / "detection/labels.csv").open("w", newline="", encoding="utf-8") as photo_file,
        (out / "plates/labels.csv").open("w", newline="", encoding="utf-8") as crop_file,
    ):
        photo_rows, crop_rows = csv.writer(photo_file), csv.writer(crop_file)
        photo_rows.writerow(_PHOTO_COLUMNS)
        crop_rows.writerow(_CROP_COLUMNS)
        for picture in pictures:
            pixels = cv2.imread(str(picture.path), cv2.IMREAD_COLOR)
            if pixels is None:
                raise UnreadableLabelsError(f"{picture.path}: not a picture")
            decoded = pixels.astype(np.uint8, copy=False)
            name = f"{picture.source}_{picture_count:06}.jpg"
            picture_count += 1
            for row in _photo_rows(picture, decoded, out / "detection/images" / name):
                photo_rows.writerow(row)
            for plate in picture.plates:
                if plate.text:
                    crop = f"{picture.source}_{crop_count:06}.jpg"
                    crop_count += 1
                    _write(out / "plates/images" / crop, straighten(decoded, plate.corners))
                    about = (picture.source, picture.split, plate.text, "human")
                    crop_rows.writerow((crop, *about))
    return picture_count, crop_count


def _photo_rows(picture: MarkedPicture, pixels: Pixels, path: Path) -> list[tuple[object, ...]]:
    """Write the photo, no larger than need be, and return its rows of labels.csv."""
    scale = min(1.0, _LONG_SIDE_PX / max(pixels.shape[:2]))
    if scale < 1.0:
        size = round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    _write(path, pixels)
    about = (path.name, picture.source, picture.split, pixels.shape[1], pixels.shape[0])
    rows: list[tuple[object, ...]] = []
    for plate in picture.plates:
        low, high = plate.corners.min(axis=0) * scale, plate.corners.max(axis=0) * scale
        box = [round(float(side), 1) for side in (*low, *(high - low))]
        rows.append((*about, *box, plate.text))
    return rows or [(*about, "", "", "", "", "")]


def straighten(pixels: Pixels, corners: Corners) -> Pixels:
    """The plate at ``corners`` as an upright picture, at most 96 px high."""
    across = np.linalg.norm(corners[[1, 2]] - corners[[0, 3]], axis=1).mean()
    down = np.linalg.norm(corners[[3, 2]] - corners[[0, 1]], axis=1).mean()
    scale = min(1.0, _CROP_HEIGHT_PX / max(1.0, float(down)))
    width, height = max(1, round(float(across) * scale)), max(1, round(float(down) * scale))
    # OpenCV counts from pixel centres, corners lie on pixel edges.
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(corners - np.float32(0.5), target.astype(np.float32))
    return cv2.warpPerspective(
        pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE
    ).astype(np.uint8, copy=False)


def _write(path: Path, pixels: Pixels) -> None:
    if not cv2.imwrite(str(path), pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]):
        raise OSError(f"{path}: OpenCV could not write it")
