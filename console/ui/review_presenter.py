"""Turns what the attendant does in the review panel into calls of the engine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.gate.types import Fault, FaultKind, GateCommands, Match, ReviewItem
from console.jobs import JobRunner
from console.ui import words
from console.ui.actions import ActionId, Actions, Situation
from console.ui.effect import Effect, effect_of
from console.ui.review_panel import ReviewPanel
from console.ui.review_queue import ReviewQueueModel
from console.ui.slot_line import SlotLine
from console.ui.theme import Tone
from console.ui.vehicle_matches import ROW_COUNT
from console.ui.window_settings import WindowSettings
from db.records import DecisionRecord

SETTLE_MS = 300
"""A decision key counts only once its passage has been on the screen for this long: the queue
moves by itself, and a key meant for the passage before must not decide the one after it."""


class ReviewPresenter(QObject):
    """Keeps the selection and asks the engine; lives on the GUI thread."""

    situation_changed = Signal()
    message = Signal(str, Tone)  # what became of a passage, and its tone

    def __init__(
        self,
        panel: ReviewPanel,
        model: ReviewQueueModel,
        actions: Actions,
        commands: GateCommands,
        settings: WindowSettings,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._model = model
        self._commands = commands
        self._settings = settings
        self._jobs = JobRunner(self)
        self._selected: ReviewItem | None = None
        self._settled = False
        self._searched = ""
        self._search = 0
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.setInterval(SETTLE_MS)
        self._settle_timer.timeout.connect(self._settle)
        panel.passage_picked.connect(self.select)
        panel.slots.line_changed.connect(self._follow_text)
        panel.matches.vehicle_chosen.connect(panel.slots.fill)
        self._connect_actions(actions)

    @property
    def selected(self) -> ReviewItem | None:
        return self._selected

    def situation(self, notice_count: int) -> Situation:
        """What is possible now; ``notice_count`` comes from the bar of notices."""
        line = self._panel.slots.line
        complete = bool(line.slots) and all(slot.text for slot in line.slots)
        return Situation(
            item_selected=self._selected is not None and self._settled,
            item_count=self._model.rowCount(),
            text_complete=complete,
            text_edited=line.edited,
            vehicle_count=len(self._panel.matches.matches),
            notice_count=notice_count,
            opens=self._effect() is Effect.OPENS,
        )

    def close(self) -> bool:
        """Wait for the searches under way; False when one did not end in time."""
        self._settle_timer.stop()
        return self._jobs.close()

    @Slot(object)
    def open_item(self, item: ReviewItem) -> None:
        """Queue a passage, or take a later read of one that is queued."""
        self._model.put(item)
        if self._selected is None:
            self._select_oldest()
        elif self._selected.passage_id == item.passage_id:
            before = self._panel.slots.line.text
            self._selected = item
            self._panel.update_item(item)
            if self._panel.slots.line.text != before:
                self._unsettle()
        self._announce()

    @Slot(str)
    def close_item(self, passage_id: str) -> None:
        """Drop a passage that waits no more, and say so when it was not decided here."""
        row = self._model.row_of(passage_id)
        if row < 0:
            return
        entry = self._model.entries[row]
        if not entry.submitted:
            self.message.emit(
                self.tr("{plate} left the queue: no longer in doubt").format(
                    plate=entry.item.read.text or self.tr("A passage")
                ),
                Tone.NEUTRAL,
            )
        self._remove(passage_id)

    @Slot(object)
    def show_recorded(self, decision: DecisionRecord) -> None:
        """Say "recorded" about a passage that was decided here."""
        row = self._model.row_of(decision.passage_id)
        if row < 0:
            return
        moment = self._settings.local(decision.decided_at)
        self.message.emit(
            self.tr("Recorded {time}: {plate}, {outcome}").format(
                time=f"{moment:%H:%M:%S}",
                plate=decision.resolved_plate or decision.observed_plate or self.tr("No text"),
                outcome=words.outcome_words(decision.outcome),
            ),
            words.outcome_tone(decision.outcome),
        )
        self._remove(decision.passage_id)

    @Slot(object)
    def show_fault(self, fault: Fault) -> None:
        """Keep decisions that could not be recorded yet in sight."""
        if fault.kind is FaultKind.RECORDING and any(e.submitted for e in self._model.entries):
            self.message.emit(
                self.tr("Not recorded yet: {problem}").format(problem=fault.message), Tone.REFUSE
            )

    @Slot(str)
    def select(self, passage_id: str) -> None:
        row = self._model.row_of(passage_id)
        if row < 0 or self._model.entries[row].submitted:
            return
        if self._selected is not None and self._selected.passage_id == passage_id:
            return
        self._show(self._model.entries[row].item)

    def move(self, steps: int) -> None:
        """Select the next or previous passage that nobody has decided."""
        waiting = [e.item for e in self._model.entries if not e.submitted]
        if not waiting:
            return
        ids = [item.passage_id for item in waiting]
        current = ids.index(self._selected.passage_id) if self._selected is not None else -1
        self.select(ids[(current + steps) % len(ids)])

    def confirm(self) -> None:
        self._decide(self._commands.confirm)

    def correct(self) -> None:
        self._decide(self._commands.correct)

    def deny(self) -> None:
        if self._selected is not None and self._settled:
            self._commands.reject(self._selected.passage_id, "")
            self._submitted(self._selected.passage_id)

    def take_vehicle(self, number: int) -> None:
        matches = self._panel.matches.matches
        if number <= len(matches):
            self._panel.slots.fill(matches[number - 1].vehicle.plate)

    def tick(self, now_ns: int) -> None:
        self._model.tick(now_ns)

    def _effect(self) -> Effect:
        if self._selected is None:
            return Effect.OPENS
        return effect_of(self._selected, self._panel.slots.line.text, self._panel.matches.matches)

    def _announce(self) -> None:
        """Tell panel and actions of what may have changed."""
        if self._selected is not None:
            self._panel.show_effect(self._selected, self._effect())
        self.situation_changed.emit()

    def _decide(self, command: Callable[[str, str], None]) -> None:
        if self._selected is None or not self._settled:
            return
        passage_id = self._selected.passage_id
        command(passage_id, self._panel.slots.line.text)
        self._submitted(passage_id)

    def _submitted(self, passage_id: str) -> None:
        self._model.mark_submitted(passage_id, submitted=True)
        self._select_oldest()

    def _remove(self, passage_id: str) -> None:
        self._model.remove(passage_id)
        if self._selected is None or self._selected.passage_id == passage_id:
            self._select_oldest()
        self._announce()

    def _select_oldest(self) -> None:
        waiting = [e.item for e in self._model.entries if not e.submitted]
        self._show(waiting[0] if waiting else None)

    def _show(self, item: ReviewItem | None) -> None:
        self._selected = item
        self._searched = item.read.text if item is not None else ""
        self._search += 1
        self._panel.show_item(item)
        if self._panel.isVisible():  # else somebody works on another page
            self._take_focus(item)
        self._unsettle()

    def _take_focus(self, item: ReviewItem | None) -> None:
        if item is None:
            self._panel.window().setFocus()
        elif not self._panel.slots.hasFocus():
            self._panel.slots.setFocus()

    def _unsettle(self) -> None:
        self._settled = False
        self._settle_timer.start()
        self._announce()

    def _settle(self) -> None:
        self._settled = True
        self._announce()

    def _follow_text(self, line: SlotLine) -> None:
        if self._selected is not None and line.text and line.text != self._searched:
            self._searched = line.text
            self._search += 1
            self._jobs.run_job(
                partial(self._commands.nearest_vehicles, line.text, ROW_COUNT),
                partial(self._show_matches, self._search),
                partial(self._show_search_failed, self._search),
            )
        self._announce()

    def _show_matches(self, search: int, matches: tuple[Match, ...]) -> None:
        if search == self._search:
            self._panel.matches.show_matches(matches)
            self._announce()

    def _show_search_failed(self, search: int, error: Exception) -> None:
        if search == self._search:
            self._panel.matches.show_matches((), checked=False)
            self.message.emit(str(error), Tone.REFUSE)
            self._announce()

    def _connect_actions(self, actions: Actions) -> None:
        slots = self._panel.slots
        for action_id, answer in (
            (ActionId.CONFIRM, self.confirm),
            (ActionId.CORRECT, self.correct),
            (ActionId.DENY, self.deny),
            (ActionId.RESTORE, slots.restore),
            (ActionId.NEXT_ITEM, partial(self.move, 1)),
            (ActionId.PREVIOUS_ITEM, partial(self.move, -1)),
            (ActionId.ALTERNATIVE_1, partial(slots.take_alternative, 1)),
            (ActionId.ALTERNATIVE_2, partial(slots.take_alternative, 2)),
            (ActionId.ALTERNATIVE_3, partial(slots.take_alternative, 3)),
            (ActionId.VEHICLE_1, partial(self.take_vehicle, 1)),
            (ActionId.VEHICLE_2, partial(self.take_vehicle, 2)),
            (ActionId.VEHICLE_3, partial(self.take_vehicle, 3)),
        ):
            actions[action_id].triggered.connect(partial(_call, answer))
        for action_id in (ActionId.CONFIRM, ActionId.CORRECT, ActionId.DENY):
            actions[action_id].setAutoRepeat(False)


def _call(answer: Callable[[], None], _checked: bool = False) -> None:
    """Drop the ``checked`` that ``triggered`` carries."""
    answer()
