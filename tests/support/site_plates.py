"""Plates of an imagined site, drawn in a lettering that the shipped models read badly."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import matplotlib as mpl
import numpy as np

from pipeline.classifier import cut_glyphs
from pipeline.training.degradation import MILD, displaced, displacement, spoil, whole_picture
from pipeline.training.rendering import FONT_FOLDER, PlateFonts, draw_plate, random_plate
from pipeline.types import Box, Pixels

ODD_FONT = "STIXGeneralBolIta.ttf"
"""A bold slanted serif of the STIX fonts (SIL Open Font License), which Matplotlib brings."""

_HEIGHT_PX = 64


@dataclass(frozen=True, slots=True, eq=False)
class SitePlate:
    """A plate as a camera saw it, BGR uint8, its text with O as 0, the boxes of its characters."""

    pixels: Pixels
    text: str
    boxes: tuple[Box, ...]


def odd_fonts(folder: Path) -> PlateFonts:
    """The fonts of the project and the odd one, in ``folder``."""
    shutil.copytree(FONT_FOLDER, folder, dirs_exist_ok=True)
    shutil.copy(Path(mpl.get_data_path()) / "fonts" / "ttf" / ODD_FONT, folder)
    return PlateFonts(folder)


def draw_site_plates(
    fonts: PlateFonts, count: int, seed: int, font: str | None = ODD_FONT
) -> list[SitePlate]:
    """``count`` plates of one line; in ``font``, or in the project's own where it is None."""
    random = np.random.default_rng(seed)
    plates: list[SitePlate] = []
    while len(plates) < count:
        text, style = random_plate(random)
        if "|" in style.layouts[0]:
            continue
        plain = replace(style, band="", header="", footer="", side_letters="", texture_seed=0)
        if font is not None:
            plain = replace(plain, fonts=(font,))
        drawn = draw_plate(text, plain, fonts, _HEIGHT_PX)
        size = drawn.pixels.shape[0], drawn.pixels.shape[1]
        matrix = displacement(whole_picture(drawn.pixels), size, random, MILD)
        seen = spoil(displaced(drawn.pixels, matrix, size, random), random, MILD)
        plates.append(SitePlate(seen, text, tuple(_moved(box, matrix) for box in drawn.boxes)))
    return plates


def write_export(
    folder: Path, splits: Mapping[str, Sequence[tuple[SitePlate, str]]], lane: str = "north"
) -> Path:
    """Write plates with what was read of them as docs/export.md says; return the folder."""
    lines: list[str] = []
    for split, plates in splits.items():
        for plate, observed in plates:
            name = hashlib.sha256(plate.text.encode() + plate.pixels.tobytes()).hexdigest()[:32]
            crop = f"ocr-csv/images/{split}/{name}.png"
            _write(folder / crop, plate.pixels)
            glyphs = cut_glyphs(plate.pixels, plate.boxes)
            cuts = [
                f"characters/{split}/{label}/{name}_{place:02}.png"
                for place, label in enumerate(plate.text)
            ]
            for cut, glyph in zip(cuts, glyphs, strict=True):
                _write(folder / cut, glyph)
            lines.append(
                json.dumps(
                    {
                        "id": name,
                        "split": split,
                        "lane": lane,
                        "labelled_by": "person",
                        "observed_text": observed,
                        "text": plate.text,
                        "files": {"ocr-csv": [crop], "characters": cuts},
                    }
                )
            )
    records = ("\n".join(lines) + "\n").encode()
    (folder / "records.jsonl").write_bytes(records)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
    ).encode()
    (folder / "SHA256SUMS").write_bytes(sums)
    manifest = {
        "gatehouse_export": 1,
        "formats": {"ocr-csv": "ocr-csv", "characters": "characters"},
        "created_at": "2026-11-25T16:00:00+00:00",
        "records_sha256": hashlib.sha256(records).hexdigest(),
        "sha256sums_sha256": hashlib.sha256(sums).hexdigest(),
    }
    (folder / "export.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _moved(box: Box, matrix: np.ndarray) -> Box:
    corners = np.array(
        [[[box.x, box.y], [box.right, box.y], [box.right, box.bottom], [box.x, box.bottom]]],
        np.float32,
    )
    moved = cv2.perspectiveTransform(corners, matrix)[0]
    left, top = moved.min(axis=0).tolist()
    right, bottom = moved.max(axis=0).tolist()
    return Box(left, top, right - left, bottom - top)


def _write(path: Path, pixels: Pixels) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), pixels)
