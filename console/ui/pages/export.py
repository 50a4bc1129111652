"""The page of exports: which decisions, in which formats, how many that makes, how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.exporting.exporter import Progress
from console.exporting.types import Counts, ExportFilters, ExportRequest
from console.ui.pages import export_words
from console.ui.pages.card import MessageLine, heading, hint
from console.ui.pages.export_choices import DecisionChoices, WritingChoices
from console.ui.pages.page_actions import PageActions
from console.ui.theme import Appearance, Tone

SETTLE_MS = 250
"""Changes that come together are counted together."""
_SIDE_WIDTH_PX = 400
_STACKED_FROM_SCALE = 1.2
"""From that text scale on the choices stand one above the other."""


class ExportPageView(QWidget):
    """Shows choices and counts, and emits what is asked; exports nothing itself."""

    preview_asked = Signal(object)  # ExportFilters
    export_asked = Signal(object)  # ExportRequest
    cancel_asked = Signal()

    def __init__(
        self,
        appearance: Appearance,
        lane_names: Mapping[str, str],
        local: Callable[[datetime], datetime],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._lane_names = lane_names
        self._counts: Counts | None = None
        self._running = False
        self.actions_of_page = PageActions(self, self.tr("Export"), appearance)
        add = self.actions_of_page.add
        self._export = add(
            self.tr("Export"),
            "Ctrl+E",
            self.tr("Write these decisions to a new folder; who and why goes on record"),
            self._ask_export,
        )
        self._cancel = add(
            self.tr("Cancel export"),
            "Ctrl+Backspace",
            self.tr("Stop; nothing of the export is left"),
            self.cancel_asked.emit,
        )
        self._count = add(self.tr("Count again"), "Ctrl+R", "", self.ask_preview)
        self.decisions = DecisionChoices(lane_names, local, now, self)
        self.writing = WritingChoices(self)
        self.why = QComboBox()
        self.why.setEditable(True)
        self.why.setAccessibleName(self.tr("Why it is exported"))
        self.why.addItems(
            [
                self.tr("Retraining the models"),
                self.tr("Checking how well plates are read"),
                self.tr("Asked for by an authority"),
            ]
        )
        self.pictures = heading()
        self.details = QLabel()
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setWordWrap(True)
        self.details.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress of the export"))
        self.bar.setTextVisible(False)
        self.bar.setVisible(False)
        self.message = MessageLine()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.ask_preview)
        self._lay_out()
        self.decisions.changed.connect(self._choices_changed)
        self.writing.changed.connect(self._refresh)
        self._show_counting()

    def filters(self) -> ExportFilters:
        """The decisions that the boxes ask for."""
        return self.decisions.filters()

    def ask_preview(self) -> None:
        """Ask what these choices would give, now."""
        self._settle.stop()
        if not self._running:
            self._show_counting()
            self.preview_asked.emit(self.filters())

    def show_preview(self, counts: Counts) -> None:
        """Tell what an export would hold."""
        self._counts = counts
        self.pictures.setText(self.tr("%n pictures", "", counts.pictures))
        self.details.setText(export_words.preview_words(counts, self._lane_names))
        self._refresh()

    def show_problem(self, text: str) -> None:
        """Say that it could not be counted, which is not the same as nothing."""
        self._counts = None
        self.pictures.setText(self.tr("Could not look"))
        self.details.setText("")
        self.say(text, Tone.REFUSE)
        self._refresh()

    def show_running(self, name: str) -> None:
        """An export into the folder ``name`` goes on."""
        self._running = True
        # Before the choices are disabled: without a focus of its own the page hears no key
        self._cancel.setEnabled(True)
        self._stop_button.setFocus()
        self.bar.setRange(0, 0)
        self.bar.setVisible(True)
        self.say(self.tr("Writing {file}").format(file=name), Tone.NEUTRAL)
        self._refresh()

    def show_progress(self, progress: Progress) -> None:
        """How far the export is."""
        self.bar.setRange(0, max(1, progress.total))
        self.bar.setValue(progress.done)
        text = self.tr("{done} of {total} decisions looked at, {pictures} pictures written")
        self.say(
            text.format(done=progress.done, total=progress.total, pictures=progress.pictures),
            Tone.NEUTRAL,
        )

    def show_ended(self, text: str, tone: Tone) -> None:
        """The export is over, one way or another."""
        self._running = False
        self.bar.setVisible(False)
        self.say(text, tone)
        self._refresh()
        if self._stop_button.hasFocus() or self.focusWidget() is None:
            self.decisions.period.combo.setFocus()

    def say(self, text: str, tone: Tone) -> None:
        """Tell how the last thing went."""
        self.message.say(text, tone)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.decisions.period.combo.setFocus()

    def _choices_changed(self) -> None:
        self._show_counting()
        self._settle.start()

    def _show_counting(self) -> None:
        self._counts = None
        self.pictures.setText(self.tr("Counting"))
        self.details.setText("")
        self._refresh()

    def _ask_export(self) -> None:
        self.export_asked.emit(
            ExportRequest(
                formats=self.writing.chosen_formats(),
                filters=self.filters(),
                annotated=self.writing.annotated.isChecked(),
                blur=self.writing.chosen_blur(),
                keep_near_duplicates=self.writing.keep_near_duplicates.isChecked(),
                why=self.why.currentText().strip(),
            )
        )

    def _refresh(self) -> None:
        some = self._counts is not None and self._counts.pictures > 0
        formats = bool(self.writing.chosen_formats())
        why = bool(self.why.currentText().strip())
        self._export.setEnabled(some and formats and why and not self._running)
        self._cancel.setEnabled(self._running)
        self._count.setEnabled(not self._running)
        self._choices.setEnabled(not self._running)

    def _lay_out(self) -> None:
        button = self.actions_of_page.button
        form = QGridLayout()
        form.setColumnStretch(1, 1)
        form.setVerticalSpacing(10)
        self.decisions.lay_out(form)
        left, which = _card(self.tr("Which decisions"))
        which.addLayout(form)
        which.addWidget(
            hint(
                self.tr(
                    "Sure ones were let in by the policy; some of them keep a model from forgetting"
                )
            )
        )
        which.addStretch(1)
        middle, how = _card(self.tr("What to write"))
        for tick in self.writing.ticks():
            how.addWidget(tick)
        how.addSpacing(10)
        label = QLabel(self.tr("Why it is exported"))
        label.setBuddy(self.why)
        how.addWidget(label)
        how.addWidget(self.why)
        self.why.currentTextChanged.connect(lambda _: self._refresh())
        how.addStretch(1)
        self._choices = QWidget()
        self._both = both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._choices)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(6)
        both.addWidget(left, 1)
        both.addWidget(middle, 1)
        scroll = QScrollArea()
        scroll.setWidget(self._choices)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("Choices"))
        self._side, counts = _card(self.tr("What that gives"))
        counts.addWidget(self.pictures)
        counts.addWidget(self.details, 1)
        counts.addWidget(self.bar)
        counts.addWidget(self.message)
        row = QHBoxLayout()
        self._stop_button = button(self._cancel, "stop")
        row.addWidget(button(self._export, "export"))
        row.addWidget(self._stop_button)
        row.addStretch(1)
        counts.addLayout(row)
        counts.addWidget(button(self._count, "search"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._side)
        self._appearance.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        stacked = self._appearance.text_scale >= _STACKED_FROM_SCALE
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(down if stacked else right)
        self._side.setFixedWidth(self._appearance.px(_SIDE_WIDTH_PX))


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.setSpacing(8)
    layout.addWidget(heading(title))
    return card, layout
