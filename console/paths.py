"""Where the shipped files lie: beside ``main.py``, or in the bundle that PyInstaller made."""

from __future__ import annotations

import sys
from pathlib import Path


def application_folder() -> Path:
    """The folder that holds ``resources`` and ``weights``."""
    bundle: str | None = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parent.parent


def weights_folder() -> Path:
    """The folder of ``manifest.toml`` and the models that it names."""
    return application_folder() / "weights"


def pairing_book_path(data_folder: Path) -> Path:
    """The private file with the keys of the agents that the site is paired with."""
    return data_folder / "pairings.json"


def resources_folder() -> Path:
    """The folder of style sheet, palette, icons, fonts, translations and plate formats."""
    return application_folder() / "resources"
