"""Checks that the audit log is what was recorded: hashes, sequence, rows, anchors and pictures."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Final

from sqlalchemy import URL, Engine, create_engine, exists, func, select
from sqlalchemy.orm import Session

from db.anchors import AnchorRecord, kept_anchors
from db.chain_schema import AuditEventRow
from db.errors import EvidenceDamagedError, EvidenceMissingError, StoreUnavailableError
from db.evidence import EvidenceFolder
from db.own_pictures import own_pictures
from db.people_schema import SiteEventRow
from db.schema import DecisionRow
from db.sessions import reading
from db.verify_walk import Findings, Stretch, walk

STRETCH_LENGTH: Final = 25_000
"""So many events take a process about half a second."""

_WORTH_SHARING: Final = 4
"""With fewer stretches a process takes longer to begin than it saves."""

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


def verify(  # noqa: PLR0913 - what is checked, and how it is shared out
    engine: Engine,
    evidence: EvidenceFolder,
    anchors: Sequence[AnchorRecord] = (),
    on_progress: OnProgress | None = None,
    *,
    processes: int = 1,
    stretch_length: int = STRETCH_LENGTH,
) -> VerifyOutcome:
    """Check every event of every booth, and every picture of this booth that one rests on.

    ``anchors`` are those kept elsewhere; those that the database remembers are compared, too.
    With several ``processes`` each takes stretches of so many events in turn.

    Raises:
        StoreUnavailableError, StoreDamagedError: the log cannot be read.
    """
    tell = on_progress or (lambda _done, _total: None)
    known = {*anchors, *kept_anchors(engine)}
    anchored = frozenset((one.booth_id, one.sequence) for one in known)
    findings, heads = Findings(), dict[str, int]()
    if processes > 1:
        with reading(engine) as session:
            heads = _heads(session)
            total = _count_events(session) + len(tuple(session.scalars(own_pictures(session))))
        stretches = tuple(_stretches({}, heads, stretch_length))
        if len(stretches) < _WORTH_SHARING * processes:
            heads = {}
        else:
            for found in _walk_at_once(engine.url, stretches, anchored, processes):
                findings.add(found)
                tell(findings.events, total)
    with reading(engine) as session:
        # Whatever the others saw is among what this session sees: what was erased while they
        # looked is told of by an event that comes now
        pictures = tuple(session.scalars(own_pictures(session)))
        event_count = _count_events(session)
        total = event_count + len(pictures)
        newest = _heads(session)
        for stretch in _stretches(heads, newest, stretch_length):
            findings.add(walk(session, stretch, anchored))
            tell(findings.events, total)
        _find_unchained(session, findings)
    anchors_met = _check_anchors(known, findings, newest)
    for (booth_id, sequence), words in findings.erased.items():
        if (booth_id, sequence) not in findings.erasures:
            findings.fault(f"booth {booth_id}, event {sequence}: {words}")
    checked = 0
    for number, sha256 in enumerate(pictures, start=1):
        checked += _check_picture(evidence, sha256, findings)
        tell(event_count + number, total)
    return VerifyOutcome(findings.events, checked, anchors_met, tuple(findings.faults))


def _count_events(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditEventRow)) or 0


def _heads(session: Session) -> dict[str, int]:
    """The number of each booth's last event."""
    heads = select(AuditEventRow.booth_id, func.max(AuditEventRow.sequence))
    rows = session.execute(heads.group_by(AuditEventRow.booth_id))
    return dict(sorted((booth_id, last) for booth_id, last in rows))


def _stretches(after: dict[str, int], heads: dict[str, int], length: int) -> Iterator[Stretch]:
    """What comes after ``after``, in parts."""
    for booth_id, last in heads.items():
        for begin in range(after.get(booth_id, 0), last, length):
            yield Stretch(booth_id, begin, min(begin + length, last))


_reader: Engine
"""Of a process that walks; an engine cannot be handed to it."""
_anchored: frozenset[tuple[str, int]]


def _walk_at_once(
    url: URL,
    stretches: Sequence[Stretch],
    anchored: frozenset[tuple[str, int]],
    processes: int,
) -> Iterator[Findings]:
    """The findings of every stretch, in their order."""
    pool = ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), _begin_walking, (url, anchored)
    )
    try:
        yield from pool.map(_walk_one, stretches)
    except BrokenProcessPool as error:
        raise StoreUnavailableError(
            "the check was ended from outside, or had no memory left; try again"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin_walking(url: URL, anchored: frozenset[tuple[str, int]]) -> None:
    global _reader, _anchored
    _reader, _anchored = create_engine(url), anchored


def _walk_one(stretch: Stretch) -> Findings:
    with reading(_reader) as session:
        return walk(session, stretch, _anchored)


def _check_anchors(
    anchors: Iterable[AnchorRecord], findings: Findings, heads: dict[str, int]
) -> int:
    """Compare the chains with ``anchors``, and return how many they pass through."""
    met = 0
    ordered = sorted(anchors, key=lambda anchor: (anchor.booth_id, anchor.sequence))
    for anchor in ordered:
        place = f"booth {anchor.booth_id}, event {anchor.sequence}"
        if anchor.chain_id not in findings.first_hashes:
            if not findings.restarted:
                findings.fault(f"{place}: was anchored in another log, which this one replaced")
        elif anchor.sequence > heads.get(anchor.booth_id, 0):
            findings.fault(f"{place}: was anchored, and is missing with all that came after it")
        elif findings.hashes.get((anchor.booth_id, anchor.sequence)) != anchor.hash:
            findings.fault(f"{place}: is not the one that was anchored on {anchor.anchored_at:%F}")
        else:
            met += 1
    return met


def _check_picture(evidence: EvidenceFolder, sha256: str, findings: Findings) -> bool:
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
    except ValueError:
        findings.fault(f"evidence {sha256[:64]!r}: is no SHA-256, so its row was changed")
        return False
    return True


def _find_unchained(session: Session, findings: Findings) -> None:
    """Find rows that were put beside the chain, which no hash would miss."""
    for ids, chained in (
        (DecisionRow.decision_id, AuditEventRow.decision_sequence == DecisionRow.sequence),
        (SiteEventRow.kind, AuditEventRow.act_sequence == SiteEventRow.sequence),
    ):
        beside = select(ids).where(~exists().where(chained)).limit(1)
        found = session.scalar(beside)
        if found is not None:
            findings.fault(f"{found} is recorded, but is no event of any chain")
