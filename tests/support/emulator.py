"""Google's Firestore emulator: found, started on a free port, stopped and started again.

By hand: ``gcloud emulators firestore start --host-port=127.0.0.1:8080``. Without gcloud and Java
the npm package ``@firestore-emulator/server`` takes its place where it is installed; it takes
documents and tells them by a query, and knows neither rules, REST nor listening to collections.
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

START_COMMAND = (
    "gcloud emulators firestore start --host-port=127.0.0.1:PORT (or, for some of the tests, "
    "npm install --no-save @firestore-emulator/server)"
)
START_LIMIT_S = 90.0
STOP_LIMIT_S = 60.0
_POLL_S = 0.05
_JAVA = (
    "java",
    "-Duser.language=en",
    # Quick to start on two shared cores, and small
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xmx512m",
)
_NPM_PACKAGE = "@firestore-emulator/server"
_NPM_START = (
    "const { FirestoreServer } = require(process.argv[1]);"
    "new FirestoreServer().start(Number(process.argv[2]));"
)
"""Source: the package's README, which offers no command of its own."""
_MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
_JAR = Path("platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar")


def emulator_command() -> tuple[str, ...] | None:
    """How the emulator is started here, without address and rules; None where there is none.

    Google's where it is there, unless FIRESTORE_EMULATOR is ``npm``.
    """
    wants_npm = os.environ.get("FIRESTORE_EMULATOR") == "npm"
    return (None if wants_npm else _google_command()) or _npm_command()


def is_google(command: tuple[str, ...]) -> bool:
    """Whether it is Google's own emulator, which knows all that Firestore does."""
    return command[0] != "node"


def _google_command() -> tuple[str, ...] | None:
    """The archive that gcloud would start is started itself where it is found: that is quicker."""
    gcloud = shutil.which("gcloud")
    if gcloud is None or shutil.which("java") is None:
        return None
    roots = [Path(gcloud).resolve().parent.parent, Path("/usr/lib/google-cloud-sdk")]
    for root in roots:
        if (root / _JAR).is_file():
            return (*_JAVA, "-cp", str(root / _JAR), _MAIN_CLASS, "start")
    return (gcloud, "emulators", "firestore", "start")


def _npm_command() -> tuple[str, ...] | None:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    everywhere = subprocess.run(
        ["npm", "root", "--global"], capture_output=True, text=True, check=False
    )
    for modules in (Path("node_modules").resolve(), Path(everywhere.stdout.strip() or ".")):
        if (modules / _NPM_PACKAGE / "package.json").is_file():
            return ("node", "-e", _NPM_START, str(modules / _NPM_PACKAGE))
    return None


def with_shared_classes(command: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """The command with the emulator's classes ready to be mapped: a second of work less a start.

    They are kept in ``folder`` for this version of the emulator; the first call makes them, by
    starting the emulator once and ending it in good order.
    """
    if command[0] != _JAVA[0]:
        return command
    jar = Path(command[command.index("-cp") + 1])
    archive = folder / f"classes-{jar.stat().st_size}-{jar.stat().st_mtime_ns}.jsa"
    java, rest = command[0], command[1:]
    if not archive.is_file():
        unfinished = archive.with_suffix(f".{os.getpid()}")
        emulator = Emulator((java, f"-XX:ArchiveClassesAtExit={unfinished}", *rest), None, folder)
        emulator.start()
        emulator.request("GET", "demo-none/databases/(default)/documents/sites/none/decisions")
        emulator.stop(signal.SIGTERM)
        if not unfinished.is_file():
            return command  # this Java makes none
        unfinished.replace(archive)
    return (java, f"-XX:SharedArchiveFile={archive}", *rest)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Emulator:
    """One emulator with its rules; its data is gone when it is stopped."""

    def __init__(self, command: tuple[str, ...], rules: Path | None, folder: Path) -> None:
        self._command = command
        self._rules = rules
        self._log = folder / "emulator.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    @property
    def is_google(self) -> bool:
        return is_google(self._command)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises:
            RuntimeError: it ended, or did not answer in time; with what it said.
        """
        address: tuple[str, ...] = (f"--host-port={self.host}",)
        rules = () if self._rules is None else (f"--rules={self._rules}",)
        if self._command[0] == _JAVA[0]:
            address = ("--host=127.0.0.1", f"--port={self.port}")
        elif not is_google(self._command):
            address, rules = (str(self.port),), ()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, *address, *rules],
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

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it, usually at once, as a power cut would."""
        if self._process is not None:
            # gcloud's own child is the emulator, so that the whole group has to end
            with suppress(ProcessLookupError):  # it ended by itself
                os.killpg(self._process.pid, how)
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
        if not is_google(self._command):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return True
            return False
        with (
            suppress(OSError),
            urllib.request.urlopen(f"http://{self.host}/", timeout=1) as answer,
        ):
            return bool(answer.status == 200)
        return False
