"""Every event of every chain, in order, with the texts that its hashes are taken of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db import moments
from db.canonical import (
    DECISION_FACTS,
    Link,
    act_header,
    act_private,
    decision_header,
    decision_private,
)
from db.chain import ACT_COLUMNS, DECISION, DECISION_COLUMNS
from db.chain_schema import AuditEventRow
from db.people_schema import SiteEventRow
from db.schema import DecisionRow, EvidenceRow

_STEP: Final = 2000
_DECISION: Final = 12
_ACT: Final = _DECISION + len(DECISION_FACTS)


class ChainRow(NamedTuple):
    """An event as the database holds it; ``subject`` names what it is of, None where that is gone.

    ``facts`` are those of a decision or of an act, as ``is_decision`` says.
    """

    booth_id: str
    sequence: int
    kind: str
    event_id: str
    recorded_at: str
    run_id: str
    monotonic_ns: int
    salt: str | None
    private_sha256: str
    hash: str
    is_whole: bool
    is_decision: bool
    facts: tuple[Any, ...]

    def header(self, previous: str) -> str:
        """Its header, were ``previous`` the hash of the event before it."""
        link = Link(
            self.booth_id,
            self.sequence,
            previous,
            self.kind,
            self.event_id,
            self.recorded_at,
            self.run_id,
            self.monotonic_ns,
        )
        make = decision_header if self.is_decision else act_header
        return make(link, self.facts, self.private_sha256)

    def private(self) -> str | None:
        """Its private text; None once that was erased."""
        if self.salt is None:
            return None
        make = decision_private if self.is_decision else act_private
        return make(self.salt, self.facts)


def chain_rows(session: Session, stretch: tuple[str, int, int] | None = None) -> Iterator[ChainRow]:
    """All events, by booth and sequence; or those of a booth after a number up to another."""
    events = _events()
    if stretch is not None:
        booth_id, after, last = stretch
        events = events.where(
            AuditEventRow.booth_id == booth_id,
            AuditEventRow.sequence > after,
            AuditEventRow.sequence <= last,
        )
    result = session.connection().execute(events, execution_options={"yield_per": _STEP})
    for part in result.partitions():
        for row in part:
            if row[2] == DECISION:
                is_whole = row[3] == row[10]
                yield ChainRow._make((*row[:10], is_whole, True, row[_DECISION:_ACT]))
            else:
                is_whole = row[2] == row[11]
                yield ChainRow._make((*row[:10], is_whole, False, row[_ACT:]))


def hash_at(session: Session, booth_id: str, sequence: int) -> str | None:
    """The hash of one event, None where it is missing."""
    return session.scalar(
        select(AuditEventRow.hash).where(
            AuditEventRow.booth_id == booth_id, AuditEventRow.sequence == sequence
        )
    )


def _events() -> Select[*tuple[Any, ...]]:
    """Every event with what it describes: its place, both kinds' ids, and both kinds' facts."""
    return (
        select(
            AuditEventRow.booth_id,
            AuditEventRow.sequence,
            AuditEventRow.kind,
            AuditEventRow.event_id,
            moments.of(AuditEventRow.recorded_at),
            AuditEventRow.run_id,
            AuditEventRow.monotonic_ns,
            AuditEventRow.salt,
            AuditEventRow.private_sha256,
            AuditEventRow.hash,
            DecisionRow.decision_id,
            SiteEventRow.kind,
            *DECISION_COLUMNS,
            *ACT_COLUMNS,
        )
        .select_from(AuditEventRow)
        .outerjoin(DecisionRow, DecisionRow.sequence == AuditEventRow.decision_sequence)
        .outerjoin(EvidenceRow, EvidenceRow.id == DecisionRow.evidence_id)
        .outerjoin(SiteEventRow, SiteEventRow.sequence == AuditEventRow.act_sequence)
        .order_by(AuditEventRow.booth_id, AuditEventRow.sequence)
    )
