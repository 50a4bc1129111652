"""Single characters in a folder for each class, as the classifier gets them."""

from __future__ import annotations

from pathlib import Path

from console.exporting.formats.writer import png, write_bytes
from console.exporting.types import LabelledPicture, Split


class CharactersWriter:
    """Writes the characters of the pictures that have any."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, picture: LabelledPicture) -> tuple[str, ...]:
        paths: list[str] = []
        for place, character in enumerate(picture.characters):
            path = f"{picture.split}/{character.text}/{picture.name}_{place:02d}.png"
            write_bytes(self._folder / path, png(picture.glyphs[place]))
            paths.append(path)
        return tuple(paths)

    def finish(self) -> None:
        for split in Split:
            (self._folder / split).mkdir(parents=True, exist_ok=True)
