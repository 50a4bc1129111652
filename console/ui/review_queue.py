"""The queue of passages that wait for a person: a list model and how its rows look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.gate.types import ReviewItem
from console.ui import words
from console.ui.camera_view import image_of
from console.ui.theme import Appearance

Index = QModelIndex | QPersistentModelIndex
LONG_WAIT_S = 30.0
ROW_PX = 44


@dataclass(frozen=True, slots=True, eq=False)
class QueueEntry:
    """A passage, whether its decision is on its way to the disk, or why it leaves by itself.

    ``skipped`` passages are put off by the attendant and come up again after all others.
    """

    item: ReviewItem
    submitted: bool = False
    skipped: bool = False
    leaving: str = ""

    @property
    def waits(self) -> bool:
        """Whether a person can decide it."""
        return not self.submitted and not self.leaving


class QueueRole(IntEnum):
    """What the delegate asks for besides Qt's own roles."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    WAITING_S = Qt.ItemDataRole.UserRole + 2


class ReviewQueueModel(QAbstractListModel):
    """Entries, oldest first; ages follow ``tick``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[QueueEntry] = []
        self._now_ns = 0

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == QueueRole.ENTRY:
            return entry
        if role == QueueRole.WAITING_S:
            return self.waiting_s(entry)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.item.read.text or self.tr("No text")
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self.tr("{plate}, {lane}, {reason}, waiting {time}").format(
                plate=entry.item.read.text or self.tr("No text"),
                lane=entry.item.lane_name,
                reason=words.reason_words(entry.item.verdict.reason),
                time=words.clock_words(self.waiting_s(entry)),
            )
        return None

    @property
    def entries(self) -> tuple[QueueEntry, ...]:
        return tuple(self._entries)

    def waiting_s(self, entry: QueueEntry) -> float:
        return max(0.0, (self._now_ns - entry.item.since_ns) / 1e9)

    def row_of(self, passage_id: str) -> int:
        """Return the row of the passage, or -1."""
        for row, entry in enumerate(self._entries):
            if entry.item.passage_id == passage_id:
                return row
        return -1

    def put(self, item: ReviewItem) -> None:
        """Add the passage in order of its waiting, or replace it in place."""
        row = self.row_of(item.passage_id)
        if row >= 0:
            self._replace(row, replace(self._entries[row], item=item, leaving=""))
            return
        row = len(self._entries)
        while row > 0 and self._entries[row - 1].item.since_ns > item.since_ns:
            row -= 1
        self.beginInsertRows(QModelIndex(), row, row)
        self._entries.insert(row, QueueEntry(item))
        self.endInsertRows()

    def mark_submitted(self, passage_id: str, *, submitted: bool) -> None:
        row = self.row_of(passage_id)
        if row >= 0:
            self._replace(row, replace(self._entries[row], submitted=submitted))

    def mark_skipped(self, passage_id: str, *, skipped: bool) -> None:
        row = self.row_of(passage_id)
        if row >= 0:
            self._replace(row, replace(self._entries[row], skipped=skipped))

    def mark_leaving(self, passage_id: str, why: str) -> None:
        """Let a passage be seen a moment longer, with the reason why it waits no more."""
        row = self.row_of(passage_id)
        if row >= 0:
            self._replace(row, replace(self._entries[row], leaving=why))

    def remove(self, passage_id: str) -> bool:
        """Take the passage out; False when it was not there."""
        row = self.row_of(passage_id)
        if row < 0:
            return False
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._entries[row]
        self.endRemoveRows()
        return True

    def tick(self, now_ns: int) -> None:
        """Let the clocks run on; rows are told of once a second, which is what they show."""
        before = [int(self.waiting_s(entry)) for entry in self._entries]
        self._now_ns = now_ns
        for row, (entry, seconds) in enumerate(zip(self._entries, before, strict=True)):
            if int(self.waiting_s(entry)) != seconds:
                self.dataChanged.emit(self.index(row), self.index(row), [QueueRole.WAITING_S])

    def _replace(self, row: int, entry: QueueEntry) -> None:
        self._entries[row] = entry
        self.dataChanged.emit(self.index(row), self.index(row))


class QueueDelegate(QStyledItemDelegate):
    """Paints a passage: plate crop, text, lane and reason, and how long it has waited."""

    def __init__(self, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        return QSize(200, self._appearance.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: QueueEntry = index.data(QueueRole.ENTRY)
        waiting_s: float = index.data(QueueRole.WAITING_S)
        look, palette = self._appearance, self._appearance.palette
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(palette.raised))
            painter.fillRect(
                QRect(area.left(), area.top(), 4, area.height()), QColor(palette.accent)
            )
        crop = QRectF(area.left() + 10, area.top() + 6, look.px(84), area.height() - 12)
        self._paint_crop(painter, crop, entry)
        right = self._paint_clock(painter, area, entry, waiting_s)
        left = int(crop.right()) + 10
        room = max(0, right - left - 8)
        painter.setPen(QColor(palette.text))
        painter.setFont(look.plate_font(look.px(16)))
        half = area.height() // 2
        painter.drawText(
            QRect(left, area.top() + 3, room, half),
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(
                index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, room
            ),
        )
        painter.setPen(QColor(palette.text_dim))
        painter.setFont(look.font(12))
        line = f"{entry.item.lane_name}  ·  {self._why(entry)}"
        painter.drawText(
            QRect(left, area.top() + half, room, half - 4),
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room),
        )
        painter.restore()

    def _why(self, entry: QueueEntry) -> str:
        reason = words.reason_words(entry.item.verdict.reason)
        if entry.leaving:
            return entry.leaving
        if entry.item.amends is not None:
            return self.tr("Taken back, decide again")
        if entry.item.vehicle_left:
            return self.tr("Has left: {reason}").format(reason=reason)
        return reason

    def _paint_crop(self, painter: QPainter, area: QRectF, entry: QueueEntry) -> None:
        pixels = entry.item.read.plate_pixels
        painter.fillRect(area, QColor(self._appearance.palette.surface))
        if not pixels.size:
            return
        height, width = pixels.shape[:2]
        scale = min(area.width() / width, area.height() / height)
        target = QRectF(0, 0, width * scale, height * scale)
        target.moveCenter(area.center())
        painter.drawImage(target, image_of(pixels))

    def _paint_clock(
        self, painter: QPainter, area: QRect, entry: QueueEntry, waiting_s: float
    ) -> int:
        """Draw the clock at the right; returns where it begins."""
        look, palette = self._appearance, self._appearance.palette
        if entry.submitted:
            text, icon, ink = self.tr("Recording"), "loading", palette.text_dim
        elif entry.leaving:
            text, icon, ink = self.tr("Leaves"), "check", palette.open_ink
        elif entry.skipped:
            text, icon, ink = words.clock_words(waiting_s), "skip", palette.text_dim
        else:
            ink = palette.review_ink if waiting_s >= LONG_WAIT_S else palette.text
            text, icon = words.clock_words(waiting_s), "clock"
        font = look.font(15, bold=True)
        width = QFontMetrics(font).horizontalAdvance(text)
        side = look.px(15)
        left = area.right() - 10 - width
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(
            QRect(left, area.top(), width + 4, area.height()), Qt.AlignmentFlag.AlignVCenter, text
        )
        painter.drawPixmap(
            left - side - 6,
            area.top() + (area.height() - side) // 2,
            look.pixmap(icon, ink, side, painter.device().devicePixelRatioF()),
        )
        return left - side - 6
