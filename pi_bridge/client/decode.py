"""From the bytes of one part to pixels, with damage noticed and size bounded."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pi_bridge.errors import DamagedPictureError

MAX_PIXELS = 32_000_000
"""Largest picture decoded (pixels); decoding takes three bytes each, 96 MB."""

_START = b"\xff\xd8"
_END = b"\xff\xd9"
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAME_HEADERS = frozenset(set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC})


def decode_jpeg(jpeg: bytes, *, max_pixels: int = MAX_PIXELS) -> npt.NDArray[np.uint8]:
    """Return the BGR uint8 (height, width, 3) pixels of one whole JPEG, read-only.

    libjpeg fills what is missing with grey and succeeds; therefore the end marker is required.

    Raises:
        DamagedPictureError: cut off, not a JPEG, or of more than ``max_pixels``.
    """
    body = jpeg.rstrip(b"\x00\r\n \t")
    if not body.startswith(_START):
        raise DamagedPictureError("not a JPEG")
    if not body.endswith(_END):
        raise DamagedPictureError("JPEG is cut off")
    width, height = jpeg_size(body)
    if width * height > max_pixels:
        raise DamagedPictureError(f"picture of {width}x{height}, at most {max_pixels} pixels")
    try:
        pixels = cv2.imdecode(np.frombuffer(body, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise DamagedPictureError(f"JPEG does not decode: {error}") from error
    if pixels is None or pixels.size == 0:
        raise DamagedPictureError("JPEG does not decode")
    pixels.setflags(write=False)
    return np.asarray(pixels, np.uint8)


def jpeg_size(jpeg: bytes) -> tuple[int, int]:
    """Return (width, height) in pixels from the frame header, without decoding.

    Raises:
        DamagedPictureError: there is no frame header, or it names an empty picture.

    Source: ITU-T T.81 (1992), annex B.2.
    """
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _STANDALONE:
            at += 2
            continue
        if marker in _FRAME_HEADERS and at + 9 <= len(jpeg):
            height = int.from_bytes(jpeg[at + 5 : at + 7], "big")
            width = int.from_bytes(jpeg[at + 7 : at + 9], "big")
            if width and height:
                return width, height
            break
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    raise DamagedPictureError("JPEG has no frame header")
