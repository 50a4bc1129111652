"""``models`` and ``retrain`` from the command line: what they do, say and refuse."""

import pytest

import main
from db.engine import open_engine
from db.people_records import EventKind
from db.site_events import recent_events
from tests.support.model_sets import WORSE, add_set, shelf_in

GOOD, BAD = "20261125-aaaaaaaa", "20261124-bbbbbbbb"


@pytest.fixture
def site(tmp_path):
    """The data folder of a site with a good candidate and a worse one."""
    open_engine(tmp_path).dispose()
    shelf = shelf_in(tmp_path)
    add_set(shelf, GOOD)
    add_set(shelf, BAD, WORSE)
    return tmp_path


def models(capsys, site, *arguments):
    code = main.main(["models", "--data", str(site), *arguments])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


def test_sets_are_listed_with_what_speaks_against_them(capsys, site):
    code, lines, _ = models(capsys, site, "list")
    assert code == 0
    assert lines[0].startswith(f"{GOOD}  candidate, 54 instead of 41 of 60 held back")
    assert lines[1].startswith(f"{BAD}  refused")
    assert "worse on night" in lines[2]
    assert lines[3] == "shipped  in use"


def test_a_candidate_is_promoted_and_taken_back_on_record(capsys, site):
    code, lines, _ = models(capsys, site, "promote", GOOD, "--why", "reads our plates")
    assert (code, lines) == (0, [f"{GOOD} is in use"])
    assert shelf_in(site).choice().version == GOOD
    code, lines, _ = models(capsys, site, "roll-back")
    assert (code, lines) == (0, ["shipped is in use"])
    engine = open_engine(site)
    back, promoted = recent_events(engine, 2)
    engine.dispose()
    assert (promoted.kind, back.kind) == (
        EventKind.MODELS_PROMOTED,
        EventKind.MODELS_ROLLED_BACK,
    )
    assert promoted.done_by.endswith("(command line)")


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["promote", BAD], (1, "worse on night")),
        (["promote", "20261231-cccccccc"], (1, "cannot be read")),
        (["promote", "../weights"], (1, "is not the name of a set")),
        (["promote"], (2, "promote VERSION")),
        (["roll-back", GOOD], (2, "promote VERSION")),
    ],
)
def test_what_is_refused_says_why_in_one_line(capsys, site, caplog, arguments, answer):
    code, lines, errors = models(capsys, site, *arguments)
    assert (code, lines, len(errors)) == (answer[0], [], 1)
    assert answer[1] in errors[0]
    assert shelf_in(site).choice().version == "shipped"
    caplog.clear()


def test_a_folder_without_a_site_is_named(capsys, tmp_path):
    code, _, (error,) = models(capsys, tmp_path / "nowhere", "list")
    assert code == 1
    assert "nowhere: holds no site" in error


def test_retrain_names_a_folder_that_is_missing(capsys, tmp_path):
    assert main.main(["retrain", "--data", str(tmp_path), str(tmp_path / "none")]) == 2
    assert "none: no such folder" in capsys.readouterr().err


def test_retrain_says_what_is_wrong_with_an_export(capfd, tmp_path):
    (tmp_path / "export").mkdir()
    code = main.main(["retrain", "--data", str(tmp_path), str(tmp_path / "export")])
    error = capfd.readouterr().err.splitlines()[-1]
    path = tmp_path / "export" / "export.json"
    assert code == 1
    assert error == f"gatehouse: {path}: cannot be read (No such file or directory)"
