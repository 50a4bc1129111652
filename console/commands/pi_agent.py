"""``pi-agent``: the camera and barrier agent, on the Raspberry Pi."""

from __future__ import annotations

import argparse

from console.commands.common import CommandError
from console.settings import Settings
from pi_bridge.agent import command
from pi_bridge.errors import BridgeError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``pi-agent``."""
    command.add_arguments(parser)


def run(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Run the agent; what a site has set for its console does not concern it."""
    try:
        return command.run_action(arguments)
    except BridgeError as error:
        raise CommandError(str(error)) from error
