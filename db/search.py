"""Search in the decisions of the past: by plate, lane, outcome, person and time, newest first.

Every question is answered from an index, page by page. All of them raise
``StoreUnavailableError`` when the store cannot be read: "could not look" is never "none".
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract
from sqlalchemy import ColumnElement, Engine, Select, cast, exists, func, literal, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session, aliased

from db.plates import merge_o_and_0
from db.records import Outcome
from db.schema import DecisionRow
from db.search_schema import DECISION_SEARCH, DecisionHourRow, PlateSeenRow
from db.search_terms import facet_term, plate_term, prefix_term, tsquery
from db.sessions import reading

PAGE_LENGTH = 100
COUNT_LIMIT = 1000
_SIMILAR_COUNT = 60
_EXPORT_PAGE_LENGTH = 1000
_LONG_PLATE = 6
_LISTED: tuple[Any, ...] = (
    DecisionRow.sequence,
    DecisionRow.decision_id,
    DecisionRow.passage_id,
    DecisionRow.lane_id,
    DecisionRow.outcome,
    DecisionRow.reason,
    DecisionRow.observed_plate,
    DecisionRow.resolved_plate,
    DecisionRow.decided_by,
    DecisionRow.decided_at,
    DecisionRow.note,
    DecisionRow.override_reason,
    DecisionRow.direction,
    DecisionRow.amends,
)
"""What the list shows, in the order of the fields of ``HistoryRow``."""


class PlateMode(StrEnum):
    """How the plate of a question is compared; O and 0 are the same in each."""

    EXACT = "exact"
    PREFIX = "prefix"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """A question; what is empty or None is not asked for. ``until`` itself is left out."""

    plate: str = ""
    plate_mode: PlateMode = PlateMode.PREFIX
    lane_id: str = ""
    outcome: Outcome | None = None
    decided_by: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A decision as the list of found ones shows it; ``amended`` if a later one names it."""

    sequence: int
    decision_id: str
    passage_id: str
    lane_id: str
    outcome: Outcome
    reason: str
    observed_plate: str
    resolved_plate: str | None
    decided_by: str
    decided_at: datetime
    note: str
    override_reason: str
    direction: str | None
    amends: str | None
    amended: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some of what was found, newest first; ask again before ``next_before`` for more."""

    rows: tuple[HistoryRow, ...]
    next_before: int | None


class SeenPlates:
    """All plates that were ever seen, in memory for similar ones to be found among them.

    Any thread may ask; what is new in the database is fetched with each question.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._plates: list[str] = []
        self._last_id = 0
        self._answered: tuple[str, int, tuple[str, ...]] = ("", 0, ())

    def similar(self, plate: str) -> tuple[str, ...]:
        """The plates at most two edits from ``plate`` (one for a short one), nearest first."""
        wanted = merge_o_and_0(plate)
        most_edits = 2 if len(wanted) >= _LONG_PLATE else 1
        with self._lock:
            self._refresh()
            # The same question comes once for its rows, once for its count, and for every page
            if self._answered[:2] != (wanted, self._last_id):
                found = extract(
                    wanted,
                    self._plates,
                    scorer=Levenshtein.distance,
                    score_cutoff=most_edits,
                    limit=_SIMILAR_COUNT,
                )
                nearest = tuple(plate for plate, _, _ in found)
                self._answered = (wanted, self._last_id, nearest)
            return self._answered[2]

    def refresh(self) -> None:
        """Fetch what is new, so that the next question need not."""
        with self._lock:
            self._refresh()

    def _refresh(self) -> None:
        newer = (
            select(PlateSeenRow.id, PlateSeenRow.plate_class)
            .where(PlateSeenRow.id > self._last_id)
            .order_by(PlateSeenRow.id)
        )
        with reading(self._engine) as session:
            for number, plate in session.execute(newer):
                self._plates.append(plate)
                self._last_id = number


def search(
    engine: Engine,
    query: HistoryQuery,
    plates: SeenPlates,
    *,
    before: int | None = None,
    limit: int = PAGE_LENGTH,
) -> HistoryPage:
    """The newest decisions that answer the question and were recorded before ``before``.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    words = _words(query, plates)
    if words is None:
        return HistoryPage((), None)
    with reading(engine) as session:
        found = _found(session, query, words)
        if found is None:
            return HistoryPage((), None)
        if before is not None:
            found = found.where(DecisionRow.sequence < before)
            if words:
                found = found.where(DECISION_SEARCH.c.rowid < before)
        rows = tuple(_to_row(row) for row in session.execute(found.limit(limit + 1)))
    more = len(rows) > limit
    return HistoryPage(rows[:limit], rows[limit - 1].sequence if more else None)


def count_found(engine: Engine, query: HistoryQuery, plates: SeenPlates) -> int:
    """How many decisions answer the question; counting ends at ``COUNT_LIMIT`` + 1.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    words = _words(query, plates)
    if words is None:
        return 0
    with reading(engine) as session:
        found = _found(session, query, words)
        if found is None:
            return 0
        some = found.with_only_columns(DecisionRow.sequence).order_by(None).limit(COUNT_LIMIT + 1)
        return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def every_found(engine: Engine, query: HistoryQuery, plates: SeenPlates) -> Iterator[HistoryRow]:
    """All decisions that answer the question, newest first, fetched as they are asked for.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    before: int | None = None
    while True:
        page = search(engine, query, plates, before=before, limit=_EXPORT_PAGE_LENGTH)
        yield from page.rows
        before = page.next_before
        if before is None:
            return


def is_indexed(session: Session, plate_class: str) -> bool:
    """Whether any decision bears the plate; O is 0 in ``plate_class``."""
    found = select(DECISION_SEARCH.c.rowid).where(_matching(session, (plate_term(plate_class),)))
    return session.execute(found.limit(1)).first() is not None


def people_who_decided(engine: Engine) -> tuple[str, ...]:
    """The names that decisions bear, the policy's included, in order.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    # One step for each name along the index, instead of reading every decision
    names: list[str] = []
    with reading(engine) as session:
        while True:
            following = select(func.min(DecisionRow.decided_by))
            if names:
                following = following.where(DecisionRow.decided_by > names[-1])
            name = session.scalar(following)
            if name is None:
                return tuple(names)
            names.append(name)


def _words(query: HistoryQuery, plates: SeenPlates) -> tuple[str, ...] | None:
    """What must all be in the index; empty when nothing but time is asked; None for none."""
    words: list[str] = []
    plate = "".join(glyph for glyph in query.plate.upper() if glyph.isascii() and glyph.isalnum())
    if plate and query.plate_mode is PlateMode.EXACT:
        words.append(plate_term(plate))
    elif plate and query.plate_mode is PlateMode.PREFIX:
        words.append(prefix_term(plate))
    elif plate:
        similar = plates.similar(plate)
        if not similar:
            return None
        words.append("(" + " OR ".join(plate_term(one) for one in similar) + ")")
    if query.lane_id:
        words.append(facet_term("lane_id", query.lane_id))
    if query.outcome is not None:
        words.append(facet_term("outcome", query.outcome.value))
    if query.decided_by:
        words.append(facet_term("decided_by", query.decided_by))
    return tuple(words)


def _found(session: Session, query: HistoryQuery, words: Sequence[str]) -> Select[Any] | None:
    later = aliased(DecisionRow)
    amended = exists(select(literal(1)).where(later.amends == DecisionRow.decision_id))
    found = select(*_LISTED, amended)
    order: ColumnElement[int] = DecisionRow.__table__.c.sequence
    if words:
        number = DECISION_SEARCH.c.rowid
        matching = _matching(session, words)
        found = found.select_from(
            DECISION_SEARCH.join(DecisionRow, DecisionRow.sequence == number)
        ).where(matching)
        order = number
    found = found.order_by(order.desc())
    if query.since is None and query.until is None:
        return found
    span = _span(session, query.since, query.until)
    if span is None:
        return None
    found = found.where(order >= span[0], order <= span[1])
    if query.since is not None:
        found = found.where(DecisionRow.decided_at >= query.since)
    if query.until is not None:
        found = found.where(DecisionRow.decided_at < query.until)
    return found


def _matching(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    indexed = DECISION_SEARCH.c.decision_search
    if session.get_bind().dialect.name == "postgresql":
        return indexed.bool_op("@@")(cast(tsquery(words), TSQUERY))
    return indexed.bool_op("MATCH")(" AND ".join(words))


def _span(
    session: Session, since: datetime | None, until: datetime | None
) -> tuple[int, int] | None:
    """The first and last decision of the hours asked for, whatever else lies between them."""
    span = select(func.min(DecisionHourRow.first_sequence), func.max(DecisionHourRow.last_sequence))
    if since is not None:
        span = span.where(DecisionHourRow.hour >= _hour(since))
    if until is not None:
        span = span.where(DecisionHourRow.hour <= _hour(until - timedelta(microseconds=1)))
    first, last = session.execute(span).one()
    return None if first is None else (first, last)


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H}"


def _to_row(row: Sequence[object]) -> HistoryRow:
    values = list(row)
    values[4] = Outcome(str(values[4]))
    values[14] = bool(values[14])
    return HistoryRow(*values)  # type: ignore[arg-type]  # the columns in the order of the fields
