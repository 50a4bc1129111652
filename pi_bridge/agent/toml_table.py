"""Reading a TOML file key by key; every refusal names the file, the key and what is wanted."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pi_bridge.errors import AgentConfigError


class TomlTable:
    """One table of a file; remembers which keys were asked for, so that others can be refused."""

    def __init__(self, path: Path, place: str, content: Mapping[str, Any]) -> None:
        self._path = path
        self._place = place
        self._content = content
        self._known: set[str] = set()

    @classmethod
    def read(cls, path: Path) -> TomlTable:
        """Return the whole file ``path`` as a table.

        Raises:
            AgentConfigError: it cannot be read or is not TOML.
        """
        try:
            return cls(path, "", tomllib.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise AgentConfigError(path, "", f"cannot be read: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise AgentConfigError(path, "", f"is not a TOML file: {error}") from error

    def refusal(self, key: str, problem: str) -> AgentConfigError:
        return AgentConfigError(self._path, f"{self._place}{key}", problem)

    def has(self, key: str) -> bool:
        return key in self._content

    def text(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.refusal(key, "wanted a text")
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.refusal(key, f"wanted one of {', '.join(allowed)}, found {value!r}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise self.refusal(key, f"wanted true or false, found {value!r}")
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self._value(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.refusal(key, f"wanted a whole number from {low} to {high}, found {value!r}")
        return value

    def optional_whole(self, key: str, low: int, high: int) -> int | None:
        """Return None where the key is left out."""
        self._known.add(key)
        return self.whole(key, low, high) if self.has(key) else None

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        value = self._value(key, default)
        if not _is_number(value) or not low <= value <= high:
            raise self.refusal(key, f"wanted a number from {low:g} to {high:g}, found {value!r}")
        return float(value)

    def number_rows(self, key: str, width: int, low: float, high: float) -> tuple[Any, ...]:
        """Return rows of ``width`` numbers each; none where the key is left out."""
        rows = self._value(key, ())
        if not isinstance(rows, list | tuple) or not all(
            isinstance(row, list)
            and len(row) == width
            and all(_is_number(item) and low <= item <= high for item in row)
            for row in rows
        ):
            raise self.refusal(key, f"wanted rows of {width} numbers from {low:g} to {high:g}")
        return tuple(tuple(float(item) for item in row) for row in rows)

    def table(self, key: str) -> TomlTable:
        value = self._value(key, {})
        if not isinstance(value, dict):
            raise self.refusal(key, f"wanted a table, found {value!r}")
        return TomlTable(self._path, f"{self._place}{key}.", value)

    def folder(self, key: str, default: str | None = None) -> Path:
        """Return a folder's path; a relative one is taken from the file's own folder."""
        return (self._path.parent / Path(self.text(key, default)).expanduser()).resolve()

    def end(self) -> None:
        """Refuse the first key that nobody asked for.

        Raises:
            AgentConfigError: there is such a key, most likely misspelt.
        """
        unknown = sorted(set(self._content) - self._known)
        if unknown:
            raise self.refusal(unknown[0], f"is not known; there are {', '.join(self._sorted())}")

    def _sorted(self) -> list[str]:
        return sorted(self._known)

    def _value(self, key: str, default: object) -> Any:
        self._known.add(key)
        if key not in self._content and default is None:
            raise self.refusal(key, "is missing")
        return self._content.get(key, default)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
