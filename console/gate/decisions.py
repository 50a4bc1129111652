"""From a passage to the record of what was decided: the one place where a read becomes a row."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from console.gate.collected import Passage
from console.gate.types import LaneFrame, Reason, VerdictKind
from db.records import CharacterRecord, DecisionRecord, OrderedAction, Outcome
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
    override_reason: str = ""
    amends: str | None = None


def decision_on_passage(
    passage: Passage,
    ruling: Ruling,
    provenance: Provenance,
    *,
    reason: Reason | None = None,
    action: OrderedAction = OrderedAction.NOTHING,
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
        amends=ruling.amends,
        note=ruling.note,
        override_reason=ruling.override_reason,
        barrier_action=action,
        direction=passage.direction.value,
    )


def decision_on_barrier(
    lane_id: str,
    ruling: Ruling,
    provenance: Provenance,
    *,
    action: OrderedAction,
    reason: Reason = Reason.ATTENDANT,
) -> DecisionRecord:
    """An order to a barrier that is about no plate; an empty ``lane_id`` means all of them."""
    return DecisionRecord(
        decision_id=uuid.uuid4().hex,
        passage_id=uuid.uuid4().hex,
        lane_id=lane_id,
        outcome=ruling.outcome,
        verdict=VerdictKind.REVIEW.value,
        reason=reason.value,
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
        override_reason=ruling.override_reason,
        barrier_action=action,
    )


def amendment(original: DecisionRecord, ruling: Ruling, provenance: Provenance) -> DecisionRecord:
    """A new decision that names ``original``; what was read and its picture stay the same."""
    return replace(
        original,
        decision_id=uuid.uuid4().hex,
        outcome=ruling.outcome,
        resolved_plate=ruling.plate,
        decided_by=ruling.decided_by,
        decided_at=ruling.decided_at,
        software_version=provenance.software_version,
        amends=original.decision_id,
        note=ruling.note,
        override_reason=ruling.override_reason,
        barrier_action=OrderedAction.NOTHING,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A decision on its way to the disk, with the frame that is its evidence."""

    decision: DecisionRecord
    evidence: LaneFrame | None


def at_full_size(recording: Recording, jpeg: bytes, width_px: int) -> Recording:
    """The recording with the same frame ``width_px`` wide as its evidence, and boxes in it."""
    evidence, decision = recording.evidence, recording.decision
    if evidence is None:
        return recording
    factor = width_px / evidence.frame.width_px
    box = decision.plate_box_px
    characters = tuple(
        replace(
            one,
            x_px=one.x_px * factor,
            y_px=one.y_px * factor,
            width_px=one.width_px * factor,
            height_px=one.height_px * factor,
        )
        for one in decision.characters
    )
    return Recording(
        replace(
            decision,
            characters=characters,
            plate_box_px=None if box is None else _scaled(box, factor),
        ),
        replace(evidence, jpeg=jpeg),
    )


def _scaled(
    box: tuple[float, float, float, float], factor: float
) -> tuple[float, float, float, float]:
    x, y, width, height = box
    return x * factor, y * factor, width * factor, height * factor


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
