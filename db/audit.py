"""The audit log: decisions and acts are appended to a chain, and never changed.

A decision, its picture's record, its place in the chain, what it does to the parking session of
the vehicle and its copy for Firestore are stored in one transaction.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Label,
    Row,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.orm import Session

from db import parking
from db.chain import add_act, link_decision
from db.chain_schema import TombstoneRow
from db.errors import DecisionRefusedError
from db.outbox import queue_decision
from db.people_records import SiteEvent
from db.records import DecisionRecord
from db.retention import PICTURE
from db.schema import DecisionRow, EvidenceRow, PassageRow, decision_values, evidence_values
from db.sessions import inserted_number, writing
from db.thumbnails import queue_thumbnail


def _found(label: str, column: Any, *conditions: ColumnElement[bool]) -> Label[Any]:
    return select(column).where(*conditions).limit(1).scalar_subquery().label(label)


# Made once, and what is there already is asked for at once: putting a statement together and
# handing it on takes longer than running it
_KNOWN: Final = select(
    _found("own", DecisionRow.sequence, DecisionRow.decision_id == bindparam("decision_id")),
    _found("amended", DecisionRow.sequence, DecisionRow.decision_id == bindparam("amends")),
    _found("passage", PassageRow.passage_id, PassageRow.passage_id == bindparam("passage_id")),
    _found("tombstone", TombstoneRow.subject, TombstoneRow.subject == bindparam("picture")),
    _found(
        "evidence",
        EvidenceRow.id,
        EvidenceRow.sha256 == bindparam("sha256"),
        EvidenceRow.camera_id == bindparam("camera_id"),
        EvidenceRow.frame_sequence == bindparam("frame_sequence"),
        EvidenceRow.captured_at == bindparam("captured_at", type_=EvidenceRow.captured_at.type),
    ),
)
_INSERT_DECISION: Final = insert(DecisionRow)
_INSERT_PASSAGE: Final = insert(PassageRow)
_INSERT_EVIDENCE: Final = insert(EvidenceRow)
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
        connection = session.connection()
        known = _known(connection, decision)
        if known.own is not None:
            _require_same(session, known.own, decision)
            return
        if decision.amends is not None and known.amended is None:
            raise DecisionRefusedError(
                decision.decision_id, f"amends {decision.amends}, which is not recorded"
            )
        if known.passage is None:
            passage = {
                "passage_id": decision.passage_id,
                "lane_id": decision.lane_id,
                "started_at": decision.passage_started_at,
            }
            connection.execute(_INSERT_PASSAGE, passage)
        evidence_id = _evidence_id(connection, decision, known)
        values = decision_values(decision, evidence_id)
        sequence = inserted_number(connection.execute(_INSERT_DECISION, values))
        link_decision(connection, sequence, decision.decision_id)
        queue_decision(connection, decision)
        queue_thumbnail(connection, decision)
        parking.follow_in(connection)


def record_act(engine: Engine, act: SiteEvent) -> None:
    """Append what somebody did besides deciding: an export, new weights; then it is on disk.

    Raises:
        StoreUnavailableError: disk full, locked or read-only; nothing was stored.
        StoreDamagedError: the database's contents are broken.
    """
    with writing(engine) as session:
        add_act(session, act)


def _known(connection: Connection, decision: DecisionRecord) -> Row[*tuple[Any, ...]]:
    """What of a decision, or before it, is in the store already."""
    evidence = decision.evidence
    return connection.execute(
        _KNOWN,
        {
            "decision_id": decision.decision_id,
            "amends": decision.amends,
            "passage_id": decision.passage_id,
            "picture": None if evidence is None else f"{PICTURE}{evidence.sha256}",
            "sha256": None if evidence is None else evidence.sha256,
            "camera_id": None if evidence is None else evidence.camera_id,
            "frame_sequence": None if evidence is None else evidence.frame_sequence,
            "captured_at": None if evidence is None else evidence.captured_at,
        },
    ).one()


def _require_same(session: Session, sequence: int, decision: DecisionRecord) -> None:
    if session.get_one(DecisionRow, sequence).to_record() != decision:
        raise DecisionRefusedError(decision.decision_id, "is recorded already with other contents")


def _evidence_id(
    connection: Connection, decision: DecisionRecord, known: Row[*tuple[Any, ...]]
) -> int | None:
    """The number of the picture's row, which is made if there is none."""
    if decision.evidence is None:
        return None
    if known.tombstone is not None:
        # Bytes that were deleted once are there again, and have their own time
        connection.execute(_FORGET_TOMBSTONE, {"picture": known.tombstone})
    if known.evidence is not None:
        return int(known.evidence)
    return inserted_number(connection.execute(_INSERT_EVIDENCE, evidence_values(decision.evidence)))
