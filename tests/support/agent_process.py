"""The agent as a process of its own, paired, killed, frozen and started again."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from pi_bridge.client.pairing import Pairing, pair_with_agent

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """
[agent]
lane = "north"
host = "127.0.0.1"
port = {port}
state_folder = "state"
advertise = false
[camera]
source = "simulator"
[motion]
enabled = false
[barrier]
kind = "simulated"
"""
RESTART_S = 2.0
"""What the service manager waits before it starts a dead agent again (RestartSec of the unit)."""


class SupervisedAgent:
    """Runs in ``folder`` on one port for as long as it lives; ``log`` is what it says.

    ``under`` is a command that runs it.
    """

    def __init__(self, folder: Path, under: tuple[str, ...] = ()) -> None:
        self._under = under
        self._config = folder / "agent.toml"
        self._config.write_text(CONFIG.format(port=0))
        self.log = folder / "log"
        self.log.touch()
        self._process = self._start()
        self.url = self._told_url()
        self._config.write_text(CONFIG.format(port=self.url.rpartition(":")[2]))

    def pair(self) -> Pairing:
        told = subprocess.run(
            [*self._command(), "pair"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return pair_with_agent(self.url, told.stdout.rpartition(": ")[2].strip(), "Site", 20)

    def kill_and_restart(self) -> None:
        """Kill it as nothing it could see coming, and start it again as its service would."""
        self._process.kill()
        self._process.wait(20)
        time.sleep(RESTART_S)
        self._process = self._start()

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self.thaw()
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait(10)

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "pi_bridge.agent", "--config", str(self._config)]

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("a") as output:
            return subprocess.Popen([*self._under, *self._command()], cwd=ROOT, stderr=output)

    def _told_url(self) -> str:
        ends_s = time.monotonic() + 60
        while time.monotonic() < ends_s:
            if found := re.search(r"serves at (\S+)", self.log.read_text()):
                return found[1]
            time.sleep(0.02)
        raise AssertionError(f"the agent does not serve: {self.log.read_text()}")
