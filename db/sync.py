"""The thread that copies: what waits goes up, what changed in Firestore comes down.

Offline is a normal state. Every failure ends with the connection dropped and a pause that grows;
what is tried again is safe to be tried again, for every item has an id of its own.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, Protocol

from sqlalchemy import Engine

from db import lease, outbox
from db.backoff import Backoff
from db.drain import DocumentDrain, Drained
from db.errors import StoreError
from db.pace import Pace
from db.registry_copy import RegistryCopy
from db.remote import Connect, RemoteDeniedError, RemoteError, RemoteStore
from db.remote_settings import RemoteSettings
from db.sync_status import Link, SyncStatus

_log = logging.getLogger("sync")

POLL_S: Final = 1.0
"""How long a new item may wait for the thread to look."""
GRACE_S: Final = 2.0
JOIN_S: Final = 10.0


class Errand(Protocol):
    """Something besides documents that is done while there is a connection."""

    def run(self, remote: RemoteStore) -> None:
        """Do what is due now, if anything is.

        Raises:
            RemoteError: not now.
            StoreError: the store cannot be used.
        """


class OwnErrand(Protocol):
    """Something that every program does for itself, whoever of several copies the documents."""

    def run(self, stop: threading.Event) -> None:
        """Do what is due now, if anything is, and end soon once ``stop`` is set.

        Raises:
            StoreError: the store cannot be used.
        """

    def close(self) -> None:
        """Let go of what it holds open."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Synchroniser:
    """Copies until it is stopped; ``status`` may be asked on every thread.

    ``connect`` opens the remote store, on the thread. ``on_registry_changed`` is told, there,
    when vehicles came that differ. ``errands`` queue or send what else there is; ``own_errands``
    do so even while another program copies.
    """

    def __init__(  # noqa: PLR0913 - both ends, how they are used, and the clocks
        self,
        engine: Engine,
        settings: RemoteSettings,
        connect: Connect,
        on_registry_changed: Callable[[], None],
        *,
        errands: tuple[Errand, ...] = (),
        own_errands: tuple[OwnErrand, ...] = (),
        backoff: Backoff | None = None,
        poll_s: float = POLL_S,
        now: Callable[[], datetime] = _utc_now,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._connect = connect
        self._errands = errands
        self._own_errands = own_errands
        self._backoff = backoff or Backoff()
        self._poll_s = poll_s
        self._now = now
        self._stop = threading.Event()
        self._holder = uuid.uuid4().hex
        self._registry = RegistryCopy(engine, on_registry_changed, now, monotonic_s)
        pace = Pace(engine, settings.writes_per_second, settings.writes_per_day, monotonic_s)
        self._drain = DocumentDrain(engine, settings, pace, self._stop)
        self._lock = threading.Lock()
        self._link = Link.CONNECTING
        self._problem = ""
        self._remote: RemoteStore | None = None
        self._thread = threading.Thread(target=self._run, name="sync")

    def __enter__(self) -> Synchroniser:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to copy."""
        self._thread.start()

    def stop(self) -> None:
        """End, cutting off a request that takes long; what has not gone goes the next time."""
        self._stop.set()
        self._thread.join(GRACE_S)
        with self._lock:
            remote = self._remote
        if remote is not None and self._thread.is_alive():
            remote.cancel()
        self._thread.join(JOIN_S)
        if self._thread.is_alive():
            _log.warning("copying did not end within %.0f s", JOIN_S)

    def status(self) -> SyncStatus:
        """How copying stands.

        Raises:
            StoreError: the outbox cannot be read.
        """
        with self._lock:
            link, problem = self._link, self._problem
        stored = outbox.progress(self._engine)
        return SyncStatus(
            link,
            problem,
            stored.counts,
            stored.last_success_at,
            self._registry.age_s(stored.registry_at),
            self._registry.unusable,
        )

    @property
    def is_in_step(self) -> bool:
        """Whether vehicles, slots and bookings came down since it was started."""
        return self._registry.is_in_step

    def _run(self) -> None:
        while not self._stop.is_set():
            pause_s = self._poll_s
            try:
                if lease.take(self._engine, self._holder, self._now()):
                    self._copy()
                else:
                    self._tell(Link.ELSEWHERE, "")
                    self._run_own_errands()
            except RemoteDeniedError as error:
                self._tell(Link.DENIED, str(error))
                pause_s = self._backoff.next_s()
            except RemoteError as error:
                self._tell(Link.OFFLINE, str(error))
                pause_s = self._backoff.next_s()
            except StoreError as error:
                self._tell(Link.OFFLINE, str(error))
                pause_s = self._backoff.next_s()
            self._stop.wait(pause_s)
        for errand in self._own_errands:
            errand.close()
        self._let_go()

    def _copy(self) -> None:
        """Work with one connection until it fails or copying is stopped."""
        outbox.begin_copying(self._engine, self._now(), ask=self._settings.ask_history)
        remote = self._connect()
        with self._lock:
            self._remote = remote
        try:
            while not self._stop.is_set() and self._keep_lease():
                drained = self._drain.run(remote, self._now, self._keep_lease)
                for errand in self._errands:
                    errand.run(remote)
                self._run_own_errands()
                self._registry.follow(remote, self._poll_s)
                full = drained is Drained.DAY_IS_FULL
                self._tell(Link.DAY_IS_FULL if full else Link.CONNECTED, "")
                self._backoff.succeed()
        finally:
            with self._lock:
                self._remote = None
            self._registry.stop()
            remote.close()

    def _run_own_errands(self) -> None:
        for errand in self._own_errands:
            errand.run(self._stop)

    def _keep_lease(self) -> bool:
        return lease.take(self._engine, self._holder, self._now())

    def _let_go(self) -> None:
        try:
            lease.let_go(self._engine, self._holder)
        except StoreError as error:
            _log.warning("the next program that copies has to wait: %s", error)

    def _tell(self, link: Link, problem: str) -> None:
        with self._lock:
            before = self._link
            self._link, self._problem = link, problem
        if link is not before:
            _log.info("Firebase: %s%s", link.value, f": {problem}" if problem else "")
