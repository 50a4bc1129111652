from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db.audit import record_decision
from db.errors import EvidenceMissingError
from db.evidence import EvidenceFolder
from db.queries import count_decisions
from db.retention import remove_expired_pictures
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
    assert remove_expired_pictures(engine, evidence, NOW - timedelta(days=90)) == 1
    with pytest.raises(EvidenceMissingError):
        evidence.load(old)
    assert evidence.load(young)
    assert count_decisions(engine) == 2


def test_a_picture_that_a_later_decision_rests_on_is_kept(engine, evidence):
    jpeg = make_jpeg(7)
    shared = record(engine, evidence, 1, timedelta(days=200), jpeg)
    assert record(engine, evidence, 2, timedelta(days=1), jpeg) == shared
    assert remove_expired_pictures(engine, evidence, NOW - timedelta(days=90)) == 0
    assert evidence.load(shared) == jpeg


def test_a_second_sweep_finds_nothing_to_do(engine, evidence):
    record(engine, evidence, 1, timedelta(days=100))
    before = NOW - timedelta(days=90)
    assert remove_expired_pictures(engine, evidence, before) == 1
    assert remove_expired_pictures(engine, evidence, before) == 0


def test_a_decision_without_a_picture_is_no_obstacle(engine, evidence):
    decision = make_decision(1, decided_at=NOW - timedelta(days=400))
    record_decision(engine, replace(decision, evidence=None, plate_box_px=None))
    assert remove_expired_pictures(engine, evidence, NOW) == 0
