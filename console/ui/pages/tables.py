"""How the tables of the pages look and move: whole rows, no grid, keys of their own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from console.ui.theme import Appearance

_ROW_PX = 30
_LAST_PX = 90
_NARROWEST = 0.85
_LEAST_PX = 24
_SHARES = tuple(percent / 100 for percent in range(100, 49, -1))
"""How far columns are narrowed where nothing can be left out any more."""


class PageTable(QTableView):
    """A table of records; ``set_empty_text`` says why there are none.

    A column whose edge is dragged keeps that width, here and after the next start.
    """

    def __init__(self, name: str, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._empty_text = ""
        self._widths: dict[int, int] = {}
        self._dragged: dict[int, int] = {}
        self._fitting = False
        self._spare: tuple[int, ...] = ()
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        header.setStretchLastSection(True)
        header.setAccessibleName(name)
        header.sectionResized.connect(self._take_by_hand)
        appearance.changed.connect(self._fit)

    def set_widths(self, widths_px: dict[int, int], spare: tuple[int, ...] = ()) -> None:
        """The widths of columns at 100 % text; the last column takes what is left.

        Where the table is too narrow for them the ``spare`` ones are left out, the first first,
        until the others have nearly their widths; then all are narrowed alike.
        """
        self._widths = {**widths_px, **self._dragged}
        self._spare = spare
        self._fit()

    def keep(self, settings: QSettings, entry: str) -> None:
        """Write down the widths that somebody chose by dragging, if anybody did."""
        if self._dragged:
            settings.setValue(entry, [f"{at}:{px}" for at, px in self._dragged.items()])

    def restore(self, settings: QSettings | None, entry: str) -> None:
        """Take up the widths that were chosen before; what cannot be understood is left."""
        value = None if settings is None else settings.value(entry)
        for text in [value] if isinstance(value, str) else value or []:
            at, _, px = str(text).partition(":")
            if at.isdigit() and px.isdigit() and int(at) in self._widths:
                self._dragged[int(at)] = max(_LEAST_PX, int(px))
        self._widths |= self._dragged
        self._fit()

    def set_empty_text(self, text: str) -> None:
        """What stands in place of rows while there are none."""
        self._empty_text = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        model = self.model()
        if model is not None and model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setFont(self._appearance.font(14))
            painter.setPen(QColor(self._appearance.palette.text_dim))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._empty_text)

    def _take_by_hand(self, column: int, _before_px: int, width_px: int) -> None:
        """A width that was not set by us is the choice of a person, kept at 100 % text."""
        if self._fitting or column not in self._widths:
            return
        self._dragged[column] = max(_LEAST_PX, round(width_px / self._appearance.text_scale))
        self._widths |= self._dragged

    def _fit(self) -> None:
        self._fitting = True
        try:
            self._set_widths()
        finally:
            self._fitting = False

    def _set_widths(self) -> None:
        px = self._appearance.px
        self.verticalHeader().setDefaultSectionSize(px(_ROW_PX))
        self.setIconSize(self._appearance.icon_size(16))
        header, room = self.horizontalHeader(), self.viewport().width()
        headings = {at: header.sectionSizeHint(at) for at in range(header.count())}
        last = max(px(_LAST_PX), headings.get(header.count() - 1, 0))

        def narrowed(columns: Iterable[int], share: float) -> dict[int, int]:
            """Widths of which none is too small for the words at the head of its column."""
            return {at: max(int(px(self._widths[at]) * share), headings[at]) for at in columns}

        def fits(columns: Iterable[int], share: float) -> bool:
            return sum(narrowed(columns, share).values()) + last <= room

        shown = [at for at in self._widths if at in headings]
        for column in self._spare:
            narrow = not fits(shown, _NARROWEST)
            self.setColumnHidden(column, narrow)
            if narrow and column in shown:
                shown.remove(column)
        share = next((one for one in _SHARES if fits(shown, one)), _SHARES[-1])
        for column, width in narrowed(shown, share).items():
            self.setColumnWidth(column, width)
