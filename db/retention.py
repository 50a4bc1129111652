"""Personal data is kept only as long as the site says: pictures past their time are deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, func, select

from db.evidence import EvidenceFolder
from db.schema import DecisionRow, EvidenceRow
from db.sessions import reading


def remove_expired_pictures(
    engine: Engine, evidence: EvidenceFolder, decided_before: datetime
) -> int:
    """Delete the pictures of decisions made before that moment, and return how many there were.

    The decision itself stays with the picture's SHA-256: the audit log is never thinned. A
    picture that a later decision rests on too is kept. ``decided_before`` is aware.

    Raises:
        StoreUnavailableError: the database cannot be read, or a file cannot be deleted.
    """
    expired = (
        select(EvidenceRow.sha256)
        .join(DecisionRow, DecisionRow.evidence_id == EvidenceRow.id)
        .group_by(EvidenceRow.sha256)
        .having(func.max(DecisionRow.decided_at) < decided_before)
    )
    with reading(engine) as session:
        pictures = tuple(session.scalars(expired))
    return sum(evidence.remove(sha256) for sha256 in pictures)
