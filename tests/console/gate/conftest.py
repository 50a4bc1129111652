from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from console.gate.store import SiteStore
from db.engine import open_engine
from db.evidence import EvidenceFolder
from db.records import VehicleKind, VehicleRecord
from db.vehicles import add_vehicle
from tests.support.gate import FailingStore
from tests.support.gate_site import BLOCKED, PLATE, Site


@pytest.fixture
def warnings_expected(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """For tests of faults: the log must hold at least one warning, and may."""
    yield
    records = caplog.get_records("call")
    assert any(record.levelno >= logging.WARNING for record in records)
    records.clear()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "site")
    yield engine
    engine.dispose()


@pytest.fixture
def evidence(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "site" / "evidence")


@pytest.fixture
def store(database: Engine, evidence: EvidenceFolder) -> FailingStore:
    return FailingStore(SiteStore(database, evidence))


@pytest.fixture
def registered(database: Engine) -> None:
    add_vehicle(database, VehicleRecord(PLATE, owner="Asha"))
    add_vehicle(database, VehicleRecord("TN09BZ4711"))
    add_vehicle(database, VehicleRecord(BLOCKED, VehicleKind.BLOCK))


@pytest.fixture
def unstarted(store: FailingStore, registered: None) -> Iterator[Site]:
    site = Site(store)
    yield site
    store.broken = False
    store.may_record.set()
    site.barrier.may_answer.set()
    site.engine.stop()


@pytest.fixture
def site(unstarted: Site) -> Site:
    unstarted.start()
    return unstarted
