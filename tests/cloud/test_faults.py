"""What copying survives: a Firestore that is gone, comes and goes, is slow, or loses answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from db import lease, outbox
from db.audit import record_decision
from db.booth import Booth
from db.engine import open_engine
from db.queries import count_decisions, vehicle_by_plate
from db.records import Outcome, VehicleKind, VehicleRecord
from db.sync_status import Link
from tests.support.cloud import (
    PATIENCE_S,
    documents,
    synchroniser,
    wait_until_drained,
)
from tests.support.decisions import NOON, make_decision
from tests.support.emulator import free_port
from tests.support.proxy import Proxy
from tests.support.waiting import wait_until

CUTS = 20
RESTARTS = 20


def record(engine, numbers):
    for number in numbers:
        record_decision(engine, make_decision(number, outcome=Outcome.REJECTED))


@pytest.fixture
def proxy(emulator, monkeypatch):
    with Proxy(emulator.port) as proxy:
        monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", proxy.host)
        yield proxy


def site_path(settings, path):
    return f"{settings.project}/databases/(default)/documents/sites/{settings.site}/{path}"


def names_there(emulator, settings):
    """The names of the decisions that the emulator has, asked past the proxy."""
    if not emulator.is_google:
        return {one.name for one in documents(settings, "decisions")}
    status, found = emulator.request("GET", site_path(settings, "decisions?pageSize=300"))
    assert status == 200
    return {one["name"].rsplit("/", 1)[1] for one in json.loads(found).get("documents", ())}


def count_there(emulator, settings):
    return len(names_there(emulator, settings))


def directly(emulator, monkeypatch):
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", emulator.host)


def assert_all_there(settings, count):
    found = documents(settings, "decisions")
    assert sorted(one.fields["sequence"] for one in found) == list(range(1, count + 1))


@pytest.mark.any_emulator
def test_with_no_emulator_at_all_everything_is_recorded_and_waits(engine, settings, monkeypatch):
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", f"127.0.0.1:{free_port()}")
    with synchroniser(engine, replace(settings, timeout_s=1.0)) as copying:
        record(engine, range(1, 31))
        wait_until(lambda: copying.status().link is Link.OFFLINE, PATIENCE_S)
        status = copying.status()
    assert count_decisions(engine) == 30
    assert (status.counts.waiting, status.counts.sent, status.counts.parked) == (30, 0, 0)
    assert status.registry_age_s is None
    assert status.problem


@pytest.mark.any_emulator
def test_twenty_cuts_lose_nothing_and_double_nothing(
    engine, settings, emulator, proxy, monkeypatch
):
    number = 0
    with synchroniser(engine, replace(settings, timeout_s=5.0)) as copying:
        for _ in range(CUTS):
            wait_until(lambda: copying.status().link is Link.CONNECTED, PATIENCE_S)
            record(engine, range(number + 1, number + 4))
            number += 3
            proxy.is_open = False
            wait_until(lambda: copying.status().link is Link.OFFLINE, PATIENCE_S)
            record(engine, range(number + 1, number + 3))
            number += 2
            proxy.is_open = True
        wait_until_drained(engine)
    directly(emulator, monkeypatch)
    assert number == 5 * CUTS
    assert_all_there(settings, number)
    assert outbox.progress(engine).counts.sent == number


def test_a_vehicle_blocked_while_the_line_was_cut_is_blocked_once_it_is_back(
    engine, settings, emulator, proxy
):
    block_entry = VehicleRecord("KA01AB0001", VehicleKind.BLOCK)
    with synchroniser(engine, replace(settings, timeout_s=5.0)) as copying:
        wait_until(lambda: copying.is_in_step, PATIENCE_S)
        proxy.is_open = False
        wait_until(lambda: copying.status().link is Link.OFFLINE, PATIENCE_S)
        block = {"fields": {"plate": {"stringValue": "KA01AB0001"}}}
        path = site_path(settings, "blockList/KA01AB0001")
        assert emulator.request("PATCH", path, json.dumps(block).encode())[0] == 200
        proxy.is_open = True
        wait_until(
            lambda: vehicle_by_plate(engine, "KA01AB0001") == block_entry, PATIENCE_S, "the block"
        )
        age_s = copying.status().registry_age_s
        assert age_s is not None
        assert age_s < PATIENCE_S


def test_an_answer_that_is_lost_after_the_write_makes_no_second_document(
    engine, settings, emulator, proxy, monkeypatch
):
    record(engine, range(1, 11))
    assert outbox.begin_copying(engine, NOON, ask=True) == 10
    with synchroniser(engine, replace(settings, timeout_s=1.0)) as copying:
        wait_until(lambda: copying.status().link is Link.CONNECTED, PATIENCE_S)
        proxy.mute = True
        # let go at once, so that they go in one batch
        assert outbox.choose_history(engine, None) == 10
        # written, and the console has not heard of it
        wait_until(lambda: count_there(emulator, settings) == 10, PATIENCE_S)
        wait_until(lambda: copying.status().link is Link.OFFLINE, PATIENCE_S)
        assert "eadline" in copying.status().problem
        assert outbox.progress(engine).counts.sent == 0
        proxy.mute = False
        wait_until_drained(engine)
        assert outbox.progress(engine).counts.sent == 10
    directly(emulator, monkeypatch)
    assert_all_there(settings, 10)


@pytest.mark.any_emulator
def test_a_slow_firestore_is_waited_for_and_recording_does_not_wait_for_it(
    engine, settings, emulator, proxy, monkeypatch
):
    proxy.delay_s = 0.1
    with synchroniser(engine, settings) as copying:
        record(engine, range(1, 41))
        assert count_decisions(engine) == 40
        wait_until_drained(engine)
        assert copying.status().counts.sent == 40
    directly(emulator, monkeypatch)
    assert_all_there(settings, 40)


@pytest.mark.any_emulator
def test_stopping_does_not_wait_for_a_firestore_that_never_answers(engine, settings, proxy):
    with synchroniser(engine, replace(settings, timeout_s=300.0)) as copying:
        wait_until(lambda: copying.status().link is Link.CONNECTED, PATIENCE_S)
        proxy.mute = True
        record(engine, range(1, 3))
        wait_until(lambda: proxy.swallowed_bytes > 0, PATIENCE_S)
    assert outbox.progress(engine).counts.waiting == 2


@pytest.mark.any_emulator
@pytest.mark.slow
@pytest.mark.timeout(1200)  # three seconds of work a life; other programs may want the processor
def test_an_emulator_stopped_and_started_20_times_gets_all_and_nothing_twice(
    engine, settings, emulator
):
    """It forgets all when it is stopped, so what each of its lives got is asked at its end."""
    lives = []
    with synchroniser(engine, replace(settings, timeout_s=5.0)) as copying:
        for life in range(RESTARTS):
            emulator.stop()
            record(engine, range(10 * life + 1, 10 * life + 11))
            wait_until(lambda: copying.status().link is Link.OFFLINE, PATIENCE_S)
            assert outbox.progress(engine).counts.waiting == 10
            emulator.start()
            wait_until_drained(engine)
            lives.append(names_there(emulator, settings))
    assert [len(names) for names in lives] == [10] * RESTARTS
    assert set().union(*lives) == {f"decision-{n}" for n in range(1, 10 * RESTARTS + 1)}
    assert outbox.progress(engine).counts.sent == 10 * RESTARTS


def test_a_clock_set_back_an_hour_holds_nothing_up(tmp_path, settings):
    clock = [NOON]
    engine = open_engine(tmp_path, booth=Booth(utc_now=lambda: clock[0]))
    with synchroniser(engine, settings, now=lambda: clock[0]) as copying:
        record(engine, range(1, 4))
        wait_until_drained(engine)
        clock[0] -= timedelta(hours=1)
        record(engine, range(4, 7))
        wait_until_drained(engine)
        wait_until(lambda: copying.is_in_step, PATIENCE_S)
        age_s = copying.status().registry_age_s
        assert age_s is not None
        assert 0 <= age_s < PATIENCE_S
    assert_all_there(settings, 6)
    engine.dispose()


@pytest.mark.any_emulator
def test_of_two_programs_on_one_database_one_copies_and_the_other_takes_over(engine, settings):
    with synchroniser(engine, settings) as first:
        wait_until(lambda: first.status().link is Link.CONNECTED, PATIENCE_S)
        with synchroniser(engine, settings) as second:
            wait_until(lambda: second.status().link is Link.ELSEWHERE, PATIENCE_S)
            record(engine, range(1, 11))
            wait_until_drained(engine)
            first.stop()
            wait_until(lambda: second.status().link is Link.CONNECTED, PATIENCE_S)
            record(engine, range(11, 21))
            wait_until_drained(engine)
    assert_all_there(settings, 20)


def test_a_lease_ends_by_itself_and_one_from_the_future_does_not_count(engine):
    assert lease.take(engine, "one", NOON)
    assert not lease.take(engine, "two", NOON + timedelta(seconds=29))
    assert lease.take(engine, "two", NOON + timedelta(seconds=31))
    assert lease.take(engine, "one", NOON - timedelta(hours=1))


@pytest.mark.any_emulator
def test_an_account_that_is_refused_parks_nothing(engine, settings, tmp_path, monkeypatch):
    monkeypatch.delenv("FIRESTORE_EMULATOR_HOST")
    record(engine, range(1, 4))
    account = tmp_path / "account.json"
    account.write_text('{"type": "service_account", "private_key": "SECRET"}')
    account.chmod(0o644)
    with synchroniser(engine, replace(settings, account_file=account)) as copying:
        wait_until(lambda: copying.status().link is Link.DENIED, PATIENCE_S)
        assert "chmod 600" in copying.status().problem
        account.chmod(0o600)
        wait_until(lambda: "not the file" in copying.status().problem, PATIENCE_S)
        status = copying.status()
    assert "SECRET" not in status.problem
    assert (status.counts.waiting, status.counts.parked) == (3, 0)
