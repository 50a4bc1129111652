"""``registry import|export``: registered vehicles from and to CSV."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from console.commands.common import CommandError, who_is_at_the_command_line
from console.settings import Settings
from console.stores import open_site, open_site_read_only
from db.audit import record_act
from db.errors import StoreError
from db.people_records import EventKind, SiteEvent
from db.vehicles import export_csv, import_csv


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``registry``."""
    parser.add_argument("action", choices=("import", "export"))
    parser.add_argument("csv", type=Path, metavar="CSV")
    parser.add_argument(
        "--skip-refused",
        action="store_true",
        help="import the good lines even when others are refused (default: all or nothing)",
    )

    parser.add_argument(
        "--why",
        default="",
        metavar="TEXT",
        help="the reason for an import or export, kept in the audit log",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Import or export; 1 when lines were refused."""
    who, now, why = who_is_at_the_command_line(), datetime.now(UTC), arguments.why.strip()
    try:
        if arguments.action == "export":
            # a mistyped folder is an error: an export never creates a site
            open_site_read_only(settings).dispose()
        engine = open_site(settings)
    except StoreError as error:
        raise CommandError(str(error)) from error
    try:
        if arguments.action == "export":
            count = export_csv(engine, arguments.csv)
            name, detail = arguments.csv.name, f"{count} vehicles"
            record_act(engine, SiteEvent(EventKind.EXPORTED, name, who, now, detail, why=why))
            sys.stdout.write(f"{arguments.csv}: {count} vehicles exported\n")
            return 0
        outcome = import_csv(
            engine,
            arguments.csv,
            by=who,
            at=now,
            why=why,
            skip_refused=arguments.skip_refused,
        )
    except StoreError as error:
        raise CommandError(str(error)) from error
    finally:
        engine.dispose()
    for line in outcome.refused:
        sys.stderr.write(f"{arguments.csv}: line {line.line}: {line.plate!r}: {line.reason}\n")
    if outcome.refused and not arguments.skip_refused:
        sys.stderr.write(
            f"{arguments.csv}: nothing imported; correct these lines or add --skip-refused\n"
        )
        return 1
    sys.stdout.write(
        f"{arguments.csv}: {outcome.added} added, {outcome.changed} changed, "
        f"{outcome.unchanged} unchanged, {len(outcome.refused)} refused\n"
    )
    return 1 if outcome.refused else 0
