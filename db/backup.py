"""Copies of the store that a site can go back to: the SQLite file whole, and its pictures.

PostgreSQL is backed up by its own tools (docs/store.md).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from db.audit import record_act
from db.booth import Booth
from db.engine import DATABASE_NAME, open_engine
from db.errors import BackupError, StoreError
from db.files import make_folder, sync_folder
from db.people_records import EventKind, SiteEvent

_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAMES: Final = "gatehouse-*.sqlite3"
_PICTURES: Final = "??/*.jpg"
FILES: Final = (DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm")
"""The database and what belongs to it; the last two may be absent."""


def back_up(engine: Engine, folder: Path, *, at: datetime, keep: int) -> Path:
    """Copy the store into ``folder`` while it is in use, check the copy, and return its path.

    The ``keep`` newest copies stay there. The copy holds nothing that was erased before.

    Raises:
        BackupError: it cannot be written, or is not whole; older copies are as before.
    """
    target = folder / f"gatehouse-{at.astimezone(UTC):{_STAMP}}.sqlite3"
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        make_folder(folder)
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(str(engine.url.database))) as connection:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        check_file(unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.chmod(0o600)
        unfinished.replace(target)
        sync_folder(folder)
        for old in backups_in(folder)[keep:]:
            old.unlink()
    except (OSError, sqlite3.Error) as error:
        raise BackupError(target, f"cannot be made: {error}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return target


def mirror_pictures(evidence: Path, folder: Path) -> int:
    """Make ``folder`` hold the pictures of ``evidence`` and no others; return how many are new.

    Raises:
        BackupError: one cannot be copied or deleted; the next call goes on.
    """
    wanted = {path.relative_to(evidence) for path in evidence.glob(_PICTURES)}
    there = {path.relative_to(folder) for path in folder.glob(_PICTURES)}
    try:
        for name in there - wanted:
            (folder / name).unlink()
        for name in sorted(wanted - there):
            target = folder / name
            make_folder(target.parent)
            unfinished = target.with_name(f".{target.name}.part")
            shutil.copyfile(evidence / name, unfinished)
            unfinished.replace(target)
    except FileNotFoundError:
        pass  # retention deleted it meanwhile; the next call sees how things are then
    except OSError as error:
        raise BackupError(folder, f"pictures cannot be copied: {error}") from error
    return len(wanted - there)


def backups_in(folder: Path) -> tuple[Path, ...]:
    """The copies in ``folder``, newest first."""
    return tuple(sorted(folder.glob(_NAMES), reverse=True))


def check_file(path: Path) -> None:
    """Check that the file is a whole SQLite database.

    Raises:
        BackupError: it cannot be read, or is damaged.
    """
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise BackupError(path, f"cannot be read: {error}") from error
    if found != "ok":
        raise BackupError(path, f"is damaged: {found}")


def restore(backup: Path, folder: Path, *, by: str, at: datetime, booth: Booth) -> Path | None:
    """Put a copy in the place of the store in ``folder``, and return where that was kept aside.

    No console may be running on the folder. What was recorded since the copy was made is lost,
    and anchors that were made since show it.

    Raises:
        BackupError: the copy is damaged or cannot be put there; the store is as before.
        SchemaTooNewError: a later Gatehouse made the copy; the store is as before.
    """
    check_file(backup)
    incoming = folder / f".{DATABASE_NAME}.restore"
    try:
        make_folder(folder)
        shutil.copyfile(backup, incoming)
        incoming.chmod(0o600)
        with incoming.open("rb") as file:
            os.fsync(file.fileno())
        kept = set_aside(folder, "replaced", at)
        incoming.replace(folder / DATABASE_NAME)
        sync_folder(folder)
    except OSError as error:
        raise BackupError(backup, f"cannot be put into {folder}: {error}") from error
    finally:
        incoming.unlink(missing_ok=True)
    try:
        engine = open_engine(folder, booth=booth)
        try:
            record_act(engine, SiteEvent(EventKind.RESTORED, backup.name, by, at))
        finally:
            engine.dispose()
    except StoreError:
        put_back(folder, kept)
        raise
    return kept


def set_aside(folder: Path, why: str, at: datetime) -> Path | None:
    """Move the store's files into a folder beside them and return it; None when there are none.

    Raises:
        OSError: they cannot be moved.
    """
    there = [folder / name for name in FILES if (folder / name).exists()]
    if not there:
        return None
    kept = folder / f"{why}-{at.astimezone(UTC):{_STAMP}}"
    number = 1
    while kept.exists():
        number += 1
        kept = folder / f"{why}-{at.astimezone(UTC):{_STAMP}}-{number}"
    make_folder(kept)
    for path in there:
        path.replace(kept / path.name)
    sync_folder(kept)
    sync_folder(folder)
    return kept


def put_back(folder: Path, kept: Path | None) -> None:
    """Undo ``set_aside``.

    Raises:
        OSError: the files cannot be moved.
    """
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
        if kept is not None and (kept / name).exists():
            (kept / name).replace(folder / name)
    if kept is not None:
        kept.rmdir()
