"""What the tables of the window have in common: rows of one kind under named columns."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon

from console.ui.theme import Appearance

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")

_PLATE_SIZE_PX = 14
_ANSWERS: dict[int, str] = {
    Qt.ItemDataRole.DisplayRole: "_text",
    Qt.ItemDataRole.ToolTipRole: "_tip",
    Qt.ItemDataRole.AccessibleTextRole: "_spoken",
    Qt.ItemDataRole.DecorationRole: "_icon",
    Qt.ItemDataRole.FontRole: "_font",
    Qt.ItemDataRole.ForegroundRole: "_ink",
}
"""What a cell is asked for, and who answers; every other role is answered by none."""


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind, a column for each member of ``columns``; icons and inks follow the theme.

    A subclass says what a cell reads (``_text``) and, where it differs from saying nothing, how it
    is spoken, drawn and explained.
    """

    columns: ClassVar[type[IntEnum]]
    plate_column: ClassVar[int | None] = None  # its text is in the type of plates

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._rows: Sequence[Row] = ()
        appearance.changed.connect(self._restyle)

    def _headings(self) -> tuple[str, ...]:
        """The names of the columns in their order, translated."""
        raise NotImplementedError

    def _text(self, row: Row, column: Any) -> str:
        raise NotImplementedError

    def _spoken(self, row: Row, column: Any) -> str:
        """What a screen reader says of a cell."""
        return self._text(row, column)

    def _tip(self, row: Row, column: Any) -> str:
        return self._spoken(row, column)

    def _icon(self, row: Row, column: Any) -> QIcon | None:  # noqa: ARG002 - for subclasses
        return None

    def _ink(self, row: Row, column: Any) -> QColor | None:  # noqa: ARG002 - for subclasses
        return None

    def _font(self, row: Row, column: Any) -> QFont | None:  # noqa: ARG002 - for subclasses
        if column == self.plate_column:
            return self._appearance.plate_font(self._appearance.px(_PLATE_SIZE_PX))
        return None

    def _show(self, rows: Sequence[Row]) -> None:
        """Show these instead of what was shown."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _restyle(self) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        answer = _ANSWERS.get(role)
        if answer is None or not index.isValid() or index.row() >= len(self._rows):
            return None
        return getattr(self, answer)(self._rows[index.row()], self.columns(index.column()))

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return self._headings()[section]
