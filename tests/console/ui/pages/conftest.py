"""A booth with the pages of a real site behind it: its database, its office, its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import cv2
import pytest
from PySide6.QtTest import QTest
from sqlalchemy import Engine

from console.exporting.exporter import Exporter
from console.exporting.labelling import load_labeller
from console.exporting.privacy import load_blur
from console.gate.types import GateCommands
from console.paths import weights_folder
from console.people.archive import Archive
from console.people.car_park import CarPark
from console.people.gate import GuardedGate
from console.people.office import Office
from console.people.registrar import Registrar
from console.people.session import Session
from console.ui.main_window import MainWindow
from console.ui.pages.archivist import Archivist
from console.ui.pages.export_desk import ExportDesk
from console.ui.pages.parking_desk import ParkingDesk
from console.ui.pages.reception import Reception
from console.ui.pages.registry_desk import RegistryDesk
from db.audit import record_decision
from db.engine import open_engine
from db.evidence import EvidenceFolder
from db.people_records import PersonRecord, Role
from db.records import Outcome, VehicleKind, VehicleRecord
from db.site import LaneRecord, describe_booth
from db.vehicles import add_vehicle
from tests.support.decisions import make_decision
from tests.support.screens import NOON, PLATE_BOX, Booth, draw_road, draw_vehicle

ADMINISTRATOR, PASSWORD = "Asha Rao", "correct horse"
ATTENDANT, PIN = "Meera Iyer", "2580"
SUPERVISOR, LONG_PIN = "Ravi Kumar", "802457"
LOCK_AFTER_S = 900.0
PLATES = ("KA01AB1234", "MH12DE1433", "DL8CAF5032", "TN09XY0001")


class StaffedBooth:
    """The window of a site with an administrator, a supervisor and an attendant."""

    def __init__(self, booth: Booth, engine: Engine, folder: Path) -> None:
        self.booth = booth
        self.engine = engine
        self.session = Session()
        self.office = Office(engine, self.session, now=booth.clock.now)
        self.evidence = EvidenceFolder(folder / "evidence")
        self.target: Path | None = None
        self.furnish: Callable[[MainWindow], object] = lambda _window: None
        self.reception: Reception | None = None
        self.archivist: Archivist | None = None
        self.commands: GateCommands = booth.commands
        self.registry_desk: RegistryDesk | None = None
        self.registry_changes = 0
        self.parking_desk: ParkingDesk | None = None
        describe_booth(
            engine,
            "Site",
            "0.1.0",
            [LaneRecord("north", "North", "entry"), LaneRecord("south", "South", "exit")],
        )

    def employ(self) -> None:
        self.office.create_administrator(ADMINISTRATOR, PASSWORD)
        self.office.add_person(SUPERVISOR, Role.SUPERVISOR, LONG_PIN)
        self.office.add_person(ATTENDANT, Role.ATTENDANT, PIN)
        self.office.hand_over("", ())

    def open(self, width: int = 1366, height: int = 768, person: str = "") -> Reception:
        """Open the window, with ``person`` at the desk or locked."""
        window = self.booth.open(width, height)
        self.booth.ready()
        self.reception = Reception(
            window,
            self.office,
            self.booth.settings,
            lane_names=dict(self.booth.lanes),
            lock_after_s=LOCK_AFTER_S,
        )
        names = dict(self.booth.lanes)
        archive = Archive(self.engine, self.evidence, self.session, now=self.booth.clock.now)
        self.archivist = Archivist(
            window,
            archive,
            self.booth.settings,
            commands=GuardedGate(self.commands, self.session, self.booth.bridge.on_fault),
            bridge=self.booth.bridge,
            lane_names=names,
            choose=self.choose,
        )
        self.registry_desk = RegistryDesk(
            window,
            Registrar(self.engine, self.session, self._registry_changed, now=self.booth.clock.now),
            self.booth.commands.nearest_vehicles,
            self.booth.settings,
            choose=self.choose,
            choose_csv=self.choose,
        )
        self.parking_desk = ParkingDesk(
            window,
            CarPark(self.engine, self.session, now=self.booth.clock.now),
            self.booth.bridge,
            self.booth.settings,
            lane_names=names,
            slot_count=20,
        )
        self.furnish(window)
        self.reception.open(self.sign_in(person) if person else None)
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        return self.reception

    def _registry_changed(self) -> None:
        self.registry_changes += 1

    def choose(self, _parent: object, _name: str, _kind: str) -> Path | None:
        """Stand in for the dialog that asks for a file."""
        return self.target

    def sign_in(self, name: str) -> PersonRecord:
        secret = {ADMINISTRATOR: PASSWORD, SUPERVISOR: LONG_PIN, ATTENDANT: PIN}[name]
        return self.office.sign_in(name, secret)


def add_export_page(site: StaffedBooth, window: MainWindow, target: Path) -> ExportDesk:
    """Offer exports into ``target`` of what lies in the site's own database and pictures."""
    exporter = Exporter(
        site.engine,
        site.evidence,
        site.session,
        open_labeller=partial(load_labeller, weights_folder(), 2),
        open_blur=partial(load_blur, weights_folder(), threads=2),
        keep=timedelta(days=90),
        software_version="0.1.0",
        now=site.booth.clock.now,
    )
    return ExportDesk(
        window,
        exporter,
        site.booth.settings,
        lane_names=dict(site.booth.lanes),
        choose=lambda _parent, _name: target,
    )


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def new_site(make_booth, engine: Engine, tmp_path: Path) -> StaffedBooth:
    """A site where nobody was added yet."""
    return StaffedBooth(make_booth(2), engine, tmp_path)


@pytest.fixture
def site(new_site: StaffedBooth) -> StaffedBooth:
    """A site with people; nobody is signed in and no shift runs."""
    new_site.employ()
    return new_site


@pytest.fixture
def make_site(make_booth, engine, tmp_path):
    """A site in the middle of its day: decisions, a picture, vehicles, people."""

    def make(**settings):
        site = StaffedBooth(make_booth(2, **settings), engine, tmp_path)
        site.employ()
        picture = draw_road()
        draw_vehicle(picture, "KA01AB1284", PLATE_BOX, (96, 58, 40))
        jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
        evidence = site.evidence.save(jpeg, "north", 5, NOON)
        for number in range(24):
            denied = number % 7 == 0
            plate = PLATES[number % 4]
            record_decision(
                engine,
                make_decision(
                    number,
                    observed_plate=plate,
                    resolved_plate=None if denied else plate,
                    lane_id=("north", "south")[number % 2],
                    outcome=Outcome.REJECTED if denied else Outcome.ACCEPTED,
                    reason="not_registered" if denied else "registered",
                    decided_by=ATTENDANT if denied else "policy",
                    decided_at=NOON - timedelta(minutes=7 * (30 - number)),
                    evidence=None,
                ),
            )
        changes = {
            "observed_plate": "KA01AB1284",
            "passage_id": "passage-100",
            "evidence": evidence,
            "plate_box_px": (510.0, 470.0, 260.0, 58.0),
            "reason": "weak_character",
        }
        record_decision(
            engine,
            make_decision(
                100,
                **changes,
                resolved_plate="KA01AB1284",
                outcome=Outcome.CONFIRMED,
                decided_by=ATTENDANT,
                decided_at=NOON - timedelta(minutes=2),
            ),
        )
        record_decision(
            engine,
            make_decision(
                101,
                **changes,
                resolved_plate="KA01AB1234",
                outcome=Outcome.CORRECTED,
                decided_by=SUPERVISOR,
                decided_at=NOON - timedelta(minutes=1),
                amends="decision-100",
                note="The 8 is a 3 in the picture",
            ),
        )
        for vehicle in (
            VehicleRecord("KA01AB1284", owner="A. Rahman"),
            VehicleRecord("DL8CAF5032", VehicleKind.BLOCK, note="Unpaid fines"),
            VehicleRecord(
                "MH12DE1433", VehicleKind.VISITOR, "Plumber", None, NOON - timedelta(days=1)
            ),
        ):
            add_vehicle(engine, vehicle)
        return site

    return make
