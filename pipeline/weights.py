"""The weights folder: ``manifest.toml`` says which models belong to this version."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.errors import WeightsError

MANIFEST_NAME = "manifest.toml"

_KNOWN_KEYS = frozenset({"file", "sha256", "alphabet", "input_size"})


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One model as its manifest describes it.

    ``alphabet`` is empty for a model without classes of text; ``extra`` holds every other key
    of its table (anchors, strides, figures, ...) as TOML gave it.
    """

    name: str
    path: Path
    sha256: str
    alphabet: str
    input_height_px: int
    input_width_px: int
    extra: Mapping[str, Any]

    def read_verified(self) -> bytes:
        """The content of the file, once it has proved to be the one that was measured.

        Raises:
            WeightsError: the file cannot be read, or is not the one of the manifest.
        """
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise WeightsError(self.path, f"cannot be read ({error.strerror})") from error
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise WeightsError(
                self.path,
                f"sha256 is {found[:12]}..., {MANIFEST_NAME} says {self.sha256[:12]}... "
                f"({len(content)} bytes read)",
            )
        return content


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every model that ``manifest.toml`` at ``path`` names."""

    path: Path
    models: Mapping[str, ModelFile]

    def model(self, name: str) -> ModelFile:
        """The model of that name.

        Raises:
            WeightsError: the manifest has no such model.
        """
        try:
            return self.models[name]
        except KeyError:
            raise WeightsError(self.path, f"names no model {name!r}") from None


def load_manifest(folder: Path) -> Manifest:
    """Read ``manifest.toml`` of a weights folder; the models are not opened yet.

    Raises:
        WeightsError: there is no manifest, or a table of it is not that of a model.
    """
    path = folder / MANIFEST_NAME
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise WeightsError(path, f"cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WeightsError(path, f"is not TOML ({error})") from error
    models = {name: _read_table(path, name, table) for name, table in tables.items()}
    return Manifest(path, MappingProxyType(models))


def _read_table(path: Path, name: str, table: object) -> ModelFile:
    if not isinstance(table, dict):
        raise WeightsError(path, f"{name} is not the table of a model")
    alphabet = table.get("alphabet", "")
    match table.get("file"), table.get("sha256"), table.get("input_size"), alphabet:
        case str(file), str(sha256), [int(height), int(width)], str() if height > 0 < width:
            if Path(file).name != file:
                raise WeightsError(path, f"[{name}] file {file!r} is not a plain name")
        case _:
            raise WeightsError(
                path,
                f"[{name}] needs file, sha256, input_size [height, width] and text as alphabet",
            )
    extra = {key: value for key, value in table.items() if key not in _KNOWN_KEYS}
    return ModelFile(
        name, path.parent / file, sha256, alphabet, height, width, MappingProxyType(extra)
    )
