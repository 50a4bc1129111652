"""Exports of a real database with rendered pictures: what is in them, and what never is."""

from dataclasses import replace
from datetime import timedelta

import cv2
import pytest

from console.exporting.choosing import split_of
from console.exporting.errors import (
    ExportCancelledError,
    ExportFolderError,
    NothingToExportError,
)
from console.exporting.exporter import Progress
from console.exporting.types import ExportFilters, ExportFormat, ExportRequest
from console.people.permissions import NotAllowedError
from console.people.session import Session
from db.audit import record_decision
from db.people_records import EventKind, PersonRecord, Role
from db.records import Outcome
from db.site_events import recent_events
from tests.console.exporting.conftest import KEEP, export, make_exporter
from tests.support.decisions import as_ordinary_user, folder_for_everybody
from tests.support.export_site import NOW, jpeg_of, small_scene

TEXTS = [f"KA0{number}AB123{number}" for number in range(10)]
CSV = ExportRequest((ExportFormat.OCR_CSV,), why="a test")


def texts(made):
    return sorted(record["text"] for record in made.records)


def siblings(folder):
    return sorted(path.name for path in folder.parent.iterdir())


def test_one_format_lies_in_the_folder_itself(site, exporter, tmp_path):
    site.decide(0)
    made = export(exporter, CSV, tmp_path / "out")
    assert made.manifest["formats"] == {"ocr-csv": "."}
    (path,) = made.records[0]["files"]["ocr-csv"]
    assert path == f"images/{made.records[0]['split']}/decision-1.png"
    assert (tmp_path / "out" / path).is_file()


def test_the_same_site_exports_to_the_same_files(site, exporter, tmp_path):
    for seed in range(3):
        site.decide(seed)
    first = export(exporter, CSV, tmp_path / "first")
    second = export(exporter, CSV, tmp_path / "second")
    assert first.manifest == second.manifest
    assert "sha256sums_sha256" in first.manifest


def test_all_decisions_of_a_passage_and_all_passages_of_a_plate_are_in_one_split(
    site, exporter, tmp_path
):
    """Two decisions of a passage give it two texts, whose own splits are different."""
    other = next(text for text in TEXTS if split_of(text) is not split_of(TEXTS[0]))
    site.decide(0, passage_id="one", resolved_plate=TEXTS[0])
    site.decide(1, passage_id="one", resolved_plate=other)
    for seed in (2, 3):
        site.decide(seed, resolved_plate="TN09XY0001")
    made = export(exporter, CSV, tmp_path / "out")
    passage = {one["split"] for one in made.records if one["passage_id"] == "one"}
    plate = {one["split"] for one in made.records if one["text"] == "TN09XY0001"}
    assert passage == {split_of(TEXTS[0]).value}
    assert plate == {split_of("TN09XY0001").value}


def test_what_is_past_its_retention_is_never_exported(site, exporter, tmp_path):
    site.decide(0, age=KEEP + timedelta(minutes=1))
    site.decide(1, age=KEEP - timedelta(minutes=1))
    made = export(exporter, CSV, tmp_path / "out")
    assert texts(made) == [small_scene(1).text]
    assert made.counts.left_out == {"past_retention": 1}
    assert made.manifest["delete_by"] == (NOW + timedelta(minutes=1)).isoformat()
    preview = exporter.preview(ExportFilters())
    assert (preview.decisions, preview.pictures) == (2, 1)


def test_only_what_stands_is_exported(site, exporter, tmp_path):
    """An amendment takes the place of what it amends; what was withdrawn is no label."""
    wrong = site.decide(0, resolved_plate="WRONG1")
    right = small_scene(0).text
    record_decision(
        site.engine,
        replace(wrong, decision_id="amendment", resolved_plate=right, amends=wrong.decision_id),
    )
    taken = site.decide(1)
    record_decision(
        site.engine,
        replace(
            taken,
            decision_id="withdrawal",
            outcome=Outcome.WITHDRAWN,
            resolved_plate=None,
            amends=taken.decision_id,
        ),
    )
    site.decide(2, outcome=Outcome.REJECTED, resolved_plate=None)
    made = export(exporter, CSV, tmp_path / "out")
    assert texts(made) == [right]
    assert made.counts.left_out == {"no_text": 1}


def test_filters_of_lane_time_outcome_and_verdict_hold(site, exporter):
    site.decide(0, lane_id="south", age=timedelta(hours=2))
    site.decide(1, outcome=Outcome.CORRECTED, verdict="review", age=timedelta(hours=1))

    def count(**filters):
        return exporter.preview(ExportFilters(**filters)).pictures

    assert count() == 2
    assert count(lane_id="south") == 1
    assert count(lane_id="west") == 0
    assert count(outcomes=(Outcome.CORRECTED,)) == 1
    assert count(outcomes=(Outcome.CORRECTED, Outcome.CONFIRMED)) == 2
    assert count(verdicts=("review",)) == 1
    assert count(since=NOW - timedelta(minutes=90)) == 1
    assert count(until=NOW - timedelta(minutes=90)) == 1


def test_near_duplicates_are_left_out_but_never_another_text(site, exporter, tmp_path):
    scene = small_scene(0)
    darker = cv2.convertScaleAbs(scene.pixels, alpha=0.85)
    site.decide(scene=scene)
    site.decide(scene=scene, jpeg=jpeg_of(darker))
    site.decide(scene=scene, jpeg=jpeg_of(scene.pixels), resolved_plate="ABC1234")
    made = export(exporter, CSV, tmp_path / "out")
    assert texts(made) == sorted([scene.text, "ABC1234"])
    assert made.counts.left_out == {"near_duplicate": 1}
    kept = export(exporter, replace(CSV, keep_near_duplicates=True), tmp_path / "all")
    assert kept.counts.pictures == 3


def test_the_same_vehicle_in_another_light_and_place_is_no_duplicate(site, exporter, tmp_path):
    scene = small_scene(0)
    moved = cv2.flip(scene.pixels[:, ::-1], 1)
    shade = cv2.convertScaleAbs(moved, alpha=0.5)
    shade[310:440, 350:400] = cv2.convertScaleAbs(shade[310:440, 350:400], alpha=2.2)
    shade[330:450, 250:350] = 12
    site.decide(scene=scene)
    site.decide(scene=scene, jpeg=jpeg_of(shade))
    assert export(exporter, CSV, tmp_path / "out").counts.pictures == 2


def test_missing_and_damaged_pictures_are_counted_and_the_rest_exported(site, exporter, tmp_path):
    missing, changed, broken = (site.decide(seed) for seed in range(3))
    site.evidence.remove(missing.evidence.sha256)
    site.evidence.path(changed.evidence.sha256).write_bytes(b"another picture")
    site.decide(3, jpeg=b"\xff\xd8 no picture")
    made = export(exporter, CSV, tmp_path / "out")
    assert texts(made) == [broken.resolved_plate]
    assert made.counts.left_out == {"picture_damaged": 2, "picture_missing": 1}
    assert made.counts.decisions == 4


@pytest.mark.parametrize("after", [0, 1, 2])
def test_cancelling_leaves_nothing(site, exporter, tmp_path, after):
    for seed in range(2):
        site.decide(seed)
    target = tmp_path / "out"
    seen: list[Progress] = []
    with pytest.raises(ExportCancelledError):
        exporter.export(CSV, target, seen.append, lambda: len(seen) > after)
    assert siblings(target) == ["site"]
    assert recent_events(site.engine, 5) == ()


def test_counting_stops_when_nobody_waits_for_it(site, exporter):
    site.decide(0)
    with pytest.raises(ExportCancelledError):
        exporter.preview(ExportFilters(), lambda: True)


def test_what_a_killed_export_left_is_removed_by_the_next(site, exporter, tmp_path):
    left = tmp_path / ".out.4194999.part"
    left.mkdir()
    (left / "half.jpg").write_bytes(b"half")
    other = tmp_path / ".else.4194999.part"
    other.mkdir()
    site.decide(0)
    export(exporter, CSV, tmp_path / "out")
    assert siblings(tmp_path / "out") == [".else.4194999.part", "out", "site"]


def test_a_folder_with_something_in_it_is_left_alone(site, exporter, tmp_path):
    site.decide(0)
    target = tmp_path / "out"
    target.mkdir()
    export(exporter, CSV, target)
    before = sorted(target.rglob("*"))
    with pytest.raises(ExportFolderError, match="holds something already"):
        export(exporter, CSV, target)
    assert sorted(target.rglob("*")) == before


def test_a_folder_that_cannot_be_written_is_named(site, exporter):
    site.decide(0)
    with folder_for_everybody() as folder:
        folder.chmod(0o555)
        with as_ordinary_user(), pytest.raises(ExportFolderError, match="Permission denied"):
            exporter.export(CSV, folder / "out", lambda _: None, lambda: False)


def test_nothing_to_export_is_said_and_leaves_nothing(exporter, tmp_path):
    with pytest.raises(NothingToExportError):
        export(exporter, CSV, tmp_path / "out")
    assert siblings(tmp_path / "out") == ["site"]


def test_an_export_is_on_record_with_who_what_and_why(site, exporter, tmp_path):
    site.decide(0)
    export(exporter, CSV, tmp_path / "out")
    (event,) = recent_events(site.engine, 5)
    assert (event.kind, event.subject, event.done_by) == (EventKind.EXPORTED, "out", "Ravi Kumar")
    assert (event.detail, event.why) == ("1 labelled pictures (ocr-csv)", "a test")


@pytest.mark.parametrize("role", [Role.ATTENDANT, None])
def test_only_supervisors_export_and_see_what_there_is(site, labeller, tmp_path, role):
    site.decide(0)
    person = role and PersonRecord("Meera Iyer", role, is_active=True, created_at=NOW)
    exporter = make_exporter(site, labeller, Session(person))
    with pytest.raises(NotAllowedError):
        export(exporter, CSV, tmp_path / "out")
    with pytest.raises(NotAllowedError):
        exporter.preview(ExportFilters())
    assert siblings(tmp_path / "out") == ["site"]


def test_a_correction_of_another_length_is_cut_again_to_fit(site, exporter, tmp_path):
    """The plate is read whole; its first character is said not to be there."""
    scene = small_scene(0)
    site.decide(scene=scene, observed_plate="X", outcome=Outcome.CORRECTED)
    site.decide(scene=scene, resolved_plate="Q" * 12, outcome=Outcome.CORRECTED)
    both = ExportRequest((ExportFormat.CHARACTERS, ExportFormat.OCR_CSV))
    made = export(exporter, both, tmp_path / "out")
    fits, cannot = made.records
    assert "".join(one["text"] for one in fits["characters"]) == scene.text
    assert cannot["characters"] == []
    assert cannot["not_aligned"]
    assert cannot["files"]["characters"] == []
    assert len(cannot["files"]["ocr-csv"]) == 1
    assert made.counts.characters_from == {"none": 1, "read": 1}


def test_a_plate_that_is_not_found_again_keeps_its_stored_box(site, exporter, tmp_path):
    site.decide(0, plate_box_px=(20.0, 20.0, 100.0, 30.0))
    made = export(exporter, replace(CSV, formats=(ExportFormat.YOLO,)), tmp_path / "out")
    stored, beside = made.records[0]["plates"]
    assert stored["corners_from"] == "box"
    assert stored["box"] == [20.0, 20.0, 100.0, 30.0]
    assert (beside["decided"], beside["text"]) == (False, "")
