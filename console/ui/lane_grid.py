"""Arranges the tiles of 1 to 8 lanes by the room at hand."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from console.ui.lane_tile import LaneTile
from console.ui.theme import Appearance
from console.ui.tile_layout import best_columns

SPACING_PX = 8


class LaneGrid(QScrollArea):
    """Holds the tiles in lane order, row by row; scrolls only when they cannot be smaller."""

    def __init__(self, tiles: tuple[LaneTile, ...], appearance: Appearance) -> None:
        super().__init__()
        self._tiles = tiles
        self._appearance = appearance
        self._columns = 0
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING_PX)
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        appearance.changed.connect(self._arrange)

    @property
    def column_count(self) -> int:
        return self._columns

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(900, 520)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(240, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        widest = max(tile.narrowest_px for tile in self._tiles)
        columns = best_columns(
            len(self._tiles),
            self.width() + SPACING_PX,
            self.height(),
            self._appearance.text_scale,
            widest + SPACING_PX,
        )
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        self._columns = columns
        for index, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, index // columns, index % columns)
            self._grid.setColumnStretch(index % columns, 1)
            self._grid.setRowStretch(index // columns, 1)
