"""The map of the car park: a cell for each slot with its name, an icon and a word."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from console.ui.pages.slot_map_model import SLOT_ROLE, Index, Slot, SlotsModel, SlotState
from console.ui.theme import Appearance, Tone

_CELL_PX = (106, 50)
_LOOKS = {
    SlotState.FREE: ("check", Tone.OPEN),
    SlotState.TAKEN: ("vehicle", Tone.REVIEW),
    SlotState.CLOSED: ("stop", Tone.STALE),
}


class SlotMap(QListView):
    """Arrow keys go from slot to slot; Return or a double click takes one."""

    taken = Signal(object)  # Slot
    left = Signal()

    def __init__(self, model: SlotsModel, appearance: Appearance) -> None:
        super().__init__()
        self._slots = model
        self._appearance = appearance
        self.setAccessibleName(self.tr("Map of the slots"))
        self.setModel(model)
        self.setItemDelegate(SlotDelegate(model, appearance, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._take)
        appearance.changed.connect(self._fit)
        self._fit()

    def selected(self) -> Slot | None:
        """The slot that the keys are on."""
        slot: Slot | None = self.currentIndex().data(SLOT_ROLE)
        return slot

    def enter(self) -> None:
        """Give the keys to the map."""
        self.setFocus()
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._slots.index(0))

    def show_slot(self, name: str) -> None:
        """Go to the slot of that name, if there is one."""
        for row, slot in enumerate(self._slots.slots):
            if slot.name == name:
                self.setCurrentIndex(self._slots.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take(self, index: Index) -> None:
        slot = index.data(SLOT_ROLE)
        if slot is not None:
            self.taken.emit(slot)

    def _fit(self) -> None:
        width, height = _CELL_PX
        self.setGridSize(QSize(self._appearance.px(width), self._appearance.px(height)))
        self.scheduleDelayedItemsLayout()


class SlotDelegate(QStyledItemDelegate):
    """Paints a slot: its name, an icon, and what stands there."""

    def __init__(self, model: SlotsModel, appearance: Appearance, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        width, height = _CELL_PX
        return QSize(self._appearance.px(width), self._appearance.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        slot: Slot = index.data(SLOT_ROLE)
        look, palette = self._appearance, self._appearance.palette
        icon, tone = _LOOKS[slot.state]
        ink = QColor(palette.ink(tone))
        area: QRect = option.rect
        area = area.adjusted(3, 3, -3, -3)
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(palette.raised if slot.stay is not None else palette.surface))
        painter.setPen(QPen(QColor(palette.accent) if chosen else ink, 3 if chosen else 1))
        painter.drawRoundedRect(area, 4, 4)
        side = look.px(14)
        painter.drawPixmap(
            area.right() - side - 5,
            area.top() + 5,
            look.pixmap(icon, ink.name(), side, painter.device().devicePixelRatioF()),
        )
        half = area.height() // 2
        top = QRect(area.left() + 7, area.top() + 2, area.width() - side - 18, half)
        below = QRect(area.left() + 7, area.top() + half, area.width() - 12, half - 3)
        self._write(painter, top, slot.name, QColor(palette.text), bold=True)
        if slot.stay is not None:
            painter.setFont(look.plate_font(look.px(12)))
            self._draw(painter, below, self._model.words(slot), QColor(palette.text))
        else:
            self._write(painter, below, self._model.words(slot), ink, bold=False)
        painter.restore()

    def _write(self, painter: QPainter, area: QRect, text: str, ink: QColor, *, bold: bool) -> None:
        painter.setFont(self._appearance.font(13, bold=bold))
        self._draw(painter, area, text, ink)

    @staticmethod
    def _draw(painter: QPainter, area: QRect, text: str, ink: QColor) -> None:
        painter.setPen(ink)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
