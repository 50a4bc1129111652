"""Documents as Firestore keeps them, made from rows; their layout is in resources/firebase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from db.outbox_records import Fields
from db.schema import CharacterJson, DecisionRow

_MOMENT: Final = "$moment"


def decision_fields(row: DecisionRow) -> Fields:
    """The document of a decision; it says itself who decided, whoever is signed in meanwhile.

    ``sequence`` orders the decisions of one store, whatever its clock did.
    """
    evidence, box = row.evidence, row.plate_box_px
    return {
        "sequence": row.sequence,
        "passageId": row.passage_id,
        "lane": row.lane_id,
        "outcome": row.outcome,
        "verdict": row.verdict,
        "reason": row.reason,
        "overrideReason": row.override_reason,
        "barrierAction": row.barrier_action,
        "direction": row.direction,
        "observedPlate": row.observed_plate,
        "resolvedPlate": row.resolved_plate,
        "confidence": row.confidence,
        "characters": tuple(_character(one) for one in row.characters),
        "decidedBy": row.decided_by,
        "decidedAt": row.decided_at,
        "passageStartedAt": row.passage_started_at,
        "evidenceSha256": None if evidence is None else evidence.sha256,
        "plateBox": None if box is None else dict(zip(_SIDES, box, strict=True)),
        "weightsVersion": row.weights_version,
        "softwareVersion": row.software_version,
        "amends": row.amends,
        "note": row.note,
    }


_SIDES: Final = ("x", "y", "width", "height")


def _character(character: CharacterJson) -> Fields:
    # Firestore knows no lists within lists, hence a mapping for each alternative
    return {
        "text": character["text"],
        "confidence": character["confidence"],
        "alternatives": tuple(
            {"text": text, "confidence": confidence}
            for text, confidence in character["alternatives"]
        ),
    }


def to_json(fields: Fields) -> dict[str, object]:
    """``fields`` as the outbox keeps them; moments are marked, for JSON has none."""
    return {name: _to_json(value) for name, value in fields.items()}


def from_json(kept: Mapping[str, object]) -> Fields:
    """What ``to_json`` made, as it was."""
    return {name: _from_json(value) for name, value in kept.items()}


def _to_json(value: object) -> object:
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    if isinstance(value, Mapping):
        return to_json(value)
    if isinstance(value, tuple):
        return [_to_json(one) for one in value]
    return value


def _from_json(value: object) -> object:
    if isinstance(value, Mapping):
        moment = value.get(_MOMENT)
        return datetime.fromisoformat(str(moment)) if moment is not None else from_json(value)
    if isinstance(value, list):
        return tuple(_from_json(one) for one in value)
    return value
