"""Times of day and weather of a simulated lane."""

from __future__ import annotations

from dataclasses import dataclass

from pi_bridge.simulator.view import Colour


@dataclass(frozen=True, slots=True)
class Light:
    """How a time of day colours things; ``gain`` multiplies every surface, per channel."""

    name: str
    gain: Colour
    sky_top: Colour
    sky_low: Colour
    glass: Colour
    plate_gain: float
    headlights: float
    lamps: float
    noise: float


DAY = Light(
    name="day",
    gain=(0.98, 1.0, 1.0),
    sky_top=(214, 160, 104),
    sky_low=(238, 222, 202),
    glass=(196, 176, 152),
    plate_gain=0.96,
    headlights=0.0,
    lamps=0.0,
    noise=2.0,
)
OVERCAST = Light(
    name="overcast",
    gain=(0.80, 0.78, 0.76),
    sky_top=(176, 168, 160),
    sky_low=(206, 202, 198),
    glass=(158, 152, 146),
    plate_gain=0.82,
    headlights=0.35,
    lamps=0.0,
    noise=2.5,
)
DUSK = Light(
    name="dusk",
    gain=(0.46, 0.44, 0.52),
    sky_top=(122, 78, 58),
    sky_low=(108, 142, 226),
    glass=(104, 96, 112),
    plate_gain=0.68,
    headlights=0.75,
    lamps=0.6,
    noise=4.0,
)
NIGHT = Light(
    name="night",
    gain=(0.20, 0.185, 0.18),
    sky_top=(26, 16, 12),
    sky_low=(48, 36, 32),
    glass=(34, 30, 28),
    plate_gain=0.70,
    headlights=1.0,
    lamps=1.0,
    noise=6.0,
)

LIGHTS = (DAY, OVERCAST, DUSK, NIGHT)
