"""``shadow``: the process that the console starts to read beside the lanes; not for people."""

from __future__ import annotations

import argparse

from console.settings import Settings
from console.shadow.worker import main
from console.site_models import site_shelf


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``shadow``."""
    parser.add_argument("current", help="version in use")
    parser.add_argument("candidate", help="version that reads beside it")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer jobs until standard input ends."""
    return main(site_shelf(settings.data_folder), arguments.current, arguments.candidate)
