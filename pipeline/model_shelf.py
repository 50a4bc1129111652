"""Where a site keeps models of its own: candidates, the set in use, and the way back.

Every set lies in a folder of its own below ``DATA/models``, named by its version, with a
``candidate.json`` that names each of its files by SHA-256. One small file, ``current.json``, says
which set is in use, pins its ``candidate.json`` by SHA-256, and names the one before. It is
replaced in one step, so that a power cut leaves the old choice or the new one. The shipped weights
are never touched: without ``current.json`` they are in use, and they are what is left when a set
turns out to be damaged.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.comparison import Comparison, from_json
from pipeline.errors import ModelSetError

SHIPPED = "shipped"
"""The version of the weights that came with the program."""

CANDIDATE_NAME = "candidate.json"
COMPARISON_NAME = "comparison.json"
CARD_NAME = "card.md"

_FORMAT = 1
_POINTER_NAME = "current.json"
_VERSION = re.compile(r"[0-9]{8}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class ModelSet:
    """A set of models, and how it was made.

    ``based_on`` is the version that it was trained from and compared with, ``files`` maps each
    of its files (relative, with ``/``) to its SHA-256. ``about`` holds figures for people.
    """

    version: str
    folder: Path
    made_at: datetime
    based_on: str
    comparison: Comparison
    files: Mapping[str, str]
    about: Mapping[str, Any]

    @property
    def learned_count(self) -> int:
        """Plates of the site that it learned from."""
        return int(self.about.get("plates", {}).get("new plates", 0))


@dataclass(frozen=True, slots=True)
class Choice:
    """Which set is in use, and which was before; ``digest`` pins its ``candidate.json``."""

    version: str = SHIPPED
    before: str = SHIPPED
    digest: str = ""


class ModelShelf:
    """The sets of one site in ``folder``, beside the ``shipped`` weights.

    Everything is read from the disk anew at each call; an instance serves any thread.
    """

    def __init__(self, folder: Path, shipped: Path) -> None:
        self.folder = folder
        self.shipped = shipped

    def choice(self) -> Choice:
        """Which set is in use by the site's own choice.

        Raises:
            ModelSetError: ``current.json`` is there and cannot be understood.
        """
        path = self.folder / _POINTER_NAME
        try:
            content = json.loads(path.read_bytes())
        except FileNotFoundError:
            return Choice()
        except OSError as error:
            raise ModelSetError(path, f"cannot be read ({error.strerror})") from error
        except ValueError as error:
            raise ModelSetError(path, f"is not JSON ({error})") from error
        match content:
            case {"version": str(version), "before": str(before), "digest": str(digest)} if (
                _is_version(version) and _is_version(before)
            ):
                return Choice(version, before, digest)
        raise ModelSetError(path, "names no set of models")

    def weights(self, version: str, digest: str = "") -> Path:
        """The folder of a set, every file of which has just proved to be the one that was made.

        Raises:
            ModelSetError: the set is missing, incomplete or damaged.
        """
        if version == SHIPPED:
            return self.shipped
        self.verified(version, digest)
        return self.folder / version

    def verified(self, version: str, digest: str = "") -> ModelSet:
        """A set whose files are whole; ``digest`` is that of ``candidate.json`` where known.

        Raises:
            ModelSetError: the set is missing, incomplete or damaged.
        """
        found = self._read(version)
        if digest and _sha256(found.folder / CANDIDATE_NAME) != digest:
            raise ModelSetError(
                found.folder / CANDIDATE_NAME, "was changed since these models were taken over"
            )
        for name, sha256 in found.files.items():
            if _sha256(found.folder / name) != sha256:
                raise ModelSetError(found.folder / name, f"is not the file of {CANDIDATE_NAME}")
        return found

    def described(self, version: str) -> ModelSet:
        """What ``candidate.json`` of a set says, without a look at the files.

        Raises:
            ModelSetError: the set is missing or does not say.
        """
        return self._read(version)

    def versions(self) -> tuple[str, ...]:
        """The versions that have a folder, newest first; none of them is opened."""
        if not self.folder.is_dir():
            return ()
        names = [entry.name for entry in self.folder.iterdir() if _VERSION.fullmatch(entry.name)]
        return tuple(sorted(names, reverse=True))

    def choose(self, version: str) -> Choice:
        """Put a set in use; the one that was becomes the way back.

        Raises:
            ModelSetError: the set is missing, incomplete or damaged, or cannot be written down.
        """
        try:
            before = self.choice().version
        except ModelSetError:
            before = SHIPPED
        return self._write(version, before)

    def go_back(self) -> Choice:
        """Put the set in use that was before; the shipped one where that is damaged.

        Raises:
            ModelSetError: it cannot be written down.
        """
        try:
            before = self.choice().before
            self.weights(before)
        except ModelSetError:
            before = SHIPPED
        return self._write(before, SHIPPED)

    def kept(self) -> bytes | None:
        """The choice as it is written down, for ``restore``."""
        path = self.folder / _POINTER_NAME
        return path.read_bytes() if path.exists() else None

    def restore(self, kept: bytes | None) -> None:
        """Write down again what ``kept`` gave.

        Raises:
            ModelSetError: it cannot be written.
        """
        path = self.folder / _POINTER_NAME
        if kept is None:
            path.unlink(missing_ok=True)
        else:
            self._replace(path, kept)

    def _write(self, version: str, before: str) -> Choice:
        digest = ""
        if version != SHIPPED:
            digest = _sha256(self.verified(version).folder / CANDIDATE_NAME)
        choice = Choice(version, before if before != version else SHIPPED, digest)
        path = self.folder / _POINTER_NAME
        content = {"version": version, "before": choice.before, "digest": digest}
        self._replace(path, json.dumps(content).encode())
        return choice

    def _replace(self, path: Path, content: bytes) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".json.new")
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            raise ModelSetError(path, f"cannot be written ({error.strerror})") from error

    def _read(self, version: str) -> ModelSet:
        if not _VERSION.fullmatch(version):
            raise ModelSetError(self.folder / version, "is not the name of a set of models")
        folder = self.folder / version
        path = folder / CANDIDATE_NAME
        content = _load(path)
        match content:
            case {
                "gatehouse_candidate": int(number),
                "version": str(named),
                "made_at": str(made_at),
                "based_on": str(based_on),
                "files": dict(files),
                "about": dict(about),
            } if number == _FORMAT and named == version and _are_files(files):
                return ModelSet(
                    version,
                    folder,
                    _moment(path, made_at),
                    based_on,
                    _comparison(folder),
                    MappingProxyType(files),
                    MappingProxyType(about),
                )
        raise ModelSetError(path, f"does not describe the models of {version}")


def write_set(
    folder: Path, version: str, made_at: datetime, based_on: str, about: Mapping[str, Any]
) -> None:
    """Write ``candidate.json`` for what lies in ``folder`` now."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    content = {
        "gatehouse_candidate": _FORMAT,
        "version": version,
        "made_at": made_at.isoformat(),
        "based_on": based_on,
        "about": dict(about),
        "files": {
            path.relative_to(folder).as_posix(): _sha256(path)
            for path in paths
            if path.name != CANDIDATE_NAME
        },
    }
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (folder / CANDIDATE_NAME).write_text(text, encoding="utf-8", newline="\n")


def _comparison(folder: Path) -> Comparison:
    path = folder / COMPARISON_NAME
    content = _load(path)
    try:
        return from_json(content if isinstance(content, dict) else {})
    except ValueError as error:
        raise ModelSetError(path, str(error)) from error


def _load(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise ModelSetError(path, f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise ModelSetError(path, f"is not JSON ({error})") from error


def _moment(path: Path, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ModelSetError(path, f"has no date ({error})") from error
    if moment.tzinfo is None:
        raise ModelSetError(path, f"has a date without a time zone ({text})")
    return moment


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelSetError(path, f"cannot be read ({error.strerror})") from error


def _is_version(text: str) -> bool:
    return text == SHIPPED or _VERSION.fullmatch(text) is not None


def _are_files(files: Mapping[Any, Any]) -> bool:
    """Whether every name stays within the folder."""
    return all(
        isinstance(name, str)
        and isinstance(digest, str)
        and not Path(name).is_absolute()
        and ".." not in Path(name).parts
        for name, digest in files.items()
    )
