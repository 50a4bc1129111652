"""Which decisions to export and how to write them: the boxes of the page of exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout

from console.exporting.types import Blur, ExportFilters, ExportFormat
from console.gate.types import VerdictKind
from console.ui import words
from console.ui.pages.card import add_row
from console.ui.pages.period import PeriodChoice, choice_box
from db.records import Outcome

_CONFIDENCES, _USUAL_CONFIDENCE = (50, 60, 70, 80, 90, 95, 99), 80
_SHARES, _ALL = (0, 1, 5, 10, 25, 50, 100), 100
"""In per cent."""
_NO_LABEL = (Outcome.WITHDRAWN, Outcome.OPERATED)


class DecisionChoices(QObject):
    """Filters of an export; ``changed`` when another set of decisions is asked for."""

    changed = Signal()

    def __init__(
        self,
        lane_names: Mapping[str, str],
        local: Callable[[datetime], datetime],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.period = PeriodChoice(local, now, self)
        self.lane = _filled(self.tr("Lane"), self.tr("Any lane"), dict(lane_names))
        self.outcome = _filled(
            self.tr("Outcome"),
            self.tr("Any outcome"),
            {one.value: words.outcome_words(one) for one in Outcome if one not in _NO_LABEL},
        )
        self.verdict = _filled(
            self.tr("Verdict of the policy"),
            self.tr("Any verdict"),
            {one.value: words.verdict_word(one) for one in VerdictKind},
        )
        self.only_corrected = QCheckBox(self.tr("Only what a person corrected"))
        self.only_unsure = QCheckBox(self.tr("Only reads less sure than"))
        self.confidence = _percents(self.tr("Confidence below"), _CONFIDENCES, _USUAL_CONFIDENCE)
        self.sure_share = _percents(self.tr("Share of the sure ones"), _SHARES, _ALL)
        self._connect()

    def filters(self) -> ExportFilters:
        """What the boxes ask for."""
        since, until = self.period.times()
        outcome, verdict = self.outcome.currentData(), self.verdict.currentData()
        below = self.confidence.currentData() / 100 if self.only_unsure.isChecked() else None
        return ExportFilters(
            since=since,
            until=until,
            lane_id=self.lane.currentData(),
            outcomes=(Outcome(outcome),) if outcome else (),
            verdicts=(verdict,) if verdict else (),
            only_corrected=self.only_corrected.isChecked(),
            confidence_below=below,
            sure_share=self.sure_share.currentData() / 100,
        )

    def lay_out(self, form: QGridLayout) -> None:
        """Put the boxes with their labels into ``form``."""
        add_row(form, self.tr("When"), self.period.combo)
        moments = QHBoxLayout()
        moments.addWidget(self.period.since)
        moments.addWidget(self.period.until)
        form.addLayout(moments, form.rowCount(), 0, 1, 2)
        add_row(form, self.tr("Lane"), self.lane)
        add_row(form, self.tr("Outcome"), self.outcome)
        add_row(form, self.tr("Verdict of the policy"), self.verdict)
        form.addWidget(self.only_corrected, form.rowCount(), 0, 1, 2)
        row = form.rowCount()
        form.addWidget(self.only_unsure, row, 0)
        form.addWidget(self.confidence, row, 1)
        add_row(form, self.tr("Share of the sure ones"), self.sure_share)

    def _connect(self) -> None:
        self.period.changed.connect(self.changed)
        for box in (self.lane, self.outcome, self.verdict, self.confidence, self.sure_share):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.confidence.setEnabled(False)
        self.only_unsure.toggled.connect(self.confidence.setEnabled)
        for tick in (self.only_corrected, self.only_unsure):
            tick.toggled.connect(lambda _: self._follow_doubt())

    def _follow_doubt(self) -> None:
        """Without a filter all sure ones are usual, with one none: whoever wants some says so."""
        doubtful = self.only_corrected.isChecked() or self.only_unsure.isChecked()
        usual = 0 if doubtful else _ALL
        if self.sure_share.currentData() in {0, _ALL} - {usual}:
            self.sure_share.setCurrentIndex(self.sure_share.findData(usual))
        else:
            self.changed.emit()


class WritingChoices(QObject):
    """Formats and options of an export; ``changed`` when one is ticked or not any more."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.formats = {
            ExportFormat.OCR_CSV: QCheckBox(self.tr("Plates with their text (CSV)")),
            ExportFormat.CHARACTERS: QCheckBox(self.tr("Single characters (a folder for each)")),
            ExportFormat.YOLO: QCheckBox(self.tr("Pictures with boxes for YOLO")),
            ExportFormat.COCO: QCheckBox(self.tr("Pictures with boxes and corners (COCO)")),
            ExportFormat.VOC: QCheckBox(self.tr("Pictures with boxes as XML (PASCAL VOC)")),
        }
        self.annotated = QCheckBox(self.tr("Also pictures with everything drawn on them"))
        self.blur = {
            Blur.PLATES: QCheckBox(self.tr("Blur other plates in the picture")),
            Blur.FACES: QCheckBox(self.tr("Blur faces")),
        }
        self.keep_near_duplicates = QCheckBox(self.tr("Keep pictures that are nearly the same"))
        for chosen in (ExportFormat.OCR_CSV, ExportFormat.CHARACTERS, ExportFormat.YOLO):
            self.formats[chosen].setChecked(True)
        for tick in self.ticks():
            tick.toggled.connect(lambda _: self.changed.emit())

    def ticks(self) -> tuple[QCheckBox, ...]:
        """All boxes, from top to bottom."""
        options = (self.annotated, *self.blur.values(), self.keep_near_duplicates)
        return (*self.formats.values(), *options)

    def chosen_formats(self) -> tuple[ExportFormat, ...]:
        """The formats that are ticked."""
        return tuple(one for one, tick in self.formats.items() if tick.isChecked())

    def chosen_blur(self) -> frozenset[Blur]:
        """What is to be blurred."""
        return frozenset(what for what, tick in self.blur.items() if tick.isChecked())


def _filled(name: str, anything: str, choices: Mapping[str, str]) -> QComboBox:
    box = choice_box(name)
    box.addItem(anything, "")
    for code, text in choices.items():
        box.addItem(text, code)
    return box


def _percents(name: str, choices: tuple[int, ...], usual: int) -> QComboBox:
    box = choice_box(name)
    for percent in choices:
        box.addItem(f"{percent} %", percent)
    box.setCurrentIndex(box.findData(usual))
    return box
