"""Thumbnails go to Cloud Storage where a site says so, once, small, and are deleted with it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from functools import partial

import cv2
import numpy as np
import pytest

import main
from console.settings import SettingsError, load_settings
from console.stores import open_site
from console.thumbnails import LARGEST_BYTES, make_thumbnail
from db import lease, outbox
from db.audit import record_decision
from db.booth import Booth
from db.engine import open_engine
from db.evidence import EvidenceFolder
from db.outbox_records import ItemState
from db.remote_settings import RemoteSettings, Thumbnails
from db.retention import delete_expired_pictures
from db.storage import CloudStorage
from db.sync_status import Link
from db.thumbnails import PictureError, ThumbnailDrain
from tests.support.cloud import PATIENCE_S, synchroniser
from tests.support.decisions import NOON, make_decision
from tests.support.emulator import free_port
from tests.support.storage import storage_server
from tests.support.waiting import wait_until

BUCKET = "demo-north.appspot.com"
BOX = (412.0, 300.5, 180.0, 42.0)
LATER = NOON + timedelta(days=91)
SETTINGS = RemoteSettings("north", project="demo-north", bucket=BUCKET)


def noisy_jpeg(seed, width=1280, height=720):
    pixels = np.random.default_rng(seed).integers(0, 255, (height, width, 3), np.uint8)
    pixels[300:343, 412:592] = 255  # the plate
    return cv2.imencode(".jpg", pixels)[1].tobytes()


def decoded(jpeg):
    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return pixels


class Clock:
    s = 0.0


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cloud(monkeypatch):
    with storage_server(BUCKET) as server:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", server.url)
        yield server


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(tmp_path, booth=Booth(sends_thumbnails=True))
    yield engine
    engine.dispose()


@pytest.fixture
def evidence(tmp_path):
    return EvidenceFolder(tmp_path / "evidence")


@pytest.fixture
def drain(engine, evidence, clock):
    drains = []

    def drain(what=Thumbnails.PLATE, settings=SETTINGS):
        drains.append(
            ThumbnailDrain(
                engine,
                "main",
                evidence,
                "north",
                make=None if what is Thumbnails.OFF else partial(make_thumbnail, what),
                connect=partial(CloudStorage, settings),
                now=lambda: NOON,
                monotonic_s=lambda: clock.s,
            )
        )
        return drains[-1]

    yield drain
    for one in drains:
        one.close()


def record(engine, evidence, *numbers):
    """Decisions with real pictures; their names in Cloud Storage."""
    names = []
    for number in numbers:
        saved = evidence.save(noisy_jpeg(number), "north-1", number, NOON)
        record_decision(engine, make_decision(number, evidence=saved, plate_box_px=BOX))
        names.append(f"sites/north/thumbnails/{saved.sha256}.jpg")
    return names


def waiting(engine):
    return outbox.next_items(engine, outbox.THUMBNAIL_KINDS, 100)


def run(one):
    one.run(threading.Event())


def test_a_plate_goes_up_alone_small_and_once(engine, evidence, cloud, drain):
    names = record(engine, evidence, 1, 2)
    run(drain())
    assert sorted(cloud.objects) == sorted(names)
    assert set(cloud.types.values()) == {"image/jpeg"}
    sent = decoded(cloud.objects[names[0]])
    # the plate's 180 x 42 pixels and a tenth of them on each side: no bystander is in it
    assert sent.shape == (51, 216, 3)
    assert sent[10:40, 25:190].mean() > 240
    assert waiting(engine) == ()
    run(drain())
    assert len(cloud.requests) == 2


def test_the_whole_picture_goes_up_only_where_the_site_says_so_and_never_large(
    engine, evidence, cloud, drain
):
    (name,) = record(engine, evidence, 1)
    run(drain(Thumbnails.PICTURE))
    assert len(cloud.objects[name]) <= LARGEST_BYTES
    sent = decoded(cloud.objects[name])
    assert sent.shape[:2] == (180, 320)


def test_nothing_is_queued_unless_the_site_says_so(tmp_path):
    engine = open_engine(tmp_path / "usual")
    evidence = EvidenceFolder(tmp_path / "usual" / "evidence")
    record(engine, evidence, 1)
    assert waiting(engine) == ()
    engine.dispose()


def test_what_waits_when_the_site_changes_its_mind_never_goes(engine, evidence, cloud, drain):
    record(engine, evidence, 1)
    run(drain(Thumbnails.OFF))
    assert (cloud.requests, waiting(engine)) == ([], ())
    assert outbox.progress(engine).counts.expired == 1


def test_retention_deletes_the_thumbnail_with_its_picture(engine, evidence, cloud, drain):
    record(engine, evidence, 1, 2)
    run(drain())
    record(engine, evidence, 3)  # has not gone yet
    assert delete_expired_pictures(engine, evidence, LATER, at=LATER) == 3
    run(drain(Thumbnails.OFF))  # the site may have changed its mind meanwhile
    assert cloud.objects == {}
    assert waiting(engine) == ()
    assert [method for method, _ in cloud.requests] == ["POST"] * 2 + ["DELETE"] * 3
    counted = len(cloud.requests)
    record(engine, evidence, 4)
    assert delete_expired_pictures(engine, evidence, LATER, at=LATER) == 1
    run(drain())
    assert len(cloud.requests) == counted + 1


@pytest.mark.parametrize("failure", [503, 0])
def test_an_answer_that_is_lost_makes_no_second_object(  # noqa: PLR0917 - fixtures
    engine, evidence, cloud, drain, clock, failure
):
    (name,) = record(engine, evidence, 1)
    cloud.failures = [failure]
    one = drain()
    run(one)
    assert (list(cloud.objects), len(waiting(engine))) == ([name], 1)
    run(one)  # too early
    assert len(cloud.requests) == 1
    clock.s = 1.1
    run(one)
    assert waiting(engine) == ()
    assert len(cloud.requests) == 2
    assert outbox.progress(engine).counts.sent == 1


def test_a_picture_that_is_refused_is_shown_with_the_reason_and_holds_nobody_up(
    engine, evidence, cloud, drain, clock
):
    saved = evidence.save(b"no picture", "north-1", 1, NOON)
    record_decision(engine, make_decision(1, evidence=saved))
    record(engine, evidence, 2, 3, 4)
    cloud.failures = [400]
    run(drain())
    parked = outbox.items_of_state(engine, ItemState.PARKED, 10)
    assert ["decoded" in one.problem for one in parked] == [True, False]
    assert "said 400" in parked[1].problem
    assert len(cloud.objects) == 3 - 1 + 1  # what was answered with 400 is there in this server
    assert waiting(engine) == ()


def test_no_rights_in_the_bucket_are_told_once_and_the_others_wait(
    engine, evidence, cloud, drain, clock
):
    record(engine, evidence, 1, 2, 3)
    cloud.failures = [403]
    one = drain()
    run(one)
    (parked,) = outbox.items_of_state(engine, ItemState.PARKED, 10)
    assert "said 403" in parked.problem
    assert len(waiting(engine)) == 2
    assert outbox.retry_parked(engine) == 1
    clock.s = 1.1
    run(one)
    assert (len(cloud.objects), waiting(engine)) == (3, ())


def test_nobody_there_is_waited_for(engine, evidence, drain, monkeypatch):
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{free_port()}")
    record(engine, evidence, 1)
    run(drain())
    assert len(waiting(engine)) == 1


def test_with_firestore_in_an_emulator_no_picture_goes_to_google(
    engine, evidence, drain, monkeypatch
):
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", f"127.0.0.1:{free_port()}")
    monkeypatch.delenv("STORAGE_EMULATOR_HOST", raising=False)
    record(engine, evidence, 1)
    run(drain())
    (parked,) = outbox.items_of_state(engine, ItemState.PARKED, 10)
    assert "sends no pictures to Google" in parked.problem


def test_another_booths_pictures_are_left_to_it(evidence, cloud, drain, engine):
    record(engine, evidence, 1)
    other = drain()
    other._below = "thumbnails/south/"
    run(other)
    assert len(waiting(engine)) == 1


def test_a_plate_outside_its_picture_is_an_error_with_words():
    with pytest.raises(PictureError, match="not in the picture"):
        make_thumbnail(Thumbnails.PLATE, noisy_jpeg(1), (1400.0, 10.0, 90.0, 20.0))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('thumbnails = "plate"', r"site\.toml.*firebase\.bucket: wanted the bucket"),
        ('thumbnails = "all"\nbucket = "a-bucket"', r"firebase\.thumbnails"),
        ('thumbnails = "plate"\nbucket = "gs://a-bucket"', r"firebase\.bucket: is not the name"),
    ],
)
def test_wrong_settings_are_refused_with_file_and_key(tmp_path, line, problem):
    written = tmp_path / "site.toml"
    written.write_text(f'[firebase]\nproject = "demo-north"\nsite = "north"\n{line}\n')
    with pytest.raises(SettingsError, match=problem):
        load_settings(written)


def test_the_settings_decide_whether_decisions_queue_thumbnails(tmp_path):
    written = tmp_path / "site.toml"
    for what, count in (("off", 0), ("plate", 1)):
        folder = tmp_path / what
        written.write_text(
            f'[site]\ndata_folder = "{folder}"\n[firebase]\nproject = "demo-north"\n'
            f'site = "north"\nthumbnails = "{what}"\nbucket = "a-bucket"\n'
        )
        engine = open_site(load_settings(written))
        record(engine, EvidenceFolder(folder / "evidence"), 1)
        assert len(waiting(engine)) == count
        engine.dispose()


def test_each_booth_sends_its_own_while_another_copies_the_documents(
    engine, evidence, cloud, drain
):
    (name,) = record(engine, evidence, 1)
    assert lease.take(engine, "another booth", datetime.now(UTC))
    with synchroniser(engine, SETTINGS, own_errands=(drain(),)) as copying:
        wait_until(lambda: waiting(engine) == (), PATIENCE_S)
        assert copying.status().link is Link.ELSEWHERE
    assert list(cloud.objects) == [name]


def test_sync_run_sends_thumbnails_with_the_documents(tmp_path, cloud, settings, capsys):
    written, folder = tmp_path / "site.toml", tmp_path / "site"
    written.write_text(
        f'[site]\ndata_folder = "{folder}"\n[firebase]\nproject = "{settings.project}"\n'
        f'site = "north"\nhistory = "all"\nthumbnails = "plate"\nbucket = "{BUCKET}"\n'
    )
    engine = open_site(load_settings(written))
    (name,) = record(engine, EvidenceFolder(folder / "evidence"), 1)
    engine.dispose()
    assert main.main(["sync", "run", "--settings", str(written)]) == 0
    assert "0 waiting" in capsys.readouterr().out
    assert list(cloud.objects) == [name]
