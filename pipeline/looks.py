"""Further looks at a picture that has time: from further off, and at its quarters one by one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from pipeline.geometry import box_corners
from pipeline.types import Box, Frame, Pixels, Plate

_FURTHER_OFF = 0.625
"""Share of the model's input that the picture takes in the look from further off.

Source: val; plates that fill the picture are found more tightly, with fewer boxes beside them.
"""

_QUARTER_SIDE = 0.6
"""Sides of the four overlapping parts, as a share of the picture's."""

_SMALL = 0.1
"""Only plates narrower than this share of the picture are taken from its parts: a larger one is
seen better as a whole, and the parts of a plate or of a word look like one."""

_PRIOR_ODDS = math.exp(-0.73)
"""Four parts hold four times the places at which to be mistaken. Source: val."""

_EDGE_PX = 2.0


class Looker(Protocol):
    """Proposes plates in a picture that takes the share ``fill`` of a model's input."""

    def look_at(self, pixels: Pixels, fill: float = 1.0) -> tuple[Plate, ...]: ...


class FurtherLooks:
    """A detector of what the first look missed; proposals only, overlapping ones are all kept."""

    def __init__(self, proposer: Looker) -> None:
        self._proposer = proposer

    def find_plates(self, frame: Frame) -> tuple[Plate, ...]:
        """Proposals in pixels of the frame, those from further off first.

        Raises:
            InferenceError: the model failed, so the frame was not looked at.
        """
        found = [*self._proposer.look_at(frame.pixels, _FURTHER_OFF)]
        for part in quarters(frame):
            y, x = round(part.y), round(part.x)
            pixels = frame.pixels[y : y + round(part.height), x : x + round(part.width)]
            found += [
                _in_frame(plate, x, y)
                for plate in self._proposer.look_at(pixels)
                if _is_whole(plate.box, part, frame) and plate.box.width < _SMALL * frame.width_px
            ]
        return tuple(found)


def quarters(frame: Frame) -> Iterator[Box]:
    """Four overlapping parts of the frame; none where they would be hardly a pixel."""
    width, height = int(frame.width_px * _QUARTER_SIDE), int(frame.height_px * _QUARTER_SIDE)
    if min(width, height) < 1:
        return
    for y in (0, frame.height_px - height):
        for x in (0, frame.width_px - width):
            yield Box(x, y, width, height)


def _is_whole(box: Box, part: Box, frame: Frame) -> bool:
    """Whether no inner edge of the part cuts the box."""
    return not (
        (part.x > 0 and box.x < _EDGE_PX)
        or (part.y > 0 and box.y < _EDGE_PX)
        or (part.right < frame.width_px and box.right > part.width - _EDGE_PX)
        or (part.bottom < frame.height_px and box.bottom > part.height - _EDGE_PX)
    )


def _in_frame(plate: Plate, x: int, y: int) -> Plate:
    box = Box(plate.box.x + x, plate.box.y + y, plate.box.width, plate.box.height)
    odds = plate.detection_confidence / max(1e-6, 1.0 - plate.detection_confidence) * _PRIOR_ODDS
    return replace(
        plate, box=box, corners=box_corners(box), detection_confidence=odds / (1.0 + odds)
    )
