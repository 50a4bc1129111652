"""How well a plate is pictured: size, sharpness, glare, contrast and lean; pure.

What is measured here decides whether a camera stands well, before anybody asks what was read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.geometry import box_corners, crop, find_lean, lean_of
from pipeline.types import Pixels, Read

BURNT_OUT_LEVEL = 250
"""Grey levels from here on hold nothing any more: what was there is white."""

_EDGE_PERCENTILE = 99.0
_FEWEST_CHARACTERS = 3
_USUAL_CHARACTER_SHARE = 0.6
"""Characters of one-line plates take up this much of the plate's height."""

_FLATTEST = 8.0
"""Less contrast than this (grey levels) is noise, and edges of noise look sharp."""


@dataclass(frozen=True, slots=True)
class PlateOptics:
    """One plate as it is pictured, in pixels of the frame.

    ``blur_x_px`` and ``blur_y_px`` are how far the sharpest upright and level edges take from
    dark to bright; 2 is as sharp as pixels can be. ``contrast`` (grey levels) lies between the
    dark and the bright of the plate. ``glare_share`` of it is burnt out. ``tilt_deg`` is positive
    where the plate's right end is lower, ``slant_deg`` where its lower side is further right.
    """

    width_px: float
    height_px: float
    character_height_px: float
    blur_x_px: float
    blur_y_px: float
    contrast: float
    glare_share: float
    tilt_deg: float
    slant_deg: float

    @property
    def blur_share(self) -> float:
        """The worse blur in heights of a character: what the stroke of a character drowns in."""
        return max(self.blur_x_px, self.blur_y_px) / self.character_height_px


def measure_plate(pixels: Pixels, read: Read) -> PlateOptics:
    """Return the optics of the plate of ``read`` in its frame, BGR uint8 (height, width, 3)."""
    box, corners = read.plate.box, read.plate.corners
    grey = np.asarray(cv2.cvtColor(crop(pixels, box, 0.0), cv2.COLOR_BGR2GRAY), np.uint8)
    lean = find_lean(pixels, box) if corners == box_corners(box) else lean_of(corners)
    dark, bright = np.percentile(grey, (5, 95))
    contrast = float(bright - dark)
    return PlateOptics(
        width_px=box.width,
        height_px=max(box.height - abs(lean.tilt) * box.width, 0.4 * box.height),
        character_height_px=_character_height_px(read),
        blur_x_px=_edge_px(grey, contrast, along_x=True),
        blur_y_px=_edge_px(grey, contrast, along_x=False),
        contrast=contrast,
        glare_share=float(np.mean(grey >= BURNT_OUT_LEVEL)),
        tilt_deg=math.degrees(math.atan(lean.tilt)),
        slant_deg=math.degrees(math.atan(lean.slant)),
    )


def _character_height_px(read: Read) -> float:
    """Return the height of the characters, guessed from the plate's where few were found."""
    heights = [character.box.height for character in read.characters]
    if len(heights) < _FEWEST_CHARACTERS:
        return max(1.0, read.plate.box.height * _USUAL_CHARACTER_SHARE)
    return max(1.0, float(np.median(heights)))


def _edge_px(grey: npt.NDArray[np.uint8], contrast: float, *, along_x: bool) -> float:
    """Return how many pixels the sharpest edges take for the plate's whole contrast.

    Source: an edge blurred by a Gaussian of sigma s rises at its steepest by 1 / (s sqrt(2 pi))
    a pixel; a step rises by a half a pixel in the central difference that is taken here.
    """
    levels = grey.astype(np.float32) if along_x else grey.T.astype(np.float32)
    if levels.shape[1] < 3 or contrast < _FLATTEST:
        return float(min(grey.shape))
    steepness = np.abs(levels[:, 2:] - levels[:, :-2]) / 2
    steepest = float(np.percentile(steepness, _EDGE_PERCENTILE))
    return float(contrast / max(steepest, contrast / min(grey.shape)))
