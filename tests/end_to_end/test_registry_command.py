from __future__ import annotations

import csv

import main
from db.engine import open_engine
from db.evidence import EvidenceFolder
from db.people_records import EventKind
from db.site_events import recent_events
from db.verify import verify


def run(*arguments: object) -> int:
    return main.main([str(argument) for argument in arguments])


def test_vehicles_survive_import_and_export(capsys, tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("plate,kind,owner\nka 01-ab 1234,allow,A. Rao\nDL8CAF5031,block,\n")
    assert run("registry", "import", source, "--data", tmp_path / "site") == 0
    assert "2 added" in capsys.readouterr().out
    assert run("registry", "export", target, "--data", tmp_path / "site") == 0
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["plate"], row["kind"], row["owner"]) for row in rows} == {
        ("KA01AB1234", "allow", "A. Rao"),
        ("DL8CAF5031", "block", ""),
    }


def test_a_plate_that_stands_twice_is_refused_and_nothing_is_applied(capsys, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("plate\nKA01AB1234\nMH12DE1433\nka-01-ab-1234\n")
    assert run("registry", "import", source, "--data", tmp_path / "site") == 1
    assert "line 4" in capsys.readouterr().err
    assert run("registry", "export", tmp_path / "out.csv", "--data", tmp_path / "site") == 0
    assert "0 vehicles" in capsys.readouterr().out


def test_a_missing_file_is_one_line_and_code_1(capsys, tmp_path):
    missing = tmp_path / "nowhere.csv"
    assert run("registry", "import", missing, "--data", tmp_path / "site") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "nowhere.csv" in line


def test_a_data_folder_that_is_a_file_is_refused_by_name(capsys, tmp_path):
    (tmp_path / "site").write_text("")
    (tmp_path / "in.csv").write_text("plate\nKA01AB1234\n")
    assert run("registry", "import", tmp_path / "in.csv", "--data", tmp_path / "site") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "site" in line


def test_who_imported_and_exported_and_why_is_an_event_of_the_log(tmp_path, monkeypatch):
    monkeypatch.setenv("LOGNAME", "asha")
    source, site = tmp_path / "in.csv", tmp_path / "site"
    source.write_text("plate,kind\nKA01AB1234,allow\nDL8CAF5031,block\nnot a plate!,allow\n")
    assert run("registry", "import", source, "--data", site) == 1  # nothing was changed
    why = ("--why", "list of the new tenants")
    assert run("registry", "import", source, "--skip-refused", *why, "--data", site) == 1
    assert run("registry", "export", tmp_path / "out.csv", "--data", site) == 0
    engine = open_engine(site)
    exported, imported = recent_events(engine, 10)
    assert verify(engine, EvidenceFolder(site / "evidence")).ok
    engine.dispose()
    assert (imported.kind, imported.subject) == (EventKind.VEHICLES_IMPORTED, "in.csv")
    assert imported.done_by == "asha at the command line"
    assert (imported.why, imported.detail) == (why[1], "2 added, 0 changed, 1 lines refused")
    assert (exported.kind, exported.detail) == (EventKind.EXPORTED, "2 vehicles")
