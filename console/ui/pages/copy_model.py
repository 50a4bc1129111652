"""What has not gone to Firebase yet as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon

from console.ui import local_words
from console.ui.rows_model import RowsModel
from console.ui.sync_words import kind_words, state_words
from console.ui.theme import Appearance
from console.ui.words import decided_by_words
from db.outbox_records import ItemState, QueuedItem


class CopyColumn(IntEnum):
    """The columns in their order."""

    KIND = 0
    PLATE = 1
    WHO = 2
    WHEN = 3
    STATE = 4


class CopyModel(RowsModel[QueuedItem]):
    """Items of the outbox; refused ones have a warning beside their words."""

    columns = CopyColumn
    plate_column = CopyColumn.PLATE
    _rows: tuple[QueuedItem, ...]

    def __init__(
        self,
        appearance: Appearance,
        local: Callable[[datetime], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self._local = local
        self._rows = ()

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("What"),
            self.tr("Plate"),
            self.tr("Whose work"),
            self.tr("Made"),
            self.tr("Why"),
        )

    @property
    def items(self) -> tuple[QueuedItem, ...]:
        return self._rows

    def show_items(self, items: tuple[QueuedItem, ...]) -> None:
        """Show these instead."""
        self._show(items)

    def _icon(self, queued: QueuedItem, column: CopyColumn) -> QIcon | None:
        if column is not CopyColumn.STATE:
            return None
        return self._appearance.icon("warning" if queued.state is ItemState.PARKED else "clock")

    def _text(self, queued: QueuedItem, column: CopyColumn) -> str:
        item = queued.item
        return {
            CopyColumn.KIND: kind_words(item.kind),
            CopyColumn.PLATE: item.vehicle,
            CopyColumn.WHO: decided_by_words(item.made_by),
            CopyColumn.WHEN: local_words.minute_words(self._local(item.made_at)),
            CopyColumn.STATE: state_words(queued),
        }[column]
