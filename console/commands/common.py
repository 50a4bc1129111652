"""What every command shares: its failure, and progress that only a terminal sees."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from console.settings import Settings
from console.site_models import load_site_recogniser, site_shelf
from pipeline.recogniser import Recogniser

T = TypeVar("T")

STDERR_FILENO = 2
BAR_LENGTH = 40


class CommandError(Exception):
    """The command cannot do what was asked; the message says what and where, in one line."""


class UsageError(CommandError):
    """The arguments do not go together."""


def who_is_at_the_command_line() -> str:
    """Who an act of a command is put down to: nobody signs in there, but the system knows."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "somebody without a name"  # a user id that the system has no entry for
    return f"{name} at the command line"


def positive_whole(text: str) -> int:
    """An argument that is a whole number of at least 1, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"wants a whole number of at least 1, not {text}")
    return number


def progress(items: Sequence[T], unit: str) -> Iterator[T]:
    """The items one by one, with a running count on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    yield from _counted(items, len(items), unit)


class ProgressBar(contextlib.AbstractContextManager["ProgressBar"]):
    """How far a long check is, on standard error when that is a terminal; else silent."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._is_shown = sys.stderr.isatty()

    def show(self, done: int, total: int) -> None:
        """Draw the bar for ``done`` of ``total``."""
        if self._is_shown:
            filled = BAR_LENGTH * done // total if total else BAR_LENGTH
            bar = "#" * filled + "." * (BAR_LENGTH - filled)
            sys.stderr.write(f"\r[{bar}] {done}/{total} {self._unit}")
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self._is_shown:
            sys.stderr.write("\n")


def _counted(items: Iterable[T], total: int, unit: str) -> Iterator[T]:
    for index, item in enumerate(items):
        sys.stderr.write(f"\r{index}/{total} {unit}")
        sys.stderr.flush()
        yield item
    sys.stderr.write(f"\r{total}/{total} {unit}\n")


def open_recogniser(settings: Settings, threads: int, *, patient: bool = False) -> Recogniser:
    """The models that the site reads with; a line says so when they had to be the shipped ones.

    A ``patient`` recogniser is for single pictures, not for lanes.

    Raises:
        WeightsError: the shipped weights are missing or damaged.
    """
    problems: list[str] = []
    with quiet_native_stderr():
        recogniser = load_site_recogniser(
            site_shelf(settings.data_folder), threads, problems.append, patient=patient
        )
    for problem in problems:
        sys.stderr.write(f"gatehouse: {problem}\n")
    return recogniser


@contextlib.contextmanager
def quiet_native_stderr() -> Iterator[None]:
    """Keep native libraries from writing to standard error, where scripts expect our lines.

    LiteRT announces its CPU delegate there and offers no way to turn that off (2.3.0).
    """
    sys.stderr.flush()
    kept = os.dup(STDERR_FILENO)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), STDERR_FILENO)
    try:
        yield
    finally:
        os.dup2(kept, STDERR_FILENO)
        os.close(kept)
