"""What stands in place of the tiles while a site has no lanes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from console.ui.theme import Appearance

_ICON_PX = 56


class NoLanes(QFrame):
    """Says that no lane is set up, and how to set one up or to see the demo."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._icon = QLabel()
        title = QLabel(self.tr("No lanes are set up"))
        title.setProperty("role", "heading")
        hint = QLabel(
            self.tr(
                "An administrator finds cameras and sets lanes up with F11."
                " A start with --demo shows simulated ones."
            )
        )
        hint.setProperty("role", "dim")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        for label in (self._icon, title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(3)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @staticmethod
    def picture_area(width: float, height: float) -> float:  # noqa: ARG004 - as the lane grid's
        """There is no picture that could be larger in another place."""
        return 0.0

    def _restyle(self) -> None:
        look = self._appearance
        self._icon.setPixmap(look.pixmap("camera_off", look.palette.text_dim, look.px(_ICON_PX)))
