"""A rendered gate scene with one plate: for benchmarks, the self-test and tests; no TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.training.rendering import PlateFonts, random_plate, render_plate
from pipeline.types import Box, Pixels

ASPHALT_GREY, SKY_GREY = 92, 168
BODY_BGR, GLASS_BGR, BUMPER_BGR = (110, 52, 30), (58, 50, 44), (70, 66, 62)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """BGR uint8 (height, width, 3) with the text and the box of its one plate."""

    pixels: Pixels
    text: str
    plate_box: Box


def render_scene(
    seed: int, width_px: int = 1280, height_px: int = 720, plate_height_px: int = 48
) -> Scene:
    """A vehicle from the front on asphalt; the same seed gives the same picture."""
    rng = np.random.default_rng(seed)
    text, style = random_plate(rng)
    plate = render_plate(text, style, PlateFonts(), plate_height_px)
    pixels = np.full((height_px, width_px, 3), ASPHALT_GREY, np.uint8)
    pixels[: height_px // 3] = SKY_GREY
    unit = plate_height_px / 48
    centre_x, plate_top = width_px // 2, round(height_px * 0.72)

    def block(half_width: float, top: float, bottom: float, colour: tuple[int, int, int]) -> None:
        cv2.rectangle(
            pixels,
            (round(centre_x - half_width * unit), round(plate_top + top * unit)),
            (round(centre_x + half_width * unit), round(plate_top + bottom * unit)),
            colour,
            -1,
        )

    block(280, -330, -150, BODY_BGR)
    block(250, -310, -165, GLASS_BGR)
    block(330, -160, 90, BODY_BGR)
    block(335, 30, 110, BUMPER_BGR)
    for side in (-1, 1):
        lamp = (round(centre_x + side * 265 * unit), round(plate_top - 60 * unit))
        cv2.ellipse(pixels, lamp, (round(48 * unit), round(26 * unit)), 0, 0, 360, (215,) * 3, -1)
    left = centre_x - plate.shape[1] // 2
    pixels[plate_top : plate_top + plate.shape[0], left : left + plate.shape[1]] = plate
    soft = cv2.GaussianBlur(pixels, (0, 0), 0.8).astype(np.float32)
    noise = rng.normal(0.0, 5.0, pixels.shape).astype(np.float32)
    noisy = np.clip(soft + noise, 0, 255).astype(np.uint8)
    return Scene(noisy, text, Box(left, plate_top, plate.shape[1], plate.shape[0]))
