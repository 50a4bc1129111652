"""The pages of those who set a site up, filled as they would be, for pictures and walks."""

from __future__ import annotations

from pathlib import Path

from console.gate.lane_test import Advice, Aspect, Finding, LaneTestReport
from console.gate.recognition import FrameReader
from console.people.copy_office import CopyOffice, CopyView
from console.people.gate import GuardedGate
from console.people.installer import Installer, Surroundings
from console.people.models import ModelRoom, tally_path
from console.settings import LaneSettings
from console.shadow.tally import ShadowRead, append_read
from console.ui.main_window import MainWindow
from console.ui.pages.copy_desk import CopyDesk
from console.ui.pages.lane_drafts import LaneDraft
from console.ui.pages.models_desk import ModelsDesk
from console.ui.pages.setup_desk import SetupDesk
from db.outbox_records import ItemKind, ItemState, OutboxCounts, OutboxItem, QueuedItem
from db.records import VehicleKind, VehicleRecord
from db.sync_status import Link, SyncStatus
from pi_bridge.client.pairing import PairingBook
from pipeline.types import FrameResult
from tests.console.ui.pages.conftest import StaffedBooth
from tests.support.model_sets import WORSE, add_set, shelf_in
from tests.support.screens import NOON, make_frame, make_read

GOOD, BAD = "20261125-aaaaaaaa", "20261124-bbbbbbbb"
REFUSED = "400 The value of property note is longer than 1048487 bytes."
DRAFTS = (
    LaneDraft(
        LaneSettings(
            "north",
            "North entrance",
            "https://192.0.2.11:8443/stream.mjpg",
            "https://192.0.2.11:8443",
        ),
        is_lane=True,
        paired=True,
    ),
    LaneDraft(
        LaneSettings(
            "south", "South", "https://192.0.2.12:8443/stream.mjpg", "https://192.0.2.12:8443"
        ),
        is_lane=False,
        paired=False,
    ),
    LaneDraft(LaneSettings("lane-1", "Lane 1", "http://192.0.2.13/video"), False, False),
)
REPORT = LaneTestReport(
    frame_count=74,
    failed_count=0,
    plate_count=61,
    text="KA01AB1284",
    findings=(
        Finding(Aspect.PLATE, 61, 5),
        Finding(Aspect.HEIGHT, 14.2, 20.0, Advice.ZOOM_IN),
        Finding(Aspect.BLUR, 0.12, 0.18),
        Finding(Aspect.GLARE, 0.31, 0.2, Advice.SHADE),
        Finding(Aspect.CONTRAST, 92.0, 40.0),
        Finding(Aspect.TILT, -7.0, 5.0, Advice.TURN_CLOCKWISE),
        Finding(Aspect.READING, 0.93, 0.6),
    ),
)
CONNECTED = CopyView(
    SyncStatus(
        Link.CONNECTED,
        "",
        OutboxCounts(waiting=7, held=240, parked=1, sent=18_234, expired=2),
        NOON,
        12.0,
        ("vehicles/KA 99: kind: wanted one of allow, block, visitor, found 'friend'",),
    ),
    (
        QueuedItem(
            1,
            0,
            ItemState.PARKED,
            4,
            REFUSED,
            OutboxItem("e1", ItemKind.DECISION, "KA01AB1234", "decisions/e1", "Meera Iyer", NOON),
        ),
        QueuedItem(
            2,
            0,
            ItemState.WAITING,
            1,
            "503 the service is unavailable",
            OutboxItem("e2", ItemKind.PUSH, "MH12DE1433", "notices/e2", "policy", NOON),
        ),
    ),
    ((VehicleRecord("KA01AB1234"), VehicleRecord("KA01AB1234", VehicleKind.BLOCK)),),
)


class ConnectedOffice(CopyOffice):
    """Says what a site with a connection would; the real one is tried in tests/cloud."""

    def status(self) -> SyncStatus:
        return CONNECTED.status

    def look(self) -> CopyView:
        return CONNECTED


class OfficePages:
    """The pages of set-up, models and Firebase on one window; ``fill`` puts words on them."""

    def __init__(self, site: StaffedBooth, window: MainWindow, folder: Path) -> None:
        now = site.booth.clock.now
        surroundings = Surroundings(
            "Lakeside",
            tuple(draft.lane for draft in DRAFTS if draft.is_lane),
            folder / "settings.toml",
            PairingBook(folder / "pairings.json"),
            lambda: (),
            _no_reader,
        )
        installer = Installer(site.engine, site.session, surroundings, now=now)
        bridge = site.booth.bridge
        guarded = GuardedGate(site.commands, site.session, bridge.on_fault)
        self.setup = SetupDesk(window, installer, lambda: None, guarded, bridge).page
        shelf = shelf_in(folder)
        add_set(shelf, GOOD)
        add_set(shelf, BAD, WORSE)
        for number in range(9):
            right = number % 3 == 0
            read = ShadowRead(f"d{number}", NOON, "north", not right, not right, True)
            append_read(tally_path(shelf), GOOD, read)
        room = ModelRoom(shelf, site.engine, site.session, lambda: None, now=now)
        self.models = ModelsDesk(window, room).page
        office = ConnectedOffice(site.engine, site.session, None, now=now)
        self.copying = CopyDesk(window, office, site.booth.settings)

    def fill(self) -> None:
        """Show lanes and a live read with findings."""
        self.setup.show_drafts(DRAFTS)
        read = make_read("KA01AB1284", {8: 0.52})
        frame = make_frame("north", 1, read).frame
        self.setup.trial.show_look(FrameResult(frame, (read,)))
        self.setup.trial.show_report(REPORT)


def _no_reader() -> FrameReader:
    raise AssertionError("nothing is read here")
