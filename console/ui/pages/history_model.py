"""The decisions that were found: a table that grows page by page as it is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QIcon

from console.ui import local_words, words
from console.ui.rows_model import RowsModel
from console.ui.slot_line import fold
from console.ui.theme import Appearance
from db.search import HistoryPage, HistoryRow

Index = QModelIndex | QPersistentModelIndex


class HistoryColumn(IntEnum):
    """The columns in their order."""

    TIME = 0
    LANE = 1
    PLATE = 2
    OUTCOME = 3
    BY = 4
    REASON = 5


class HistoryModel(RowsModel[HistoryRow]):
    """Rows of one search, newest first; the next page is asked for when the view nears the end."""

    columns = HistoryColumn
    plate_column = HistoryColumn.PLATE
    _rows: list[HistoryRow]
    more_wanted = Signal(int)  # the sequence before which to look

    def __init__(
        self,
        appearance: Appearance,
        lane_names: Mapping[str, str],
        local: Callable[[datetime], datetime],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._lane_names = lane_names
        self._local = local
        self._now = now
        self._rows = []
        self._next_before: int | None = None
        self._asked = False

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Time"),
            self.tr("Lane"),
            self.tr("Plate"),
            self.tr("Outcome"),
            self.tr("By"),
            self.tr("Reason"),
        )

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and self._next_before is not None and not self._asked

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        if not parent.isValid() and self._next_before is not None and not self._asked:
            self._asked = True
            self.more_wanted.emit(self._next_before)

    @property
    def rows(self) -> tuple[HistoryRow, ...]:
        return tuple(self._rows)

    def row_at(self, number: int) -> HistoryRow | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def show_first(self, page: HistoryPage) -> None:
        """Show the first page of another search."""
        self._next_before = page.next_before
        self._asked = False
        self._show(list(page.rows))

    def append(self, page: HistoryPage) -> None:
        """Show the next page of this search."""
        self._asked = False
        self._next_before = page.next_before
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._rows.extend(page.rows)
            self.endInsertRows()

    def give_up(self) -> None:
        """The next page could not be read; scrolling asks for it again."""
        self._asked = False

    def _text(self, row: HistoryRow, column: HistoryColumn) -> str:
        return {
            HistoryColumn.TIME: self._moment(row),
            HistoryColumn.LANE: self._lane_names.get(row.lane_id, row.lane_id),
            HistoryColumn.PLATE: _plate_text(row),
            HistoryColumn.OUTCOME: self._outcome(row),
            HistoryColumn.BY: words.decided_by_words(row.decided_by),
            HistoryColumn.REASON: self._why(row),
        }[column]

    @staticmethod
    def _why(row: HistoryRow) -> str:
        """What a person said, in free words or by a reason, before what the policy said."""
        if row.note or not row.override_reason:
            return row.note or words.reason_words_of(row.reason)
        return words.override_words_of(row.override_reason)

    def _spoken(self, row: HistoryRow, column: HistoryColumn) -> str:
        if column is HistoryColumn.TIME:
            return local_words.second_words(self._local(row.decided_at))
        return self._text(row, column)

    def _moment(self, row: HistoryRow) -> str:
        """Short, so that day and time are both seen; the year only where it is another one."""
        at = self._local(row.decided_at)
        if at.year == self._local(self._now()).year:
            return local_words.short_second_words(at)
        return local_words.minute_words(at)

    def _outcome(self, row: HistoryRow) -> str:
        outcome = words.outcome_words(row.outcome)
        if row.amended:
            return self.tr("{outcome}, amended").format(outcome=outcome)
        if row.amends is not None:
            return self.tr("{outcome}, amends").format(outcome=outcome)
        return outcome

    def _icon(self, row: HistoryRow, column: HistoryColumn) -> QIcon | None:
        if column is not HistoryColumn.OUTCOME:
            return None
        ink = self._appearance.palette.ink(words.outcome_tone(row.outcome))
        return self._appearance.icon(words.outcome_icon(row.outcome), ink)

    def _font(self, row: HistoryRow, column: HistoryColumn) -> QFont | None:
        if column is HistoryColumn.TIME:
            return self._appearance.font(14)
        return super()._font(row, column)

    def _ink(self, row: HistoryRow, column: HistoryColumn) -> QColor | None:
        if column is not HistoryColumn.OUTCOME:
            return None
        return QColor(self._appearance.palette.ink(words.outcome_tone(row.outcome)))


def _plate_text(row: HistoryRow) -> str:
    """Observed, and what it was taken for where that differs; a dash for no text."""
    observed = row.observed_plate or "–"  # noqa: RUF001 - a dash, not a minus
    if row.resolved_plate is None:
        return observed
    if fold(row.resolved_plate) == fold(row.observed_plate):
        return row.resolved_plate
    return f"{observed} → {row.resolved_plate}"
