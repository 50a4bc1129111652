"""Answers what the page of the past asks, beside the GUI thread; a later question wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from console.bridge import EngineBridge
from console.gate.types import GateCommands
from console.jobs import JobRunner
from console.people.archive import Archive, Trail
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow
from console.ui.pages.amending import Amending
from console.ui.pages.evidence_page import PageFacts, write_evidence_page
from console.ui.pages.history import HistoryPageView
from console.ui.pages.people_words import refusal_words
from console.ui.theme import Tone
from console.ui.window_settings import WindowSettings
from db.records import DecisionRecord
from db.search import HistoryPage, HistoryQuery

T = TypeVar("T")
Choose = Callable[[QWidget, str, str], Path | None]
"""Asks for a file to write: the window, a name to begin with, and a filter."""


def choose_file(parent: QWidget, name: str, kind: str) -> Path | None:
    """Ask where to write; None when the person thought better of it."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "", name, kind)
    return Path(chosen) if chosen else None


class Archivist(QObject):
    """Joins the page of the past to the archive."""

    def __init__(  # noqa: PLR0913 - the window, the archive, the gate and what the site says
        self,
        window: MainWindow,
        archive: Archive,
        settings: WindowSettings,
        *,
        commands: GateCommands,
        bridge: EngineBridge,
        lane_names: Mapping[str, str],
        choose: Choose = choose_file,
    ) -> None:
        super().__init__(window)
        self._archive = archive
        self._settings = settings
        self._lane_names = lane_names
        self._choose = choose
        self._jobs = JobRunner(self)
        self._question = 0
        self._passage = 0
        self._query = HistoryQuery()
        self._selected_id = ""
        self.page = HistoryPageView(
            window.appearance, lane_names, settings.local, settings.now, settings.reasons
        )
        self.amending = Amending(self.page, archive, commands, bridge, settings, window.appearance)
        window.add_page(ActionId.HISTORY_PAGE, self.page)
        window.actions_table.describe_page(ActionId.HISTORY_PAGE, self.page.actions_of_page.lines)
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self.close)
        self.page.asked.connect(self.ask)
        self.page.model.more_wanted.connect(self._ask_more)
        self.page.passage_picked.connect(self._show_passage)
        self.page.page_wanted.connect(self._write_page)
        self.amending.recorded.connect(self._show_amended)
        self.page.table_wanted.connect(self._write_table)

    @Slot()
    def close(self) -> None:
        """Wait for what is under way."""
        self._jobs.close()

    @Slot(object)
    def ask(self, query: HistoryQuery) -> None:
        """Search anew; what an earlier question still brings is dropped."""
        self._question += 1
        self._query = query
        self.page.say("", Tone.NEUTRAL)
        self.page.show_searching()
        search = partial(self._archive.search, query, None)
        self._run(search, partial(self._first_came, self._question), self.page.show_problem)

    @Slot(object)
    def _page_shown(self, page: ActionId) -> None:
        if page is ActionId.HISTORY_PAGE:
            self._run(self._archive.people, self.page.show_people, self.page.show_problem)
            self.page.ask()
            self._run(self._archive.prepare, lambda _: None, self.page.show_problem)

    def _first_came(self, question: int, found: HistoryPage) -> None:
        if question != self._question:
            return
        self.page.model.show_first(found)
        self.page.show_passage(None)
        self.page.select(self._selected_id)
        self._selected_id = ""
        if found.next_before is None:
            self.page.show_count(len(found.rows))
        else:
            count = partial(self._archive.count, self._query)
            self._run(count, partial(self._counted, question), self.page.show_problem)

    @Slot(object)
    def _show_amended(self, decision: DecisionRecord) -> None:
        """Ask again, so that both the amendment and what it amends are shown as they are now."""
        self._selected_id = decision.decision_id
        self.ask(self._query)

    def _counted(self, question: int, count: int) -> None:
        if question == self._question:
            self.page.show_count(count)

    @Slot(int)
    def _ask_more(self, before: int) -> None:
        search = partial(self._archive.search, self._query, before)
        self._run(search, partial(self._more_came, self._question), self._more_failed)

    def _more_came(self, question: int, found: HistoryPage) -> None:
        if question == self._question:
            self.page.model.append(found)

    def _more_failed(self, text: str) -> None:
        self.page.model.give_up()
        self.page.say(text, Tone.REFUSE)

    @Slot(str)
    def _show_passage(self, passage_id: str) -> None:
        self._passage += 1
        look = partial(self._look_up, passage_id)
        self._run(look, partial(self._passage_came, self._passage), self._failed)

    def _look_up(self, passage_id: str) -> tuple[Trail, QImage | None]:
        trail = self._archive.trail(passage_id)
        if trail.jpeg is None:
            return trail, None
        image = QImage.fromData(trail.jpeg)
        return trail, None if image.isNull() else image

    def _passage_came(self, number: int, found: tuple[Trail, QImage | None]) -> None:
        if number == self._passage:
            self.page.show_passage(*found)

    @Slot(str)
    def _write_page(self, passage_id: str) -> None:
        target = self._choose(self.page, f"passage-{passage_id[:8]}.pdf", "PDF (*.pdf)")
        if target is not None:
            write = partial(self._page_written, passage_id, target)
            self._run(write, self._written, self._failed)

    def _page_written(self, passage_id: str, target: Path) -> Path:
        trail, name = self._archive.evidence(passage_id, target)
        lane_id = trail.decisions[0].lane_id
        facts = PageFacts(
            self._settings.site_name,
            self._lane_names.get(lane_id, lane_id),
            name,
            self._settings.now(),
            self._settings.local,
            self._settings.reasons,
        )
        write_evidence_page(target, trail, facts)
        return target

    def _written(self, target: Path) -> None:
        self.page.say(self.tr("{file} was written").format(file=target.name), Tone.OPEN)

    @Slot(object)
    def _write_table(self, query: HistoryQuery) -> None:
        target = self._choose(self.page, "decisions.csv", "CSV (*.csv)")
        if target is not None:
            self.page.say(self.tr("Writing {file}").format(file=target.name), Tone.NEUTRAL)
            export = partial(self._archive.export_csv, query, target)
            self._run(export, partial(self._exported, target), self._failed)

    def _exported(self, target: Path, count: int) -> None:
        self.page.say(
            self.tr("{file}: %n decisions written", None, count).format(file=target.name),
            Tone.OPEN,
        )

    def _failed(self, text: str) -> None:
        self.page.say(text, Tone.REFUSE)

    def _run(
        self, ask: Callable[[], T], on_done: Callable[[T], None], on_refused: Callable[[str], None]
    ) -> None:
        self._jobs.run_job(ask, on_done, lambda error: on_refused(refusal_words(error)))
