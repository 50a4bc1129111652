"""Write ``tests/db/saved/schema_<revision>.sqlite3``, once for each schema that is released.

``python -m tests.support.save_store``; a saved database never changes, so an existing one stays.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from db.audit import record_decision
from db.engine import DATABASE_NAME, open_engine
from db.migrations import NEWEST_SCHEMA
from db.people import add_person, note_sign_in
from db.people_records import Role
from db.records import Outcome, VehicleKind, VehicleRecord
from db.shifts import add_note, start_shift
from db.site import LaneRecord, describe_booth
from db.vehicles import add_vehicle
from tests.support.decisions import NOON, make_decision

SAVED = Path(__file__).parents[1] / "db" / "saved"


def main() -> int:
    target = SAVED / f"schema_{NEWEST_SCHEMA}.sqlite3"
    if target.exists():
        sys.stderr.write(f"{target}: is there already\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder))
        add_vehicle(engine, VehicleRecord("KA01AB0001", owner="A. Rao"))
        add_vehicle(
            engine,
            VehicleRecord(
                "MH12DE1433",
                VehicleKind.VISITOR,
                valid_from=datetime(2026, 3, 1, tzinfo=UTC),
                valid_until=datetime(2026, 4, 1, tzinfo=UTC),
                note="plumber",
            ),
        )
        for number in range(1, 6):
            record_decision(engine, make_decision(number, direction="approaching"))
        record_decision(
            engine,
            make_decision(
                6,
                passage_id="passage-5",
                outcome=Outcome.CORRECTED,
                resolved_plate="KA01AB0006",
                decided_by="asha",
                amends="decision-5",
                evidence=None,
                plate_box_px=None,
            ),
        )
        meera = add_person(engine, "Meera", Role.ATTENDANT, "no hash", by="", at=NOON)
        start_shift(engine, meera.name, at=NOON)
        note_sign_in(engine, meera.name, at=NOON)
        add_note(engine, "The north loop is slow", by=meera.name, at=NOON)
        describe_booth(engine, "Car park", "0.1.0", [LaneRecord("north", "North", "entry")])
        engine.dispose()
        with closing(sqlite3.connect(Path(folder) / DATABASE_NAME)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    return 0


if __name__ == "__main__":
    sys.exit(main())
