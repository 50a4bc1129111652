"""``models list|promote|roll-back``: which models read at this site, and which candidates wait."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from console.commands.common import CommandError, UsageError
from console.people.models import ModelRoom, ModelsView, PromotionRefusedError, SetView
from console.people.session import Session
from console.settings import Settings
from console.site_models import site_shelf
from console.stores import open_site
from db.engine import DATABASE_NAME
from db.errors import StoreError
from db.people_records import PersonRecord, Role


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``models``."""
    parser.add_argument("action", choices=("list", "promote", "roll-back"))
    parser.add_argument("version", nargs="?", help="of the candidate to promote")
    parser.add_argument("--why", default="", metavar="TEXT", help="for the audit log")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show or switch; a console that is open reads with the new models once it is started anew."""
    if (arguments.action == "promote") != (arguments.version is not None):
        raise UsageError("models promote VERSION, models list or models roll-back")
    if not settings.store.url and not (settings.data_folder / DATABASE_NAME).is_file():
        raise CommandError(f"{settings.data_folder}: holds no site")
    try:
        engine = open_site(settings)
    except StoreError as error:
        raise CommandError(str(error)) from error
    room = ModelRoom(site_shelf(settings.data_folder), engine, _account(), lambda: None)
    try:
        if arguments.action == "promote":
            room.promote(arguments.version, arguments.why)
            sys.stdout.write(f"{arguments.version} is in use\n")
        elif arguments.action == "roll-back":
            sys.stdout.write(f"{room.go_back(arguments.why)} is in use\n")
        else:
            for line in _in_words(room.look()):
                sys.stdout.write(f"{line}\n")
    except (PromotionRefusedError, StoreError) as error:
        raise CommandError(str(error)) from error
    finally:
        engine.dispose()
    return 0


def _account() -> Session:
    """Whoever may write the files of the site may switch them; the account says who it was."""
    name = f"{getpass.getuser()} (command line)"
    return Session(PersonRecord(name, Role.SUPERVISOR, True, datetime.now(UTC)))


def _in_words(view: ModelsView) -> Iterator[str]:
    if view.problem:
        yield view.problem
    for one in view.sets:
        yield f"{one.version}  {one.state.value.replace('_', ' ')}{_figures(one)}"
        yield from (f"    {words}" for words in (*one.objections, one.problem) if str(words))


def _figures(one: SetView) -> str:
    if one.made is None:
        return ""
    held_back, shadow = one.made.comparison.held_back, one.shadow
    return (
        f", {held_back.candidate_right} instead of {held_back.current_right} of "
        f"{held_back.count} held back, beside the lanes {shadow.agreed_count} of "
        f"{shadow.read_count} alike, {shadow.against_people.won_count} won and "
        f"{shadow.against_people.lost_count} lost"
    )
