"""Joins the page of the models to the site's shelf; one job at a time, beside the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Slot

from console.jobs import JobRunner
from console.people.models import ModelRoom
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow
from console.ui.pages.models_page import ModelsPage
from console.ui.pages.models_words import models_refusal_words, version_words
from console.ui.theme import Tone

T = TypeVar("T")


class ModelsDesk(QObject):
    """Looks when the page is shown, and carries out switches."""

    def __init__(self, window: MainWindow, room: ModelRoom) -> None:
        super().__init__(window)
        self._room = room
        self._jobs = JobRunner(self, thread_count=1)
        self.page = ModelsPage(window.appearance)
        window.add_page(ActionId.MODELS_PAGE, self.page)
        window.actions_table.describe_page(ActionId.MODELS_PAGE, self.page.actions_of_page.lines)
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self.close)
        self.page.promote_asked.connect(self._promote)
        self.page.back_asked.connect(self._go_back)

    @Slot()
    def look(self) -> None:
        """Verify the sets and show them."""
        self._run(self._room.look, self.page.show_view)

    @Slot()
    def close(self) -> None:
        """Wait for what is under way."""
        self._jobs.close()

    @Slot(object)
    def _page_shown(self, page: ActionId) -> None:
        if page is ActionId.MODELS_PAGE:
            self.look()

    @Slot(str, str)
    def _promote(self, version: str, why: str) -> None:
        words = self.tr("The lanes read with {version}").format(version=version_words(version))
        self._run(partial(self._room.promote, version, why), lambda _: self._switched(words))

    @Slot(str)
    def _go_back(self, why: str) -> None:
        self._run(partial(self._room.go_back, why), self._went_back)

    def _went_back(self, version: str) -> None:
        self._switched(
            self.tr("The lanes read with {version} again").format(version=version_words(version))
        )

    def _switched(self, words: str) -> None:
        self.page.why.clear()
        self.page.say(words, Tone.OPEN)
        self.look()

    def _run(self, ask: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._jobs.run_job(
            ask, on_done, lambda error: self.page.say(models_refusal_words(error), Tone.REFUSE)
        )
