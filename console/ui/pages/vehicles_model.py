"""The registered vehicles as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon

from console.ui import local_words, words
from console.ui.rows_model import RowsModel
from console.ui.theme import Appearance, Tone
from db.records import VehicleKind, VehicleRecord

Index = QModelIndex | QPersistentModelIndex


class VehicleColumn(IntEnum):
    """The columns in their order."""

    PLATE = 0
    KIND = 1
    OWNER = 2
    VALIDITY = 3
    NOTE = 4


KIND_LOOKS = {
    VehicleKind.ALLOW: ("check", Tone.OPEN),
    VehicleKind.BLOCK: ("refuse", Tone.REFUSE),
    VehicleKind.VISITOR: ("visitor", Tone.REVIEW),
}


class VehiclesModel(RowsModel):
    """Vehicles by plate; what has expired says so."""

    def __init__(
        self,
        appearance: Appearance,
        local: Callable[[datetime], datetime],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._local = local
        self._now = now
        self._rows: tuple[VehicleRecord, ...] = ()

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Plate"),
            self.tr("Kind"),
            self.tr("Owner"),
            self.tr("Valid"),
            self.tr("Note"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        vehicle, column = self._rows[index.row()], VehicleColumn(index.column())
        answers: dict[int, Callable[[VehicleRecord, VehicleColumn], Any]] = {
            Qt.ItemDataRole.DisplayRole: self._text,
            Qt.ItemDataRole.ToolTipRole: self._text,
            Qt.ItemDataRole.AccessibleTextRole: self._text,
            Qt.ItemDataRole.DecorationRole: self._icon,
            Qt.ItemDataRole.FontRole: self._font,
            Qt.ItemDataRole.ForegroundRole: self._ink,
        }
        answer = answers.get(role)
        return None if answer is None else answer(vehicle, column)

    @property
    def vehicles(self) -> tuple[VehicleRecord, ...]:
        return self._rows

    def show_vehicles(self, vehicles: tuple[VehicleRecord, ...]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._rows = vehicles
        self.endResetModel()

    def expired(self, vehicle: VehicleRecord) -> bool:
        """Whether the validity has ended."""
        return vehicle.valid_until is not None and vehicle.valid_until <= self._now()

    def _text(self, vehicle: VehicleRecord, column: VehicleColumn) -> str:
        return {
            VehicleColumn.PLATE: vehicle.plate,
            VehicleColumn.KIND: words.vehicle_kind_words(vehicle.kind),
            VehicleColumn.OWNER: vehicle.owner,
            VehicleColumn.VALIDITY: self._validity(vehicle),
            VehicleColumn.NOTE: vehicle.note,
        }[column]

    def _validity(self, vehicle: VehicleRecord) -> str:
        since, until = vehicle.valid_from, vehicle.valid_until
        if until is not None and self.expired(vehicle):
            return self.tr("Expired {time}").format(time=self._moment(until))
        if since is not None and since > self._now():
            if until is not None:
                return self.tr("{since} to {until}").format(
                    since=self._moment(since), until=self._moment(until)
                )
            return self.tr("From {time}").format(time=self._moment(since))
        if until is not None:
            return self.tr("Until {time}").format(time=self._moment(until))
        return self.tr("Always")

    def _moment(self, moment: datetime) -> str:
        return local_words.minute_words(self._local(moment))

    def _icon(self, vehicle: VehicleRecord, column: VehicleColumn) -> QIcon | None:
        if column is VehicleColumn.KIND:
            icon, tone = KIND_LOOKS[vehicle.kind]
            return self._appearance.icon(icon, self._appearance.palette.ink(tone))
        if column is VehicleColumn.VALIDITY and self.expired(vehicle):
            return self._appearance.icon("clock", self._appearance.palette.ink(Tone.REVIEW))
        return None

    def _font(self, _: VehicleRecord, column: VehicleColumn) -> QFont | None:
        if column is VehicleColumn.PLATE:
            return self._appearance.plate_font(self._appearance.px(14))
        return None

    def _ink(self, vehicle: VehicleRecord, column: VehicleColumn) -> QColor | None:
        if column is VehicleColumn.KIND:
            return QColor(self._appearance.palette.ink(KIND_LOOKS[vehicle.kind][1]))
        if column is VehicleColumn.VALIDITY and self.expired(vehicle):
            return QColor(self._appearance.palette.ink(Tone.REVIEW))
        return None
