"""The page of the shift: who has it, what is open, notes that outlive it, and the hand-over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from console.people.office import ShiftView
from console.ui import local_words, words
from console.ui.pages.card import MessageLine, field, heading, hint, plain_list
from console.ui.pages.page_actions import PageActions
from console.ui.theme import Appearance, Tone
from console.ui.wrapping_row import WrappingRow
from db.people_records import ShiftRecord

_NOTE_HEIGHT_PX = 84
_NOTE_LEAST_PX = 34


class ShiftPage(QWidget):
    """Shows the shift and emits what the person at the desk wants of it."""

    note_written = Signal(str)
    note_settled = Signal(int)
    hand_over_read = Signal(int)  # shift id
    hand_over_asked = Signal(str)  # the note
    take_over_asked = Signal()

    def __init__(self, appearance: Appearance, local: Callable[[datetime], datetime]) -> None:
        super().__init__()
        self._appearance = appearance
        self._local = local
        self._view: ShiftView | None = None
        self._me = ""
        self.actions_of_page = PageActions(self, self.tr("Shift"), appearance)
        add = self.actions_of_page.add
        self._add_note = add(
            self.tr("Add note"),
            "Ctrl+N",
            self.tr("Keep the note until somebody settles it"),
            self._write_note,
        )
        self._settle = add(
            self.tr("Settle note"),
            "Ctrl+E",
            self.tr("The selected note needs no more attention"),
            self._settle_selected,
        )
        self._read = add(
            self.tr("Read"),
            "Ctrl+B",
            self.tr("Record that you have read the hand-over"),
            self._take_note,
        )
        self._take = add(
            self.tr("Take over"),
            "Ctrl+T",
            self.tr("End this shift without a hand-over and begin yours"),
            self.take_over_asked.emit,
        )
        self._hand_over = add(
            self.tr("Hand over"),
            "Ctrl+H",
            self.tr("End the shift with what is open, and lock"),
            self._ask_hand_over,
        )
        self.title = heading()
        self.counts = hint()
        self.before_title = heading(self.tr("Hand-over from the shift before"))
        self.before = QLabel()
        self.before.setWordWrap(True)
        self.before.setTextFormat(Qt.TextFormat.PlainText)
        self.exceptions = plain_list(self.tr("Open now"))
        self.exceptions.setWordWrap(True)
        self.notes = plain_list(self.tr("Notes for the next shifts"))
        self.notes.setWordWrap(True)
        self.note = field(self.tr("New note"))
        self.note.setPlaceholderText(self.tr("What the next shifts must know"))
        self.note.returnPressed.connect(self._write_note)
        self.farewell = QPlainTextEdit()
        self.farewell.setAccessibleName(self.tr("Words for the next person"))
        self.farewell.setPlaceholderText(self.tr("Words for the next person"))
        self.farewell.setTabChangesFocus(True)
        self.message = MessageLine()
        appearance.changed.connect(self._draw_icons)
        self.notes.currentRowChanged.connect(self._refresh)
        self._lay_out()
        appearance.changed.connect(self._fit)
        self._fit()

    def show_shift(self, view: ShiftView, me: str) -> None:
        """Show the state of the shift to the person signed in."""
        self._view, self._me = view, me
        self.title.setText(self._title_of(view.running))
        self.counts.setText(self._counts_of(view))
        self.before.setText(self._before_of(view.before))
        selected = self.notes.currentRow()
        self.notes.clear()
        for note in view.notes:
            at = self._local(note.written_at)
            text = self.tr("{text}   ({name}, {time})").format(
                text=note.text, name=note.written_by, time=local_words.brief_words(at)
            )
            self.notes.addItem(QListWidgetItem(text))
        self.notes.setCurrentRow(min(selected, self.notes.count() - 1))
        self._refresh()

    def show_exceptions(self, exceptions: tuple[str, ...]) -> None:
        """List what is open now; it goes into the hand-over."""
        if exceptions == self.open_exceptions():
            return
        self.exceptions.clear()
        for text in exceptions:
            self.exceptions.addItem(QListWidgetItem(text))
        self._draw_icons()
        self._refresh()

    def _draw_icons(self) -> None:
        """Warn beside each exception in the ink of the theme."""
        icon = self._appearance.icon("warning", self._appearance.palette.review_ink)
        for row in range(self.exceptions.count()):
            self.exceptions.item(row).setIcon(icon)

    def open_exceptions(self) -> tuple[str, ...]:
        """What is listed as open now."""
        return tuple(self.exceptions.item(row).text() for row in range(self.exceptions.count()))

    def say(self, text: str, tone: Tone) -> None:
        """Tell how the last thing went."""
        self.message.say(text, tone)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.note.setFocus()

    def _title_of(self, shift: ShiftRecord | None) -> str:
        if shift is None:
            return self.tr("No shift is running")
        at = self._local(shift.started_at)
        return self.tr("Shift of {name} since {time}").format(
            name=shift.person, time=local_words.brief_words(at)
        )

    def _counts_of(self, view: ShiftView) -> str:
        if view.running is None:
            return ""
        if not view.outcomes:
            return self.tr("No decisions in this shift yet")
        parts = [
            f"{words.outcome_words(outcome)} {count}"
            for outcome, count in sorted(view.outcomes.items())
        ]
        return self.tr("Decisions in this shift: {counts}").format(counts=", ".join(parts))

    def _before_of(self, shift: ShiftRecord | None) -> str:
        if shift is None or shift.ended_at is None:
            return self.tr("Nothing was handed over")
        at = self._local(shift.ended_at)
        lines = [
            self.tr("{name}, ended {time}").format(
                name=shift.person, time=local_words.brief_words(at)
            ),
            shift.hand_over_note or self.tr("No words were left"),
            *(f"• {text}" for text in shift.exceptions),
        ]
        if shift.read_by:
            lines.append(self.tr("Read by {name}").format(name=shift.read_by))
        return "\n".join(lines)

    def _write_note(self) -> None:
        text = self.note.text().strip()
        if text:
            self.note.clear()
            self.note_written.emit(text)

    def _settle_selected(self) -> None:
        row = self.notes.currentRow()
        if self._view is not None and 0 <= row < len(self._view.notes):
            self.note_settled.emit(self._view.notes[row].note_id)

    def _take_note(self) -> None:
        if self._view is not None and self._view.before is not None:
            self.hand_over_read.emit(self._view.before.shift_id)

    def _ask_hand_over(self) -> None:
        self.hand_over_asked.emit(self.farewell.toPlainText().strip())
        self.farewell.clear()

    def _refresh(self) -> None:
        view = self._view
        running = view.running if view is not None else None
        before = view.before if view is not None else None
        self._settle.setEnabled(self.notes.currentRow() >= 0)
        self._read.setEnabled(before is not None and not before.read_by)
        self._take.setEnabled(running is None or running.person != self._me)
        self._hand_over.setEnabled(running is not None)

    def _lay_out(self) -> None:
        button = self.actions_of_page.button
        shift = _card(self.title, self.counts, button(self._take, "enter"))
        before = _card(self.before_title, self.before, button(self._read, "check"))
        over = _card(
            heading(self.tr("Hand over")),
            hint(self.tr("What is open now goes with it. The console locks; the lanes go on.")),
            self.farewell,
            button(self._hand_over, "leave", Tone.REVIEW),
            self.message,
        )
        opened = _card(heading(self.tr("Open now")), self.exceptions)
        row = WrappingRow(6, QMargins())
        row.add(self.note, button(self._add_note, "add"), button(self._settle, "check"))
        notes = _card(heading(self.tr("Notes for the next shifts")), self.notes, below=row)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(shift)
        left.addWidget(before)
        left.addStretch(1)
        left.addWidget(over)
        right.addWidget(opened, 2)
        right.addWidget(notes, 3)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)

    def _fit(self) -> None:
        self.farewell.setMinimumHeight(self._appearance.px(_NOTE_LEAST_PX))
        self.farewell.setMaximumHeight(self._appearance.px(_NOTE_HEIGHT_PX))


def _card(*widgets: QWidget, below: WrappingRow | None = None) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    if below is not None:
        layout.addWidget(below)
    return card
