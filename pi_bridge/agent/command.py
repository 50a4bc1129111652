"""The agent's command line, the same alone and as a command of the console's program."""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

from pi_bridge.agent.config import DEFAULT_STATE_FOLDER, load_agent_settings
from pi_bridge.agent.pairing import CODE_VALID_S
from pi_bridge.errors import AgentConfigError, AgentStartError, BridgeError

ACTIONS = {
    "run": "serve camera and barrier until stopped (the default)",
    "check": "read the configuration and say what is in it",
    "pair": "show a one-time code to type in the booth",
    "unpair": "forget every booth",
    "release": "release the relays that a dead agent may have left closed",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the agent's arguments."""
    parser.add_argument(
        "--config", type=Path, required=True, metavar="FILE", help="the agent's TOML"
    )
    words = "; ".join(f"{name}: {help_text}" for name, help_text in ACTIONS.items())
    parser.add_argument("action", nargs="?", choices=tuple(ACTIONS), default="run", help=words)


def run_action(arguments: argparse.Namespace) -> int:
    """Do what was asked; 0 is success, 1 a camera that hangs for good.

    Raises:
        BridgeError: the configuration, or what it names, cannot be used.
    """
    if arguments.action == "release":
        return _release(arguments.config)
    settings = load_agent_settings(arguments.config)
    # Configurations can be checked on any machine, also one without the agent's libraries.
    if arguments.action == "check":
        kind = "none" if settings.barrier is None else type(settings.barrier).__name__
        sys.stdout.write(
            f"lane {settings.lane_id}, {type(settings.camera).__name__}, barrier {kind}, "
            f"port {settings.port}\n"
        )
        return 0
    _need_libraries()
    from pi_bridge.agent import application  # noqa: PLC0415 - not before it is known to load

    match arguments.action:
        case "pair":
            code = application.give_pairing_code(settings)
            sys.stdout.write(f"Code for the booth, good for {CODE_VALID_S // 60} minutes: {code}\n")
            return 0
        case "unpair":
            application.forget_booths(settings)
            return 0
    _log_to_stderr()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return application.run_agent(settings, stopping)


def _release(config: Path) -> int:
    """Release what a dead agent holds, also where its configuration can no longer be read.

    Raises:
        BridgeError: the pins cannot be had, or neither a note nor the configuration tells which.
    """
    _need_libraries()
    from pi_bridge.agent import application  # noqa: PLC0415 - not before it is known to load

    try:
        settings = load_agent_settings(config)
    except AgentConfigError:
        # systemd names the folder that the agent was given
        folder = Path(os.environ.get("STATE_DIRECTORY", DEFAULT_STATE_FOLDER))
        application.release_barrier(folder, None)
        raise
    application.release_barrier(settings.state_folder, settings)
    return 0


def _need_libraries() -> None:
    """Check that the running part of the agent has its libraries.

    Raises:
        AgentStartError: one of them is missing.
    """
    try:
        importlib.import_module("pi_bridge.agent.application")
    except ModuleNotFoundError as error:
        raise AgentStartError(
            f"library {error.name} is missing: install those of the extra pi (docs/pi.md)"
        ) from error


def main() -> int:
    """Run the agent from the command line; one line on standard error says what went wrong."""
    parser = argparse.ArgumentParser(
        prog="gatehouse-agent", description="The camera and barrier agent, on the Raspberry Pi."
    )
    add_arguments(parser)
    try:
        return run_action(parser.parse_args())
    except BridgeError as error:
        sys.stderr.write(f"gatehouse-agent: {error}\n")
        return 1


def _log_to_stderr() -> None:
    """Log in UTC to standard error, which systemd keeps."""
    handler = logging.StreamHandler()
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s: %(message)s")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler])
