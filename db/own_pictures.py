"""Which pictures should be in this booth's folder."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select, true
from sqlalchemy.orm import Session

from db.booth import booth_of
from db.chain_schema import AuditEventRow
from db.schema import DecisionRow, EvidenceRow


def own_pictures(session: Session) -> Select[Any]:
    """The SHA-256 of each picture that a decision of this booth rests on, in order."""
    rests_on = exists().where(DecisionRow.evidence_id == EvidenceRow.id, is_own(session))
    return select(EvidenceRow.sha256).where(rests_on).distinct().order_by(EvidenceRow.sha256)


def is_own(session: Session) -> ColumnElement[bool]:
    """Whether a decision's picture is in this booth's folder.

    A data folder has one database and one folder of pictures, whatever its booth was called
    over time; booths that share a server have a folder each.
    """
    if session.get_bind().dialect.name == "sqlite":
        return true()
    booth_id = booth_of(session.connection()).booth_id
    return exists().where(
        AuditEventRow.decision_sequence == DecisionRow.sequence,
        AuditEventRow.booth_id == booth_id,
    )
