"""The registered vehicles of the site, searchable by what was read, and kept up to date."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from console.gate.clock import Clock
from console.gate.types import Match
from db.errors import StoreError
from db.records import VehicleKind, VehicleRecord
from pipeline.confusions import ConfusionCosts
from pipeline.matching import PlateMatch, Registry, match_key
from pipeline.types import Read

_log = logging.getLogger("recognition")

_POLICY_LIMIT = 5


class VehicleIndex:
    """A snapshot of the registry; it never changes, so every thread may search it."""

    def __init__(
        self, vehicles: Sequence[VehicleRecord], costs: ConfusionCosts | None = None
    ) -> None:
        self._take(vehicles)
        self._registry = Registry(tuple(self._vehicles), costs)
        self._blocked = Registry(self._blocked_plates, costs)

    def __len__(self) -> int:
        return len(self._vehicles)

    def renewed(self, vehicles: Sequence[VehicleRecord]) -> VehicleIndex:
        """The index of ``vehicles``; only plates that this one does not know are prepared."""
        index = VehicleIndex.__new__(VehicleIndex)
        index._take(vehicles)
        index._registry = _changed(self._registry, tuple(self._vehicles), tuple(index._vehicles))
        index._blocked = _changed(self._blocked, self._blocked_plates, index._blocked_plates)
        return index

    def is_blocked(self, plate: str) -> bool:
        """Whether exactly this plate is on the block list, O and 0 being the same."""
        return match_key(plate) in self._blocked_keys

    def nearest(self, text: str, limit: int = _POLICY_LIMIT) -> tuple[Match, ...]:
        """The vehicles whose plates are nearest to ``text``, nearest first."""
        return self._matches(self._registry.nearest(text, limit))

    def matches(self, read: Read) -> tuple[Match, ...]:
        """What the policy must know of a read: the nearest vehicles, nearest first.

        The nearest blocked one is always among them, behind however many others it may stand.
        """
        said = read.characters, read.candidates
        near = self._registry.nearest(read.text, _POLICY_LIMIT, *said)
        blocked = self._blocked.nearest(read.text, 1, *said)
        missing = tuple(one for one in blocked if one not in near)
        return self._matches(near + missing)

    def _take(self, vehicles: Sequence[VehicleRecord]) -> None:
        self._vehicles = {vehicle.plate: vehicle for vehicle in vehicles}
        self._blocked_plates = tuple(
            plate for plate, one in self._vehicles.items() if one.kind is VehicleKind.BLOCK
        )
        self._blocked_keys = frozenset(match_key(plate) for plate in self._blocked_plates)

    def _matches(self, found: tuple[PlateMatch, ...]) -> tuple[Match, ...]:
        return tuple(Match(self._vehicles[one.plate], one.cost, one.differing) for one in found)


def _changed(registry: Registry, before: Sequence[str], after: Sequence[str]) -> Registry:
    known, wanted = set(before), set(after)
    added = [plate for plate in after if plate not in known]
    return registry.changed(added, known - wanted) if added or known != wanted else registry


class RegistryKeeper:
    """Reads the registered vehicles on the thread ``registry``, again and again until it works.

    ``on_index`` gets the new index, or None as soon as the registry could not be read: an index
    that cannot be renewed might open for a vehicle that was blocked a minute ago.
    ``on_failed`` is told once for each outage. Both come on the thread; the rest is for one
    other thread.
    """

    def __init__(  # noqa: PLR0913 - who reads, who is told, and how often
        self,
        read_vehicles: Callable[[], tuple[VehicleRecord, ...]],
        *,
        on_index: Callable[[VehicleIndex | None], None],
        on_failed: Callable[[str], None],
        clock: Clock,
        retry_ns: int,
        costs: ConfusionCosts | None = None,
    ) -> None:
        self._read_vehicles = read_vehicles
        self._on_index = on_index
        self._on_failed = on_failed
        self._clock = clock
        self._retry_ns = retry_ns
        self._index = VehicleIndex((), costs)
        self._thread: threading.Thread | None = None
        self._asked_again = False
        self._tried_ns = 0
        self._failed = False

    def load(self) -> None:
        """Read the vehicles; when they are being read just now, once more after that."""
        if self._thread is not None and self._thread.is_alive():
            self._asked_again = True
            return
        self._asked_again = False
        self._tried_ns = self._clock.monotonic_ns()
        self._thread = threading.Thread(target=self._read, name="registry")
        self._thread.start()

    def retry_if_due(self) -> None:
        """Read again what was asked for meanwhile, or failed a while ago."""
        due = self._clock.monotonic_ns() - self._tried_ns >= self._retry_ns
        if self._asked_again or (self._failed and due):
            self.load()

    def join(self) -> None:
        """Wait for a reading that is under way."""
        if self._thread is not None:
            self._thread.join()

    def _read(self) -> None:
        try:
            self._index = self._index.renewed(self._read_vehicles())
        except StoreError as error:
            self._on_index(None)
            if not self._failed:
                self._failed = True
                _log.warning("the registry cannot be read: %s", error)
                self._on_failed(str(error))
            return
        self._failed = False
        self._on_index(self._index)
        _log.info("%d registered vehicles", len(self._index))
