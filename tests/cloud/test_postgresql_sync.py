"""Copying from a PostgreSQL server that several booths write to, with the emulator above it."""

from __future__ import annotations

import os

import pytest

from db import outbox
from db.audit import record_decision
from db.booth import Booth
from db.outbox_records import ItemKind
from db.parking import vehicles_inside
from db.postgresql import open_postgresql
from db.queries import vehicle_by_plate
from db.records import Outcome, VehicleKind
from db.remote import Write
from db.sync_status import Link
from tests.support.cloud import (
    PATIENCE_S,
    documents,
    put,
    synchroniser,
    wait_until_drained,
)
from tests.support.decisions import make_decision
from tests.support.postgres import WANTED, find_programs, running_server
from tests.support.waiting import wait_until


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
def booths(server):
    url = server.new_database()
    engines = [open_postgresql(url, booth=Booth(name)) for name in ("north", "south")]
    yield engines
    for engine in engines:
        engine.dispose()


def test_both_booths_decisions_and_stays_go_up_once_by_one_of_them(booths, settings):
    north, south = booths
    put(settings, [Write("vehicles/1", {"plate": "KA01AB9999", "owner": "A. Driver"})])
    for number in range(1, 21):
        record_decision(booths[number % 2], make_decision(number, evidence=None))
    assert len(vehicles_inside(south)) == 20
    with synchroniser(north, settings) as first:
        wait_until(lambda: first.status().link is Link.CONNECTED, PATIENCE_S)
        with synchroniser(south, settings) as second:
            wait_until(lambda: second.status().link is Link.ELSEWHERE, PATIENCE_S)
            record_decision(south, make_decision(21, evidence=None))
            wait_until_drained(south)
            wait_until(lambda: first.is_in_step, PATIENCE_S)
            first.stop()
            wait_until(lambda: second.status().link is Link.CONNECTED, PATIENCE_S)
            record_decision(north, make_decision(22, evidence=None))
            wait_until_drained(north)
    sequences = [one.fields["sequence"] for one in documents(settings, "decisions")]
    assert sorted(sequences) == list(range(1, 23))
    assert len(documents(settings, "sessions")) == 22
    assert outbox.progress(south).counts.sent == 44
    entry = vehicle_by_plate(south, "KA01AB9999")
    assert entry is not None
    assert entry.owner == "A. Driver"


def test_a_block_reaches_every_booth_and_a_newer_state_replaces_an_older_one(booths, settings):
    north, south = booths
    plate = make_decision(1).resolved_plate
    assert plate is not None
    put(settings, [Write("blockList/1", {"plate": plate})])
    with synchroniser(north, settings):
        wait_until(lambda: vehicle_by_plate(south, plate) is not None, PATIENCE_S)
    entry = vehicle_by_plate(south, plate)
    assert entry is not None
    assert entry.kind is VehicleKind.BLOCK
    record_decision(north, make_decision(1, evidence=None))
    amended = make_decision(
        2, evidence=None, amends="decision-1", outcome=Outcome.REJECTED, passage_id="passage-1"
    )
    record_decision(south, amended)
    waiting = outbox.next_items(south, (ItemKind.SESSION,), 10)
    assert [(one.revision, one.item.fields["state"]) for one in waiting] == [(1, "taken_back")]
    with synchroniser(south, settings):
        wait_until_drained(south)
    (stay,) = documents(settings, "sessions")
    assert (stay.fields["state"], stay.fields["status"]) == ("taken_back", "gone")
