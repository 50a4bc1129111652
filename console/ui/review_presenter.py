"""Turns what the attendant does in the review panel into calls of the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from console.gate.reasons import Act, OverrideReason, reasons_for, usual_reason
from console.gate.types import (
    Counterpart,
    Fault,
    FaultKind,
    GateCommands,
    Look,
    Match,
    Reason,
    ReviewItem,
)
from console.jobs import JobRunner
from console.ui import words
from console.ui.actions import ActionId, Actions, Situation
from console.ui.choice_dialog import Question, ask
from console.ui.effect import Effect, effect_of
from console.ui.review_panel import ReviewPanel
from console.ui.review_queue import QueueEntry, ReviewQueueModel
from console.ui.slot_line import SlotLine
from console.ui.theme import Tone
from console.ui.told import told
from console.ui.vehicle_matches import ROW_COUNT
from console.ui.window_settings import WindowSettings
from db.records import DecisionRecord, Outcome, VehicleKind
from pipeline.matching import match_key

LEAVE_MS = 4000
"""A passage that waits no more is seen for so long among those that do."""

KEPT_DECISIONS = 20
"""How many of this shift's decisions can be taken back one after another."""

SETTLE_MS = 300
"""A decision key counts only once its passage has been on the screen for this long: the queue
moves by itself, and a key meant for the passage before must not decide the one after it."""


_READ_DOUBTS = {
    Reason.WEAK_CHARACTER,
    Reason.UNSETTLED,
    Reason.AMBIGUOUS_MATCH,
    Reason.DOUBTFUL_MATCH,
    Reason.UNREADABLE,
    Reason.STALE_PICTURE,
}
"""Doubts about what was read: a person who reads the plate of a registered vehicle overrides
nothing."""


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
        self._stopped = False
        self._mine: list[DecisionRecord] = []
        self._marked: DecisionRecord | None = None
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.setInterval(SETTLE_MS)
        self._settle_timer.timeout.connect(self._settle)
        panel.passage_picked.connect(self.select)
        panel.slots.line_changed.connect(self._follow_text)
        panel.matches.vehicle_chosen.connect(panel.slots.fill)
        panel.evidence.look_wanted.connect(self._fetch_look)
        panel.evidence.counterpart_wanted.connect(self._fetch_counterpart)
        panel.evidence.full_wanted.connect(self._fetch_full)
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
            item_count=sum(entry.waits for entry in self._model.entries),
            text_complete=complete,
            text_edited=line.edited,
            vehicle_count=len(self._panel.matches.matches),
            notice_count=notice_count,
            opens=self._effect() is Effect.OPENS,
            look_count=len(self._selected.looks) if self._selected is not None else 0,
            can_take_back=bool(self._mine) or self._marked is not None,
            stopped=self._stopped,
        )

    @property
    def oldest(self) -> QueueEntry | None:
        """The passage that has waited longest, put off or not."""
        return next((entry for entry in self._model.entries if entry.waits), None)

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
        if entry.submitted:
            self._remove(passage_id)
            return
        self.message.emit(
            self.tr("{plate} left the queue: no longer in doubt").format(
                plate=entry.item.read.text or self.tr("A passage")
            ),
            Tone.NEUTRAL,
        )
        self._model.mark_leaving(passage_id, self.tr("No longer in doubt"))
        QTimer.singleShot(LEAVE_MS, self, partial(self._remove_left, passage_id))
        if self._selected is not None and self._selected.passage_id == passage_id:
            self._select_oldest()
        self._announce()

    @Slot(object)
    def show_recorded(self, decision: DecisionRecord) -> None:
        """Say "recorded" about a passage that was decided here."""
        row = self._model.row_of(decision.passage_id)
        if row < 0 or not self._model.entries[row].submitted:
            return
        self._mine = [*self._mine, decision][-KEPT_DECISIONS:]
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
                self.tr("Not recorded yet: {problem}").format(problem=told(fault.message)),
                Tone.REFUSE,
            )

    @Slot(str)
    def select(self, passage_id: str) -> None:
        row = self._model.row_of(passage_id)
        if row < 0 or not self._model.entries[row].waits:
            return
        if self._selected is not None and self._selected.passage_id == passage_id:
            return
        self._show(self._model.entries[row].item)

    def move(self, steps: int) -> None:
        """Select the next or previous passage that nobody has decided."""
        waiting = [e.item for e in self._model.entries if e.waits]
        if not waiting:
            return
        ids = [item.passage_id for item in waiting]
        current = ids.index(self._selected.passage_id) if self._selected is not None else -1
        self.select(ids[(current + steps) % len(ids)])

    def decide(self, act: Act, reason: str | None = None) -> None:
        """Send the decision on the selected passage; without a reason goes the usual one."""
        item = self._selected
        if item is None or not self._settled:
            return
        code = self._reason(act) if reason is None else reason
        text = self._panel.slots.line.text
        if act is Act.DENY:
            self._commands.reject(item.passage_id, code)
        elif act is Act.VISITOR:
            self._commands.admit_visitor(item.passage_id, text, code)
        elif act is Act.CORRECT:
            self._commands.correct(item.passage_id, text, code)
        else:
            self._commands.confirm(item.passage_id, text, code)
        self._submitted(item.passage_id)

    def skip(self) -> None:
        """Put the selected passage off: it comes up again after all others."""
        if self._selected is None:
            return
        self._model.mark_skipped(self._selected.passage_id, skipped=True)
        if all(entry.skipped for entry in self._model.entries if entry.waits):
            for entry in self._model.entries:
                if entry.item.passage_id != self._selected.passage_id:
                    self._model.mark_skipped(entry.item.passage_id, skipped=False)
        self._select_oldest()
        self._announce()

    def ask_reason(self) -> None:
        """Let a decision be chosen together with its reason."""
        item, line = self._selected, self._panel.slots.line
        if item is None:
            return
        acts = [Act.VISITOR, Act.DENY]
        if line.text and all(slot.text for slot in line.slots):
            acts.insert(0, Act.CORRECT if line.edited else Act.CONFIRM)
        else:
            acts.remove(Act.VISITOR)
        offered = [(act, one) for act in acts for one in reasons_for(act, self._settings.reasons)]
        question = Question(
            self.tr("Decide with a reason"),
            "",
            tuple(
                self.tr("{act}: {reason}").format(
                    act=words.act_words(act), reason=words.override_words(one)
                )
                for act, one in offered
            ),
        )
        dialog = ask(question, self._panel.appearance, self._panel.window())
        dialog.chosen.connect(partial(self._decide_as_chosen, item.passage_id, offered))

    def take_back(self) -> None:
        """Withdraw the decision marked in the table, or else the last one made here."""
        if self._marked is not None:
            decision = self._marked
        elif self._mine:
            decision = self._mine[-1]
        else:
            return
        self._mine = [one for one in self._mine if one.decision_id != decision.decision_id]
        self._commands.take_back(decision, usual_reason(Act.TAKE_BACK, self._settings.reasons))
        self.message.emit(
            self.tr("Taken back: {plate}").format(
                plate=decision.resolved_plate or decision.observed_plate or self.tr("No text")
            ),
            Tone.NEUTRAL,
        )
        self._announce()

    @Slot(object)
    def mark_decision(self, decision: DecisionRecord | None) -> None:
        """Take note of the decision that is marked in the table, which undo is then about."""
        self._marked = decision if decision is not None and _can_go_back(decision) else None
        self._announce()

    def show_stopped(self, *, stopped: bool) -> None:
        """Take note of whether all gates hold."""
        if stopped != self._stopped:
            self._stopped = stopped
            self._announce()

    def take_vehicle(self, number: int) -> None:
        matches = self._panel.matches.matches
        if number <= len(matches):
            self._panel.slots.fill(matches[number - 1].vehicle.plate)

    def tick(self, now_ns: int) -> None:
        self._model.tick(now_ns)

    def _effect(self) -> Effect:
        if self._selected is None:
            return Effect.OPENS
        return effect_of(
            self._selected,
            self._panel.slots.line.text,
            self._panel.matches.matches,
            stopped=self._stopped,
        )

    def _reason(self, act: Act) -> str:
        """The reason that goes along unasked; none for a yes that the registry agrees with."""
        item = self._selected
        if item is None:
            return ""
        if act is Act.CONFIRM and item.verdict.reason in _READ_DOUBTS and self._is_registered():
            return ""
        return usual_reason(act, self._settings.reasons, item.verdict.reason)

    def _is_registered(self) -> bool:
        key = match_key(self._panel.slots.line.text)
        return any(
            match_key(match.vehicle.plate) == key and match.vehicle.kind is not VehicleKind.BLOCK
            for match in self._panel.matches.matches
        )

    def _announce(self) -> None:
        """Tell panel and actions of what may have changed."""
        if self._selected is not None:
            self._panel.show_effect(self._selected, self._effect())
            act = Act.CORRECT if self._panel.slots.line.edited else Act.CONFIRM
            given = self._reason(act)
            self._panel.show_reason(words.given_reason_words(given, self._settings.reasons))
        self.situation_changed.emit()

    def _decide_as_chosen(
        self,
        passage_id: str,
        offered: Sequence[tuple[Act, OverrideReason]],
        place: int,
        _option: int,
    ) -> None:
        if self._selected is not None and self._selected.passage_id == passage_id:
            act, reason = offered[place]
            self.decide(act, reason.code)

    def _remove_left(self, passage_id: str) -> None:
        row = self._model.row_of(passage_id)
        if row >= 0 and self._model.entries[row].leaving:
            self._remove(passage_id)

    def _submitted(self, passage_id: str) -> None:
        self._model.mark_submitted(passage_id, submitted=True)
        self._select_oldest()

    def _remove(self, passage_id: str) -> None:
        self._model.remove(passage_id)
        if self._selected is None or self._selected.passage_id == passage_id:
            self._select_oldest()
        self._announce()

    def _select_oldest(self) -> None:
        waiting = [entry for entry in self._model.entries if entry.waits]
        first = next((entry for entry in waiting if not entry.skipped), None)
        first = first or next(iter(waiting), None)
        self._show(first.item if first is not None else None)

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

    @Slot(object)
    def _fetch_look(self, look: Look) -> None:
        self._jobs.run_job(
            partial(QImage.fromData, look.jpeg),
            partial(self._panel.evidence.show_look, look),
            self._show_picture_problem,
        )

    @Slot(object)
    def _fetch_full(self, item: ReviewItem) -> None:
        self._jobs.run_job(
            partial(_full_image, self._commands.full_picture, item),
            partial(self._panel.evidence.show_full, item),
            self._show_picture_problem,
        )

    @Slot(object)
    def _fetch_counterpart(self, counterpart: Counterpart) -> None:
        if counterpart.picture is not None:
            self._jobs.run_job(
                partial(_decoded, self._commands.evidence_picture, counterpart.picture),
                partial(self._panel.evidence.show_counterpart, counterpart),
                self._show_picture_problem,
            )

    def _show_picture_problem(self, error: Exception) -> None:
        self.message.emit(
            self.tr("The picture cannot be shown: {problem}").format(problem=told(str(error))),
            Tone.REFUSE,
        )

    def _show_matches(self, search: int, matches: tuple[Match, ...]) -> None:
        if search == self._search:
            self._panel.matches.show_matches(self._searched, matches)
            self._announce()

    def _show_search_failed(self, search: int, error: Exception) -> None:
        if search == self._search:
            self._panel.matches.show_matches(self._searched, (), checked=False)
            self.message.emit(told(str(error)), Tone.REFUSE)
            self._announce()

    def _connect_actions(self, actions: Actions) -> None:
        slots = self._panel.slots
        for action_id, answer in (
            (ActionId.CONFIRM, partial(self.decide, Act.CONFIRM)),
            (ActionId.CORRECT, partial(self.decide, Act.CORRECT)),
            (ActionId.DENY, partial(self.decide, Act.DENY)),
            (ActionId.VISITOR, partial(self.decide, Act.VISITOR)),
            (ActionId.SKIP, self.skip),
            (ActionId.REASON, self.ask_reason),
            (ActionId.TAKE_BACK, self.take_back),
            (ActionId.EARLIER_LOOK, partial(self._panel.evidence.leaf, -1)),
            (ActionId.LATER_LOOK, partial(self._panel.evidence.leaf, 1)),
            (ActionId.ZOOM, self._panel.evidence.zoom),
            (ActionId.CONTRAST, self._panel.evidence.toggle_contrast),
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
        for action_id in (
            ActionId.CONFIRM,
            ActionId.CORRECT,
            ActionId.DENY,
            ActionId.VISITOR,
            ActionId.SKIP,
            ActionId.TAKE_BACK,
        ):
            actions[action_id].setAutoRepeat(False)


def _full_image(load: Callable[[ReviewItem], bytes | None], item: ReviewItem) -> QImage:
    """The evidence at full size; a null image where there is none."""
    return QImage.fromData(load(item) or b"")


def _decoded(load: Callable[[str], bytes], sha256: str) -> QImage:
    return QImage.fromData(load(sha256))


def _can_go_back(decision: DecisionRecord) -> bool:
    return decision.outcome not in {Outcome.WITHDRAWN, Outcome.OPERATED}


def _call(answer: Callable[[], None], _checked: bool = False) -> None:
    """Drop the ``checked`` that ``triggered`` carries."""
    answer()
