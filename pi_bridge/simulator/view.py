"""The simulated camera: where a point of the lane falls in the picture, and painting there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Colour = tuple[float, float, float]
"""Blue, green, red, 0 to 255."""

Spot = tuple[float, float, float]
"""A point of the lane in metres: right of the camera, above the road, away from the camera."""

Point = tuple[float, float]
"""A place in the picture in pixels: right and down of its top left."""

_SUBPIXEL_BITS = 4
_SUBPIXELS = 1 << _SUBPIXEL_BITS
_NEAREST_M = 0.3


@dataclass(frozen=True, slots=True)
class View:
    """A pinhole camera that looks along the lane, 1.5 m up and to the left of its middle.

    The picture plane stands across the lane; the principal point is shifted so that a vehicle
    at the barrier is in the middle of the picture.
    """

    width_px: int = 1280
    height_px: int = 720
    focal_px: float = 1300.0
    centre_x_px: float = 250.0
    horizon_y_px: float = 300.0
    height_m: float = 1.5

    def scale(self, away_m: float) -> float:
        """Return the pixels of one metre at ``away_m``."""
        return self.focal_px / max(away_m, _NEAREST_M)

    def project(self, spots: Sequence[Spot]) -> list[Point]:
        """Return where ``spots`` fall in the picture.

        What is nearer than 0.3 m is taken at 0.3 m, which is far outside the picture.
        """
        # Plain floats: for the four corners of a face they are five times as fast as arrays.
        points = []
        for right, up, away in spots:
            scale = self.focal_px / max(away, _NEAREST_M)
            x = self.centre_x_px + right * scale
            points.append((x, self.horizon_y_px + (self.height_m - up) * scale))
        return points


def paint(canvas: Pixels, points: Sequence[Point], colour: Colour) -> None:
    """Fill the polygon ``points`` (picture coordinates) with smooth edges, in place."""
    fixed = np.array([(round(x * _SUBPIXELS), round(y * _SUBPIXELS)) for x, y in points], np.int32)
    cv2.fillPoly(canvas, [fixed], colour, cv2.LINE_AA, _SUBPIXEL_BITS)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return ``first`` with ``share`` (0 to 1) of ``second`` in it."""
    keep = 1 - share
    return (
        first[0] * keep + second[0] * share,
        first[1] * keep + second[1] * share,
        first[2] * keep + second[2] * share,
    )


def tint(colour: Colour, gain: Colour) -> Colour:
    """Return ``colour`` under a light of ``gain`` per channel."""
    return (
        min(255.0, colour[0] * gain[0]),
        min(255.0, colour[1] * gain[1]),
        min(255.0, colour[2] * gain[2]),
    )
