from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db.audit import record_decision
from db.errors import EvidenceMissingError, StoreUnavailableError
from db.evidence import EvidenceFolder
from db.people_records import EventKind
from db.queries import count_decisions
from db.records import Outcome
from db.retention import delete_expired_pictures, delete_forgotten_pictures, keep_budget
from db.site_events import recent_events
from db.verify import verify
from tests.support.decisions import make_decision, make_jpeg

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def evidence(tmp_path):
    return EvidenceFolder(tmp_path / "evidence")


def record(engine, evidence, number, age, jpeg=None):
    saved = evidence.save(jpeg or make_jpeg(number), "north", number, NOW - age)
    decision = make_decision(number, decided_at=NOW - age, evidence=saved)
    record_decision(engine, decision)
    return saved.sha256


def test_only_pictures_past_their_time_are_deleted_and_the_decisions_stay(engine, evidence):
    old = record(engine, evidence, 1, timedelta(days=91))
    young = record(engine, evidence, 2, timedelta(days=89))
    assert delete_expired_pictures(engine, evidence, NOW - timedelta(days=90), at=NOW) == 1
    with pytest.raises(EvidenceMissingError):
        evidence.load(old)
    assert evidence.load(young)
    assert count_decisions(engine) == 2


def test_a_picture_that_a_later_decision_rests_on_is_kept(engine, evidence):
    jpeg = make_jpeg(7)
    shared = record(engine, evidence, 1, timedelta(days=200), jpeg)
    assert record(engine, evidence, 2, timedelta(days=1), jpeg) == shared
    assert delete_expired_pictures(engine, evidence, NOW - timedelta(days=90), at=NOW) == 0
    assert evidence.load(shared) == jpeg


def test_a_second_sweep_finds_nothing_to_do(engine, evidence):
    record(engine, evidence, 1, timedelta(days=100))
    before = NOW - timedelta(days=90)
    assert delete_expired_pictures(engine, evidence, before, at=NOW) == 1
    assert delete_expired_pictures(engine, evidence, before, at=NOW) == 0


def test_a_decision_without_a_picture_is_no_obstacle(engine, evidence):
    decision = make_decision(1, decided_at=NOW - timedelta(days=400))
    record_decision(engine, replace(decision, evidence=None, plate_box_px=None))
    assert delete_expired_pictures(engine, evidence, NOW, at=NOW) == 0


def assert_whole(engine, evidence):
    assert verify(engine, evidence).faults == ()


def test_the_chain_verifies_without_the_pictures_whose_time_is_over(engine, evidence):
    record(engine, evidence, 1, timedelta(days=91))
    record(engine, evidence, 2, timedelta(days=1))
    assert delete_expired_pictures(engine, evidence, NOW - timedelta(days=90), at=NOW) == 1
    assert_whole(engine, evidence)
    assert verify(engine, evidence).evidence_files == 1
    (act,) = recent_events(engine, 5)
    assert (act.kind, act.done_by, act.why) == (
        EventKind.PICTURES_DELETED,
        "retention",
        "past their time",
    )


def test_a_sweep_that_was_cut_short_is_finished_by_the_next(engine, evidence, monkeypatch):
    old = record(engine, evidence, 1, timedelta(days=91))

    def lose_power(_self, _sha256):
        raise StoreUnavailableError("power cut")

    before = NOW - timedelta(days=90)
    with monkeypatch.context() as patch:
        patch.setattr(EvidenceFolder, "remove", lose_power)
        with pytest.raises(StoreUnavailableError):
            delete_expired_pictures(engine, evidence, before, at=NOW)
    assert evidence.load(old)
    assert_whole(engine, evidence)
    assert delete_expired_pictures(engine, evidence, before, at=NOW) == 1
    assert_whole(engine, evidence)
    assert len(recent_events(engine, 5)) == 1


def test_bytes_that_come_again_after_their_deletion_have_a_time_of_their_own(engine, evidence):
    jpeg = make_jpeg(7)
    record(engine, evidence, 1, timedelta(days=200), jpeg)
    before = NOW - timedelta(days=90)
    assert delete_expired_pictures(engine, evidence, before, at=NOW) == 1
    again = record(engine, evidence, 2, timedelta(days=1), jpeg)
    assert delete_expired_pictures(engine, evidence, before, at=NOW) == 0
    assert evidence.load(again) == jpeg
    assert delete_expired_pictures(engine, evidence, NOW, at=NOW) == 1
    assert_whole(engine, evidence)


def test_the_oldest_pictures_go_when_all_take_too_much(engine, evidence):
    shas = [record(engine, evidence, number, timedelta(hours=9 - number)) for number in range(6)]
    size = len(make_jpeg(0))
    amended = make_decision(
        9, amends="decision-1", passage_id="passage-1", outcome=Outcome.WITHDRAWN, evidence=None
    )
    record_decision(engine, amended)
    assert keep_budget(engine, evidence, 6 * size, at=NOW) == 0
    assert keep_budget(engine, evidence, 3 * size, at=NOW) == 3
    left = [number for number, sha in enumerate(shas) if evidence.path(sha).is_file()]
    assert left == [1, 4, 5]
    assert_whole(engine, evidence)


def test_what_somebody_decided_otherwise_about_is_kept_whatever_it_takes(engine, evidence, caplog):
    saved = evidence.save(make_jpeg(1), "north", 1, NOW)
    record_decision(engine, make_decision(1, outcome=Outcome.REJECTED, evidence=saved))
    with caplog.at_level("WARNING"):
        assert keep_budget(engine, evidence, 100, at=NOW) == 0
    assert "more than the site's limit" in caplog.text
    assert evidence.load(saved.sha256)


def test_old_files_that_no_decision_speaks_of_are_deleted(engine, evidence):
    known = record(engine, evidence, 1, timedelta(days=1))
    forgotten = [evidence.save(make_jpeg(number), "north", number, NOW) for number in (2, 3)]
    for path in (evidence.path(known), evidence.path(forgotten[0].sha256)):
        os.utime(path, (NOW.timestamp() - 100, NOW.timestamp() - 100))
    os.utime(evidence.path(forgotten[1].sha256), (NOW.timestamp(), NOW.timestamp()))
    assert delete_forgotten_pictures(engine, evidence, NOW) == 1
    left = [evidence.path(one).is_file() for one in (known, *(one.sha256 for one in forgotten))]
    assert left == [True, False, True]
