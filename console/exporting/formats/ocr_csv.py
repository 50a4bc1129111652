"""Upright plates and a CSV, as fast-plate-ocr trains from."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from console.exporting.formats.writer import png, write_bytes, write_text
from console.exporting.types import LabelledPicture, Split

COLUMNS = ("image_path", "plate_text")


class OcrCsvWriter:
    """Writes a CSV for each split; paths in it are relative to its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: dict[Split, list[tuple[str, str]]] = {split: [] for split in Split}

    def add(self, picture: LabelledPicture) -> tuple[str, ...]:
        path = f"images/{picture.split}/{picture.name}.png"
        write_bytes(self._folder / path, png(picture.plate_pixels))
        self._rows[picture.split].append((path, picture.text))
        return (path,)

    def finish(self) -> None:
        for split, rows in self._rows.items():
            lines = io.StringIO()
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows)
            write_text(self._folder / f"{split}.csv", lines.getvalue())
