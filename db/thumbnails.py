"""Thumbnails in Cloud Storage, where a site wants them: sent with their decision, gone with it.

What is sent is made when it goes. Deleting a picture here lets its thumbnail be deleted there.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol, TypeAlias

from sqlalchemy import Connection, Engine, delete, select

from db import outbox
from db.backoff import Backoff
from db.booth import Booth, booth_of
from db.errors import EvidenceDamagedError, EvidenceMissingError
from db.evidence import EvidenceFolder
from db.outbox_records import ItemKind, OutboxItem, QueuedItem
from db.records import DecisionRecord
from db.remote import RemoteDeniedError, RemoteError, RemoteRefusedError
from db.schema import Quad
from db.sessions import writing
from db.sync_schema import OutboxRow, RemotePictureRow

_log = logging.getLogger("sync")

_BATCH: Final = 20
_SIDES: Final = 4


class ThumbnailStore(Protocol):
    """Keeps small pictures by name; Cloud Storage is the real one."""

    def put(self, name: str, jpeg: bytes) -> None:
        """Keep the picture; one that is there under this name stays.

        Raises:
            RemoteError: of the kind that says what to do about it.
        """

    def delete(self, name: str) -> None:
        """Delete the picture; it may be gone already.

        Raises:
            RemoteError: of the kind that says what to do about it.
        """

    def close(self) -> None:
        """Let go of the connection."""


class PictureError(Exception):
    """No thumbnail can be made of a picture; the message says why."""


Make: TypeAlias = Callable[[bytes, Quad], bytes]
"""Makes the JPEG of a thumbnail from that of a picture and the plate's box in it, x, y, width and
height in pixels; raises ``PictureError``."""


def queue_thumbnail(connection: Connection, decision: DecisionRecord) -> None:
    """Let the picture of a decision go up small, in its transaction, if the site wants that."""
    booth = booth_of(connection)
    if not booth.sends_thumbnails or decision.evidence is None or decision.plate_box_px is None:
        return
    sha256 = decision.evidence.sha256
    box = tuple(float(side) for side in decision.plate_box_px)
    fields: dict[str, object] = {"sha256": sha256, "plateBox": box}
    outbox.queue(connection, _item(booth, sha256, decision.decided_by, decision.decided_at, fields))


def queue_deletions(connection: Connection, pictures: Sequence[str], by: str, at: datetime) -> None:
    """Let the thumbnails of pictures that are deleted here be deleted, too."""
    there = select(RemotePictureRow.sha256).where(RemotePictureRow.sha256.in_(pictures))
    ids = [_id(sha256) for sha256 in pictures]
    waiting = select(OutboxRow.event_id).where(OutboxRow.event_id.in_(ids))
    known = {_id(sha256) for (sha256,) in connection.execute(there)}
    known |= {event_id for (event_id,) in connection.execute(waiting)}
    booth = booth_of(connection)
    for sha256 in pictures:
        if _id(sha256) in known:
            # What waits may have gone without an answer: it becomes its own deletion
            outbox.queue(connection, _item(booth, sha256, by, at, {"sha256": sha256}))


class ThumbnailDrain:
    """Sends and deletes at a pace of its own; belongs to the thread that copies.

    The pictures of a booth are in its own folder, so each booth sends its own. ``make`` is None
    where the site wants none any more: what waits is forgotten, and deletions still go.
    """

    def __init__(  # noqa: PLR0913 - both ends, and the clocks
        self,
        engine: Engine,
        booth_id: str,
        evidence: EvidenceFolder,
        site: str,
        *,
        make: Make | None,
        connect: Callable[[], ThumbnailStore],
        now: Callable[[], datetime],
        monotonic_s: Callable[[], float],
    ) -> None:
        self._engine = engine
        self._evidence = evidence
        self._site = site
        self._make = make
        self._connect = connect
        self._now = now
        self._monotonic_s = monotonic_s
        self._backoff = Backoff()
        self._not_before_s = 0.0
        self._store: ThumbnailStore | None = None
        # A data folder's database is one booth's, whatever it was called over time
        self._below = "" if engine.dialect.name == "sqlite" else _path(booth_id, "")

    def run(self, stop: threading.Event) -> None:
        """Send what waits, until ``stop`` is set.

        Raises:
            StoreError: the outbox or a picture cannot be used.
        """
        if self._monotonic_s() < self._not_before_s:
            return
        kinds = outbox.THUMBNAIL_KINDS
        for queued in outbox.next_items(self._engine, kinds, _BATCH, below=self._below):
            if stop.is_set():
                return
            try:
                self._send(queued)
            except (PictureError, EvidenceDamagedError, RemoteRefusedError) as error:
                outbox.park(self._engine, queued, str(error))
            except RemoteError as error:
                _log.info("thumbnails wait: %s", error)
                self._not_before_s = self._monotonic_s() + self._backoff.next_s()
                if isinstance(error, RemoteDeniedError):
                    # Told where people look; the others need not all fail to tell the same
                    outbox.park(self._engine, queued, str(error))
                return

    def close(self) -> None:
        """Let go of the connection; a later run makes a new one."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _send(self, queued: QueuedItem) -> None:
        sha256, box = str(queued.item.fields["sha256"]), queued.item.fields.get("plateBox")
        name = f"sites/{self._site}/thumbnails/{sha256}.jpg"
        is_deletion = box is None
        if is_deletion:
            self._connected().delete(name)
        else:
            jpeg = self._thumbnail(sha256, box)
            if jpeg is None:
                outbox.expire(self._engine, [queued])
                return
            self._connected().put(name, jpeg)
        self._backoff.succeed()
        with writing(self._engine) as session:
            session.execute(delete(RemotePictureRow).where(RemotePictureRow.sha256 == sha256))
            if not is_deletion:
                session.add(RemotePictureRow(sha256=sha256, sent_at=self._now()))
            outbox.settle_in(session, [queued], self._now())

    def _thumbnail(self, sha256: str, box: object) -> bytes | None:
        """The JPEG, or None where none is wanted or its picture was deleted meanwhile."""
        if self._make is None:
            return None
        assert isinstance(box, tuple)
        assert len(box) == _SIDES
        try:
            return self._make(self._evidence.load(sha256), box)
        except EvidenceMissingError:
            return None

    def _connected(self) -> ThumbnailStore:
        if self._store is None:
            self._store = self._connect()
        return self._store


def _item(
    booth: Booth, sha256: str, by: str, at: datetime, fields: dict[str, object]
) -> OutboxItem:
    path = _path(booth.booth_id, sha256)
    return OutboxItem(_id(sha256), ItemKind.THUMBNAIL, "", path, by, at, fields)


def _id(sha256: str) -> str:
    return f"thumbnail-{sha256}"


def _path(booth_id: str, sha256: str) -> str:
    return f"thumbnails/{booth_id}/{sha256}"
