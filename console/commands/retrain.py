"""``retrain``: learns from an export and leaves a candidate on the site's shelf of models."""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from console.commands.common import CommandError, UsageError
from console.paths import application_folder
from console.settings import Settings
from console.site_models import site_shelf

_NEEDED = ("keras", "tqdm", "tensorboardX")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``retrain``."""
    parser.add_argument("export", type=Path, metavar="EXPORT", help="folder that export wrote")
    parser.add_argument("--hours", type=_hours, metavar="H", help="the most it may take")
    parser.add_argument(
        "--earlier",
        type=Path,
        action="append",
        default=[],
        metavar="EXPORT",
        help="an older export to learn from again, so that it is not forgotten; repeatable",
    )
    parser.add_argument(
        "--labelled",
        type=Path,
        metavar="DIR",
        help="other labelled pictures, in the layout of docs/training.md",
    )
    parser.add_argument("--seed", type=int, metavar="N", help="of everything that is random")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Start the training, which has libraries of its own, and wait for it."""
    if getattr(sys, "frozen", False):
        raise CommandError("retrain: this build cannot learn; run it from the sources")
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise CommandError(f"retrain needs the extra train ({', '.join(missing)} is missing)")
    for folder in (arguments.export, *arguments.earlier, arguments.labelled):
        if folder is not None and not folder.is_dir():
            raise UsageError(f"{folder}: no such folder")
    shelf = site_shelf(settings.data_folder)
    command = [sys.executable, "-m", "pipeline.training", "retrain"]
    command += [str(arguments.export.resolve())]
    command += ["--models", str(shelf.folder.resolve()), "--shipped", str(shelf.shipped)]
    command += ["--threads", str(settings.threads)]
    for folder in arguments.earlier:
        command += ["--earlier", str(folder.resolve())]
    if arguments.labelled is not None:
        command += ["--data", str(arguments.labelled.resolve())]
    for name in ("hours", "seed"):
        if getattr(arguments, name) is not None:
            command += [f"--{name}", str(getattr(arguments, name))]
    environment = {"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ}
    with subprocess.Popen(command, cwd=application_folder(), env=environment) as training:
        try:
            return training.wait()
        except KeyboardInterrupt:
            training.wait()
            raise


def _hours(text: str) -> float:
    hours = float(text)
    if not 0.0 < hours <= 1000.0:
        raise argparse.ArgumentTypeError(f"wants hours above 0, not {text}")
    return hours
