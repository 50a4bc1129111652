"""The values of an export: what is asked for, one labelled picture, what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from db.records import DecisionRecord, Outcome
from pipeline.types import Box, Pixels, Point

LABELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The characters of labels: O and 0 are two here, as people write them."""


class ExportFormat(StrEnum):
    """How the labelled pictures are written; docs/export.md describes each."""

    YOLO = "yolo"
    COCO = "coco"
    VOC = "voc"
    OCR_CSV = "ocr-csv"
    CHARACTERS = "characters"


class Split(StrEnum):
    """What a picture is for: to train with, to choose by, to report on."""

    TRAIN = "train"
    VAL = "val"
    TEST = "test"


class LabelledBy(StrEnum):
    """Whose word the text is; what the policy accepted nobody has looked at."""

    PERSON = "person"
    POLICY = "policy"


class CharactersFrom(StrEnum):
    """Where the boxes of the characters come from."""

    READ = "read"
    ALIGNMENT = "alignment"
    NONE = "none"


class LeftOut(StrEnum):
    """Why a decision that the filters match is not exported."""

    NO_TEXT = "no_text"
    PAST_RETENTION = "past_retention"
    PICTURE_MISSING = "picture_missing"
    PICTURE_DAMAGED = "picture_damaged"
    NEAR_DUPLICATE = "near_duplicate"


class Blur(StrEnum):
    """What of bystanders is made unrecognisable."""

    PLATES = "plates"
    FACES = "faces"


@dataclass(frozen=True, slots=True)
class ExportFilters:
    """Which decisions; what is empty or None is not asked for. ``until`` itself is left out.

    With ``only_corrected`` or ``confidence_below`` only the doubtful ones are wanted, and both
    must hold. ``sure_share`` (0 to 1) of what the policy was sure of comes along: None is all of
    it without one of these filters, and nothing with one.
    """

    since: datetime | None = None
    until: datetime | None = None
    lane_id: str = ""
    outcomes: tuple[Outcome, ...] = ()
    verdicts: tuple[str, ...] = ()
    only_corrected: bool = False
    confidence_below: float | None = None
    sure_share: float | None = None

    @property
    def only_doubtful(self) -> bool:
        return self.only_corrected or self.confidence_below is not None

    @property
    def share_of_sure(self) -> float:
        """The share of sure ones that is meant."""
        if self.sure_share is not None:
            return self.sure_share
        return 0.0 if self.only_doubtful else 1.0


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What somebody asks for, and why: that goes on record."""

    formats: tuple[ExportFormat, ...]
    filters: ExportFilters = field(default_factory=ExportFilters)
    annotated: bool = False
    blur: frozenset[Blur] = frozenset()
    keep_near_duplicates: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each; ``decisions`` is ``pictures`` and all of ``left_out``."""

    decisions: int = 0
    pictures: int = 0
    characters: int = 0
    splits: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    lanes: Mapping[str, int] = field(default_factory=dict)
    labelled_by: Mapping[str, int] = field(default_factory=dict)
    models: Mapping[str, int] = field(default_factory=dict)
    characters_from: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LabelledPlate:
    """A plate in a picture; ``text`` is empty where nobody has decided about it."""

    box: Box
    corners: tuple[Point, Point, Point, Point]
    corners_from: str
    decided: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class LabelledCharacter:
    """A character in a picture; ``confidence`` is the classifier's for the label."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class LabelledPicture:
    """The picture of one decision and all that is known to be in it.

    ``pixels`` is BGR uint8 (height, width, 3), ``jpeg`` the same as it is to be stored.
    ``plates`` begins with the one of the decision. ``characters`` is empty or has one for each
    of ``text``. ``plate_pixels`` is the plate set upright, BGR; ``glyphs`` (n, 32, 32) are the
    characters cut from it as the classifier gets them.
    """

    decision: DecisionRecord
    text: str
    labelled_by: LabelledBy
    split: Split
    pixels: Pixels
    jpeg: bytes
    plates: tuple[LabelledPlate, ...]
    characters: tuple[LabelledCharacter, ...]
    characters_from: CharactersFrom
    not_aligned: str
    plate_pixels: Pixels
    glyphs: npt.NDArray[np.uint8]

    @property
    def name(self) -> str:
        """What its files are called."""
        return self.decision.decision_id

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])
