"""How the tables of the pages look and move: whole rows, no grid, keys of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from console.ui.theme import Appearance

_ROW_PX = 30


class PageTable(QTableView):
    """A table of records; ``set_empty_text`` says why there are none."""

    def __init__(self, name: str, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._empty_text = ""
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        header.setStretchLastSection(True)
        header.setAccessibleName(name)
        appearance.changed.connect(self._fit)
        self._widths: dict[int, int] = {}
        self._fit()

    def set_widths(self, widths_px: dict[int, int]) -> None:
        """The widths of columns at 100 % text; the last column takes what is left."""
        self._widths = widths_px
        self._fit()

    def set_empty_text(self, text: str) -> None:
        """What stands in place of rows while there are none."""
        self._empty_text = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        model = self.model()
        if model is not None and model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setFont(self._appearance.font(14))
            painter.setPen(QColor(self._appearance.palette.text_dim))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._empty_text)

    def _fit(self) -> None:
        px = self._appearance.px
        self.verticalHeader().setDefaultSectionSize(px(_ROW_PX))
        self.setIconSize(self._appearance.icon_size(16))
        for column, width in self._widths.items():
            self.setColumnWidth(column, px(width))
