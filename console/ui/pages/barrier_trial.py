"""Opens the barrier of a running lane once, for whoever sets it up, and tells what came of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot

from console.bridge import EngineBridge
from console.gate.reasons import BARRIER_TEST
from console.gate.types import (
    BarrierPosition,
    Fault,
    FaultKind,
    GateCommands,
    LaneState,
    OrderDone,
)
from console.settings import LaneSettings
from console.ui import words
from console.ui.actions import ActionId
from console.ui.choice_dialog import ChoiceDialog, Question, ask
from console.ui.main_window import MainWindow
from console.ui.pages.setup import SetupPage
from console.ui.theme import Tone
from console.ui.told import told
from db.records import DecisionRecord


class BarrierTrial(QObject):
    """One test at a time, each asked for and confirmed; nothing is ever sent a second time.

    The order goes the way of every opening by hand: recorded first, then sent. Record and end of
    the order come from two threads, in either order, so ends are kept until the record is here.
    """

    begun = Signal()  # what else is being tested had better stop

    def __init__(
        self, window: MainWindow, page: SetupPage, commands: GateCommands, bridge: EngineBridge
    ) -> None:
        super().__init__(page)
        self._window = window
        self._page = page
        self._commands = commands
        self._dialog: ChoiceDialog | None = None
        self._lane: LaneSettings | None = None
        self._decision_id = ""
        self._waits = False
        self._ends: dict[str, str] = {}
        self._problem = ""
        self._positions: dict[str, BarrierPosition] = {}
        page.barrier_test_asked.connect(self._ask)
        window.page_shown.connect(self._page_shown)
        queued = Qt.ConnectionType.QueuedConnection
        bridge.decision_recorded.connect(self._recorded, queued)
        bridge.order_done.connect(self._done, queued)
        bridge.fault_raised.connect(self._refused, queued)
        bridge.lane_state_changed.connect(self._state_came, queued)

    @Slot(object)
    def _ask(self, lane: LaneSettings) -> None:
        if self._dialog is not None or self._waits:
            return
        question = Question(
            self.tr("Test the barrier of {lane}?").format(lane=lane.name),
            self.tr("The barrier of {lane} will open now; nothing may stand under it.").format(
                lane=lane.name
            ),
            (self.tr("Open it"),),
            tone=Tone.REVIEW,
        )
        self._dialog = ask(question, self._window.appearance, self._window)
        self._dialog.finished.connect(self._forget_dialog)
        self._dialog.chosen.connect(partial(self._open, lane))

    @Slot(int)
    def _forget_dialog(self, _result: int) -> None:
        self._dialog = None

    def _open(self, lane: LaneSettings, _place: int, _option: int) -> None:
        self._lane, self._decision_id, self._problem = lane, "", ""
        self._ends.clear()
        self._waits = True
        self.begun.emit()
        self._page.trial.clear()
        self._say(self.tr("{lane}: the opening is being recorded and sent"), Tone.NEUTRAL)
        self._commands.open_barrier(lane.lane_id, BARRIER_TEST)

    @Slot(object)
    def _recorded(self, decision: DecisionRecord) -> None:
        if not self._waits or self._lane is None or self._decision_id:
            return
        if (decision.lane_id, decision.override_reason) == (self._lane.lane_id, BARRIER_TEST):
            self._decision_id = decision.decision_id
            self._end_if_known()

    @Slot(object)
    def _done(self, done: OrderDone) -> None:
        if self._waits:
            self._ends[done.order_id] = done.problem
            self._end_if_known()

    @Slot(object)
    def _refused(self, fault: Fault) -> None:
        """Before there is a record, a fault of the lane is why nothing is sent."""
        if not self._waits or self._lane is None or self._decision_id:
            return
        if fault.lane_id != self._lane.lane_id:
            return
        if fault.kind is FaultKind.RECORDING:  # goes on being tried, and may be too late then
            self._say(
                self.tr("{lane}: not sent, for it is not recorded yet: {why}"),
                Tone.REFUSE,
                fault.message,
            )
        elif fault.kind is FaultKind.BARRIER and not self._is_of_another(fault.message):
            self._waits = False
            self._problem = fault.message
            self._say(self.tr("{lane}: refused: {why}"), Tone.REFUSE, fault.message)

    def _is_of_another(self, message: str) -> bool:
        """Whether it tells of an order that was sent before, whose end came just now."""
        return any(why and why != message and message.endswith(why) for why in self._ends.values())

    @Slot(object)
    def _state_came(self, state: LaneState) -> None:
        before = self._positions.get(state.lane_id)
        self._positions[state.lane_id] = state.barrier
        if state.barrier is not before and self._lane is not None and not self._waits:
            self._tell_end()

    def _end_if_known(self) -> None:
        if self._decision_id in self._ends:
            self._problem = self._ends[self._decision_id]
            self._waits = False
            self._tell_end()

    def _tell_end(self) -> None:
        """Where the order was sent, with the position as the switch has it by now."""
        if not self._decision_id:
            return
        if self._problem:
            said = self.tr("{lane}: recorded, but failed: {why}. {position}")
            self._say(said, Tone.REFUSE, self._problem)
        else:
            self._say(self.tr("{lane}: recorded and sent. {position}"), Tone.OPEN)

    def _say(self, said: str, tone: Tone, why: str = "") -> None:
        if self._lane is None:
            return
        position = self._positions.get(self._lane.lane_id, BarrierPosition.UNKNOWN)
        text = said.format(
            lane=self._lane.name, why=told(why), position=words.barrier_words(position)
        )
        self._page.show_barrier(self._lane.lane_id, text, tone)

    @Slot(object)
    def _page_shown(self, shown: ActionId) -> None:
        """Whoever comes back finds no result of long ago."""
        if shown is not ActionId.SETUP_PAGE and not self._waits and self._lane is not None:
            self._page.show_barrier("", "", Tone.NEUTRAL)
            self._lane = None
