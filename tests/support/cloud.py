"""What the tests of copying share: a synchroniser in a hurry, and a look into Firestore."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Engine

from db import outbox
from db.backoff import Backoff
from db.firestore import FirestoreStore
from db.remote import RemoteUnavailableError, Write
from db.remote_settings import RemoteSettings
from db.sync import Synchroniser

PATIENCE_S = 25.0
LOOK_S = 0.05
"""Looking more often would take the processor from what is waited for."""


@dataclass(frozen=True)
class FoundDocument:
    """A document with fields of which a test knows the types."""

    name: str
    fields: dict[str, Any]


def synchroniser(
    engine: Engine,
    settings: RemoteSettings,
    on_changed: Callable[[], None] = lambda: None,
    **options: Any,
) -> Synchroniser:
    """One that looks often and waits little after a failure."""
    usual: dict[str, Any] = {
        "connect": partial(FirestoreStore, settings),
        "backoff": Backoff(0.05, 0.2),
        "poll_s": 0.05,
    }
    return Synchroniser(engine, settings, on_registry_changed=on_changed, **usual | options)


class Office(FirestoreStore):
    """What an office does in Firestore besides what a site does."""

    def delete(self, path: str) -> None:
        self._client.document(f"sites/{self._settings.site}/{path}").delete()

    def queried(self, collection: str) -> tuple[FoundDocument, ...]:
        found = self._client.collection(f"sites/{self._settings.site}/{collection}").stream()
        return tuple(FoundDocument(one.id, one.to_dict()) for one in found)

    def set_user(self, uid: str, fields: dict[str, Any]) -> None:
        self._client.document(f"users/{uid}").set(fields)


@contextmanager
def firestore_of(settings: RemoteSettings) -> Iterator[Office]:
    """The site's documents, seen beside the synchroniser."""
    store = Office(settings)
    try:
        yield store
    finally:
        store.close()


def documents(settings: RemoteSettings, collection: str) -> tuple[FoundDocument, ...]:
    """Every document of a collection, by name."""
    with firestore_of(settings) as store:
        try:
            return tuple(
                FoundDocument(one.name, dict(one.fields)) for one in store.documents(collection)
            )
        except RemoteUnavailableError:
            return store.queried(collection)  # the emulator of npm cannot list


def put(settings: RemoteSettings, writes: Sequence[Write]) -> None:
    with firestore_of(settings) as store:
        store.commit(writes)


def wait_until_drained(engine: Engine, timeout_s: float = PATIENCE_S) -> None:
    """Wait until every document has gone; notices to telephones are another matter."""
    ends_at = time.monotonic() + timeout_s
    while outbox.next_items(engine, outbox.DOCUMENT_KINDS, 1):
        assert time.monotonic() < ends_at, outbox.progress(engine)
        time.sleep(LOOK_S)
