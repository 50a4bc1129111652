"""What has not gone to Firebase yet as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from console.ui import local_words
from console.ui.rows_model import RowsModel
from console.ui.sync_words import kind_words, state_words
from console.ui.theme import Appearance
from console.ui.words import decided_by_words
from db.outbox_records import ItemState, QueuedItem

Index = QModelIndex | QPersistentModelIndex
_TEXT_ROLES = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
)


class CopyColumn(IntEnum):
    """The columns in their order."""

    KIND = 0
    PLATE = 1
    WHO = 2
    WHEN = 3
    STATE = 4


class CopyModel(RowsModel):
    """Items of the outbox; refused ones have a warning beside their words."""

    def __init__(
        self,
        appearance: Appearance,
        local: Callable[[datetime], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._local = local
        self._rows: tuple[QueuedItem, ...] = ()

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("What"),
            self.tr("Plate"),
            self.tr("Whose work"),
            self.tr("Made"),
            self.tr("Why it has not gone"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        queued, column = self._rows[index.row()], CopyColumn(index.column())
        if role in _TEXT_ROLES:
            return self._text(queued, column)
        if column is CopyColumn.PLATE and role == Qt.ItemDataRole.FontRole:
            return self._appearance.plate_font(self._appearance.px(14))
        if column is CopyColumn.STATE and role == Qt.ItemDataRole.DecorationRole:
            parked = queued.state is ItemState.PARKED
            return self._appearance.icon("warning" if parked else "clock")
        return None

    @property
    def items(self) -> tuple[QueuedItem, ...]:
        return self._rows

    def show_items(self, items: tuple[QueuedItem, ...]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._rows = items
        self.endResetModel()

    def _text(self, queued: QueuedItem, column: CopyColumn) -> str:
        item = queued.item
        return {
            CopyColumn.KIND: kind_words(item.kind),
            CopyColumn.PLATE: item.vehicle,
            CopyColumn.WHO: decided_by_words(item.made_by),
            CopyColumn.WHEN: local_words.minute_words(self._local(item.made_at)),
            CopyColumn.STATE: state_words(queued),
        }[column]
