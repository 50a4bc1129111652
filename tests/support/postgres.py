"""A PostgreSQL server of the test run's own: found, started and stopped here.

It runs in a folder in /tmp under an ordinary user, listens on a socket in that folder alone, and
does not wait for its disk.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from db.postgresql import open_postgresql

WANTED = "needs PostgreSQL: apt-get install postgresql (or put its programs on PATH)"
_DEBIAN = Path("/usr/lib/postgresql")
_START_S = 60.0
_ORDINARY_USERS = ("postgres", "nobody")


def find_programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, or None."""
    newest = sorted(_DEBIAN.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if newest:
        return newest[-1].parent
    found = shutil.which("postgres")
    return None if found is None else Path(found).resolve().parent


@dataclass(frozen=True)
class PostgresServer:
    """A running server; every test has a database of its own in it."""

    folder: Path
    user: str
    numbers: Iterator[int]

    def url(self, database: str) -> str:
        return f"postgresql://{self.user}@/{database}?host={self.folder}"

    def new_database(self, template: str = "gatehouse") -> str:
        """The address of a new copy of ``template``; by default one with the newest schema."""
        name = f"test_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def run(self, statement: str, database: str = "postgres") -> list[Any]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running_server(programs: Path) -> Iterator[PostgresServer]:
    """A server with the database ``gatehouse``, which has the newest schema and holds nothing."""
    user, as_user = _ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="gatehouse-pg-", dir="/tmp"))
    store = str(folder / "store")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", store, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user)

    try:
        shutil.chown(folder, user)
        run("initdb", "-U", user, "-A", "trust", "-E", "UTF8", "--no-sync")
        log = str(folder / "log")
        run("pg_ctl", "-w", "-t", str(round(_START_S)), "-l", log, "-o", options, "start")
        try:
            server = PostgresServer(folder, user, count(1))
            server.run("CREATE DATABASE gatehouse TEMPLATE template0")
            open_postgresql(server.url("gatehouse")).dispose()
            yield server
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _ordinary_user() -> tuple[str, dict[str, Any]]:
    """PostgreSQL refuses to run as root: who it runs as, and what starts a process so."""
    import pwd  # noqa: PLC0415 - not on Windows, where these tests are skipped

    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name, {}
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in _ORDINARY_USERS if name in known)
    return user, {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": ()}
