"""Kinds of labelled plates whose figures are given apart; pure, and free of TensorFlow."""

from __future__ import annotations

import math

import cv2
import numpy as np

from pipeline.geometry import crop, straighten
from pipeline.training.plate_set import PEOPLE_ORIGINS
from pipeline.types import Box, Pixels, Plate

NIGHT_LUMINANCE = 70.0
TILTED_DEGREES = 5.0
SMALL_WIDTH_PX = 80.0
SQUARE_ASPECT = 1.7
GREY_SPREAD = 6.0

MEANINGS = {
    "people": "text typed by people",
    "machine": "text that other readers agreed on, which favours easy plates",
    "night": f"mean luminance of the whole picture below {NIGHT_LUMINANCE:.0f} of 255",
    "grey": f"colour channels differ by less than {GREY_SPREAD:.0f} of 255 on average",
    "small": f"plate narrower than {SMALL_WIDTH_PX:.0f} pixels of the picture",
    "square": f"plate narrower than {SQUARE_ASPECT} of its heights: two lines, or stretched",
    "tilted": f"lines of the plate lean by {TILTED_DEGREES:.0f} degrees or more, as straightening"
    " found them",
}
"""What each slice holds; a plate may be in several or in none."""

_JUDGED_SIZE = 64, 48


def picture_slices(pixels: Pixels) -> frozenset[str]:
    """The slices of a whole picture, BGR uint8 (height, width, 3)."""
    small = cv2.resize(pixels, _JUDGED_SIZE, interpolation=cv2.INTER_AREA)
    slices = set()
    if cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).mean() < NIGHT_LUMINANCE:
        slices.add("night")
    if float(np.ptp(small.astype(np.int16), axis=2).mean()) < GREY_SPREAD:
        slices.add("grey")
    return frozenset(slices)


def plate_slices(pixels: Pixels, box: Box) -> frozenset[str]:
    """The slices of the plate that lies in ``box`` of ``pixels``."""
    slices = set()
    if box.width < SMALL_WIDTH_PX:
        slices.add("small")
    if box.width < SQUARE_ASPECT * box.height:
        slices.add("square")
    if crop(pixels, box, 0.0).size and abs(tilt_degrees(pixels, box)) >= TILTED_DEGREES:
        slices.add("tilted")
    return frozenset(slices)


def tilt_degrees(pixels: Pixels, box: Box) -> float:
    """How far the lines of the plate fall to the right, by what straightening takes out."""
    corners = (box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)
    to_frame = straighten(pixels, Plate(box, corners, 1.0)).to_frame
    return math.degrees(math.atan2(to_frame[1, 0], to_frame[0, 0]))


def label_slice(origin: str) -> frozenset[str]:
    """The slice of a ``label_origin``; none where it is not known or the plate is rendered."""
    if origin in PEOPLE_ORIGINS:
        return frozenset({"people"})
    return frozenset({"machine"}) if origin == "ocr" else frozenset()
