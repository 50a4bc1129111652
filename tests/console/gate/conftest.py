from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from console.gate.store import SiteStore
from db.engine import open_engine
from db.evidence import EvidenceFolder
from tests.support.gate import FailingStore


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
