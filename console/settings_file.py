"""Writes lanes into the site's settings file and leaves everything else in it as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from console.gate.movements import Direction
from console.settings import LaneSettings, SettingsError, parse_settings
from db.files import make_folder, write_durably


def read_lanes(path: Path) -> tuple[LaneSettings, ...]:
    """The lanes in the file ``path``; none where there is no file yet.

    Raises:
        SettingsError: the file cannot be read, or is refused.
    """
    text = _read(path)
    return () if text is None else parse_settings(path, text).lanes


def write_lanes(path: Path, lanes: Sequence[LaneSettings]) -> None:
    """Make ``lanes`` those of the file ``path``, whole or not at all; comments stay.

    What would be refused at the next start is refused now. A new file is readable by its owner
    alone, because addresses of cameras may hold passwords.

    Raises:
        SettingsError: the file cannot be read or written, or the lanes are refused.
    """
    ids = [lane.lane_id for lane in lanes]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise SettingsError(path, "lanes", f"{twice!r} is the id of another lane")
    text = _read(path)
    try:
        document = tomlkit.parse(text or "")
    except TOMLKitError as error:
        raise SettingsError(path, "", f"is not a TOML file: {error}") from error
    _take(document, lanes)
    written = tomlkit.dumps(document)
    parse_settings(path, written)
    try:
        _replace(path, written.encode())
    except OSError as error:
        raise SettingsError(path, "", f"cannot be written: {error.strerror}") from error


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(path, "", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(path, "", f"is not a TOML file: {error}") from error


def _take(document: TOMLDocument, lanes: Sequence[LaneSettings]) -> None:
    """Change the tables in place, which keeps comments and blank lines; new lanes come last."""
    tables = document.get("lanes")
    if not isinstance(tables, AoT):
        document.pop("lanes", None)
        tables = tomlkit.aot()
    wanted = {lane.lane_id: lane for lane in lanes}
    for place in reversed(range(len(tables))):
        if str(tables[place].get("id")) not in wanted:
            del tables[place]
    known = {str(table.get("id")): table for table in tables}
    for lane in lanes:
        if lane.lane_id in known:
            _fill(known[lane.lane_id], lane)
        else:
            table = tomlkit.table()
            _fill(table, lane)
            tables.append(table)
    if not tables:
        document.pop("lanes", None)
    elif "lanes" not in document:
        document["lanes"] = tables


def _fill(table: Table, lane: LaneSettings) -> None:
    """Give the table the lane's values; keys that say what is so anyway are left out."""
    for key, value, usual in (
        ("id", lane.lane_id, None),
        ("name", lane.name, None),
        ("camera", lane.camera_url, None),
        ("barrier", lane.barrier_url, ""),
        ("direction", lane.direction.value, Direction.EITHER.value),
    ):
        if value == usual:
            table.pop(key, None)
        elif str(table.get(key, "")) != value:
            table[key] = value


def _replace(path: Path, content: bytes) -> None:
    """Write the file; one that was there keeps its mode, a new one is its owner's alone."""
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    make_folder(path.parent)
    write_durably(path, content)
    if mode is not None:
        path.chmod(mode)
