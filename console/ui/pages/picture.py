"""The evidence picture of a passage, as large as its place, with the plate outlined."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.ui.theme import Appearance, Tone

Box = tuple[float, float, float, float]


class PictureView(QWidget):
    """Shows an image, or words that say why there is none."""

    def __init__(self, name: str, appearance: Appearance) -> None:
        super().__init__()
        self._name = name
        self._appearance = appearance
        self._image: QImage | None = None
        self._box: Box | None = None
        self._words = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, image: QImage, box: Box | None) -> None:
        """Show an image with a box (x, y, width, height in its pixels) outlined."""
        self._image, self._box, self._words = image, box, ""
        self.setAccessibleDescription("")
        self.update()

    def show_words(self, text: str) -> None:
        """Say why there is no picture."""
        self._image, self._words = None, text
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._appearance.px(420), self._appearance.px(236))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        painter = QPainter(self)
        palette = self._appearance.palette
        painter.fillRect(self.rect(), QColor(palette.sunken))
        if self._image is None or self._image.isNull():
            painter.setFont(self._appearance.font(14))
            painter.setPen(QColor(palette.text_dim))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 8, -16, -8), wrapped, self._words)
            return
        scale = min(self.width() / self._image.width(), self.height() / self._image.height())
        width, height = self._image.width() * scale, self._image.height() * scale
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, top, width, height), self._image)
        if self._box is not None:
            x, y, box_width, box_height = (side * scale for side in self._box)
            painter.setPen(QPen(QColor(palette.over_picture(Tone.REVIEW)), 2))
            painter.drawRect(QRectF(left + x, top + y, box_width, box_height))
