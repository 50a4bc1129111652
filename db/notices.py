"""Notices to drivers: what they say, and how they are sent to telephones."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from sqlalchemy import Engine

from db import outbox
from db.backoff import Backoff
from db.outbox_records import Fields, QueuedItem
from db.remote import RemoteError, RemoteRefusedError, RemoteStore

_log = logging.getLogger("sync")

_BATCH: Final = 20


class NoticeKind(StrEnum):
    """What a driver is told of."""

    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Notice:
    """A message for one telephone; one of the same ``notice_id`` takes the earlier one's place.

    ``data`` lets the driver's application say the same in another language.
    """

    notice_id: str
    title: str
    body: str
    data: dict[str, str]


class DeviceGoneError(RemoteError):
    """The telephone is not known any more."""


class NoticeSender(Protocol):
    """Sends to telephones; Firebase Cloud Messaging is the real one."""

    def send(self, notice: Notice, device_id: str) -> None:
        """Send to one telephone.

        Raises:
            DeviceGoneError: the telephone is not known any more.
            RemoteError: of the kind that says what to do about it.
        """


_WORDS: Final = {
    NoticeKind.CHECKED_IN: ("Vehicle checked in", "{plate} has entered {site}."),
    NoticeKind.CHECKED_OUT: ("Vehicle checked out", "{plate} has left {site}."),
    NoticeKind.CORRECTED: ("Plate corrected", "What was recorded at {site} is now {plate}."),
}
_MISREAD: Final = (
    " Its plate was misread and was corrected by the attendant; it was not your fault."
)


def notice_fields(kind: NoticeKind, plate: str, at: datetime, *, corrected: bool) -> Fields:
    """What the outbox keeps of a notice."""
    return {"event": kind.value, "plate": plate, "at": at, "corrected": corrected}


def notice_of(queued: QueuedItem, site_name: str) -> Notice:
    """The message of a queued notice."""
    fields = queued.item.fields
    kind, plate, at = NoticeKind(str(fields["event"])), str(fields["plate"]), fields["at"]
    title, body = _WORDS[kind]
    words = body.format(plate=plate, site=site_name)
    if fields["corrected"]:
        words += _MISREAD
    moment = at.isoformat() if isinstance(at, datetime) else ""
    data = {
        "event": kind.value,
        "plate": plate,
        "at": moment,
        "site": site_name,
        "corrected": "true" if fields["corrected"] else "false",
    }
    return Notice(queued.item.event_id, title, words, data)


class NoticeDrain:
    """Sends the notices that wait, at a pace of its own; documents never wait for them.

    ``sender`` makes what sends, of the store; None where the site wants no notices sent.
    """

    def __init__(
        self,
        engine: Engine,
        site_name: str,
        sender: Callable[[RemoteStore], NoticeSender] | None,
        now: Callable[[], datetime],
        monotonic_s: Callable[[], float],
    ) -> None:
        self._engine = engine
        self._site_name = site_name
        self._sender = sender
        self._now = now
        self._monotonic_s = monotonic_s
        self._backoff = Backoff()
        self._not_before_s = 0.0

    def run(self, remote: RemoteStore) -> None:
        """Send what waits; what is too late is counted and forgotten.

        Raises:
            StoreError: the outbox cannot be used.
        """
        items = outbox.next_items(self._engine, outbox.PUSH_KINDS, _BATCH)
        late = [one for one in items if self._is_late(one)]
        if late:
            outbox.expire(self._engine, late)
        waiting = [one for one in items if one not in late]
        if self._sender is None or not waiting or self._monotonic_s() < self._not_before_s:
            return
        sender = self._sender(remote)
        for queued in waiting:
            try:
                self._send(remote, sender, queued)
            except RemoteRefusedError as error:
                outbox.park(self._engine, queued, str(error))
            except RemoteError as error:
                _log.info("a notice waits: %s", error)
                self._not_before_s = self._monotonic_s() + self._backoff.next_s()
                return
            else:
                self._backoff.succeed()
                outbox.settle(self._engine, [queued], self._now())

    def _is_late(self, queued: QueuedItem) -> bool:
        expires_at = queued.item.expires_at
        return self._sender is None or (expires_at is not None and expires_at < self._now())

    def _send(self, remote: RemoteStore, sender: NoticeSender, queued: QueuedItem) -> None:
        owner_uid = queued.item.path.rsplit("/", 1)[1]
        notice = notice_of(queued, self._site_name)
        for device_id in remote.device_ids(owner_uid):
            try:
                sender.send(notice, device_id)
            except DeviceGoneError:
                remote.forget_device(owner_uid, device_id)
