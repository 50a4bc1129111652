"""``export``: decisions and their pictures as a labelled folder; docs/export.md says how."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from console import __version__
from console.commands.common import CommandError, UsageError, quiet_native_stderr
from console.exporting.errors import ExportError
from console.exporting.exporter import Exporter, Progress
from console.exporting.labelling import Labeller, load_labeller
from console.exporting.privacy import load_blur
from console.exporting.types import (
    Blur,
    Counts,
    ExportFilters,
    ExportFormat,
    ExportRequest,
    Split,
)
from console.gate.types import VerdictKind
from console.paths import weights_folder
from console.people.session import Session
from console.settings import Settings
from console.stores import open_site
from db.engine import DATABASE_NAME
from db.errors import StoreError
from db.evidence import EvidenceFolder
from db.people_records import PersonRecord, Role
from db.records import Outcome

_OUTCOMES = tuple(
    outcome for outcome in Outcome if outcome not in (Outcome.WITHDRAWN, Outcome.OPERATED)
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``export``."""
    parser.add_argument("folder", type=Path, metavar="OUT", help="a new or an empty folder")
    parser.add_argument(
        "--format",
        dest="formats",
        action="append",
        required=True,
        choices=[chosen.value for chosen in ExportFormat],
        help="several may be named; each then has a folder of its own in OUT",
    )
    parser.add_argument("--why", default="", metavar="TEXT", help="for the audit log")
    which = parser.add_argument_group("which decisions")
    which.add_argument("--since", type=_moment, metavar="DAY", help="2026-03-14, or with a time")
    which.add_argument("--until", type=_moment, metavar="DAY", help="up to that moment")
    which.add_argument("--lane", default="", metavar="ID")
    which.add_argument("--outcome", action="append", choices=[one.value for one in _OUTCOMES])
    which.add_argument("--verdict", action="append", choices=[one.value for one in VerdictKind])
    which.add_argument(
        "--only-corrected", action="store_true", help="where a person said it reads otherwise"
    )
    which.add_argument(
        "--confidence-below", type=_share, metavar="C", help="only reads less sure than C (0 to 1)"
    )
    which.add_argument(
        "--sure-share",
        type=_share,
        metavar="S",
        help="share of what the policy was sure of that comes along "
        "(default: all of it, or none beside the two filters above)",
    )
    how = parser.add_argument_group("how")
    how.add_argument("--annotated", action="store_true", help="also pictures with labels drawn on")
    how.add_argument(
        "--blur",
        action="append",
        choices=[what.value for what in Blur],
        help="make plates or faces of bystanders unrecognisable",
    )
    how.add_argument("--keep-near-duplicates", action="store_true")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Export; the account of this computer stands in the audit log."""
    if arguments.since and arguments.until and arguments.since >= arguments.until:
        raise UsageError("--since must be before --until")
    request = ExportRequest(
        formats=tuple(dict.fromkeys(ExportFormat(name) for name in arguments.formats)),
        filters=ExportFilters(
            since=arguments.since,
            until=arguments.until,
            lane_id=arguments.lane,
            outcomes=tuple(Outcome(name) for name in arguments.outcome or ()),
            verdicts=tuple(arguments.verdict or ()),
            only_corrected=arguments.only_corrected,
            confidence_below=arguments.confidence_below,
            sure_share=arguments.sure_share,
        ),
        annotated=arguments.annotated,
        blur=frozenset(Blur(name) for name in arguments.blur or ()),
        keep_near_duplicates=arguments.keep_near_duplicates,
        why=arguments.why,
    )
    if not settings.store.url and not (settings.data_folder / DATABASE_NAME).is_file():
        raise CommandError(f"{settings.data_folder}: holds no site to export from")
    try:
        engine = open_site(settings)
    except StoreError as error:
        raise CommandError(str(error)) from error
    exporter = Exporter(
        engine,
        EvidenceFolder(settings.data_folder / "evidence"),
        _account(),
        open_labeller=partial(_quiet_labeller, settings.threads),
        open_blur=lambda what: load_blur(weights_folder(), what, settings.threads),
        keep=timedelta(days=settings.retention_days),
        software_version=__version__,
    )
    try:
        counts = exporter.export(request, arguments.folder, _show_progress, lambda: False)
    except (ExportError, StoreError) as error:
        raise CommandError(str(error)) from error
    finally:
        engine.dispose()
    for line in _in_words(arguments.folder, counts):
        sys.stdout.write(f"{line}\n")
    return 0


def _account() -> Session:
    """Whoever may read the files of the site may export them; the account says who it was."""
    name = f"{getpass.getuser()} (command line)"
    return Session(PersonRecord(name, Role.SUPERVISOR, is_active=True, created_at=_now()))


def _quiet_labeller(threads: int) -> Labeller:
    with quiet_native_stderr():
        return load_labeller(weights_folder(), threads)


def _show_progress(progress: Progress) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(
            f"\r{progress.done}/{progress.total} decisions, {progress.pictures} pictures"
        )
        if progress.done == progress.total:
            sys.stderr.write("\n")
        sys.stderr.flush()


def _in_words(folder: Path, counts: Counts) -> list[str]:
    by_split = {split.value: counts.splits.get(split.value, 0) for split in Split}
    splits = ", ".join(f"{count} {split}" for split, count in by_split.items())
    lines = [
        f"{folder}: {counts.pictures} pictures ({splits}), {counts.characters} characters",
        f"{counts.characters_from.get('alignment', 0)} cut again to fit their text, "
        f"{counts.characters_from.get('none', 0)} exported as plate text only",
    ]
    empty = [split for split, count in by_split.items() if not count]
    if empty:
        lines.append(
            f"nothing in {' and '.join(empty)}: there are few plates, and each goes where its text "
            "puts it; retrain takes what it needs from the others"
        )
    lines += [
        f"left out: {count} {why.replace('_', ' ')}" for why, count in counts.left_out.items()
    ]
    return lines


def _moment(text: str) -> datetime:
    """A day or a time of this computer's zone, in UTC."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day or time like 2026-03-14") from error


def _share(text: str) -> float:
    share = float(text)
    if not 0.0 <= share <= 1.0:
        raise argparse.ArgumentTypeError(f"wants a number from 0 to 1, not {text}")
    return share


def _now() -> datetime:
    return datetime.now(UTC)
