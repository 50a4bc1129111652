from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pi_bridge.agent.config import load_agent_settings
from pi_bridge.install import (
    COMMAND_TEXT,
    CONFIG,
    FIRST_CONFIG,
    TARGET,
    USER,
    agent_requirements,
    copy_agent,
)

ROOT = Path(__file__).resolve().parents[2]


def test_the_agent_alone_runs_from_what_is_copied(tmp_path):
    target = tmp_path / "agent"
    for _ in range(2):  # installing again is updating
        copy_agent(ROOT, target)
    (tmp_path / "agent.toml").write_text(FIRST_CONFIG)
    ended = subprocess.run(
        [sys.executable, "-m", "pi_bridge.agent", "--config", tmp_path / "agent.toml", "check"],
        cwd=target,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout == "lane north, PiCamera, barrier none, port 8443\n"
    assert {path.name for path in target.iterdir()} == {"pi_bridge", "docs"}


def test_the_first_configuration_is_a_whole_one(tmp_path):
    (tmp_path / "agent.toml").write_text(FIRST_CONFIG)
    assert load_agent_settings(tmp_path / "agent.toml").lane_id == "north"


@pytest.fixture
def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(ROOT / "pi_bridge" / "agent" / "gatehouse-agent.service")
    return parser


def test_the_service_starts_what_is_installed_as_the_user_that_is_made(unit):
    service = unit["Service"]
    assert service["User"] == USER
    assert service["ExecStart"].startswith(f"{TARGET}/venv/bin/python -m pi_bridge.agent")
    assert str(CONFIG) in service["ExecStart"]
    assert service["ExecStopPost"].endswith("release")
    assert (service["Type"], service["Restart"]) == ("notify", "always")
    assert USER in COMMAND_TEXT


def test_an_agent_that_hangs_or_dies_is_ended_within_seconds_and_comes_back_for_ever(unit):
    service = unit["Service"]
    assert int(service["WatchdogSec"]) + int(service["TimeoutAbortSec"]) <= 7
    assert service["NotifyAccess"] == "main"
    assert int(service["RestartSec"]) <= 2
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"  # months of power cuts must not add up
    # Whatever ended it: the relays that it may have left closed are released.
    assert service["ExecStopPost"].removesuffix(" release") == service["ExecStart"]


def test_the_service_may_do_little(unit):
    service = unit["Service"]
    assert service["User"] not in {"", "root"}
    assert set(service["SupplementaryGroups"].split()) == {"video", "gpio"}
    assert service["CapabilityBoundingSet"] == ""
    assert service["ProtectSystem"] == "strict"
    assert service["StateDirectoryMode"] == "0700"
    for option in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "RestrictSUIDSGID"):
        assert service[option] == "yes"
    assert "PrivateDevices" not in service  # camera and pins are devices


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_knows_every_option_of_the_service(tmp_path):
    path = tmp_path / "gatehouse-agent.service"
    text = (ROOT / "pi_bridge" / "agent" / path.name).read_text()
    path.write_text(text.replace(f"{TARGET}/venv/bin/python", sys.executable))
    checked = subprocess.run(
        ["systemd-analyze", "verify", path], capture_output=True, text=True, check=False
    )
    assert [line for line in checked.stderr.splitlines() if path.name in line] == []


def test_the_agent_needs_nothing_of_the_console():
    names = {
        one.split(";")[0].split("<")[0].strip()
        for one in agent_requirements(ROOT / "pyproject.toml")
    }
    assert "gpiozero" in names
    assert not names & {"PySide6-Essentials", "tensorflow", "sqlalchemy", "firebase-admin"}
