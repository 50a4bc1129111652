"""Gatehouse from the command line: parses arguments, loads settings, runs one command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from console import __version__
from console.commands import bench, desktop, evaluate, read, registry
from console.commands.common import CommandError
from console.settings import SettingsError, load_settings
from pipeline.errors import PipelineError


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
    for name, module, words in (
        ("read", read, "read the plates of pictures, folders or videos"),
        ("evaluate", evaluate, "count how well labelled pictures are found and read"),
        ("bench", bench, "time every stage on this machine"),
        ("registry", registry, "import or export registered vehicles"),
    ):
        module.add_arguments(
            commands.add_parser(name, help=words, description=words, parents=[everywhere])
        )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 is success, 1 a failure and 2 wrong usage."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    # opencv-python points Qt at its own plugins when it is imported
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    try:
        settings = load_settings(
            getattr(arguments, "settings", None), data_folder=getattr(arguments, "data", None)
        )
        match arguments.command:
            case "read":
                return read.run(arguments)
            case "evaluate":
                return evaluate.run(arguments)
            case "bench":
                return bench.run(arguments)
            case "registry":
                return registry.run(arguments, settings)
            case _:
                return desktop.run(arguments, settings)
    except (CommandError, SettingsError, PipelineError) as error:
        sys.stderr.write(f"gatehouse: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # the reader of our output (head, less) has gone: nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
