"""The picture of a lane: scaled once per frame, with the overlay in widget coordinates."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.gate.types import LaneFrame
from console.ui import overlay
from console.ui.overlay import FrameMapping
from console.ui.theme import Appearance, Tone
from pipeline.types import FrameResult, Pixels

WEAK_CONFIDENCE = 0.80
"""Below this a character is shown as weak. Only a matter of display: the policy has its own."""

_FAINT_OPACITY = 0.5


def image_of(pixels: Pixels) -> QImage:
    """Return an image that aliases BGR pixels; keep them as long as the image is in use."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_BGR888)


def scaled(image: QImage, size: QSize) -> QImage:
    """Return a smoothly scaled copy in RGB32.

    Converting first halves the time of Qt's smooth scaling: 0.9 ms instead of 2.1 ms from
    1280x720 to 480x270 (measured on two cores).
    """
    return image.convertToFormat(QImage.Format.Format_RGB32).scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


class CameraView(QWidget):
    """Shows frames and what was seen in them; knows nothing of lanes."""

    def __init__(
        self,
        appearance: Appearance,
        on_first_paint: Callable[[LaneFrame], None],
        parent: QWidget | None = None,
        *,
        shown: Callable[[str], str] = str,
    ) -> None:
        """Take ``shown``, which gives a plate's text as people shall see it."""
        super().__init__(parent)
        self._appearance = appearance
        self._on_first_paint = on_first_paint
        self._shown = shown
        self._frame: LaneFrame | None = None
        self._result: FrameResult | None = None
        self._tone = Tone.NEUTRAL
        self._faint = False
        self._stale = False
        self._message: tuple[str, str, str] | None = None
        self._note: tuple[str, str] | None = None
        self._cached: QImage | None = None
        self._cached_for: tuple[LaneFrame, QSize, bool] | None = None
        self._painted: LaneFrame | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(1, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def frame(self) -> LaneFrame | None:
        return self._frame

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(320, 180)

    def set_frame(self, frame: LaneFrame) -> None:
        self._frame = frame
        self.update()

    def set_result(self, result: FrameResult | None, tone: Tone, *, faint: bool = False) -> None:
        """Show what was seen, outlined in the colour of the verdict; None shows nothing.

        ``faint`` is for boxes that belong to a picture a little before the one shown.
        """
        if result is self._result and tone is self._tone and faint == self._faint:
            return
        self._result = result
        self._tone = tone
        self._faint = faint
        self.update()

    def set_stale(self, stale: bool) -> None:
        """Grey the picture, because it is no longer what the lane looks like."""
        if stale != self._stale:
            self._stale = stale
            self.update()

    def set_message(self, icon: str, title: str, detail: str) -> None:
        """Say in the middle of the picture why there is none; empty words say nothing."""
        message = (icon, title, detail) if title else None
        if message != self._message:
            self._message = message
            self.update()

    def set_note(self, icon: str, text: str) -> None:
        """Write a short note into the upper left corner; empty words take it away."""
        note = (icon, text) if text else None
        if note != self._note:
            self._note = note
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._cached_for = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._appearance.palette.sunken))
        frame = self._frame
        if frame is not None:
            self._paint_frame(painter, frame)
        if self._message is not None:
            self._paint_message(painter, *self._message)
        if self._note is not None:
            self._paint_note(painter, *self._note)
        painter.end()
        if frame is not None and frame is not self._painted:
            self._painted = frame
            self._on_first_paint(frame)

    def _paint_frame(self, painter: QPainter, frame: LaneFrame) -> None:
        picture = frame.frame
        mapping = FrameMapping.fit(picture.width_px, picture.height_px, self.width(), self.height())
        target = mapping.target.toRect()
        if target.isEmpty():
            return
        painter.drawImage(target, self._picture(frame, target.size()))
        result = self._result
        if result is not None and not self._stale and self._message is None:
            painter.setClipRect(target)
            seen = FrameMapping.fit(
                result.frame.width_px, result.frame.height_px, self.width(), self.height()
            )
            shapes = overlay.plate_shapes(result, seen, self._shown)
            painter.setOpacity(_FAINT_OPACITY if self._faint else 1.0)
            overlay.draw(painter, shapes, self._appearance, self._tone, WEAK_CONFIDENCE)
            painter.setOpacity(1.0)
            painter.setClipping(False)
        if self._message is not None:
            painter.fillRect(target, self._shade(150))

    def _shade(self, alpha: int) -> QColor:
        colour = QColor(self._appearance.palette.over_ground)
        colour.setAlpha(alpha)
        return colour

    def _picture(self, frame: LaneFrame, size: QSize) -> QImage:
        """The scaled picture in device pixels; made once per frame, size and greyness."""
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))
        kept = self._cached_for
        if (
            self._cached is None
            or kept is None
            or kept[0] is not frame
            or kept[1:] != (wanted, self._stale)
        ):
            image = scaled(image_of(frame.frame.pixels), wanted)
            if self._stale:
                image = image.convertToFormat(QImage.Format.Format_Grayscale8)
            self._cached = image
            self._cached_for = (frame, wanted, self._stale)
        return self._cached

    def _paint_note(self, painter: QPainter, icon: str, text: str) -> None:
        look = self._appearance
        font = look.font(12)
        side = look.px(14)
        metrics = QFontMetrics(font)
        room = max(0, self.width() - side - 20)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width, height = metrics.horizontalAdvance(text) + side + 16, look.px(20)
        ground = QRectF(2, 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._shade(190))
        painter.drawRoundedRect(ground, 3, 3)
        pixmap = look.pixmap(icon, look.palette.over_text, side, self.devicePixelRatioF())
        painter.drawPixmap(6, round(ground.center().y() - side / 2), pixmap)
        painter.setFont(font)
        painter.setPen(QColor(look.palette.over_text))
        painter.drawText(ground.adjusted(side + 10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_message(self, painter: QPainter, icon: str, title: str, detail: str) -> None:
        look = self._appearance
        ink = look.palette.over_text if self._frame is not None else look.palette.text
        side = min(look.px(32), self.height() // 4)
        title_font, detail_font = look.font(16, bold=True), look.font(13)
        width = max(1, self.width() - 24)
        painter.setFont(detail_font)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        detail_box = painter.fontMetrics().boundingRect(
            QRect(0, 0, width, 1000), int(flags), detail
        )
        painter.setFont(title_font)
        title_height = painter.fontMetrics().height()
        total = side + 8 + title_height + 4 + detail_box.height()
        above = look.px(20) if self._note is not None else 0
        top = max(2 + above, (self.height() + above - total) // 2)
        painter.drawPixmap(
            QRectF((self.width() - side) / 2, top, side, side),
            look.pixmap(icon, ink, side, self.devicePixelRatioF()),
            QRectF(),
        )
        painter.setPen(QColor(ink))
        top += side + 8
        painter.drawText(QRect(12, top, width, title_height), int(flags), title)
        painter.setFont(detail_font)
        top += title_height + 4
        painter.drawText(QRect(12, top, width, max(0, self.height() - top)), int(flags), detail)
