"""Puts the agent on a Raspberry Pi: ``sudo python3 -m pi_bridge.install`` in the unpacked source.

It sets up ``/opt/gatehouse-agent``, the service and the command ``gatehouse-agent``. Needs
nothing but Python, so it runs before anything is installed. Installing again is updating;
configuration, certificate and keys stay, also when it is uninstalled.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
TARGET = Path("/opt/gatehouse-agent")
CONFIG = Path("/etc/gatehouse-agent.toml")
UNIT = Path("/etc/systemd/system/gatehouse-agent.service")
USER = "gatehouse-agent"
COMMAND = Path("/usr/local/bin/gatehouse-agent")
COMMAND_TEXT = f"""\
#!/bin/sh
# As the agent's own user, so that the agent can read what the command writes.
cd {TARGET} && exec runuser -u {USER} -- venv/bin/python -m pi_bridge.agent --config {CONFIG} "$@"
"""

DEBIAN_PACKAGES = ("python3-venv", "libgl1", "libglib2.0-0")
CAMERA_PACKAGE = "python3-picamera2"
FIRST_CONFIG = """\
# All keys are explained in /opt/gatehouse-agent/docs/pi.md.
[agent]
lane = "north"

[camera]
source = "picamera2"

# [barrier]
# kind = "gpio"
# open_pin = 17
"""


class InstallError(Exception):
    """The agent cannot be installed; the message says why."""


def agent_requirements(pyproject: Path) -> tuple[str, ...]:
    """Return what the extra ``pi`` names: the agent's libraries without the console's."""
    content = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    return tuple(content["project"]["optional-dependencies"]["pi"])


def install(target: Path = TARGET) -> None:
    """Install or update the agent and start it.

    Raises:
        InstallError: a step failed.
    """
    _run("apt-get", "update", "-q")
    _run("apt-get", "install", "-y", "-q", "--no-install-recommends", *DEBIAN_PACKAGES)
    if _is_pi_os():
        _run("apt-get", "install", "-y", "-q", "--no-install-recommends", CAMERA_PACKAGE)
    _add_user()
    copy_agent(SOURCE, target)
    python = target / "venv" / "bin" / "python"
    if not python.is_file():
        # Picamera2 is a package of the system and is not to be had in any other way.
        _run(sys.executable, "-m", "venv", "--system-site-packages", str(target / "venv"))
    _run(str(python), "-m", "pip", "install", "-q", *agent_requirements(SOURCE / "pyproject.toml"))
    if not CONFIG.exists():
        CONFIG.write_text(FIRST_CONFIG, encoding="utf-8")
    shutil.chown(CONFIG, "root", USER)
    CONFIG.chmod(0o640)  # it may hold the password of a camera
    COMMAND.write_text(COMMAND_TEXT, encoding="utf-8")
    COMMAND.chmod(0o755)
    shutil.copyfile(target / "pi_bridge" / "agent" / "gatehouse-agent.service", UNIT)
    _run("systemctl", "daemon-reload")
    _run("systemctl", "enable", "gatehouse-agent")
    _run("systemctl", "restart", "gatehouse-agent")


def copy_agent(source: Path, target: Path) -> None:
    """Copy what the agent consists of, in place of an earlier version."""
    target.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh = target / "pi_bridge.new"
    shutil.rmtree(fresh, ignore_errors=True)
    unwanted = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(source / "pi_bridge", fresh, ignore=unwanted)
    shutil.rmtree(target / "pi_bridge", ignore_errors=True)
    fresh.rename(target / "pi_bridge")
    (target / "docs").mkdir(exist_ok=True)
    shutil.copyfile(source / "docs" / "pi.md", target / "docs" / "pi.md")


def uninstall(target: Path = TARGET) -> None:
    """Stop and remove the agent; configuration and keys stay.

    Raises:
        InstallError: a step failed.
    """
    if UNIT.exists():
        _run("systemctl", "disable", "--now", "gatehouse-agent")
        UNIT.unlink()
        _run("systemctl", "daemon-reload")
    COMMAND.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)


def _add_user() -> None:
    known = subprocess.run(["id", USER], capture_output=True, check=False).returncode == 0
    if not known:
        _run("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER)


def _is_pi_os() -> bool:
    model = Path("/proc/device-tree/model")
    return model.is_file() and b"Raspberry Pi" in model.read_bytes()


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise InstallError(f"{' '.join(command[:3])} failed: {error}") from error


def main() -> int:
    """Install, update or uninstall; one line on standard error says what went wrong."""
    parser = argparse.ArgumentParser(prog="pi_bridge.install", description=__doc__)
    parser.add_argument("--uninstall", action="store_true", help="stop and remove the agent")
    arguments = parser.parse_args()
    if os.geteuid() != 0:
        sys.stderr.write("install: wants to be root: sudo python3 -m pi_bridge.install\n")
        return 2
    try:
        uninstall() if arguments.uninstall else install()
    except (InstallError, OSError) as error:
        sys.stderr.write(f"install: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
