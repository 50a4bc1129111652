"""``backup run|list|restore``: copies of the store in the data folder, and the way back to one."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from console.commands.common import CommandError, UsageError, who_is_at_the_command_line
from console.settings import Settings
from console.stores import backup_folder, open_site
from db.backup import back_up, backups_in, mirror_pictures, restore
from db.booth import Booth
from db.engine import open_read_only
from db.errors import StoreError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``backup``."""
    parser.add_argument("action", choices=("run", "list", "restore"))
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="COPY", help="the copy to go back to (restore)"
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Copy, list or go back."""
    if (arguments.action == "restore") != (arguments.file is not None):
        raise UsageError("backup restore wants the copy to go back to, and the others want none")
    if settings.store.url:
        raise CommandError("the store is on a PostgreSQL server: use pg_dump (docs/store.md)")
    try:
        if arguments.action == "run":
            _back_up(settings)
        elif arguments.action == "restore":
            _restore(settings, arguments.file)
        else:
            for path in backups_in(backup_folder(settings)):
                sys.stdout.write(f"{path} {path.stat().st_size / 1e6:.1f} MB\n")
    except StoreError as error:
        raise CommandError(str(error)) from error
    return 0


def _back_up(settings: Settings) -> None:
    # a mistyped folder is an error: a backup never creates a site
    open_read_only(settings.data_folder).dispose()
    engine = open_site(settings)
    try:
        folder = backup_folder(settings)
        path = back_up(engine, folder, at=datetime.now(UTC), keep=settings.keep.backup_count)
        if settings.keep.backup_folder is not None:
            mirror_pictures(settings.data_folder / "evidence", folder / "evidence")
    finally:
        engine.dispose()
    sys.stdout.write(f"{path}\n")


def _restore(settings: Settings, copy: Path) -> None:
    kept = restore(
        copy,
        settings.data_folder,
        by=who_is_at_the_command_line(),
        at=datetime.now(UTC),
        booth=Booth(settings.store.booth_id),
    )
    where = "" if kept is None else f"; what was there is in {kept}"
    sys.stdout.write(f"{settings.data_folder}: is as in {copy}{where}\n")
