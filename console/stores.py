"""Opens the store that the settings name: the data folder's own, or a PostgreSQL server's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from console.settings import Settings
from db.backup import backups_in
from db.booth import Booth
from db.engine import open_engine, open_read_only
from db.postgresql import open_postgresql, read_password
from db.remote_settings import Thumbnails
from db.salvage import FreshStart, open_or_start_afresh


def open_site(settings: Settings) -> Engine:
    """The site's store, made and brought up to date when needed; the caller disposes of it.

    Raises:
        StoreUnavailableError: it cannot be reached or written, or the password file not read.
        StoreDamagedError: it is broken, or no store of Gatehouse.
        SchemaTooNewError: a later Gatehouse wrote it.
    """
    booth = _booth(settings)
    if not settings.store.url:
        return open_engine(settings.data_folder, booth=booth)
    return open_postgresql(settings.store.url, password=_password(settings), booth=booth)


def open_site_or_fresh(settings: Settings) -> tuple[Engine, FreshStart | None]:
    """The same for the console, which goes on with a fresh log where the file is damaged.

    Raises:
        StoreUnavailableError: it cannot be reached, written or moved aside.
        StoreDamagedError: it is no store of Gatehouse.
        SchemaTooNewError: a later Gatehouse wrote it.
    """
    if settings.store.url:
        return open_site(settings), None
    return open_or_start_afresh(
        settings.data_folder,
        booth=_booth(settings),
        backups=backups_in(backup_folder(settings)),
        at=datetime.now(UTC),
    )


def backup_folder(settings: Settings) -> Path:
    """Where copies of the store go."""
    return settings.keep.backup_folder or settings.data_folder / "backups"


def open_site_read_only(settings: Settings) -> Engine:
    """The site's store as it is: never made, never changed; the caller disposes of it.

    Raises:
        StoreUnavailableError: there is none, or it cannot be reached or read.
        StoreDamagedError: it is broken, or no store of Gatehouse.
        SchemaTooNewError: a later Gatehouse wrote it.
        SchemaTooOldError: ``open_site`` must upgrade it first.
    """
    booth = Booth(settings.store.booth_id)
    if not settings.store.url:
        return open_read_only(settings.data_folder)
    return open_postgresql(
        settings.store.url, password=_password(settings), booth=booth, read_only=True
    )


def _booth(settings: Settings) -> Booth:
    firebase = settings.firebase
    sends = firebase is not None and firebase.thumbnails is not Thumbnails.OFF
    return Booth(settings.store.booth_id, sends_thumbnails=sends)


def _password(settings: Settings) -> str | None:
    path = settings.store.password_file
    return None if path is None else read_password(path)
