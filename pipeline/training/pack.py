"""``python -m pipeline.training pack OUT.zip``: the training data, small enough for a thin line.

The unpacked archive is laid out like the folder it comes from, so that ``--data`` takes either.
Pictures are smaller and coarser; ``test`` stays at home.
"""

from __future__ import annotations

import argparse
import csv
import io
import logging
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from pipeline.training.plate_set import PHOTO_PLATES, cut_from_photo
from pipeline.types import Pixels

_log = logging.getLogger("training")

_SPLITS = ("train", "val")
_PHOTO_LONG_SIDE_PX = 512
_PHOTO_QUALITY = 48
_CROP_HEIGHT_PX = 64
_CROP_QUALITY = 65
_GREY_STEP = 8
"""Greys of the single characters are rounded to 32 levels, which halves their share."""

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same data gives the same archive, whenever it is packed."""

Rows = list[dict[str, str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``python -m pipeline.training pack``."""
    parser.add_argument("archive", type=Path, help="the .zip to write")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--photo-quality", type=int, default=_PHOTO_QUALITY, help="WebP, 1 to 100")
    parser.add_argument(
        "--photo-side", type=int, default=_PHOTO_LONG_SIDE_PX, help="long side in pixels at most"
    )


def main(args: argparse.Namespace) -> int:
    """Write the archive; 0 when it is there."""
    cv2.setNumThreads(1)
    pack(args.data, args.archive, args.photo_side, args.photo_quality)
    _log.info("%s: %.1f MB", args.archive, args.archive.stat().st_size / 1e6)
    return 0


def pack(
    data: Path,
    archive: Path,
    photo_side_px: int = _PHOTO_LONG_SIDE_PX,
    photo_quality: int = _PHOTO_QUALITY,
) -> None:
    """Write what training needs of the folder ``data`` into ``archive``.

    Raises:
        FileNotFoundError: a table, or a picture that it names, is missing.
    """
    unfinished = archive.with_name(f"{archive.name}.new")
    with zipfile.ZipFile(unfinished, "w") as file:
        for name, content in _files(data, photo_side_px, photo_quality):
            # Pictures are compressed already; the few tables are small.
            file.writestr(zipfile.ZipInfo(name, _LONG_AGO), content)
    unfinished.replace(archive)


def _files(data: Path, photo_side_px: int, photo_quality: int) -> Iterator[tuple[str, bytes]]:
    if (data / "README.md").exists():
        yield "README.md", (data / "README.md").read_bytes()
    yield from _pack_photos(data, photo_side_px, photo_quality)
    yield from _pack_crops(data)
    if (data / "characters/characters.npz").exists():
        yield "characters/characters.npz", _pack_characters(data / "characters/characters.npz")


def _pack_photos(data: Path, side_px: int, quality: int) -> Iterator[tuple[str, bytes]]:
    """Smaller photos, and plates with a text cut from the large ones before."""
    rows = _read_rows(data / "detection/labels.csv")
    photos: dict[str, Rows] = {}
    for row in rows:
        photos.setdefault(row["file"], []).append(row)
    plates: Rows = []
    for file, marked in photos.items():
        pixels = _read(data / "detection/images" / file)
        small, scale = _shrink(pixels, side_px / max(pixels.shape[:2]))
        for row in marked:
            if row["plate_text"] and row["split"] == "train":
                name = f"{len(plates):05}.webp"
                cut, box = cut_from_photo(pixels, *(float(row[key]) for key in "xywh"))
                smaller, shrunk = _shrink(cut, _CROP_HEIGHT_PX / box[3])
                yield f"{PHOTO_PLATES}/images/{name}", _encode(smaller, _CROP_QUALITY)
                sides = [f"{side * shrunk:.2f}" for side in box]
                place = dict(zip("xywh", sides, strict=True))
                about = {"source": row["source"], "split": "train", "text": row["plate_text"]}
                plates.append({"file": name} | about | place)
            if row["x"]:
                row |= {key: f"{float(row[key]) * scale:.2f}" for key in "xywh"}
            row |= {"file": f"{Path(file).stem}.webp", "plate_text": ""}
            row |= {"width": str(small.shape[1]), "height": str(small.shape[0])}
        yield f"detection/images/{Path(file).stem}.webp", _encode(small, quality)
    yield "detection/labels.csv", _table(rows)
    if plates:
        yield f"{PHOTO_PLATES}/labels.csv", _table(plates)


def _pack_crops(data: Path) -> Iterator[tuple[str, bytes]]:
    rows = _read_rows(data / "plates/labels.csv")
    for row in rows:
        pixels = _read(data / "plates/images" / row["file"])
        small, _ = _shrink(pixels, _CROP_HEIGHT_PX / pixels.shape[0])
        row["file"] = f"{Path(row['file']).stem}.webp"
        yield f"plates/images/{row['file']}", _encode(small, _CROP_QUALITY)
    yield "plates/labels.csv", _table(rows)


def _pack_characters(path: Path) -> bytes:
    with np.load(path) as stored:
        chosen = np.sort(np.concatenate([stored[split] for split in _SPLITS]))
        glyphs = stored["images"][chosen] // _GREY_STEP * _GREY_STEP + _GREY_STEP // 2
        parts: dict[str, Any] = {
            split: np.searchsorted(chosen, np.sort(stored[split])) for split in _SPLITS
        }
        written = io.BytesIO()
        np.savez_compressed(
            written,
            images=glyphs.astype(np.uint8),
            labels=stored["labels"][chosen],
            source=stored["source"][chosen],
            classes=stored["classes"],
            source_names=stored["source_names"],
            **parts,
        )
        return written.getvalue()


def _read_rows(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["split"] in _SPLITS]


def _table(rows: Sequence[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue().encode()


def _read(path: Path) -> Pixels:
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise FileNotFoundError(path)
    return pixels.astype(np.uint8, copy=False)


def _shrink(pixels: Pixels, scale: float) -> tuple[Pixels, float]:
    """``pixels`` no larger than they are, and the scale that this took."""
    if scale >= 1.0:
        return pixels, 1.0
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False), scale


def _encode(pixels: Pixels, quality: int) -> bytes:
    done, encoded = cv2.imencode(".webp", pixels, [cv2.IMWRITE_WEBP_QUALITY, quality])
    if not done:
        raise RuntimeError("this OpenCV cannot write WebP")
    return encoded.tobytes()
