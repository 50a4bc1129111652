"""How lanes, recent decisions and review share the window."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from console.ui.decisions_table import DecisionsPanel
from console.ui.theme import Appearance

_HANDLE_PX = 6
_TWO_ROWS_FROM_PX, _THREE_ROWS_FROM_PX = 760, 900
_MOST_ROWS = 6
_REVIEW_WIDTHS_PX = (576, 552, 528, 504, 480, 456, 432, 408, 384)
_REVIEW_SHARE = 0.36  # of the width, at most
_GOOD_ENOUGH = 0.95  # the part of the largest picture that the other panes may cost


class Panes(QSplitter):
    """Gives the pictures what they can use, and the rest to decisions and review.

    Once a handle has been dragged the sizes are the attendant's and are left alone.
    ``picture_area`` tells how large a picture would be for a width and height of the lanes.
    """

    def __init__(
        self,
        lanes: QWidget,
        picture_area: Callable[[float, float], float],
        decisions: DecisionsPanel,
        review: QWidget,
        appearance: Appearance,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._picture_area = picture_area
        self._decisions = decisions
        self._appearance = appearance
        self._by_hand = False
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.addWidget(lanes)
        self._left.addWidget(decisions)
        self.addWidget(self._left)
        self.addWidget(review)
        for splitter in (self._left, self):
            splitter.setHandleWidth(_HANDLE_PX)
            splitter.setChildrenCollapsible(False)
            splitter.setStretchFactor(0, 1)
            splitter.setStretchFactor(1, 0)
            splitter.splitterMoved.connect(self._take_by_hand)
        appearance.changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def keep(self, settings: QSettings) -> None:
        """Write down the sizes that the attendant has chosen."""
        if self._by_hand:
            settings.setValue("sides", self.saveState())
            settings.setValue("left", self._left.saveState())

    def restore(self, settings: QSettings) -> None:
        """Take up the sizes that were chosen before, if any were."""
        sides, left = settings.value("sides"), settings.value("left")
        if sides is not None and left is not None:
            self._by_hand = self.restoreState(sides) and self._left.restoreState(left)

    def _take_by_hand(self) -> None:
        self._by_hand = True

    def _fit(self) -> None:
        if self._by_hand:
            return
        width, height = self.width() - _HANDLE_PX, self.height() - _HANDLE_PX
        review_px, decisions_px = self._best(width, height)
        self.setSizes([width - review_px, review_px])
        self._left.setSizes([height - decisions_px, decisions_px])

    def _best(self, width: int, height: int) -> tuple[int, int]:
        """Width of the review and height of the decisions that leave the pictures large."""
        px = self._appearance.px
        widest = round(width * _REVIEW_SHARE)
        widths = sorted({min(px(review), widest) for review in _REVIEW_WIDTHS_PX}, reverse=True)
        fewest = 1 + (height >= px(_TWO_ROWS_FROM_PX)) + (height >= px(_THREE_ROWS_FROM_PX))
        heights = [self._decisions.height_for(rows) for rows in range(_MOST_ROWS, fewest - 1, -1)]
        areas = {
            (review, decisions): self._picture_area(width - review, height - decisions)
            for decisions, review in product(heights, widths)
        }
        most = max(areas.values())
        wanted = most * _GOOD_ENOUGH if most > 0 else most
        return next(sizes for sizes, area in areas.items() if area >= wanted)
