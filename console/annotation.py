"""Marks on a picture what was read in it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.types import Pixels, Read

MARK_BGR, SHADOW_BGR = (64, 220, 64), (0, 0, 0)
PICTURE_WIDTH_AT_SCALE_1_PX = 1600


def annotate(pixels: Pixels, reads: Sequence[Read]) -> Pixels:
    """A copy of the picture with plate and character boxes and the text over each plate."""
    marked = pixels.copy()
    scale = max(0.5, pixels.shape[1] / PICTURE_WIDTH_AT_SCALE_1_PX)
    thickness = max(1, round(scale * 2))
    for read in reads:
        corners = np.round(np.asarray(read.plate.corners)).astype(np.int32)
        cv2.polylines(marked, [corners], isClosed=True, color=MARK_BGR, thickness=thickness)
        for character in read.characters:
            box = character.box
            top_left = round(box.x), round(box.y)
            bottom_right = round(box.right), round(box.bottom)
            cv2.rectangle(marked, top_left, bottom_right, MARK_BGR, 1)
        anchor = (round(read.plate.box.x), max(12, round(read.plate.box.y - 6 * scale)))
        words = f"{read.text} {read.confidence:.2f}"
        for colour, width in ((SHADOW_BGR, thickness * 3), (MARK_BGR, thickness)):
            cv2.putText(marked, words, anchor, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, width)
    return marked
