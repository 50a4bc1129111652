"""The evidence of a passage: the frame that was read, and its plate straightened and large."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.gate.types import ReviewItem
from console.ui.camera_view import image_of, scaled
from console.ui.overlay import FrameMapping
from console.ui.theme import Appearance
from pipeline.types import Pixels

_STACKED_FROM = 0.55  # height by width of the view
_GAP_PX = 8


class EvidenceView(QWidget):
    """The frame with the plate outlined, and the straightened plate under it."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._item: ReviewItem | None = None
        self._frame_image: QImage | None = None
        self._plate_image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Evidence picture"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(380, 280)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(200, 96)

    def show_item(self, item: ReviewItem | None) -> None:
        self._item = item
        self._forget_images()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._forget_images()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        item = self._item
        if item is None:
            return
        painter = QPainter(self)
        frame_area, plate_area = self._areas()
        painter.fillRect(plate_area, QColor(self._appearance.palette.sunken))
        self._paint_frame(painter, frame_area, item)
        pixels = item.read.plate_pixels
        if pixels.size:
            target = _fitted(pixels, plate_area.adjusted(4, 4, -4, -4))
            if self._plate_image is None:
                self._plate_image = _picture(pixels, target, self.devicePixelRatioF())
            painter.drawImage(target, self._plate_image)

    def _areas(self) -> tuple[QRectF, QRectF]:
        """Frame above plate where there is height for both, else side by side."""
        width, height = float(self.width()), float(self.height())
        if height >= width * _STACKED_FROM:
            plate_height = min(height * 0.3, self._appearance.px(110))
            return (
                QRectF(0, 0, width, height - plate_height - _GAP_PX),
                QRectF(0, height - plate_height, width, plate_height),
            )
        frame_width = min(width * 0.5, height * 16 / 9)
        plate_left = frame_width + _GAP_PX
        return (
            QRectF(0, 0, frame_width, height),
            QRectF(plate_left, 0, width - plate_left, height),
        )

    def _paint_frame(self, painter: QPainter, area: QRectF, item: ReviewItem) -> None:
        frame = item.evidence.frame
        target = _fitted(frame.pixels, area)
        if self._frame_image is None:
            self._frame_image = _picture(frame.pixels, target, self.devicePixelRatioF())
        painter.drawImage(target, self._frame_image)
        mapping = FrameMapping(
            target.width() / frame.width_px,
            target.left(),
            target.top(),
            target.width(),
            target.height(),
        )
        outline = QPolygonF([mapping.point(x, y) for x, y in item.read.plate.corners])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._appearance.palette.over_ground), 4))
        painter.drawPolygon(outline)
        painter.setPen(QPen(QColor(self._appearance.palette.over_review), 2))
        painter.drawPolygon(outline)

    def _forget_images(self) -> None:
        self._frame_image = None
        self._plate_image = None


def _fitted(pixels: Pixels, area: QRectF) -> QRectF:
    height, width = pixels.shape[:2]
    mapping = FrameMapping.fit(width, height, area.width(), area.height())
    return mapping.target.translated(area.topLeft())


def _picture(pixels: Pixels, target: QRectF, ratio: float) -> QImage:
    size = QSize(max(1, round(target.width() * ratio)), max(1, round(target.height() * ratio)))
    return scaled(image_of(pixels), size)
