"""What the writers of all formats share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import cv2

from console.exporting.errors import ExportError
from console.exporting.types import LabelledPicture
from pipeline.types import Pixels


class FormatWriter(Protocol):
    """Writes labelled pictures into one folder, one after the other."""

    def add(self, picture: LabelledPicture) -> tuple[str, ...]:
        """Write what this format has of the picture: the pictures' paths in the folder.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        ...

    def finish(self) -> None:
        """Write what speaks of all pictures.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        ...


def write_bytes(path: Path, contents: bytes) -> None:
    """Write a file and the folders that it needs.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(contents)


def write_text(path: Path, contents: str) -> None:
    """Write a UTF-8 file with lines that end alike on every system.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    write_bytes(path, contents.encode("utf-8"))


def write_json(path: Path, contents: object) -> None:
    """Write JSON that people can read, too.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    write_text(path, json.dumps(contents, ensure_ascii=False, indent=1) + "\n")


def png(pixels: Pixels) -> bytes:
    """A picture without loss.

    Raises:
        ExportError: it cannot be encoded.
    """
    encoded, contents = cv2.imencode(".png", pixels)
    if not encoded:
        raise ExportError("a picture cannot be encoded as PNG")
    return contents.tobytes()
