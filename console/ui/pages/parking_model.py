"""The vehicles inside as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QObject

from console.ui import local_words
from console.ui.rows_model import RowsModel
from console.ui.theme import Appearance
from db.parking_schema import ParkingSession


class StayColumn(IntEnum):
    """The columns in their order."""

    PLATE = 0
    SINCE = 1
    FOR = 2
    SLOT = 3
    LANE = 4


class StaysModel(RowsModel[ParkingSession]):
    """Open sessions; how long each lasts is told as of the last look."""

    columns = StayColumn
    plate_column = StayColumn.PLATE
    _rows: tuple[ParkingSession, ...]

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
        self._rows = ()

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Plate"),
            self.tr("Inside since"),
            self.tr("For"),
            self.tr("Slot"),
            self.tr("Came in by"),
        )

    @property
    def stays(self) -> tuple[ParkingSession, ...]:
        return self._rows

    def show_stays(self, stays: tuple[ParkingSession, ...]) -> None:
        """Show these instead."""
        self._show(stays)

    def _text(self, stay: ParkingSession, column: StayColumn) -> str:
        entered = stay.entered_at
        return {
            StayColumn.PLATE: stay.plate,
            StayColumn.SINCE: ""
            if entered is None
            else local_words.minute_words(self._local(entered)),
            StayColumn.FOR: "" if entered is None else self._duration(entered),
            StayColumn.SLOT: stay.slot,
            StayColumn.LANE: self._lane_names.get(stay.entry_lane_id, stay.entry_lane_id),
        }[column]

    def _duration(self, entered: datetime) -> str:
        minutes = max(0, int((self._now() - entered).total_seconds() // 60))
        days, hours = minutes // 1440, minutes // 60 % 24
        if days:
            return self.tr("{days} d {hours} h").format(days=days, hours=hours)
        if hours:
            return self.tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
        return self.tr("{minutes} min").format(minutes=minutes)
