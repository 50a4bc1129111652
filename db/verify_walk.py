"""The walk along a stretch of a chain: every event's hashes, and what events say about others.

Stretches can be walked at once, by several processes: an event holds the hash of the one before
it, so that each stretch needs nothing of another but the hash that it begins after.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from db.canonical import BEGINNING, sha256_of
from db.chain_rows import ChainRow, chain_rows, hash_at
from db.people_records import EventKind

MAX_FAULTS: Final = 20
_ERASED: Final = {True: ("", None, None, "[]", ""), False: ("", "", "", "")}
"""What is left of the private facts of a decision, and of an act, that were erased."""

# Asked of every row: the value of a member of an enum is looked up slowly
_PICTURES_DELETED: Final = EventKind.PICTURES_DELETED.value
_DATA_ERASED: Final = EventKind.PERSONAL_DATA_ERASED.value
_RESTARTED: Final = EventKind.LOG_RESTARTED.value


class Stretch(NamedTuple):
    """The events of a booth after ``after`` up to ``last``, which is there."""

    booth_id: str
    after: int
    last: int


@dataclass(slots=True)
class Findings:
    """What the walk came upon; ``hashes`` are those of the events that were anchored."""

    faults: list[str] = field(default_factory=list)
    events: int = 0
    hashes: dict[tuple[str, int], str] = field(default_factory=dict)
    first_hashes: set[str] = field(default_factory=set)
    erased: dict[tuple[str, int], str] = field(default_factory=dict)
    erasures: set[tuple[str, int]] = field(default_factory=set)
    removed_pictures: set[str] = field(default_factory=set)
    restarted: bool = False

    def fault(self, problem: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(problem)

    def add(self, later: Findings) -> None:
        """Take in what was found after this."""
        for problem in later.faults:
            self.fault(problem)
        self.events += later.events
        self.hashes |= later.hashes
        self.first_hashes |= later.first_hashes
        self.erased |= later.erased
        self.erasures |= later.erasures
        self.removed_pictures |= later.removed_pictures
        self.restarted |= later.restarted


def walk(session: Session, stretch: Stretch, anchored: frozenset[tuple[str, int]]) -> Findings:
    """Check every event of ``stretch``."""
    findings = Findings()
    booth_id, sequence, last = stretch
    previous = hash_at(session, booth_id, sequence) if sequence else BEGINNING
    # Its first events may be part of a gap that the stretch before it has told of
    in_gap = previous is None
    for row in chain_rows(session, stretch):
        if row.sequence != sequence + 1:
            if not in_gap:
                findings.fault(f"booth {booth_id}, event {sequence + 1}: is missing")
            previous = None
        if stretch.after == 0 and findings.events == 0:
            findings.first_hashes.add(row.hash)
        problem = None if previous is None else _problem(row, previous)
        if problem is not None:
            findings.fault(f"booth {booth_id}, event {row.sequence}: {problem}")
        elif row.salt is None:
            words = f"the plates, characters or words of {row.kind} {row.event_id} were erased"
            findings.erased[booth_id, row.sequence] = f"{words}, and no event says so"
        _take_note(row, findings)
        if (booth_id, row.sequence) in anchored:
            findings.hashes[booth_id, row.sequence] = row.hash
        sequence, previous, in_gap = row.sequence, row.hash, False
        findings.events += 1
    if sequence != last and not in_gap:
        findings.fault(f"booth {booth_id}, event {sequence + 1}: is missing")
    return findings


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


def _take_note(row: ChainRow, findings: Findings) -> None:
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


def _details(row: ChainRow) -> dict[str, Any]:
    try:
        found = json.loads(row.facts[-1])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
