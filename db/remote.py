"""What copying needs of Firestore, and how it can fail; ``db.firestore`` is the real thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from db.outbox_records import Fields

VEHICLES: Final = "vehicles"
BLOCK_LIST: Final = "blockList"
SLOTS: Final = "slots"
BOOKINGS: Final = "bookings"
WATCHED: Final = (VEHICLES, BLOCK_LIST, SLOTS, BOOKINGS)
"""The collections of a site that come down to it."""


class RemoteError(Exception):
    """Base of what Firestore and its kin answer instead of doing what was asked."""


class RemoteUnavailableError(RemoteError):
    """Not reached, too slow, or over its limits: it may or may not have been done; try again."""


class ResumeLostError(RemoteError):
    """Firestore does not go on from where a listener was: listen from the beginning."""


class RemoteDeniedError(RemoteError):
    """The credentials or the project are not accepted; no item is at fault."""


class RemoteRefusedError(RemoteError):
    """What was sent is refused for good; the same again would be, too."""


class AlreadyThereError(RemoteError):
    """A document to be created exists; nothing of the batch was written."""


class WriteMode(StrEnum):
    """``CREATE`` refuses a document that exists, ``SET`` replaces it, ``MERGE`` some fields."""

    CREATE = "create"
    SET = "set"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Write:
    """One document below the site's own, and how it is written."""

    path: str
    fields: Fields
    mode: WriteMode = WriteMode.CREATE


@dataclass(frozen=True, slots=True)
class RemoteDocument:
    """A document as it came: the name of its collection, its own, and its fields."""

    collection: str
    name: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """How far a listener came, and the names of the documents that there were, by collection."""

    token: bytes
    known: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class RemoteChange:
    """What happened in Firestore up to ``read_at``, whole: to be applied in one transaction.

    Of the collections in ``complete``, ``documents`` are all that there are. A change without
    documents says that nothing happened. A later listener goes on from ``resume``.
    """

    documents: tuple[RemoteDocument, ...]
    removed: tuple[tuple[str, str], ...]
    complete: frozenset[str]
    read_at: datetime
    resume: ResumePoint


class RemoteListener(Protocol):
    """Tells of every change in the watched collections, until it is closed or fails."""

    def take(self, timeout_s: float) -> RemoteChange | None:
        """The next change, or None once ``timeout_s`` has passed.

        Raises:
            RemoteError: it has stopped; listen anew.
        """

    def close(self) -> None:
        """Stop listening; returns once its threads have ended."""


class RemoteStore(Protocol):
    """The documents of one site; an instance serves one thread."""

    def commit(self, writes: Sequence[Write]) -> None:
        """Write all of them or none.

        Raises:
            RemoteError: of the kind that says what to do about it.
        """

    def listen(self, resume: ResumePoint | None) -> RemoteListener:
        """Listen to vehicles, block list, slots and bookings; None: from the beginning.

        Raises:
            RemoteError: it cannot be asked.
        """

    def documents(self, collection: str) -> tuple[RemoteDocument, ...]:
        """Every document of a collection of the site, by name.

        Raises:
            RemoteError: they cannot be read.
        """

    def device_ids(self, owner_uid: str) -> tuple[str, ...]:
        """The telephones of a driver, by the Firebase installation of its application on each.

        Raises:
            RemoteError: they cannot be read.
        """

    def forget_device(self, owner_uid: str, device_id: str) -> None:
        """Take a telephone off a driver's list.

        Raises:
            RemoteError: it was not.
        """

    def cancel(self) -> None:
        """End the request under way, from another thread; it raises ``RemoteUnavailableError``."""

    def close(self) -> None:
        """Let go of the connection."""


Connect = Callable[[], RemoteStore]
"""Opens the store; raises ``RemoteError`` when that is not possible now."""
