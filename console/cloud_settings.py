"""What a site says about Firebase: the table ``[firebase]``; without it there is no connection."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.remote_settings import RemoteSettings, Thumbnails

if TYPE_CHECKING:
    from console.settings import SettingsTable

ASK: Final = "ask"
ALL: Final = "all"
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")
"""Source: https://cloud.google.com/storage/docs/buckets#naming"""


def cloud_settings(table: SettingsTable, personal_days: int) -> RemoteSettings | None:
    """How the site is connected; None where it names neither an account nor a project.

    A project without an account is one in the emulator that the environment names.
    """
    usual = RemoteSettings("")
    account = table.text("account_file", "").strip()
    project = table.text("project", usual.project).strip()
    site = table.text("site", "").strip()
    settings = RemoteSettings(
        site=site,
        project=project,
        account_file=_file(table, account) if account else None,
        database=table.text("database", usual.database),
        timeout_s=table.number("timeout_s", usual.timeout_s, 1.0, 300.0),
        writes_per_second=table.number("writes_per_second", usual.writes_per_second, 1.0, 5000.0),
        writes_per_day=table.whole("writes_per_day", usual.writes_per_day, 0, 1_000_000_000),
        ask_history=table.choice("history", ASK, (ASK, ALL)) == ASK,
        occupancy_s=table.number("occupancy_s", usual.occupancy_s, 5.0, 86_400.0),
        health_s=table.number("health_s", usual.health_s, 10.0, 86_400.0),
        notices=table.truth("notices", default=usual.notices),
        personal_days=personal_days,
        thumbnails=Thumbnails(table.choice("thumbnails", Thumbnails.OFF, tuple(Thumbnails))),
        bucket=table.text("bucket", usual.bucket).strip(),
    )
    table.refuse_unknown()
    if not account and not project:
        return None
    if not site or not all(glyph.isalnum() or glyph in "-_" for glyph in site):
        raise table.error("site", "wanted the site's name in Firestore: letters, digits, - and _")
    if settings.bucket and not _BUCKET.fullmatch(settings.bucket):
        raise table.error("bucket", f"is not the name of a bucket: {settings.bucket!r}")
    if settings.thumbnails is not Thumbnails.OFF and not settings.bucket:
        raise table.error("bucket", "wanted the bucket of Cloud Storage that thumbnails go to")
    return settings


def _file(table: SettingsTable, written: str) -> Path:
    return (table.path.parent / Path(written).expanduser()).resolve()
