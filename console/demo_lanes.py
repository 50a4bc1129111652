"""The lanes of the demo: rendered traffic or played pictures behind the agent's own server."""

from __future__ import annotations

import contextlib
import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from console.commands.common import CommandError
from console.formats import load_plate_formats
from db.errors import PlateTextError
from db.plates import normalise_plate
from db.records import VehicleKind, VehicleRecord
from pi_bridge.errors import BridgeError
from pi_bridge.simulator.barrier import SimulatedBarrier
from pi_bridge.simulator.files import PlayedFiles, find_files, split_files
from pi_bridge.simulator.lane import LaneAddresses, SimulatedLane
from pi_bridge.simulator.traffic import RenderedTraffic
from pi_bridge.simulator.truth import TruePassage
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
LABELS_NAME = "labels.csv"

TrafficSource = RenderedTraffic | PlayedFiles
Lanes = tuple[list[SimulatedLane], tuple[VehicleRecord, ...], Sequence[TrafficSource]]
"""Simulated lanes, what the demo registers, and the sources that know what really passed."""


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """What lanes are wanted: ``source`` is the folder to play, None for rendered traffic."""

    source: Path | None
    lane_count: int
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoLanes:
    """Lanes that run: ids and addresses of each, and what the demo registers.

    ``truth_known`` says whether somebody knows which passages take place.
    """

    lane_ids: tuple[str, ...]
    addresses: tuple[LaneAddresses, ...]
    vehicles: tuple[VehicleRecord, ...]
    truth_known: bool


class RunningLanes:
    """Simulated lanes of this process, and what really passed them."""

    def __init__(self, lanes: DemoLanes, sources: Sequence[TrafficSource]) -> None:
        self.lanes = lanes
        self._sources = sources

    def passages(self) -> tuple[TruePassage, ...]:
        """What really took place until now."""
        return tuple(passage for source in self._sources for passage in source.passages())


@contextmanager
def run_lanes(order: DemoOrder) -> Iterator[RunningLanes]:
    """Start the lanes and stop them in the end.

    Raises:
        CommandError: the pictures of the source cannot be played, or no port could be had.
    """
    with ExitStack() as stack:
        if order.source is None:
            lanes, vehicles, sources = _rendered_lanes(order.regions, order.lane_count)
        else:
            lanes, vehicles, sources = _played_lanes(order.source, order.lane_count)
        for lane in lanes:
            try:
                stack.enter_context(lane)
            except BridgeError as error:
                raise CommandError(f"demo lane {lane.lane_id}: {error}") from error
        yield RunningLanes(
            DemoLanes(
                tuple(lane.lane_id for lane in lanes),
                tuple(lane.addresses for lane in lanes),
                vehicles,
                truth_known=bool(sources),
            ),
            sources,
        )


def _lane_id(index: int) -> str:
    return LANE_NAMES[index].lower().replace(" ", "-")


def _rendered_lanes(regions: Sequence[str], lane_count: int) -> Lanes:
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
    formats = load_plate_formats(tuple(regions))
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
