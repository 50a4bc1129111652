"""The recent decisions as they stand in the database, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.ui import local_words, words
from console.ui.painted_cells import PaintedCells
from console.ui.rows_model import RowsModel
from console.ui.slot_line import fold
from console.ui.theme import Appearance, Tone
from console.ui.told import told
from db.records import DecisionRecord, Outcome

Index = QModelIndex | QPersistentModelIndex
KEPT_COUNT = 200
"""Rows that the panel keeps; everything is in the database."""

_ROW_PX, _HEADER_PX, _HEADING_PX = 28, 26, 30
_HEADING_FROM_ROWS = 4
_EDGES_PX, _SCROLL_BAR_PX = 4, 10


class Column(IntEnum):
    """The columns in their order."""

    TIME = 0
    LANE = 1
    PLATE = 2
    OUTCOME = 3
    BY = 4
    REASON = 5


_WIDTHS_PX = {Column.TIME: 108, Column.PLATE: 222, Column.OUTCOME: 118}
"""Columns as wide as their widest words; the others share what is left."""
_OWN_KEYS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,  # a Return meant for a row must not decide the passage under review
    Qt.Key.Key_Enter,
}
_REASON_FROM_PX, _BY_FROM_PX = 180, 300  # what the others need for another column


class DecisionsModel(RowsModel[DecisionRecord]):
    """Decisions that are on disk; a decision that is added twice is shown once.

    A new row moves all the others, and a table asks ten times for each cell that it paints: what
    was answered is kept until the looks change, for a decision never does.
    """

    columns = Column
    plate_column = Column.PLATE
    _rows: list[DecisionRecord]

    def __init__(
        self,
        appearance: Appearance,
        lane_names: dict[str, str],
        local: Callable[[datetime], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._lane_names = lane_names
        self._local = local
        self._rows = []
        self._answered: dict[str, dict[tuple[int, int], Any]] = {}

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if not 0 <= row < len(self._rows):
            return None
        answered = self._answered.setdefault(self._rows[row].decision_id, {})
        cell = (index.column(), role)
        if cell not in answered:
            answered[cell] = super().data(index, role)
        return answered[cell]

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Time"),
            self.tr("Lane"),
            self.tr("Plate"),
            self.tr("Outcome"),
            self.tr("By"),
            self.tr("Reason"),
        )

    @property
    def decisions(self) -> tuple[DecisionRecord, ...]:
        return tuple(self._rows)

    def name_of(self, row: int) -> str:
        """The decision of a row, by its id."""
        return self._rows[row].decision_id

    def is_amended(self, decision: DecisionRecord) -> bool:
        """Whether a later decision stands in place of this one."""
        return any(row.amends == decision.decision_id for row in self._rows)

    def add(self, decisions: Iterable[DecisionRecord]) -> None:
        """Show these too, in order of time."""
        for decision in sorted(decisions, key=lambda d: d.decided_at):
            if any(row.decision_id == decision.decision_id for row in self._rows):
                continue
            place = 0
            while place < len(self._rows) and self._rows[place].decided_at > decision.decided_at:
                place += 1
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows.insert(place, decision)
            self.endInsertRows()
        surplus = len(self._rows) - KEPT_COUNT
        if surplus > 0:
            self.beginRemoveRows(QModelIndex(), KEPT_COUNT, len(self._rows) - 1)
            for decision in self._rows[KEPT_COUNT:]:
                self._answered.pop(decision.decision_id, None)
            del self._rows[KEPT_COUNT:]
            self.endRemoveRows()

    def _restyle(self) -> None:
        self._answered.clear()
        super()._restyle()

    def _text(self, decision: DecisionRecord, column: Column) -> str:
        return {
            Column.TIME: f"{self._local(decision.decided_at):%H:%M:%S}",
            Column.LANE: self._lane(decision),
            Column.PLATE: _plate_text(decision),
            Column.OUTCOME: _what(decision),
            Column.BY: words.decided_by_words(decision.decided_by),
            Column.REASON: _why(decision),
        }[column]

    def _lane(self, decision: DecisionRecord) -> str:
        if not decision.lane_id:
            return self.tr("All lanes")
        return self._lane_names.get(decision.lane_id, decision.lane_id)

    def _spoken(self, decision: DecisionRecord, column: Column) -> str:
        if column is Column.TIME:
            moment = self._local(decision.decided_at)
            return self.tr("Recorded {time}").format(time=local_words.second_words(moment))
        return self._text(decision, column)

    def _icon(self, decision: DecisionRecord, column: Column) -> QIcon | None:
        palette = self._appearance.palette
        if column is Column.TIME:
            return self._appearance.icon("recorded", palette.text_dim)
        if column is Column.OUTCOME:
            ink = palette.ink(words.outcome_tone(decision.outcome))
            return self._appearance.icon(words.outcome_icon(decision.outcome), ink)
        return None

    def _font(self, row: DecisionRecord, column: Column) -> QFont | None:
        return self._appearance.font(14) if column is Column.TIME else super()._font(row, column)

    def _ink(self, decision: DecisionRecord, column: Column) -> QColor | None:
        if column is not Column.OUTCOME:
            return None
        return QColor(self._appearance.palette.ink(words.outcome_tone(decision.outcome)))


def _plate_text(decision: DecisionRecord) -> str:
    """Observed, and what it was taken for where that differs; a dash for no text."""
    observed = decision.observed_plate or "–"  # noqa: RUF001 - a dash, not a minus
    resolved = decision.resolved_plate
    if resolved is None:
        return observed
    if fold(resolved) == fold(decision.observed_plate):
        return resolved
    return f"{observed} → {resolved}"


def _what(decision: DecisionRecord) -> str:
    """The outcome, or what was ordered where no passage was judged."""
    if decision.outcome is Outcome.OPERATED:
        return words.ordered_words(decision.barrier_action)
    return words.outcome_words(decision.outcome)


def _why(decision: DecisionRecord) -> str:
    """What a person said, or else the policy."""
    if decision.override_reason:
        said = words.override_words_of(decision.override_reason)
        return f"{said}, {told(decision.note)}" if decision.note else said
    return told(decision.note) or words.reason_words_of(decision.reason)


class DecisionsView(QTableView):
    """The table, moved through by arrow and page keys while it has the focus.

    All other keys are left to the window: letters belong to the slots under review.
    """

    left = Signal()  # Escape: back to the review
    marked = Signal(object)  # DecisionRecord of the row, or None when the table was left

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._empty_text = ""

    def set_empty_text(self, text: str) -> None:
        """What stands in place of rows while there are none."""
        self._empty_text = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        overrides = event.type() is QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and _is_own_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not _is_own_key(event):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            self.selectRow(0)
        self._tell_marked()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._tell_marked()

    def _tell_marked(self) -> None:
        model = self.model()
        row = self.currentIndex().row()
        marked = model.decisions[row] if isinstance(model, DecisionsModel) and row >= 0 else None
        if isinstance(model, DecisionsModel) and marked is not None and model.is_amended(marked):
            marked = None
        self.marked.emit(marked)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.clearSelection()
        self.scrollToTop()
        self.marked.emit(None)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setFont(self._appearance.font(14))
            painter.setPen(QColor(self._appearance.palette.text_dim))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._empty_text)


def _is_own_key(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain == Qt.KeyboardModifier.NoModifier and event.key() in _OWN_KEYS


class DecisionsPanel(QFrame):
    """Heading and table; low, it folds to the newest decision alone."""

    def __init__(self, model: DecisionsModel, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("decisionsPanel")
        self._appearance = appearance
        self._problem = QLabel()
        self._problem.setProperty("tone", Tone.REFUSE.value)
        self._heading = QWidget()
        heading = QLabel(self.tr("Recent decisions"))
        heading.setProperty("role", "heading")
        self.table = DecisionsView(appearance)
        self.table.set_empty_text(self.tr("No decisions yet"))
        self.table.setAccessibleName(self.tr("Recent decisions"))
        self.table.setModel(model)
        self._cells = PaintedCells(appearance, model.name_of)
        self.table.setItemDelegate(self._cells)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setCornerButtonEnabled(False)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setAccessibleName(self.tr("Columns of the recent decisions"))
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        top = QHBoxLayout(self._heading)
        top.setContentsMargins(12, 6, 12, 0)
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self._problem)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self._heading)
        layout.addWidget(self.table, 1)
        self._restyle()
        appearance.changed.connect(self._restyle)

    def show_problem(self, text: str) -> None:
        """Say why older decisions are missing; empty when none are."""
        self._problem.setText(text)
        self.table.set_empty_text(text or self.tr("No decisions yet"))

    def height_for(self, row_count: int) -> int:
        """The height at which so many rows are seen; one alone goes without any heading."""
        px = self._appearance.px
        height = px(_ROW_PX) * row_count + _EDGES_PX
        if row_count > 1:
            height += px(_HEADER_PX)
        if row_count >= _HEADING_FROM_ROWS:
            height += px(_HEADING_PX)
        return height

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out headings where the height is short, and a column where the width is."""
        heading = self.height() >= self.height_for(_HEADING_FROM_ROWS)
        header = self.height() >= self.height_for(2)
        if heading != self._heading.isVisibleTo(self):
            self._heading.setVisible(heading)
        if header != self.table.horizontalHeader().isVisibleTo(self.table):
            self.table.horizontalHeader().setVisible(header)
        px = self._appearance.px
        widths = {column: px(width) for column, width in _WIDTHS_PX.items()}
        room = self.width() - sum(widths.values()) - _EDGES_PX - _SCROLL_BAR_PX
        by_shown = room >= px(_BY_FROM_PX)
        self.table.setColumnHidden(Column.BY, not by_shown)
        reason_shown = room >= px(_REASON_FROM_PX)
        self.table.setColumnHidden(Column.REASON, not reason_shown)
        share = 0.3 if by_shown else 0.42
        widths[Column.LANE] = round(room * share) if reason_shown else room
        widths[Column.BY] = round(room * 0.25)
        for column, width in widths.items():
            self.table.setColumnWidth(column, width)

    def _restyle(self) -> None:
        px = self._appearance.px
        self.table.verticalHeader().setDefaultSectionSize(px(_ROW_PX))
        self.table.setIconSize(self._appearance.icon_size(16))
        self.setMinimumHeight(self.height_for(1))
        self._fit()
