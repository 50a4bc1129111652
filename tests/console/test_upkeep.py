"""Retention, anchors, backups and the alarm of a disk that fills, on a real store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.gate.clock import Clock
from console.store_settings import KeepSettings
from console.upkeep import RETRY_NS, SWEEP_NS, Alarm, AlarmKind, Upkeep, UpkeepPlan
from db.anchors import kept_anchors
from db.audit import record_decision
from db.backup import backups_in
from db.booth import Booth
from db.engine import open_engine
from db.evidence import EvidenceFolder
from db.queries import decision
from db.verify import verify
from tests.support.decisions import make_decision, make_jpeg


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(tmp_path)
    yield engine
    engine.dispose()


def make_upkeep(engine, folder: Path, free_bytes=10**12, **keep):
    now_ns = [0]
    clock = Clock(monotonic_ns=lambda: now_ns[0])
    evidence = EvidenceFolder(folder / "evidence")
    plan = UpkeepPlan(folder, folder / "backups", KeepSettings(**keep), pictures_days=90)
    upkeep = Upkeep(engine, evidence, plan, free_bytes=lambda _: free_bytes, clock=clock)
    return upkeep, evidence, now_ns


def record_old(engine, evidence, days):
    moment = datetime.now(UTC) - timedelta(days=days)
    saved = evidence.save(make_jpeg(days), "north", days, moment)
    record_decision(engine, make_decision(days, decided_at=moment, evidence=saved))
    return saved.sha256


def test_what_is_past_its_time_goes_and_a_backup_and_an_anchor_are_made(tmp_path, engine):
    upkeep, evidence, _ = make_upkeep(engine, tmp_path)
    old, middle, young = (record_old(engine, evidence, days) for days in (400, 100, 10))
    assert upkeep.run() == ()
    assert [evidence.path(one).is_file() for one in (old, middle, young)] == [False, False, True]
    erased, kept = decision(engine, "decision-400"), decision(engine, "decision-100")
    assert erased is not None
    assert kept is not None
    assert (erased.observed_plate, kept.observed_plate) == ("", "KA01AB0100")
    assert len(backups_in(tmp_path / "backups")) == 1
    assert len(kept_anchors(engine)) == 1
    assert verify(engine, evidence).ok


def test_nothing_is_done_again_before_it_is_due(tmp_path, engine):
    upkeep, evidence, now_ns = make_upkeep(engine, tmp_path)
    upkeep.run()
    old = record_old(engine, evidence, 100)
    upkeep.run()
    assert evidence.path(old).is_file()
    now_ns[0] += SWEEP_NS
    upkeep.run()
    assert not evidence.path(old).is_file()
    assert len(backups_in(tmp_path / "backups")) == 1


def test_a_site_may_do_without_backups_and_limit_its_pictures(tmp_path, engine):
    size_gb = len(make_jpeg(1)) / 1e9
    upkeep, evidence, _ = make_upkeep(engine, tmp_path, backup_hours=0, evidence_gb=2.5 * size_gb)
    pictures = [record_old(engine, evidence, days) for days in (9, 8, 7, 6)]
    assert upkeep.run() == ()
    assert [evidence.path(one).is_file() for one in pictures] == [False, False, True, True]
    assert backups_in(tmp_path / "backups") == ()


def test_a_disk_that_fills_is_told_long_before_it_is_full(tmp_path, engine):
    upkeep, _, _ = make_upkeep(engine, tmp_path, free_bytes=1_900_000_000)
    alarm = Alarm(AlarmKind.DISK_NEARLY_FULL, str(tmp_path), 1_900_000_000)
    assert upkeep.run() == (alarm,)
    assert upkeep.run() == (alarm,)
    assert make_upkeep(engine, tmp_path, free_bytes=2_000_000_000)[0].run() == ()


def test_a_backup_that_fails_is_told_and_tried_again(tmp_path, engine, caplog):
    (tmp_path / "backups").write_text("in the way")
    upkeep, _, now_ns = make_upkeep(engine, tmp_path)
    (alarm,) = upkeep.run()
    assert alarm.kind is AlarmKind.BACKUP_FAILED
    assert "backups" in alarm.detail
    assert upkeep.run() == ()
    (tmp_path / "backups").unlink()
    now_ns[0] += RETRY_NS
    assert upkeep.run() == ()
    assert len(backups_in(tmp_path / "backups")) == 1
    assert "cannot be made" in caplog.text


def test_a_named_folder_gets_the_pictures_too(tmp_path, engine):
    upkeep, evidence, _ = make_upkeep(engine, tmp_path, backup_folder=tmp_path / "backups")
    young = record_old(engine, evidence, 1)
    upkeep.run()
    assert EvidenceFolder(tmp_path / "backups" / "evidence").load(young) == make_jpeg(1)


def test_the_clock_of_the_console_says_when_a_day_has_passed(tmp_path):
    now, now_ns = [datetime(2026, 3, 1, tzinfo=UTC)], [0]
    engine = open_engine(tmp_path, booth=Booth(utc_now=lambda: now[0]))
    clock = Clock(monotonic_ns=lambda: now_ns[0], utc_now=lambda: now[0])
    plan = UpkeepPlan(tmp_path, tmp_path / "backups", KeepSettings(backup_hours=0), 90)
    upkeep = Upkeep(engine, EvidenceFolder(tmp_path / "evidence"), plan, clock=clock)
    counts = []
    for number in range(12):
        record_decision(engine, make_decision(number, evidence=None, decided_at=now[0]))
        assert upkeep.run() == ()
        counts.append(len(kept_anchors(engine)))
        now[0] += timedelta(hours=6)
        now_ns[0] += SWEEP_NS
    assert counts == [1] * 4 + [2] * 4 + [3] * 4
    now[0] -= timedelta(days=400)
    record_decision(engine, make_decision(99, evidence=None, decided_at=now[0]))
    upkeep.run()
    assert len(kept_anchors(engine)) == 4
    engine.dispose()
