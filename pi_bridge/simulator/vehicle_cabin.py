"""The cabin of a vehicle: roof edge, windscreen, who sits behind it; the cargo of a lorry."""

from __future__ import annotations

import math
from collections.abc import Callable

from pi_bridge.simulator.brush import Brush
from pi_bridge.simulator.vehicle import Vehicle
from pi_bridge.simulator.view import Colour, Spot, mix, tint

_PanePoint = Callable[[float, float], Spot]


def paint_cabin(brush: Brush, vehicle: Vehicle) -> None:
    """Paint roof edge, pillars, windscreen, and who sits behind it."""
    shape = vehicle.shape
    half = shape.width / 2 - 0.04
    top = shape.width / 2 - shape.roof_inset
    low, low_depth = shape.cowl - 0.03, shape.cowl_depth
    high, high_depth = shape.roof, shape.roof_depth
    if shape.name == "lorry":
        _paint_cargo(brush, vehicle)
    pillars: list[Spot] = [
        (-half, low, low_depth),
        (-top, high, high_depth),
        (top, high, high_depth),
        (half, low, low_depth),
    ]
    brush.fill(pillars, tint(vehicle.colour, (0.9, 0.9, 0.9)))

    def pane(across: float, up: float) -> Spot:
        """Return a point of the windscreen: -1 to 1 across, 0 to 1 up."""
        share = 0.07 + 0.80 * up
        width = (half + (top - half) * share) * 0.91
        height = low + (high - low) * share
        return (across * width, height, low_depth + (high_depth - low_depth) * share - 0.01)

    deep = mix(brush.light.glass, (16, 16, 16), 0.78)
    brush.fill_raw([pane(-1, 0), pane(-1, 1), pane(1, 1), pane(1, 0)], deep)
    _paint_people(brush, vehicle, pane, deep)
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
        brush.fill(mirror, tint(vehicle.colour, (0.72, 0.72, 0.72)))


def _paint_cargo(brush: Brush, vehicle: Vehicle) -> None:
    shape = vehicle.shape
    half, top = shape.width / 2 + 0.06, 3.1
    near, far = shape.roof_end + 0.1, shape.length
    white: Colour = (214, 216, 216)
    side: list[Spot] = [(-half, 0.9, near), (-half, top, near), (-half, top, far)]
    brush.fill([*side, (-half, 0.9, far)], tint(white, (0.68, 0.68, 0.68)))
    front: list[Spot] = [(-half, 0.9, near), (-half, top, near), (half, top, near)]
    brush.fill([*front, (half, 0.9, near)], tint(white, (0.88, 0.88, 0.88)))


def _paint_people(brush: Brush, vehicle: Vehicle, pane: _PanePoint, glass: Colour) -> None:
    driver = -0.46 if vehicle.has_driver_left else 0.46
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
