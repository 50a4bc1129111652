"""``slots``: a site without Firebase makes its places to park itself."""

from __future__ import annotations

import main
from db.audit import record_decision
from db.engine import open_engine
from db.parking import assign_slot, vehicles_inside
from db.people_records import EventKind, SiteEvent
from db.site_events import recent_events
from tests.support.decisions import NOON, make_decision


def run(*arguments: object) -> int:
    return main.main([str(argument) for argument in arguments])


def test_slots_are_imported_listed_changed_and_removed_on_record(tmp_path, capsys):
    source, data = tmp_path / "slots.csv", ("--data", tmp_path / "site")
    source.write_text("name;note;usable\nB 1;roof;\nA1;;no\n")
    assert run("slots", "import", source, "--why", "painted anew", *data) == 0
    assert "2 added, 0 changed" in capsys.readouterr().out
    source.write_text("name\nA1\nC1\n")
    assert run("slots", "import", source, *data) == 0
    assert run("slots", "remove", "C1", *data) == 0
    capsys.readouterr()
    assert run("slots", "list", *data) == 0
    assert capsys.readouterr().out == "A1\nB 1\t\troof\n"
    engine = open_engine(tmp_path / "site")
    removed, _, imported = recent_events(engine, 10)
    engine.dispose()
    assert (removed.kind, removed.subject, removed.detail) == (
        EventKind.SLOTS_CHANGED,
        "C1",
        "removed",
    )
    assert (imported.subject, imported.why) == ("slots.csv", "painted anew")
    assert imported.done_by.endswith("at the command line")


def test_what_cannot_be_done_is_one_line_and_changes_nothing(tmp_path, capsys):
    data = ("--data", tmp_path / "site")
    engine = open_engine(tmp_path / "site")
    record_decision(engine, make_decision(1))
    source = tmp_path / "slots.csv"
    source.write_text("name\nA1\n")
    assert run("slots", "import", source, *data) == 0
    (stay,) = vehicles_inside(engine)
    event = SiteEvent(EventKind.PARKING_CORRECTED, stay.plate, "Asha", NOON)
    assign_slot(engine, stay.session_id, "A1", event=event)
    for contents, problem in (
        ("name\nA1\n\nA1\n", "line 4: 'A1' stands in the file twice"),
        ("name,usable\nA2,maybe\n", "line 2: usable is yes or no, not 'maybe'"),
        ("name\n" + "x" * 21 + "\n", "line 2: a name is 1 to 20 characters"),
        ("plate\nA2\n", "has no column 'name'"),
    ):
        source.write_text(contents)
        capsys.readouterr()
        assert run("slots", "import", source, *data) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert problem in line
    assert run("slots", "remove", "A1", *data) == 1
    assert f"{stay.plate} stands there" in capsys.readouterr().err
    assert run("slots", "remove", "A2", *data) == 1
    assert run("slots", "list", "A1", *data) == 2
    capsys.readouterr()
    assert run("slots", "list", *data) == 0
    assert capsys.readouterr().out == "A1\n"
    engine.dispose()
