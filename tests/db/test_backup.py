"""Copies are made while the store is written to, and a site can go back to them."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from db.anchors import anchor_head
from db.audit import record_decision
from db.backup import back_up, backups_in, mirror_pictures, restore
from db.booth import Booth
from db.engine import DATABASE_NAME, open_engine
from db.errors import BackupError, SchemaTooNewError
from db.evidence import EvidenceFolder
from db.migrations import NEWEST_SCHEMA
from db.queries import count_decisions, recent_decisions
from db.site_events import recent_events
from db.verify import verify
from tests.support.decisions import NOON, make_decision, make_jpeg
from tests.support.save_store import SAVED

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)


def bare(number):
    return make_decision(number, evidence=None)


def test_a_copy_is_whole_while_others_write(tmp_path, engine):
    stop = threading.Event()
    recorded = []

    def write():
        number = 0
        while not stop.is_set():
            record_decision(engine, bare(number))
            recorded.append(number)
            number += 1

    writer = threading.Thread(target=write, name="writer")
    writer.start()
    try:
        while len(recorded) < 5:
            stop.wait(0.01)
        path = back_up(engine, tmp_path / "copies", at=AT, keep=3)
    finally:
        stop.set()
        writer.join()
    assert path.name == "gatehouse-20261125T030000Z.sqlite3"
    assert path.stat().st_mode & 0o077 == 0
    restore(path, tmp_path / "other", by="Asha", at=AT, booth=Booth())
    other = open_engine(tmp_path / "other")
    assert 5 <= count_decisions(other) <= len(recorded)
    assert verify(other, EvidenceFolder(tmp_path / "evidence")).faults == ()
    other.dispose()


def test_only_the_newest_copies_stay(tmp_path, engine):
    for day in range(4):
        back_up(engine, tmp_path / "copies", at=AT + timedelta(days=day), keep=2)
    names = [path.name[10:18] for path in backups_in(tmp_path / "copies")]
    assert names == ["20261128", "20261127"]


def test_a_site_goes_back_to_a_copy_and_anchors_show_what_is_lost(tmp_path):
    folder = tmp_path / "site"
    engine = open_engine(folder)
    record_decision(engine, bare(1))
    path = back_up(engine, folder / "backups", at=AT, keep=3)
    record_decision(engine, bare(2))
    record_decision(engine, bare(3))
    anchor = anchor_head(engine)
    assert anchor is not None
    engine.dispose()
    kept = restore(path, folder, by="Asha", at=AT, booth=Booth())
    assert kept == folder / "replaced-20261125T030000Z"
    engine = open_engine(folder)
    assert [one.decision_id for one in recent_decisions(engine, 5)] == ["decision-1"]
    (act,) = recent_events(engine, 5)
    assert (act.kind.value, act.subject, act.done_by) == ("restored", path.name, "Asha")
    pictures = EvidenceFolder(folder / "evidence")
    assert verify(engine, pictures).ok
    (fault,) = verify(engine, pictures, (anchor,)).faults
    assert "event 3: was anchored, and is missing" in fault
    engine.dispose()
    before = open_engine(folder / "replaced-20261125T030000Z")
    assert count_decisions(before) == 3
    before.dispose()


@pytest.mark.parametrize("saved", sorted(SAVED.glob("*.sqlite3")), ids=lambda path: path.stem)
def test_copies_of_older_versions_are_brought_up_to_date(tmp_path, saved):
    restore(saved, tmp_path / "site", by="Asha", at=AT, booth=Booth())
    engine = open_engine(tmp_path / "site")
    assert count_decisions(engine) == 6
    engine.dispose()


def test_a_damaged_copy_changes_nothing(tmp_path, engine):
    record_decision(engine, bare(1))
    path = back_up(engine, tmp_path / "copies", at=AT, keep=3)
    contents = path.read_bytes()
    path.write_bytes(contents[:4096] + b"\xa5" * (len(contents) - 4096))
    with pytest.raises(BackupError, match=r"damaged|cannot be read"):
        restore(path, tmp_path, by="Asha", at=AT, booth=Booth())
    assert count_decisions(engine) == 1


def test_a_copy_of_a_later_version_is_refused_and_the_store_put_back(tmp_path):
    folder = tmp_path / "site"
    engine = open_engine(folder)
    record_decision(engine, bare(1))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    path = back_up(engine, tmp_path / "copies", at=AT, keep=3)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{NEWEST_SCHEMA}'")
    engine.dispose()
    with pytest.raises(SchemaTooNewError):
        restore(path, folder, by="Asha", at=AT, booth=Booth())
    assert sorted(one.name for one in folder.iterdir() if one.is_dir()) == []
    engine = open_engine(folder)
    assert count_decisions(engine) == 1
    engine.dispose()


def test_a_folder_that_cannot_be_written_is_named(tmp_path, engine):
    (tmp_path / "file").write_text("")
    with pytest.raises(BackupError, match="cannot be made"):
        back_up(engine, tmp_path / "file", at=AT, keep=3)


def test_pictures_are_mirrored_and_those_deleted_leave_the_mirror(tmp_path):
    evidence = EvidenceFolder(tmp_path / "evidence")
    saved = [evidence.save(make_jpeg(n), "north", n, NOON).sha256 for n in range(3)]
    mirror = tmp_path / "copies" / "evidence"
    assert mirror_pictures(tmp_path / "evidence", mirror) == 3
    evidence.remove(saved[0])
    assert mirror_pictures(tmp_path / "evidence", mirror) == 0
    copies = EvidenceFolder(mirror)
    assert [copies.path(sha256).is_file() for sha256 in saved] == [False, True, True]
    assert copies.load(saved[1]) == make_jpeg(1)
    assert DATABASE_NAME not in {path.name for path in mirror.iterdir()}
