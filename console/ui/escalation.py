"""When a passage waits too long: its tile pulses and, unless muted, a sound is heard."""

from __future__ import annotations

from collections.abc import Callable

NS_PER_S = 1_000_000_000
SOUND_EVERY_S = 5.0
PULSE_S = 0.6


class Escalation:
    """Follows how long the oldest passage has waited; ``alarm`` makes the sound."""

    def __init__(self, after_s: float, alarm: Callable[[], None]) -> None:
        self._after_s = after_s
        self._alarm = alarm
        self._sounded_ns: int | None = None
        self.muted = False

    def pulse(self, waiting_s: float | None, now_ns: int) -> bool | None:
        """Whether the tile of the oldest passage is lit now; None while nothing waits too long."""
        if waiting_s is None or waiting_s < self._after_s:
            self._sounded_ns = None
            return None
        due = self._sounded_ns is None or now_ns - self._sounded_ns >= SOUND_EVERY_S * NS_PER_S
        if due:
            self._sounded_ns = now_ns
            if not self.muted:
                self._alarm()
        return int(waiting_s / PULSE_S) % 2 == 0
