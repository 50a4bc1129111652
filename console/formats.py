"""Loads the plate formats of the regions that a site chose."""

from __future__ import annotations

from collections.abc import Iterable

from console.paths import resources_folder
from pipeline.syntax import PlateFormatError, PlateFormats


def load_plate_formats(regions: Iterable[str]) -> PlateFormats:
    """The formats of ``resources/plate_formats`` for these regions, in this order.

    Raises:
        PlateFormatError: a region has no file; the message names those that there are.
    """
    folder = resources_folder() / "plate_formats"
    texts: list[str] = []
    for region in regions:
        path = folder / f"{region}.toml"
        if not path.is_file():
            known = ", ".join(sorted(entry.stem for entry in folder.glob("*.toml")))
            raise PlateFormatError(f"region {region!r} has no plate formats; there are: {known}")
        texts.append(path.read_text(encoding="utf-8"))
    return PlateFormats.load(texts)
