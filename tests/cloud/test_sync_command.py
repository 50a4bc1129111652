"""``sync status`` and ``sync run`` against the emulator, and the table ``[firebase]``."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

import main
from console.settings import SettingsError, load_settings
from db.anchors import anchor_head
from db.audit import record_decision
from db.engine import open_engine
from db.queries import vehicle_by_plate
from db.records import VehicleRecord
from db.remote import Write
from tests.support.cloud import documents, put
from tests.support.decisions import make_decision


@pytest.fixture
def site(tmp_path, settings):
    """A site of its own data folder and settings, with three decisions from before."""
    folder = tmp_path / "site"
    engine = open_engine(folder)
    for number in range(1, 4):
        record_decision(engine, make_decision(number))
    anchor_head(engine)
    engine.dispose()
    written = tmp_path / "site.toml"
    written.write_text(
        f'[site]\ndata_folder = "{folder}"\n'
        f'[firebase]\nproject = "{settings.project}"\nsite = "{settings.site}"\n'
    )
    return written


def run(capsys, *arguments):
    code = main.main([str(one) for one in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_status_and_run_tell_what_waits_and_what_went(site, settings, capsys):
    put(settings, [Write("vehicles/1", {"plate": "KA01AB0001", "owner": "A. Driver"})])
    code, out, _ = run(capsys, "sync", "status", "--json", "--settings", site)
    assert (code, json.loads(out)) == (
        0,
        {
            "pending": 7,
            "parked": 0,
            "sent": 0,
            "last_success_at": None,
            "registry_age_s": None,
        },
    )
    code, out, _ = run(capsys, "sync", "run", "--json", "--settings", site)
    found = json.loads(out)
    # decisions and stays wait for a choice; the anchor, occupancy and health have gone
    assert (code, found["pending"], found["sent"]) == (0, 6, 3)
    assert documents(settings, "decisions") == ()
    assert len(documents(settings, "anchors")) == 1
    code, out, _ = run(capsys, "sync", "run", "--history", "all", "--json", "--settings", site)
    found = json.loads(out)
    assert (code, found["pending"], found["parked"]) == (0, 0, 0)
    assert datetime.fromisoformat(found["last_success_at"]).tzinfo is not None
    assert found["registry_age_s"] < 60
    assert len(documents(settings, "decisions")) == 3
    engine = open_engine(site.parent / "site")
    assert vehicle_by_plate(engine, "KA01AB0001") == VehicleRecord("KA01AB0001", owner="A. Driver")
    engine.dispose()


def test_history_that_is_not_wanted_stays_at_the_site(site, settings, capsys):
    code, out, _ = run(capsys, "sync", "run", "--history", "none", "--settings", site)
    assert code == 0
    assert out.startswith("0 waiting, 0 waiting for a choice of history, 0 refused, 3 sent")
    assert documents(settings, "decisions") == ()


def test_the_audit_is_compared_with_the_anchors_in_firestore(site, settings, capsys):
    assert run(capsys, "sync", "run", "--settings", site)[0] == 0
    code, out, err = run(capsys, "audit", "verify", "--settings", site)
    assert (code, err) == (1, err)  # the evidence of made-up decisions is not there
    assert "1 anchors" in out
    elsewhere = {
        "booth": "main",
        "chainId": "f" * 64,
        "sequence": 9,
        "hash": "0" * 64,
        "anchoredAt": datetime.now(UTC),
    }
    put(settings, [Write("anchors/main-9", elsewhere)])
    code, out, err = run(capsys, "audit", "verify", "--settings", site)
    assert code == 1
    assert "was anchored in another log" in err


def test_an_audit_that_cannot_reach_the_anchors_says_so(site, capsys, monkeypatch):
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:9")
    site.write_text(site.read_text() + "timeout_s = 1\n")
    _, _, err = run(capsys, "audit", "verify", "--settings", site)
    assert err.startswith("gatehouse: not compared with the anchors in Firebase: ")


def test_a_run_that_reaches_nothing_fails_with_the_reason(site, capsys, monkeypatch):
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", "127.0.0.1:9")
    site.write_text(site.read_text() + "timeout_s = 1\n")
    code, out, err = run(capsys, "sync", "run", "--limit", "3", "--settings", site)
    assert code == 1
    assert "0 sent" in out
    assert err.startswith("gatehouse: not done after 3 s: ")


def test_a_site_that_is_not_connected_is_told_how_to_be(tmp_path, capsys):
    open_engine(tmp_path).dispose()
    code, out, _ = run(capsys, "sync", "status", "--data", tmp_path)
    assert (code, out.split(";")[0].split(",")[0]) == (0, "0 waiting")
    code, _, err = run(capsys, "sync", "run", "--data", tmp_path)
    assert code == 1
    assert "firebase.account_file" in err


@pytest.mark.parametrize("choice", ["some", "-1", "1.5"])
def test_a_choice_of_history_that_is_none_is_wrong_usage(site, capsys, choice):
    code, _, err = run(capsys, "sync", "run", f"--history={choice}", "--settings", site)
    assert (code, choice in err) == (2, True)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ('account_file = "key.json"', "firebase.site"),
        ('project = "p"\nsite = "a/b"', "firebase.site"),
        ('project = "p"\nsite = "a"\nnotices = "yes"', "firebase.notices"),
        ('project = "p"\nsite = "a"\nhistory = "some"', "firebase.history"),
        ('project = "p"\nsite = "a"\nkey = "x"', "firebase.key"),
    ],
)
def test_settings_of_firebase_that_make_no_sense_are_named(tmp_path, lines, problem):
    path = tmp_path / "site.toml"
    path.write_text(f"[firebase]\n{lines}\n")
    with pytest.raises(SettingsError, match=problem):
        load_settings(path)


def test_the_account_is_named_from_the_folder_of_the_settings(tmp_path):
    path = tmp_path / "site.toml"
    path.write_text('[firebase]\naccount_file = "key.json"\nsite = "north"\n')
    found = load_settings(path).firebase
    assert found is not None
    assert (found.account_file, found.ask_history) == (tmp_path / "key.json", True)
    path.write_text("[site]\n")
    assert load_settings(path).firebase is None
