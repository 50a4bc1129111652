"""The audit log: decisions and acts are appended to a chain, and never changed.

A decision, its picture's record, its place in the chain, what it does to the parking session of
the vehicle and its copy for Firestore are stored in one transaction.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine, bindparam, delete, select
from sqlalchemy.orm import Session

from db import parking
from db.chain import add_act, link_decision
from db.chain_schema import TombstoneRow
from db.errors import DecisionRefusedError
from db.outbox import queue_decision
from db.people_records import SiteEvent
from db.records import DecisionRecord, EvidenceRecord
from db.retention import PICTURE
from db.schema import DecisionRow, EvidenceRow, PassageRow
from db.sessions import writing

# Made once: putting a statement together takes longer than running it
_DECISION: Final = select(DecisionRow).where(DecisionRow.decision_id == bindparam("decision_id"))
_EVIDENCE: Final = select(EvidenceRow).where(
    EvidenceRow.sha256 == bindparam("sha256"),
    EvidenceRow.camera_id == bindparam("camera_id"),
    EvidenceRow.frame_sequence == bindparam("frame_sequence"),
    EvidenceRow.captured_at == bindparam("captured_at"),
)
_FORGET_TOMBSTONE: Final = delete(TombstoneRow).where(TombstoneRow.subject == bindparam("picture"))


def record_decision(engine: Engine, decision: DecisionRecord) -> None:
    """Append a decision, with all that follows from it; everything is stored or nothing is.

    On return it is on disk. The same decision again is accepted and stored once.

    Raises:
        StoreUnavailableError: disk full, locked or read-only; nothing was stored, so call again.
        StoreDamagedError: the database's contents are broken.
        DecisionRefusedError: its id belongs to a different decision, or it amends an unknown one.
    """
    with writing(engine) as session:
        stored = _decision_row(session, decision.decision_id)
        if stored is not None:
            if stored.to_record() != decision:
                raise DecisionRefusedError(
                    decision.decision_id, "is recorded already with other contents"
                )
            return
        if decision.amends is not None and _decision_row(session, decision.amends) is None:
            raise DecisionRefusedError(
                decision.decision_id, f"amends {decision.amends}, which is not recorded"
            )
        row = DecisionRow.from_record(
            decision, _passage_row(session, decision), _evidence_row(session, decision.evidence)
        )
        session.add(row)
        link_decision(session, row)
        queue_decision(session, row)
        parking.follow_in(session)


def record_act(engine: Engine, act: SiteEvent) -> None:
    """Append what somebody did besides deciding: an export, new weights; then it is on disk.

    Raises:
        StoreUnavailableError: disk full, locked or read-only; nothing was stored.
        StoreDamagedError: the database's contents are broken.
    """
    with writing(engine) as session:
        add_act(session, act)


def _decision_row(session: Session, decision_id: str) -> DecisionRow | None:
    return session.scalar(_DECISION, {"decision_id": decision_id})


def _passage_row(session: Session, decision: DecisionRecord) -> PassageRow:
    return session.get(PassageRow, decision.passage_id) or PassageRow(
        passage_id=decision.passage_id,
        lane_id=decision.lane_id,
        started_at=decision.passage_started_at,
    )


def _evidence_row(session: Session, evidence: EvidenceRecord | None) -> EvidenceRow | None:
    if evidence is None:
        return None
    # Bytes that were deleted once are there again, and have their own time
    session.execute(_FORGET_TOMBSTONE, {"picture": f"{PICTURE}{evidence.sha256}"})
    stored = session.scalar(
        _EVIDENCE,
        {
            "sha256": evidence.sha256,
            "camera_id": evidence.camera_id,
            "frame_sequence": evidence.frame_sequence,
            "captured_at": evidence.captured_at,
        },
    )
    return stored or EvidenceRow.from_record(evidence)
