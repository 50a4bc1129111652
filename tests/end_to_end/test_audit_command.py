"""``audit verify`` and ``audit export``, and the verifier that needs only the exported file."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import main
from db.anchors import anchor_head
from db.audit import record_decision
from db.engine import DATABASE_NAME, open_engine
from db.evidence import EvidenceFolder
from db.site_events import recent_events
from tests.support.decisions import NOON, make_decision, make_jpeg

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(tmp_path):
    """A site with three decisions, their pictures and one anchor."""
    folder = tmp_path / "site"
    engine = open_engine(folder)
    evidence = EvidenceFolder(folder / "evidence")
    for number in range(1, 4):
        saved = evidence.save(make_jpeg(number), "north-1", number, NOON)
        record_decision(engine, make_decision(number, evidence=saved))
    anchor_head(engine)
    engine.dispose()
    return folder


def change_a_plate(folder):
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection, connection:
        connection.execute("DROP TRIGGER decisions_refuse_update")
        connection.execute("UPDATE decisions SET resolved_plate = 'X' WHERE sequence = 2")


def run_verifier(file, *arguments):
    verifier = file.with_name("verify_audit.py")
    return subprocess.run(
        [sys.executable, "-I", "-S", str(verifier), str(file), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=file.parent,
    )


def test_verify_says_that_a_log_is_whole(site, capsys):
    assert main.main(["audit", "verify", "--json", "--data", str(site)]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "events": 3,
        "evidence_files": 3,
        "anchors": 1,
        "first_fault": None,
    }


def test_verify_names_the_first_broken_row_and_fails(site, capsys):
    change_a_plate(site)
    assert main.main(["audit", "verify", "--json", "--data", str(site)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert found["first_fault"].startswith("booth main, event 2: ")
    assert main.main(["audit", "verify", "--data", str(site)]) == 1
    said = capsys.readouterr()
    assert "event 2" in said.err
    assert "THE LOG IS BROKEN" in said.out


def test_verify_shows_a_bar_on_a_terminal(site):
    ours, theirs = pty.openpty()
    ended = subprocess.run(
        [sys.executable, "main.py", "audit", "verify", "--data", str(site)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
        cwd=ROOT,
    )
    os.close(theirs)
    drawn = os.read(ours, 10_000).decode()
    os.close(ours)
    assert ended.returncode == 0
    assert "[" + "#" * 40 + "] 6/6 events and pictures" in drawn


def test_a_folder_without_a_store_is_named(tmp_path, capsys):
    for action in (["verify"], ["export", str(tmp_path / "log.jsonl")]):
        assert main.main(["audit", *action, "--data", str(tmp_path / "none")]) == 1
        assert "there is no such database" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_export_wants_a_file_and_verify_none(site, capsys):
    assert main.main(["audit", "export", "--data", str(site)]) == 2
    assert main.main(["audit", "verify", "x", "--data", str(site)]) == 2
    assert "wants a file" in capsys.readouterr().err


def test_an_exported_log_is_checked_with_the_file_alone(site, tmp_path, capsys):
    file = tmp_path / "out" / "log.jsonl"
    file.parent.mkdir()
    assert main.main(["audit", "export", str(file), "--json", "--data", str(site)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["events"]) == (str(file), 4)
    engine = open_engine(site)
    assert [act.detail for act in recent_events(engine, 5)] == ["the audit log"]
    engine.dispose()
    evidence = str(site / "evidence")
    head = told["heads"]["main"]
    anchor = f"main:{head['sequence']}:{head['hash']}"
    checked = run_verifier(file, "--evidence", evidence, "--anchor", anchor)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "4 events, 3 pictures: whole" in checked.stdout


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("KA01AB0002", "KA01AB0009", "event 2: its plates, characters or words were changed"),
        ('\\"decided_by\\":\\"policy\\"', '\\"decided_by\\":\\"Meera\\"', "event 1: was changed"),
        ('"events":4', '"events":5', "4 events, and there were 5"),
    ],
)
def test_the_verifier_names_what_was_changed_in_the_file(site, tmp_path, old, new, words):
    file = tmp_path / "log.jsonl"
    assert main.main(["audit", "export", str(file), "--data", str(site)]) == 0
    contents = file.read_text()
    assert old in contents
    file.write_text(contents.replace(old, new))
    checked = run_verifier(file)
    assert checked.returncode == 1
    assert words in checked.stderr


def test_the_verifier_misses_lines_and_an_anchored_end(site, tmp_path):
    file = tmp_path / "log.jsonl"
    assert main.main(["audit", "export", str(file), "--data", str(site)]) == 0
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:2] + lines[3:]))
    assert "event 2: is missing" in run_verifier(file).stderr
    file.write_text("".join(lines[:-1]))
    checked = run_verifier(file)
    assert (checked.returncode, "cut off" in checked.stderr) == (2, True)
    file.write_text("".join(lines))
    checked = run_verifier(file, "--anchor", f"main:9:{'0' * 64}")
    assert "event 9: was anchored, and is missing" in checked.stderr


@pytest.mark.parametrize(
    ("change", "event"),
    [
        ("", None),
        ("UPDATE decisions SET lane_id = 'x' WHERE sequence = 2", 2),
        ("UPDATE decisions SET direction = 'away' WHERE sequence = 3", 3),
        ("UPDATE decisions SET confidence = 1.0 WHERE sequence = 1", 1),
        ("UPDATE decisions SET note = 'let him in' WHERE sequence = 3", 3),
        ("UPDATE evidence SET sha256 = 'x' WHERE id = 2", 2),
        ("UPDATE audit_events SET hash = event_id WHERE sequence = 2", 2),
        ("UPDATE audit_events SET monotonic_ns = 1 WHERE sequence = 3", 3),
        ("DELETE FROM audit_events WHERE sequence = 2", 2),
    ],
)
def test_the_verifier_of_the_file_and_that_of_the_store_name_the_same_event(
    site, tmp_path, capsys, change, event
):
    if change:
        with closing(sqlite3.connect(site / DATABASE_NAME)) as connection, connection:
            names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%refuse%'"
            for (name,) in connection.execute(names).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            assert connection.execute(change).rowcount == 1
    file = tmp_path / "log.jsonl"
    assert main.main(["audit", "export", str(file), "--data", str(site)]) == 0
    capsys.readouterr()
    code = main.main(["audit", "verify", "--json", "--data", str(site)])
    found = json.loads(capsys.readouterr().out)
    checked = run_verifier(file)
    assert (code, checked.returncode) == (int(event is not None),) * 2
    if event is not None:
        first = checked.stderr.splitlines()[0]
        for told in (found["first_fault"], first):
            assert f"event {event}: " in told
