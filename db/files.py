"""Files that are wholly on disk, or not there at all."""

from __future__ import annotations

import os
import threading
from pathlib import Path

UNFINISHED_SUFFIX = ".part"


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable; Windows does so by itself and has no such call.

    Raises:
        OSError: the folder cannot be opened or the disk reports a fault.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Create ``folder`` durably, for this user alone: it holds personal data.

    Raises:
        OSError: a parent is not writable, or a file stands in the way.
    """
    if not folder.is_dir():
        if not folder.parent.is_dir():
            make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def write_durably(path: Path, contents: bytes) -> None:
    """Write ``contents`` to ``path`` so that even a power cut leaves all of it or none.

    Raises:
        OSError: disk full or read-only; ``path`` is as it was before.
    """
    writer = f"{os.getpid()}-{threading.get_ident()}"
    unfinished = path.with_name(f".{path.name}.{writer}{UNFINISHED_SUFFIX}")
    try:
        with open(unfinished, "wb", opener=_open_for_this_user) as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _open_for_this_user(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
