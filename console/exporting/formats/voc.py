"""One XML file for each picture: the annotations of PASCAL VOC."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from console.exporting.formats.writer import write_bytes, write_text
from console.exporting.types import LabelledPicture, Split
from pipeline.types import Box


class VocWriter:
    """Writes pictures, annotations, and the lists of the splits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[Split, list[str]] = {split: [] for split in Split}

    def add(self, picture: LabelledPicture) -> tuple[str, ...]:
        path = f"JPEGImages/{picture.name}.jpg"
        write_bytes(self._folder / path, picture.jpeg)
        tree = _annotation(picture)
        ET.indent(tree)
        write_text(
            self._folder / f"Annotations/{picture.name}.xml",
            ET.tostring(tree, encoding="unicode") + "\n",
        )
        self._names[picture.split].append(picture.name)
        return (path,)

    def finish(self) -> None:
        for split, names in self._names.items():
            write_text(
                self._folder / f"ImageSets/Main/{split}.txt", "".join(f"{one}\n" for one in names)
            )


def _annotation(picture: LabelledPicture) -> ET.Element:
    root = ET.Element("annotation")
    _say(root, "folder", "JPEGImages")
    _say(root, "filename", f"{picture.name}.jpg")
    _say(ET.SubElement(root, "source"), "database", "Gatehouse")
    size = ET.SubElement(root, "size")
    _say(size, "width", picture.width_px)
    _say(size, "height", picture.height_px)
    _say(size, "depth", 3)
    _say(root, "segmented", 0)
    for plate in picture.plates:
        entry = _add_object(root, "plate", plate.box, picture)
        if entry is not None and plate.text:
            _say(entry, "text", plate.text)
    for character in picture.characters:
        _add_object(root, character.text, character.box, picture)
    return root


def _add_object(
    root: ET.Element, name: str, box: Box, picture: LabelledPicture
) -> ET.Element | None:
    """Whole pixels that count from 1, the last one included; None for a box outside."""
    left, top = max(1, round(box.x) + 1), max(1, round(box.y) + 1)
    right = min(picture.width_px, round(box.right))
    bottom = min(picture.height_px, round(box.bottom))
    if right < left or bottom < top:
        return None
    truncated = box.x < 0 or box.y < 0 or box.right > picture.width_px
    truncated = truncated or box.bottom > picture.height_px
    entry = ET.SubElement(root, "object")
    _say(entry, "name", name)
    _say(entry, "pose", "Unspecified")
    _say(entry, "truncated", int(truncated))
    _say(entry, "difficult", 0)
    bounds = ET.SubElement(entry, "bndbox")
    for side, pixel in (("xmin", left), ("ymin", top), ("xmax", right), ("ymax", bottom)):
        _say(bounds, side, pixel)
    return entry


def _say(parent: ET.Element, name: str, value: object) -> None:
    ET.SubElement(parent, name).text = str(value)
