"""``python main.py export`` from the command line to files, faults included."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import main
from db.engine import open_engine
from db.people_records import EventKind
from db.records import Outcome
from db.site_events import recent_events
from tests.support import export_site
from tests.support.export_site import ExportSite


def run(*arguments: object) -> int:
    return main.main([str(argument) for argument in arguments])


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A site of today with a confirmed and a corrected decision."""
    monkeypatch.setattr(export_site, "NOW", datetime.now(UTC))
    folder = tmp_path / "data"
    engine = open_engine(folder)
    site = ExportSite(engine, folder)
    site.decide(0)
    site.decide(1, observed_plate="X1", outcome=Outcome.CORRECTED, lane_id="south")
    engine.dispose()
    return folder


def test_several_formats_are_exported_with_filters_and_a_reason(data, tmp_path, capsys):
    out = tmp_path / "out"
    arguments = ["--format", "ocr-csv", "--format", "yolo", "--only-corrected", "--lane", "south"]
    assert run("export", *arguments, "--why", "badges", out, "--data", data) == 0
    said = capsys.readouterr().out
    assert "1 pictures" in said
    assert "nothing in train and test: there are few plates" in said
    manifest = json.loads((out / "export.json").read_text(encoding="utf-8"))
    assert manifest["formats"] == {"ocr-csv": "ocr-csv", "yolo": "yolo"}
    assert manifest["filters"]["only_corrected"] is True
    assert manifest["created_by"].endswith("(command line)")
    assert (out / "yolo" / "data.yaml").is_file()
    engine = open_engine(data)
    (event,) = recent_events(engine, 5)
    engine.dispose()
    assert event.kind is EventKind.EXPORTED
    assert event.why == "badges"


def test_bystanders_are_blurred_and_labels_drawn_when_asked(data, tmp_path):
    out = tmp_path / "out"
    arguments = ["--format", "coco", "--blur", "plates", "--blur", "faces", "--annotated"]
    assert run("export", *arguments, out, "--data", data) == 0
    assert len(list((out / "annotated").rglob("*.jpg"))) == 2
    manifest = json.loads((out / "export.json").read_text(encoding="utf-8"))
    assert manifest["options"]["blur"] == ["faces", "plates"]


WRONG_WISHES = {
    "--format jpeg out": (2, "invalid choice: 'jpeg'"),
    "out": (2, "--format"),
    "--format yolo --since soon out": (2, "no day or time"),
    "--format yolo --confidence-below 9 out": (2, "number from 0 to 1"),
    "--format yolo --since 2026-03-02 --until 2026-03-01 out": (2, "before"),
    "--format yolo --lane nowhere out": (1, "no picture is left"),
}


@pytest.mark.parametrize("wish", WRONG_WISHES)
def test_a_wrong_wish_is_one_clear_line(tmp_path, capsys, wish):
    open_engine(tmp_path / "data").dispose()
    *options, out = wish.split()
    found: object
    try:
        found = run("export", *options, tmp_path / out, "--data", tmp_path / "data")
    except SystemExit as left:
        found = left.code
    code, words = WRONG_WISHES[wish]
    assert found == code
    assert words in capsys.readouterr().err.splitlines()[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_folder_that_is_no_site_stays_as_it_is(tmp_path, capsys):
    nowhere = tmp_path / "nowhere"
    assert run("export", "--format", "voc", tmp_path / "out", "--data", nowhere) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "holds no site" in line
    assert not nowhere.exists()
