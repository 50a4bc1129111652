"""Checked reading of the JSON messages on the wire."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from pi_bridge.errors import WireFormatError

MAX_MESSAGE_BYTES = 64 * 1024
"""Largest JSON message either end reads; ours are under 1 KiB."""

_MAX_TEXT = 1000

E = TypeVar("E", bound=StrEnum)


class Fields:
    """The fields of one JSON object; each is read under its name as the type that is wanted.

    Every reading raises `WireFormatError` where the field is missing or of another type.
    """

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    @classmethod
    def parse(cls, text: bytes) -> Fields:
        """Return the object in ``text``.

        Raises:
            WireFormatError: it is too long, not JSON, or not an object.
        """
        if len(text) > MAX_MESSAGE_BYTES:
            raise WireFormatError(
                f"message of {len(text)} bytes, at most {MAX_MESSAGE_BYTES} allowed"
            )
        try:
            content = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise WireFormatError(f"message is not JSON: {error}") from error
        if not isinstance(content, dict):
            raise WireFormatError("message is not a JSON object")
        return cls(content)

    def text(self, name: str) -> str:
        value = self._content.get(name)
        if not isinstance(value, str) or len(value) > _MAX_TEXT:
            raise WireFormatError(f"field {name}: a short text is wanted")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._content.get(name)
        if not isinstance(value, list) or not all(
            isinstance(item, str) and len(item) <= _MAX_TEXT for item in value
        ):
            raise WireFormatError(f"field {name}: a list of short texts is wanted")
        return tuple(value)

    def whole(self, name: str) -> int:
        value = self._content.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise WireFormatError(f"field {name}: a whole number is wanted")
        return value

    def optional_whole(self, name: str) -> int | None:
        return None if self._content.get(name) is None else self.whole(name)

    def number(self, name: str) -> float:
        value = self._content.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise WireFormatError(f"field {name}: a number is wanted")
        return float(value)

    def optional_number(self, name: str) -> float | None:
        return None if self._content.get(name) is None else self.number(name)

    def flag(self, name: str) -> bool:
        value = self._content.get(name)
        if not isinstance(value, bool):
            raise WireFormatError(f"field {name}: true or false is wanted")
        return value

    def optional_flag(self, name: str) -> bool | None:
        return None if self._content.get(name) is None else self.flag(name)

    def moment(self, name: str) -> datetime:
        """Return an aware time, in UTC."""
        try:
            moment = datetime.fromisoformat(self.text(name))
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise WireFormatError(f"field {name}: a time is wanted") from error
        raise WireFormatError(f"field {name}: a time with its zone is wanted")

    def one_of(self, kind: type[E], name: str) -> E:
        value = self.text(name)
        try:
            return kind(value)
        except ValueError as error:
            raise WireFormatError(f"field {name}: {value!r} is not a {kind.__name__}") from error

    def part(self, name: str) -> Fields:
        """Return the object in field ``name``."""
        value = self._content.get(name)
        if not isinstance(value, dict):
            raise WireFormatError(f"field {name}: an object is wanted")
        return Fields(value)
