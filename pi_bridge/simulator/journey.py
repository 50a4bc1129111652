"""How a vehicle moves in the lane: distance of its front from the camera over time; pure."""

from __future__ import annotations

from dataclasses import dataclass

START_M = 34.0
_BRAKING_M_S2 = 2.2
_STARTING_M_S2 = 1.6
_REVERSE_M_S = 3.5
_REVERSING_M_S2 = 1.2


@dataclass(frozen=True, slots=True)
class Approach:
    """Steady from `START_M`, then evenly braked to stand at ``stop_m``."""

    stop_m: float
    speed_m_s: float

    @property
    def _braking_s(self) -> float:
        return self.speed_m_s / _BRAKING_M_S2

    @property
    def _steady_s(self) -> float:
        braking_m = self.speed_m_s * self._braking_s / 2
        return (START_M - self.stop_m - braking_m) / self.speed_m_s

    @property
    def duration_s(self) -> float:
        return self._steady_s + self._braking_s

    def away_m(self, elapsed_s: float) -> float:
        """Return the distance after ``elapsed_s``; ``stop_m`` from the end on."""
        if elapsed_s <= self._steady_s:
            return START_M - self.speed_m_s * max(0.0, elapsed_s)
        left_s = max(0.0, self.duration_s - elapsed_s)
        return self.stop_m + _BRAKING_M_S2 * left_s**2 / 2


@dataclass(frozen=True, slots=True)
class Departure:
    """Evenly faster from ``stop_m`` on, towards the camera and past it."""

    stop_m: float

    def away_m(self, elapsed_s: float) -> float:
        """Return the distance after ``elapsed_s``; negative once past the camera."""
        return self.stop_m - _STARTING_M_S2 * max(0.0, elapsed_s) ** 2 / 2


@dataclass(frozen=True, slots=True)
class Retreat:
    """Backwards from ``stop_m`` to `START_M`, first faster and then steady."""

    stop_m: float

    @property
    def _gaining_s(self) -> float:
        return _REVERSE_M_S / _REVERSING_M_S2

    @property
    def _gaining_m(self) -> float:
        return _REVERSING_M_S2 * self._gaining_s**2 / 2

    @property
    def duration_s(self) -> float:
        return self._gaining_s + (START_M - self.stop_m - self._gaining_m) / _REVERSE_M_S

    def away_m(self, elapsed_s: float) -> float:
        if elapsed_s <= self._gaining_s:
            return self.stop_m + _REVERSING_M_S2 * max(0.0, elapsed_s) ** 2 / 2
        steady_s = elapsed_s - self._gaining_s
        return self.stop_m + self._gaining_m + _REVERSE_M_S * steady_s
