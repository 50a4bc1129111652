"""Firestore by firebase-admin, as ``RemoteStore``: where its errors get our names.

Importing Google's libraries takes more than a second, so this module is imported by the thread
that copies. Nothing here repeats a request: ``db.sync`` alone decides what is tried again.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import firebase_admin
import grpc
from firebase_admin import credentials, firestore
from google.api_core import exceptions as api
from google.auth import exceptions as auth
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.firestore_v1.types import CommitRequest

from db.anchors import AnchorRecord
from db.firestore_account import AccountFileError, check_account_file
from db.firestore_listener import FirestoreListener
from db.firestore_values import fill_fields, plain_fields
from db.outbox_records import Fields
from db.remote import (
    AlreadyThereError,
    RemoteDeniedError,
    RemoteDocument,
    RemoteListener,
    RemoteRefusedError,
    RemoteUnavailableError,
    ResumePoint,
    Write,
    WriteMode,
)
from db.remote_settings import EMULATOR_VARIABLE, RemoteSettings

_PAGE: Final = 300
_HOST: Final = "firestore.googleapis.com"
_CHANNEL_OPTIONS: Final = (
    # A cut cable is noticed within a minute instead of never
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.max_reconnect_backoff_ms", 10_000),
    ("grpc.max_receive_message_length", -1),
)
_DENIED: Final = (
    api.Forbidden,
    api.Unauthorized,
    # No document that is created or set can be missing: it is the database or the project
    api.NotFound,
    api.FailedPrecondition,
)
_REFUSED: Final = (api.InvalidArgument, api.OutOfRange, ValueError, TypeError)


class NoCredential(credentials.Base):  # type: ignore[misc] # firebase-admin has no types
    """What an emulator wants: nothing."""

    def get_credential(self) -> AnonymousCredentials:
        return AnonymousCredentials()


def anchors_in_firestore(settings: RemoteSettings) -> tuple[AnchorRecord, ...]:
    """Every anchor of the site, of all its booths.

    Raises:
        RemoteError: they cannot be fetched.
    """
    store = FirestoreStore(settings)
    try:
        return tuple(_anchor(one.fields) for one in store.documents("anchors"))
    finally:
        store.close()


def _anchor(fields: Fields) -> AnchorRecord:
    at, sequence = fields.get("anchoredAt"), fields.get("sequence")
    if not isinstance(at, datetime) or not isinstance(sequence, int):
        raise RemoteRefusedError("an anchor has no sequence or no time")
    names = ("booth", "chainId", "hash")
    booth_id, chain_id, event_hash = (str(fields.get(name)) for name in names)
    return AnchorRecord(booth_id, chain_id, sequence, event_hash, at)


class FirestoreStore:
    """One site's documents in a project, or in the emulator that the environment names.

    Raises:
        RemoteDeniedError: the service-account file cannot be used.
    """

    def __init__(self, settings: RemoteSettings) -> None:
        self._settings = settings
        self._emulator = os.environ.get(EMULATOR_VARIABLE, "")
        credential = NoCredential() if self._emulator else account_credential(settings)
        options = {"projectId": settings.project or credential.project_id}
        self._app = firebase_admin.initialize_app(credential, options, uuid.uuid4().hex)
        self._client = firestore.client(self._app, settings.database)
        self._database = f"projects/{self._client.project}/databases/{settings.database}"
        self._parent = f"{self._database}/documents/sites/{settings.site}"
        owner = (("authorization", "Bearer owner"),) if self._emulator else ()
        self._metadata = (*owner, ("google-cloud-resource-prefix", self._database))
        self._channel = self._open_channel(credential)
        self._api = FirestoreClient(
            transport=FirestoreGrpcTransport(host=_HOST, channel=self._channel)
        )

    @property
    def app(self) -> Any:
        """The app of firebase-admin, for messages and storage."""
        return self._app

    def commit(self, writes: Sequence[Write]) -> None:
        with translated():
            request = CommitRequest.pb(CommitRequest(database=self._database))
            for write in writes:
                message = request.writes.add()
                message.update.name = f"{self._parent}/{write.path}"
                fill_fields(message.update.fields, write.fields)
                if write.mode is WriteMode.CREATE:
                    message.current_document.exists = False
                elif write.mode is WriteMode.MERGE:
                    message.update_mask.field_paths.extend(write.fields)
            self._api.commit(
                CommitRequest.wrap(request),
                retry=None,
                timeout=self._settings.timeout_s,
                metadata=self._metadata,
            )

    def listen(self, resume: ResumePoint | None) -> RemoteListener:
        with translated():
            return FirestoreListener(
                self._channel,
                database=self._database,
                parent=self._parent,
                metadata=self._metadata,
                resume=resume,
            )

    def documents(self, collection: str) -> tuple[RemoteDocument, ...]:
        # Page by page: a query of Google's client cannot do without its own repetitions
        with translated():
            found = self._api.list_documents(
                {"parent": self._parent, "collection_id": collection, "page_size": _PAGE},
                retry=None,
                timeout=self._settings.timeout_s,
                metadata=self._metadata,
            )
            messages = [type(one).pb(one) for one in found]
            return tuple(
                RemoteDocument(collection, one.name.rsplit("/", 1)[1], plain_fields(one.fields))
                for one in messages
            )

    def device_ids(self, owner_uid: str) -> tuple[str, ...]:
        with translated():
            user = self._client.collection("users").document(owner_uid)
            found = user.get(["installationIds"], retry=None, timeout=self._settings.timeout_s)
            ids = (found.to_dict() or {}).get("installationIds") or ()
            return tuple(one for one in ids if isinstance(one, str) and one)

    def forget_device(self, owner_uid: str, device_id: str) -> None:
        with translated():
            gone = {"installationIds": firestore.ArrayRemove([device_id])}
            user = self._client.collection("users").document(owner_uid)
            user.update(gone, retry=None, timeout=self._settings.timeout_s)

    def cancel(self) -> None:
        self._channel.close()
        self._client.close()

    def close(self) -> None:
        self.cancel()
        firebase_admin.delete_app(self._app)

    def _open_channel(self, credential: Any) -> grpc.Channel:
        if self._emulator:
            return grpc.insecure_channel(self._emulator, options=_CHANNEL_OPTIONS)
        return FirestoreGrpcTransport.create_channel(
            _HOST, credentials=credential.get_credential(), options=_CHANNEL_OPTIONS
        )


@contextmanager
def translated() -> Iterator[None]:
    """Let what Google's libraries raise leave as ``RemoteError``, by what can be done about it."""
    try:
        yield
    except api.AlreadyExists as error:
        raise AlreadyThereError(str(error)) from error
    except _DENIED as error:
        raise RemoteDeniedError(str(error)) from error
    except _REFUSED as error:
        raise RemoteRefusedError(str(error)) from error
    except auth.RefreshError as error:
        if error.retryable:
            raise RemoteUnavailableError(str(error)) from error
        raise RemoteDeniedError(str(error)) from error
    except auth.TransportError as error:
        raise RemoteUnavailableError(str(error)) from error
    except auth.GoogleAuthError as error:
        raise RemoteDeniedError(str(error)) from error
    except (api.GoogleAPIError, grpc.RpcError) as error:
        raise RemoteUnavailableError(str(error)) from error


def account_credential(settings: RemoteSettings) -> Any:
    """What the service account's file holds, as firebase-admin takes it.

    Raises:
        RemoteDeniedError: the file cannot be used.
    """
    try:
        check_account_file(settings.account_file)
        return credentials.Certificate(str(settings.account_file))
    except AccountFileError as error:
        raise RemoteDeniedError(str(error)) from error
    except (OSError, ValueError):
        # Not "from" the error: its message, which a crash report would tell, may quote the file
        raise RemoteDeniedError(
            f"{settings.account_file}: is not the file of a service account; fetch a new one in "
            "the Firebase console, project settings, service accounts"
        ) from None
