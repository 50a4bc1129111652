"""``lane-test`` with the shipped weights, against a lane served as a Pi would."""

from __future__ import annotations

import json

import pytest

import main
from console.gate.lane_test import Advice, Aspect, Finding
from console.ui.lane_test_words import advice_words, aspect_words, measure_words
from pi_bridge.agent.server import AgentServer
from tests.support.lane_pictures import StandingVehicle, scene, turned

SETTINGS = """
[[lanes]]
id = "north"
name = "North"
camera = "{url}"
"""


@pytest.fixture
def run(tmp_path, capfd):
    def run(pixels, *arguments: str) -> tuple[int, str, str]:
        with AgentServer("north", StandingVehicle(pixels)) as agent:
            settings = tmp_path / "site.toml"
            settings.write_text(SETTINGS.format(url=agent.stream_url))
            code = main.main(
                ["lane-test", "--settings", str(settings), "--data", str(tmp_path), *arguments]
            )
        told = capfd.readouterr()
        return code, told.out, told.err

    return run


def test_a_lane_that_shows_plates_well_passes(run):
    code, out, _ = run(scene(), "north", "--seconds", "3", "--json")
    report = json.loads(out)
    assert code == 0, report
    assert report["good"]
    assert report["lane"] == "north"
    assert report["plates"] >= 5
    assert [one["aspect"] for one in report["findings"]] == [one.value for one in Aspect]


def test_a_camera_that_was_mounted_askew_is_told_by_how_much(run):
    code, out, _ = run(turned(scene(), 9), "north", "--seconds", "3")
    assert code == 1
    assert "MOVE  Tilt: +" in out
    assert "Turn the camera clockwise, seen from behind it, by" in out


def test_a_lane_that_is_not_there_is_one_line(run):
    code, out, err = run(scene(), "south")
    assert (code, out) == (1, "")
    assert "lane south: not in the settings; there are north" in err


def test_a_camera_that_is_away_is_not_a_lane_without_vehicles(run, monkeypatch):
    monkeypatch.setattr("console.lane_test._FIRST_PICTURE_S", 1.5)
    code, out, err = run(scene(), "http://user:secret@127.0.0.1:9/stream")
    assert (code, out) == (1, "")
    assert "127.0.0.1: camera refuses the connection" in err
    assert "secret" not in err


def test_every_finding_has_words():
    for aspect in Aspect:
        assert aspect_words(aspect)
        for advice in Advice:
            finding = Finding(aspect, 0.5, 5.0, advice)
            assert measure_words(finding)
            assert bool(advice_words(finding)) is not finding.is_good
