"""One lane as the attendant has it: the real engine and the real window before a real stream."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from console.bridge import EngineBridge
from console.gate.desk import DeskSettings
from console.gate.engine import GateEngine
from console.gate.lanes import LaneSetup
from console.gate.settings import GateSettings
from console.gate.store import SiteStore
from console.ui.lane_tile import LaneTile
from console.ui.main_window import build_window
from console.ui.window_settings import WindowSettings
from db.engine import open_engine
from db.evidence import EvidenceFolder
from pi_bridge.client.pairing import Pairing
from pi_bridge.client.reader import CameraReader
from pipeline.fusion import fuse_passage
from tests.support.gate import ScriptedReader


class WatchedLane:
    """What the tile of the lane shows; every question lets the window catch up first."""

    def __init__(self, tile: LaneTile) -> None:
        self._tile = tile

    def is_live(self) -> bool:
        """Whether the tile shows a picture, and shows it as live."""
        QApplication.processEvents()
        status = self._tile.status
        return self._tile.camera.frame is not None and not status.stale

    def age_s(self) -> float:
        """How old the picture in the tile is."""
        QApplication.processEvents()
        frame = self._tile.camera.frame
        return 0.0 if frame is None else (time.monotonic_ns() - frame.seen_ns) / 1e9


@contextmanager
def watched_lane(url: str, pairing: Pairing | None) -> Iterator[WatchedLane]:
    """Show the stream at ``url`` in a window; recognition looks and sees nothing."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        database, bridge = open_engine(Path(folder)), EngineBridge()
        engine = GateEngine(
            [LaneSetup("north", "North", partial(CameraReader, "north", url, pairing=pairing))],
            load_recogniser=ScriptedReader,
            fuse=fuse_passage,
            store=SiteStore(database, EvidenceFolder(Path(folder) / "evidence")),
            listener=bridge,
            settings=GateSettings(DeskSettings("")),
            attendant=lambda: "",
        )
        window = build_window(
            WindowSettings("", ""), [("north", "North")], engine, bridge, tuple, lambda *_: None
        )
        window.show()
        engine.start()
        try:
            yield WatchedLane(window.tiles["north"])
        finally:
            engine.stop()
            window.close()
            window.deleteLater()
            application.processEvents()
            database.dispose()
