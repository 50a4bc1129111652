"""Picture files of every awkward kind, made on the spot."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from pipeline.types import Pixels


def save_picture(path: Path, pixels: np.ndarray) -> Path:
    """Encode by the suffix of ``path``; any array that OpenCV can write."""
    encoded, buffer = cv2.imencode(path.suffix, pixels)
    assert encoded, path
    path.write_bytes(buffer.tobytes())
    return path


def as_16_bit(pixels: Pixels) -> np.ndarray:
    return pixels.astype(np.uint16) * 257


def as_grey(pixels: Pixels) -> np.ndarray:
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)


def with_alpha(pixels: Pixels) -> np.ndarray:
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA)
