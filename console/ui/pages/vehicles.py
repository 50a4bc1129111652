"""The page of registered vehicles: list, edit, import with preview, export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QMargins, QSortFilterProxyModel, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.gate.types import Match
from console.ui import local_words, words
from console.ui.pages.card import MessageLine, add_row, field, heading, hint, plain_list
from console.ui.pages.moment_box import MomentBox
from console.ui.pages.moments import MomentTextError, write_moment
from console.ui.pages.page_actions import PageActions
from console.ui.pages.tables import PageTable
from console.ui.pages.vehicles_model import VehicleColumn, VehiclesModel
from console.ui.slot_line import fold
from console.ui.theme import Appearance, Tone
from console.ui.told import told
from console.ui.wrapping_row import WrappingRow
from db.records import VehicleKind, VehicleRecord
from db.vehicles import ImportPreview

TYPING_MS = 200
_FORM_WIDTH_PX = 420
_WIDTHS_PX = {
    VehicleColumn.PLATE: 140,
    VehicleColumn.KIND: 130,
    VehicleColumn.OWNER: 190,
    VehicleColumn.VALIDITY: 220,
}
_SPARE_COLUMNS = (int(VehicleColumn.NOTE), int(VehicleColumn.OWNER))
"""What the form beside the list tells as well."""
_LISTED_COUNT = 500
_UNDERSTOOD_PX = 36  # two lines, so that nothing jumps while a day is typed
"""Lines of a preview that are shown; the counts tell of all."""


class VehiclesPageView(QWidget):
    """Shows vehicles and emits what is wanted of them; changes nothing itself."""

    save_asked = Signal(object, bool)  # VehicleRecord, whether the entry is there already
    remove_asked = Signal(str)
    import_asked = Signal()
    apply_asked = Signal(object)  # ImportPreview
    export_asked = Signal()
    neighbours_asked = Signal(str)

    def __init__(
        self,
        appearance: Appearance,
        local: Callable[[datetime], datetime],
        now: Callable[[], datetime],
        zone: tzinfo | None,
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._zone = zone
        self._local, self._now = local, now
        self._preview: ImportPreview | None = None
        self.model = VehiclesModel(appearance, local, now, self)
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self.model)
        self._filter.setFilterKeyColumn(-1)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.actions_of_page = PageActions(self, self.tr("Vehicles"), appearance)
        add = self.actions_of_page.add
        add(self.tr("Find"), "Ctrl+F", "", self._focus_find)
        self._new = add(self.tr("New"), "Ctrl+N", self.tr("Register another"), self.start_new)
        self._save = add(
            self.tr("Save"), "Ctrl+S", self.tr("Add this vehicle, or change it"), self._ask_save
        )
        self._remove = add(
            self.tr("Remove"),
            "Ctrl+Delete",
            self.tr("Take the selected vehicle out of the registry"),
            self._ask_remove,
        )
        self._import = add(
            self.tr("Import CSV"),
            "Ctrl+I",
            self.tr("See what a CSV file would change, then decide"),
            self.import_asked.emit,
        )
        self._export = add(self.tr("Export CSV"), "Ctrl+E", "", self.export_asked.emit)
        self._calendar = add(
            self.tr("Calendar"),
            "Ctrl+K",
            self.tr("Choose the day of the box, or of the end of the validity"),
            self._open_calendar,
        )
        self._apply = add(
            self.tr("Import these"),
            "Ctrl+Return",
            self.tr("Do all that is listed, or nothing"),
            self._ask_apply,
        )
        self._cancel = add(
            self.tr("Do not import"), "Escape", self.tr("Back to the form"), self.end_preview
        )
        self.find_box = field(self.tr("Find a vehicle"))
        self.find_box.setPlaceholderText(self.tr("Plate, owner, kind or note"))
        self.table = PageTable(self.tr("Registered vehicles"), appearance)
        self.table.setModel(self._filter)
        self.table.set_widths(
            {int(column): width for column, width in _WIDTHS_PX.items()}, _SPARE_COLUMNS
        )
        self.count = hint()
        self.count.setWordWrap(False)
        self._make_form()
        self._make_preview()
        self.message = MessageLine()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._ask_neighbours)
        self._lay_out()
        self._connect()
        self.end_preview()
        self.start_new()

    def show_vehicles(self, vehicles: tuple[VehicleRecord, ...]) -> None:
        """List these, keeping the selected one."""
        plate = self.plate.text()
        self.model.show_vehicles(vehicles)
        self.table.set_empty_text(
            self.tr("Nothing fits") if vehicles else self.tr("No vehicles are registered yet")
        )
        for row, vehicle in enumerate(vehicles):
            if vehicle.plate == plate:
                shown = self._filter.mapFromSource(self.model.index(row, 0))
                self.table.selectRow(shown.row())
        self._show_count()

    def show_neighbours(self, text: str, matches: tuple[Match, ...]) -> None:
        """Warn of registered plates that differ from ``text`` in one character alone."""
        near = [
            match
            for match in matches
            if fold(match.vehicle.plate) != fold(text) and match.cost <= 1.0
        ]
        self.warning.setVisible(bool(near))
        if near:
            one = near[0].vehicle
            self.warning.setText(
                self.tr(
                    "One character away from {plate} ({owner}): a camera may take one for the"
                    " other, and such a vehicle is not let in by itself."
                ).format(plate=one.plate, owner=one.owner or self.tr("no owner"))
            )

    def show_preview(self, preview: ImportPreview, source: str) -> None:
        """Show what a file would do, before anything is done."""
        self._preview = preview
        self._preview_title.setText(self.tr("Import {file}").format(file=source))
        self._preview_counts.setText(
            self.tr(
                "{added} added, {changed} changed, {same} as they are, {refused} refused"
            ).format(
                added=len(preview.added),
                changed=len(preview.changed),
                same=preview.unchanged_count,
                refused=len(preview.refused),
            )
        )
        self.lines.clear()
        for text in self._preview_lines(preview)[:_LISTED_COUNT]:
            self.lines.addItem(text)
        self.leave_out.setChecked(False)
        self.leave_out.setVisible(bool(preview.refused))
        self._side.setCurrentIndex(1)
        self.lines.setFocus()
        self._refresh()

    def end_preview(self) -> None:
        """Back to the form."""
        self._preview = None
        self._side.setCurrentIndex(0)
        self._refresh()

    def start_new(self) -> None:
        """An empty form."""
        self.table.clearSelection()
        self.table.setCurrentIndex(self._filter.index(-1, -1))
        self._fill(VehicleRecord(""))
        self.plate.setFocus()

    def say(self, text: str, tone: Tone) -> None:
        """Tell how the last thing went."""
        self.message.say(text, tone)

    def show_problem(self, text: str) -> None:
        """Say why something was not done or could not be looked up."""
        self.message.say(text, Tone.REFUSE)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._focus_find()

    def _selected(self) -> VehicleRecord | None:
        current = self.table.currentIndex()
        if not current.isValid():
            return None
        return self.model.vehicles[self._filter.mapToSource(current).row()]

    def _fill(self, vehicle: VehicleRecord) -> None:
        self.plate.setText(vehicle.plate)
        self.plate.setReadOnly(bool(vehicle.plate))
        self.kind.setCurrentIndex(self.kind.findData(vehicle.kind.value))
        self.owner.setText(vehicle.owner)
        self.valid_from.show_moment(vehicle.valid_from)
        self.valid_until.show_moment(vehicle.valid_until)
        self.note.setText(vehicle.note)
        self.warning.setVisible(False)
        self._form_title.setText(
            self.tr("Change {plate}").format(plate=vehicle.plate)
            if vehicle.plate
            else self.tr("Register a vehicle")
        )
        self._refresh()
        if vehicle.plate:
            self._typing.start()

    def _ask_save(self) -> None:
        try:
            vehicle = VehicleRecord(
                self.plate.text(),
                VehicleKind(self.kind.currentData()),
                self.owner.text(),
                self.valid_from.moment(),
                self.valid_until.moment(),
                self.note.text(),
            )
        except MomentTextError as error:
            self.show_problem(
                self.tr("{text} is no day or time such as {example}").format(
                    text=error, example=self._example()
                )
            )
            return
        self.save_asked.emit(vehicle, self.plate.isReadOnly())

    def _ask_remove(self) -> None:
        vehicle = self._selected()
        if vehicle is not None:
            self.remove_asked.emit(vehicle.plate)

    def _ask_apply(self) -> None:
        if self._preview is not None:
            self.apply_asked.emit(self._preview)

    def _ask_neighbours(self) -> None:
        if self.plate.text().strip():
            self.neighbours_asked.emit(self.plate.text().strip().upper())
        else:
            self.warning.setVisible(False)

    def _preview_lines(self, preview: ImportPreview) -> list[str]:
        lines = [
            self.tr("Line {line} refused: {plate}: {reason}").format(
                line=one.line, plate=one.plate, reason=told(one.reason)
            )
            for one in preview.refused
        ]
        lines += [
            self.tr("Changed: {plate}: {what}").format(
                plate=change.after.plate, what=self._difference(change.before, change.after)
            )
            for change in preview.changed
        ]
        lines += [
            self.tr("Added: {plate}, {kind}, {owner}").format(
                plate=one.plate,
                kind=words.vehicle_kind_words(one.kind),
                owner=one.owner or self.tr("no owner"),
            )
            for one in preview.added
        ]
        return lines

    def _difference(self, before: VehicleRecord, after: VehicleRecord) -> str:
        pairs = (
            (before.plate, after.plate),
            (words.vehicle_kind_words(before.kind), words.vehicle_kind_words(after.kind)),
            (before.owner, after.owner),
            (self._day(before.valid_from, ends=False), self._day(after.valid_from, ends=False)),
            (self._day(before.valid_until, ends=True), self._day(after.valid_until, ends=True)),
            (before.note, after.note),
        )
        return ", ".join(f"{old or '–'} → {new or '–'}" for old, new in pairs if old != new)  # noqa: RUF001

    def _day(self, moment: datetime | None, *, ends: bool) -> str:
        return write_moment(moment, self._zone, ends=ends)

    def _show_count(self) -> None:
        total, shown = self.model.rowCount(), self._filter.rowCount()
        expired = sum(self.model.expired(vehicle) for vehicle in self.model.vehicles)
        text = self.tr("{shown} of %n vehicles", None, total).format(shown=shown)
        if expired:
            text = self.tr("{count}, {expired} expired").format(count=text, expired=expired)
        self.count.setText(text)

    def _refresh(self) -> None:
        previewing = self._preview is not None
        for action in (self._new, self._save, self._import, self._export, self._calendar):
            action.setEnabled(not previewing)
        self._remove.setEnabled(not previewing and self._selected() is not None)
        self._cancel.setEnabled(previewing)
        preview = self._preview
        possible = preview is not None and bool(preview.added or preview.changed)
        refused = preview is not None and bool(preview.refused)
        self._apply.setEnabled(possible and (not refused or self.leave_out.isChecked()))

    def _focus_find(self) -> None:
        self.find_box.setFocus()
        self.find_box.selectAll()

    def _follow_filter(self, text: str) -> None:
        self._filter.setFilterFixedString(text.strip())
        self._show_count()

    def _follow_selection(self) -> None:
        vehicle = self._selected()
        if vehicle is not None:
            self._fill(vehicle)

    def _connect(self) -> None:
        self.find_box.textChanged.connect(self._follow_filter)
        self.plate.textEdited.connect(lambda _: self._typing.start())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._follow_selection())
        self.leave_out.toggled.connect(lambda _: self._refresh())
        for box in (self.plate, self.owner, self.valid_from, self.valid_until, self.note):
            box.returnPressed.connect(self._ask_save)

    def _make_form(self) -> None:
        self._form_title = heading()
        self.plate = field(self.tr("Plate"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind"))
        for kind in VehicleKind:
            self.kind.addItem(words.vehicle_kind_words(kind), kind.value)
        self.owner = field(self.tr("Owner"))
        self.valid_from = MomentBox(self.tr("Valid from"), self._zone, ends=False)
        self.valid_until = MomentBox(self.tr("Valid until"), self._zone, ends=True)
        self.understood = hint()
        for box in (self.valid_from, self.valid_until):
            box.setPlaceholderText(self.tr("such as {example}").format(example=self._example()))
            box.textChanged.connect(self._show_understood)
        self.note = field(self.tr("Note"))
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.warning.setProperty("tone", Tone.REVIEW.value)

    def _example(self) -> str:
        """A day and time as this window writes them: the one it is now."""
        return local_words.minute_words(self._local(self._now()))

    def _show_understood(self) -> None:
        """Say in long words which days were typed, for 3/4/26 is not the same everywhere."""
        said = [box.understood() for box in (self.valid_from, self.valid_until)]
        self.understood.setText("\n".join(filter(None, said)))

    def _open_calendar(self) -> None:
        box = self.valid_from if self.valid_from.hasFocus() else self.valid_until
        box.choose_from_calendar()

    def _make_preview(self) -> None:
        self._preview_title = heading()
        self._preview_counts = QLabel()
        self._preview_counts.setWordWrap(True)
        self.lines = plain_list(self.tr("What the file would do"))
        self.lines.setWordWrap(True)
        self.leave_out = QCheckBox(self.tr("Leave out the refused lines"))

    def _lay_out(self) -> None:
        button = self.actions_of_page.button
        top = WrappingRow(6, QMargins(12, 10, 12, 6))
        top.add(self.find_box)
        for action, icon in (
            (self._new, "add"),
            (self._import, "import"),
            (self._export, "export"),
        ):
            top.add(button(action, icon))
        listed = QFrame()
        listed.setObjectName("card")
        left = QVBoxLayout(listed)
        left.setContentsMargins(1, 1, 1, 8)
        left.setSpacing(0)
        left.addWidget(top)
        left.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 0)
        foot.addWidget(self.count)
        left.addLayout(foot)
        self._side = QStackedWidget()
        self._side.addWidget(self._form_widget(button(self._save, "check", Tone.OPEN)))
        self._side.addWidget(self._preview_widget())
        self._card = QFrame()
        self._card.setObjectName("card")
        right = QVBoxLayout(self._card)
        right.setContentsMargins(16, 12, 16, 12)
        right.addWidget(self._side, 1)
        right.addWidget(self.message)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(listed, 3)
        layout.addWidget(self._card, 2)
        self._appearance.changed.connect(self._fit)
        self._fit()

    def _form_widget(self, save: QWidget) -> QWidget:
        form = QGridLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for name, control in (
            (self.tr("Plate"), self.plate),
            (self.tr("Kind"), self.kind),
            (self.tr("Owner"), self.owner),
            (self.tr("Valid from"), self.valid_from),
            (self.tr("Valid until"), self.valid_until),
            (self.tr("Note"), self.note),
        ):
            add_row(form, name, control)
        buttons = QHBoxLayout()
        buttons.addWidget(save)
        buttons.addWidget(self.actions_of_page.button(self._remove, "refuse"))
        buttons.addWidget(self.actions_of_page.button(self._calendar, "clock"))
        buttons.addStretch(1)
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._form_title)
        layout.addLayout(form)
        layout.addWidget(self.understood)
        layout.addWidget(self.warning)
        layout.addLayout(buttons)
        layout.addWidget(
            hint(
                self.tr(
                    "A day alone counts as a whole day. A visitor needs a day on which the visit"
                    " ends; after it the vehicle is not let in by itself."
                )
            )
        )
        layout.addStretch(1)
        return side

    def _preview_widget(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.addWidget(self.actions_of_page.button(self._apply, "check", Tone.OPEN))
        buttons.addWidget(self.actions_of_page.button(self._cancel, "close"))
        buttons.addStretch(1)
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._preview_title)
        layout.addWidget(self._preview_counts)
        layout.addWidget(self.lines, 1)
        layout.addWidget(self.leave_out)
        layout.addLayout(buttons)
        return side

    def _fit(self) -> None:
        self.understood.setMinimumHeight(self._appearance.px(_UNDERSTOOD_PX))
        self._card.setMaximumWidth(self._appearance.px(_FORM_WIDTH_PX))
