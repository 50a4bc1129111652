"""What can go wrong with an export."""

from __future__ import annotations

from pathlib import Path


class ExportError(Exception):
    """An export could not be made; nothing of it is left."""


class ExportFolderError(ExportError):
    """The folder cannot be written, or holds something already."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(f"{folder}: {problem}")
        self.folder = folder


class NothingToExportError(ExportError):
    """No picture is left after filters, retention and duplicates."""


class ExportCancelledError(ExportError):
    """Somebody asked for the export to stop."""

    def __init__(self) -> None:
        super().__init__("the export was cancelled; nothing of it is left")
