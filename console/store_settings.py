"""What a site decides about its store: where it is, how long it keeps what, and its backups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from db.booth import DEFAULT_BOOTH

if TYPE_CHECKING:
    from console.settings import SettingsTable

BYTES_PER_GB = 1_000_000_000


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the booth writes: ``url`` of a PostgreSQL server, or empty for the data folder.

    ``password_file`` holds the server's password alone; it is never in the settings.
    """

    booth_id: str = DEFAULT_BOOTH
    url: str = ""
    password_file: Path | None = None


@dataclass(frozen=True, slots=True)
class KeepSettings:
    """How long things stay, and copies of the store.

    What identifies a vehicle is erased after ``personal_days``. Pictures take ``evidence_gb`` at
    most (0: no limit). Less than ``warn_free_gb`` on the disk raises an alarm. A backup is made
    every ``backup_hours`` (0: never) into ``backup_folder`` (None: in the data folder), and
    ``backup_count`` of them stay.
    """

    personal_days: int = 365
    evidence_gb: float = 0.0
    warn_free_gb: float = 2.0
    backup_folder: Path | None = None
    backup_hours: int = 24
    backup_count: int = 7


def store_settings(table: SettingsTable) -> StoreSettings:
    """The table ``[store]``."""
    usual = StoreSettings()
    booth_id = table.text("booth", usual.booth_id)
    if not booth_id or not all(glyph.isalnum() or glyph in "-_" for glyph in booth_id):
        raise table.error("booth", f"wanted letters, digits, - and _ alone, found {booth_id!r}")
    url = table.text("url", usual.url)
    if url:
        _check_url(table, url)
    written = table.text("password_file", "")
    table.refuse_unknown()
    return StoreSettings(booth_id, url, _file(table, written))


def keep_settings(retention: SettingsTable, backup: SettingsTable) -> KeepSettings:
    """The tables ``[retention]`` and ``[backup]``; days of pictures are read elsewhere."""
    usual = KeepSettings()
    return KeepSettings(
        personal_days=retention.whole("personal_days", usual.personal_days, 1, 36500),
        evidence_gb=retention.number("evidence_gb", usual.evidence_gb, 0.0, 1e6),
        warn_free_gb=retention.number("warn_free_gb", usual.warn_free_gb, 0.0, 1e6),
        backup_folder=_file(backup, backup.text("folder", "")),
        backup_hours=backup.whole("every_hours", usual.backup_hours, 0, 24 * 31),
        backup_count=backup.whole("count", usual.backup_count, 1, 1000),
    )


def _check_url(table: SettingsTable, url: str) -> None:
    """Refuse what is no address of a PostgreSQL database; the message never repeats it."""
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        raise table.error("url", "is not an address") from None
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise table.error("url", "wanted postgresql://USER@HOST/DATABASE")
    if password is not None:
        raise table.error("url", "holds a password; put it into a file and name that password_file")


def _file(table: SettingsTable, written: str) -> Path | None:
    if not written.strip():
        return None
    return (table.path.parent / Path(written).expanduser()).resolve()
