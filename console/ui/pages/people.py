"""The administrator's page: who may sign in, and as what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.ui import local_words
from console.ui.pages.card import MessageLine, add_row, field, heading, hint
from console.ui.pages.page_actions import PageActions
from console.ui.pages.people_words import role_words
from console.ui.theme import Appearance, Tone
from db.people_records import PersonRecord, Role

_FORM_WIDTH_PX = 420
_ROW_PX = 34


class PeoplePage(QWidget):
    """Lists people and emits what the administrator wants of them; changes nothing itself."""

    add_asked = Signal(str, object, str)  # name, Role, PIN or password
    role_asked = Signal(str, object)  # name, Role
    secret_asked = Signal(str, str)  # name, PIN or password
    active_asked = Signal(str, bool)

    def __init__(self, appearance: Appearance, local: Callable[[datetime], datetime]) -> None:
        super().__init__()
        self._appearance = appearance
        self._local = local
        self._people: tuple[PersonRecord, ...] = ()
        self.actions_of_page = PageActions(self, self.tr("People"), appearance)
        add = self.actions_of_page.add
        self._add = add(self.tr("Add"), "Ctrl+N", self.tr("Let this person sign in"), self._ask_add)
        self._role = add(
            self.tr("Change role"),
            "Ctrl+R",
            self.tr("Give the selected person the role chosen on the right"),
            self._ask_role,
        )
        self._secret = add(
            self.tr("New PIN"),
            "Ctrl+K",
            self.tr("Give the selected person the PIN or password typed on the right"),
            self._ask_secret,
        )
        self._active = add(
            self.tr("Stop or allow"),
            "Ctrl+D",
            self.tr("Stop the selected person from signing in, or allow it again"),
            self._ask_active,
        )
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(self.tr("People"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Name"), self.tr("Role"), self.tr("May sign in"), self.tr("Since")]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.name = field(self.tr("Name of the new person"))
        self.role = QComboBox()
        self.role.setAccessibleName(self.tr("Role"))
        for role in Role:
            self.role.addItem(role_words(role), role)
        self.secret = field(self.tr("PIN or password"), secret=True)
        self.secret.returnPressed.connect(self._ask_add)
        self.message = MessageLine()
        self.table.itemSelectionChanged.connect(self._refresh)
        self._lay_out()
        appearance.changed.connect(self._fit)
        self._fit()
        self._refresh()

    def show_people(self, people: tuple[PersonRecord, ...]) -> None:
        """List everybody."""
        selected = self._selected()
        self._people = people
        self.table.setRowCount(len(people))
        for row, person in enumerate(people):
            since = self._local(person.created_at)
            may = self.tr("Yes") if person.is_active else self.tr("No, stopped")
            for column, text in enumerate(
                (person.name, role_words(person.role), may, local_words.day_words(since))
            ):
                self.table.setItem(row, column, QTableWidgetItem(text))
            if selected is not None and person.name == selected.name:
                self.table.selectRow(row)
        self._refresh()

    def say(self, text: str, tone: Tone) -> None:
        """Tell how the last thing went."""
        self.message.say(text, tone)

    def clear_form(self) -> None:
        """Forget what was typed; it has been done."""
        self.name.clear()
        self.secret.clear()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.name.setFocus()

    def _selected(self) -> PersonRecord | None:
        rows = self.table.selectionModel().selectedRows()
        return self._people[rows[0].row()] if rows and rows[0].row() < len(self._people) else None

    def _chosen_role(self) -> Role:
        return Role(self.role.currentData())

    def _ask_add(self) -> None:
        self.add_asked.emit(self.name.text(), self._chosen_role(), self.secret.text())

    def _ask_role(self) -> None:
        person = self._selected()
        if person is not None:
            self.role_asked.emit(person.name, self._chosen_role())

    def _ask_secret(self) -> None:
        person = self._selected()
        if person is not None:
            self.secret_asked.emit(person.name, self.secret.text())

    def _ask_active(self) -> None:
        person = self._selected()
        if person is not None:
            self.active_asked.emit(person.name, not person.is_active)

    def _refresh(self) -> None:
        selected = self._selected() is not None
        for action in (self._role, self._secret, self._active):
            action.setEnabled(selected)

    def _lay_out(self) -> None:
        button = self.actions_of_page.button
        form = QGridLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        add_row(form, self.tr("Name"), self.name)
        add_row(form, self.tr("Role"), self.role)
        add_row(form, self.tr("PIN or password"), self.secret)
        self._side = QFrame()
        self._side.setObjectName("card")
        side = QVBoxLayout(self._side)
        side.setContentsMargins(16, 12, 16, 12)
        side.addWidget(heading(self.tr("Add somebody")))
        side.addWidget(
            hint(
                self.tr(
                    "A PIN has 4 digits or more, 6 for supervisors and administrators;"
                    " a password 8 characters or more."
                )
            )
        )
        side.addLayout(form)
        side.addWidget(button(self._add, "add", Tone.OPEN))
        side.addSpacing(16)
        side.addWidget(heading(self.tr("Change the selected person")))
        side.addWidget(hint(self.tr("Nobody is removed: decisions bear the names.")))
        for action, icon in ((self._role, "person"), (self._secret, "lock")):
            side.addWidget(button(action, icon))
        side.addWidget(button(self._active, "refuse"))
        side.addWidget(self.message)
        side.addStretch(1)
        listed = QFrame()
        listed.setObjectName("card")
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(1, 12, 1, 1)
        title = QHBoxLayout()
        title.setContentsMargins(12, 0, 12, 0)
        title.addWidget(heading(self.tr("Who may sign in")))
        inner.addLayout(title)
        inner.addWidget(self.table)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(listed, 3)
        layout.addWidget(self._side, 2)

    def _fit(self) -> None:
        self._side.setMaximumWidth(self._appearance.px(_FORM_WIDTH_PX))
        self.table.verticalHeader().setDefaultSectionSize(self._appearance.px(_ROW_PX))
