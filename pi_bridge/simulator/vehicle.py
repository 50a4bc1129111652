"""Vehicles of the simulated lane: bodies of flat faces, painted back to front."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pi_bridge.simulator.light import Light
from pi_bridge.simulator.view import Colour, Pixels, Point, Spot, View, mix, paint, tint


@dataclass(frozen=True, slots=True)
class Shape:
    """Measures of a body in metres; heights above the road, depths behind its front."""

    name: str
    width: float
    length: float
    sill: float
    nose: float
    cowl: float
    cowl_depth: float
    roof: float
    roof_depth: float
    roof_end: float
    roof_inset: float
    plate_height: float
    has_side_windows: bool


SHAPES = (
    Shape("hatchback", 1.74, 4.0, 0.19, 0.80, 0.98, 1.00, 1.46, 1.75, 3.55, 0.24, 0.47, True),
    Shape("saloon", 1.82, 4.6, 0.17, 0.76, 0.95, 1.20, 1.42, 1.98, 3.45, 0.25, 0.45, True),
    Shape("suv", 1.90, 4.5, 0.25, 0.98, 1.16, 1.15, 1.70, 1.80, 4.20, 0.20, 0.58, True),
    Shape("van", 1.98, 5.2, 0.22, 1.02, 1.26, 0.62, 2.14, 1.25, 5.15, 0.12, 0.52, False),
    Shape("lorry", 2.16, 6.0, 0.32, 1.24, 1.34, 0.10, 2.52, 0.34, 1.90, 0.06, 0.62, False),
)

PAINTS: tuple[Colour, ...] = (
    (232, 234, 234),
    (196, 198, 200),
    (112, 112, 110),
    (46, 44, 44),
    (50, 42, 168),
    (150, 84, 40),
    (104, 62, 26),
    (72, 106, 64),
    (150, 176, 196),
    (38, 120, 214),
)

PanePoint = Callable[[float, float], Spot]

_RUBBER: Colour = (34, 34, 34)
_CHROME: Colour = (206, 206, 206)
_PLASTIC: Colour = (48, 47, 46)
_INDICATOR: Colour = (30, 130, 236)
_BEAM: Colour = (246, 252, 255)

PLATE_WIDTH_M = 0.52
PLATE_HEIGHT_M = 0.16
"""No plate is wider or higher than this; the usual European size is 520 mm by 110 mm.

Source: ISO 7591 (1982) for the sizes of plates.
"""

_BEAM_REACH_M = 0.62
_GLOW_PX = 128


@dataclass(frozen=True, slots=True, eq=False)
class Vehicle:
    """One vehicle: its body, paint and plate, how it stands in the lane and drives.

    ``plate_pixels`` are BGR uint8; ``yaw`` is in radians, ``offset_m`` to the right of the
    lane's middle, ``speed_m_s`` that of its approach.
    """

    shape: Shape
    colour: Colour
    plate: str
    plate_pixels: Pixels
    yaw: float
    offset_m: float
    speed_m_s: float
    beam: float
    has_driver_left: bool


def random_vehicle(plate: str, plate_pixels: Pixels, chance: random.Random) -> Vehicle:
    """Return a vehicle of any shape and colour that carries ``plate``."""
    shape = chance.choices(SHAPES, weights=(5, 5, 4, 2, 1))[0]
    return Vehicle(
        shape=shape,
        colour=chance.choice(PAINTS),
        plate=plate,
        plate_pixels=plate_pixels,
        yaw=math.radians(chance.uniform(-2.5, 2.5)),
        offset_m=chance.uniform(-0.15, 0.15),
        speed_m_s=chance.uniform(4.0, 6.5),
        beam=chance.choice((0.8, 1.0, 1.0, 1.5)),
        has_driver_left=chance.random() < 0.7,
    )


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
        brush = _Brush(canvas, self, away_m, light)
        shape = self._vehicle.shape
        if away_m + shape.length < 0.5:
            return
        self._paint_shadow(canvas, away_m)
        self._paint_flank(brush)
        if away_m < 0.5:
            return
        self._paint_cabin(brush)
        self._paint_bonnet(brush)
        self._paint_face(brush)
        self._paint_plate(canvas, away_m, light)
        if light.headlights:
            self._add_beams(canvas, away_m, light, wet=wet)

    def place(self, spots: Sequence[Spot], away_m: float) -> list[Spot]:
        """Return lane coordinates of ``spots``, given as (right, up, behind the front)."""
        cos, sin = self._turn
        return [
            (self._middle_m + x * cos - d * sin, y, away_m + d * cos + x * sin) for x, y, d in spots
        ]

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
        part = _clip(canvas, left, top, right, bottom)
        if part is None:
            return
        shade = np.full(part.shape[:2], 255, np.uint8)
        origin = np.array([max(left, 0), max(top, 0)]).astype(int)
        fixed = np.rint((ground - origin) * 16).astype(np.int32)
        cv2.fillPoly(shade, [fixed], (78,), cv2.LINE_AA, 4)
        soft = cv2.blur(shade, (9, 5))
        cv2.multiply(part, cv2.merge((soft, soft, soft)), dst=part, scale=1 / 255)

    def _paint_flank(self, brush: _Brush) -> None:
        """Paint the side towards the camera: body, wheels, windows."""
        shape = self._vehicle.shape
        side = -shape.width / 2
        end = shape.length
        body = tint(self._vehicle.colour, (0.62, 0.62, 0.62))
        top = shape.roof if not shape.has_side_windows else shape.cowl
        top_depth = shape.roof_depth if not shape.has_side_windows else shape.cowl_depth
        top_side = side if shape.has_side_windows else side + shape.roof_inset
        outline: list[Spot] = [
            (side, shape.sill, 0.22),
            (side, shape.nose - 0.1, 0.16),
            (side, shape.nose, 0.25),
            (side, shape.cowl, shape.cowl_depth),
            (top_side, top, top_depth),
            (top_side, top, end - 0.12),
            (side, shape.sill + 0.3, end),
            (side, shape.sill, end - 0.15),
        ]
        brush.fill(outline, body)
        lower = shape.sill + 0.16
        brush.fill(
            [
                (side, shape.sill, 0.3),
                (side, lower, 0.3),
                (side, lower, end),
                (side, shape.sill, end),
            ],
            mix(body, (0, 0, 0), 0.45),
        )
        waist = shape.cowl - 0.12
        shine = mix(body, (255, 255, 255), 0.22)
        strip: list[Spot] = [(side, waist, 0.5), (side, waist + 0.05, 0.5)]
        brush.fill([*strip, (side, waist + 0.05, end - 0.2), (side, waist, end - 0.2)], shine)
        self._paint_side_windows(brush, side)
        for depth in (0.78, end - 0.85):
            brush.disc((side - 0.005, 0.34, depth), 0.40, mix(body, (0, 0, 0), 0.8))
            brush.disc((side - 0.01, 0.32, depth), 0.32, _RUBBER)
            brush.disc((side - 0.015, 0.32, depth), 0.19, (128, 128, 130))
            brush.disc((side - 0.02, 0.32, depth), 0.07, (60, 60, 62))

    def _paint_side_windows(self, brush: _Brush, side: float) -> None:
        shape = self._vehicle.shape
        inner = side + shape.roof_inset
        glass = mix(brush.light.glass, (20, 20, 20), 0.6)
        if not shape.has_side_windows:
            low, high = shape.cowl + 0.08, shape.roof - 0.25
            start, end = shape.cowl_depth + 0.25, shape.cowl_depth + 1.15
            lean = shape.roof_inset * (high - low) / (shape.roof - shape.cowl)
            pane: list[Spot] = [(side, low, start), (side + lean, high, start + 0.25)]
            brush.fill_raw([*pane, (side + lean, high, end), (side, low, end)], glass)
            return
        cabin: list[Spot] = [
            (side + 0.03, shape.cowl - 0.02, shape.cowl_depth),
            (inner, shape.roof, shape.roof_depth),
            (inner, shape.roof, shape.roof_end),
            (side + 0.03, shape.cowl - 0.02, min(shape.length - 0.15, shape.roof_end + 0.6)),
        ]
        brush.fill(cabin, tint(self._vehicle.colour, (0.66, 0.66, 0.66)))
        rise = shape.roof - shape.cowl
        low_x, high_x = side + 0.04, inner - 0.02
        low, high = shape.cowl + 0.03, shape.roof - 0.08
        middle = (shape.cowl_depth + shape.roof_end) / 2 + 0.35
        slope = (shape.roof_depth - shape.cowl_depth) * (high - low) / rise
        for start, end, lean in (
            (shape.cowl_depth + 0.22, middle, slope),
            (middle + 0.1, shape.roof_end + 0.25, 0.0),
        ):
            back = 0.0 if lean else -0.25
            pane = [(low_x, low, start), (high_x, high, start + lean)]
            brush.fill_raw([*pane, (high_x, high, end + back), (low_x, low, end)], glass)

    def _paint_cabin(self, brush: _Brush) -> None:
        """Paint roof edge, pillars, windscreen, and who sits behind it."""
        shape = self._vehicle.shape
        half = shape.width / 2 - 0.04
        top = shape.width / 2 - shape.roof_inset
        low, low_depth = shape.cowl - 0.03, shape.cowl_depth
        high, high_depth = shape.roof, shape.roof_depth
        if shape.name == "lorry":
            self._paint_cargo(brush)
        pillars: list[Spot] = [
            (-half, low, low_depth),
            (-top, high, high_depth),
            (top, high, high_depth),
            (half, low, low_depth),
        ]
        brush.fill(pillars, tint(self._vehicle.colour, (0.9, 0.9, 0.9)))

        def pane(across: float, up: float) -> Spot:
            """Return a point of the windscreen: -1 to 1 across, 0 to 1 up."""
            share = 0.07 + 0.80 * up
            width = (half + (top - half) * share) * 0.91
            height = low + (high - low) * share
            return (across * width, height, low_depth + (high_depth - low_depth) * share - 0.01)

        deep = mix(brush.light.glass, (16, 16, 16), 0.78)
        brush.fill_raw([pane(-1, 0), pane(-1, 1), pane(1, 1), pane(1, 0)], deep)
        self._paint_people(brush, pane, deep)
        sky = mix(brush.light.glass, deep, 0.25)
        for strip in range(6):
            start, end = 0.64 + strip * 0.06, 0.70 + strip * 0.06
            corners = [pane(-1, start), pane(-1, end), pane(1, end), pane(1, start)]
            brush.fill_raw(corners, mix(deep, sky, (strip + 1) / 6))
        sheen = mix(deep, brush.light.glass, 0.22)
        brush.fill_raw([pane(0.30, 0), pane(0.62, 0.64), pane(0.84, 0.64), pane(0.50, 0)], sheen)
        for start, end in ((-0.9, -0.1), (0.0, 0.75)):
            blade = [pane(start, 0.0), pane(end, 0.09), pane(end, 0.12), pane(start, 0.03)]
            brush.fill_raw(blade, (18, 18, 18))
        for sign in (-1.0, 1.0):
            x, width = sign * (shape.width / 2 + 0.08), 0.11
            y = shape.cowl + 0.03
            depth = shape.cowl_depth + 0.2
            mirror: list[Spot] = [(x - width, y - 0.07, depth), (x - width, y + 0.06, depth)]
            mirror += [(x + width, y + 0.06, depth), (x + width, y - 0.07, depth)]
            brush.fill(mirror, tint(self._vehicle.colour, (0.72, 0.72, 0.72)))

    def _paint_cargo(self, brush: _Brush) -> None:
        shape = self._vehicle.shape
        half, top = shape.width / 2 + 0.06, 3.1
        near, far = shape.roof_end + 0.1, shape.length
        white: Colour = (214, 216, 216)
        side: list[Spot] = [(-half, 0.9, near), (-half, top, near), (-half, top, far)]
        brush.fill([*side, (-half, 0.9, far)], tint(white, (0.68, 0.68, 0.68)))
        front: list[Spot] = [(-half, 0.9, near), (-half, top, near), (half, top, near)]
        brush.fill([*front, (half, 0.9, near)], tint(white, (0.88, 0.88, 0.88)))

    def _paint_people(self, brush: _Brush, pane: PanePoint, glass: Colour) -> None:
        driver = -0.46 if self._vehicle.has_driver_left else 0.46
        skin = mix(tint((120, 140, 180), brush.light.gain), glass, 0.55)
        coat = mix(tint((86, 74, 66), brush.light.gain), glass, 0.5)
        seat = mix(glass, (0, 0, 0), 0.45)
        for across in (driver, -driver):
            rest = [(-0.2, 0.0), (-0.2, 0.55), (-0.11, 0.78), (0.11, 0.78), (0.2, 0.55), (0.2, 0)]
            brush.fill_raw([pane(across + x, y) for x, y in rest], seat)
        trunk = [(-0.26, 0.0), (-0.2, 0.32), (-0.07, 0.42), (0.07, 0.42), (0.2, 0.32), (0.26, 0.0)]
        brush.fill_raw([pane(driver + x, y) for x, y in trunk], coat)
        turns = [2 * math.pi * step / 14 for step in range(14)]
        head = [pane(driver + 0.1 * math.cos(a), 0.55 + 0.17 * math.sin(a)) for a in turns]
        brush.fill_raw(head, skin)

    def _paint_bonnet(self, brush: _Brush) -> None:
        shape = self._vehicle.shape
        half = shape.width / 2 - 0.03
        colour = self._vehicle.colour
        front, back = 0.08, shape.cowl_depth + 0.02
        for part in range(5):
            start, end = part / 5, (part + 1) / 5
            corners: list[Spot] = []
            for share in (start, end):
                width = half - 0.12 * (1 - share)
                y = shape.nose + (shape.cowl - shape.nose) * share**0.7
                corners.append((width, y, front + (back - front) * share))
            (x0, y0, d0), (x1, y1, d1) = corners
            bright = mix(colour, (255, 255, 255), 0.06 + 0.05 * part)
            if brush.light.headlights < 0.5:
                bright = mix(bright, brush.light.sky_top, 0.05 * part)
            brush.fill([(-x0, y0, d0), (-x1, y1, d1), (x1, y1, d1), (x0, y0, d0)], bright)
        for sign, shade in ((-1.0, 0.80), (1.0, 0.92)):
            wing: list[Spot] = [
                (sign * (half + 0.03), shape.nose - 0.03, 0.30),
                (sign * (half + 0.03), shape.cowl - 0.05, back),
                (sign * (half - 0.02), shape.cowl, back),
                (sign * (half - 0.14), shape.nose, front),
            ]
            brush.fill(wing, tint(colour, (shade, shade, shade)))
        ridge = mix(colour, (0, 0, 0), 0.16)
        for sign in (-1.0, 1.0):
            near_x, far_x = sign * half * 0.52, sign * half * 0.68
            line: list[Spot] = [(near_x, shape.nose + 0.005, front), (far_x, shape.cowl, back)]
            line += [(far_x + 0.025, shape.cowl, back), (near_x + 0.02, shape.nose + 0.005, front)]
            brush.fill(line, ridge)

    def _paint_face(self, brush: _Brush) -> None:
        """Paint the front: wheels, bumper, grille, lamps."""
        shape = self._vehicle.shape
        half = shape.width / 2
        for sign in (-1.0, 1.0):
            inner, outer = sign * (half - 0.30), sign * (half - 0.06)
            tyre: list[Spot] = [(inner, 0.0, 0.5), (inner, 0.4, 0.5), (outer, 0.4, 0.5)]
            brush.fill([*tyre, (outer, 0.0, 0.5)], _RUBBER)
        nose, sill = shape.nose, shape.sill
        belt = _belt_height(shape)
        colour = self._vehicle.colour
        bands = (
            (sill, sill + 0.07, mix(_PLASTIC, (0, 0, 0), 0.35)),
            (sill + 0.07, belt - 0.12, mix(colour, (0, 0, 0), 0.24)),
            (belt - 0.12, belt, mix(colour, (0, 0, 0), 0.10)),
            (belt, nose - 0.08, mix(colour, (0, 0, 0), 0.16)),
            (nose - 0.08, nose + 0.01, mix(colour, (255, 255, 255), 0.12)),
        )
        for low, high, shade in bands:
            self._paint_band(brush, low, high, shade)
        intake_low, intake_high = sill + 0.07, shape.plate_height - 0.11
        if intake_high - intake_low > 0.04:
            self._front(brush, (-half * 0.62, half * 0.62), (intake_low, intake_high), _PLASTIC)
        grille_low = _grille_low(shape)
        grille_high = max(grille_low + 0.08, nose - 0.09)
        self._front(brush, (-half * 0.46, half * 0.46), (grille_low, grille_high), (24, 24, 24))
        bars = 3
        for bar in range(bars):
            y = grille_low + (grille_high - grille_low) * (bar + 0.5) / bars
            self._front(brush, (-half * 0.44, half * 0.44), (y - 0.008, y + 0.008), _CHROME)
        badge = (grille_low + grille_high) / 2
        brush.disc((0.0, badge, -0.01), 0.045, _CHROME, across=True)
        plinth = (shape.plate_height - 0.095, shape.plate_height + 0.095)
        self._front(brush, (-0.31, 0.31), plinth, mix(_PLASTIC, (0, 0, 0), 0.2))
        self._paint_lamps(brush)

    def _paint_lamps(self, brush: _Brush) -> None:
        low, high = _lamp_heights(self._vehicle.shape)
        half = self._vehicle.shape.width / 2
        lit = brush.light.headlights
        for sign in (-1.0, 1.0):
            inner, outer = sign * half * 0.54, sign * half * 0.93
            housing: list[Spot] = [
                (inner, low + 0.03, 0.0),
                (inner + sign * 0.04, high - 0.02, 0.01),
                (outer, high, 0.17),
                (outer, low + 0.05, 0.17),
                (sign * half * 0.70, low, 0.03),
            ]
            brush.fill(housing, (150, 150, 152))
            centre = (sign * half * 0.70, (low + high) / 2, 0.0)
            brush.disc(centre, 0.066, (88, 88, 92), across=True)
            if lit:
                brush.disc(centre, 0.055, _BEAM, across=True, is_lit=True)
            else:
                brush.disc(centre, 0.050, (214, 216, 220), across=True)
            flasher: list[Spot] = [
                (sign * half * 0.80, low + 0.05, 0.08),
                (outer, low + 0.07, 0.16),
            ]
            flasher += [(outer, low + 0.11, 0.16), (sign * half * 0.80, low + 0.09, 0.08)]
            brush.fill(flasher, _INDICATOR)
            fog = (sign * half * 0.74, self._vehicle.shape.sill + 0.14, 0.01)
            brush.disc(fog, 0.045, (170, 172, 174), across=True)

    def _paint_band(self, brush: _Brush, low: float, high: float, colour: Colour) -> None:
        """Paint one horizontal band of the front, whose corners turn away on both sides."""
        half = self._vehicle.shape.width / 2
        bends = (-1.0, -0.9, -0.74, 0.74, 0.9, 1.0)
        depths = (0.30, 0.12, 0.0, 0.0, 0.12, 0.30)
        shades = (0.70, 0.86, 1.0, 0.92, 0.80)
        for index, shade in enumerate(shades):
            left, right = bends[index] * half, bends[index + 1] * half
            near, far = depths[index], depths[index + 1]
            corners: list[Spot] = [(left, low, near), (left, high, near)]
            corners += [(right, high, far), (right, low, far)]
            brush.fill(corners, tint(colour, (shade, shade, shade)))

    @staticmethod
    def _front(
        brush: _Brush, across: tuple[float, float], up: tuple[float, float], colour: Colour
    ) -> None:
        (left, right), (low, high) = across, up
        corners: list[Spot] = [(left, low, -0.01), (left, high, -0.01), (right, high, -0.01)]
        brush.fill([*corners, (right, low, -0.01)], colour)

    def _paint_plate(self, canvas: Pixels, away_m: float, light: Light) -> None:
        corners = np.array(self.view.project(self.plate_corners(away_m)), np.float32)
        left, top = np.floor(corners.min(axis=0)) - 1
        right, bottom = np.ceil(corners.max(axis=0)) + 2
        part = _clip(canvas, left, top, right, bottom)
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
        height = sum(_lamp_heights(shape)) / 2
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
            _add_glow(canvas, lamp, (reach_px, reach_px), light.headlights)
            if light.lamps and away_m > 2.5:
                _add_glow(canvas, road, (scale * 1.5, scale * 0.32), 0.22 * light.headlights)
            if wet:
                _add_glow(canvas, mirror, (scale * 0.2, scale * 0.8), 0.5 * light.headlights)


def _belt_height(shape: Shape) -> float:
    """Return the height of the edge between bumper and grille."""
    return shape.sill + (shape.nose - shape.sill) * 0.52


def _grille_low(shape: Shape) -> float:
    return max(shape.plate_height + 0.12, _belt_height(shape) + 0.01)


def _lamp_heights(shape: Shape) -> tuple[float, float]:
    """Return the heights of the lower and upper edge of the headlights."""
    low = _grille_low(shape) - 0.01
    return low, max(shape.nose - 0.06, low + 0.13)


class _Brush:
    """Paints faces of one vehicle at one place under one light."""

    def __init__(
        self, canvas: Pixels, painter: VehiclePainter, away_m: float, light: Light
    ) -> None:
        self._canvas = canvas
        self._painter = painter
        self._away_m = away_m
        self.light = light

    def fill(self, spots: Sequence[Spot], colour: Colour) -> None:
        """Paint a face whose own colour is ``colour``, lit as everything is."""
        self.fill_raw(spots, tint(colour, self.light.gain))

    def fill_raw(self, spots: Sequence[Spot], colour: Colour) -> None:
        """Paint a face that looks ``colour`` whatever the light."""
        placed = self._painter.place(spots, self._away_m)
        paint(self._canvas, self._painter.view.project(placed), colour)

    def disc(
        self,
        centre: Spot,
        radius: float,
        colour: Colour,
        *,
        across: bool = False,
        is_lit: bool = False,
    ) -> None:
        """Paint a disc that faces sideways, or along the lane when ``across`` it."""
        x, y, depth = centre
        rim = [(radius * math.cos(a), radius * math.sin(a)) for a in _TURN]
        if across:
            spots = [(x + u, y + v, depth - 0.015) for u, v in rim]
        else:
            spots = [(x, y + v, depth + u) for u, v in rim]
        (self.fill_raw if is_lit else self.fill)(spots, colour)


_TURN = tuple(2 * math.pi * step / 20 for step in range(20))


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


def _clip(canvas: Pixels, left: float, top: float, right: float, bottom: float) -> Pixels | None:
    """Return the part of ``canvas`` within the box, as a view; None when it is outside."""
    height, width = canvas.shape[:2]
    x0, y0 = max(0, int(left)), max(0, int(top))
    x1, y1 = min(width, int(right)), min(height, int(bottom))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return None
    return canvas[y0:y1, x0:x1]


def _glow() -> Pixels:
    """Return a glow that fades to nothing at the edge, for lamps seen from the front."""
    axis = np.linspace(-1, 1, _GLOW_PX)
    distance = np.hypot(axis[:, None], axis[None, :])
    core = np.exp(-((distance / 0.16) ** 2))
    halo = 0.42 * np.exp(-((distance / 0.42) ** 2))
    fade = np.clip((1 - distance) * 3, 0, 1)
    strength = np.clip((core + halo) * fade, 0, 1)[..., None]
    return np.asarray(strength * np.array([236.0, 246.0, 255.0]), np.uint8)


_GLOW = _glow()


def _add_glow(
    canvas: Pixels,
    centre: Point,
    reach_px: tuple[float, float],
    strength: float,
) -> None:
    """Add a glow that reaches ``reach_px`` (right, down) from ``centre``, in place."""
    width, height = (min(900, max(4, round(reach * 2))) for reach in reach_px)
    left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
    part = _clip(canvas, left, top, left + width, top + height)
    if part is None:
        return
    glow = cv2.resize(_GLOW, (width, height), interpolation=cv2.INTER_LINEAR)
    x0, y0 = max(0, -left), max(0, -top)
    piece = glow[y0 : y0 + part.shape[0], x0 : x0 + part.shape[1]]
    if strength < 1:
        piece = cv2.convertScaleAbs(piece, alpha=strength)
    cv2.add(part, piece, dst=part)
