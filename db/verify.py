"""Checks that the audit log is what was recorded: hashes, sequence, rows, anchors and pictures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Engine, exists, func, select
from sqlalchemy.orm import Session

from db.anchors import AnchorRecord, kept_anchors
from db.canonical import BEGINNING, sha256_of
from db.chain_rows import ChainRow, chain_rows
from db.chain_schema import AuditEventRow
from db.errors import EvidenceDamagedError, EvidenceMissingError
from db.evidence import EvidenceFolder
from db.own_pictures import own_pictures
from db.people_records import EventKind
from db.people_schema import SiteEventRow
from db.schema import DecisionRow
from db.sessions import reading

MAX_FAULTS: Final = 20
_STEP: Final = 2000
_ERASED: Final = {True: ("", None, None, "[]", ""), False: ("", "", "", "")}
"""What is left of the private facts of a decision, and of an act, that were erased."""

# Asked of every row: the value of a member of an enum is looked up slowly
_PICTURES_DELETED: Final = EventKind.PICTURES_DELETED.value
_DATA_ERASED: Final = EventKind.PERSONAL_DATA_ERASED.value
_RESTARTED: Final = EventKind.LOG_RESTARTED.value

OnProgress = Callable[[int, int], None]
"""Called with how many of how many events and pictures were checked."""


@dataclass(frozen=True, slots=True)
class VerifyOutcome:
    """What was checked, and the first faults in the order of the chain; none when it is whole.

    ``evidence_files`` and ``anchors`` are those that were there and right.
    """

    events: int
    evidence_files: int
    anchors: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


@dataclass(slots=True)
class _Findings:
    """What the walk along the chains came upon."""

    anchored: frozenset[tuple[str, int]]
    faults: list[str] = field(default_factory=list)
    events: int = 0
    hashes: dict[tuple[str, int], str] = field(default_factory=dict)
    anchors_met: int = 0
    last: dict[str, int] = field(default_factory=dict)
    first_hashes: set[str] = field(default_factory=set)
    erased: dict[tuple[str, int], str] = field(default_factory=dict)
    erasures: set[tuple[str, int]] = field(default_factory=set)
    removed_pictures: set[str] = field(default_factory=set)
    restarted: bool = False

    def fault(self, problem: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(problem)


def verify(
    engine: Engine,
    evidence: EvidenceFolder,
    anchors: Sequence[AnchorRecord] = (),
    on_progress: OnProgress | None = None,
) -> VerifyOutcome:
    """Check every event of every booth, and every picture of this booth that one rests on.

    ``anchors`` are those kept elsewhere; those that the database remembers are compared, too.

    Raises:
        StoreUnavailableError, StoreDamagedError: the log cannot be read.
    """
    tell = on_progress or (lambda _done, _total: None)
    known = {*anchors, *kept_anchors(engine)}
    findings = _Findings(frozenset((one.booth_id, one.sequence) for one in known))
    with reading(engine) as session:
        pictures = tuple(session.scalars(own_pictures(session)))
        event_count = session.scalar(select(func.count()).select_from(AuditEventRow)) or 0
        total = event_count + len(pictures)
        _walk(session, findings, lambda done: tell(done, total))
        _find_unchained(session, findings)
    _check_anchors(known, findings)
    for (booth_id, sequence), words in findings.erased.items():
        if (booth_id, sequence) not in findings.erasures:
            findings.fault(f"booth {booth_id}, event {sequence}: {words}")
    checked = 0
    for number, sha256 in enumerate(pictures, start=1):
        checked += _check_picture(evidence, sha256, findings)
        tell(event_count + number, total)
    return VerifyOutcome(findings.events, checked, findings.anchors_met, tuple(findings.faults))


def _walk(session: Session, findings: _Findings, tell: Callable[[int], None]) -> None:
    booth_id, sequence = "", 0
    previous: str | None = BEGINNING
    for row in chain_rows(session):
        if row.booth_id != booth_id:
            booth_id, sequence, previous = row.booth_id, 0, BEGINNING
            findings.first_hashes.add(row.hash)
        if row.sequence != sequence + 1:
            findings.fault(f"booth {booth_id}, event {sequence + 1}: is missing")
            previous = None
        problem = None if previous is None else _problem(row, previous)
        if problem is not None:
            findings.fault(f"booth {booth_id}, event {row.sequence}: {problem}")
        elif row.salt is None:
            words = f"the plates, characters or words of {row.kind} {row.event_id} were erased"
            findings.erased[booth_id, row.sequence] = f"{words}, and no event says so"
        _take_note(row, findings)
        sequence, previous = row.sequence, row.hash
        findings.last[booth_id] = sequence
        findings.events += 1
        if findings.events % _STEP == 0:
            tell(findings.events)
    tell(findings.events)


def _problem(row: ChainRow, previous: str) -> str | None:
    """What is wrong with one event, or None."""
    if not row.is_whole:
        return f"what it is of ({row.kind} {row.event_id}) is gone, or is another"
    if sha256_of(row.header(previous)) != row.hash:
        return f"{row.kind} {row.event_id} was changed, or the event before it was"
    private = row.private()
    if private is None:
        blank = _ERASED[row.is_decision]
        is_right = row.facts[-len(blank) :] == blank
    else:
        is_right = sha256_of(private) == row.private_sha256
    if not is_right:
        return f"the plates, characters or words of {row.kind} {row.event_id} were changed"
    return None


def _take_note(row: ChainRow, findings: _Findings) -> None:
    """Keep what an event says about others: what was erased, or that an older log ended."""
    if row.kind == _PICTURES_DELETED:
        findings.removed_pictures.update(_details(row).get("sha256", ()))
    elif row.kind == _DATA_ERASED:
        details = _details(row)
        booth_id = details.get("booth_id", row.booth_id)
        for first, last in details.get("sequences", ()):
            findings.erasures.update((booth_id, one) for one in range(first, last + 1))
    elif row.kind == _RESTARTED:
        findings.restarted = True
    if (row.booth_id, row.sequence) in findings.anchored:
        findings.hashes[row.booth_id, row.sequence] = row.hash


def _details(row: ChainRow) -> dict[str, Any]:
    try:
        found = json.loads(row.facts[-1])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _check_anchors(anchors: Iterable[AnchorRecord], findings: _Findings) -> None:
    ordered = sorted(anchors, key=lambda anchor: (anchor.booth_id, anchor.sequence))
    for anchor in ordered:
        place = f"booth {anchor.booth_id}, event {anchor.sequence}"
        if anchor.chain_id not in findings.first_hashes:
            if not findings.restarted:
                findings.fault(f"{place}: was anchored in another log, which this one replaced")
        elif anchor.sequence > findings.last.get(anchor.booth_id, 0):
            findings.fault(f"{place}: was anchored, and is missing with all that came after it")
        elif findings.hashes.get((anchor.booth_id, anchor.sequence)) != anchor.hash:
            findings.fault(f"{place}: is not the one that was anchored on {anchor.anchored_at:%F}")
        else:
            findings.anchors_met += 1


def _check_picture(evidence: EvidenceFolder, sha256: str, findings: _Findings) -> bool:
    """Whether the file is there and the one that was read."""
    try:
        evidence.load(sha256)
    except EvidenceMissingError as error:
        if sha256 not in findings.removed_pictures:
            findings.fault(str(error))
        return False
    except EvidenceDamagedError as error:
        findings.fault(str(error))
        return False
    return True


def _find_unchained(session: Session, findings: _Findings) -> None:
    """Find rows that were put beside the chain, which no hash would miss."""
    for ids, chained in (
        (DecisionRow.decision_id, AuditEventRow.decision_sequence == DecisionRow.sequence),
        (SiteEventRow.kind, AuditEventRow.act_sequence == SiteEventRow.sequence),
    ):
        beside = select(ids).where(~exists().where(chained)).limit(1)
        found = session.scalar(beside)
        if found is not None:
            findings.fault(f"{found} is recorded, but is no event of any chain")
