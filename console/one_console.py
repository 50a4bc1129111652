"""Lets one console alone open its window on a data folder: two would move the same barriers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLockFile

from console.commands.common import CommandError
from db.files import make_folder

LOCK_NAME = "console.lock"


@contextmanager
def only_console(folder: Path) -> Iterator[None]:
    """Hold ``folder``; one that a console left behind when it was killed is free.

    Commands such as ``registry import`` may work in the folder all the same.

    Raises:
        CommandError: another console holds it.
        OSError: the folder cannot be made or written.
    """
    make_folder(folder)
    path = folder / LOCK_NAME
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # however long a console runs: only one that is gone lets go
    if not lock.tryLock(0):
        if lock.error() is not QLockFile.LockError.LockFailedError:
            raise OSError(None, "the lock cannot be written", str(path))
        process_id, host, _ = lock.getLockInfo()
        raise CommandError(
            f"{folder}: is open in another console (process {process_id} on {host or 'this PC'}); "
            "close that one first, or choose another folder with --data"
        )
    try:
        yield
    finally:
        lock.unlock()
