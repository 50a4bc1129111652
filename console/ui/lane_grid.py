"""Arranges the tiles of 1 to 8 lanes by the room at hand."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from console.ui.lane_tile import LaneTile
from console.ui.theme import Appearance
from console.ui.tile_layout import SPACING_PX, GridPlan, least_height, plan_grid, share


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

    def picture_area(self, width: float, height: float) -> float:
        """How large each picture would be in a grid of this size, in square pixels."""
        return self._plan(width, height).picture_area

    def _plan(self, width: float, height: float) -> GridPlan:
        widest = max(tile.narrowest_px for tile in self._tiles)
        return plan_grid(len(self._tiles), width, height, self._appearance.text_scale, widest)

    def _arrange(self) -> None:
        columns = self._plan(self.width(), self.height()).columns
        if columns != self._columns:
            self._place(columns)
        tile_width = share(self.width(), columns)
        least = round(least_height(tile_width, self._appearance.text_scale))
        for row in range(-(-len(self._tiles) // columns)):
            self._grid.setRowMinimumHeight(row, least)

    def _place(self, columns: int) -> None:
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
            self._grid.setRowMinimumHeight(row, 0)
        self._columns = columns
        for index, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, index // columns, index % columns)
            self._grid.setColumnStretch(index % columns, 1)
            self._grid.setRowStretch(index // columns, 1)
