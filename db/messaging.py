"""Firebase Cloud Messaging by firebase-admin, as ``NoticeSender``."""

from __future__ import annotations

from typing import Any

from firebase_admin import exceptions, messaging

from db.notices import DeviceGoneError, Notice
from db.remote import RemoteDeniedError, RemoteRefusedError, RemoteUnavailableError

_DENIED = (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError)
_REFUSED = (exceptions.InvalidArgumentError, exceptions.OutOfRangeError, ValueError)


class CloudMessaging:
    """Sends with the app of a ``FirestoreStore``."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def send(self, notice: Notice, device_id: str) -> None:
        # Sent twice, for an answer that was lost, it is seen once: the tag names the notice
        message = messaging.Message(
            fid=device_id,
            notification=messaging.Notification(notice.title, notice.body),
            data=notice.data,
            android=messaging.AndroidConfig(
                notification=messaging.AndroidNotification(tag=notice.notice_id)
            ),
            apns=messaging.APNSConfig(headers={"apns-collapse-id": notice.notice_id[:64]}),
        )
        try:
            messaging.send(message, app=self._app)
        except (messaging.UnregisteredError, messaging.SenderIdMismatchError) as error:
            raise DeviceGoneError(str(error)) from error
        except _DENIED as error:
            raise RemoteDeniedError(str(error)) from error
        except _REFUSED as error:
            raise RemoteRefusedError(str(error)) from error
        except exceptions.FirebaseError as error:
            raise RemoteUnavailableError(str(error)) from error
