"""Which decisions an export wants, and into which split each goes; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from console.exporting.types import ExportFilters, LabelledBy, LeftOut, Split
from console.gate.decisions import POLICY
from db.final_decisions import FinalDecision
from db.plates import merge_o_and_0
from db.records import Outcome

SHARES = {Split.TRAIN: 0.8, Split.VAL: 0.1, Split.TEST: 0.1}
"""Of all plates, not of all pictures; a site of a hundred plates comes near them."""


class Decided(Protocol):
    """What a decision must tell to be judged here."""

    @property
    def decision_id(self) -> str: ...
    @property
    def outcome(self) -> Outcome: ...
    @property
    def observed_plate(self) -> str: ...
    @property
    def resolved_plate(self) -> str | None: ...
    @property
    def confidence(self) -> float: ...
    @property
    def decided_by(self) -> str: ...
    @property
    def decided_at(self) -> datetime: ...


def labelled_by(decision: Decided) -> LabelledBy:
    """Whose word the text of ``decision`` is."""
    return LabelledBy.POLICY if decision.decided_by == POLICY else LabelledBy.PERSON


def was_corrected(decision: Decided) -> bool:
    """Whether a person said that the plate reads otherwise; O and 0 are the same."""
    if labelled_by(decision) is LabelledBy.POLICY or decision.resolved_plate is None:
        return False
    return merge_o_and_0(decision.resolved_plate) != merge_o_and_0(decision.observed_plate)


def is_wanted(decision: Decided, filters: ExportFilters) -> bool:
    """Whether the filters that look at the read want ``decision``.

    Which of the sure ones come along follows from their ids, so it is the same each time, and a
    larger share holds all of a smaller one.
    """
    is_low = filters.confidence_below is None or decision.confidence < filters.confidence_below
    is_corrected = not filters.only_corrected or was_corrected(decision)
    sure = labelled_by(decision) is LabelledBy.POLICY
    if is_low and is_corrected and (filters.only_doubtful or not sure):
        return True
    return sure and _position("sure", decision.decision_id) < filters.share_of_sure


def choose(
    decisions: Iterable[FinalDecision], filters: ExportFilters, keep_since: datetime
) -> Iterator[tuple[FinalDecision, LeftOut | None]]:
    """What the filters want, and why one of them cannot be exported, if so.

    Pictures of decisions made before ``keep_since`` are past their retention.
    """
    for decision in decisions:
        if not is_wanted(decision, filters):
            continue
        if decision.decided_at < keep_since:
            yield decision, LeftOut.PAST_RETENTION
        elif not decision.resolved_plate:
            yield decision, LeftOut.NO_TEXT
        else:
            yield decision, None


def split_of(text: str) -> Split:
    """The split of all pictures of a plate: it follows from its text, O and 0 being the same."""
    position = _position("split", merge_o_and_0(text))
    reached = 0.0
    for split, share in SHARES.items():
        reached += share
        if position < reached:
            return split
    return Split.TEST


def _position(purpose: str, text: str) -> float:
    """A place from 0 to 1 that looks random and is always the same."""
    digest = hashlib.sha256(f"{purpose}:{text}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
