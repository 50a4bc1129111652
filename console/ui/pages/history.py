"""The page of the past: ask, go through what was found, see a passage whole, export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QMargins, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.gate.reasons import OverrideReason
from console.people.archive import Trail
from console.ui import local_words, words
from console.ui.pages.card import MessageLine, field, heading, hint
from console.ui.pages.history_model import HistoryColumn, HistoryModel
from console.ui.pages.page_actions import PageActions
from console.ui.pages.period import PeriodChoice, choice_box
from console.ui.pages.picture import PictureView
from console.ui.pages.tables import PageTable
from console.ui.theme import Appearance, Tone
from console.ui.told import told
from console.ui.wrapping_row import WrappingRow
from db.records import DecisionRecord, Outcome
from db.search import COUNT_LIMIT, HistoryQuery, HistoryRow, PlateMode

TYPING_MS = 150
_DETAIL_WIDTH_PX = 392
_WIDTHS_PX = {
    HistoryColumn.TIME: 172,
    HistoryColumn.LANE: 136,
    HistoryColumn.PLATE: 226,
    HistoryColumn.OUTCOME: 192,
    HistoryColumn.BY: 104,
}
_SPARE_COLUMNS = (int(HistoryColumn.BY), int(HistoryColumn.LANE))
"""What the trail beside the list tells as well."""


class HistoryPageView(QWidget):
    """Shows what it is given and emits what is asked; knows no store."""

    asked = Signal(object)  # HistoryQuery
    passage_picked = Signal(str)
    amend_wanted = Signal(object)  # the DecisionRecord that counts for the passage
    page_wanted = Signal(str)  # passage id: its evidence page
    table_wanted = Signal(object)  # HistoryQuery: all of it as CSV

    def __init__(
        self,
        appearance: Appearance,
        lane_names: Mapping[str, str],
        local: Callable[[datetime], datetime],
        now: Callable[[], datetime],
        reasons: Sequence[OverrideReason],
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._reasons = reasons
        self._lane_names = lane_names
        self._local = local
        self._now = now
        self._counts: DecisionRecord | None = None
        self._passage_id = ""
        self.actions_of_page = PageActions(self, self.tr("History"), appearance)
        add = self.actions_of_page.add
        find = add(self.tr("Find plate"), "Ctrl+F", "", self._focus_plate)
        clear = add(self.tr("Clear"), "Ctrl+Backspace", self.tr("Ask for everything"), self.clear)
        self._amend = add(
            self.tr("Amend"),
            "Ctrl+R",
            self.tr("Record how the selected passage should have been decided"),
            self._ask_amendment,
        )
        self._pdf = add(
            self.tr("Evidence page"),
            "Ctrl+P",
            self.tr("Write the selected passage with its picture to a PDF"),
            self._ask_page,
        )
        self._csv = add(
            self.tr("Export CSV"),
            "Ctrl+E",
            self.tr("Write all that was found to a CSV file"),
            lambda: self.table_wanted.emit(self.query()),
        )
        self.plate = field(self.tr("Plate"))
        self.plate.setPlaceholderText(self.tr("Plate"))
        self.plate.setToolTip(find.toolTip())
        self.mode = choice_box(self.tr("How the plate is compared"))
        self.lane = choice_box(self.tr("Lane"))
        self.outcome = choice_box(self.tr("Outcome"))
        self.person = choice_box(self.tr("Decided by"))
        self._span = PeriodChoice(local, now, self)
        self.period = self._span.combo
        self._fill_choices()
        self.model = HistoryModel(appearance, lane_names, local, now, self)
        self.table = PageTable(self.tr("Decisions found"), appearance)
        self.table.setModel(self.model)
        self.table.set_widths(
            {int(column): width for column, width in _WIDTHS_PX.items()}, _SPARE_COLUMNS
        )
        self.count = hint()
        self.count.setWordWrap(False)
        self.message = MessageLine()
        self.message.setWordWrap(False)
        self.picture = PictureView(self.tr("Evidence picture"), appearance)
        self.trail = QLabel()
        self.trail.setTextFormat(Qt.TextFormat.PlainText)
        self.trail.setWordWrap(True)
        self.trail.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.ask)
        self._lay_out(clear_button=self.actions_of_page.button(clear, "close"))
        self._connect()
        self.show_passage(None)

    def query(self) -> HistoryQuery:
        """The question that the boxes ask."""
        since, until = self._span.times()
        return HistoryQuery(
            plate=self.plate.text(),
            plate_mode=PlateMode(self.mode.currentData()),
            lane_id=self.lane.currentData() or "",
            outcome=None if not self.outcome.currentData() else Outcome(self.outcome.currentData()),
            decided_by=self.person.currentData() or "",
            since=since,
            until=until,
        )

    def ask(self) -> None:
        """Ask for the first page now."""
        self._typing.stop()
        self.asked.emit(self.query())

    def clear(self) -> None:
        """Ask for everything again."""
        for box in (self.mode, self.lane, self.outcome, self.person, self.period):
            box.setCurrentIndex(0)
        self.plate.clear()
        self.ask()
        self._focus_plate()

    def show_people(self, names: tuple[str, ...]) -> None:
        """Offer these names, keeping the chosen one."""
        chosen = self.person.currentData()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(self.tr("Anybody"), "")
        for name in names:
            self.person.addItem(words.decided_by_words(name), name)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.blockSignals(False)

    def show_count(self, count: int) -> None:
        """Say how many were found."""
        if count > COUNT_LIMIT:
            self.count.setText(self.tr("More than {count} found").format(count=COUNT_LIMIT))
        else:
            self.count.setText(self.tr("{count} found").format(count=count))
        self.table.set_empty_text(self.tr("Nothing was found"))

    def show_searching(self) -> None:
        """Say that an answer is on its way."""
        self.count.setText(self.tr("Searching"))
        self.table.set_empty_text(self.tr("Searching"))

    def show_problem(self, text: str) -> None:
        """Say that it could not be looked up, which is not the same as nothing found."""
        self.count.setText("")
        self.table.set_empty_text(self.tr("Could not look"))
        self.message.say(text, Tone.REFUSE)

    def show_passage(self, trail: Trail | None, image: QImage | None = None) -> None:
        """Show all that is on record of a passage."""
        self._pdf.setEnabled(trail is not None and bool(trail.decisions))
        self._counts = None if trail is None else _what_counts(trail)
        self._amend.setEnabled(self._counts is not None)
        if trail is None or not trail.decisions:
            self._passage_id = ""
            self.trail.setText("")
            self.picture.show_words(self.tr("Select a decision to see its passage"))
            return
        first = trail.decisions[0]
        self._passage_id = first.passage_id
        self.trail.setText("\n\n".join(self._lines_of(one) for one in trail.decisions))
        if image is not None:
            self.picture.show_picture(image, first.plate_box_px)
        else:
            self.picture.show_words(
                told(trail.picture_problem) or self.tr("No picture was taken of this passage")
            )

    def select(self, decision_id: str) -> None:
        """Select a decision, if it is among those that were found."""
        for number, row in enumerate(self.model.rows):
            if row.decision_id == decision_id:
                self.table.selectRow(number)
                self.table.setFocus()

    def say(self, text: str, tone: Tone) -> None:
        """Tell how the last export went."""
        self.message.say(text, tone)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._focus_plate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrow keys in the plate box go into the list."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.plate and event.key() == Qt.Key.Key_Down:
                self._enter_table()
                return True
            if watched is self.table and event.key() == Qt.Key.Key_Escape:
                self._focus_plate()
                return True
        return False

    def _lines_of(self, decision: DecisionRecord) -> str:
        at = self._local(decision.decided_at)
        lines = [
            self.tr("{time}   {outcome} by {name}").format(
                time=local_words.second_words(at),
                outcome=words.outcome_words(decision.outcome),
                name=words.decided_by_words(decision.decided_by),
            ),
            self.tr("Read {observed}, taken for {resolved}, weakest character {confidence}").format(
                observed=decision.observed_plate or "–",  # noqa: RUF001 - a dash
                resolved=decision.resolved_plate or "–",  # noqa: RUF001 - a dash
                confidence=f"{decision.confidence:.0%}",
            ),
            self.tr("{lane}: {reason}").format(
                lane=self._lane_names.get(decision.lane_id, decision.lane_id),
                reason=words.reason_words_of(decision.reason),
            ),
        ]
        moved = words.direction_words_of(decision.direction)
        if moved:
            lines[-1] += f" · {moved}"
        ordered = words.ordered_words(decision.barrier_action)
        if ordered:
            lines.append(self.tr("Barrier: {order}").format(order=ordered))
        if decision.amends is not None:
            lines.append(self.tr("Amends an earlier decision, which is kept"))
        if decision.override_reason:
            given = words.given_reason_words(decision.override_reason, self._reasons)
            lines.append(self.tr("Because: {reason}").format(reason=given))
        if decision.note:
            lines.append(decision.note)
        return "\n".join(lines)

    def _fill_choices(self) -> None:
        for mode, text in (
            (PlateMode.PREFIX, self.tr("begins so")),
            (PlateMode.EXACT, self.tr("is exactly")),
            (PlateMode.SIMILAR, self.tr("is similar")),
        ):
            self.mode.addItem(text, mode.value)
        self.lane.addItem(self.tr("Any lane"), "")
        for lane_id, name in self._lane_names.items():
            self.lane.addItem(name, lane_id)
        self.outcome.addItem(self.tr("Any outcome"), "")
        for outcome in Outcome:
            self.outcome.addItem(words.outcome_words(outcome), outcome.value)
        self.person.addItem(self.tr("Anybody"), "")

    def _connect(self) -> None:
        self.plate.textEdited.connect(lambda _: self._typing.start())
        self.plate.returnPressed.connect(self.ask)
        for box in (self.mode, self.lane, self.outcome, self.person):
            box.currentIndexChanged.connect(lambda _: self._typing.start())
        self._span.changed.connect(self._typing.start)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._pick(now.row()))
        self.plate.installEventFilter(self)
        self.table.installEventFilter(self)

    def _pick(self, number: int) -> None:
        row: HistoryRow | None = self.model.row_at(number)
        if row is not None:
            self.passage_picked.emit(row.passage_id)

    def _ask_amendment(self) -> None:
        if self._counts is not None:
            self.amend_wanted.emit(self._counts)

    def _ask_page(self) -> None:
        if self._passage_id:
            self.page_wanted.emit(self._passage_id)

    def _focus_plate(self) -> None:
        self.plate.setFocus()
        self.plate.selectAll()

    def _enter_table(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def _lay_out(self, clear_button: QWidget) -> None:
        button = self.actions_of_page.button
        boxes = WrappingRow(6, QMargins(12, 10, 12, 6))
        boxes.add(self.plate, self.mode, self.lane, self.outcome, self.person, self.period)
        boxes.add(clear_button)
        moments = QHBoxLayout()
        moments.setContentsMargins(12, 0, 12, 0)
        moments.addStretch(1)
        moments.addWidget(self._span.since)
        moments.addWidget(self._span.until)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 8)
        foot.addWidget(self.count)
        foot.addWidget(self.message, 1)
        foot.addWidget(button(self._csv, "export"))
        found = QFrame()
        found.setObjectName("card")
        left = QVBoxLayout(found)
        left.setContentsMargins(1, 1, 1, 1)
        left.setSpacing(0)
        left.addWidget(boxes)
        left.addLayout(moments)
        left.addWidget(self.table, 1)
        left.addLayout(foot)
        scroll = QScrollArea()
        scroll.setWidget(self.trail)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        scroll.setAccessibleName(self.tr("Trail of the passage"))
        self._detail = QFrame()
        self._detail.setObjectName("card")
        right = QVBoxLayout(self._detail)
        right.setContentsMargins(12, 10, 12, 8)
        right.addWidget(heading(self.tr("Passage")))
        right.addWidget(self.picture, 3)
        right.addWidget(scroll, 3)
        below = QHBoxLayout()
        below.addWidget(button(self._amend, "correct"))
        below.addWidget(button(self._pdf, "page"))
        below.addStretch(1)
        right.addLayout(below)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(found, 3)
        layout.addWidget(self._detail, 2)
        self._appearance.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._detail.setMaximumWidth(self._appearance.px(_DETAIL_WIDTH_PX))


def _what_counts(trail: Trail) -> DecisionRecord | None:
    """The last word on a passage, which is what an amendment amends; None for a mere order."""
    last = trail.decisions[-1] if trail.decisions else None
    return None if last is None or last.outcome is Outcome.OPERATED else last
