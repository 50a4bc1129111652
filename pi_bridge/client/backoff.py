"""How long to wait before the next attempt to reach a camera."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BackOffSettings:
    """Waits grow from ``first_s`` to ``longest_s`` and start over after ``good_s`` good seconds.

    Each is ``growth`` times the one before. With 1.5 an agent that its service manager has up
    again after nine seconds is asked by the thirteenth at the latest; with 2 it could take 15.
    """

    first_s: float = 1.0
    longest_s: float = 30.0
    good_s: float = 10.0
    growth: float = 1.5


class BackOff:
    """Growing waits with jitter, so that cameras that fell together do not return together.

    A brief success does not start the waits over: a camera that gives one frame and dies would
    otherwise be asked again every second for days.

    Source: Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog (2015), the
    half-fixed, half-random form.
    """

    def __init__(self, settings: BackOffSettings, chance: random.Random) -> None:
        self._settings = settings
        self._chance = chance
        self._next_s = settings.first_s

    def note_good(self, good_s: float) -> None:
        """Take note that frames have been coming for ``good_s`` seconds without a gap."""
        if good_s >= self._settings.good_s:
            self._next_s = self._settings.first_s

    def next_wait_s(self) -> float:
        """Return the seconds to wait now, and lengthen the wait after it."""
        wait_s = self._next_s * self._chance.uniform(0.5, 1.0)
        self._next_s = min(self._next_s * self._settings.growth, self._settings.longest_s)
        return wait_s
