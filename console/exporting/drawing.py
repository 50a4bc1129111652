"""Draws the labels of a picture on it, for people to check."""

from __future__ import annotations

import cv2
import numpy as np

from console.annotation import MARK_BGR, PICTURE_WIDTH_AT_SCALE_1_PX, SHADOW_BGR
from console.exporting.types import LabelledPicture
from pipeline.types import Pixels

_OTHER_BGR = (255, 160, 64)


def draw_labels(picture: LabelledPicture) -> Pixels:
    """A copy with the corners of every plate, the boxes of characters, and their labels."""
    marked = picture.pixels.copy()
    scale = max(0.5, picture.width_px / PICTURE_WIDTH_AT_SCALE_1_PX)
    thickness = max(1, round(scale * 2))
    for plate in picture.plates:
        corners = np.round(np.asarray(plate.corners)).astype(np.int32)
        colour = MARK_BGR if plate.decided else _OTHER_BGR
        cv2.polylines(marked, [corners], isClosed=True, color=colour, thickness=thickness)
    own = picture.plates[0].box
    away, second_line, before = round(10 * scale), False, own.x
    for character in picture.characters:
        box = character.box
        top_left, bottom_right = (round(box.x), round(box.y)), (round(box.right), round(box.bottom))
        cv2.rectangle(marked, top_left, bottom_right, MARK_BGR, 1)
        # Labels of a second line stand below it, where they hide no character
        second_line = second_line or box.centre[0] < before
        before = box.centre[0]
        y = round(box.bottom) + 3 * away if second_line else round(box.y) - away
        _write(marked, character.text, (round(box.x), y), 0.8 * scale, thickness)
    words = picture.text
    if picture.decision.observed_plate != picture.text:
        words = f"{picture.decision.observed_plate or '-'} > {picture.text}"
    anchor = round(own.x), max(round(24 * scale), round(own.y - 48 * scale))
    _write(marked, words, anchor, scale, thickness)
    return marked


def _write(
    marked: Pixels, text: str, anchor: tuple[int, int], scale: float, thickness: int
) -> None:
    for colour, width in ((SHADOW_BGR, thickness * 3), (MARK_BGR, thickness)):
        cv2.putText(marked, text, anchor, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, width)
