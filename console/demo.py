"""A site that is not there: simulated lanes on loopback, with vehicles of its own."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from console.demo_lanes import LANE_NAMES, DemoOrder, run_lanes
from console.demo_process import run_lanes_elsewhere
from console.people.office import Office, SignInError
from console.report import ExpectedPassage
from console.settings import LaneSettings, Settings
from db.errors import DuplicateVehicleError
from db.people_records import Role
from db.records import VehicleRecord
from db.vehicles import add_vehicle
from pi_bridge.client.pairing import PairingBook
from pi_bridge.simulator.lane import LaneAddresses
from pi_bridge.simulator.truth import TruePassage

UNFINISHED_NS = 3_000_000_000
"""A vehicle that has stood shorter than this at the end was not missed, only cut off."""

DEMO_SLOT_COUNT = 40
DEMO_ADMINISTRATOR = ("Demo administrator", "258025")
DEMO_SUPERVISOR = ("Demo supervisor", "258025")
DEMO_ATTENDANT = ("Demo attendant", "2580")
DEMO_PEOPLE = tuple(
    f"{name}: {pin}" for name, pin in (DEMO_ATTENDANT, DEMO_SUPERVISOR, DEMO_ADMINISTRATOR)
)
"""Names and PINs of the demo, whose site is nobody's secret, for whoever signs in."""


@dataclass(frozen=True, slots=True)
class DemoSite:
    """The settings of the simulated lanes, and what only a simulation knows.

    ``truth`` is None where nobody knows which passages take place.
    """

    settings: Settings
    vehicles: tuple[VehicleRecord, ...]
    addresses: tuple[LaneAddresses, ...]
    truth: Callable[[], tuple[ExpectedPassage, ...]] | None

    def register_vehicles(self, database: Engine) -> None:
        """Register the demo's vehicles; those of an earlier run in the same folder stay."""
        for vehicle in self.vehicles:
            try:
                add_vehicle(database, vehicle)
            except DuplicateVehicleError:
                continue

    @staticmethod
    def hire_people(office: Office) -> None:
        """Give a new site people of every role and sign the attendant in.

        A site that has people of its own keeps them, and asks who is there.
        """
        if office.is_new_site():
            office.create_administrator(*DEMO_ADMINISTRATOR)
            office.add_person(DEMO_SUPERVISOR[0], Role.SUPERVISOR, DEMO_SUPERVISOR[1])
            office.add_person(DEMO_ATTENDANT[0], Role.ATTENDANT, DEMO_ATTENDANT[1])
        with contextlib.suppress(SignInError):
            office.sign_in(*DEMO_ATTENDANT)

    def lend_pairings(self, book: PairingBook) -> None:
        """Let ``book`` know the keys of the simulated lanes for as long as they run."""
        for lane in self.addresses:
            book.lend(lane.barrier_url, lane.pairing)

    def expected_passages(self) -> tuple[ExpectedPassage, ...] | None:
        return None if self.truth is None else self.truth()


@contextmanager
def open_demo_site(
    settings: Settings, source: Path | None, lane_count: int, *, elsewhere: bool = True
) -> Iterator[DemoSite]:
    """Start ``lane_count`` simulated lanes, ``elsewhere`` than in this process, and stop them.

    Raises:
        CommandError: the pictures of ``source`` cannot be played, or no port could be had.
    """
    order = DemoOrder(source, lane_count, settings.regions)
    with run_lanes_elsewhere(order) if elsewhere else run_lanes(order) as running:
        lanes = running.lanes
        lane_settings = tuple(
            LaneSettings(lane_id, name, addresses.stream_url, addresses.barrier_url)
            for lane_id, name, addresses in zip(
                lanes.lane_ids, LANE_NAMES, lanes.addresses, strict=False
            )
        )
        site_name = settings.site_name if settings.lanes else "Demo car park"
        yield DemoSite(
            replace(
                settings,
                lanes=lane_settings,
                site_name=site_name,
                slot_count=settings.slot_count or DEMO_SLOT_COUNT,
            ),
            lanes.vehicles,
            lanes.addresses,
            partial(_expected, running.passages) if lanes.truth_known else None,
        )


def _expected(passages: Callable[[], tuple[TruePassage, ...]]) -> tuple[ExpectedPassage, ...]:
    """The passages that the gate should have seen by now."""
    now_ns = time.monotonic_ns()
    return tuple(
        ExpectedPassage(
            passage.lane_id, passage.plate, passage.appeared_ns, passage.left_ns or now_ns
        )
        for passage in passages()
        if passage.stopped_ns is not None and passage.stopped_ns < now_ns - UNFINISHED_NS
    )
