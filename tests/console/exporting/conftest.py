"""A site with pictures that can be read, and what makes exports of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from console.exporting.exporter import Exporter
from console.exporting.labelling import Labeller, load_labeller
from console.exporting.privacy import load_blur
from console.exporting.types import Counts, ExportFormat, ExportRequest
from console.paths import weights_folder
from console.people.session import Session
from db.engine import open_engine
from db.people_records import PersonRecord, Role
from db.records import Outcome
from tests.support.export_site import NOW, ExportSite

KEEP = timedelta(days=90)
EVERY_FORMAT = tuple(ExportFormat)
SUPERVISOR = PersonRecord("Ravi Kumar", Role.SUPERVISOR, is_active=True, created_at=NOW)


@dataclass(frozen=True)
class Exported:
    """A finished export and what its files say."""

    folder: Path
    counts: Counts
    manifest: dict[str, Any]
    records: list[dict[str, Any]]


def read_export(folder: Path, counts: Counts) -> Exported:
    lines = (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()
    manifest = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    return Exported(folder, counts, manifest, [json.loads(line) for line in lines])


def make_exporter(site: ExportSite, labeller: Labeller, session: Session) -> Exporter:
    return Exporter(
        site.engine,
        site.evidence,
        session,
        open_labeller=lambda: labeller,
        open_blur=partial(load_blur, weights_folder(), threads=2),
        keep=KEEP,
        software_version="0.1.0",
        now=lambda: NOW,
    )


def export(exporter: Exporter, request: ExportRequest, folder: Path) -> Exported:
    return read_export(folder, exporter.export(request, folder, lambda _: None, lambda: False))


@pytest.fixture(scope="session")
def labeller() -> Labeller:
    return load_labeller(weights_folder(), 2)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ExportSite]:
    engine = open_engine(tmp_path / "site")
    yield ExportSite(engine, tmp_path / "site")
    engine.dispose()


@pytest.fixture
def exporter(site: ExportSite, labeller: Labeller) -> Exporter:
    return make_exporter(site, labeller, Session(SUPERVISOR))


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory, labeller: Labeller) -> Exported:
    """Eight vehicles in every format, one of them accepted by the policy, one corrected."""
    folder = tmp_path_factory.mktemp("exported")
    engine = open_engine(folder / "site")
    site = ExportSite(engine, folder / "site")
    for seed in range(6):
        site.decide(seed)
    site.decide(6, outcome=Outcome.ACCEPTED, decided_by="policy")
    site.decide(7, outcome=Outcome.CORRECTED, observed_plate="X1", override_reason="misread")
    exporter = make_exporter(site, labeller, Session(SUPERVISOR))
    request = ExportRequest(EVERY_FORMAT, annotated=True, why="retraining")
    made = export(exporter, request, folder / "out")
    engine.dispose()
    return made
