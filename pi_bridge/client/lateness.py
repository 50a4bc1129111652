"""By how much pictures come later than they could, from the stamps that they bear."""

from __future__ import annotations

from pi_bridge.client.clock import DRIFT_PPM, ClockOffset

_PPM = 1_000_000


class Lateness:
    """Compares each picture's way with the fastest one known, on one connection.

    The two clocks differ by an unknown amount, so it is the shortest way so far that counts as
    no delay; what the agent's own clock says bounds it from the start, where that is known. The
    result is a lower bound: a picture is at least that late, whatever the clocks do.
    """

    def __init__(self, offset: ClockOffset | None = None) -> None:
        # The longest difference that could still be a picture without any delay.
        self._shortest_ns = None if offset is None else offset.error_ns - offset.offset_ns
        self._noted_ns = 0

    def note(self, captured_ns: int, received_ns: int) -> int:
        """Return by how much a picture is late at least (ns), captured there, received here."""
        way_ns = received_ns - captured_ns
        if self._shortest_ns is None:
            self._shortest_ns = way_ns
        elif self._noted_ns:
            # The clocks may have run apart since; without this a drift would look like delay.
            self._shortest_ns += (received_ns - self._noted_ns) * DRIFT_PPM // _PPM
        self._noted_ns = received_ns
        self._shortest_ns = min(self._shortest_ns, way_ns)
        return way_ns - self._shortest_ns
