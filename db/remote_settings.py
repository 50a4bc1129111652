"""How a site is connected to Firebase, as its settings say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

EMULATOR_VARIABLE: Final = "FIRESTORE_EMULATOR_HOST"
"""The environment's name for an emulator's address, as Google's libraries know it."""


class Thumbnails(StrEnum):
    """What of evidence pictures goes to Cloud Storage: nothing, the plate, or all of it, small."""

    OFF = "off"
    PLATE = "plate"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class RemoteSettings:
    """Which project, which site in it, and how much of it may be used.

    ``account_file`` is the service account's JSON by path; its contents are read by
    firebase-admin alone. Without ``project`` that of the account is taken. ``timeout_s`` is how
    long one request may take. At most ``writes_per_second`` documents go up, and
    ``writes_per_day`` from midnight UTC on (0: no limit). ``ask_history``: what was recorded
    before the first connection waits until somebody chooses. ``occupancy_s`` and ``health_s``
    are the least times between two such documents. With ``notices`` drivers are told by telephone.
    Documents with plates bear the day, after ``personal_days``, on which Firestore may drop them.
    Pictures never leave the site.
    """

    site: str
    project: str = ""
    account_file: Path | None = None
    database: str = "(default)"
    timeout_s: float = 20.0
    writes_per_second: float = 400.0
    writes_per_day: int = 20_000
    ask_history: bool = True
    occupancy_s: float = 30.0
    health_s: float = 300.0
    notices: bool = True
    personal_days: int = 365
    thumbnails: Thumbnails = Thumbnails.OFF
    bucket: str = ""
