"""Counts what an export holds while it is made."""

from __future__ import annotations

from collections import Counter

from console.exporting.choosing import labelled_by, split_of
from console.exporting.types import Counts, LabelledPicture, LeftOut
from db.final_decisions import FinalDecision


class Tally:
    """Adds up decisions and pictures, one after the other."""

    def __init__(self) -> None:
        self._decisions = self._pictures = self._characters = 0
        self._by: dict[str, Counter[str]] = {
            name: Counter()
            for name in (
                "splits",
                "outcomes",
                "lanes",
                "labelled_by",
                "models",
                "characters_from",
                "left_out",
            )
        }

    def leave_out(self, why: LeftOut) -> None:
        """A decision that is not exported."""
        self._decisions += 1
        self._by["left_out"][why.value] += 1

    def foresee(self, decision: FinalDecision) -> None:
        """A decision that would be exported, its picture not looked at yet."""
        self._add(
            split_of(decision.resolved_plate or "").value,
            decision.outcome.value,
            decision.lane_id,
            labelled_by(decision).value,
        )

    def take(self, picture: LabelledPicture) -> None:
        """A picture that is exported."""
        decision = picture.decision
        self._add(
            picture.split.value,
            decision.outcome.value,
            decision.lane_id,
            picture.labelled_by.value,
        )
        self._characters += len(picture.characters)
        self._by["models"][decision.weights_version] += 1
        self._by["characters_from"][picture.characters_from.value] += 1

    def counts(self) -> Counts:
        """All of it."""
        return Counts(
            self._decisions,
            self._pictures,
            self._characters,
            **{name: dict(sorted(counter.items())) for name, counter in self._by.items()},
        )

    def _add(self, split: str, outcome: str, lane_id: str, label: str) -> None:
        self._decisions += 1
        self._pictures += 1
        self._by["splits"][split] += 1
        self._by["outcomes"][outcome] += 1
        self._by["lanes"][lane_id] += 1
        self._by["labelled_by"][label] += 1
