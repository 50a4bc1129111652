"""A site that is not there: simulated lanes on loopback, with vehicles of its own."""

from __future__ import annotations

import contextlib
import csv
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from console.commands.common import CommandError
from console.formats import load_plate_formats
from console.people.office import Office, SignInError
from console.report import ExpectedPassage
from console.settings import LaneSettings, Settings
from db.errors import DuplicateVehicleError, PlateTextError
from db.people_records import Role
from db.plates import normalise_plate
from db.records import VehicleKind, VehicleRecord
from db.vehicles import add_vehicle
from pi_bridge.client.pairing import PairingBook
from pi_bridge.errors import BridgeError
from pi_bridge.simulator.barrier import SimulatedBarrier
from pi_bridge.simulator.files import PlayedFiles, find_files, split_files
from pi_bridge.simulator.lane import LaneAddresses, SimulatedLane
from pi_bridge.simulator.traffic import RenderedTraffic
from pipeline.training.plate_styles import PlateStyle
from pipeline.training.rendering import PlateFonts, random_plate, render_plate
from pipeline.types import Pixels

LANE_NAMES = (
    "North entry",
    "North exit",
    "South entry",
    "South exit",
    "Staff entry",
    "Staff exit",
    "Deliveries",
    "Coaches",
)
SEED = 2026
REGISTERED_COUNT, OTHER_COUNT = 40, 14
BLOCKED_COUNT = 2
PLATE_HEIGHT_PX = 96
SITE_STYLES = ("india private", "india hsrp", "india commercial", "europe", "britain front")
STATE_CODES = ("KA", "MH", "DL", "TN", "KL", "GJ", "UP", "WB", "RJ", "TS", "AP", "HR", "PB")
OWNERS = ("Accounts", "Kitchen", "Laboratory", "Library", "Management", "Reception", "Workshop")
UNFINISHED_NS = 3_000_000_000
"""A vehicle that has stood shorter than this at the end was not missed, only cut off."""

LABELS_NAME = "labels.csv"

DEMO_SLOT_COUNT = 40
DEMO_ADMINISTRATOR = ("Demo administrator", "258025")
DEMO_SUPERVISOR = ("Demo supervisor", "258025")
DEMO_ATTENDANT = ("Demo attendant", "2580")
DEMO_PEOPLE = tuple(
    f"{name}: {pin}" for name, pin in (DEMO_ATTENDANT, DEMO_SUPERVISOR, DEMO_ADMINISTRATOR)
)
"""Names and PINs of the demo, whose site is nobody's secret, for whoever signs in."""

TrafficSource = RenderedTraffic | PlayedFiles
Lanes = tuple[list[SimulatedLane], tuple[VehicleRecord, ...], Sequence[TrafficSource]]
"""Simulated lanes, what the demo registers, and the sources that know what really passed."""


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
def open_demo_site(settings: Settings, source: Path | None, lane_count: int) -> Iterator[DemoSite]:
    """Start ``lane_count`` simulated lanes and stop them in the end.

    Raises:
        CommandError: the pictures of ``source`` cannot be played, or no port could be had.
    """
    with ExitStack() as stack:
        if source is None:
            lanes, vehicles, sources = _rendered_lanes(settings, lane_count)
        else:
            lanes, vehicles, sources = _played_lanes(source, lane_count)
        for lane in lanes:
            try:
                stack.enter_context(lane)
            except BridgeError as error:
                raise CommandError(f"demo lane {lane.lane_id}: {error}") from error
        lane_settings = tuple(
            LaneSettings(lane.lane_id, name, lane.addresses.stream_url, lane.addresses.barrier_url)
            for lane, name in zip(lanes, LANE_NAMES, strict=False)
        )
        site_name = settings.site_name if settings.lanes else "Demo car park"
        yield DemoSite(
            replace(
                settings,
                lanes=lane_settings,
                site_name=site_name,
                slot_count=settings.slot_count or DEMO_SLOT_COUNT,
            ),
            vehicles,
            tuple(lane.addresses for lane in lanes),
            partial(_true_passages, sources) if sources else None,
        )


def _lane_id(index: int) -> str:
    return LANE_NAMES[index].lower().replace(" ", "-")


def _rendered_lanes(settings: Settings, lane_count: int) -> Lanes:
    styles = _random_styles(REGISTERED_COUNT + OTHER_COUNT)
    texts = list(styles)
    registered, others = texts[:REGISTERED_COUNT], texts[REGISTERED_COUNT:]
    fonts = PlateFonts()

    def paint(text: str, _chance: random.Random) -> Pixels:
        return render_plate(text, styles[text], fonts, PLATE_HEIGHT_PX)

    traffic: list[RenderedTraffic] = []
    lanes: list[SimulatedLane] = []
    for index in range(lane_count):
        barrier = SimulatedBarrier()
        source = RenderedTraffic(
            _lane_id(index), registered, paint, barrier, other_plates=others, seed=SEED + index
        )
        traffic.append(source)
        lanes.append(SimulatedLane(_lane_id(index), source, barrier))
    formats = load_plate_formats(settings.regions)
    vehicles = [
        VehicleRecord(formats.resolve(text), owner=OWNERS[index % len(OWNERS)])
        for index, text in enumerate(registered)
    ]
    vehicles += [
        VehicleRecord(formats.resolve(text), VehicleKind.BLOCK, note="unpaid fees")
        for text in others[:BLOCKED_COUNT]
    ]
    return lanes, tuple(vehicles), traffic


def _played_lanes(folder: Path, lane_count: int) -> Lanes:
    """Lanes that share out the files of ``folder``; every second known plate is registered."""
    try:
        shares = split_files(find_files(folder), lane_count)
    except BridgeError as error:
        raise CommandError(str(error)) from error
    truth = _known_plates(folder)
    registered = sorted(set(truth.values()))[::2]
    played: list[PlayedFiles] = []
    lanes: list[SimulatedLane] = []
    for index, files in enumerate(shares):
        source = PlayedFiles(
            _lane_id(index), files, truth=truth, registered_plates=registered, seed=SEED + index
        )
        played.append(source)
        lanes.append(SimulatedLane(_lane_id(index), source, SimulatedBarrier()))
    vehicles = tuple(VehicleRecord(plate) for plate in registered)
    return lanes, vehicles, played if truth else []


def _known_plates(folder: Path) -> Mapping[str, str]:
    """File names with the text of their one plate, where a ``labels.csv`` lies at hand.

    Pictures with several plates are left out: which of them comes to the gate is not said.
    """
    texts: dict[str, list[str]] = {}
    for path in (folder / LABELS_NAME, folder.parent / LABELS_NAME):
        if not path.is_file():
            continue
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    text = row.get("plate_text") or row.get("text") or ""
                    texts.setdefault(row.get("file") or "", []).append(text)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{path}: cannot be read: {error}") from error
        break
    known: dict[str, str] = {}
    for name, plates in texts.items():
        with contextlib.suppress(PlateTextError):
            if len(plates) == 1:
                known[name] = normalise_plate(plates[0])
    return known


def _true_passages(sources: Sequence[TrafficSource]) -> tuple[ExpectedPassage, ...]:
    now_ns = time.monotonic_ns()
    return tuple(
        ExpectedPassage(
            passage.lane_id, passage.plate, passage.appeared_ns, passage.left_ns or now_ns
        )
        for source in sources
        for passage in source.passages()
        if passage.stopped_ns is not None and passage.stopped_ns < now_ns - UNFINISHED_NS
    )


def _random_styles(count: int) -> Mapping[str, PlateStyle]:
    """Texts of the demo's plates with the style of each; the same every time."""
    rng = np.random.default_rng(SEED)
    styles: dict[str, PlateStyle] = {}
    while len(styles) < count:
        text, style = random_plate(rng)
        if style.name not in SITE_STYLES:
            continue
        if style.name.startswith("india"):
            text = STATE_CODES[int(rng.integers(len(STATE_CODES)))] + text[2:]
        styles[text] = style
    return styles
