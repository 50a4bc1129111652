"""The decisions that stand: not amended since, not withdrawn, with a picture; for exports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, exists, literal, select
from sqlalchemy.orm import aliased

from db.records import Outcome
from db.schema import DecisionRow
from db.sessions import reading

_PAGE_LENGTH = 1000
_NO_JUDGEMENT = (Outcome.WITHDRAWN.value, Outcome.OPERATED.value)
"""Outcomes that say nothing of a plate."""


@dataclass(frozen=True, slots=True)
class FinalQuery:
    """Which decisions; what is empty or None is not asked for. ``until`` itself is left out."""

    since: datetime | None = None
    until: datetime | None = None
    lane_id: str = ""
    outcomes: tuple[Outcome, ...] = ()
    verdicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FinalDecision:
    """What is needed of a decision to choose it for an export; the rest is fetched later."""

    sequence: int
    decision_id: str
    passage_id: str
    lane_id: str
    outcome: Outcome
    observed_plate: str
    resolved_plate: str | None
    confidence: float
    decided_by: str
    decided_at: datetime


_COLUMNS = (
    DecisionRow.sequence,
    DecisionRow.decision_id,
    DecisionRow.passage_id,
    DecisionRow.lane_id,
    DecisionRow.outcome,
    DecisionRow.observed_plate,
    DecisionRow.resolved_plate,
    DecisionRow.confidence,
    DecisionRow.decided_by,
    DecisionRow.decided_at,
)
"""In the order of the fields of ``FinalDecision``."""


def final_decisions(engine: Engine, query: FinalQuery) -> Iterator[FinalDecision]:
    """The decisions that stand and answer ``query``, oldest first, fetched as they are asked for.

    Only those with a picture and a plate in it.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    later = aliased(DecisionRow)
    standing = (
        select(*_COLUMNS)
        .where(DecisionRow.outcome.not_in(_NO_JUDGEMENT))
        .where(DecisionRow.evidence_id.is_not(None))
        .where(DecisionRow.plate_box_px.is_not(None))
        .where(~exists(select(literal(1)).where(later.amends == DecisionRow.decision_id)))
        .order_by(DecisionRow.sequence)
        .limit(_PAGE_LENGTH)
    )
    if query.since is not None:
        standing = standing.where(DecisionRow.decided_at >= query.since)
    if query.until is not None:
        standing = standing.where(DecisionRow.decided_at < query.until)
    if query.lane_id:
        standing = standing.where(DecisionRow.lane_id == query.lane_id)
    if query.outcomes:
        names = [outcome.value for outcome in query.outcomes]
        standing = standing.where(DecisionRow.outcome.in_(names))
    if query.verdicts:
        standing = standing.where(DecisionRow.verdict.in_(query.verdicts))
    last = 0
    while True:
        with reading(engine) as session:
            rows = session.execute(standing.where(DecisionRow.sequence > last)).all()
        for row in rows:
            values = list(row)
            values[4] = Outcome(values[4])
            yield FinalDecision(*values)
        if len(rows) < _PAGE_LENGTH:
            return
        last = rows[-1][0]
