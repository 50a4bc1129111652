"""The registered vehicles as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QIcon

from console.ui import local_words, words
from console.ui.rows_model import RowsModel
from console.ui.theme import Appearance, Tone
from db.records import VehicleKind, VehicleRecord


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


class VehiclesModel(RowsModel[VehicleRecord]):
    """Vehicles by plate; what has expired says so."""

    columns = VehicleColumn
    plate_column = VehicleColumn.PLATE
    _rows: tuple[VehicleRecord, ...]

    def __init__(
        self,
        appearance: Appearance,
        local: Callable[[datetime], datetime],
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._local = local
        self._now = now
        self._rows = ()

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Plate"),
            self.tr("Kind"),
            self.tr("Owner"),
            self.tr("Valid"),
            self.tr("Note"),
        )

    @property
    def vehicles(self) -> tuple[VehicleRecord, ...]:
        return self._rows

    def show_vehicles(self, vehicles: tuple[VehicleRecord, ...]) -> None:
        """Show these instead."""
        self._show(vehicles)

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

    def _ink(self, vehicle: VehicleRecord, column: VehicleColumn) -> QColor | None:
        if column is VehicleColumn.KIND:
            return QColor(self._appearance.palette.ink(KIND_LOOKS[vehicle.kind][1]))
        if column is VehicleColumn.VALIDITY and self.expired(vehicle):
            return QColor(self._appearance.palette.ink(Tone.REVIEW))
        return None
