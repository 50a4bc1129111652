from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import Script
from alembic.script.revision import RevisionMap

from db import (
    chain_schema,  # noqa: F401 - as below
    migrations,
    parking_schema,  # noqa: F401 - as below
    people_schema,  # noqa: F401 - its tables belong to Base, too
    search_schema,  # noqa: F401 - as above
    site_schema,  # noqa: F401 - as above
)
from db.audit import record_decision
from db.booth import Booth
from db.engine import DATABASE_NAME, open_engine, open_read_only
from db.errors import (
    SchemaTooNewError,
    SchemaTooOldError,
    StoreDamagedError,
    StoreUnavailableError,
)
from db.evidence import EvidenceFolder
from db.migrations import NEWEST_SCHEMA
from db.queries import count_decisions, recent_decisions, vehicles
from db.records import VehicleRecord
from db.schema import Base
from db.site import booths_of, describe_booth
from db.site_events import recent_events
from db.vehicles import add_vehicle
from db.verify import verify
from tests.support.decisions import (
    NOON,
    as_ordinary_user,
    folder_for_everybody,
    make_decision,
    make_jpeg,
)
from tests.support.save_store import SAVED


def compared(connection):
    """A context that leaves out the full-text index, which no model can describe."""

    def is_described(name, kind, _parents):
        return kind != "table" or not name.startswith("decision_search")

    return MigrationContext.configure(connection, opts={"include_name": is_described})


def run_sql(folder, *statements):
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection, connection:
        return [connection.execute(statement).fetchall() for statement in statements]


def test_a_new_folder_gets_a_database_with_the_schema_of_the_models(tmp_path):
    engine = open_engine(tmp_path / "new" / "site")
    with engine.connect() as connection:
        assert compare_metadata(compared(connection), Base.metadata) == []
    engine.dispose()
    assert (tmp_path / "new" / "site" / DATABASE_NAME).is_file()
    assert (tmp_path / "new" / "site").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("pragma", "wanted"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 5000)],
)
def test_every_connection_is_durable_and_patient(tmp_path, pragma, wanted):
    engine = open_engine(tmp_path)
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == wanted
    engine.dispose()


def test_opening_again_keeps_what_was_recorded(tmp_path):
    for _ in range(3):
        engine = open_engine(tmp_path)
        record_decision(engine, make_decision(1))
        assert count_decisions(engine) == 1
        engine.dispose()


def test_two_programs_may_open_a_new_folder_at_once(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(open_engine, [tmp_path] * 4))
    for number, engine in enumerate(engines):
        record_decision(engine, make_decision(number))
    assert count_decisions(engines[0]) == 4
    for engine in engines:
        engine.dispose()


def test_readers_in_other_threads_see_whole_decisions_while_one_thread_writes(engine):
    def read_newest(_):
        return all(record.evidence is not None for record in recent_decisions(engine, 5))

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(read_newest, place) for place in range(40)]
        for number in range(40):
            record_decision(engine, make_decision(number))
        assert all(answer.result() for answer in answers)
    assert count_decisions(engine) == 40


def test_a_newer_schema_is_refused_by_name_and_left_alone(tmp_path):
    open_engine(tmp_path).dispose()
    run_sql(tmp_path, "UPDATE alembic_version SET version_num = '0999'")
    for opening in (open_engine, open_read_only):
        with pytest.raises(SchemaTooNewError, match=f"0999.*up to {NEWEST_SCHEMA}") as raised:
            opening(tmp_path)
        assert (raised.value.found, raised.value.known) == ("0999", NEWEST_SCHEMA)
    assert run_sql(tmp_path, "SELECT version_num FROM alembic_version") == [[("0999",)]]


def test_a_step_that_fails_leaves_the_schema_before_it(tmp_path, monkeypatch):
    open_engine(tmp_path).dispose()

    def upgrade():
        op.create_table("half", sa.Column("id", sa.Integer))
        raise RuntimeError("the power of this step failed")

    step = ModuleType("v9999_failing")
    step.__dict__.update(revision="9999", down_revision=NEWEST_SCHEMA, upgrade=upgrade)
    scripts = (*migrations._SCRIPTS, Script(step, "9999", "v9999_failing"))
    monkeypatch.setattr(migrations, "_SCRIPTS", scripts)
    monkeypatch.setattr(migrations, "_REVISIONS", RevisionMap(lambda: scripts))
    with pytest.raises(RuntimeError, match="power"):
        open_engine(tmp_path)
    with pytest.raises(SchemaTooOldError, match=f"schema {NEWEST_SCHEMA}"):
        open_read_only(tmp_path)
    monkeypatch.undo()
    engine = open_engine(tmp_path)
    assert not sa.inspect(engine).has_table("half")
    record_decision(engine, make_decision(1))
    engine.dispose()


@pytest.mark.parametrize("saved", sorted(SAVED.glob("*.sqlite3")), ids=lambda path: path.stem)
def test_the_database_of_every_released_schema_opens_with_all_it_holds(tmp_path, saved):
    shutil.copy(saved, tmp_path / DATABASE_NAME)
    engine = open_engine(tmp_path)
    found = recent_decisions(engine, 10)
    assert [record.decision_id for record in found] == [f"decision-{n}" for n in range(6, 0, -1)]
    assert (found[0].amends, found[0].resolved_plate) == ("decision-5", "KA01AB0006")
    assert found[0].evidence is None
    directions = {record.direction for record in found}
    known = saved.stem >= "schema_0010"
    assert directions == ({"approaching", None} if known else {None})
    assert found[1].evidence is not None
    assert [vehicle.plate for vehicle in vehicles(engine)] == ["KA01AB0001", "MH12DE1433"]
    with engine.connect() as connection:
        assert compare_metadata(compared(connection), Base.metadata) == []
    evidence = EvidenceFolder(tmp_path / "evidence")
    for number in range(1, 8):
        evidence.save(make_jpeg(number), "north-1", number, NOON)
    record_decision(engine, make_decision(7))
    outcome = verify(engine, evidence)
    assert (outcome.faults, outcome.evidence_files) == ((), 6)
    assert outcome.events == 7 + len(recent_events(engine, 100))
    engine.dispose()


def test_a_booth_of_the_schema_before_there_were_sites_comes_to_its_site(tmp_path, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "_SCRIPTS", migrations._SCRIPTS[:10])
        open_engine(tmp_path).dispose()
    booths = [("north", "Car park"), ("south", "Car park"), ("roof", "Roof")]
    run_sql(
        tmp_path,
        *(
            f"INSERT INTO booths VALUES ('{booth}', '{site}', '0.1.0', '2026-03-01 12:00:00')"
            for booth, site in booths
        ),
    )
    engine = open_engine(tmp_path, booth=Booth("roof"))
    with engine.connect() as connection:
        assert compare_metadata(compared(connection), Base.metadata) == []
    assert booths_of(engine, "Car park") == ("north", "south")
    assert booths_of(engine, "Roof") == ("roof",)
    describe_booth(engine, "Car park", "0.2.0", ())
    assert booths_of(engine, "Car park") == ("north", "roof", "south")
    engine.dispose()


def test_a_text_file_in_place_of_the_database_is_refused_and_kept(tmp_path):
    path = tmp_path / DATABASE_NAME
    path.write_text("plate,kind\n" * 100)
    with pytest.raises(StoreDamagedError, match=r"gatehouse\.sqlite3: is not a database"):
        open_engine(tmp_path)
    assert path.read_text() == "plate,kind\n" * 100


def test_the_database_of_another_program_is_refused_and_kept(tmp_path):
    run_sql(tmp_path, "CREATE TABLE songs (title TEXT)", "INSERT INTO songs VALUES ('x')")
    with pytest.raises(StoreDamagedError, match="not a database of Gatehouse"):
        open_engine(tmp_path)
    assert run_sql(tmp_path, "SELECT * FROM songs") == [[("x",)]]


def test_overwritten_pages_are_reported_as_damage(tmp_path):
    engine = open_engine(tmp_path)
    record_decision(engine, make_decision(1))
    engine.dispose()
    path = tmp_path / DATABASE_NAME
    contents = path.read_bytes()
    path.write_bytes(contents[:4096] + b"\xa5" * (len(contents) - 4096))
    for use in (lambda: open_engine(tmp_path), lambda: recent_decisions(engine, 10)):
        with pytest.raises(StoreDamagedError, match="damaged"):
            use()
    engine.dispose()


def test_a_folder_in_place_of_the_database_is_named(tmp_path):
    (tmp_path / DATABASE_NAME).mkdir()
    with pytest.raises(StoreUnavailableError, match=r"gatehouse\.sqlite3: cannot be opened"):
        open_engine(tmp_path)


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "site").write_text("")
    with pytest.raises(StoreUnavailableError, match="site"):
        open_engine(tmp_path / "site")


def test_a_read_only_folder_is_named():
    with folder_for_everybody() as folder, as_ordinary_user():
        with pytest.raises(StoreUnavailableError, match="site"):
            open_engine(folder / "site")
        with pytest.raises(StoreUnavailableError, match=r"gatehouse\.sqlite3: cannot be opened"):
            open_engine(folder)


def test_a_read_only_database_is_named_when_it_is_opened():
    with folder_for_everybody() as folder:
        open_engine(folder).dispose()
        folder.chmod(0o777)
        (folder / DATABASE_NAME).chmod(0o444)
        with (
            as_ordinary_user(),
            pytest.raises(StoreUnavailableError, match=r"gatehouse\.sqlite3: cannot be written"),
        ):
            open_engine(folder)


def test_a_locked_database_is_named_within_the_timeout(tmp_path):
    open_engine(tmp_path).dispose()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailableError, match="locked by another program"):
            open_engine(tmp_path, busy_timeout_s=0.1)


def test_a_read_only_opening_answers_questions_and_refuses_writing(tmp_path):
    folder = tmp_path / "50 % of #1?"
    engine = open_engine(folder)
    record_decision(engine, make_decision(1))
    reader = open_read_only(folder)
    assert recent_decisions(reader, 10) == (make_decision(1),)
    with pytest.raises(StoreUnavailableError, match="cannot be written"):
        add_vehicle(reader, VehicleRecord("KA01AB1234"))
    reader.dispose()
    engine.dispose()


def test_a_read_only_opening_makes_no_database(tmp_path):
    with pytest.raises(StoreUnavailableError, match="no such database"):
        open_read_only(tmp_path)
    assert list(tmp_path.iterdir()) == []
