"""``slots list|import|remove``: the places to park that have names, of a site that makes them."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from console.commands.common import CommandError, UsageError, who_is_at_the_command_line
from console.settings import Settings
from console.stores import open_site, open_site_read_only
from db.errors import StoreError
from db.people_records import EventKind, SiteEvent
from db.slots import named_slots, put_slots, read_slots, remove_slot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``slots``."""
    parser.add_argument("action", choices=("list", "import", "remove"))
    parser.add_argument(
        "what",
        nargs="?",
        metavar="CSV|NAME",
        help="import: a file with the columns name, note, usable; remove: the slot's name",
    )
    parser.add_argument(
        "--why", default="", metavar="TEXT", help="the reason, kept in the audit log"
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Tell or change."""
    if (arguments.action == "list") != (arguments.what is None):
        raise UsageError("slots import wants a file, slots remove a name, and slots list neither")
    try:
        if arguments.action == "list":
            engine = open_site_read_only(settings)
        else:
            engine = open_site(settings)
        try:
            _act(engine, arguments)
        finally:
            engine.dispose()
    except StoreError as error:
        raise CommandError(str(error)) from error
    return 0


def _act(engine: Engine, arguments: argparse.Namespace) -> None:
    if arguments.action == "list":
        for slot in named_slots(engine):
            state = "" if slot.is_usable else "closed"
            sys.stdout.write("\t".join((slot.name, state, slot.note)).rstrip() + "\n")
    elif arguments.action == "import":
        path = Path(arguments.what)
        slots = read_slots(path)
        event = _event(path.name, f"{len(slots)} slots in the file", arguments.why)
        stored = put_slots(engine, slots, event=event)
        sys.stdout.write(f"{path}: {stored.added} added, {stored.changed} changed\n")
    else:
        event = _event(arguments.what, "removed", arguments.why)
        remove_slot(engine, arguments.what, event=event)
        sys.stdout.write(f"{arguments.what}: removed\n")


def _event(subject: str, detail: str, why: str) -> SiteEvent:
    who = who_is_at_the_command_line()
    now = datetime.now(UTC)
    return SiteEvent(EventKind.SLOTS_CHANGED, subject, who, now, detail, why=why.strip())
