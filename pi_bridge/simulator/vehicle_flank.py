"""The side of a vehicle that faces the camera: body, wheels, windows."""

from __future__ import annotations

from pi_bridge.simulator.brush import Brush
from pi_bridge.simulator.vehicle import Vehicle
from pi_bridge.simulator.view import Colour, Spot, mix, tint

RUBBER: Colour = (34, 34, 34)


def paint_flank(brush: Brush, vehicle: Vehicle) -> None:
    """Paint the side towards the camera: body, wheels, windows."""
    shape = vehicle.shape
    side = -shape.width / 2
    end = shape.length
    body = tint(vehicle.colour, (0.62, 0.62, 0.62))
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
    _paint_side_windows(brush, vehicle, side)
    for depth in (0.78, end - 0.85):
        brush.disc((side - 0.005, 0.34, depth), 0.40, mix(body, (0, 0, 0), 0.8))
        brush.disc((side - 0.01, 0.32, depth), 0.32, RUBBER)
        brush.disc((side - 0.015, 0.32, depth), 0.19, (128, 128, 130))
        brush.disc((side - 0.02, 0.32, depth), 0.07, (60, 60, 62))


def _paint_side_windows(brush: Brush, vehicle: Vehicle, side: float) -> None:
    shape = vehicle.shape
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
    brush.fill(cabin, tint(vehicle.colour, (0.66, 0.66, 0.66)))
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
