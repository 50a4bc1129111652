"""A box for a day or time that says what it understood, with a calendar to choose from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from PySide6.QtCore import QDate, QLocale, Qt, Slot
from PySide6.QtGui import QIcon, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDialog, QToolButton, QVBoxLayout, QWidget

from console.ui import local_words
from console.ui.pages.card import TypingBox, hint
from console.ui.pages.moments import MomentTextError, parse_moment, write_moment

_LETTERS = 56  # seven short names of days, in the longest language


class MomentBox(TypingBox):
    """Takes a moment in the zone of the booth; with ``ends`` a day alone lasts until its end."""

    def __init__(self, name: str, zone: tzinfo | None, *, ends: bool) -> None:
        super().__init__()
        self._name = name
        self._zone = zone
        self._ends = ends
        self.setAccessibleName(name)

    def moment(self) -> datetime | None:
        """What is written, in UTC; None while nothing is.

        Raises:
            MomentTextError: it cannot be understood.
        """
        return parse_moment(self.text(), self._zone, ends=self._ends)

    def show_moment(self, moment: datetime | None) -> None:
        """Write a moment so that it is understood again."""
        self.setText(write_moment(moment, self._zone, ends=self._ends))

    def understood(self) -> str:
        """The moment in long words; empty for none, or for one that cannot be understood."""
        try:
            moment = self.moment()
        except MomentTextError:
            return ""
        if moment is None:
            return ""
        local = moment.astimezone(self._zone)
        at_midnight = (local.hour, local.minute) == (0, 0)
        if at_midnight and self._ends:
            local -= timedelta(days=1)
        day = QLocale().toString(
            QDate(local.year, local.month, local.day), QLocale.FormatType.LongFormat
        )
        if not at_midnight:
            day = f"{day}, {local:%H:%M}"
        return f"{self._name}: {day}"

    def choose_from_calendar(self) -> CalendarDialog:
        """Put a calendar over the page; Return takes its day, Escape none."""
        try:
            moment = self.moment()
        except MomentTextError:
            moment = None
        local = (moment or datetime.now(UTC)).astimezone(self._zone)
        if moment is not None and self._ends and (local.hour, local.minute) == (0, 0):
            local -= timedelta(days=1)
        dialog = CalendarDialog(self._name, QDate(local.year, local.month, local.day), self)
        dialog.calendar.activated.connect(self._take_day)
        dialog.open()
        return dialog

    @Slot(QDate)
    def _take_day(self, day: QDate) -> None:
        date = datetime(day.year(), day.month(), day.day(), tzinfo=UTC)
        self.setText(local_words.day_words(date))
        self.setFocus()


class CalendarDialog(QDialog):
    """One month at a time; arrows move, Return chooses and closes, Escape closes."""

    def __init__(self, title: str, day: QDate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(title)
        self.calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setSelectedDate(day)
        self.calendar.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)
        # Qt's own red and its black arrows are for a white ground alone
        plain = QTextCharFormat()
        plain.setForeground(self.palette().text())
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekday, plain)
        arrows = {"qt_calendar_prevmonth": "‹", "qt_calendar_nextmonth": "›"}  # noqa: RUF001
        for name, arrow in arrows.items():
            button = self.calendar.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(QIcon())
                button.setText(arrow)
        self.calendar.activated.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(hint(title))
        layout.addWidget(self.calendar)
        layout.addWidget(hint(self.tr("Arrows: another day   Return: take it   Escape: leave it")))
        self.calendar.setFocus()
        # without a window manager nobody gives the keys back to the window
        self.finished.connect(lambda _result: parent.window().activateWindow())
