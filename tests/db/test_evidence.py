from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from db.errors import EvidenceDamagedError, EvidenceMissingError, StoreUnavailableError
from db.evidence import EvidenceFolder
from tests.support.decisions import NOON, as_ordinary_user, folder_for_everybody, make_jpeg


@pytest.fixture
def pictures(tmp_path):
    return EvidenceFolder(tmp_path / "evidence")


def test_a_picture_is_a_file_named_by_its_sha256(pictures, tmp_path):
    jpeg = make_jpeg(1)
    record = pictures.save(jpeg, "north-1", 7, NOON)
    sha256 = hashlib.sha256(jpeg).hexdigest()
    assert (record.sha256, record.size_bytes) == (sha256, len(jpeg))
    assert (record.camera_id, record.frame_sequence, record.captured_at) == ("north-1", 7, NOON)
    assert pictures.path(sha256) == tmp_path / "evidence" / sha256[:2] / f"{sha256}.jpg"
    assert pictures.path(sha256).read_bytes() == jpeg
    assert pictures.load(sha256) == jpeg


def test_pictures_and_their_folders_are_for_this_user_alone(pictures):
    path = pictures.path(pictures.save(make_jpeg(1), "north-1", 1, NOON).sha256)
    assert [place.stat().st_mode & 0o077 for place in (path, *path.parents[:2])] == [0, 0, 0]


def test_the_capture_time_is_kept_in_utc(pictures):
    india = timezone(timedelta(hours=5, minutes=30))
    record = pictures.save(make_jpeg(1), "n", 1, datetime(2026, 3, 1, 17, 30, tzinfo=india))
    assert record.captured_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert record.captured_at.tzinfo is UTC


def test_saving_twice_writes_once(pictures, tmp_path):
    first = pictures.save(make_jpeg(1), "north-1", 1, NOON)
    written_ns = pictures.path(first.sha256).stat().st_mtime_ns
    assert pictures.save(make_jpeg(1), "north-1", 1, NOON) == first
    assert pictures.path(first.sha256).stat().st_mtime_ns == written_ns
    assert [path.name for path in tmp_path.rglob("*.*")] == [f"{first.sha256}.jpg"]


def test_a_torn_picture_is_written_again(pictures):
    sha256 = pictures.save(make_jpeg(1), "north-1", 1, NOON).sha256
    pictures.path(sha256).write_bytes(make_jpeg(1)[:100])
    pictures.save(make_jpeg(1), "north-1", 1, NOON)
    assert pictures.load(sha256) == make_jpeg(1)


def test_a_changed_picture_is_not_handed_out(pictures):
    sha256 = pictures.save(make_jpeg(1), "north-1", 1, NOON).sha256
    pictures.path(sha256).write_bytes(make_jpeg(2))
    with pytest.raises(EvidenceDamagedError, match=sha256) as raised:
        pictures.load(sha256)
    assert raised.value.found_sha256 == hashlib.sha256(make_jpeg(2)).hexdigest()


def test_a_missing_picture_is_named(pictures):
    with pytest.raises(EvidenceMissingError, match="0" * 64):
        pictures.load("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_sha256_names_a_picture(pictures, name):
    with pytest.raises(ValueError, match="not a SHA-256"):
        pictures.path(name)


def test_a_folder_that_cannot_be_written_is_named():
    with folder_for_everybody() as folder, as_ordinary_user():
        folder_before = sorted(folder.rglob("*"))
        with pytest.raises(StoreUnavailableError, match=r"evidence .*cannot be written"):
            EvidenceFolder(folder / "evidence").save(make_jpeg(1), "north-1", 1, NOON)
        assert sorted(folder.rglob("*")) == folder_before


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "evidence").write_text("")
    with pytest.raises(StoreUnavailableError, match="evidence"):
        EvidenceFolder(tmp_path / "evidence").save(make_jpeg(1), "north-1", 1, NOON)


def test_what_an_interrupted_write_left_is_removed_and_pictures_stay(pictures):
    path = pictures.path(pictures.save(make_jpeg(1), "north-1", 1, NOON).sha256)
    path.with_name(f".{path.name}.4711.part").write_bytes(b"\xff\xd8")
    assert pictures.remove_unfinished() == 1
    assert [found.name for found in path.parent.iterdir()] == [path.name]
