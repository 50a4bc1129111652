"""Adds the page where a site's lanes are set up, and starts the console again after it."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication
from sqlalchemy import Engine

from console.bridge import EngineBridge
from console.gate.types import GateCommands
from console.people.installer import Installer, Surroundings
from console.people.session import Session
from console.settings import Settings, default_settings_path
from console.site_models import load_site_recogniser, site_shelf
from console.ui.main_window import MainWindow
from console.ui.pages.setup_desk import SetupDesk
from pi_bridge.client.pairing import PairingBook


class SiteSetup:
    """Where lanes that are set up go, and whether the console is to start again with them.

    Those of a demo never go into the file of the user.
    """

    def __init__(self, arguments: argparse.Namespace, settings: Settings, *, demo: bool) -> None:
        named: Path | None = getattr(arguments, "settings", None)
        usual = settings.data_folder / "settings.toml" if demo else default_settings_path()
        self._path = usual if named is None else named
        self._settings = settings
        self._wants_restart = threading.Event()

    def add_page(  # noqa: PLR0913, PLR0917 - what lanes are set up with, and the gate that runs
        self,
        window: MainWindow,
        database: Engine,
        session: Session,
        pairings: PairingBook,
        commands: GateCommands,
        bridge: EngineBridge,
    ) -> None:
        """Add the page to the window; ``commands`` are those that the session allows."""
        shelf = site_shelf(self._settings.data_folder)
        site = Surroundings(
            self._settings.site_name,
            self._settings.lanes,
            self._path,
            pairings,
            _find_agents,
            partial(load_site_recogniser, shelf, self._settings.threads, lambda _problem: None),
        )
        installer = Installer(database, session, site)
        SetupDesk(window, installer, self._restart, commands, bridge)

    def restart_if_wanted(self) -> None:
        """Put the same command in place of this one, whose work is done by now."""
        if self._wants_restart.is_set():
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])

    def _restart(self) -> None:
        self._wants_restart.set()
        QApplication.quit()


def _find_agents() -> tuple[tuple[str, str], ...]:
    # zeroconf takes a tenth of a second to import, which every start would wait for
    from pi_bridge.client.discovery import find_agents  # noqa: PLC0415

    return tuple((agent.lane_id, agent.url) for agent in find_agents())
