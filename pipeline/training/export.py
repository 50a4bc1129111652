"""Puts trained models into the weights folder: the file, and its table in manifest.toml."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.weights import MANIFEST_NAME

_FIRST_KEYS = ("file", "sha256", "alphabet", "input_size", "trained_with")


def write_model(folder: Path, name: str, content: bytes, table: Mapping[str, Any]) -> None:
    """Write ``<name>.tflite`` and its table; ``file`` and ``sha256`` are filled in here."""
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{name}.tflite"
    (folder / file).write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    update_manifest(folder, name, {**table, "file": file, "sha256": sha256})


def update_manifest(folder: Path, name: str, table: Mapping[str, Any]) -> None:
    """Replace the table of one model in ``manifest.toml``; the others stay as they are.

    The text depends on the values alone: models and keys are in a fixed order, so that a
    difference between two manifests is a difference between models.
    """
    path = folder / MANIFEST_NAME
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    tables[name] = dict(table)
    text = "\n".join(_format_table(model, tables[model]) for model in sorted(tables))
    unfinished = path.with_suffix(".toml.new")
    unfinished.write_text(text, encoding="utf-8", newline="\n")
    unfinished.replace(path)


def _format_table(name: str, table: Mapping[str, Any]) -> str:
    plain = [key for key, value in table.items() if not isinstance(value, Mapping)]
    keys = [key for key in _FIRST_KEYS if key in plain]
    keys += sorted(set(plain) - set(keys))
    lines = [f"[{name}]", *(f"{_format_key(key)} = {_format_value(table[key])}" for key in keys)]
    text = "\n".join(lines) + "\n"
    for key in sorted(set(table) - set(plain)):
        text += "\n" + _format_table(f"{name}.{_format_key(key)}", table[key])
    return text


def _format_key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else json.dumps(key)


def _format_value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            # JSON strings are TOML strings as long as no control character below space is raw.
            return json.dumps(value)
        case int():
            return str(int(value))
        case float():
            return repr(float(value))
        case Sequence():
            return "[" + ", ".join(_format_value(item) for item in value) + "]"
    raise TypeError(f"{type(value).__name__} has no place in {MANIFEST_NAME}: {value!r}")
