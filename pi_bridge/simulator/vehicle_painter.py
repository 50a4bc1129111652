"""A vehicle of the simulated lane, painted back to front wherever it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import cv2
import numpy as np

from pi_bridge.simulator.brush import Brush
from pi_bridge.simulator.glow import add_glow, clip
from pi_bridge.simulator.light import Light
from pi_bridge.simulator.vehicle import PLATE_HEIGHT_M, PLATE_WIDTH_M, Vehicle, lamp_heights
from pi_bridge.simulator.vehicle_cabin import paint_cabin
from pi_bridge.simulator.vehicle_flank import paint_flank
from pi_bridge.simulator.vehicle_front import paint_bonnet, paint_face
from pi_bridge.simulator.view import Pixels, Spot, View

_BEAM_REACH_M = 0.62


class VehiclePainter:
    """Paints one vehicle wherever it is; keeps its plate in several sizes."""

    def __init__(self, vehicle: Vehicle, view: View, middle_m: float) -> None:
        self._vehicle = vehicle
        self.view = view
        self._middle_m = middle_m + vehicle.offset_m
        self._turn = (math.cos(vehicle.yaw), math.sin(vehicle.yaw))
        self._plates = _halved(vehicle.plate_pixels)

    def paint(self, canvas: Pixels, away_m: float, light: Light, *, wet: bool) -> None:
        """Paint the vehicle with its front ``away_m`` from the camera, in place."""
        brush = Brush(canvas, self.view, partial(self._placed, away_m), light)
        shape = self._vehicle.shape
        if away_m + shape.length < 0.5:
            return
        self._paint_shadow(canvas, away_m)
        paint_flank(brush, self._vehicle)
        if away_m < 0.5:
            return
        paint_cabin(brush, self._vehicle)
        paint_bonnet(brush, self._vehicle)
        paint_face(brush, self._vehicle)
        self._paint_plate(canvas, away_m, light)
        if light.headlights:
            self._add_beams(canvas, away_m, light, wet=wet)

    def place(self, spots: Sequence[Spot], away_m: float) -> list[Spot]:
        """Return lane coordinates of ``spots``, given as (right, up, behind the front)."""
        cos, sin = self._turn
        return [
            (self._middle_m + x * cos - d * sin, y, away_m + d * cos + x * sin) for x, y, d in spots
        ]

    def _placed(self, away_m: float, spots: Sequence[Spot]) -> list[Spot]:
        return self.place(spots, away_m)

    def plate_corners(self, away_m: float) -> list[Spot]:
        """Return the plate's corners in the lane, clockwise from its top left."""
        height_px, width_px = self._vehicle.plate_pixels.shape[:2]
        width_m = min(PLATE_WIDTH_M, PLATE_HEIGHT_M * width_px / height_px)
        half_width, half_height = width_m / 2, width_m * height_px / width_px / 2
        middle = self._vehicle.shape.plate_height
        return self.place(
            [
                (-half_width, middle + half_height, -0.03),
                (half_width, middle + half_height, -0.03),
                (half_width, middle - half_height, -0.03),
                (-half_width, middle - half_height, -0.03),
            ],
            away_m,
        )

    def _paint_shadow(self, canvas: Pixels, away_m: float) -> None:
        shape = self._vehicle.shape
        half = shape.width / 2
        ground = np.array(
            self.view.project(
                self.place(
                    [
                        (-half - 0.12, 0, 0.05),
                        (-half - 0.12, 0, shape.length),
                        (half + 0.12, 0, shape.length),
                        (half + 0.12, 0, 0.05),
                    ],
                    away_m,
                )
            )
        )
        left, top = ground.min(axis=0) - 2
        right, bottom = ground.max(axis=0) + 2
        part = clip(canvas, left, top, right, bottom)
        if part is None:
            return
        shade = np.full(part.shape[:2], 255, np.uint8)
        origin = np.array([max(left, 0), max(top, 0)]).astype(int)
        fixed = np.rint((ground - origin) * 16).astype(np.int32)
        cv2.fillPoly(shade, [fixed], (78,), cv2.LINE_AA, 4)
        soft = cv2.blur(shade, (9, 5))
        cv2.multiply(part, cv2.merge((soft, soft, soft)), dst=part, scale=1 / 255)

    def _paint_plate(self, canvas: Pixels, away_m: float, light: Light) -> None:
        corners = np.array(self.view.project(self.plate_corners(away_m)), np.float32)
        left, top = np.floor(corners.min(axis=0)) - 1
        right, bottom = np.ceil(corners.max(axis=0)) + 2
        part = clip(canvas, left, top, right, bottom)
        if part is None:
            return
        wanted_px = float(corners[1][0] - corners[0][0])
        plate = next(
            p for p in self._plates if p.shape[1] <= 2 * wanted_px or p is self._plates[-1]
        )
        height, width = plate.shape[:2]
        flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
        origin = np.array([max(left, 0), max(top, 0)], np.float32)
        warp = cv2.getPerspectiveTransform(flat, corners - origin)
        size = (part.shape[1], part.shape[0])
        lit = cv2.convertScaleAbs(plate, alpha=light.plate_gain)
        cover = np.full(plate.shape, 255, np.uint8)
        picture = cv2.warpPerspective(lit, warp, size, flags=cv2.INTER_LINEAR)
        weight = cv2.warpPerspective(cover, warp, size, flags=cv2.INTER_LINEAR)
        behind = cv2.multiply(part, cv2.bitwise_not(weight), scale=1 / 255)
        cv2.add(behind, picture, dst=part)

    def _add_beams(self, canvas: Pixels, away_m: float, light: Light, *, wet: bool) -> None:
        """Add the glare of the headlights, their light on the road, and its mirror when wet."""
        shape = self._vehicle.shape
        half = shape.width / 2
        height = sum(lamp_heights(shape)) / 2
        scale = self.view.scale(away_m)
        reach_px = min(420.0, max(scale * _BEAM_REACH_M * self._vehicle.beam, 16.0))
        for sign in (-1.0, 1.0):
            across = sign * half * 0.70
            lamp, road, mirror = self.view.project(
                self.place(
                    [(across, height, -0.02), (across, 0.0, -1.6), (across, -height, -0.02)],
                    away_m,
                )
            )
            add_glow(canvas, lamp, (reach_px, reach_px), light.headlights)
            if light.lamps and away_m > 2.5:
                add_glow(canvas, road, (scale * 1.5, scale * 0.32), 0.22 * light.headlights)
            if wet:
                add_glow(canvas, mirror, (scale * 0.2, scale * 0.8), 0.5 * light.headlights)


def _halved(picture: Pixels) -> tuple[Pixels, ...]:
    """Return ``picture`` and its halves down to 32 pixels wide, so that shrinking stays smooth."""
    sizes = [picture]
    while sizes[-1].shape[1] > 64:
        height, width = sizes[-1].shape[:2]
        smaller = cv2.resize(
            sizes[-1], (width // 2, max(1, height // 2)), interpolation=cv2.INTER_AREA
        )
        sizes.append(np.asarray(smaller, np.uint8))
    return tuple(sizes)
