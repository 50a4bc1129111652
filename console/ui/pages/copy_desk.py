"""Joins the page of copying and the top bar to how copying stands, asked every few seconds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from console.jobs import JobRunner
from console.people.copy_office import CopyOffice
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow
from console.ui.pages.copy_page import CopyPageView
from console.ui.pages.people_words import refusal_words
from console.ui.theme import Tone
from console.ui.window_settings import WindowSettings
from db.outbox_records import QueuedItem
from db.sync_status import SyncStatus

LOOK_MS = 2000


class CopyDesk(QObject):
    """Looks beside the GUI thread, one job at a time; a look that takes long is not doubled."""

    def __init__(self, window: MainWindow, office: CopyOffice, settings: WindowSettings) -> None:
        super().__init__(window)
        self._window = window
        self._office = office
        self._jobs = JobRunner(self, thread_count=1)
        self._looking = False
        self.page = CopyPageView(window.appearance, settings.local)
        window.add_page(ActionId.COPY_PAGE, self.page)
        window.actions_table.describe_page(ActionId.COPY_PAGE, self.page.actions_of_page.lines)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self.close)
        self.page.retry_asked.connect(self._retry)
        self.page.history_asked.connect(self._choose)
        self.look()

    @Slot()
    def look(self) -> None:
        """Show how copying stands: in the top bar, and on the page while it is seen."""
        if self._looking:
            return
        self._looking = True
        self._jobs.run_job(self._office.status, self._show_status, self._fail)

    @Slot()
    def close(self) -> None:
        """Wait for what is under way."""
        self._timer.stop()
        self._jobs.close()

    @Slot(object)
    def _page_shown(self, page: ActionId) -> None:
        if page is ActionId.COPY_PAGE:
            self._look_closer()

    def _show_status(self, status: SyncStatus) -> None:
        self._looking = False
        self._window.show_sync(status)
        if self.page.isVisible():
            self._look_closer()

    def _look_closer(self) -> None:
        self._jobs.run_job(self._office.look, self.page.show_view, self._complain)

    def _fail(self, error: Exception) -> None:
        self._looking = False
        if self.page.isVisible():
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        self.page.say(refusal_words(error), Tone.REFUSE)

    @Slot(object)
    def _retry(self, item: QueuedItem | None) -> None:
        item_id = None if item is None else item.item_id
        self._jobs.run_job(partial(self._office.retry, item_id), self._retried, self._complain)

    def _retried(self, count: int) -> None:
        self.page.say(self.tr("%n items are tried again", None, count), Tone.OPEN)
        self._look_closer()

    @Slot(int)
    def _choose(self, days: int) -> None:
        chosen = partial(self._office.choose_history, days)
        self._jobs.run_job(chosen, self._chosen, self._complain)

    def _chosen(self, count: int) -> None:
        self.page.say(self.tr("%n items go to Firebase", None, count), Tone.OPEN)
        self._look_closer()
