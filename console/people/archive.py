"""The decisions of the past for those who may search them: found, shown, exported."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from console.people.permissions import Permission, amending
from console.people.session import Session
from db.audit import record_act
from db.errors import ExportFileError, StoreError
from db.evidence import EvidenceFolder
from db.people_records import EventKind, SiteEvent
from db.queries import decisions_of_passage
from db.records import DecisionRecord
from db.registry_csv import guarded
from db.search import (
    HistoryPage,
    HistoryQuery,
    SeenPlates,
    count_found,
    every_found,
    people_who_decided,
    search,
)

COLUMNS = (
    "sequence",
    "decided_at",
    "lane",
    "observed_plate",
    "resolved_plate",
    "outcome",
    "reason",
    "override_reason",
    "direction",
    "decided_by",
    "note",
    "decision_id",
    "passage_id",
    "amends",
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Trail:
    """All that is on record of a passage, oldest first, and the picture that was read.

    ``jpeg`` is None where there is no picture; ``picture_problem`` says why one is missing.
    """

    decisions: tuple[DecisionRecord, ...]
    jpeg: bytes | None
    picture_problem: str


class Archive:
    """Searches and exports; every call may take its time and belongs on a pool thread."""

    def __init__(
        self,
        engine: Engine,
        evidence: EvidenceFolder,
        session: Session,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._engine = engine
        self._evidence = evidence
        self._session = session
        self._now = now
        self._plates = SeenPlates(engine)

    def search(self, query: HistoryQuery, before: int | None) -> HistoryPage:
        """The newest decisions found that were recorded before ``before``.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: the store cannot be read.
        """
        self._session.require(Permission.SEARCH_HISTORY)
        return search(self._engine, query, self._plates, before=before)

    def count(self, query: HistoryQuery) -> int:
        """How many are found; counting ends at one above ``COUNT_LIMIT``.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: the store cannot be read.
        """
        self._session.require(Permission.SEARCH_HISTORY)
        return count_found(self._engine, query, self._plates)

    def prepare(self) -> None:
        """Take all plates that were ever seen into memory, before a similar one is asked for.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: the store cannot be read.
        """
        self._session.require(Permission.SEARCH_HISTORY)
        self._plates.refresh()

    def people(self) -> tuple[str, ...]:
        """Whoever decided anything.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: the store cannot be read.
        """
        self._session.require(Permission.SEARCH_HISTORY)
        return people_who_decided(self._engine)

    def trail(self, passage_id: str) -> Trail:
        """What is on record of a passage, with its picture.

        Raises:
            NotAllowedError: nobody is signed in.
            StoreUnavailableError: the store cannot be read.
        """
        self._session.require(Permission.SEARCH_HISTORY)
        decisions = decisions_of_passage(self._engine, passage_id)
        picture = next((one.evidence for one in decisions if one.evidence is not None), None)
        if picture is None:
            return Trail(decisions, None, "")
        try:
            return Trail(decisions, self._evidence.load(picture.sha256), "")
        except StoreError as error:
            return Trail(decisions, None, str(error))

    def require_amending(self, decision: DecisionRecord) -> None:
        """Refuse where the person at the desk may not amend this decision; changes nothing.

        Raises:
            NotAllowedError: their role does not include it, or nobody is signed in.
        """
        self._session.require(amending(decision, self._session.name))

    def evidence(self, passage_id: str, target: Path) -> tuple[Trail, str]:
        """The trail for an evidence page, and the name of who exports it, which is recorded.

        Raises:
            NotAllowedError: the role of the person at the desk does not include exports.
            StoreUnavailableError: the store cannot be read or written.
        """
        name = self._session.require(Permission.EXPORT)
        trail = self.trail(passage_id)
        detail = f"evidence page of passage {passage_id}"
        record_act(
            self._engine, SiteEvent(EventKind.EXPORTED, target.name, name, self._now(), detail)
        )
        return trail, name

    def export_csv(self, query: HistoryQuery, target: Path) -> int:
        """Write all that is found to a CSV file, whole or not at all, and return how many.

        Raises:
            NotAllowedError: the role of the person at the desk does not include exports.
            ExportFileError: the file cannot be written; one that was there is as before.
            StoreUnavailableError: the store cannot be read or written.
        """
        name = self._session.require(Permission.EXPORT)
        unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
        count = 0
        try:
            with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(COLUMNS)
                for row in every_found(self._engine, query, self._plates):
                    writer.writerow(
                        (
                            row.sequence,
                            row.decided_at.isoformat(),
                            guarded(row.lane_id),
                            row.observed_plate,
                            row.resolved_plate or "",
                            row.outcome.value,
                            row.reason,
                            guarded(row.override_reason),
                            row.direction or "",
                            guarded(row.decided_by),
                            guarded(row.note),
                            row.decision_id,
                            row.passage_id,
                            row.amends or "",
                        )
                    )
                    count += 1
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        except OSError as error:
            raise ExportFileError(target, f"cannot be written ({error.strerror})") from error
        finally:
            unfinished.unlink(missing_ok=True)
        record_act(
            self._engine,
            SiteEvent(EventKind.EXPORTED, target.name, name, self._now(), f"{count} decisions"),
        )
        return count
