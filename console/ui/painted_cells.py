"""Cells of a table that are painted once and copied from then on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.ui.theme import Appearance

KEPT_COUNT = 240
"""Pictures of cells that are kept: some 40 rows."""

_Key = tuple[str, int, int, int, float]


class PaintedCells(QStyledItemDelegate):
    """Paints cells as the style does, and each but once while it stays as it is.

    A new row moves all others, so a table paints every cell again for each; with a style sheet
    that takes Qt a tenth of a millisecond a cell. ``name_of`` names what a row shows, which must
    never change; a marked row is painted anew every time.
    """

    def __init__(self, appearance: Appearance, name_of: Callable[[int], str]) -> None:
        super().__init__()
        self._appearance = appearance
        self._name_of = name_of
        self._pictures: dict[_Key, QPixmap] = {}
        appearance.changed.connect(self._pictures.clear)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus):
            super().paint(painter, option, index)
            return
        place = option.rect
        ratio = painter.device().devicePixelRatioF()
        key = self._name_of(index.row()), index.column(), place.width(), place.height(), ratio
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._paint(option, index, ratio)
            if len(self._pictures) >= KEPT_COUNT:
                del self._pictures[next(iter(self._pictures))]
            self._pictures[key] = picture
        painter.drawPixmap(place.topLeft(), picture)

    def _paint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        ratio: float,
    ) -> QPixmap:
        size = option.rect.size()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._appearance.palette.surface))
        own = QStyleOptionViewItem(option)
        own.rect = QRect(0, 0, size.width(), size.height())
        painter = QPainter(picture)
        super().paint(painter, own, index)
        painter.end()
        return picture
