"""Puts copying to Firebase together: Google's libraries are imported on its own thread."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine

from console import __version__
from console.settings import Settings
from db.anchors import AnchorRecord
from db.booth import Booth
from db.errands import AnchorErrand, BookingErrand, StateErrand, health_fields, occupancy_fields
from db.evidence import EvidenceFolder
from db.notices import NoticeDrain, NoticeSender
from db.outbox_records import ItemKind
from db.remote import RemoteStore
from db.remote_settings import EMULATOR_VARIABLE, RemoteSettings, Thumbnails
from db.schema import Quad
from db.sync import Errand, Synchroniser
from db.thumbnails import ThumbnailDrain, ThumbnailStore


def make_synchroniser(
    engine: Engine, settings: Settings, on_registry_changed: Callable[[], None]
) -> Synchroniser | None:
    """What copies, not started yet; None where the site is not connected to Firebase."""
    if settings.firebase is None:
        return None
    return Synchroniser(
        engine,
        settings.firebase,
        partial(_connect, settings.firebase),
        on_registry_changed,
        errands=_errands(engine, settings, settings.firebase),
        own_errands=(_thumbnails(engine, settings, settings.firebase),),
    )


def without_a_demo_in_firebase(settings: Settings) -> Settings:
    """The settings of a demo: what it makes up goes to an emulator at most."""
    if os.environ.get(EMULATOR_VARIABLE):
        return settings
    return replace(settings, firebase=None)


def anchors_elsewhere(settings: RemoteSettings) -> tuple[AnchorRecord, ...]:
    """The anchors of the audit log that Firestore keeps.

    Raises:
        RemoteError: they cannot be fetched.
    """
    from db.firestore import anchors_in_firestore  # noqa: PLC0415 - takes more than a second

    return anchors_in_firestore(settings)


def _connect(settings: RemoteSettings) -> RemoteStore:
    from db.firestore import FirestoreStore  # noqa: PLC0415 - takes more than a second

    return FirestoreStore(settings)


def _send_notices(store: RemoteStore) -> NoticeSender:
    from db.firestore import FirestoreStore  # noqa: PLC0415 - takes more than a second
    from db.messaging import CloudMessaging  # noqa: PLC0415 - the same

    assert isinstance(store, FirestoreStore)
    return CloudMessaging(store.app)


def _errands(engine: Engine, settings: Settings, remote: RemoteSettings) -> tuple[Errand, ...]:
    booth_id = settings.store.booth_id
    state = partial(StateErrand, engine, now=_utc_now, monotonic_s=time.monotonic)
    return (
        AnchorErrand(engine, Booth(booth_id)),
        BookingErrand(engine, _utc_now, time.monotonic),
        state(
            ItemKind.OCCUPANCY,
            "occupancy",
            remote.occupancy_s,
            partial(occupancy_fields, engine, settings.slot_count),
            always=False,
        ),
        state(
            ItemKind.HEALTH,
            f"health-{booth_id}",
            remote.health_s,
            partial(health_fields, engine, booth_id, __version__),
            always=True,
        ),
        NoticeDrain(
            engine,
            settings.site_name,
            _send_notices if remote.notices else None,
            _utc_now,
            time.monotonic,
        ),
    )


def _thumbnails(engine: Engine, settings: Settings, remote: RemoteSettings) -> ThumbnailDrain:
    wants_some = remote.thumbnails is not Thumbnails.OFF
    return ThumbnailDrain(
        engine,
        settings.store.booth_id,
        EvidenceFolder(settings.data_folder / "evidence"),
        remote.site,
        make=partial(_make_thumbnail, remote.thumbnails) if wants_some else None,
        connect=partial(_connect_storage, remote),
        now=_utc_now,
        monotonic_s=time.monotonic,
    )


def _make_thumbnail(what: Thumbnails, jpeg: bytes, box_px: Quad) -> bytes:
    from console.thumbnails import make_thumbnail  # noqa: PLC0415 - commands start without OpenCV

    return make_thumbnail(what, jpeg, box_px)


def _connect_storage(settings: RemoteSettings) -> ThumbnailStore:
    from db.storage import CloudStorage  # noqa: PLC0415 - takes more than a second

    return CloudStorage(settings)


def _utc_now() -> datetime:
    return datetime.now(UTC)
