"""Faces and discs of one vehicle at one place, under one light."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from pi_bridge.simulator.light import Light
from pi_bridge.simulator.view import Colour, Pixels, Spot, View, paint, tint

_TURN = tuple(2 * math.pi * step / 20 for step in range(20))


class Brush:
    """Paints faces of one vehicle at one place under one light."""

    def __init__(
        self,
        canvas: Pixels,
        view: View,
        place: Callable[[Sequence[Spot]], list[Spot]],
        light: Light,
    ) -> None:
        """Prepare to paint what ``place`` puts into the lane, given as (right, up, behind)."""
        self._canvas = canvas
        self._view = view
        self._place = place
        self.light = light

    def fill(self, spots: Sequence[Spot], colour: Colour) -> None:
        """Paint a face whose own colour is ``colour``, lit as everything is."""
        self.fill_raw(spots, tint(colour, self.light.gain))

    def fill_raw(self, spots: Sequence[Spot], colour: Colour) -> None:
        """Paint a face that looks ``colour`` whatever the light."""
        paint(self._canvas, self._view.project(self._place(spots)), colour)

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
