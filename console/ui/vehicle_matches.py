"""The registered vehicles nearest to the text under review, with what differs marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.gate.types import Match
from console.ui import local_words, words
from console.ui.theme import Appearance
from db.records import VehicleKind, VehicleRecord

ROW_COUNT = 3
_ROW_PX = 40


class VehicleMatches(QWidget):
    """Lists up to three vehicles, nearest first; a click or the key of its action takes one."""

    vehicle_chosen = Signal(str)  # the registered plate

    def __init__(
        self,
        appearance: Appearance,
        local: Callable[[datetime], datetime],
        actions: Sequence[QAction],
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._actions = actions
        self._local = local
        self._matches: tuple[Match, ...] = ()
        self._text = ""
        self._row_count = ROW_COUNT
        self._checked = True
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.updateGeometry)
        self._speak()

    @property
    def matches(self) -> tuple[Match, ...]:
        return self._matches

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(380, self._appearance.px(_ROW_PX) * self._row_count)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, self.sizeHint().height())

    def show_rows(self, count: int) -> None:
        """Take the room of so many rows; vehicles below can still be taken by their keys."""
        if count != self._row_count:
            self._row_count = count
            self.updateGeometry()

    def show_matches(self, text: str, matches: tuple[Match, ...], *, checked: bool = True) -> None:
        """Show what is nearest to ``text``; ``checked`` False: the registry did not answer."""
        self._text = text
        self._matches = matches[:ROW_COUNT]
        self._checked = checked
        self._speak()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        row = int(event.position().y() // self._appearance.px(_ROW_PX))
        if 0 <= row < len(self._matches):
            self.vehicle_chosen.emit(self._matches[row].vehicle.plate)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._appearance.px(_ROW_PX)
        if not self._matches:
            painter.setPen(QColor(self._appearance.palette.text_dim))
            painter.setFont(self._appearance.font(13))
            painter.drawText(
                QRect(0, 0, self.width(), height),
                Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap,
                self._empty_words(),
            )
        for row, match in enumerate(self._matches):
            self._paint_row(painter, QRectF(0, row * height, self.width(), height - 4), row, match)

    def _paint_row(self, painter: QPainter, area: QRectF, row: int, match: Match) -> None:
        look, vehicle = self._appearance, match.vehicle
        palette = look.palette
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(area, 4, 4)
        key_width = look.px(46)
        painter.setFont(look.font(11))
        painter.setPen(QColor(palette.text_dim))
        painter.drawText(
            QRectF(area.left(), area.top(), key_width, area.height()),
            Qt.AlignmentFlag.AlignCenter,
            self._actions[row].shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        )
        left = area.left() + key_width
        top_line = QRectF(left, area.top() + 2, area.width() - key_width - 8, area.height() * 0.56)
        used = self._paint_plate(painter, top_line, match)
        blocked = vehicle.kind is VehicleKind.BLOCK
        side = look.px(14)
        kind_font = look.font(12, bold=True)
        kind = words.vehicle_kind_words(vehicle.kind)
        kind_width = QFontMetrics(kind_font).horizontalAdvance(kind)
        ink = palette.refuse_ink if blocked else palette.open_ink
        kind_left = top_line.right() - kind_width
        if kind_left - side - 6 > left + used + 8:
            painter.drawPixmap(
                round(kind_left - side - 4),
                round(top_line.center().y() - side / 2),
                look.pixmap("refuse" if blocked else "check", ink, side, self.devicePixelRatioF()),
            )
        painter.setFont(kind_font)
        painter.setPen(QColor(ink))
        painter.drawText(
            QRectF(kind_left, top_line.top(), kind_width + 2, top_line.height()),
            Qt.AlignmentFlag.AlignVCenter,
            kind,
        )
        detail_font = look.font(12)
        detail = QFontMetrics(detail_font).elidedText(
            self._detail(match), Qt.TextElideMode.ElideRight, int(top_line.width())
        )
        painter.setFont(detail_font)
        painter.setPen(QColor(palette.text_dim))
        painter.drawText(
            QRectF(left, top_line.bottom() - 1, top_line.width(), area.height() * 0.42),
            Qt.AlignmentFlag.AlignVCenter,
            detail,
        )

    def _paint_plate(self, painter: QPainter, line: QRectF, match: Match) -> float:
        """Draw the plate, its differing characters amber and underlined; returns its width."""
        palette = self._appearance.palette
        font = self._appearance.plate_font(self._appearance.px(17))
        cell = QFontMetrics(font).horizontalAdvance("0")
        for index, letter in enumerate(match.vehicle.plate):
            place = QRectF(line.left() + index * cell, line.top(), cell, line.height())
            differs = index in match.differing
            painter.setFont(font)
            painter.setPen(QColor(palette.review_ink if differs else palette.text))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letter)
            if differs:
                painter.fillRect(
                    QRectF(place.left() + 1, place.bottom() - 3, cell - 2, 2.5),
                    QColor(palette.review_fill),
                )
        return float(cell * len(match.vehicle.plate))

    def _detail(self, match: Match) -> str:
        vehicle = match.vehicle
        if match.cost == 0:
            nearness = self.tr("same text")
        else:
            nearness = self.tr("cost {cost}").format(cost=local_words.number_words(match.cost, 1))
            differs = words.difference_words(self._text, match)
            nearness = f"{differs}, {nearness}" if differs else nearness
        parts = [nearness, vehicle.owner or self.tr("No owner")]
        validity = self._validity(vehicle)
        if validity:
            parts.append(validity)
        return "  ·  ".join(parts)

    def _validity(self, vehicle: VehicleRecord) -> str:
        if vehicle.valid_until is not None:
            until = self._local(vehicle.valid_until)
            return self.tr("until {date}").format(date=local_words.minute_words(until))
        if vehicle.valid_from is not None:
            return self.tr("from {date}").format(
                date=local_words.minute_words(self._local(vehicle.valid_from))
            )
        return ""

    def _empty_words(self) -> str:
        if not self._checked:
            return self.tr("The registry could not be checked")
        return self.tr("No registered vehicle is near")

    def _speak(self) -> None:
        self.setAccessibleName(self.tr("Nearest registered vehicles"))
        lines = [f"{match.vehicle.plate}, {self._detail(match)}" for match in self._matches]
        self.setAccessibleDescription("; ".join(lines) or self._empty_words())
