"""The page of copying to Firebase: how it stands, what has not gone and why, what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from console.people.copy_office import CopyView
from console.ui.pages.card import MessageLine, heading, hint, plain_list
from console.ui.pages.copy_model import CopyColumn, CopyModel
from console.ui.pages.page_actions import PageActions
from console.ui.pages.tables import PageTable
from console.ui.sync_words import link_words, state_words
from console.ui.theme import Appearance, Tone
from console.ui.told import told
from console.ui.words import age_words, vehicle_kind_words
from db.outbox_records import ItemState, QueuedItem
from db.sync_status import Link, SyncStatus

ALL_DAYS = 36_500
_USUAL_DAYS = 90
_SIDE_WIDTH_PX = 420
_WIDTHS_PX = {
    CopyColumn.KIND: 190,
    CopyColumn.PLATE: 150,
    CopyColumn.WHO: 140,
    CopyColumn.WHEN: 175,
}


class CopyPageView(QWidget):
    """Shows what it is told and emits what somebody wants done."""

    retry_asked = Signal(object)  # QueuedItem, or None for every refused one
    history_asked = Signal(int)  # days

    def __init__(self, appearance: Appearance, local: Callable[[datetime], datetime]) -> None:
        super().__init__()
        self._appearance = appearance
        self._held_count = 0
        self.model = CopyModel(appearance, local, self)
        self.table = PageTable(self.tr("What has not gone to Firebase"), appearance)
        self.table.setModel(self.model)
        self.table.set_widths(
            {int(column): width for column, width in _WIDTHS_PX.items()},
            (int(CopyColumn.WHO), int(CopyColumn.WHEN)),
        )
        self.actions_of_page = PageActions(self, self.tr("Firebase page"), appearance)
        self._make_actions()
        self.state = heading()
        self.counts = hint()
        self.reason = hint()
        self.problem = hint()
        self.days = QSpinBox()
        self.days.setAccessibleName(self.tr("Days of history to upload"))
        self.days.setRange(1, ALL_DAYS)
        self.days.setValue(_USUAL_DAYS)
        self.days.setSuffix(" " + self.tr("days"))
        self.history = hint()
        self.differing = plain_list(self.tr("What this site and Firebase see differently"))
        self.differing.setWordWrap(True)
        self.message = MessageLine()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._refresh())
        self.table.set_empty_text(self.tr("Looking"))
        self._refresh()

    def show_view(self, view: CopyView) -> None:
        """Show how copying stands, keeping what is selected."""
        selected = self.selected()
        if view.items != self.model.items:
            self.model.show_items(view.items)
            for row, one in enumerate(view.items):
                if selected is not None and one.item_id == selected.item_id:
                    self.table.selectRow(row)
        self.table.set_empty_text(self.tr("Everything has gone to Firebase"))
        self._show_status(view.status)
        self._show_differing(view)
        self._refresh()

    def say(self, text: str, tone: Tone) -> None:
        """Tell how the last thing went."""
        self.message.say(text, tone)

    def selected(self) -> QueuedItem | None:
        """The item that is selected."""
        current = self.table.currentIndex()
        return self.model.items[current.row()] if current.isValid() else None

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.table.setFocus()

    def _show_status(self, status: SyncStatus) -> None:
        counts = status.counts
        self._held_count = counts.held
        self.state.setText(link_words(status.link))
        words = self.tr("{waiting} waiting, {parked} refused, {sent} sent").format(
            waiting=counts.waiting + counts.held, parked=counts.parked, sent=counts.sent
        )
        if counts.expired:
            late = self.tr("{expired} notices too late").format(expired=counts.expired)
            words = f"{words}, {late}"
        if status.registry_age_s is not None:
            age = age_words(float(int(status.registry_age_s)))
            seen = self.tr("vehicles and slots as of {age} ago").format(age=age)
            words = f"{words}; {seen}"
        self.counts.setText(words)
        if status.link is Link.OFF:
            text = self.tr(
                "This site keeps everything itself. To connect it, name a service account in its "
                "settings (docs/firebase.md)."
            )
        else:
            text = told(status.problem)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.history.setText(
            self.tr(
                "{count} items were recorded before the site was connected. How many days of them "
                "go to Firebase? The rest stays here alone."
            ).format(count=counts.held)
            if counts.held
            else self.tr("Nothing from before the connection waits for a choice.")
        )

    def _show_differing(self, view: CopyView) -> None:
        lines = [
            self.tr("{plate}: here {here}, there {there}").format(
                plate=here.plate,
                here=vehicle_kind_words(here.kind),
                there=vehicle_kind_words(there.kind),
            )
            for here, there in view.differing
        ]
        lines += view.status.unusable
        if [self.differing.item(row).text() for row in range(self.differing.count())] != lines:
            self.differing.clear()
            self.differing.addItems(lines)

    def _refresh(self) -> None:
        item = self.selected()
        self.reason.setText("" if item is None else state_words(item))
        self._retry.setEnabled(item is not None and item.state is ItemState.PARKED)
        self._retry_all.setEnabled(any(one.state is ItemState.PARKED for one in self.model.items))
        for action in (self._upload, self._upload_all, self._keep):
            action.setEnabled(self._held_count > 0)
        self.days.setEnabled(self._held_count > 0)

    def _ask_retry(self) -> None:
        item = self.selected()
        if item is not None:
            self.retry_asked.emit(item)

    def _make_actions(self) -> None:
        add = self.actions_of_page.add
        self._retry = add(
            self.tr("Retry"),
            "Ctrl+R",
            self.tr("Send the selected refused item once more"),
            self._ask_retry,
        )
        self._retry_all = add(
            self.tr("Retry all"),
            "Ctrl+Shift+R",
            self.tr("Send every refused item once more"),
            lambda: self.retry_asked.emit(None),
        )
        self._upload = add(
            self.tr("Upload these days"),
            "Ctrl+U",
            self.tr("Copy the history of so many days to Firebase"),
            lambda: self.history_asked.emit(self.days.value()),
        )
        self._upload_all = add(
            self.tr("Upload all"),
            "Ctrl+Shift+U",
            self.tr("Copy all of the history to Firebase"),
            lambda: self.history_asked.emit(ALL_DAYS),
        )
        self._keep = add(
            self.tr("Upload none"),
            "Ctrl+Delete",
            self.tr("Keep the history at this site alone"),
            lambda: self.history_asked.emit(0),
        )

    def _lay_out(self) -> None:
        button = self.actions_of_page.button
        top = QVBoxLayout()
        top.setContentsMargins(12, 10, 12, 6)
        for line in (self.state, self.counts, self.problem):
            top.addWidget(line)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 0)
        foot.setSpacing(6)
        foot.addWidget(button(self._retry, "undo"))
        foot.addWidget(button(self._retry_all, "undo"))
        foot.addWidget(self.reason, 1)
        listed = QFrame()
        listed.setObjectName("card")
        left = QVBoxLayout(listed)
        left.setContentsMargins(1, 1, 1, 8)
        left.setSpacing(0)
        left.addLayout(top)
        left.addWidget(self.table, 1)
        left.addLayout(foot)
        self._side = QFrame()
        self._side.setObjectName("card")
        right = QVBoxLayout(self._side)
        right.setContentsMargins(16, 12, 16, 12)
        right.addWidget(heading(self.tr("History")))
        right.addWidget(self.history)
        days = QHBoxLayout()
        days.addWidget(self.days)
        days.addWidget(button(self._upload, "cloud"))
        right.addLayout(days)
        choices = QHBoxLayout()
        choices.addWidget(button(self._upload_all, "cloud"))
        choices.addWidget(button(self._keep, "cloud_off"))
        choices.addStretch(1)
        right.addLayout(choices)
        right.addWidget(_spaced(heading(self.tr("Seen differently"))))
        right.addWidget(
            hint(
                self.tr(
                    "The entry of this site counts, but a block in Firebase counts always. "
                    "Documents that cannot be used are listed, too."
                )
            )
        )
        right.addWidget(self.differing, 1)
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


def _spaced(label: QLabel) -> QLabel:
    label.setContentsMargins(0, 16, 0, 0)
    return label
