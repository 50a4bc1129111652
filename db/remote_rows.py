"""Documents of Firestore as rows, or the reason why they cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from db.errors import PlateTextError
from db.plates import merge_o_and_0, normalise_plate
from db.records import VehicleKind
from db.remote import BLOCK_LIST
from db.sync_schema import BookingRow, RemoteSlotRow, RemoteVehicleRow


class UnusableDocumentError(Exception):
    """A document has not what its place in the layout asks for; the message says what."""


def remote_key(collection: str, name: str) -> str:
    """Under which key a vehicle's document is kept."""
    return f"{collection}/{name}"


def vehicle_row(collection: str, name: str, fields: object) -> RemoteVehicleRow:
    """A document of the vehicles or of the block list.

    Raises:
        UnusableDocumentError: a field is missing or of another type.
    """
    read = _Reader(fields)
    blocked = collection == BLOCK_LIST
    kind = VehicleKind.BLOCK.value if blocked else read.text("kind", VehicleKind.ALLOW.value)
    if kind not in set(VehicleKind):
        raise UnusableDocumentError(f"kind: wanted one of {', '.join(VehicleKind)}, found {kind}")
    plate = read.plate("plate")
    return RemoteVehicleRow(
        document=remote_key(collection, name),
        plate=plate,
        plate_class=merge_o_and_0(plate),
        kind=kind,
        owner=" ".join(read.text("owner", "").split()),
        owner_uid=read.text("ownerUid", ""),
        valid_from=read.moment("validFrom"),
        valid_until=read.moment("validUntil"),
        note=" ".join(read.text("note", "").split()),
        kept_out=False,
    )


def slot_row(name: str, fields: object) -> RemoteSlotRow:
    """A document of the slots.

    Raises:
        UnusableDocumentError: a field is missing or of another type.
    """
    read = _Reader(fields)
    return RemoteSlotRow(
        slot=name,
        name=read.text("name", name),
        is_available=read.truth("isAvailable"),
        booking_id=read.text("bookingId", ""),
    )


def booking_row(name: str, fields: object) -> BookingRow:
    """A document of the bookings.

    Raises:
        UnusableDocumentError: a field is missing or of another type.
    """
    read = _Reader(fields)
    plate = read.plate("plate")
    return BookingRow(
        booking_id=name,
        slot=read.text("slot", None),
        plate=plate,
        plate_class=merge_o_and_0(plate),
        owner_uid=read.text("userId", None),
        begins_at=read.moment("startTime"),
        ends_at=read.moment("endTime"),
        state=read.text("status", "booked"),
    )


class _Reader:
    """Reads fields by type; a field that is null counts as missing."""

    def __init__(self, fields: object) -> None:
        self._fields = fields if isinstance(fields, Mapping) else {}

    def text(self, name: str, default: str | None) -> str:
        value = self._fields.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise UnusableDocumentError(f"{name}: wanted a text, found {_found(value)}")
        return value

    def truth(self, name: str) -> bool:
        value = self._fields.get(name)
        if not isinstance(value, bool):
            raise UnusableDocumentError(f"{name}: wanted true or false, found {_found(value)}")
        return value

    def moment(self, name: str) -> datetime | None:
        value = self._fields.get(name)
        if value is not None and not isinstance(value, datetime):
            raise UnusableDocumentError(f"{name}: wanted a timestamp, found {_found(value)}")
        return value

    def plate(self, name: str) -> str:
        try:
            return normalise_plate(self.text(name, None))
        except PlateTextError as error:
            raise UnusableDocumentError(f"{name}: {error.problem}") from error


def _found(value: object) -> str:
    return "nothing" if value is None else type(value).__name__
