"""The page of the car park: how full it is, who is inside, and exits that fit no entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QMargins, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from console.people.car_park import CarParkView
from console.ui import local_words
from console.ui.pages.card import MessageLine, field, heading, hint, plain_list
from console.ui.pages.page_actions import PageActions
from console.ui.pages.parking_model import StayColumn, StaysModel
from console.ui.pages.slot_map import SlotMap
from console.ui.pages.slot_map_model import Slot, SlotsModel, SlotState, slots_of
from console.ui.pages.tables import PageTable
from console.ui.theme import Appearance, Tone
from console.ui.wrapping_row import WrappingRow
from db.parking_schema import ParkingSession

_SIDE_WIDTH_PX = 420
_WIDTHS_PX = {
    StayColumn.PLATE: 136,
    StayColumn.SINCE: 144,
    StayColumn.FOR: 110,
    StayColumn.SLOT: 100,
}
_SPARE_COLUMNS = (int(StayColumn.FOR),)
"""What follows from the column beside it."""


class ParkingPageView(QWidget):
    """Shows who is inside and emits corrections; changes nothing itself."""

    slot_asked = Signal(object, str)  # ParkingSession, slot
    close_asked = Signal(object)  # ParkingSession
    similar_asked = Signal(object)  # ParkingSession that left without entry
    join_asked = Signal(object, object)  # the exit, the stay

    def __init__(
        self,
        appearance: Appearance,
        lane_names: Mapping[str, str],
        local: Callable[[datetime], datetime],
        now: Callable[[], datetime],
        slot_count: int,
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._local = local
        self._slot_count = slot_count
        self._exits: tuple[ParkingSession, ...] = ()
        self._similar: tuple[ParkingSession, ...] = ()
        self.model = StaysModel(appearance, lane_names, local, now, self)
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self.model)
        self._filter.setFilterKeyColumn(-1)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.actions_of_page = PageActions(self, self.tr("Parking"), appearance)
        add = self.actions_of_page.add
        add(self.tr("Find"), "Ctrl+F", "", self._focus_find)
        self._enter = add(
            self.tr("Slot map"),
            "Ctrl+G",
            self.tr("Go through the slots by arrow keys; Escape comes back"),
            self._enter_map,
        )
        self._assign = add(
            self.tr("Assign slot"),
            "Ctrl+S",
            self.tr("Write down where the selected vehicle stands"),
            self._ask_slot,
        )
        self._close = add(
            self.tr("Not inside"),
            "Ctrl+Delete",
            self.tr("The selected vehicle left without being seen"),
            self._ask_close,
        )
        self._join = add(
            self.tr("Same vehicle"),
            "Ctrl+J",
            self.tr("The selected exit was this vehicle inside, read differently"),
            self._ask_join,
        )
        self.find_box = field(self.tr("Find a vehicle inside"))
        self.find_box.setPlaceholderText(self.tr("Plate, slot or lane"))
        self.table = PageTable(self.tr("Vehicles inside"), appearance)
        self.table.setModel(self._filter)
        self.table.set_widths(
            {int(column): width for column, width in _WIDTHS_PX.items()}, _SPARE_COLUMNS
        )
        self.slots = SlotsModel(self)
        self.map = SlotMap(self.slots, appearance)
        self.map_hint = hint(self.tr("Return on a free slot: the selected vehicle stands there"))
        self.occupancy = heading()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Occupancy"))
        self.bar.setTextVisible(False)
        self.slot = field(self.tr("Slot"))
        self.slot.setPlaceholderText(self.tr("Slot"))
        self.exits = plain_list(self.tr("Exits that fit no entry"))
        self.similar = plain_list(self.tr("Similar plates inside"))
        self.message = MessageLine()
        self._lay_out()
        self._connect()
        self.occupancy.setText(self.tr("Looking"))
        self.table.set_empty_text(self.tr("Looking"))
        self.bar.setVisible(False)
        self.map.setVisible(False)
        self.map_hint.setVisible(False)
        self.map_hint.setContentsMargins(12, 6, 12, 2)
        self._refresh()

    def show_view(self, view: CarParkView) -> None:
        """Show who is inside now, keeping what is selected."""
        stay, left = self.selected_stay(), self.selected_exit()
        if view.inside != self.model.stays:
            self.model.show_stays(view.inside)
            self._select(stay)
        if view.without_entry != self._exits:
            self._exits = view.without_entry
            self.exits.clear()
            for one in self._exits:
                at = (
                    "" if one.left_at is None else local_words.brief_words(self._local(one.left_at))
                )
                self.exits.addItem(
                    self.tr("{plate}   left {time}").format(plate=one.plate, time=at)
                )
            if left in self._exits:
                self.exits.setCurrentRow(self._exits.index(left))
            else:
                self.show_similar(())
        self._show_occupancy(len(view.inside))
        self.slots.show_slots(slots_of(view.slots, self._slot_count, view.inside))
        there = self.slots.rowCount() > 0
        self.map.setVisible(there)
        self.map_hint.setVisible(there)
        self.table.set_empty_text(self.tr("Nobody is inside"))
        self._refresh()

    def show_similar(self, stays: tuple[ParkingSession, ...]) -> None:
        """List vehicles inside that the selected exit may have been."""
        self._similar = stays
        self.similar.clear()
        for one in stays:
            since = (
                ""
                if one.entered_at is None
                else local_words.brief_words(self._local(one.entered_at))
            )
            self.similar.addItem(
                self.tr("{plate}   inside since {time}").format(plate=one.plate, time=since)
            )
        if stays:
            self.similar.setCurrentRow(0)
        self._refresh()

    def say(self, text: str, tone: Tone) -> None:
        """Tell how the last thing went."""
        self.message.say(text, tone)

    def selected_stay(self) -> ParkingSession | None:
        """The vehicle inside that is selected."""
        current = self.table.currentIndex()
        if not current.isValid():
            return None
        return self.model.stays[self._filter.mapToSource(current).row()]

    def selected_exit(self) -> ParkingSession | None:
        """The exit without entry that is selected."""
        row = self.exits.currentRow()
        return self._exits[row] if 0 <= row < len(self._exits) else None

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._focus_find()

    def _show_occupancy(self, count: int) -> None:
        if not self._slot_count:
            self.occupancy.setText(self.tr("{count} inside").format(count=count))
            self.bar.setVisible(False)
            return
        free = max(0, self._slot_count - count)
        self.occupancy.setText(
            self.tr("{count} inside, {free} of %n slots free", None, self._slot_count).format(
                count=count, free=free
            )
        )
        self.bar.setVisible(True)
        self.bar.setRange(0, self._slot_count)
        self.bar.setValue(min(count, self._slot_count))

    def _enter_map(self) -> None:
        if self.map.isVisible():
            self.map.enter()

    def _leave_map(self) -> None:
        self.table.setFocus()

    def _take_slot(self, slot: Slot) -> None:
        """Let the selected vehicle stand in a free slot; of a taken one show the vehicle."""
        if slot.stay is not None:
            self._select(slot.stay)
            self.table.setFocus()
            return
        stay = self.selected_stay()
        if stay is None:
            self.say(self.tr("Select a vehicle first, then the slot"), Tone.NEUTRAL)
        elif slot.state is SlotState.CLOSED:
            self.say(self.tr("Slot {slot} is closed").format(slot=slot.name), Tone.REFUSE)
        else:
            self.slot_asked.emit(stay, slot.name)

    def _select(self, stay: ParkingSession | None) -> None:
        for row, one in enumerate(self.model.stays):
            if stay is not None and one.session_id == stay.session_id:
                shown = self._filter.mapFromSource(self.model.index(row, 0))
                self.table.selectRow(shown.row())

    def _ask_slot(self) -> None:
        stay = self.selected_stay()
        if stay is not None:
            self.slot_asked.emit(stay, self.slot.text().strip())

    def _ask_close(self) -> None:
        stay = self.selected_stay()
        if stay is not None:
            self.close_asked.emit(stay)

    def _ask_join(self) -> None:
        left, row = self.selected_exit(), self.similar.currentRow()
        if left is not None and 0 <= row < len(self._similar):
            self.join_asked.emit(left, self._similar[row])

    def _follow_exit(self) -> None:
        left = self.selected_exit()
        if left is not None:
            self.similar_asked.emit(left)

    def _follow_stay(self) -> None:
        stay = self.selected_stay()
        if stay is not None:
            self.slot.setText(stay.slot)
            self.map.show_slot(stay.slot)
        self._refresh()

    def _refresh(self) -> None:
        selected = self.selected_stay() is not None
        self._assign.setEnabled(selected)
        self._close.setEnabled(selected)
        similar = self.similar.currentRow() >= 0
        self._join.setEnabled(similar and self.selected_exit() is not None)

    def _focus_find(self) -> None:
        self.find_box.setFocus()
        self.find_box.selectAll()

    def _connect(self) -> None:
        self.find_box.textChanged.connect(lambda t: self._filter.setFilterFixedString(t.strip()))
        self.slot.returnPressed.connect(self._ask_slot)
        self.map.taken.connect(self._take_slot)
        self.map.left.connect(self._leave_map)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._follow_stay())
        self.exits.currentRowChanged.connect(lambda _: self._follow_exit())
        self.similar.currentRowChanged.connect(lambda _: self._refresh())

    def _lay_out(self) -> None:
        button = self.actions_of_page.button
        top = WrappingRow(12, QMargins(12, 10, 12, 6))
        top.add(self.occupancy, self.bar, self.find_box)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 0)
        foot.setSpacing(6)
        foot.addWidget(self.slot)
        foot.addWidget(button(self._assign, "parking"))
        foot.addWidget(button(self._close, "leave"))
        foot.addWidget(button(self._enter, "lanes"))
        foot.addStretch(1)
        listed = QFrame()
        listed.setObjectName("card")
        left = QVBoxLayout(listed)
        left.setContentsMargins(1, 1, 1, 8)
        left.setSpacing(0)
        left.addWidget(top)
        left.addWidget(self.table, 1)
        left.addWidget(self.map_hint)
        left.addWidget(self.map, 1)
        left.addLayout(foot)
        self._side = QFrame()
        self._side.setObjectName("card")
        right = QVBoxLayout(self._side)
        right.setContentsMargins(16, 12, 16, 12)
        right.addWidget(heading(self.tr("Exits that fit no entry")))
        right.addWidget(self.exits, 3)
        right.addWidget(hint(self.tr("Similar plates inside: was it one of these?")))
        right.addWidget(self.similar, 2)
        right.addWidget(button(self._join, "check"))
        right.addWidget(self.message)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(listed, 3)
        layout.addWidget(self._side, 2)
        self._appearance.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._side.setMaximumWidth(self._appearance.px(_SIDE_WIDTH_PX))
