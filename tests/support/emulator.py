"""Google's Firestore emulator: found, started on a free port, stopped and started again.

By hand: ``gcloud emulators firestore start --host-port=127.0.0.1:8080``.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

START_COMMAND = "gcloud emulators firestore start --host-port=127.0.0.1:PORT"
START_LIMIT_S = 90.0
STOP_LIMIT_S = 10.0
_POLL_S = 0.05
_JAVA = (
    "java",
    "-Duser.language=en",
    # Quick to start on two shared cores, and small
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xmx512m",
)
_MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
_JAR = Path("platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar")


def emulator_command() -> tuple[str, ...] | None:
    """How the emulator is started here, without address and rules; None where there is none.

    The archive that gcloud would start is started itself where it is found: that is quicker.
    """
    gcloud = shutil.which("gcloud")
    if gcloud is None or shutil.which("java") is None:
        return None
    roots = [Path(gcloud).resolve().parent.parent, Path("/usr/lib/google-cloud-sdk")]
    for root in roots:
        if (root / _JAR).is_file():
            return (*_JAVA, "-cp", str(root / _JAR), _MAIN_CLASS, "start")
    return (gcloud, "emulators", "firestore", "start")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Emulator:
    """One emulator with its rules; its data is gone when it is stopped."""

    def __init__(self, command: tuple[str, ...], rules: Path, log: Path) -> None:
        self._command = command
        self._rules = rules
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            RuntimeError: it ended, or did not answer in time; with what it said.
        """
        address: tuple[str, ...] = (f"--host-port={self.host}",)
        if self._command[0] == _JAVA[0]:
            address = ("--host=127.0.0.1", f"--port={self.port}")
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, *address, f"--rules={self._rules}"],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        ends_at = time.monotonic() + START_LIMIT_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > ends_at:
                self.stop()
                raise RuntimeError(f"the emulator did not start: {self._log.read_text()[-2000:]}")
            time.sleep(_POLL_S)

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            # gcloud's own child is the emulator, so that the whole group has to end
            with suppress(ProcessLookupError):  # it ended by itself
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(STOP_LIMIT_S)
            self._process = None

    def request(
        self, method: str, path: str, body: bytes | None = None, token: str = "owner"
    ) -> tuple[int, bytes]:
        """Status and body of a call of its REST interface, under ``documents``.

        An empty ``token`` is somebody who is not signed in.
        """
        url = f"http://{self.host}/v1/projects/{path}"
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        asked = urllib.request.Request(url, body, headers, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def _answers(self) -> bool:
        with (
            suppress(OSError),
            urllib.request.urlopen(f"http://{self.host}/", timeout=1) as answer,
        ):
            return bool(answer.status == 200)
        return False
