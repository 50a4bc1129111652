"""What the window is told about the site when it is built."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from console.ui.theme import ThemeName


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """Names, looks and clocks of one window.

    ``text_scale`` is 1.0 to 1.5. ``now`` gives aware UTC for what is displayed, shown in
    ``time_zone`` (None: that of this machine); ``monotonic_ns`` is the clock of every age.
    ``layout_path`` is the file that keeps geometry and columns (None: nothing is kept).
    """

    site_name: str
    attendant: str
    theme: ThemeName = ThemeName.DARK
    text_scale: float = 1.0
    now: Callable[[], datetime] = _utc_now
    monotonic_ns: Callable[[], int] = time.monotonic_ns
    time_zone: tzinfo | None = None
    layout_path: Path | None = None

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment in the zone that the attendant's clock shows."""
        return moment.astimezone(self.time_zone)
