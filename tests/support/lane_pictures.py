"""A lane whose vehicle stands at the line, pictured by a camera that is well set up or not."""

from __future__ import annotations

import threading

import cv2
import numpy as np

from pi_bridge.agent.source import SourceFrame
from pipeline.training.scenes import render_scene
from pipeline.types import Pixels


class StandingVehicle:
    """One picture over and over with a little noise, so that it is not taken for a frozen one."""

    def __init__(self, pixels: Pixels, frames_per_s: float = 10.0) -> None:
        self.frames_per_s = frames_per_s
        self._pixels = pixels
        self._count = 0
        self._pause = threading.Event()

    def next_frame(self) -> SourceFrame:
        self._pause.wait(1 / self.frames_per_s)
        self._count += 1
        chance = np.random.default_rng(self._count)
        noise = chance.integers(-2, 3, self._pixels.shape, np.int16)
        return SourceFrame.now(np.clip(self._pixels + noise, 0, 255).astype(np.uint8))

    def close(self) -> None:
        """Nothing is open."""


def scene(seed: int = 7, plate_height_px: int = 48) -> Pixels:
    return render_scene(seed, plate_height_px=plate_height_px).pixels


def blurred(pixels: Pixels, sigma_px: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma_px), np.uint8)


def turned(pixels: Pixels, degrees: float) -> Pixels:
    """Return the picture turned clockwise."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height * 0.75), -degrees, 1)
    mode = cv2.BORDER_REPLICATE
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height), borderMode=mode), np.uint8)
