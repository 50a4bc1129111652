"""Evidence pictures: one JPEG file for each SHA-256, written once and verified when read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from db.errors import EvidenceDamagedError, EvidenceMissingError, StoreUnavailableError
from db.files import UNFINISHED_SUFFIX, make_folder, sync_folder, write_durably
from db.records import EvidenceRecord

_SHA256 = re.compile(r"[0-9a-f]{64}")


class EvidenceFolder:
    """Keeps pictures as ``ab/ab12...jpg`` below ``path``, which is made when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def save(
        self, jpeg: bytes, camera_id: str, frame_sequence: int, captured_at: datetime
    ) -> EvidenceRecord:
        """Put the picture on disk and return its record; saving it again changes nothing.

        Raises:
            StoreUnavailableError: disk full or read-only; the picture was not stored.
        """
        sha256 = hashlib.sha256(jpeg).hexdigest()
        path = self.path(sha256)
        try:
            make_folder(path.parent)
            if path.is_file() and path.read_bytes() == jpeg:
                sync_folder(path.parent)
            else:
                write_durably(path, jpeg)
        except OSError as error:
            raise StoreUnavailableError(
                f"evidence {path}: cannot be written ({error.strerror}); free some space or check "
                "the rights of the folder, then try again"
            ) from error
        return EvidenceRecord(
            sha256=sha256,
            camera_id=camera_id,
            frame_sequence=frame_sequence,
            captured_at=captured_at.astimezone(UTC),
            size_bytes=len(jpeg),
        )

    def path(self, sha256: str) -> Path:
        """Where the picture is, or would be.

        Raises:
            ValueError: ``sha256`` is not 64 lower-case hexadecimal digits.
        """
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is not a SHA-256 in lower-case hexadecimal")
        return self._path / sha256[:2] / f"{sha256}.jpg"

    def load(self, sha256: str) -> bytes:
        """The JPEG, proven to be the one that was saved.

        Raises:
            EvidenceMissingError: there is no such picture.
            EvidenceDamagedError: it was changed.
            StoreUnavailableError: it cannot be read.
        """
        path = self.path(sha256)
        try:
            jpeg = path.read_bytes()
        except FileNotFoundError as error:
            raise EvidenceMissingError(path) from error
        except OSError as error:
            raise StoreUnavailableError(
                f"evidence {path}: cannot be read ({error.strerror}); check the disk and the "
                "rights of the file"
            ) from error
        found_sha256 = hashlib.sha256(jpeg).hexdigest()
        if found_sha256 != sha256:
            raise EvidenceDamagedError(path, found_sha256)
        return jpeg

    def remove(self, sha256: str) -> bool:
        """Delete the picture; False when it was gone already.

        Raises:
            StoreUnavailableError: it cannot be deleted.
        """
        path = self.path(sha256)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise StoreUnavailableError(
                f"evidence {path}: cannot be deleted ({error.strerror}); check the rights of the "
                "folder"
            ) from error
        return True

    def older_than(self, moment: datetime) -> Iterator[str]:
        """The SHA-256 of each picture whose file was written before ``moment``, which is aware."""
        for path in self._path.glob("??/*.jpg"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < moment.timestamp() and _SHA256.fullmatch(path.stem):
                    yield path.stem

    def remove_unfinished(self) -> int:
        """Delete what writes cut short left behind, and return how many; for a lone writer.

        Raises:
            StoreUnavailableError: a file cannot be deleted.
        """
        unfinished = tuple(self._path.glob(f"??/.*{UNFINISHED_SUFFIX}"))
        try:
            for path in unfinished:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnavailableError(
                f"evidence {self._path}: cannot be tidied ({error.strerror}); check the rights of "
                "the folder"
            ) from error
        return len(unfinished)
