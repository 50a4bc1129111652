"""Checks that the audit log is what was recorded: hashes, sequence, rows and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Engine, Select, exists, func, select
from sqlalchemy.orm import Session

from db import moments
from db.canonical import (
    BEGINNING,
    DECISION_FACTS,
    Link,
    act_header,
    act_private,
    decision_header,
    decision_private,
    sha256_of,
)
from db.chain import ACT_COLUMNS, DECISION, DECISION_COLUMNS
from db.chain_schema import AuditEventRow
from db.errors import EvidenceDamagedError, EvidenceMissingError
from db.evidence import EvidenceFolder
from db.people_schema import SiteEventRow
from db.schema import DecisionRow, EvidenceRow
from db.sessions import reading

MAX_FAULTS: Final = 20
_STEP: Final = 2000
_LINK: Final = 10
_ACT: Final = _LINK + 2 + len(DECISION_FACTS)

OnProgress = Callable[[int, int], None]
"""Called with how many of how many events and pictures were checked."""


@dataclass(frozen=True, slots=True)
class VerifyOutcome:
    """What was checked, and the first faults in the order of the chain; none when it is whole."""

    events: int
    evidence_files: int
    anchors: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


@dataclass(slots=True)
class _Findings:
    """What the walk along the chain came upon."""

    faults: list[str] = field(default_factory=list)
    events: int = 0

    def fault(self, booth_id: str, sequence: int, problem: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(f"booth {booth_id}, event {sequence}: {problem}")


def verify(
    engine: Engine, evidence: EvidenceFolder, on_progress: OnProgress | None = None
) -> VerifyOutcome:
    """Check every event of every booth, and every picture that one of them rests on.

    Raises:
        StoreUnavailableError, StoreDamagedError: the log cannot be read.
    """
    tell = on_progress or (lambda _done, _total: None)
    findings = _Findings()
    with reading(engine) as session:
        pictures = tuple(session.scalars(_pictures()))
        event_count = session.scalar(select(func.count()).select_from(AuditEventRow)) or 0
        total = event_count + len(pictures)
        _walk(session, findings, lambda done: tell(done, total))
        _find_unchained(session, findings)
    checked = 0
    for number, sha256 in enumerate(pictures, start=1):
        try:
            evidence.load(sha256)
            checked += 1
        except (EvidenceMissingError, EvidenceDamagedError) as error:
            if len(findings.faults) < MAX_FAULTS:
                findings.faults.append(str(error))
        tell(event_count + number, total)
    return VerifyOutcome(findings.events, checked, 0, tuple(findings.faults))


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


def _pictures() -> Select[Any]:
    rests_on = exists().where(DecisionRow.evidence_id == EvidenceRow.id)
    return select(EvidenceRow.sha256).where(rests_on).distinct().order_by(EvidenceRow.sha256)


def _walk(session: Session, findings: _Findings, tell: Callable[[int], None]) -> None:
    booth_id, sequence = "", 0
    previous: str | None = BEGINNING
    for row in _rows(session):
        if row[0] != booth_id:
            booth_id, sequence, previous = row[0], 0, BEGINNING
        if row[1] != sequence + 1:
            findings.fault(booth_id, sequence + 1, "is missing")
            previous = None
        problem = None if previous is None else _problem(row, previous)
        if problem is not None:
            findings.fault(booth_id, row[1], problem)
        sequence, previous = row[1], row[9]
        findings.events += 1
        if findings.events % _STEP == 0:
            tell(findings.events)
    tell(findings.events)


def _rows(session: Session) -> Iterator[tuple[Any, ...]]:
    result = session.connection().execution_options(yield_per=_STEP).execute(_events())
    for part in result.partitions():
        yield from part


def _problem(row: tuple[Any, ...], previous: str) -> str | None:
    """What is wrong with one event, or None."""
    booth_id, sequence, kind, event_id, recorded_at, run_id, monotonic_ns = row[:7]
    salt, private_sha256, event_hash, decision_id, act_kind = row[7 : _LINK + 2]
    link = Link(booth_id, sequence, previous, kind, event_id, recorded_at, run_id, monotonic_ns)
    if kind == DECISION:
        if decision_id != event_id:
            return f"its decision {event_id} is gone"
        facts = row[_LINK + 2 : _ACT]
        header = decision_header(link, facts, private_sha256)
        private = None if salt is None else decision_private(salt, facts)
    else:
        if act_kind != kind:
            return f"what it describes is gone, or is not {kind} any more"
        facts = row[_ACT:]
        header = act_header(link, facts, private_sha256)
        private = None if salt is None else act_private(salt, facts)
    if sha256_of(header) != event_hash:
        return f"{kind} {event_id} was changed, or the event before it was"
    if private is None or sha256_of(private) != private_sha256:
        return f"the plates, characters or words of {kind} {event_id} were changed"
    return None


def _find_unchained(session: Session, findings: _Findings) -> None:
    """Find rows that were put beside the chain, which no hash would miss."""
    for ids, chained in (
        (DecisionRow.decision_id, AuditEventRow.decision_sequence == DecisionRow.sequence),
        (SiteEventRow.kind, AuditEventRow.act_sequence == SiteEventRow.sequence),
    ):
        beside = select(ids).where(~exists().where(chained)).limit(1)
        found = session.scalar(beside)
        if found is not None and len(findings.faults) < MAX_FAULTS:
            findings.faults.append(f"{found} is recorded, but is no event of any chain")
