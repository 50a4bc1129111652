"""The choice of a span of time that pages share: usual ones, or between two moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QDateTime, QObject, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit

from console.ui import local_words

_DAY = timedelta(days=1)
_LETTERS = 9


class PeriodChoice(QObject):
    """A list and two boxes, which show only while it says "between"; lay them out yourself."""

    changed = Signal()

    def __init__(
        self,
        local: Callable[[datetime], datetime],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._local = local
        self._now = now
        self.combo = choice_box(self.tr("When"))
        self.since = _moment_box(self.tr("From"))
        self.until = _moment_box(self.tr("Until"))
        for code, text in (
            ("", self.tr("Any time")),
            ("today", self.tr("Today")),
            ("yesterday", self.tr("Yesterday")),
            ("week", self.tr("Last 7 days")),
            ("month", self.tr("Last 30 days")),
            ("between", self.tr("Between")),
        ):
            self.combo.addItem(text, code)
        today = local(now())
        until = QDateTime(today.year, today.month, today.day, 23, 59, 0)
        self.until.setDateTime(until)
        self.since.setDateTime(until.addDays(-1).addSecs(60))
        self.combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.combo.currentIndexChanged.connect(lambda _: self._show_moments())
        for moment in (self.since, self.until):
            moment.dateTimeChanged.connect(lambda _: self.changed.emit())
        self._show_moments()

    def times(self) -> tuple[datetime | None, datetime | None]:
        """From when, and until when it is not asked for; aware, None for no limit."""
        period = self.combo.currentData()
        today = self._local(self._now()).replace(hour=0, minute=0, second=0, microsecond=0)
        spans: dict[str, tuple[datetime | None, datetime | None]] = {
            "": (None, None),
            "today": (today, None),
            "yesterday": (today - _DAY, today),
            "week": (today - 7 * _DAY, None),
            "month": (today - 30 * _DAY, None),
        }
        if period in spans:
            return spans[period]
        zone = today.tzinfo
        return (
            _moment_of(self.since).replace(tzinfo=zone),
            _moment_of(self.until).replace(tzinfo=zone) + timedelta(minutes=1),
        )

    def _show_moments(self) -> None:
        between = self.combo.currentData() == "between"
        self.since.setVisible(between)
        self.until.setVisible(between)


def choice_box(name: str) -> QComboBox:
    """A list to choose from that may be narrow, named for those who cannot see it."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LETTERS)
    return box


def _moment_box(name: str) -> QDateTimeEdit:
    box = QDateTimeEdit()
    box.setAccessibleName(name)
    box.setDisplayFormat(local_words.minute_pattern())
    box.setCalendarPopup(True)
    return box


def _moment_of(box: QDateTimeEdit) -> datetime:
    date, time = box.date(), box.time()
    return datetime(  # noqa: DTZ001 - the caller gives it the zone of the attendant's clock
        date.year(), date.month(), date.day(), time.hour(), time.minute()
    )
