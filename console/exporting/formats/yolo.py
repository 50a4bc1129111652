"""Pictures, boxes as shares of the picture, and ``data.yaml``: the folder of the YOLO family."""

from __future__ import annotations

import json
from pathlib import Path

from console.exporting.formats.writer import write_bytes, write_text
from console.exporting.types import LABELS, LabelledPicture, Split
from pipeline.types import Box

CLASSES = ("plate", *LABELS)


class YoloWriter:
    """Writes one text file beside each picture, under ``labels`` instead of ``images``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, picture: LabelledPicture) -> tuple[str, ...]:
        path = f"images/{picture.split}/{picture.name}.jpg"
        write_bytes(self._folder / path, picture.jpeg)
        lines = [_line(0, plate.box, picture) for plate in picture.plates]
        lines += [_line(CLASSES.index(one.text), one.box, picture) for one in picture.characters]
        write_text(
            self._folder / f"labels/{picture.split}/{picture.name}.txt",
            "".join(f"{line}\n" for line in lines if line),
        )
        return (path,)

    def finish(self) -> None:
        for split in Split:
            for kind in ("images", "labels"):
                (self._folder / kind / split).mkdir(parents=True, exist_ok=True)
        # Without "path" the splits are found beside this file, wherever the folder is moved to;
        # a text as JSON writes it is one for YAML, too.
        lines = [f"{split}: images/{split}" for split in Split]
        lines += [f"nc: {len(CLASSES)}", "names:"]
        lines += [f"  {number}: {json.dumps(name)}" for number, name in enumerate(CLASSES)]
        write_text(self._folder / "data.yaml", "\n".join(lines) + "\n")


def _line(number: int, box: Box, picture: LabelledPicture) -> str:
    """Class, middle and sides of what of the box lies in the picture; empty where nothing does."""
    left, top = max(0.0, box.x), max(0.0, box.y)
    right = min(float(picture.width_px), box.right)
    bottom = min(float(picture.height_px), box.bottom)
    if right <= left or bottom <= top:
        return ""
    shares = (
        (left + right) / 2 / picture.width_px,
        (top + bottom) / 2 / picture.height_px,
        (right - left) / picture.width_px,
        (bottom - top) / picture.height_px,
    )
    return f"{number} " + " ".join(f"{share:.6f}" for share in shares)
