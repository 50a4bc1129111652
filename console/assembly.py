"""What a console consists of, and who is told what by whom."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path

from sqlalchemy import Engine

from console import __version__
from console.bridge import EngineBridge
from console.cloud import make_synchroniser
from console.exporting.exporter import Exporter
from console.exporting.labelling import load_labeller
from console.exporting.privacy import load_blur
from console.formats import load_plate_formats
from console.gate.desk import DeskSettings
from console.gate.engine import GateEngine
from console.gate.lanes import LaneSetup, OpenCamera
from console.gate.latencies import Latencies
from console.gate.passages import PassageSettings
from console.gate.reasons import ConfirmOpening
from console.gate.settings import GateSettings
from console.gate.store import SiteStore
from console.gate.types import Fault, FaultKind
from console.paths import application_folder, weights_folder
from console.people.archive import Archive
from console.people.car_park import CarPark
from console.people.copy_office import CopyOffice
from console.people.gate import GuardedGate
from console.people.models import ModelRoom, tally_path
from console.people.office import Office
from console.people.registrar import Registrar
from console.people.session import Session
from console.report import PassageLog
from console.settings import LaneSettings, Settings
from console.shadow.reader import ShadowReader
from console.site_models import load_site_recogniser, site_costs, site_shelf
from console.site_setup import SiteSetup
from console.sound import WaitingSound
from console.stores import backup_folder
from console.ui.main_window import MainWindow, build_window
from console.ui.pages.archivist import Archivist
from console.ui.pages.copy_desk import CopyDesk
from console.ui.pages.export_desk import ExportDesk
from console.ui.pages.models_desk import ModelsDesk
from console.ui.pages.parking_desk import ParkingDesk
from console.ui.pages.reception import Reception
from console.ui.pages.registry_desk import RegistryDesk
from console.ui.theme import ThemeName
from console.ui.window_settings import WindowSettings
from console.upkeep import Alarm, AlarmKind, Upkeep, UpkeepPlan
from db.evidence import EvidenceFolder
from db.queries import recent_decisions
from db.salvage import FreshStart
from db.sync import Synchroniser
from pi_bridge.client.address import base_url
from pi_bridge.client.barrier import BarrierClient
from pi_bridge.client.evidence import FrameFetcher
from pi_bridge.client.pairing import PairingBook
from pi_bridge.client.reader import CameraReader
from pipeline.fusion import fuse_passage

RECENT_DECISIONS = 200
KEPT_TEXTS = 1000  # the same ones are shown frame after frame
EXPORT_THREADS = 1  # an export has time, the lanes have not
FETCH_LIMIT_S = 0.4
"""A frame at full size is worth this much delay of a decision and no more."""


@dataclass(frozen=True, slots=True)
class Console:
    """A console put together but not started yet."""

    window: MainWindow
    gate: GateEngine
    bridge: EngineBridge
    passages: PassageLog
    reception: Reception
    shadow: ShadowReader
    upkeep: Upkeep
    alarms: tuple[Alarm, ...]
    copying: Synchroniser | None


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """The site's store; ``fresh`` when a damaged one had to be replaced."""

    database: Engine
    evidence: EvidenceFolder
    fresh: FreshStart | None


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """The people of the site, and what is told to whoever signs in."""

    office: Office
    hint: str


def build_console(  # noqa: PLR0913 - what a site consists of
    settings: Settings,
    store: OpenedStore,
    session: Session,
    front: FrontDesk,
    *,
    pairings: PairingBook,
    site_setup: SiteSetup,
) -> Console:
    """The console of a site, window and engine and all beside them; nothing is started yet.

    Raises:
        ThemeError: the resources are missing or damaged.
        PlateFormatError: the site names a region of which no plate formats are known.
    """
    database, evidence = store.database, store.evidence
    latencies = Latencies()
    bridge = EngineBridge()
    shelf = site_shelf(settings.data_folder)
    passages = PassageLog(bridge)
    gate = GateEngine(
        [_lane_setup(lane, pairings) for lane in settings.lanes],
        load_recogniser=partial(
            load_site_recogniser,
            shelf,
            settings.threads,
            lambda problem: bridge.on_fault(Fault(FaultKind.MODELS, "", problem)),
        ),
        fuse=fuse_passage,
        store=SiteStore(database, evidence),
        listener=passages,
        settings=GateSettings(
            DeskSettings(
                __version__,
                ask_for_blocked=settings.confirm_opening is not ConfirmOpening.NEVER,
            ),
            policy=settings.policy,
            passages=PassageSettings.beside(settings.policy.min_confidence),
            costs=site_costs(shelf),
        ),
        attendant=lambda: session.name,
        latencies=latencies,
    )
    alarm = WaitingSound(parent=bridge)
    window_settings = WindowSettings(
        site_name=settings.site_name,
        attendant="",
        theme=ThemeName(settings.theme.replace("-", "_")),
        text_scale=settings.text_scale,
        reasons=settings.reasons,
        confirm_opening=settings.confirm_opening,
        hold_minutes=settings.hold_minutes,
        escalate_after_s=settings.escalate_after_s,
        alarm=alarm,
        layout_path=layout_path(settings),
        shown=lru_cache(KEPT_TEXTS)(load_plate_formats(settings.regions).resolve),
    )
    guarded = GuardedGate(gate, session, bridge.on_fault)
    window = build_window(
        window_settings,
        [(lane.lane_id, lane.name) for lane in settings.lanes],
        guarded,
        bridge,
        partial(recent_decisions, database, RECENT_DECISIONS),
        latencies.add,
    )
    lane_names = {lane.lane_id: lane.name for lane in settings.lanes}
    Archivist(
        window,
        Archive(database, evidence, session),
        window_settings,
        commands=guarded,
        bridge=bridge,
        lane_names=lane_names,
    )
    exporter = Exporter(
        database,
        evidence,
        session,
        open_labeller=partial(load_labeller, weights_folder(), EXPORT_THREADS),
        open_blur=partial(load_blur, weights_folder(), threads=EXPORT_THREADS),
        keep=timedelta(days=settings.retention_days),
        software_version=__version__,
    )
    ExportDesk(window, exporter, window_settings, lane_names=lane_names)
    copying = make_synchroniser(database, settings, gate.reload_registry)
    CopyDesk(window, CopyOffice(database, session, copying), window_settings)
    registrar = Registrar(database, session, gate.reload_registry)
    RegistryDesk(window, registrar, gate.nearest_vehicles, window_settings)
    ParkingDesk(
        window,
        CarPark(database, session),
        bridge,
        window_settings,
        lane_names=lane_names,
        slot_count=settings.slot_count,
    )
    ModelsDesk(window, ModelRoom(shelf, database, session, gate.reload_models))
    shadow = ShadowReader(
        shelf,
        evidence.path,
        partial(shadow_command, settings.data_folder),
        tally_folder=tally_path(shelf),
    )
    bridge.decision_recorded.connect(shadow.on_decision)
    window.closing.connect(alarm.close)
    alarm.unheard.connect(window.show_notice)
    site_setup.add_page(window, database, session, pairings, guarded, bridge)
    reception = Reception(
        window,
        front.office,
        window_settings,
        lane_names=lane_names,
        lock_after_s=settings.lock_after_minutes * 60,
        hint=front.hint,
    )
    return Console(
        window,
        gate,
        bridge,
        passages,
        reception,
        shadow,
        _upkeep(settings, store),
        _first_alarms(store.fresh),
        copying,
    )


def _upkeep(settings: Settings, store: OpenedStore) -> Upkeep:
    plan = UpkeepPlan(
        settings.data_folder,
        backup_folder(settings),
        settings.keep,
        settings.retention_days,
        has_own_file=not settings.store.url,
    )
    return Upkeep(store.database, store.evidence, plan)


def _first_alarms(fresh: FreshStart | None) -> tuple[Alarm, ...]:
    return () if fresh is None else (Alarm(AlarmKind.FRESH_LOG, str(fresh.kept)),)


def shadow_command(data_folder: Path, current: str, candidate: str) -> list[str]:
    """Starts this program once more, to read beside the lanes."""
    frozen = getattr(sys, "frozen", False)
    program = (
        [sys.executable] if frozen else [sys.executable, str(application_folder() / "main.py")]
    )
    return [*program, "--data", str(data_folder.resolve()), "shadow", current, candidate]


def _lane_setup(lane: LaneSettings, pairings: PairingBook) -> LaneSetup:
    open_camera: OpenCamera = partial(
        CameraReader, lane.lane_id, lane.camera_url, pairing=pairings.find(lane.camera_url)
    )
    barrier = None
    if lane.barrier_url:
        barrier = BarrierClient(lane.barrier_url, pairing=pairings.find(lane.barrier_url))
    frames = None
    agent = pairings.find(lane.camera_url)
    if agent is not None:
        frames = FrameFetcher(base_url(lane.camera_url), timeout_s=FETCH_LIMIT_S, pairing=agent)
    return LaneSetup(lane.lane_id, lane.name, open_camera, barrier, lane.direction, frames)


def layout_path(settings: Settings) -> Path:
    """The file that keeps what is chosen in the window."""
    return settings.data_folder / "window.ini"
