"""Reads pictures and videos from files as BGR uint8, or says in one line why it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from pipeline.errors import PictureError
from pipeline.types import Pixels

PICTURE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
VIDEO_SUFFIXES = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".webm"})
MAXIMUM_FILE_BYTES = 256 * 2**20
MAXIMUM_PIXELS = 200_000_000
JPEG_START, JPEG_END = b"\xff\xd8", b"\xff\xd9"
JPEG_PADDING_BYTES = 4096
"""Some cameras pad a finished JPEG; the end mark is looked for in this many last bytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture of a file; ``video_frame`` counts from 0 and is None for a still picture."""

    path: Path
    pixels: Pixels
    video_frame: int | None = None


def load_picture(path: Path) -> Pixels:
    """Decode one still picture to BGR uint8 (height, width, 3), turned as its EXIF says.

    16-bit pictures are scaled to 8 bits, grey ones get three equal channels, alpha is dropped.

    Raises:
        PictureError: missing, unreadable, not a picture, damaged, or too large.
    """
    try:
        if path.is_dir():
            raise PictureError(path, "is a folder, not a picture")
        if path.stat().st_size > MAXIMUM_FILE_BYTES:
            raise PictureError(path, f"is larger than {MAXIMUM_FILE_BYTES >> 20} MiB")
        encoded = path.read_bytes()
    except FileNotFoundError:
        raise PictureError(path, "no such file") from None
    except OSError as error:
        raise PictureError(path, error.strerror or str(error)) from error
    if not encoded:
        raise PictureError(path, "is empty")
    if encoded.startswith(JPEG_START) and JPEG_END not in encoded[-JPEG_PADDING_BYTES:]:
        raise PictureError(path, "is damaged: the JPEG ends early")
    try:
        pixels = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        # OpenCV refuses pictures of more than 2**30 pixels this way
        raise PictureError(path, f"cannot be decoded: {error.err or error}") from error
    except MemoryError:
        raise PictureError(path, "is too large for the memory of this machine") from None
    if pixels is None:
        raise PictureError(path, "is not a picture, or is damaged")
    if pixels.shape[0] * pixels.shape[1] > MAXIMUM_PIXELS:
        raise PictureError(path, f"has more than {MAXIMUM_PIXELS // 1_000_000} million pixels")
    return pixels.astype(np.uint8, copy=False)


def find_pictures(path: Path) -> tuple[Path, ...]:
    """The pictures and videos below a folder in order of name, or the file itself.

    Raises:
        PictureError: the path does not exist, or the folder has no picture or video.
    """
    if not path.exists():
        raise PictureError(path, "no such file or folder")
    if not path.is_dir():
        return (path,)
    wanted = PICTURE_SUFFIXES | VIDEO_SUFFIXES
    try:
        found = sorted(
            entry for entry in path.rglob("*") if entry.suffix.lower() in wanted and entry.is_file()
        )
    except OSError as error:
        raise PictureError(path, error.strerror or str(error)) from error
    if not found:
        raise PictureError(path, "no pictures or videos in this folder")
    return tuple(found)


def open_pictures(path: Path, video_step: int) -> Iterator[Picture]:
    """The picture of a file, or every ``video_step``-th frame of a video.

    Raises:
        PictureError: the file cannot be read; for a video also when it holds no frame.
    """
    if path.suffix.lower() not in VIDEO_SUFFIXES:
        yield Picture(path, load_picture(path))
        return
    if not path.is_file():
        raise PictureError(path, "no such file")
    capture = cv2.VideoCapture(str(path))
    try:
        count = 0
        while True:
            decoded, pixels = capture.read()
            if not decoded:
                break
            if count % video_step == 0:
                yield Picture(path, pixels.astype(np.uint8, copy=False), count)
            count += 1
    finally:
        capture.release()
    if count == 0:
        raise PictureError(path, "is not a video that can be decoded here")
