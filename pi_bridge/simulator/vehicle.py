"""Vehicles of the simulated lane: their bodies, paints and how they drive."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from pi_bridge.simulator.view import Colour, Pixels


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

PLATE_WIDTH_M = 0.52
PLATE_HEIGHT_M = 0.16
"""No plate is wider or higher than this; the usual European size is 520 mm by 110 mm.

Source: ISO 7591 (1982) for the sizes of plates.
"""


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


def belt_height(shape: Shape) -> float:
    """Return the height of the edge between bumper and grille."""
    return shape.sill + (shape.nose - shape.sill) * 0.52


def grille_low(shape: Shape) -> float:
    """Return the height of the lower edge of the grille."""
    return max(shape.plate_height + 0.12, belt_height(shape) + 0.01)


def lamp_heights(shape: Shape) -> tuple[float, float]:
    """Return the heights of the lower and upper edge of the headlights."""
    low = grille_low(shape) - 0.01
    return low, max(shape.nose - 0.06, low + 0.13)
