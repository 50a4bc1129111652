"""Connections on which nobody asks anything: port scans, and machines that were switched off."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

LONGEST_SILENCE_S = 10.0
"""Whoever connects wants something at once; nobody does who has not asked for so long."""


class SilentConnections:
    """Ends connections whose first request does not come; on the server's event loop alone.

    The HTTP server ends those that are idle after a request, and waits for a first one for ever:
    over months they would use up the open files that a process may have.
    """

    def __init__(self, longest_s: float = LONGEST_SILENCE_S) -> None:
        self._longest_s = longest_s
        self._since_s: WeakKeyDictionary[Any, float] = WeakKeyDictionary()

    def end(self, connections: Iterable[Any], now_s: float) -> int:
        """Look at the open ``connections`` at ``now_s`` (monotonic); return how many were ended."""
        ended_count = 0
        for connection in connections:
            if getattr(connection, "cycle", None) is not None:  # it has asked at least once
                self._since_s.pop(connection, None)
                continue
            since_s = self._since_s.setdefault(connection, now_s)
            transport = getattr(connection, "transport", None)
            if now_s - since_s > self._longest_s and isinstance(transport, asyncio.WriteTransport):
                transport.abort()
                ended_count += 1
        return ended_count
