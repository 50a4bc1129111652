"""Personal data is kept only as long as the site says; a tombstone on the chain stays.

Pictures are deleted, and what identifies a vehicle is erased from its events, in steps of one
transaction each. A step first says on the chain what it takes away, and then does so: a power
cut in between leaves a file that the next sweep deletes, never a picture that is missing without
a word.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import Engine, Integer, cast, exists, func, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.canonical import details_text
from db.chain import add_act
from db.chain_schema import TombstoneRow
from db.evidence import EvidenceFolder
from db.own_pictures import is_own
from db.people_records import EventKind, SiteEvent
from db.records import Outcome
from db.schema import DecisionRow, EvidenceRow
from db.sessions import reading, writing
from db.thumbnails import queue_deletions

RETENTION: Final = "retention"
"""Who did it, where no person did."""

STEP: Final = 500
PICTURE: Final = "picture:"
_EVICTABLE: Final = (Outcome.ACCEPTED.value, Outcome.CONFIRMED.value)
_LOG = logging.getLogger("audit")

T = TypeVar("T")


def delete_expired_pictures(
    engine: Engine, evidence: EvidenceFolder, decided_before: datetime, *, at: datetime
) -> int:
    """Delete the pictures of decisions made before that moment, and return how many there were.

    The decisions stay, with the picture's SHA-256. A picture that a later decision rests on too
    is kept. Both moments are aware.

    Raises:
        StoreUnavailableError: the database cannot be used, or a file cannot be deleted.
    """
    finished = _finish(engine, evidence)
    expired = (
        select(EvidenceRow.sha256)
        .join(DecisionRow, DecisionRow.evidence_id == EvidenceRow.id)
        .where(~exists().where(TombstoneRow.subject == literal(PICTURE) + EvidenceRow.sha256))
        .group_by(EvidenceRow.sha256)
        .having(func.max(DecisionRow.decided_at) < decided_before)
    )
    with reading(engine) as session:
        pictures = session.scalars(expired.where(is_own(session))).all()
    return finished + _delete(engine, evidence, pictures, "past their time", at)


def delete_forgotten_pictures(
    engine: Engine, evidence: EvidenceFolder, modified_before: datetime
) -> int:
    """Delete old files that no decision here speaks of, and return how many there were.

    A crash between picture and decision leaves one, a damaged log that was replaced leaves many.

    Raises:
        StoreUnavailableError: the database cannot be read, or a file cannot be deleted.
    """
    count = 0
    for step in steps(tuple(evidence.older_than(modified_before))):
        with reading(engine) as session:
            known = set(
                session.scalars(select(EvidenceRow.sha256).where(EvidenceRow.sha256.in_(step)))
            )
        count += sum(evidence.remove(sha256) for sha256 in step if sha256 not in known)
    return count


def keep_budget(
    engine: Engine, evidence: EvidenceFolder, budget_bytes: int, *, at: datetime
) -> int:
    """Delete the oldest pictures until all together take no more than ``budget_bytes``.

    Only those that nobody is likely to ask for: a vehicle that was let in and that nobody
    decided otherwise about, then or later. What that leaves above the budget stays.

    Raises:
        StoreUnavailableError: the database cannot be used, or a file cannot be deleted.
    """
    with reading(engine) as session:
        total, evictable = _by_age(session)
    excess = total - budget_bytes
    chosen: list[str] = []
    for sha256, size_bytes in evictable:
        if excess <= 0:
            break
        chosen.append(sha256)
        excess -= size_bytes
    if excess > 0:
        _LOG.warning("pictures take %d bytes more than the site's limit", excess)
    return _delete(engine, evidence, chosen, "over the limit of the disk", at)


def _by_age(session: Session) -> tuple[int, Sequence[tuple[str, int]]]:
    """How many bytes all pictures take, and the evictable ones with their sizes, oldest first."""
    later = aliased(DecisionRow)
    is_precious = or_(
        DecisionRow.outcome.not_in(_EVICTABLE),
        DecisionRow.override_reason != "",
        DecisionRow.amends.is_not(None),
        exists().where(later.amends == DecisionRow.decision_id),
    )
    precious = func.max(cast(is_precious, Integer))
    pictures = (
        select(EvidenceRow.sha256, func.max(EvidenceRow.size_bytes), precious)
        .join(DecisionRow, DecisionRow.evidence_id == EvidenceRow.id)
        .where(~exists().where(TombstoneRow.subject == literal(PICTURE) + EvidenceRow.sha256))
        .where(is_own(session))
        .group_by(EvidenceRow.sha256)
        .order_by(func.min(DecisionRow.sequence))
    )
    rows = session.execute(pictures).all()
    total = sum(size for _, size, _ in rows)
    return total, [(sha256, size) for sha256, size, is_kept in rows if not is_kept]


def _delete(
    engine: Engine, evidence: EvidenceFolder, pictures: Sequence[str], why: str, at: datetime
) -> int:
    count = 0
    for step in steps(pictures):
        with writing(engine) as session:
            event_id = add_act(
                session,
                SiteEvent(
                    EventKind.PICTURES_DELETED,
                    f"{len(step)} pictures",
                    RETENTION,
                    at,
                    why=why,
                    details=details_text({"sha256": list(step)}),
                ),
            )
            session.add_all(
                TombstoneRow(subject=f"{PICTURE}{sha256}", event_id=event_id, is_done=False)
                for sha256 in step
            )
            queue_deletions(session.connection(), step, RETENTION, at)
        count += _finish(engine, evidence)
    return count


def _finish(engine: Engine, evidence: EvidenceFolder) -> int:
    """Delete the files that tombstones speak of, and return how many there were."""
    unfinished = select(TombstoneRow.subject).where(
        TombstoneRow.is_done.is_(False), TombstoneRow.subject.startswith(PICTURE)
    )
    with reading(engine) as session:
        subjects = session.scalars(unfinished).all()
    count = sum(evidence.remove(subject.removeprefix(PICTURE)) for subject in subjects)
    for step in steps(subjects):
        with writing(engine) as session:
            session.execute(
                update(TombstoneRow).where(TombstoneRow.subject.in_(step)).values(is_done=True)
            )
    return count


def steps(items: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """The items in parts of a size that one transaction takes without making others wait."""
    remaining = iter(items)
    while part := tuple(islice(remaining, STEP)):
        yield part
