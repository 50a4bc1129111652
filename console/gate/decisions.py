"""From a passage to the record of what was decided: the one place where a read becomes a row."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from console.gate.passages import Passage
from console.gate.types import LaneFrame, Reason, VerdictKind
from db.records import CharacterRecord, DecisionRecord, Outcome
from pipeline.types import Read

POLICY = "policy"
"""Who decided, where no person did."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What decided or helped to decide: the versions of the weights and of the software."""

    weights_version: str
    software_version: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """An outcome with who and when; ``plate`` is what the vehicle was taken for, if anything."""

    outcome: Outcome
    plate: str | None
    decided_by: str
    decided_at: datetime
    note: str = ""


def decision_on_passage(
    passage: Passage, ruling: Ruling, provenance: Provenance, reason: Reason | None = None
) -> DecisionRecord:
    """The decision on ``passage``, still without its evidence; ``reason`` replaces the policy's."""
    box = passage.read.plate.box
    return DecisionRecord(
        decision_id=uuid.uuid4().hex,
        passage_id=passage.passage_id,
        lane_id=passage.lane_id,
        outcome=ruling.outcome,
        verdict=passage.verdict.kind.value,
        reason=(reason or passage.verdict.reason).value,
        observed_plate=passage.read.text,
        resolved_plate=ruling.plate,
        confidence=passage.read.confidence,
        characters=_characters(passage.read),
        decided_by=ruling.decided_by,
        decided_at=ruling.decided_at,
        passage_started_at=passage.started_at,
        evidence=None,
        plate_box_px=(box.x, box.y, box.width, box.height),
        weights_version=provenance.weights_version,
        software_version=provenance.software_version,
        note=ruling.note,
    )


def decision_on_empty_lane(lane_id: str, ruling: Ruling, provenance: Provenance) -> DecisionRecord:
    """A person's opening of a lane in which no plate was seen."""
    return DecisionRecord(
        decision_id=uuid.uuid4().hex,
        passage_id=uuid.uuid4().hex,
        lane_id=lane_id,
        outcome=ruling.outcome,
        verdict=VerdictKind.REVIEW.value,
        reason=Reason.ATTENDANT.value,
        observed_plate="",
        resolved_plate=ruling.plate,
        confidence=0.0,
        characters=(),
        decided_by=ruling.decided_by,
        decided_at=ruling.decided_at,
        passage_started_at=ruling.decided_at,
        evidence=None,
        plate_box_px=None,
        weights_version=provenance.weights_version,
        software_version=provenance.software_version,
        note=ruling.note,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A decision on its way to the disk, with the frame that is its evidence."""

    decision: DecisionRecord
    evidence: LaneFrame | None


def _characters(read: Read) -> tuple[CharacterRecord, ...]:
    return tuple(
        CharacterRecord(
            text=one.text,
            confidence=one.confidence,
            x_px=one.box.x,
            y_px=one.box.y,
            width_px=one.box.width,
            height_px=one.box.height,
            alternatives=one.alternatives,
        )
        for one in read.characters
    )
