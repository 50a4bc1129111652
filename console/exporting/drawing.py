"""Draws the labels of a picture on it, for people to check."""

from __future__ import annotations

import cv2
import numpy as np

from console.annotation import MARK_BGR, PICTURE_WIDTH_AT_SCALE_1_PX, SHADOW_BGR
from console.exporting.types import LabelledPicture
from pipeline.types import Box, Pixels

_OTHER_BGR = (255, 160, 64)
_READABLE_PX, _LARGEST = 48, 3
"""Height of characters at which their labels fit above them; how often a picture is enlarged."""


def draw_labels(picture: LabelledPicture) -> Pixels:
    """A copy with the corners of every plate, the boxes of characters, and their labels.

    It is enlarged, at most ``_LARGEST`` times, where the characters are too small for that.
    """
    times = _enlargement(picture)
    size = picture.width_px * times, picture.height_px * times
    marked = np.asarray(cv2.resize(picture.pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    scale = max(0.5, size[0] / PICTURE_WIDTH_AT_SCALE_1_PX / times)
    thickness = max(1, round(scale * 2))
    for plate in picture.plates:
        corners = np.round(np.asarray(plate.corners) * times).astype(np.int32)
        colour = MARK_BGR if plate.decided else _OTHER_BGR
        cv2.polylines(marked, [corners], isClosed=True, color=colour, thickness=thickness)
    own = _times(picture.plates[0].box, times)
    away, second_line, before = round(10 * scale), False, own.x
    for character in picture.characters:
        box = _times(character.box, times)
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


def _enlargement(picture: LabelledPicture) -> int:
    if not picture.characters:
        return 1
    usual = float(np.median([character.box.height for character in picture.characters]))
    return int(np.clip(round(_READABLE_PX / max(usual, 1.0)), 1, _LARGEST))


def _times(box: Box, times: int) -> Box:
    return Box(box.x * times, box.y * times, box.width * times, box.height * times)


def _write(
    marked: Pixels, text: str, anchor: tuple[int, int], scale: float, thickness: int
) -> None:
    for colour, width in ((SHADOW_BGR, thickness * 3), (MARK_BGR, thickness)):
        cv2.putText(marked, text, anchor, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, width)
