"""The front of a vehicle: bonnet, bumper, grille, lamps."""

from __future__ import annotations

from pi_bridge.simulator.brush import Brush
from pi_bridge.simulator.vehicle import Vehicle, belt_height, grille_low, lamp_heights
from pi_bridge.simulator.vehicle_flank import RUBBER
from pi_bridge.simulator.view import Colour, Spot, mix, tint

_CHROME: Colour = (206, 206, 206)
_PLASTIC: Colour = (48, 47, 46)
_INDICATOR: Colour = (30, 130, 236)
_BEAM: Colour = (246, 252, 255)


def paint_bonnet(brush: Brush, vehicle: Vehicle) -> None:
    """Paint the bonnet with its wings and ridges."""
    shape = vehicle.shape
    half = shape.width / 2 - 0.03
    colour = vehicle.colour
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


def paint_face(brush: Brush, vehicle: Vehicle) -> None:
    """Paint the front: wheels, bumper, grille, lamps."""
    shape = vehicle.shape
    half = shape.width / 2
    for sign in (-1.0, 1.0):
        inner, outer = sign * (half - 0.30), sign * (half - 0.06)
        tyre: list[Spot] = [(inner, 0.0, 0.5), (inner, 0.4, 0.5), (outer, 0.4, 0.5)]
        brush.fill([*tyre, (outer, 0.0, 0.5)], RUBBER)
    nose, sill = shape.nose, shape.sill
    belt = belt_height(shape)
    colour = vehicle.colour
    bands = (
        (sill, sill + 0.07, mix(_PLASTIC, (0, 0, 0), 0.35)),
        (sill + 0.07, belt - 0.12, mix(colour, (0, 0, 0), 0.24)),
        (belt - 0.12, belt, mix(colour, (0, 0, 0), 0.10)),
        (belt, nose - 0.08, mix(colour, (0, 0, 0), 0.16)),
        (nose - 0.08, nose + 0.01, mix(colour, (255, 255, 255), 0.12)),
    )
    for low, high, shade in bands:
        _paint_band(brush, vehicle, low, high, shade)
    intake_low, intake_high = sill + 0.07, shape.plate_height - 0.11
    if intake_high - intake_low > 0.04:
        _front(brush, (-half * 0.62, half * 0.62), (intake_low, intake_high), _PLASTIC)
    grille_bottom = grille_low(shape)
    grille_high = max(grille_bottom + 0.08, nose - 0.09)
    _front(brush, (-half * 0.46, half * 0.46), (grille_bottom, grille_high), (24, 24, 24))
    bars = 3
    for bar in range(bars):
        y = grille_bottom + (grille_high - grille_bottom) * (bar + 0.5) / bars
        _front(brush, (-half * 0.44, half * 0.44), (y - 0.008, y + 0.008), _CHROME)
    badge = (grille_bottom + grille_high) / 2
    brush.disc((0.0, badge, -0.01), 0.045, _CHROME, across=True)
    plinth = (shape.plate_height - 0.095, shape.plate_height + 0.095)
    _front(brush, (-0.31, 0.31), plinth, mix(_PLASTIC, (0, 0, 0), 0.2))
    _paint_lamps(brush, vehicle)


def _paint_lamps(brush: Brush, vehicle: Vehicle) -> None:
    low, high = lamp_heights(vehicle.shape)
    half = vehicle.shape.width / 2
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
        fog = (sign * half * 0.74, vehicle.shape.sill + 0.14, 0.01)
        brush.disc(fog, 0.045, (170, 172, 174), across=True)


def _paint_band(brush: Brush, vehicle: Vehicle, low: float, high: float, colour: Colour) -> None:
    """Paint one horizontal band of the front, whose corners turn away on both sides."""
    half = vehicle.shape.width / 2
    bends = (-1.0, -0.9, -0.74, 0.74, 0.9, 1.0)
    depths = (0.30, 0.12, 0.0, 0.0, 0.12, 0.30)
    shades = (0.70, 0.86, 1.0, 0.92, 0.80)
    for index, shade in enumerate(shades):
        left, right = bends[index] * half, bends[index + 1] * half
        near, far = depths[index], depths[index + 1]
        corners: list[Spot] = [(left, low, near), (left, high, near)]
        corners += [(right, high, far), (right, low, far)]
        brush.fill(corners, tint(colour, (shade, shade, shade)))


def _front(
    brush: Brush, across: tuple[float, float], up: tuple[float, float], colour: Colour
) -> None:
    (left, right), (low, high) = across, up
    corners: list[Spot] = [(left, low, -0.01), (left, high, -0.01), (right, high, -0.01)]
    brush.fill([*corners, (right, low, -0.01)], colour)
