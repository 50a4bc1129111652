"""Arranges the tiles of 1 to 8 lanes by the room at hand."""

from __future__ import annotations

import math

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from console.ui.lane_tile import LaneTile
from console.ui.theme import Appearance

SPACING_PX = 8
PICTURE_ASPECT = 16 / 9
_CHROME_PX = 190  # what a tile needs besides its picture, at text scale 1


def best_columns(count: int, width: float, height: float, chrome_px: float) -> int:
    """The number of columns that shows ``count`` pictures largest; fewest on a tie.

    ``chrome_px`` is the height of a tile that is not picture.
    """
    best, best_area = 1, -1.0
    for columns in range(1, count + 1):
        rows = math.ceil(count / columns)
        tile_width = width / columns
        picture_height = max(0.0, height / rows - chrome_px)
        shown_width = min(tile_width, picture_height * PICTURE_ASPECT)
        area = shown_width * shown_width / PICTURE_ASPECT
        if area > best_area * 1.001:
            best, best_area = columns, area
    return best


class LaneGrid(QWidget):
    """Holds the tiles in lane order, row by row."""

    def __init__(self, tiles: tuple[LaneTile, ...], appearance: Appearance) -> None:
        super().__init__()
        self._tiles = tiles
        self._appearance = appearance
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING_PX)
        self._arrange()
        appearance.changed.connect(self._arrange)

    @property
    def column_count(self) -> int:
        return self._columns

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        chrome = self._appearance.px(_CHROME_PX)
        columns = best_columns(len(self._tiles), self.width(), self.height(), chrome)
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
