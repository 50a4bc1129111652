"""Turns the keys of the barriers into calls of the engine, asking first where that is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console.gate.reasons import Act, ConfirmOpening, OverrideReason, reasons_for, usual_reason
from console.gate.types import GateCommands, Reason
from console.ui import words
from console.ui.actions import ActionId, Actions
from console.ui.choice_dialog import ChoiceDialog, Question, ask
from console.ui.theme import Appearance, Tone
from console.ui.window_settings import WindowSettings


class GatePresenter(QObject):
    """Opens, holds, closes and stops; ``front`` tells the policy's reason for a lane's vehicle."""

    def __init__(  # noqa: PLR0913, PLR0917 - the collaborators of every presenter, and the lanes
        self,
        window: QWidget,
        actions: Actions,
        commands: GateCommands,
        settings: WindowSettings,
        appearance: Appearance,
        front: Callable[[str], Reason | None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._commands = commands
        self._settings = settings
        self._appearance = appearance
        self._front = front
        self._dialog: ChoiceDialog | None = None

    def connect_actions(self, lanes: Iterable[tuple[str, str]]) -> None:
        """Listen to the actions of these lanes (id and name) and of all gates."""
        asked = {
            ActionId.OPEN_LANE: self._open,
            ActionId.HOLD_LANE: self._ask_hold,
            ActionId.CLOSE_LANE: self._close,
        }
        for lane_id, name in lanes:
            for action_id, answer in asked.items():
                action = self._actions.of_lane(action_id, lane_id)
                action.setAutoRepeat(False)
                action.triggered.connect(partial(_call, partial(answer, lane_id, name)))
        for action_id, order in (
            (ActionId.STOP_GATES, self._stop),
            (ActionId.RELEASE_GATES, self._ask_release),
        ):
            self._actions[action_id].setAutoRepeat(False)
            self._actions[action_id].triggered.connect(partial(_call, order))

    def _open(self, lane_id: str, name: str) -> None:
        reason = self._front(lane_id)
        blocked = reason is Reason.BLOCKED
        when = self._settings.confirm_opening
        if when is ConfirmOpening.NEVER or (when is ConfirmOpening.BLOCKED and not blocked):
            self._commands.open_barrier(
                lane_id, self._usual(Act.OPEN), insist=when is ConfirmOpening.NEVER
            )
            return
        offered = reasons_for(Act.OPEN, self._settings.reasons)
        if not offered:
            self._commands.open_barrier(lane_id, insist=True)
            return
        self._ask(
            Question(
                self.tr("Open {lane}?").format(lane=name),
                self.tr("The vehicle in front is on the block list.") if blocked else "",
                tuple(words.override_words(one) for one in offered),
                tone=Tone.REFUSE if blocked else Tone.NEUTRAL,
            ),
            partial(self._open_as_chosen, lane_id, offered),
        )

    def _open_as_chosen(
        self, lane_id: str, offered: tuple[OverrideReason, ...], place: int, _option: int
    ) -> None:
        self._commands.open_barrier(lane_id, offered[place].code, insist=True)

    def _ask_hold(self, lane_id: str, name: str) -> None:
        times: list[float | None] = [*self._settings.hold_minutes, None]
        offered = reasons_for(Act.HOLD, self._settings.reasons)
        self._ask(
            Question(
                self.tr("Hold {lane} open for how long?").format(lane=name),
                "",
                tuple(
                    self.tr("Until it is closed")
                    if minutes is None
                    else self.tr("{count} min").format(count=f"{minutes:g}")
                    for minutes in times
                ),
                self.tr("Reason"),
                tuple(words.override_words(one) for one in offered),
            ),
            partial(self._hold_as_chosen, lane_id, times, offered),
        )

    def _hold_as_chosen(
        self,
        lane_id: str,
        times: list[float | None],
        offered: tuple[OverrideReason, ...],
        place: int,
        option: int,
    ) -> None:
        code = offered[option].code if offered else ""
        self._commands.hold_barrier(lane_id, code, times[place])

    def _close(self, lane_id: str, _name: str) -> None:
        self._commands.close_barrier(lane_id, self._usual(Act.CLOSE))

    def _stop(self) -> None:
        """Never asks: an emergency has no time for it."""
        self._commands.stop_gates(self._usual(Act.STOP))

    def _ask_release(self) -> None:
        self._ask(
            Question(
                self.tr("Release all gates?"),
                self.tr("Barriers will open again by themselves for vehicles that are sure."),
                (self.tr("Release them"),),
            ),
            lambda _place, _option: self._commands.release_gates(),
        )

    def _ask(self, question: Question, answer: Callable[[int, int], None]) -> None:
        """Ask one thing at a time: a key pressed twice asks once."""
        if self._dialog is not None:
            return
        self._dialog = ask(question, self._appearance, self._window)
        self._dialog.finished.connect(self._forget_dialog)
        self._dialog.chosen.connect(answer)

    def _forget_dialog(self, _result: int) -> None:
        self._dialog = None

    def _usual(self, act: Act) -> str:
        return usual_reason(act, self._settings.reasons)


def _call(answer: Callable[[], None], _checked: bool = False) -> None:
    """Drop the ``checked`` that ``triggered`` carries."""
    answer()
