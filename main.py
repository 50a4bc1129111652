"""Gatehouse from the command line: parses arguments, loads settings, runs one command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from multiprocessing import freeze_support
from pathlib import Path

from console import __version__
from console.commands import (
    audit,
    backup,
    bench,
    desktop,
    evaluate,
    export,
    lane_test,
    models,
    pi_agent,
    pi_pair,
    read,
    registry,
    retrain,
    shadow,
    slots,
    sync,
)
from console.commands.common import CommandError, UsageError
from console.settings import Settings, SettingsError, default_settings_path, load_settings
from pipeline.errors import PipelineError

COMMANDS = {
    "read": (read, "read the plates of pictures, folders or videos"),
    "evaluate": (evaluate, "count how well labelled pictures are found and read"),
    "backup": (backup, "copy the store, list the copies, or go back to one"),
    "bench": (bench, "time every stage on this machine"),
    "export": (export, "write decisions and their pictures as a labelled folder"),
    "audit": (audit, "check the audit log, or export it with its verifier"),
    "retrain": (retrain, "learn from an export, and leave a candidate beside the models in use"),
    "models": (models, "list the site's models, promote a candidate, or go back"),
    "shadow": (shadow, "read beside the lanes; the console starts this by itself"),
    "sync": (sync, "tell how copying to Firebase stands, or copy without the window"),
    "registry": (registry, "import or export registered vehicles"),
    "slots": (slots, "list, import or remove the named places to park"),
    "pi-agent": (pi_agent, "the camera and barrier agent, on the Raspberry Pi"),
    "pi-pair": (pi_pair, "pair this booth with a lane's agent, or list those on the network"),
    "lane-test": (lane_test, "measure how a lane's camera shows plates, and say what to move"),
}


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, as scripts and installers depend on it."""
    everywhere = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument("--data", type=Path, metavar="DIR", help="database and evidence")
    everywhere.add_argument("--settings", type=Path, metavar="FILE", help="the site's TOML")
    parser = argparse.ArgumentParser(
        prog="gatehouse",
        description="The console of a parking gate; without a command it opens the window.",
        parents=[everywhere],
    )
    parser.add_argument("--version", action="version", version=f"Gatehouse {__version__}")
    desktop.add_arguments(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (module, words) in COMMANDS.items():
        module.add_arguments(
            commands.add_parser(name, help=words, description=words, parents=[everywhere])
        )
    return parser


def site_settings(arguments: argparse.Namespace) -> Settings:
    """The settings file that was named, or the user's own, or the defaults.

    Raises:
        SettingsError: the file is missing or a key of it cannot be used.
    """
    path: Path | None = getattr(arguments, "settings", None)
    if path is None and default_settings_path().is_file():
        path = default_settings_path()
    settings = Settings() if path is None else load_settings(path)
    data: Path | None = getattr(arguments, "data", None)
    return settings if data is None else replace(settings, data_folder=data)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 is success, 1 a failure and 2 wrong usage."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    # opencv-python points Qt at its own plugins when it is imported
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    try:
        settings = site_settings(arguments)
        run = desktop.run if arguments.command is None else COMMANDS[arguments.command][0].run
        return run(arguments, settings)
    except (CommandError, SettingsError, PipelineError) as error:
        sys.stderr.write(f"gatehouse: {error}\n")
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # the reader of our output (head, less) has gone: nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    freeze_support()  # the packaged demo starts itself again for its lanes
    sys.exit(main())
