"""``audit verify|export``: check the audit log, or write it to a file that can be checked alone."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from console.cloud import anchors_elsewhere
from console.commands.common import (
    CommandError,
    ProgressBar,
    UsageError,
    who_is_at_the_command_line,
)
from console.paths import resources_folder
from console.settings import Settings
from console.stores import open_site, open_site_read_only
from db.anchors import AnchorRecord
from db.audit import record_act
from db.audit_export import export_log
from db.errors import StoreError
from db.evidence import EvidenceFolder
from db.people_records import EventKind, SiteEvent
from db.remote import RemoteError
from db.verify import verify

MOST_PROCESSES = 2
"""More gain little: the pictures are checked by one, and the booth has its lanes to look at."""

VERIFIER = "verify_audit.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``audit``."""
    parser.add_argument("action", choices=("verify", "export"))
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="OUT", help="the file to export to (JSON lines)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check or export; 1 when the log is not what was recorded."""
    if (arguments.action == "export") != (arguments.file is not None):
        raise UsageError("audit export wants a file to write to, and audit verify wants none")
    try:
        if arguments.action == "verify":
            return _verify(settings, as_json=arguments.json)
        return _export(settings, arguments.file, as_json=arguments.json)
    except StoreError as error:
        raise CommandError(str(error)) from error


def _verify(settings: Settings, *, as_json: bool) -> int:
    engine = open_site_read_only(settings)
    try:
        with ProgressBar("events and pictures") as bar:
            evidence = EvidenceFolder(settings.data_folder / "evidence")
            processes = min(MOST_PROCESSES, os.cpu_count() or 1)
            anchors = _anchors(settings)
            outcome = verify(engine, evidence, anchors, bar.show, processes=processes)
    finally:
        engine.dispose()
    first_fault = outcome.faults[0] if outcome.faults else None
    if as_json:
        found = {
            "ok": outcome.ok,
            "events": outcome.events,
            "evidence_files": outcome.evidence_files,
            "anchors": outcome.anchors,
            "first_fault": first_fault,
        }
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        for fault in outcome.faults:
            sys.stderr.write(f"{fault}\n")
        verdict = "the log is whole" if outcome.ok else "THE LOG IS BROKEN"
        sys.stdout.write(
            f"{outcome.events} events, {outcome.evidence_files} pictures, "
            f"{outcome.anchors} anchors: {verdict}\n"
        )
    return 0 if outcome.ok else 1


def _anchors(settings: Settings) -> tuple[AnchorRecord, ...]:
    """The anchors that Firestore keeps; that they cannot be compared is said, not hidden."""
    if settings.firebase is None:
        return ()
    try:
        return anchors_elsewhere(settings.firebase)
    except RemoteError as error:
        sys.stderr.write(f"gatehouse: not compared with the anchors in Firebase: {error}\n")
        return ()


def _export(settings: Settings, path: Path, *, as_json: bool) -> int:
    # a mistyped folder is an error: an export never creates a site
    open_site_read_only(settings).dispose()
    engine = open_site(settings)
    now = datetime.now(UTC)
    try:
        who = who_is_at_the_command_line()
        record_act(engine, SiteEvent(EventKind.EXPORTED, path.name, who, now, "the audit log"))
        with ProgressBar("events") as bar:
            exported = export_log(engine, path, now, bar.show)
    finally:
        engine.dispose()
    verifier = path.with_name(VERIFIER)
    try:
        shutil.copyfile(resources_folder() / "audit" / VERIFIER, verifier)
    except OSError as error:
        raise CommandError(f"{verifier}: cannot be written: {error.strerror}") from error
    if as_json:
        found = {
            "file": str(path),
            "events": exported.events,
            "heads": {
                booth: {"sequence": number, "hash": value}
                for booth, (number, value) in exported.heads.items()
            },
        }
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{path}: {exported.events} events exported; check them with {verifier}\n")
    return 0
