"""The file of the service account: by path, and only where nobody else may read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class AccountFileError(Exception):
    """The file cannot be used; the message names it and the next step, never its contents."""


def check_account_file(path: Path | None) -> None:
    """Refuse a file that is not there, cannot be read, or can be read by others.

    On Windows, where rights are not in the mode, only its presence is checked.

    Raises:
        AccountFileError: it is one of these.
    """
    if path is None:
        raise AccountFileError("firebase.account_file: is missing; name the service account's file")
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise AccountFileError(f"{path}: cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(mode) or not os.access(path, os.R_OK):
        raise AccountFileError(f"{path}: is not a file that can be read")
    if os.name == "posix" and mode & _OTHERS:
        raise AccountFileError(
            f"{path}: can be read by other users of this machine (mode {stat.S_IMODE(mode):o}); "
            f"run chmod 600 {path}"
        )
