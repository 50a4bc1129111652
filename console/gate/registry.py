"""The registered vehicles of the site, searchable by what was read."""

from __future__ import annotations

from collections.abc import Sequence

from console.gate.types import Match
from db.records import VehicleKind, VehicleRecord
from pipeline.matching import ConfusionCosts, PlateMatch, Registry
from pipeline.types import Read

_POLICY_LIMIT = 5


class VehicleIndex:
    """A snapshot of the registry; it never changes, so every thread may search it."""

    def __init__(
        self, vehicles: Sequence[VehicleRecord], costs: ConfusionCosts | None = None
    ) -> None:
        self._vehicles = {vehicle.plate: vehicle for vehicle in vehicles}
        blocked = [one.plate for one in vehicles if one.kind is VehicleKind.BLOCK]
        self._registry = Registry(tuple(self._vehicles), costs)
        self._blocked = Registry(blocked, costs)

    def __len__(self) -> int:
        return len(self._vehicles)

    def nearest(self, text: str, limit: int = _POLICY_LIMIT) -> tuple[Match, ...]:
        """The vehicles whose plates are nearest to ``text``, nearest first."""
        return self._matches(self._registry.nearest(text, limit))

    def matches(self, read: Read) -> tuple[Match, ...]:
        """What the policy must know of a read: the nearest vehicles, nearest first.

        The nearest blocked one is always among them, behind however many others it may stand.
        """
        near = self._registry.nearest(read.text, _POLICY_LIMIT, read.characters)
        blocked = self._blocked.nearest(read.text, 1, read.characters)
        missing = tuple(one for one in blocked if one not in near)
        return self._matches(near + missing)

    def _matches(self, found: tuple[PlateMatch, ...]) -> tuple[Match, ...]:
        return tuple(Match(self._vehicles[one.plate], one.cost, one.differing) for one in found)
