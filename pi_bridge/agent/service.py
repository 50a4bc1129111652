"""Talking to systemd: ready, alive, stopping."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

_US_PER_S = 1_000_000
_UNWATCHED_S = 1.0


class ServiceNotifier:
    """Tells the service manager how we are; does nothing where none has started us.

    Source: sd_notify(3), systemd.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        values = os.environ if environment is None else environment
        self._address = values.get("NOTIFY_SOCKET", "")
        watchdog_us = values.get("WATCHDOG_USEC", "")
        self._watched = watchdog_us.isdigit() and int(watchdog_us) > 0
        # A third of the limit: one notice may be late without the service being killed for it.
        self.interval_s = int(watchdog_us) / _US_PER_S / 3 if self._watched else _UNWATCHED_S

    def ready(self) -> None:
        self._send("READY=1")

    def alive(self) -> None:
        if self._watched:
            self._send("WATCHDOG=1")

    def stopping(self) -> None:
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        # A leading @ stands for the zero byte of an abstract address.
        address = "\0" + self._address[1:] if self._address[0] == "@" else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as connection:
            connection.sendto(message.encode(), address)
