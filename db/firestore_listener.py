"""One stream of Firestore's Listen call for all watched collections.

The listener of Google's client (``on_snapshot``) watches one collection, tells nobody when it
has stopped, and hides the server's word that all is up to date; this one passes on exactly that.
Source: google.firestore.v1.Firestore.Listen, ListenResponse and TargetChange in firestore.proto.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import grpc
from google.cloud.firestore_v1.types import ListenRequest, ListenResponse, Target, TargetChange

from db.firestore_values import plain_fields
from db.remote import (
    WATCHED,
    RemoteChange,
    RemoteDeniedError,
    RemoteDocument,
    RemoteError,
    RemoteUnavailableError,
    ResumeLostError,
    ResumePoint,
)

_log = logging.getLogger("sync")

_TARGETS: Final = dict(enumerate(WATCHED, 1))
_JOIN_S: Final = 5.0
_DENIED: Final = frozenset(
    {grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.NOT_FOUND}
)
_LOST: Final = frozenset({grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.FAILED_PRECONDITION})
_Kind = TargetChange.TargetChangeType


class FirestoreListener:
    """Reads the stream on a thread of its own and collects what becomes one whole change."""

    def __init__(
        self,
        channel: grpc.Channel,
        *,
        database: str,
        parent: str,
        metadata: tuple[tuple[str, str], ...],
        resume: ResumePoint | None,
    ) -> None:
        self._listen = channel.stream_stream(
            "/google.firestore.v1.Firestore/Listen",
            request_serializer=ListenRequest.serialize,
            response_deserializer=ListenResponse.deserialize,
        )
        self._database = database
        self._parent = parent
        self._metadata = metadata
        self._resumed = resume is not None
        self._token = b"" if resume is None else resume.token
        self._known: dict[str, set[str]] = {
            name: set() if resume is None else set(resume.known.get(name, ())) for name in WATCHED
        }
        self._complete = set() if resume is not None else set(WATCHED)
        self._changed: dict[tuple[str, str], RemoteDocument | None] = {}
        self._current: set[int] = set()
        self._changes: queue.SimpleQueue[RemoteChange | RemoteError] = queue.SimpleQueue()
        self._closing = threading.Event()
        # Google's own client would wait for the first answer, and could not be cancelled until then
        self._call = self._listen(self._requests(), metadata=self._metadata)
        self._thread = threading.Thread(target=self._read, name="sync-listen", daemon=True)
        self._thread.start()

    def take(self, timeout_s: float) -> RemoteChange | None:
        try:
            found = self._changes.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if isinstance(found, RemoteError):
            self._changes.put(found)
            raise found
        return found

    def close(self) -> None:
        self._closing.set()
        self._call.cancel()
        self._thread.join(_JOIN_S)

    def _read(self) -> None:
        try:
            for response in self._call:
                if self._closing.is_set():
                    return
                self._take(response)
            raise RemoteUnavailableError("Firestore ended the listening")
        except RemoteError as error:
            self._fail(error)
        except grpc.RpcError as error:
            self._fail(self._named(error))
        finally:
            self._closing.set()  # lets the thread end that gRPC has for the requests

    def _fail(self, error: RemoteError) -> None:
        if not self._closing.is_set():
            self._changes.put(error)

    def _named(self, error: Any) -> RemoteError:
        code, problem = error.code(), f"{error.code().name}: {error.details()}"
        if code in _DENIED:
            return RemoteDeniedError(problem)
        if self._resumed and code in _LOST:
            return ResumeLostError(problem)
        return RemoteUnavailableError(problem)

    def _requests(self) -> Iterator[ListenRequest]:
        for number, name in _TARGETS.items():
            target = Target(
                target_id=number,
                query=Target.QueryTarget(
                    parent=self._parent,
                    structured_query={"from_": [{"collection_id": name}]},
                ),
            )
            if self._token:
                target.resume_token = self._token
            yield ListenRequest(database=self._database, add_target=target)
        # The stream lives as long as there may be another request
        self._closing.wait()

    def _take(self, response: ListenResponse) -> None:
        if "target_change" in response:
            self._take_target_change(response.target_change)
        elif "document_change" in response:
            change = response.document_change
            name = change.document.name
            if change.target_ids:
                self._note(name, plain_fields(type(change).pb(change).document.fields))
            else:
                self._note(name, None)
        elif "document_delete" in response:
            self._note(response.document_delete.document, None)
        elif "document_remove" in response:
            self._note(response.document_remove.document, None)
        elif "filter" in response:
            self._check_count(response.filter.target_id, response.filter.count)

    def _take_target_change(self, change: TargetChange) -> None:
        kind = change.target_change_type
        if kind == _Kind.REMOVE:
            problem = change.cause.message or "Firestore ended a target"
            if self._resumed:
                raise ResumeLostError(problem)
            raise RemoteUnavailableError(problem)
        if kind == _Kind.RESET:
            for number in change.target_ids or _TARGETS:
                self._forget(_TARGETS[number])
        elif kind == _Kind.CURRENT:
            self._current.update(change.target_ids or _TARGETS)
        if change.resume_token:
            self._token = bytes(change.resume_token)
        whole = kind == _Kind.NO_CHANGE and not change.target_ids and change.read_time is not None
        if whole and self._current == set(_TARGETS):
            self._publish(datetime.fromtimestamp(change.read_time.timestamp(), UTC))

    def _forget(self, collection: str) -> None:
        """Firestore tells a collection from the beginning."""
        self._known[collection].clear()
        self._complete.add(collection)
        for key in [key for key in self._changed if key[0] == collection]:
            del self._changed[key]

    def _note(self, path: str, fields: dict[str, object] | None) -> None:
        collection, name = path.removeprefix(f"{self._parent}/").split("/", 1)
        if fields is None:
            self._changed[collection, name] = None
            self._known[collection].discard(name)
        else:
            self._changed[collection, name] = RemoteDocument(collection, name, fields)
            self._known[collection].add(name)

    def _check_count(self, number: int, count: int) -> None:
        """Firestore says how many documents there are; when we differ, we missed a deletion."""
        if len(self._known[_TARGETS[number]]) != count:
            raise ResumeLostError(f"{_TARGETS[number]}: {count} documents, not those known here")

    def _publish(self, read_at: datetime) -> None:
        known = {name: frozenset(names) for name, names in self._known.items()}
        change = RemoteChange(
            documents=tuple(one for one in self._changed.values() if one is not None),
            removed=tuple(key for key, one in self._changed.items() if one is None),
            complete=frozenset(self._complete),
            read_at=read_at,
            resume=ResumePoint(self._token, known),
        )
        self._changed.clear()
        self._complete.clear()
        self._changes.put(change)
