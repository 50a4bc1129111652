"""Values of Firestore's wire format from and to plain ones.

Google's client does this with wrappers that cost several times what sending costs, in a thread
that shares the interpreter with the live lanes; so the messages are filled directly.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.struct_pb2 import NullValue

from db.outbox_records import Fields

_PLAIN_KINDS: Final = frozenset({"boolean_value", "integer_value", "double_value", "string_value"})
_UNKNOWN: Final = object()


def fill_fields(message: Any, fields: Fields) -> None:
    """Put ``fields`` into a map of values.

    Raises:
        TypeError: a value is of a kind that documents do not have.
    """
    for name, value in fields.items():
        _fill(message[name], value)


def plain_fields(fields: Mapping[str, Any]) -> dict[str, object]:
    """The fields of a document; kinds that the site's documents never have are left out."""
    values = {name: _plain(value) for name, value in fields.items()}
    return {name: value for name, value in values.items() if value is not _UNKNOWN}


def _fill(message: Any, value: object) -> None:
    if value is None:
        message.null_value = NullValue.NULL_VALUE
    elif isinstance(value, bool):  # before int, which it is, too
        message.boolean_value = value
    elif isinstance(value, str):
        message.string_value = value
    elif isinstance(value, int):
        message.integer_value = value
    elif isinstance(value, float):
        message.double_value = value
    elif isinstance(value, datetime):
        message.timestamp_value.FromDatetime(value)
    elif isinstance(value, Mapping):
        message.map_value.SetInParent()
        fill_fields(message.map_value.fields, value)
    elif isinstance(value, tuple):
        message.array_value.SetInParent()
        for one in value:
            _fill(message.array_value.values.add(), one)
    else:
        raise TypeError(f"a document has no {type(value).__name__}")


def _plain(message: Any) -> object:
    kind = message.WhichOneof("value_type")
    if kind in _PLAIN_KINDS:
        return getattr(message, kind)
    if kind == "null_value":
        return None
    if kind == "timestamp_value":
        return message.timestamp_value.ToDatetime(UTC)
    if kind == "map_value":
        return plain_fields(message.map_value.fields)
    if kind == "array_value":
        return tuple(_plain(one) for one in message.array_value.values)
    return _UNKNOWN
