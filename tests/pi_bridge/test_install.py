from __future__ import annotations

import configparser
import os
import pwd
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pi_bridge import install
from pi_bridge.agent.config import load_agent_settings
from pi_bridge.client.barrier import BarrierClient, CommandOutcome
from pi_bridge.client.latest import LatestSlot
from pi_bridge.client.reader import CameraReader
from pi_bridge.client.types import CameraFrame
from pi_bridge.install import (
    COMMAND_TEXT,
    CONFIG,
    FIRST_CONFIG,
    TARGET,
    USER,
    agent_requirements,
    copy_agent,
)
from tests.support.agent_process import SupervisedAgent
from tests.support.waiting import wait_until

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


def test_the_service_may_call_the_kernel_as_services_do_and_reach_its_devices(unit):
    service = unit["Service"]
    assert service["SystemCallFilter"] == "@system-service"
    assert service["SystemCallErrorNumber"] == "EPERM"  # a driver's odd call must not kill it
    assert service["SystemCallArchitectures"] == "native"
    # Each of these makes systemd refuse all devices that are not listed: camera and pins.
    assert not {"ProtectClock", "DeviceAllow", "DevicePolicy", "PrivateDevices"} & set(service)


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None or shutil.which("strace") is None,
    reason="no systemd-analyze or no strace here",
)
def test_a_working_agent_calls_the_kernel_for_nothing_that_its_service_forbids(tmp_path, unit):
    counts = tmp_path / "calls"
    trace = ("strace", "-D", "-f", "-qq", "-c", "-o", str(counts))
    agent = SupervisedAgent(tmp_path, trace)
    try:
        pairing = agent.pair()
        slot: LatestSlot[CameraFrame] = LatestSlot()
        with CameraReader("north", agent.url + "/stream.mjpg", [slot], pairing=pairing):
            assert slot.take(timeout_s=30) is not None
        in_time_ns = time.monotonic_ns() + 20 * 10**9
        client = BarrierClient(agent.url, timeout_s=20, pairing=pairing)
        assert client.open(in_time_ns).outcome is CommandOutcome.DONE
    finally:
        agent.stop()
    wait_until(lambda: counts.read_text().rstrip().endswith("total"), timeout_s=20)
    rows = [line.split() for line in counts.read_text().splitlines()]
    used = {row[-1] for row in rows if len(row) in {5, 6} and row[0][0].isdigit()}
    assert {"accept4", "recvfrom", "openat"} <= used
    assert used - allowed_calls(unit["Service"]["SystemCallFilter"]) - {"total"} == set()


def allowed_calls(name: str) -> set[str]:
    """The system calls of a set of systemd, those of the sets in it among them."""
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
    )
    lines = {line.strip() for line in told.stdout.splitlines()[1:]} - {""}
    calls = {line for line in lines if line[0].isalnum()}
    return calls.union(*(allowed_calls(line) for line in lines if line[0] == "@"))


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


class Machine:
    """A machine to install on: its folders, and the commands that were run, which do nothing."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.target = folder / "opt"
        self.config, self.unit, self.command = (folder / name for name in ("toml", "unit", "cmd"))
        self._told = folder / "told"
        commands = folder / "bin"
        commands.mkdir()
        for name in ("apt-get", "systemctl", "useradd", "python"):
            script = f'#!/bin/sh\necho {name} "$@" >> {self._told}\n'
            if name == "python":  # as far as "python -m venv FOLDER" makes one
                script += (
                    f'[ "$2" = venv ] && mkdir -p "$4/bin" && cp {commands}/python "$4/bin/"\n'
                )
                script += "exit 0\n"
            (commands / name).write_text(script)
            (commands / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{commands}:/usr/bin:/bin")
        monkeypatch.setattr(sys, "executable", str(commands / "python"))
        me = pwd.getpwuid(os.getuid()).pw_name
        for name, value in (
            ("CONFIG", self.config),
            ("UNIT", self.unit),
            ("COMMAND", self.command),
            ("USER", me),
        ):
            monkeypatch.setattr(install, name, value)

    def told(self) -> list[str]:
        """The commands since the last call."""
        lines = self._told.read_text().splitlines()
        self._told.write_text("")
        return lines


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="only root installs")
def test_one_command_installs_updates_and_uninstalls_and_keeps_what_was_set(tmp_path, monkeypatch):
    machine = Machine(tmp_path, monkeypatch)
    install.install(machine.target)
    told = machine.told()
    assert [line.split(" -")[0].split(" ")[0] for line in told] == [
        *("apt-get", "apt-get", "python", "python", "systemctl", "systemctl", "systemctl"),
    ]
    assert "gpiozero" in told[3]
    assert told[-1] == "systemctl restart gatehouse-agent"
    assert machine.config.read_text() == FIRST_CONFIG
    assert stat.S_IMODE(machine.config.stat().st_mode) == 0o640
    assert "NotifyAccess=main" in machine.unit.read_text()
    assert os.access(machine.command, os.X_OK)
    machine.config.write_text("# mine\n")
    (machine.target / "pi_bridge" / "of_an_older_version.py").write_text("")
    install.install(machine.target)
    assert "restart" in machine.told()[-1]
    assert machine.config.read_text() == "# mine\n"
    assert not (machine.target / "pi_bridge" / "of_an_older_version.py").exists()
    install.uninstall(machine.target)
    assert machine.told() == [
        "systemctl disable --now gatehouse-agent",
        "systemctl daemon-reload",
    ]
    left = {path.name for path in (machine.target, machine.unit, machine.command) if path.exists()}
    assert left == set()
    assert machine.config.read_text() == "# mine\n"


def test_a_step_of_the_installation_that_fails_is_named(tmp_path, monkeypatch):
    machine = Machine(tmp_path, monkeypatch)
    (tmp_path / "bin" / "apt-get").write_text("#!/bin/sh\nexit 100\n")
    with pytest.raises(install.InstallError, match="apt-get update -q failed"):
        install.install(machine.target)
