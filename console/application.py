"""Puts the console together: store, lanes, engine and window, and takes them apart again."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import Engine

from console import __version__
from console.bridge import EngineBridge
from console.cloud import make_synchroniser, without_a_demo_in_firebase
from console.commands.common import CommandError
from console.demo import DEMO_PEOPLE, DemoSite, open_demo_site
from console.exporting.exporter import Exporter
from console.exporting.labelling import load_labeller
from console.exporting.privacy import load_blur
from console.formats import load_plate_formats
from console.gate.desk import DeskSettings
from console.gate.engine import GateEngine, GateSettings
from console.gate.lanes import LaneSetup, OpenCamera
from console.gate.latencies import Latencies
from console.gate.reasons import ConfirmOpening
from console.gate.store import SiteStore
from console.gate.types import Fault, FaultKind
from console.jobs import JobRunner
from console.keeper import StoreKeeper
from console.logs import LogFiles
from console.paths import application_folder, pairing_book_path, weights_folder
from console.people.archive import Archive
from console.people.car_park import CarPark
from console.people.copy_office import CopyOffice
from console.people.gate import GuardedGate
from console.people.models import ModelRoom, tally_path
from console.people.office import Office
from console.people.registrar import Registrar
from console.people.session import Session
from console.report import MemoryWatch, PassageLog, RunReport
from console.settings import LaneSettings, Settings
from console.shadow.reader import ShadowReader
from console.site_models import load_site_recogniser, site_costs, site_shelf
from console.site_setup import SiteSetup
from console.sound import WaitingSound
from console.stores import backup_folder, open_site_or_fresh
from console.ui.collector import GarbageCollector
from console.ui.exceptions import install_exception_hooks
from console.ui.language import (
    install_language,
    kept_language,
    pick_language,
    system_languages,
)
from console.ui.main_window import MainWindow, build_window
from console.ui.pages.archivist import Archivist
from console.ui.pages.copy_desk import CopyDesk
from console.ui.pages.export_desk import ExportDesk
from console.ui.pages.models_desk import ModelsDesk
from console.ui.pages.parking_desk import ParkingDesk
from console.ui.pages.reception import Reception
from console.ui.pages.registry_desk import RegistryDesk
from console.ui.stalls import StallMonitor
from console.ui.theme import ThemeName
from console.ui.window_settings import WindowSettings
from console.upkeep import Alarm, AlarmKind, Upkeep, UpkeepPlan
from db.errors import StoreError
from db.evidence import EvidenceFolder
from db.parking import follow
from db.people_records import PersonRecord
from db.queries import recent_decisions
from db.records import DecisionRecord
from db.salvage import FreshStart
from db.site import LaneRecord, describe_booth
from db.sync import Synchroniser
from pi_bridge.client.address import base_url
from pi_bridge.client.barrier import BarrierClient
from pi_bridge.client.evidence import FrameFetcher
from pi_bridge.client.pairing import PairingBook
from pi_bridge.client.reader import CameraReader
from pi_bridge.errors import BridgeError
from pipeline.fusion import fuse_passage

if TYPE_CHECKING:
    from console.script import ScriptPlayer

RECENT_DECISIONS = 200
KEPT_TEXTS = 1000  # the same ones are shown frame after frame
EXPORT_THREADS = 1  # an export has time, the lanes have not
SIGNAL_POLL_MS = 200
MEMORY_SAMPLE_MS = 500
SELF_TEST_LIMIT_S = 90.0
FETCH_LIMIT_S = 0.4
"""A frame at full size is worth this much delay of a decision and no more."""

SWITCH_INTERVAL_S = 0.001
"""How long a thread may keep Python's lock while others want it: a fifth of the usual.

With four lanes a dozen threads take turns, and the window waits for all of them; a shorter
interval makes fewer beats of the event loop come late (docs/measurements.md).
"""


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


def run_console(arguments: argparse.Namespace, settings: Settings) -> int:
    """Run the window until it is closed, for ``--seconds``, or until the self-test is done.

    Raises:
        CommandError: the data folder, the demo's pictures or a port cannot be used.
    """
    with ExitStack() as stack:
        demo = None
        if arguments.demo or arguments.self_test:
            if not hasattr(arguments, "data"):
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gatehouse-"))
                settings = replace(settings, data_folder=Path(folder))
            lane_count = 1 if arguments.self_test else arguments.lanes
            demo = stack.enter_context(
                open_demo_site(
                    settings, arguments.source, lane_count, elsewhere=not arguments.self_test
                )
            )
            settings = without_a_demo_in_firebase(demo.settings)
        site_setup = SiteSetup(arguments, settings, demo=demo is not None)
        store = _open_store(stack, settings)
        database = store.database
        session = Session()
        office = Office(database, session)
        if demo is not None:
            demo.register_vehicles(database)
            demo.hire_people(office)
        application = _application()
        kept = kept_language(_layout_path(settings))
        install_language(application, pick_language(kept, settings.language, system_languages()))
        hint = "\n".join(DEMO_PEOPLE) if demo is not None else ""
        console = _build(
            settings,
            store,
            session,
            FrontDesk(office, hint),
            pairings=_open_pairings(settings, demo),
            site_setup=site_setup,
        )
        code = _show(application, console, arguments, demo, session.person)
    site_setup.restart_if_wanted()
    return code


def _open_store(stack: ExitStack, settings: Settings) -> OpenedStore:
    try:
        stack.enter_context(LogFiles(settings.data_folder / "logs"))
        database, fresh = open_site_or_fresh(settings)
        stack.callback(database.dispose)
        evidence = EvidenceFolder(settings.data_folder / "evidence")
        evidence.remove_unfinished()
        describe_booth(
            database,
            settings.site_name,
            __version__,
            [LaneRecord(lane.lane_id, lane.name, lane.direction) for lane in settings.lanes],
        )
        follow(database)
    except StoreError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(
            f"{settings.data_folder}: cannot be written: {error.strerror}"
        ) from error
    return OpenedStore(database, evidence, fresh)


def _application() -> QApplication:
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Gatehouse")
    application.setApplicationVersion(__version__)
    return application


def _layout_path(settings: Settings) -> Path:
    """The file that keeps what is chosen in the window."""
    return settings.data_folder / "window.ini"


def _open_pairings(settings: Settings, demo: DemoSite | None) -> PairingBook:
    try:
        pairings = PairingBook(pairing_book_path(settings.data_folder))
    except BridgeError as error:
        raise CommandError(str(error)) from error
    if demo is not None:
        demo.lend_pairings(pairings)
    return pairings


def _build(  # noqa: PLR0913 - what a site consists of
    settings: Settings,
    store: OpenedStore,
    session: Session,
    front: FrontDesk,
    *,
    pairings: PairingBook,
    site_setup: SiteSetup,
) -> Console:
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
        layout_path=_layout_path(settings),
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
    site_setup.add_page(window, database, session, pairings)
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


def _show(
    application: QApplication,
    console: Console,
    arguments: argparse.Namespace,
    demo: DemoSite | None,
    person: PersonRecord | None,
) -> int:
    window = console.window
    hooks = install_exception_hooks(window.show_notice)
    stalls, memory = StallMonitor(window), MemoryWatch()
    jobs = JobRunner(window)
    keeper = StoreKeeper(console.upkeep.run, jobs, window.show_notice, window)
    sampler = QTimer(window)
    sampler.timeout.connect(memory.sample)
    recorded: list[DecisionRecord] = []
    console.bridge.decision_recorded.connect(recorded.append)
    if arguments.self_test:
        console.bridge.decision_recorded.connect(application.quit)
    player = _script_player(application, console, arguments)
    limit_s = SELF_TEST_LIMIT_S if arguments.self_test else arguments.seconds
    if limit_s is not None:
        QTimer.singleShot(round(limit_s * 1000), application.quit)
    if arguments.window_size is not None:  # else as it was left, or as it is made
        window.resize(*arguments.window_size)
    copying = console.copying or nullcontext()
    # Left in turn: what makes and records decisions ends before what copies them
    with GarbageCollector(window), _ending_on_signals(application), copying:
        stalls.start_when_seen(window)
        window.show()
        console.reception.open(person)
        memory.sample()
        sampler.start(MEMORY_SAMPLE_MS)
        keeper.start(console.alarms)
        if player is not None:
            player.start()
        started = time.monotonic()
        with console.gate, console.shadow:
            application.exec()
            seconds = time.monotonic() - started
            stalls.stop()
            if arguments.screenshot is not None and not window.grab().save(
                str(arguments.screenshot)
            ):
                raise CommandError(f"{arguments.screenshot}: the picture cannot be written")
    hooks.restore()
    jobs.close()
    memory.sample()
    if arguments.report is not None:
        RunReport(
            seconds,
            console.gate,
            console.passages,
            stalls.counts,
            memory,
            None if demo is None else demo.expected_passages(),
        ).write(arguments.report)
    window.close()
    if player is not None and player.problem:
        raise CommandError(f"script {arguments.script}, {player.problem}")
    if not arguments.self_test:
        return 0
    if not recorded:
        raise CommandError("self-test: no decision was recorded")
    plate = recorded[0].resolved_plate or recorded[0].observed_plate
    sys.stdout.write(f"self-test: {plate} {recorded[0].verdict}, recorded\n")
    return 0


def _script_player(
    application: QApplication, console: Console, arguments: argparse.Namespace
) -> ScriptPlayer | None:
    """The player of ``--script``; its end is the console's, unless a time was given as well."""
    if arguments.script is None:
        return None
    try:
        # QtTest, which presses the keys, is left out of packages
        from console.script import ScriptPlayer, load_script  # noqa: PLC0415
    except ImportError as error:
        raise CommandError(f"--script: this build cannot play scripts: {error}") from error
    steps = load_script(arguments.script)
    player = ScriptPlayer(console.window, steps, arguments.script.resolve().parent)
    console.bridge.decision_recorded.connect(player.count_recorded)

    def end() -> None:
        if player.quits or player.problem or arguments.seconds is None:
            application.quit()

    player.ended.connect(end)
    return player


@contextmanager
def _ending_on_signals(application: QApplication) -> Iterator[None]:
    """Let Ctrl+C and a polite kill end the event loop, so that everything is drained."""
    poll = QTimer()
    # Python sees a signal only when it runs, and Qt's loop alone never lets it
    poll.timeout.connect(lambda: None)
    poll.start(SIGNAL_POLL_MS)
    previous = {
        number: signal.signal(number, lambda *_: application.quit())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        poll.stop()
        for number, handler in previous.items():
            signal.signal(number, handler)
