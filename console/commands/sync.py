"""``sync status|run``: how copying to Firebase stands, and copying without the window."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from console.cloud import make_synchroniser
from console.commands.common import CommandError, UsageError, who_is_at_the_command_line
from console.settings import Settings
from console.stores import open_site, open_site_read_only
from db import outbox
from db.audit import record_act
from db.errors import StoreError
from db.outbox_records import SyncProgress
from db.people_records import EventKind, SiteEvent
from db.sync_status import Link

LIMIT_S: Final = 300.0
ALL_DAYS: Final = 36_500
_LOOK_S: Final = 0.2
_ENDS: Final = (Link.DENIED, Link.DAY_IS_FULL)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``sync``."""
    parser.add_argument("action", choices=("status", "run"))
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument(
        "--history",
        metavar="all|none|DAYS",
        help="run: how much of what was recorded before the first connection goes up",
    )
    parser.add_argument(
        "--limit",
        type=float,
        default=LIMIT_S,
        metavar="SECONDS",
        help="run: give up after so long (default: %(default)g)",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Tell or copy; 1 when something could not be copied."""
    if arguments.action == "status" and arguments.history is not None:
        raise UsageError("--history goes with sync run")
    days = _days(arguments.history)
    try:
        if arguments.action == "status":
            # asking never creates a site: a mistyped folder is an error
            engine = open_site_read_only(settings)
            try:
                _tell(outbox.progress(engine), as_json=arguments.json)
            finally:
                engine.dispose()
            return 0
        return _run(settings, arguments, days)
    except StoreError as error:
        raise CommandError(str(error)) from error


def _run(settings: Settings, arguments: argparse.Namespace, days: int | None) -> int:
    if settings.firebase is None:
        raise CommandError(
            "this site is not connected to Firebase; name firebase.account_file in its settings "
            "(docs/firebase.md)"
        )
    open_site_read_only(settings).dispose()
    engine = open_site(settings)
    try:
        problem = _copy(engine, settings, arguments.limit, days)
        _tell(outbox.progress(engine), as_json=arguments.json)
    finally:
        engine.dispose()
    if problem:
        sys.stderr.write(f"gatehouse: {problem}\n")
    return 1 if problem else 0


def _copy(engine: Engine, settings: Settings, limit_s: float, days: int | None) -> str:
    """Copy until nothing waits and the registry came, and return why that was not reached."""
    copying = make_synchroniser(engine, settings, lambda: None)
    assert copying is not None
    ends_at = time.monotonic() + limit_s
    pause = threading.Event()
    with copying:
        while time.monotonic() < ends_at:
            status = copying.status()
            if status.link in _ENDS:
                return status.problem or "the writes of this day are used up (writes_per_day)"
            if status.link is Link.CONNECTED:
                if days is not None:
                    _choose_history(engine, days)
                    days = None
                if not outbox.progress(engine).counts.waiting and copying.is_in_step:
                    return ""
            pause.wait(_LOOK_S)
        status = copying.status()
    return f"not done after {limit_s:g} s: {status.problem or status.link.value}"


def _choose_history(engine: Engine, days: int) -> None:
    """Let so many days of history go up, and put it on record."""
    now = datetime.now(UTC)
    count = outbox.choose_history(engine, now - timedelta(days=days))
    detail = f"history of {days} days goes up: {count} items"
    who = who_is_at_the_command_line()
    record_act(engine, SiteEvent(EventKind.COPY_CHANGED, "Firebase", who, now, detail))


def _days(choice: str | None) -> int | None:
    """How many days of history go up; None where nothing was chosen.

    Raises:
        UsageError: the choice is none of those that there are.
    """
    if choice is None:
        return None
    if choice in {"all", "none"}:
        return ALL_DAYS if choice == "all" else 0
    if not choice.isascii() or not choice.isdigit() or int(choice) > ALL_DAYS:
        raise UsageError(f"--history wants all, none or a number of days, not {choice!r}")
    return int(choice)


def _tell(progress: SyncProgress, *, as_json: bool) -> None:
    counts, last, seen = progress.counts, progress.last_success_at, progress.registry_at
    age_s = None if seen is None else max(0.0, (datetime.now(UTC) - seen).total_seconds())
    if as_json:
        found = {
            "pending": counts.waiting + counts.held,
            "parked": counts.parked,
            "sent": counts.sent,
            "last_success_at": None if last is None else last.isoformat(),
            "registry_age_s": None if age_s is None else round(age_s, 1),
        }
        sys.stdout.write(json.dumps(found) + "\n")
        return
    sys.stdout.write(
        f"{counts.waiting} waiting, {counts.held} waiting for a choice of history, "
        f"{counts.parked} refused, {counts.sent} sent; last sent {last or 'never'}; "
        f"vehicles from Firebase {'never' if age_s is None else f'{age_s:.0f} s ago'}\n"
    )
