from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from db.engine import DATABASE_NAME
from db.errors import (
    DuplicateVehicleError,
    PlateTextError,
    StoreUnavailableError,
    UnknownVehicleError,
    VehicleFieldError,
)
from db.queries import vehicles
from db.records import VehicleKind, VehicleRecord
from db.vehicles import ImportOutcome, add_vehicle, export_csv, import_csv, replace_vehicle
from tests.support.decisions import NOON

RAO = VehicleRecord("KA01AB1234", VehicleKind.ALLOW, "A. Rao", note="blue van")
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)


def write(tmp_path, text):
    path = tmp_path / "registry.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_an_added_vehicle_is_registered_in_its_tidy_form(engine):
    add_vehicle(
        engine,
        VehicleRecord(" ka-01 ab 1234", VehicleKind.VISITOR, "  A.\nRao ", MARCH, APRIL, "\t"),
    )
    assert vehicles(engine) == (
        VehicleRecord("KA01AB1234", VehicleKind.VISITOR, "A. Rao", MARCH, APRIL, ""),
    )


@pytest.mark.parametrize("plate", ["KA01AB1234", "ka-01-ab-1234", "KAO1AB1234"])
def test_a_plate_is_never_registered_twice(engine, plate):
    add_vehicle(engine, RAO)
    with pytest.raises(DuplicateVehicleError, match="KA01AB1234 is registered already"):
        add_vehicle(engine, VehicleRecord(plate, VehicleKind.BLOCK))
    assert vehicles(engine) == (RAO,)


def test_replacing_changes_the_entry_and_its_spelling(engine):
    add_vehicle(engine, RAO)
    wanted = replace(RAO, plate="KAO1AB1234", kind=VehicleKind.BLOCK)
    replace_vehicle(engine, wanted)
    assert vehicles(engine) == (wanted,)


def test_replacing_a_vehicle_that_is_not_registered_is_refused(engine):
    with pytest.raises(UnknownVehicleError, match="KA01AB1234"):
        replace_vehicle(engine, RAO)
    assert vehicles(engine) == ()


@pytest.mark.parametrize(
    ("vehicle", "error"),
    [
        (replace(RAO, plate="?"), PlateTextError),
        (replace(RAO, valid_from=APRIL, valid_until=MARCH), VehicleFieldError),
        (replace(RAO, valid_from=MARCH, valid_until=MARCH), VehicleFieldError),
        (replace(RAO, owner="A\x00"), VehicleFieldError),
        (replace(RAO, note="\ud800"), VehicleFieldError),
    ],
)
def test_a_vehicle_that_cannot_be_stored_is_refused(engine, vehicle, error):
    with pytest.raises(error):
        add_vehicle(engine, vehicle)
    assert vehicles(engine) == ()


def test_validity_in_another_zone_is_stored_as_the_same_instant(engine):
    india = timezone(timedelta(hours=5, minutes=30))
    add_vehicle(engine, replace(RAO, valid_from=datetime(2026, 3, 1, 5, 30, tzinfo=india)))
    assert vehicles(engine) == (replace(RAO, valid_from=MARCH),)


def test_an_import_adds_changes_and_leaves(engine, tmp_path):
    add_vehicle(engine, RAO)
    add_vehicle(engine, VehicleRecord("MH12DE1433", owner="S. Patil"))
    path = write(
        tmp_path,
        "plate,kind,owner,note\n"
        "ka 01 ab 1234,allow,A. Rao,blue van\n"
        "MH12DE1433,block,S. Patil,\n"
        "DL8CAF5031,,,\n",
    )
    assert import_csv(engine, path, by="Asha", at=NOON) == ImportOutcome(
        added=1, changed=1, unchanged=1, refused=()
    )
    assert vehicles(engine) == (
        VehicleRecord("DL8CAF5031"),
        RAO,
        VehicleRecord("MH12DE1433", VehicleKind.BLOCK, "S. Patil"),
    )


def test_an_import_with_a_refused_line_changes_nothing(engine, tmp_path):
    add_vehicle(engine, RAO)
    path = write(tmp_path, "plate,kind\nKA01AB1234,block\n??,allow\n")
    outcome = import_csv(engine, path, by="Asha", at=NOON)
    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 0, 0)
    assert [(line.line, line.plate) for line in outcome.refused] == [(3, "??")]
    assert vehicles(engine) == (RAO,)


def test_refused_lines_may_be_skipped(engine, tmp_path):
    path = write(tmp_path, "plate\nKA01AB1234\n??\nMH12DE1433\nmh-12-de-1433\n")
    outcome = import_csv(engine, path, by="Asha", at=NOON, skip_refused=True)
    assert (outcome.added, [line.line for line in outcome.refused]) == (1, [3, 4, 5])
    assert vehicles(engine) == (VehicleRecord("KA01AB1234"),)


def test_an_import_into_a_locked_store_applies_nothing(engine, tmp_path):
    path = write(tmp_path, "plate\nKA01AB1234\n")
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailableError, match="locked"):
            import_csv(engine, path, by="Asha", at=NOON)
    assert vehicles(engine) == ()


def test_an_export_gives_the_whole_registry_and_imports_as_unchanged(engine, tmp_path):
    add_vehicle(engine, replace(RAO, valid_from=MARCH, valid_until=MARCH + timedelta(hours=8)))
    add_vehicle(engine, VehicleRecord("MH12DE1433", VehicleKind.BLOCK, '=cmd|"x"', note="a;b,c"))
    path = tmp_path / "out.csv"
    assert export_csv(engine, path) == 2
    assert import_csv(engine, path, by="Asha", at=NOON) == ImportOutcome(
        added=0, changed=0, unchanged=2, refused=()
    )
