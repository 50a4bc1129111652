"""Puts the console together: store, lanes, engine and window, and takes them apart again."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from console import __version__
from console.assembly import FrontDesk, OpenedStore, build_console, layout_path
from console.cloud import without_a_demo_in_firebase
from console.commands.common import CommandError
from console.demo import DEMO_PEOPLE, DemoSite, open_demo_site
from console.logs import LogFiles
from console.one_console import only_console
from console.paths import pairing_book_path
from console.people.office import Office
from console.people.session import Session
from console.running import show_console
from console.settings import Settings
from console.site_setup import SiteSetup
from console.stores import open_site_or_fresh
from console.ui.language import (
    install_language,
    kept_language,
    pick_language,
    system_languages,
)
from db.errors import StoreError
from db.evidence import EvidenceFolder
from db.parking import follow
from db.site import LaneRecord, describe_booth
from pi_bridge.client.pairing import PairingBook
from pi_bridge.errors import BridgeError

SWITCH_INTERVAL_S = 0.001
"""How long a thread may keep Python's lock while others want it: a fifth of the usual.

With four lanes a dozen threads take turns, and the window waits for all of them; a shorter
interval makes fewer beats of the event loop come late (docs/measurements.md).
"""


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
        kept = kept_language(layout_path(settings))
        install_language(application, pick_language(kept, settings.language, system_languages()))
        hint = "\n".join(DEMO_PEOPLE) if demo is not None else ""
        console = build_console(
            settings,
            store,
            session,
            FrontDesk(office, hint),
            pairings=_open_pairings(settings, demo),
            site_setup=site_setup,
        )
        code = show_console(application, console, arguments, demo, session.person)
    site_setup.restart_if_wanted()
    return code


def _open_store(stack: ExitStack, settings: Settings) -> OpenedStore:
    try:
        stack.enter_context(only_console(settings.data_folder))
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


def _open_pairings(settings: Settings, demo: DemoSite | None) -> PairingBook:
    try:
        pairings = PairingBook(pairing_book_path(settings.data_folder))
    except BridgeError as error:
        raise CommandError(str(error)) from error
    if demo is not None:
        demo.lend_pairings(pairings)
    return pairings
