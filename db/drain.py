"""Sends what waits: in batches, and one by one after a batch that failed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Engine

from db import outbox
from db.outbox_records import ItemKind, QueuedItem
from db.pace import Pace
from db.remote import (
    AlreadyThereError,
    RemoteRefusedError,
    RemoteStore,
    RemoteUnavailableError,
    Write,
    WriteMode,
)
from db.remote_settings import RemoteSettings

_log = logging.getLogger("sync")

BATCH: Final = 100
_STEP: Final = 20
"""How many single writes are settled together; sending one of them again does no harm."""
_CREATED: Final = frozenset({ItemKind.DECISION, ItemKind.ANCHOR})
_MERGED: Final = frozenset({ItemKind.SLOT})
_PERSONAL: Final = frozenset({ItemKind.DECISION, ItemKind.SESSION})


class Drained(StrEnum):
    """Why sending came to an end without a fault."""

    EMPTY = "empty"
    STOPPED = "stopped"
    DAY_IS_FULL = "day_is_full"


class DocumentDrain:
    """Sends the documents that wait; belongs to the thread that copies.

    A batch that failed may have been written all the same: its items then go one by one, and
    "already there" counts as sent.
    """

    def __init__(
        self,
        engine: Engine,
        settings: RemoteSettings,
        pace: Pace,
        stop: threading.Event,
        batch: int = BATCH,
    ) -> None:
        self._engine = engine
        self._site = settings.site
        self._keep = timedelta(days=settings.personal_days)
        self._pace = pace
        self._stop = stop
        self._batch = batch
        self._failed_ids: frozenset[int] = frozenset()

    def run(
        self, remote: RemoteStore, now: Callable[[], datetime], on_step: Callable[[], bool]
    ) -> Drained:
        """Send until nothing waits; ``on_step`` says between batches whether to go on.

        Raises:
            RemoteUnavailableError, RemoteDeniedError: not now; what was sent is settled.
            StoreUnavailableError: the outbox cannot be read or written.
        """
        while not self._stop.is_set():
            limit = min(self._batch, self._pace.left_today(now()))
            if limit == 0:
                return Drained.DAY_IS_FULL
            items = outbox.next_items(self._engine, outbox.DOCUMENT_KINDS, limit)
            if not items:
                return Drained.EMPTY
            if self._stop.wait(self._pace.wait_s(len(items))):
                break
            self._pace.spend(len(items), now())
            self._send(remote, items, now)
            if not on_step():
                break
        return Drained.STOPPED

    def _send(
        self, remote: RemoteStore, items: Sequence[QueuedItem], now: Callable[[], datetime]
    ) -> None:
        if self._failed_ids.isdisjoint(item.item_id for item in items):
            try:
                remote.commit([self._write(item) for item in items])
            except (AlreadyThereError, RemoteRefusedError):
                pass  # one of them is at fault, so none was written
            except RemoteUnavailableError:
                self._failed_ids = frozenset(item.item_id for item in items)
                raise
            else:
                outbox.settle(self._engine, items, now())
                return
        self._send_singly(remote, items, now)
        self._failed_ids = frozenset()

    def _send_singly(
        self, remote: RemoteStore, items: Sequence[QueuedItem], now: Callable[[], datetime]
    ) -> None:
        sent: list[QueuedItem] = []
        try:
            for item in items:
                if self._stop.is_set():
                    return
                try:
                    remote.commit([self._write(item)])
                except AlreadyThereError:
                    _log.info("%s was there already", item.item.path)
                except RemoteRefusedError as error:
                    _log.warning("%s is refused: %s", item.item.path, error)
                    outbox.park(self._engine, item, str(error))
                    continue
                sent.append(item)
                if len(sent) == _STEP:
                    outbox.settle(self._engine, sent, now())
                    sent = []
        finally:
            if sent:
                outbox.settle(self._engine, sent, now())

    def _write(self, queued: QueuedItem) -> Write:
        item = queued.item
        if item.kind in _CREATED:
            mode = WriteMode.CREATE
        else:
            mode = WriteMode.MERGE if item.kind in _MERGED else WriteMode.SET
        fields: dict[str, object] = {**item.fields, "site": self._site}
        if item.kind in _PERSONAL:
            fields["expireAt"] = item.made_at + self._keep
        return Write(item.path, fields, mode)
