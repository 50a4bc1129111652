"""Tells pictures that show the same vehicle in nearly the same way; the first one is enough."""

from __future__ import annotations

import cv2
import imagehash
from PIL import Image

from console.exporting.types import LabelledPicture
from db.plates import merge_o_and_0
from pipeline.geometry import crop
from pipeline.types import Box, Pixels

_HASH_SIDE = 12
_MOST_DIFFERENT_BITS = 20
"""Of 144.

Source: ``python -m tests.benchmarks.near_duplicates``, docs/measurements.md.
"""

_CONTEXT_X, _CONTEXT_Y = 0.6, 2.0
"""How much around the plate counts, in its sides: the vehicle, not the lane behind it."""


class NearDuplicates:
    """Remembers pictures by a perceptual hash of the plate and what is around it.

    Only pictures with one text can be duplicates: what reads differently is never left out.
    Source: Krawetz, Kind of Like That, 2013 (the difference hash), as ImageHash computes it.
    """

    def __init__(self) -> None:
        self._known: dict[str, list[imagehash.ImageHash]] = {}

    def is_new(self, picture: LabelledPicture) -> bool:
        """Whether nothing like it came before; it is remembered if so."""
        found = perceptual_hash(picture.pixels, picture.plates[0].box)
        known = self._known.setdefault(merge_o_and_0(picture.text), [])
        if any(found - other <= _MOST_DIFFERENT_BITS for other in known):
            return False
        known.append(found)
        return True


def perceptual_hash(pixels: Pixels, plate: Box) -> imagehash.ImageHash:
    """144 bits of how brightness rises and falls around a plate, BGR uint8 (height, width, 3)."""
    around = Box(
        plate.x - _CONTEXT_X * plate.width,
        plate.y - _CONTEXT_Y * plate.height,
        plate.width * (1 + 2 * _CONTEXT_X),
        plate.height * (1 + 2 * _CONTEXT_Y),
    )
    grey = cv2.cvtColor(crop(pixels, around, 0.0), cv2.COLOR_BGR2GRAY)
    return imagehash.dhash(Image.fromarray(grey), hash_size=_HASH_SIDE)
