"""Cloud Storage by firebase-admin, as ``ThumbnailStore``.

Importing Google's libraries takes more than a second, so this module is imported by the thread
that copies. Nothing here repeats a request: ``db.thumbnails`` decides what is tried again.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import firebase_admin
import requests
from firebase_admin import storage
from google.api_core import exceptions as api

from db.firestore import NoCredential, account_credential, translated
from db.remote import RemoteDeniedError, RemoteRefusedError, RemoteUnavailableError
from db.remote_settings import EMULATOR_VARIABLE, RemoteSettings

STORAGE_EMULATOR_VARIABLE: Final = "STORAGE_EMULATOR_HOST"
"""The environment's name for the address of an emulator of Cloud Storage, for Google's client."""

TIMEOUT_S: Final = 5.0
"""A thumbnail is small; the program does not wait for long to end while one is under way."""


# Google's client would ask for the bucket itself, on a thread of its own that nobody ends, for
# traces that nobody takes
os.environ.setdefault("DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA", "true")


class CloudStorage:
    """Small pictures in one bucket, or in the emulator that the environment names.

    Raises:
        RemoteDeniedError: the service-account file cannot be used, no bucket is named, or
            Firestore is an emulator and Cloud Storage is not.
    """

    def __init__(self, settings: RemoteSettings) -> None:
        if not settings.bucket:
            raise RemoteDeniedError("no bucket is named: firebase.bucket in the settings")
        emulator = os.environ.get(STORAGE_EMULATOR_VARIABLE, "")
        if os.environ.get(EMULATOR_VARIABLE) and not emulator:
            raise RemoteDeniedError(
                f"{EMULATOR_VARIABLE} is set and {STORAGE_EMULATOR_VARIABLE} is not: what is "
                "tried out sends no pictures to Google"
            )
        credential = NoCredential() if emulator else account_credential(settings)
        options = {"projectId": settings.project or credential.project_id}
        self._timeout_s = min(TIMEOUT_S, settings.timeout_s)
        self._app = firebase_admin.initialize_app(credential, options, uuid.uuid4().hex)
        self._bucket = storage.bucket(settings.bucket, self._app)

    def put(self, name: str, jpeg: bytes) -> None:
        with _translated_requests():
            blob = self._bucket.blob(name)
            try:
                blob.upload_from_string(
                    jpeg,
                    content_type="image/jpeg",
                    if_generation_match=0,  # only where there is none
                    timeout=self._timeout_s,
                    retry=None,
                )
            except api.PreconditionFailed:
                return  # it is there, from an attempt whose answer was lost

    def delete(self, name: str) -> None:
        with _translated_requests():
            blob: Any = self._bucket.blob(name)
            try:
                blob.delete(timeout=self._timeout_s, retry=None)
            except api.NotFound:
                return

    def close(self) -> None:
        """Let go of the connection."""
        self._bucket.client.close()
        firebase_admin.delete_app(self._app)


@contextmanager
def _translated_requests() -> Iterator[None]:
    with translated():
        try:
            yield
        except api.BadRequest as error:
            raise RemoteRefusedError(str(error)) from error
        except requests.RequestException as error:
            raise RemoteUnavailableError(str(error)) from error
