"""Small files that only their owner may read: keys and codes."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from pi_bridge.errors import IdentityError


def write_private(path: Path, content: bytes) -> None:
    """Put ``content`` into ``path`` whole or not at all, readable by nobody else.

    Raises:
        IdentityError: the folder cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise IdentityError(f"{path}: cannot be written: {error.strerror}") from error


def read_private(path: Path) -> bytes | None:
    """Return the content of ``path``, None when there is no such file.

    Raises:
        IdentityError: it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise IdentityError(f"{path}: cannot be read: {error.strerror}") from error
