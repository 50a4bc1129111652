"""The same store on a real PostgreSQL, with two booths writing at once."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from db import migrations
from db.audit import record_act, record_decision
from db.booth import Booth
from db.errors import SchemaTooNewError, StoreDamagedError, StoreUnavailableError
from db.evidence import EvidenceFolder
from db.migrations import NEWEST_SCHEMA
from db.parking import vehicles_inside
from db.people_records import EventKind, SiteEvent
from db.postgresql import open_postgresql, read_password
from db.queries import count_decisions, recent_decisions, vehicles
from db.records import Outcome, VehicleRecord
from db.schema import Base
from db.search import HistoryQuery, PlateMode, SeenPlates, count_found, people_who_decided, search
from db.site import booths_of
from db.site_events import recent_events
from db.vehicles import add_vehicle
from db.verify import verify
from tests.support.decisions import NOON, make_decision, make_jpeg
from tests.support.postgres import WANTED, find_programs, running_server


@pytest.fixture(scope="module")
def server():
    programs = find_programs()
    if programs is None:
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            pytest.fail(WANTED)
        pytest.skip(WANTED)
    with running_server(programs) as server:
        yield server


@pytest.fixture
def url(server):
    return server.new_database()


@pytest.fixture
def open_booth(url):
    engines = []

    def open_booth(booth_id="north", **options):
        engines.append(open_postgresql(url, booth=Booth(booth_id), **options))
        return engines[-1]

    yield open_booth
    for engine in engines:
        engine.dispose()


@pytest.fixture
def pictures(tmp_path):
    return EvidenceFolder(tmp_path / "evidence")


def bare(number, **changes):
    return make_decision(number, evidence=None, **changes)


def compared(connection):
    """A context that leaves out the full-text index, which no model describes."""
    named = {"include_name": lambda name, kind, _: kind != "table" or name != "decision_search"}
    return MigrationContext.configure(connection, opts=named)


def test_a_new_database_gets_the_schema_of_the_models(open_booth):
    with open_booth().connect() as connection:
        assert compare_metadata(compared(connection), Base.metadata) == []


def test_what_is_recorded_comes_back_as_it_was_and_verifies(open_booth, pictures):
    engine = open_booth()
    wanted = make_decision(1)
    record_decision(engine, wanted)
    record_decision(engine, wanted)
    withdrawn = bare(2, passage_id="passage-1", amends="decision-1", outcome=Outcome.WITHDRAWN)
    record_decision(engine, withdrawn)
    act = SiteEvent(EventKind.EXPORTED, "a.csv", "Asha", NOON, "3 rows", "asked", '{"rows":3}')
    record_act(engine, act)
    add_vehicle(engine, VehicleRecord("KA01AB1234"))
    assert recent_decisions(engine, 5) == (withdrawn, wanted)
    assert recent_events(engine, 5) == (act,)
    assert [vehicle.plate for vehicle in vehicles(engine)] == ["KA01AB1234"]
    found = verify(engine, pictures)
    assert found.events == 3
    assert len(found.faults) == 1, "the picture alone, which nobody saved here"
    assert "there is no such picture" in found.faults[0]


def test_the_search_answers_as_it_does_on_sqlite(open_booth):
    engine = open_booth()
    for number in range(1, 30):
        lane = "north" if number % 2 else "süd 1"
        record_decision(engine, bare(number, lane_id=lane, decided_by=f"Person {number % 3}"))
    plates = SeenPlates(engine)

    def numbers(**asked):
        rows = search(engine, HistoryQuery(**asked), plates, limit=5).rows
        return [int(row.decision_id.removeprefix("decision-")) for row in rows]

    assert numbers() == [29, 28, 27, 26, 25]
    assert numbers(plate="KAO1ABOOO7", plate_mode=PlateMode.EXACT) == [7]
    assert numbers(plate="KA01AB002") == [29, 28, 27, 26, 25]
    assert numbers(plate="KA") == [29, 28, 27, 26, 25]
    assert numbers(plate="KA01AB0019", plate_mode=PlateMode.SIMILAR)[0] == 29
    assert numbers(lane_id="süd 1", decided_by="Person 0") == [24, 18, 12, 6]
    since = NOON + timedelta(seconds=27)
    assert numbers(since=since) == [29, 28, 27]
    assert count_found(engine, HistoryQuery(lane_id="north"), plates) == 15
    assert people_who_decided(engine) == ("Person 0", "Person 1", "Person 2")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET resolved_plate = 'X'",
        "UPDATE decisions SET observed_plate = '', resolved_plate = NULL, plate_box_px = NULL, "
        "characters = '[]', note = ''",
        "UPDATE decisions SET direction = 'leaving'",
        "DELETE FROM decisions",
        "TRUNCATE decisions CASCADE",
        "UPDATE evidence SET sha256 = 'X'",
        "DELETE FROM evidence",
        "UPDATE site_events SET done_by = 'X'",
        "DELETE FROM site_events",
        "UPDATE audit_events SET hash = ''",
        "UPDATE audit_events SET salt = 'x'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events CASCADE",
    ],
)
def test_nobody_changes_or_deletes_what_was_recorded(open_booth, url, statement):
    engine = open_booth()
    record_decision(engine, make_decision(1))
    record_act(engine, SiteEvent(EventKind.EXPORTED, "a.csv", "Asha", NOON))
    with (
        psycopg.connect(url) as other,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        other.execute(statement.encode())
    assert recent_decisions(engine, 10) == (make_decision(1),)


def test_two_booths_writing_at_once_neither_lose_an_event_nor_fork_a_chain(
    open_booth, url, pictures
):
    engines = {name: open_booth(name) for name in ("north", "south")}

    def write(name):
        offset = 0 if name == "north" else 1000
        for number in range(offset, offset + 40):
            record_decision(engines[name], bare(number))
            record_act(engines[name], SiteEvent(EventKind.SIGNED_IN, name, name, NOON))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, engines))
    found = verify(engines["north"], pictures)
    assert (found.faults, found.events) == ((), 160)
    with psycopg.connect(url) as connection:
        chains = connection.execute(
            "SELECT booth_id, count(*), max(sequence) FROM audit_events GROUP BY 1 ORDER BY 1"
        ).fetchall()
    assert chains == [("north", 80, 80), ("south", 80, 80)]
    assert count_decisions(engines["south"]) == 80
    assert len(vehicles_inside(engines["south"])) == 80


def test_two_consoles_of_one_booth_share_its_chain(open_booth, pictures):
    engines = [open_booth("north"), open_booth("north")]

    def write(place):
        for number in range(25):
            record_decision(engines[place], bare(place * 1000 + number))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(2)))
    found = verify(engines[0], pictures)
    assert (found.faults, found.events) == ((), 50)


def test_two_booths_may_open_an_empty_database_at_once(server, pictures):
    url = server.new_database(template="template0")

    def start(name):
        return open_postgresql(url, booth=Booth(name))

    with ThreadPoolExecutor(2) as pool:
        engines = list(pool.map(start, ("north", "south")))
    record_decision(engines[0], bare(1))
    assert verify(engines[1], pictures).ok
    for engine in engines:
        engine.dispose()


def test_a_booth_that_writes_for_long_is_named_and_nothing_is_stored(open_booth):
    engine = open_booth(busy_timeout_s=0.1)
    with (
        open_booth("south").execution_options(gatehouse_write=True).begin(),
        pytest.raises(StoreUnavailableError, match="another booth is writing"),
    ):
        record_decision(engine, bare(1))
    record_decision(engine, bare(1))
    assert count_decisions(engine) == 1


def test_a_connection_that_the_server_ended_is_made_again(open_booth, server):
    engine = open_booth()
    record_decision(engine, bare(1))
    server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%'")
    record_decision(engine, bare(2))
    assert count_decisions(engine) == 2


def test_a_read_only_opening_changes_nothing(open_booth, url):
    record_decision(open_booth(), bare(1))
    reader = open_postgresql(url, read_only=True)
    assert count_decisions(reader) == 1
    with pytest.raises(StoreUnavailableError, match="read-only"):
        record_decision(reader, bare(2))
    reader.dispose()


def test_a_newer_schema_is_refused_by_name(url):
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(SchemaTooNewError, match=f"0999.*up to {NEWEST_SCHEMA}"):
        open_postgresql(url)


def test_the_database_of_another_program_is_refused(server):
    url = server.new_database(template="template0")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreDamagedError, match="not a database of Gatehouse"):
        open_postgresql(url)


def test_a_server_that_is_not_there_is_named_without_the_password(tmp_path):
    with pytest.raises(StoreUnavailableError, match="cannot be reached") as raised:
        open_postgresql(f"postgresql://asha@/site?host={tmp_path}", password="open sesame")
    assert "sesame" not in str(raised.value)
    assert "sesame" not in repr(raised.value.__cause__)


def test_a_password_is_read_from_a_private_file_alone(tmp_path):
    path = tmp_path / "password"
    path.write_text("open sesame\n")
    path.chmod(0o644)
    with pytest.raises(StoreUnavailableError, match="chmod 600"):
        read_password(path)
    path.chmod(0o600)
    assert read_password(path) == "open sesame"
    with pytest.raises(StoreUnavailableError, match="cannot be read"):
        read_password(tmp_path / "none")


def test_a_booth_looks_for_its_own_pictures_alone(open_booth, pictures):
    north, south = open_booth("north"), open_booth("south")
    saved = pictures.save(make_jpeg(1), "north-1", 1, NOON)
    record_decision(north, make_decision(1, evidence=saved))
    record_decision(south, make_decision(2))
    found = verify(north, pictures)
    assert (found.faults, found.evidence_files, found.events) == ((), 1, 2)
    assert len(verify(south, pictures).faults) == 1


def test_a_database_of_the_schema_before_is_brought_up_to_date_with_all_it_holds(
    server, pictures, monkeypatch
):
    server.run("CREATE DATABASE before TEMPLATE template0")
    url = server.url("before")
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "_SCRIPTS", migrations._SCRIPTS[:10])
        engine = open_postgresql(url, booth=Booth("north"))
        for number in range(1, 4):
            record_decision(engine, bare(number))
        engine.dispose()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("INSERT INTO booths VALUES ('north', 'Car park', '0.1.0', now())")
    engine = open_postgresql(url, booth=Booth("north"))
    with engine.connect() as connection:
        assert compare_metadata(compared(connection), Base.metadata) == []
    assert booths_of(engine, "Car park") == ("north",)
    record_decision(engine, bare(4))
    found = verify(engine, pictures)
    assert (found.faults, found.events, len(vehicles_inside(engine))) == ((), 4, 4)
    engine.dispose()
