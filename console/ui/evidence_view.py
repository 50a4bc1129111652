"""The evidence of a passage: its frames to leaf through, zoomed, and what it stands beside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.gate.types import Counterpart, LaneFrame, Look, ReviewItem
from console.ui.camera_view import image_of, scaled
from console.ui.overlay import FrameMapping
from console.ui.theme import Appearance
from pipeline.types import Pixels, Point, Read

ZOOMS = (1, 2, 4)
_STACKED_FROM = 0.55  # height by width of the view
_GAP_PX = 8
_SHADOW_ALPHA = 195
_DARK_PERCENT, _BRIGHT_PERCENT = 1, 99


class EvidenceView(QWidget):
    """A frame with the plate outlined, and beside it the straightened plate or the counterpart.

    It begins with the frame that was read, which is the evidence whatever is leafed to. Frames
    are decoded elsewhere: ``look_wanted`` is answered by ``show_look``, ``counterpart_wanted``
    by ``show_counterpart``. Where the camera keeps the evidence larger than it streams it,
    ``full_wanted`` is answered by ``show_full``, and it is said which of both is seen.
    """

    look_wanted = Signal(object)  # Look
    counterpart_wanted = Signal(object)  # Counterpart
    full_wanted = Signal(object)  # ReviewItem

    def __init__(
        self,
        appearance: Appearance,
        local: Callable[[datetime], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._local = local
        self._item: ReviewItem | None = None
        self._look: Look | None = None
        self._look_image: QImage | None = None
        self._full: tuple[LaneFrame, QImage | None] | None = None
        self._other: tuple[Counterpart, QImage | None] | None = None
        self._zoom = ZOOMS[0]
        self._stretched = False
        self._frame_image: QImage | None = None
        self._side_image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Evidence picture"))

    @property
    def zoom_factor(self) -> int:
        return self._zoom

    @property
    def look_number(self) -> int:
        """Which frame of the passage is shown, from 1; 0 when there is but one."""
        item = self._item
        if item is None or len(item.looks) < 2:
            return 0
        return self._place(item) + 1

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(380, 280)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, 84)

    def show_item(self, item: ReviewItem | None) -> None:
        """Show the evidence of a passage; zoom and contrast are for one passage alone."""
        known = self._item
        if item is None or known is None or item.passage_id != known.passage_id:
            self._zoom, self._stretched = ZOOMS[0], False
            self._look = self._look_image = self._other = None
        self._item = item
        self._ask_for_counterpart()
        self._ask_for_full()
        self._forget_images()
        self._speak()

    def leaf(self, steps: int) -> None:
        """Go to an earlier or later frame of the passage, if there is one."""
        item = self._item
        if item is None or len(item.looks) < 2:
            return
        place = min(max(self._place(item) + steps, 0), len(item.looks) - 1)
        look = item.looks[place]
        if look.sequence == item.evidence.frame.sequence:
            self._look = self._look_image = None
            self._forget_images()
        else:
            self._look = look
            self.look_wanted.emit(look)
        self._speak()

    def show_look(self, look: Look, image: QImage) -> None:
        """Take a frame that was decoded, if it is still the one that is wanted."""
        if self._look is look and not image.isNull():
            self._look_image = image
            self._forget_images()

    def show_full(self, item: ReviewItem, image: QImage) -> None:
        """Take the evidence at full size, if it is that of the passage still; null: not to be had.

        The streamed picture, which is smaller, stays in the second case.
        """
        if self._full is not None and self._full[0] is item.evidence and not image.isNull():
            self._full = (item.evidence, image)
            self._forget_images()
            self._speak()

    def show_counterpart(self, counterpart: Counterpart, image: QImage | None) -> None:
        """Take the picture of the other movement; None: it could not be had."""
        if self._other is not None and self._other[0] == counterpart:
            self._other = (counterpart, image)
            self._forget_images()

    def zoom(self) -> None:
        """Once, twice, four times as large, and back; around the plate."""
        self._zoom = ZOOMS[(ZOOMS.index(self._zoom) + 1) % len(ZOOMS)]
        self._forget_images()
        self._speak()

    def toggle_contrast(self) -> None:
        """Stretch the brightness of the shown part, or show it as it was taken."""
        self._stretched = not self._stretched
        self._forget_images()
        self._speak()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._forget_images()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        item = self._item
        if item is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame_area, side_area = self._areas()
        painter.fillRect(side_area, QColor(self._appearance.palette.sunken))
        self._paint_frame(painter, frame_area, item)
        if self._other is not None:
            self._paint_counterpart(painter, side_area)
        else:
            self._paint_plate(painter, side_area, self._read(item).plate_pixels)

    def _place(self, item: ReviewItem) -> int:
        wanted = item.evidence.frame.sequence if self._look is None else self._look.sequence
        places = [place for place, look in enumerate(item.looks) if look.sequence == wanted]
        return places[0] if places else len(item.looks) - 1

    def _read(self, item: ReviewItem) -> Read:
        shown = self._look if self._look_image is not None else None
        return item.read if shown is None else shown.read

    def _ask_for_counterpart(self) -> None:
        other = None if self._item is None else self._item.verdict.counterpart
        if other is None:
            self._other = None
        elif self._other is None or self._other[0] != other:
            self._other = (other, None)
            if other.picture is not None:
                self.counterpart_wanted.emit(other)

    def _ask_for_full(self) -> None:
        item = self._item
        if item is None or not item.evidence.is_reduced:
            self._full = None
        elif self._full is None or self._full[0] is not item.evidence:
            self._full = (item.evidence, None)
            self.full_wanted.emit(item)

    def _picture(self, item: ReviewItem) -> tuple[QImage, float]:
        """The frame that is shown, and how many of its pixels are one of the frame read."""
        if self._look_image is not None:
            return self._look_image, 1.0
        if self._full is not None and self._full[1] is not None:
            return self._full[1], self._full[1].width() / item.evidence.frame.width_px
        return image_of(item.evidence.frame.pixels), 1.0

    def _areas(self) -> tuple[QRectF, QRectF]:
        """Frame above plate where there is height for both, else side by side."""
        width, height = float(self.width()), float(self.height())
        if height >= width * _STACKED_FROM and self._other is None:
            plate_height = min(height * 0.3, self._appearance.px(110))
            return (
                QRectF(0, 0, width, height - plate_height - _GAP_PX),
                QRectF(0, height - plate_height, width, plate_height),
            )
        share = (width - _GAP_PX) / 2 if self._other is not None else width * 0.5
        frame_width = share if self._other is not None else min(share, height * 16 / 9)
        plate_left = frame_width + _GAP_PX
        return (
            QRectF(0, 0, frame_width, height),
            QRectF(plate_left, 0, width - plate_left, height),
        )

    def _paint_frame(self, painter: QPainter, area: QRectF, item: ReviewItem) -> None:
        image, factor = self._picture(item)
        plate = self._read(item).plate
        x, y = plate.box.centre
        part = _part(image.width(), image.height(), (x * factor, y * factor), self._zoom)
        target = _fitted(part.width(), part.height(), area)
        if self._frame_image is None:
            shown = _resized(image.copy(part), target, self.devicePixelRatioF())
            self._frame_image = stretched(shown) if self._stretched else shown
        painter.drawImage(target, self._frame_image)
        scale = target.width() / part.width()
        mapping = FrameMapping(
            scale,
            target.left() - part.left() * scale,
            target.top() - part.top() * scale,
            target.width(),
            target.height(),
        )
        outline = QPolygonF([mapping.point(x * factor, y * factor) for x, y in plate.corners])
        painter.save()
        painter.setClipRect(target)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._appearance.palette.over_ground), 4))
        painter.drawPolygon(outline)
        painter.setPen(QPen(QColor(self._appearance.palette.over_review), 2))
        painter.drawPolygon(outline)
        painter.restore()
        self._paint_caption(painter, target, self._frame_words(item))

    def _paint_plate(self, painter: QPainter, area: QRectF, pixels: Pixels) -> None:
        if not pixels.size:
            return
        target = _fitted(pixels.shape[1], pixels.shape[0], area.adjusted(4, 4, -4, -4))
        if self._side_image is None:
            shown = _resized(image_of(pixels), target, self.devicePixelRatioF())
            self._side_image = stretched(shown) if self._stretched else shown
        painter.drawImage(target, self._side_image)

    def _paint_counterpart(self, painter: QPainter, area: QRectF) -> None:
        if self._other is None:
            return
        other, image = self._other
        if image is not None:
            target = _fitted(image.width(), image.height(), area)
            if self._side_image is None:
                self._side_image = _resized(image, target, self.devicePixelRatioF())
            painter.drawImage(target, self._side_image)
        else:
            painter.setPen(QColor(self._appearance.palette.text_dim))
            painter.setFont(self._appearance.font(13))
            text = self.tr("No picture of it") if other.picture is None else self.tr("Loading")
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        when = f"{self._local(other.at):%H:%M:%S}  {other.lane_name}"
        self._paint_caption(painter, area, when)
        self._paint_caption(painter, area, other.plate, below=True)

    def _paint_caption(
        self, painter: QPainter, area: QRectF, text: str, *, below: bool = False
    ) -> None:
        if not text:
            return
        painter.setFont(self._appearance.font(11, bold=True))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()) - 12)
        ground = QRectF(
            area.left(), area.top(), metrics.horizontalAdvance(shown) + 12, metrics.height() + 4
        )
        if below:
            ground.moveBottom(area.bottom())
        shadow = QColor(self._appearance.palette.over_ground)
        shadow.setAlpha(_SHADOW_ALPHA)
        painter.fillRect(ground, shadow)
        painter.setPen(QColor(self._appearance.palette.over_text))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, shown)

    def _frame_words(self, item: ReviewItem) -> str:
        parts = []
        if self.look_number:
            text = self.tr("{number} of {count}").format(
                number=self.look_number, count=len(item.looks)
            )
            parts.append(
                text if self._look is not None else self.tr("{place}, evidence").format(place=text)
            )
        if self._full is not None and self._look is None:
            has_full = self._full[1] is not None
            parts.append(self.tr("full size") if has_full else self.tr("as streamed"))
        if self._zoom > 1:
            parts.append(self.tr("{factor}x").format(factor=self._zoom))
        if self._stretched:
            parts.append(self.tr("contrast"))
        return "  ".join(parts)

    def _counterpart_words(self, other: Counterpart) -> str:
        return self.tr("{time} {lane}, {plate}").format(
            time=f"{self._local(other.at):%H:%M:%S}", lane=other.lane_name, plate=other.plate
        )

    def _speak(self) -> None:
        item = self._item
        words = "" if item is None else self._frame_words(item)
        if self._other is not None:
            beside = self._counterpart_words(self._other[0])
            words = self.tr("{frame}, beside {other}").format(frame=words, other=beside)
        self.setAccessibleDescription(words)

    def _forget_images(self) -> None:
        self._frame_image = None
        self._side_image = None
        self.update()


def stretched(image: QImage) -> QImage:
    """A copy whose darkest percent is black and whose brightest is white, colours kept."""
    copy = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(copy.bits(), np.uint8).reshape(copy.height(), copy.bytesPerLine())
    colours = pixels[:, : copy.width() * 4].reshape(copy.height(), copy.width(), 4)
    luminance = colours[:, :, :3].mean(axis=2)
    dark, bright = np.percentile(luminance, (_DARK_PERCENT, _BRIGHT_PERCENT))
    levels = (np.arange(256) - dark) * (255.0 / max(bright - dark, 1.0))
    table = np.clip(levels, 0, 255).astype(np.uint8)
    colours[:, :, :3] = table[colours[:, :, :3]]
    return copy


def _part(width: int, height: int, centre: Point, zoom: int) -> QRect:
    """The part of a picture that is seen at this zoom, around the plate's ``centre``."""
    part_width, part_height = max(1, width // zoom), max(1, height // zoom)
    x, y = centre
    left = min(max(round(x - part_width / 2), 0), width - part_width)
    top = min(max(round(y - part_height / 2), 0), height - part_height)
    return QRect(left, top, part_width, part_height)


def _fitted(width: float, height: float, area: QRectF) -> QRectF:
    mapping = FrameMapping.fit(width, height, area.width(), area.height())
    return mapping.target.translated(area.topLeft())


def _resized(image: QImage, target: QRectF, ratio: float) -> QImage:
    size = QSize(max(1, round(target.width() * ratio)), max(1, round(target.height() * ratio)))
    return scaled(image, size)
