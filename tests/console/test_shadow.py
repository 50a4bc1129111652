"""Reading beside the lanes: with the real process, with ones that fail, and never in a queue."""

import json
import sys
import threading
from datetime import UTC, datetime
from functools import partial

import psutil
import pytest

from console.assembly import shadow_command
from console.people.models import tally_path
from console.shadow.idleness import Idleness
from console.shadow.reader import ShadowReader
from console.shadow.tally import ShadowRead, ShadowTally, append_read, read_tally
from db.evidence import EvidenceFolder
from db.records import Outcome
from pipeline.comparison import SliceResult
from tests.support.decisions import make_decision
from tests.support.export_site import jpeg_of, small_scene
from tests.support.model_sets import BETTER, add_set, shelf_in
from tests.support.waiting import wait_until

VERSION = "20261125-aaaaaaaa"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ECHO = """
import json, os, sys
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    job = json.loads(line)
    answer = {"id": job["id"], "error": None, "texts": ["AB12", os.path.basename(job["picture"])]}
    print(json.dumps(answer), flush=True)
"""


@pytest.fixture
def shelf(tmp_path):
    shelf = shelf_in(tmp_path)
    add_set(shelf, VERSION)
    return shelf


@pytest.fixture
def open_reader(shelf, tmp_path):
    """Starts readers with a script for their process; all of them end with the test."""
    started = []

    def open_with(script, *, idle=lambda: True, patience_s=20.0):
        reader = ShadowReader(
            shelf,
            lambda sha256: tmp_path / sha256[:4],
            lambda *_: [sys.executable, "-c", script],
            tally_folder=tally_path(shelf),
            idleness=idle,
            patience_s=patience_s,
        )
        reader.start()
        started.append(reader)
        return reader

    yield open_with
    for reader in started:
        reader.stop()


def has_read(reader, count):
    return reader.counts.read_count == count


def has_dropped(reader, count):
    return reader.counts.dropped_count == count


def decided(number, **changes):
    return make_decision(number, **changes)


def test_the_real_process_reads_the_evidence_with_both_sets(shelf, tmp_path):
    evidence = EvidenceFolder(tmp_path / "evidence")
    scene = small_scene(3)
    picture = evidence.save(jpeg_of(scene.pixels), "north", 1, NOON)
    box = scene.plate_box
    decision = make_decision(
        1,
        outcome=Outcome.CORRECTED,
        observed_plate="WR0NG1",
        resolved_plate=scene.text,
        evidence=picture,
        plate_box_px=(box.x, box.y, box.width, box.height),
    )
    reader = ShadowReader(
        shelf,
        evidence.path,
        partial(shadow_command, tmp_path),
        tally_folder=tally_path(shelf),
        idleness=lambda: True,
    )
    with reader:
        reader.on_decision(decision)
        wait_until(lambda: sum((reader.counts.read_count, reader.counts.dropped_count)) == 1, 90)
    assert reader.counts.read_count == 1
    tally = read_tally(tally_path(shelf), VERSION)
    assert tally == ShadowTally(
        1, 1, SliceResult(tally.against_people.name, 1, tally.against_people.both_count, 0, 0)
    )
    assert scene.text not in (tally_path(shelf) / f"{VERSION}.jsonl").read_text()


def test_wins_and_losses_are_counted_against_people_alone(open_reader, shelf):
    reader = open_reader(ECHO)
    by_policy = decided(1)
    reader.on_decision(by_policy)
    wait_until(lambda: reader.counts.read_count == 1, 30)
    picture = by_policy.evidence.sha256[:4]
    for number, truth in ((2, "AB12"), (3, picture), (4, "XY99")):
        one = decided(
            number,
            outcome=Outcome.CONFIRMED,
            resolved_plate=truth.upper(),
            evidence=by_policy.evidence,
        )
        reader.on_decision(one)
        wait_until(partial(has_read, reader, number), 30)
    tally = read_tally(tally_path(shelf), VERSION)
    assert (tally.read_count, tally.agreed_count) == (4, 0)
    counted = tally.against_people
    assert (counted.count, counted.won_count, counted.lost_count) == (3, 1, 1)


def test_a_busy_pc_reads_nothing_beside_the_lanes(open_reader, shelf):
    reader = open_reader(ECHO, idle=lambda: False, patience_s=0.05)
    reader.on_decision(decided(1))
    wait_until(lambda: reader.counts.dropped_count == 1, 30)
    assert read_tally(tally_path(shelf), VERSION) == ShadowTally()


def test_a_newer_decision_takes_the_place_of_one_that_waits(open_reader):
    idle = threading.Event()
    reader = open_reader(ECHO, idle=idle.is_set)
    for number in range(50):
        reader.on_decision(decided(number))
    assert reader.counts.dropped_count >= 48
    idle.set()
    wait_until(lambda: sum((reader.counts.read_count, reader.counts.dropped_count)) == 50, 30)


@pytest.mark.parametrize(
    "script",
    [
        'print(\'{"ready": false, "error": "weights are damaged"}\', flush=True)',
        "raise SystemExit(3)",
        "print('{\"ready\": true}', flush=True)",
    ],
)
def test_a_process_that_fails_costs_its_work_alone(open_reader, shelf, script):
    reader = open_reader(script, patience_s=5.0)
    for number in (1, 2):
        reader.on_decision(decided(number))
        wait_until(partial(has_dropped, reader, number), 60)
    assert read_tally(tally_path(shelf), VERSION) == ShadowTally()


def test_without_a_candidate_no_process_is_started(open_reader, shelf):
    shelf.choose(VERSION)
    others = set(psutil.Process().children())  # servers of other tests
    reader = open_reader("raise SystemExit(3)", idle=lambda: pytest.fail("not asked"))
    reader.on_decision(decided(1))
    wait_until(lambda: reader.counts.dropped_count == 1, 30)
    assert set(psutil.Process().children()) <= others


def test_a_candidate_that_comes_later_is_taken_up(open_reader, shelf):
    reader = open_reader(ECHO)
    reader.on_decision(decided(1))
    wait_until(lambda: reader.counts.read_count == 1, 30)
    add_set(shelf, "20261126-bbbbbbbb", BETTER)
    reader.on_decision(decided(2))
    wait_until(lambda: reader.counts.read_count == 2, 30)
    assert read_tally(tally_path(shelf), "20261126-bbbbbbbb").read_count == 1


def test_torn_and_repeated_lines_are_not_counted_twice(tmp_path):
    read = ShadowRead("d1", NOON, "north", agreed=True, current_right=None, candidate_right=None)
    append_read(tmp_path, VERSION, read)
    append_read(tmp_path, VERSION, read)
    with (tmp_path / f"{VERSION}.jsonl").open("a") as lines:
        lines.write(json.dumps({"id": "d2"}) + '\n{"id": "d3", "at')
    assert read_tally(tmp_path, VERSION).read_count == 1


def test_half_an_idle_core_over_a_second_is_idle():
    now_s, idle_s = [0.0], [0.0]
    watch = Idleness(lambda: idle_s[0], lambda: now_s[0])
    now_s[0], idle_s[0] = 0.5, 5.0
    assert not watch.is_idle()
    now_s[0], idle_s[0] = 2.0, 0.9
    assert not watch.is_idle()
    now_s[0], idle_s[0] = 4.0, 2.0
    assert watch.is_idle()
