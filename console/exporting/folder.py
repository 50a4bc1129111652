"""A folder that appears whole or not at all."""

from __future__ import annotations

import glob
import hashlib
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from console.exporting.errors import ExportFolderError
from console.exporting.formats.writer import write_text

_log = logging.getLogger("audit")

SUMS_NAME = "SHA256SUMS"


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` to write into, which takes its place when the block ends.

    Where the block raises nothing is left. ``target`` may be an empty folder.

    Raises:
        ExportFolderError: ``target`` holds something, or the disk is full or read-only.
    """
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _check_free(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(target)
        unfinished.mkdir(mode=0o700)
        try:
            yield unfinished
            _check_free(target)
            if target.is_dir():
                target.rmdir()
            unfinished.rename(target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise ExportFolderError(target, f"cannot be written ({error.strerror})") from error


def write_sums(folder: Path) -> str:
    """List the SHA-256 of all files as ``sha256sum`` does, and return that of the list.

    Raises:
        OSError: a file cannot be read or written.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{file_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    write_text(folder / SUMS_NAME, "".join(lines))
    return file_sha256(folder / SUMS_NAME)


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file in lower-case hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_free(target: Path) -> None:
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists() or not target.name:
        raise ExportFolderError(target, "holds something already; name a new folder")


def _remove_abandoned(target: Path) -> None:
    """What an export left whose process was killed; one that still runs is let be."""
    for abandoned in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        process = abandoned.name.removesuffix(".part").rpartition(".")[2]
        if process.isdigit() and not psutil.pid_exists(int(process)):
            _log.info("removing what an interrupted export left: %s", abandoned)
            shutil.rmtree(abandoned, ignore_errors=True)
