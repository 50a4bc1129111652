"""Which relays a running agent holds, noted where they can be found after it has died.

The configuration may have been edited since, to other pins or to something that is no TOML;
what has to be released are the relays that the dead agent took.
"""

from __future__ import annotations

import contextlib
import json
import logging
from pathlib import Path

from pi_bridge.agent.settings import GpioBarrierSettings
from pi_bridge.errors import IdentityError
from pi_bridge.private_files import read_private, write_private

_log = logging.getLogger("bridge")

_NAME = "relays.json"


def note_relays(folder: Path, settings: GpioBarrierSettings) -> None:
    """Note the relays before they are taken; where that fails the gate works all the same."""
    relays = {
        "open_pin": settings.open_pin,
        "close_pin": settings.close_pin,
        "relay_active_low": settings.relay_active_low,
    }
    try:
        write_private(folder / _NAME, json.dumps(relays).encode("ascii"))
    except IdentityError as error:
        forget_relays(folder)
        _log.warning("relays not noted, the configuration stands in for the note: %s", error)


def forget_relays(folder: Path) -> None:
    """Leave no note of relays that this agent does not take."""
    with contextlib.suppress(OSError):
        (folder / _NAME).unlink()


def noted_relays(folder: Path) -> GpioBarrierSettings | None:
    """The relays that the last agent took, without its inputs; None when nothing tells."""
    try:
        noted = read_private(folder / _NAME)
        relays = None if noted is None else json.loads(noted)
        if relays is None:
            return None
        return GpioBarrierSettings(
            open_pin=int(relays["open_pin"]),
            close_pin=None if relays["close_pin"] is None else int(relays["close_pin"]),
            relay_active_low=bool(relays["relay_active_low"]),
        )
    except (IdentityError, ValueError, KeyError, TypeError) as error:
        _log.warning("the note on relays cannot be used: %s", error)
        return None
