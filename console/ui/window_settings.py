"""What the window is told about the site when it is built."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from PySide6.QtWidgets import QApplication

from console.gate.reasons import DEFAULT_REASONS, ConfirmOpening, OverrideReason
from console.ui.theme import ThemeName


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """Names, looks and clocks of one window.

    ``text_scale`` is 1.0 to 1.5. ``now`` gives aware UTC for what is displayed, shown in
    ``time_zone`` (None: that of this machine); ``monotonic_ns`` is the clock of every age.
    ``layout_path`` is the file that keeps geometry and columns (None: nothing is kept).

    ``reasons`` are offered for overrides, ``hold_minutes`` for holding a barrier open.
    ``confirm_opening`` says when opening by hand asks first. A passage that has waited for
    ``escalate_after_s`` makes its tile pulse, and ``alarm`` is called every few seconds.
    ``shown`` gives the text of a plate as people shall see it, glyph by glyph: the site's formats
    tell O from 0. It is asked at frame rate.
    """

    site_name: str
    attendant: str
    theme: ThemeName = ThemeName.DARK
    text_scale: float = 1.0
    now: Callable[[], datetime] = _utc_now
    monotonic_ns: Callable[[], int] = time.monotonic_ns
    time_zone: tzinfo | None = None
    layout_path: Path | None = None
    reasons: tuple[OverrideReason, ...] = DEFAULT_REASONS
    hold_minutes: tuple[float, ...] = (5, 15, 60)
    confirm_opening: ConfirmOpening = ConfirmOpening.BLOCKED
    escalate_after_s: float = 60.0
    alarm: Callable[[], None] = QApplication.beep
    shown: Callable[[str], str] = str

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment in the zone that the attendant's clock shows."""
        return moment.astimezone(self.time_zone)
