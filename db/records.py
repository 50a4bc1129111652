"""Frozen values that go into and come out of the store; ORM rows never leave ``db``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class VehicleKind(StrEnum):
    """How a registered vehicle is treated; a block entry is absolute."""

    ALLOW = "allow"
    BLOCK = "block"
    VISITOR = "visitor"


class Outcome(StrEnum):
    """What became of a passage: by the policy alone (accepted) or by a person (the others).

    ``VISITOR`` lets in without a registration. ``WITHDRAWN`` takes back the decision that it
    amends. ``OPERATED`` judges no passage: a barrier, or all of them, were worked by hand.
    """

    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    VISITOR = "visitor"
    WITHDRAWN = "withdrawn"
    OPERATED = "operated"


class OrderedAction(StrEnum):
    """What a decision has a barrier do; ``STOP`` and ``RELEASE`` are said to all gates at once."""

    NOTHING = ""
    OPEN = "open"
    HOLD = "hold"
    CLOSE = "close"
    STOP = "stop"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class VehicleRecord:
    """A registered vehicle; ``plate`` is upper case A-Z0-9 without separators, O and 0 as typed.

    ``valid_from`` and ``valid_until`` are aware UTC; None means without limit.
    """

    plate: str
    kind: VehicleKind = VehicleKind.ALLOW
    owner: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CharacterRecord:
    """One character as it was read; the box is in pixels of the evidence picture."""

    text: str
    confidence: float
    x_px: float
    y_px: float
    width_px: float
    height_px: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """The JPEG that was read, stored as a file under its SHA-256 (lower-case hex)."""

    sha256: str
    camera_id: str
    frame_sequence: int
    captured_at: datetime
    size_bytes: int


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """The outcome of one passage: who, what, when, and the picture it rests on.

    ``decision_id`` is made together with the decision, so that recording it twice stores it
    once. ``observed_plate`` is what was read, ``resolved_plate`` what it was taken for (the
    registered plate, or what the attendant typed); neither ever overwrites the other.
    ``verdict`` and ``reason`` are the policy's codes. ``plate_box_px`` is x, y, width, height
    in the evidence picture. ``amends`` names the decision that this one corrects.
    ``override_reason`` is the code that a person gave for deciding otherwise than the policy,
    ``barrier_action`` what was ordered on the strength of the decision, if it was in time.
    ``lane_id`` is empty where a decision concerns all lanes. ``direction`` is how the vehicle
    moved, ``approaching``, ``leaving`` or ``unknown``; None where there is no vehicle, or it was
    decided before directions were recorded.
    """

    decision_id: str
    passage_id: str
    lane_id: str
    outcome: Outcome
    verdict: str
    reason: str
    observed_plate: str
    resolved_plate: str | None
    confidence: float
    characters: tuple[CharacterRecord, ...]
    decided_by: str
    decided_at: datetime
    passage_started_at: datetime
    evidence: EvidenceRecord | None
    plate_box_px: tuple[float, float, float, float] | None
    weights_version: str
    software_version: str
    amends: str | None = None
    note: str = ""
    override_reason: str = ""
    barrier_action: OrderedAction = OrderedAction.NOTHING
    direction: str | None = None
