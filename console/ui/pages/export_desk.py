"""Joins the page of exports to what makes them, beside the GUI thread; one export at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from console.exporting.exporter import Exporter, Progress
from console.exporting.types import Counts, ExportFilters, ExportRequest
from console.jobs import JobRunner
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow
from console.ui.pages.export import ExportPageView
from console.ui.pages.export_words import problem_words, result_words
from console.ui.theme import Tone
from console.ui.window_settings import WindowSettings

PROGRESS_MS = 100
CLOSE_S = 30.0
"""How long closing the window waits for an export to notice that it was cancelled."""

ChooseFolder = Callable[[QWidget, str], Path | None]
"""Asks for a folder that is to be made: the window, and a name to begin with."""


def choose_new_folder(parent: QWidget, name: str) -> Path | None:
    """Ask for a name and a place; None when the person thought better of it."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "", name, options=QFileDialog.Option.DontConfirmOverwrite
    )
    return Path(chosen) if chosen else None


class _Run:
    """What the thread of an export and the GUI thread say to each other."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._progress: Progress | None = None

    def cancel(self) -> None:
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def report(self, progress: Progress) -> None:
        with self._lock:
            self._progress = progress

    def take_progress(self) -> Progress | None:
        with self._lock:
            progress, self._progress = self._progress, None
            return progress


class _Questions:
    """Counts what is asked, so that the thread of an older question can stop."""

    def __init__(self) -> None:
        self._last = 0

    def ask(self) -> int:
        self._last += 1
        return self._last

    def is_old(self, number: int) -> bool:
        return number != self._last


class ExportDesk(QObject):
    """Counts and exports for the page; the session's role is checked by the exporter."""

    def __init__(
        self,
        window: MainWindow,
        exporter: Exporter,
        settings: WindowSettings,
        *,
        lane_names: Mapping[str, str],
        choose: ChooseFolder = choose_new_folder,
    ) -> None:
        super().__init__(window)
        self._exporter = exporter
        self._settings = settings
        self._choose = choose
        self._jobs = JobRunner(self)
        self._questions = _Questions()
        self._run: _Run | None = None
        self.page = ExportPageView(window.appearance, lane_names, settings.local, settings.now)
        window.add_page(ActionId.EXPORT_PAGE, self.page)
        window.actions_table.describe_page(ActionId.EXPORT_PAGE, self.page.actions_of_page.lines)
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self.close)
        self.page.preview_asked.connect(self._preview)
        self.page.export_asked.connect(self._export)
        self.page.cancel_asked.connect(self._cancel)
        self._look = QTimer(self)
        self._look.setInterval(PROGRESS_MS)
        self._look.timeout.connect(self._show_progress)

    @Slot()
    def close(self) -> None:
        """Cancel what is under way and wait until nothing of it is left."""
        self._questions.ask()
        self._cancel()
        self._look.stop()
        self._jobs.close(CLOSE_S)

    @Slot(object)
    def _page_shown(self, page: ActionId) -> None:
        if page is ActionId.EXPORT_PAGE:
            self.page.ask_preview()

    @Slot(object)
    def _preview(self, filters: ExportFilters) -> None:
        number = self._questions.ask()
        self._jobs.run_job(
            partial(self._exporter.preview, filters, partial(self._questions.is_old, number)),
            partial(self._previewed, number),
            partial(self._not_previewed, number),
        )

    def _previewed(self, number: int, counts: Counts) -> None:
        if not self._questions.is_old(number):
            self.page.show_preview(counts)

    def _not_previewed(self, number: int, error: Exception) -> None:
        if not self._questions.is_old(number):
            self.page.show_problem(problem_words(error))

    @Slot(object)
    def _export(self, request: ExportRequest) -> None:
        if self._run is not None:
            return
        today = self._settings.local(self._settings.now())
        target = self._choose(self.page, f"export-{today:%Y-%m-%d}")
        if target is None:
            return
        self._run = run = _Run()
        self.page.show_running(target.name)
        self._look.start()
        self._jobs.run_job(
            partial(self._exporter.export, request, target, run.report, run.is_cancelled),
            partial(self._exported, target),
            self._failed,
        )

    @Slot()
    def _cancel(self) -> None:
        if self._run is not None:
            self._run.cancel()

    @Slot()
    def _show_progress(self) -> None:
        progress = None if self._run is None else self._run.take_progress()
        if progress is not None:
            self.page.show_progress(progress)

    def _exported(self, target: Path, counts: Counts) -> None:
        self._end(result_words(target.name, counts), Tone.OPEN)

    def _failed(self, error: Exception) -> None:
        self._end(problem_words(error), Tone.REFUSE)

    def _end(self, text: str, tone: Tone) -> None:
        self._run = None
        self._look.stop()
        self.page.show_ended(text, tone)
