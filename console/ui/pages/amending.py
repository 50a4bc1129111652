"""Lets a decision of the past be amended: asks how, checks who may, waits for its record."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from console.bridge import EngineBridge
from console.gate.types import GateCommands
from console.people.archive import Archive
from console.people.permissions import NotAllowedError
from console.ui import words
from console.ui.pages.amend_dialog import AmendDialog, Amendment
from console.ui.pages.history import HistoryPageView
from console.ui.pages.people_words import refusal_words
from console.ui.theme import Appearance, Tone
from console.ui.window_settings import WindowSettings
from db.records import DecisionRecord


class Amending(QObject):
    """Joins the amendments of the page of the past to the gate, which alone records."""

    recorded = Signal(object)  # the DecisionRecord that amends, once it is on disk

    def __init__(  # noqa: PLR0913, PLR0917 - the page, and everybody who has a say in it
        self,
        page: HistoryPageView,
        archive: Archive,
        commands: GateCommands,
        bridge: EngineBridge,
        settings: WindowSettings,
        appearance: Appearance,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._archive = archive
        self._commands = commands
        self._reasons = settings.reasons
        self._appearance = appearance
        self._expected: set[str] = set()
        self._dialog: AmendDialog | None = None
        page.amend_wanted.connect(self.ask)
        bridge.decision_recorded.connect(self._take_recorded, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def ask(self, decision: DecisionRecord) -> None:
        """Ask how the decision should have been, if the person at the desk may amend it."""
        if self._dialog is not None:
            return
        try:
            self._archive.require_amending(decision)
        except NotAllowedError as error:
            self._page.say(refusal_words(error), Tone.REFUSE)
            return
        dialog = AmendDialog(decision, self._reasons, self._appearance, self._page.window())
        dialog.amended.connect(self._amend)
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    @Slot(object)
    def _amend(self, amendment: Amendment) -> None:
        self._expected.add(amendment.decision.decision_id)
        self._page.say(self.tr("Recording"), Tone.NEUTRAL)
        self._commands.amend(
            amendment.decision,
            amendment.outcome,
            amendment.plate,
            amendment.reason,
            amendment.note,
        )

    @Slot(object)
    def _take_recorded(self, decision: DecisionRecord) -> None:
        if decision.amends is None or decision.amends not in self._expected:
            return
        self._expected.discard(decision.amends)
        self.recorded.emit(decision)
        self._page.say(
            self.tr("Recorded: {plate}, {outcome}").format(
                plate=decision.resolved_plate or decision.observed_plate or "–",  # noqa: RUF001
                outcome=words.outcome_words(decision.outcome),
            ),
            Tone.OPEN,
        )

    @Slot(int)
    def _forget_dialog(self, _result: int) -> None:
        self._dialog = None
        # without a window manager nobody gives the keys back to the window
        self._page.window().activateWindow()
