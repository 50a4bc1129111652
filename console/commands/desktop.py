"""The window itself: with the site's lanes, with simulated ones, or without a screen."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from console.commands.common import CommandError, UsageError
from console.settings import Settings

MAXIMUM_LANES = 8
HEADLESS_SIZE = (1600, 900)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the window, which are those of the program itself."""
    parser.add_argument("--demo", action="store_true", help="simulated lanes on loopback")
    parser.add_argument("--source", type=Path, metavar="DIR", help="pictures or videos to play")
    parser.add_argument("--lanes", type=_lane_count, default=2, metavar="N", help="1 to 8 lanes")
    parser.add_argument("--headless", action="store_true", help="without a screen")
    parser.add_argument("--seconds", type=_duration_s, metavar="N", help="end after N seconds")
    parser.add_argument("--screenshot", type=Path, metavar="OUT.png", help="the window at the end")
    parser.add_argument("--report", type=Path, metavar="OUT.json", help="counts and latencies")
    parser.add_argument("--script", type=Path, metavar="FILE", help="keys and waits to be played")
    parser.add_argument(
        "--window-size", type=_size_px, metavar="WxH", help="else as it was left, or 1600x900"
    )
    parser.add_argument(
        "--self-test",
        action="store_true",
        help="open the window, read one picture, record one decision in a temporary folder, end",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Open the window and stay until it is closed; 1 when the self-test fails."""
    if arguments.source is not None and not arguments.demo:
        raise UsageError("--source goes with --demo")
    for path in (arguments.screenshot, arguments.report):
        if path is not None and not path.resolve().parent.is_dir():
            raise CommandError(f"{path}: its folder does not exist")
    if arguments.headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        arguments.window_size = arguments.window_size or HEADLESS_SIZE
    # Reading pictures on a server must work where Qt's libraries are missing
    from console.application import run_console  # noqa: PLC0415

    return run_console(arguments, settings)


def _lane_count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= MAXIMUM_LANES:
        raise argparse.ArgumentTypeError(f"wants 1 to {MAXIMUM_LANES} lanes, not {count}")
    return count


def _duration_s(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"wants a number of seconds above 0, not {text}")
    return seconds


def _size_px(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    size = int(width), int(height)
    if min(size) < 320 or max(size) > 8192:
        raise argparse.ArgumentTypeError(f"wants WIDTHxHEIGHT from 320 to 8192, not {text}")
    return size
