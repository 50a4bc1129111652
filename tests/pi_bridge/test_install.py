from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

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


def test_the_service_starts_what_is_installed_as_the_user_that_is_made():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(ROOT / "pi_bridge" / "agent" / "gatehouse-agent.service")
    service = unit["Service"]
    assert service["User"] == USER
    assert service["ExecStart"].startswith(f"{TARGET}/venv/bin/python -m pi_bridge.agent")
    assert str(CONFIG) in service["ExecStart"]
    assert service["ExecStopPost"].endswith("release")
    assert (service["Type"], service["Restart"]) == ("notify", "always")
    assert USER in COMMAND_TEXT


def test_the_agent_needs_nothing_of_the_console():
    names = {
        one.split(";")[0].split("<")[0].strip()
        for one in agent_requirements(ROOT / "pyproject.toml")
    }
    assert "gpiozero" in names
    assert not names & {"PySide6-Essentials", "tensorflow", "sqlalchemy", "firebase-admin"}
