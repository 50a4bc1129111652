"""The slots of the car park, each with what stands in it: a list for the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.parking_schema import ParkingSession
from db.slots import SlotRecord

Index = QModelIndex | QPersistentModelIndex
SLOT_ROLE = Qt.ItemDataRole.UserRole + 1


class SlotState(StrEnum):
    """What is the matter with a slot."""

    FREE = "free"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to park, and the stay that is said to be in it."""

    name: str
    note: str
    state: SlotState
    stay: ParkingSession | None = None


def slots_of(
    named: Sequence[SlotRecord], slot_count: int, inside: Sequence[ParkingSession]
) -> tuple[Slot, ...]:
    """Every slot: those with names, else as many numbers as there are; and any that is in use.

    Two vehicles in one slot are both somewhere; the one that came last is taken to be right.
    """
    records = list(named) or [SlotRecord(str(number)) for number in range(1, slot_count + 1)]
    stays = {stay.slot: stay for stay in inside if stay.slot}
    known = {record.name for record in records}
    records += [SlotRecord(name) for name in sorted(set(stays) - known)]
    return tuple(_slot(record, stays.get(record.name)) for record in records)


def _slot(record: SlotRecord, stay: ParkingSession | None) -> Slot:
    if stay is not None:
        return Slot(record.name, record.note, SlotState.TAKEN, stay)
    state = SlotState.FREE if record.is_usable else SlotState.CLOSED
    return Slot(record.name, record.note, state)


class SlotsModel(QAbstractListModel):
    """Slots in their order; what is read aloud of each is its accessible text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slots: tuple[Slot, ...] = ()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._slots)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._slots):
            return None
        slot = self._slots[index.row()]
        if role == SLOT_ROLE:
            return slot
        if role == Qt.ItemDataRole.DisplayRole:
            return slot.name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            told = self.tr("Slot {slot}: {state}").format(slot=slot.name, state=self.words(slot))
            return f"{told}\n{slot.note}" if slot.note else told
        return None

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self._slots

    def words(self, slot: Slot) -> str:
        """What stands in a slot, or that nothing does."""
        if slot.stay is not None:
            return slot.stay.plate
        return self.tr("Closed") if slot.state is SlotState.CLOSED else self.tr("Free")

    def show_slots(self, slots: tuple[Slot, ...]) -> None:
        """Show these; where only their states differ, selection and scrolling stay."""
        if [one.name for one in slots] == [one.name for one in self._slots]:
            changed = [row for row, one in enumerate(slots) if one != self._slots[row]]
            self._slots = slots
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self._slots = slots
        self.endResetModel()
