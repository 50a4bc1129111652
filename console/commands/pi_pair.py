"""``pi-pair``: the booth's side of pairing with a lane's agent."""

from __future__ import annotations

import argparse
import getpass
import sys

from console.commands.common import CommandError
from console.paths import pairing_book_path
from console.settings import Settings
from pi_bridge.client.pairing import PairingBook, pair_with_agent
from pi_bridge.errors import BridgeError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``pi-pair``."""
    parser.add_argument(
        "address",
        nargs="?",
        help="such as https://192.0.2.11:8443; without it the agents on the network are listed",
    )
    parser.add_argument(
        "--code-stdin", action="store_true", help="read the code from standard input"
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Pair with the agent at the address, whose code is asked for, and keep the key."""
    try:
        if arguments.address is None:
            return _list_agents()
        book = PairingBook(pairing_book_path(settings.data_folder))
        code = sys.stdin.readline() if arguments.code_stdin else getpass.getpass("Code: ")
        pairing = pair_with_agent(arguments.address, code, settings.site_name)
        book.keep(arguments.address, pairing)
    except BridgeError as error:
        raise CommandError(str(error)) from error
    sys.stdout.write(f"paired with lane {pairing.lane_id}\n")
    return 0


def _list_agents() -> int:
    # zeroconf takes a tenth of a second to import, which every other command would wait for
    from pi_bridge.client.discovery import find_agents  # noqa: PLC0415

    agents = find_agents()
    for agent in agents:
        sys.stdout.write(f"{agent.lane_id}\t{agent.url}\n")
    if not agents:
        sys.stderr.write("no agent answers on this network\n")
    return 0
