"""Makes the small pictures that a site may send to Cloud Storage."""

from __future__ import annotations

import cv2
import numpy as np

from db.remote_settings import Thumbnails
from db.schema import Quad
from db.thumbnails import PictureError
from pipeline.types import Pixels

LARGEST_BYTES = 24_000
"""A thousand a day are 24 MB; Firebase gives 5 GB for nothing."""

_WIDEST_PX = {Thumbnails.PLATE: 240, Thumbnails.PICTURE: 320}
_MARGIN = 0.1
"""Of the plate's sides, so that no letter is cut off; no more of the picture is shown."""

_QUALITIES = (85, 70, 55, 40)
_NARROWEST_PX = 16


def make_thumbnail(what: Thumbnails, jpeg: bytes, box_px: Quad) -> bytes:
    """The plate alone, or the whole picture, as a JPEG of at most ``LARGEST_BYTES``.

    Raises:
        PictureError: the picture cannot be decoded, or its plate is not in it.
    """
    decoded = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise PictureError("the picture cannot be decoded")
    pixels: Pixels = decoded.astype(np.uint8, copy=False)
    if what is Thumbnails.PLATE:
        pixels = _cut_out(pixels, box_px)
    widest_px = _WIDEST_PX[what]
    while widest_px >= _NARROWEST_PX:
        small = _narrowed(pixels, widest_px)
        for quality in _QUALITIES:
            encoded, found = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, quality))
            if encoded and found.size <= LARGEST_BYTES:
                return found.tobytes()
        widest_px //= 2
    raise PictureError("the picture cannot be made small enough")


def _cut_out(pixels: Pixels, box_px: Quad) -> Pixels:
    x, y, width, height = box_px
    left, top = max(0, round(x - _MARGIN * width)), max(0, round(y - _MARGIN * height))
    right, bottom = round(x + (1 + _MARGIN) * width), round(y + (1 + _MARGIN) * height)
    plate = pixels[top : max(top, bottom), left : max(left, right)]
    if plate.size == 0:
        raise PictureError("the plate is not in the picture")
    return plate


def _narrowed(pixels: Pixels, widest_px: int) -> Pixels:
    height, width = pixels.shape[:2]
    if width <= widest_px:
        return pixels
    size = (widest_px, max(1, round(height * widest_px / width)))
    small: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    return small
