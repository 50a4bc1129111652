"""How the Pi itself is doing: temperature, throttling, disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from pi_bridge.status import MachineHealth

THERMAL_ZONE = Path("/sys/class/thermal/thermal_zone0/temp")
THROTTLED = Path("/sys/devices/platform/soc/soc:firmware/get_throttled")

_BYTES_PER_MB = 1024 * 1024
_THROTTLED_BITS = (
    (0, "under-voltage"),
    (1, "frequency-capped"),
    (2, "throttled"),
    (3, "soft-temperature-limit"),
    (16, "under-voltage-before"),
    (18, "throttled-before"),
)
"""Bits of the firmware's word.

Source: Raspberry Pi documentation, ``vcgencmd get_throttled``.
"""


def read_machine_health(
    folder: Path, thermal: Path = THERMAL_ZONE, throttled: Path = THROTTLED
) -> MachineHealth:
    """Return the health of this machine and the free space around ``folder``."""
    return MachineHealth(
        temperature_c=_temperature_c(thermal),
        throttled=_throttled(throttled),
        disk_free_mb=_disk_free_mb(folder),
    )


def _temperature_c(path: Path) -> float | None:
    try:
        return int(path.read_text(encoding="ascii")) / 1000
    except (OSError, ValueError):
        return None


def _throttled(path: Path) -> tuple[str, ...]:
    try:
        word = int(path.read_text(encoding="ascii"), 16)
    except (OSError, ValueError):
        return ()
    return tuple(name for bit, name in _THROTTLED_BITS if word >> bit & 1)


def _disk_free_mb(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free // _BYTES_PER_MB
    except OSError:
        return None
