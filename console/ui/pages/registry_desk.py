"""Joins the page of vehicles to the registry, beside the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from console.gate.types import Match
from console.jobs import JobRunner
from console.people.registrar import Registrar
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow
from console.ui.pages.archivist import Choose, choose_file
from console.ui.pages.people_words import refusal_words
from console.ui.pages.vehicles import VehiclesPageView
from console.ui.theme import Tone
from console.ui.window_settings import WindowSettings
from db.records import VehicleRecord
from db.vehicles import ImportPreview

T = TypeVar("T")
NEIGHBOUR_COUNT = 3


def choose_source(parent: QWidget, _name: str, kind: str) -> Path | None:
    """Ask which file to read; None when the person thought better of it."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "", "", kind)
    return Path(chosen) if chosen else None


class RegistryDesk(QObject):
    """Turns what is wanted of vehicles into calls of the registrar."""

    def __init__(  # noqa: PLR0913 - the window, the registry, the site, and two dialogs
        self,
        window: MainWindow,
        registrar: Registrar,
        nearest: Callable[[str, int], tuple[Match, ...]],
        settings: WindowSettings,
        *,
        choose: Choose = choose_file,
        choose_csv: Choose = choose_source,
    ) -> None:
        super().__init__(window)
        self._registrar = registrar
        self._nearest = nearest
        self._choose = choose
        self._choose_csv = choose_csv
        self._jobs = JobRunner(self)
        self._source = ""
        self.page = VehiclesPageView(
            window.appearance, settings.local, settings.now, settings.time_zone
        )
        window.add_page(ActionId.VEHICLES_PAGE, self.page)
        window.actions_table.describe_page(ActionId.VEHICLES_PAGE, self.page.actions_of_page.lines)
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self.close)
        self.page.save_asked.connect(self._save)
        self.page.remove_asked.connect(self._remove)
        self.page.import_asked.connect(self._import)
        self.page.apply_asked.connect(self._apply)
        self.page.export_asked.connect(self._export)
        self.page.neighbours_asked.connect(self._look_for_neighbours)

    @Slot()
    def close(self) -> None:
        """Wait for what is under way."""
        self._jobs.close()

    @Slot(object)
    def _page_shown(self, page: ActionId) -> None:
        if page is ActionId.VEHICLES_PAGE:
            self._refresh()

    def _refresh(self) -> None:
        self._run(self._registrar.vehicles, self.page.show_vehicles)

    @Slot(object, bool)
    def _save(self, vehicle: VehicleRecord, is_known: bool) -> None:
        change = self._registrar.change if is_known else self._registrar.add
        words = self.tr("{plate} was saved").format(plate=vehicle.plate)
        self._run(partial(change, vehicle), partial(self._changed, words))

    @Slot(str)
    def _remove(self, plate: str) -> None:
        words = self.tr("{plate} was removed").format(plate=plate)
        self._run(partial(self._registrar.remove, plate), partial(self._removed, words))

    def _removed(self, words: str, _: None) -> None:
        self.page.start_new()
        self._changed(words, None)

    def _changed(self, words: str, _: None) -> None:
        self.page.say(words, Tone.OPEN)
        self._refresh()

    @Slot()
    def _import(self) -> None:
        source = self._choose_csv(self.page, "", "CSV (*.csv)")
        if source is not None:
            self._source = source.name
            self.page.say("", Tone.NEUTRAL)
            self._run(partial(self._registrar.preview, source), self._previewed)

    def _previewed(self, preview: ImportPreview) -> None:
        self.page.show_preview(preview, self._source)

    @Slot(object)
    def _apply(self, preview: ImportPreview) -> None:
        words = self.tr("{file}: {added} added, {changed} changed").format(
            file=self._source, added=len(preview.added), changed=len(preview.changed)
        )
        apply = partial(self._registrar.apply, preview, self._source)
        self._run(apply, partial(self._applied, words))

    def _applied(self, words: str, _: None) -> None:
        self.page.end_preview()
        self._changed(words, None)

    @Slot()
    def _export(self) -> None:
        target = self._choose(self.page, "vehicles.csv", "CSV (*.csv)")
        if target is not None:
            self._run(partial(self._registrar.export, target), partial(self._exported, target.name))

    def _exported(self, name: str, count: int) -> None:
        words = self.tr("{file}: %n vehicles written", None, count).format(file=name)
        self.page.say(words, Tone.OPEN)

    @Slot(str)
    def _look_for_neighbours(self, text: str) -> None:
        # One more than is shown: the plate itself may be among them
        look = partial(self._nearest, text, NEIGHBOUR_COUNT + 1)
        self._run(look, partial(self._neighbours_came, text))

    def _neighbours_came(self, text: str, matches: tuple[Match, ...]) -> None:
        if text == self.page.plate.text().strip().upper():
            self.page.show_neighbours(text, matches)

    def _run(self, ask: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._jobs.run_job(ask, on_done, lambda error: self.page.show_problem(refusal_words(error)))
