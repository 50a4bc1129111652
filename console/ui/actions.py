"""Every action of the window in one table: id, words, key, icon and when it is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from console.ui.theme import Appearance

LANE_KEY_COUNT = 8


class ActionId(StrEnum):
    """The names by which keys can be bound; lane actions carry the lane's number besides."""

    CONFIRM = "review.confirm"
    CORRECT = "review.correct"
    DENY = "review.deny"
    VISITOR = "review.visitor"
    SKIP = "review.skip"
    REASON = "review.reason"
    TAKE_BACK = "review.take_back"
    RESTORE = "review.restore"
    NEXT_ITEM = "review.next"
    PREVIOUS_ITEM = "review.previous"
    ALTERNATIVE_1 = "review.alternative_1"
    ALTERNATIVE_2 = "review.alternative_2"
    ALTERNATIVE_3 = "review.alternative_3"
    VEHICLE_1 = "review.vehicle_1"
    VEHICLE_2 = "review.vehicle_2"
    VEHICLE_3 = "review.vehicle_3"
    EARLIER_LOOK = "review.earlier_look"
    LATER_LOOK = "review.later_look"
    ZOOM = "review.zoom"
    CONTRAST = "review.contrast"
    MUTE = "review.mute"
    STOP_GATES = "gate.stop"
    RELEASE_GATES = "gate.release"
    OPEN_LANE = "lane.open"
    HOLD_LANE = "lane.hold"
    CLOSE_LANE = "lane.close"
    LANES_PAGE = "page.lanes"
    HISTORY_PAGE = "page.history"
    VEHICLES_PAGE = "page.vehicles"
    PARKING_PAGE = "page.parking"
    SHIFT_PAGE = "page.shift"
    PEOPLE_PAGE = "page.people"
    LOCK = "people.lock"
    DECISIONS = "window.decisions"
    SHORTCUTS = "window.shortcuts"
    THEME = "window.theme"
    LANGUAGE = "window.language"
    LARGER_TEXT = "window.larger_text"
    SMALLER_TEXT = "window.smaller_text"
    FULL_SCREEN = "window.full_screen"
    DISMISS_NOTICE = "window.dismiss_notice"


class Scope(StrEnum):
    """Where an action has a meaning: with the lanes in sight, on every page, or even locked."""

    LANES = "lanes"
    SIGNED_IN = "signed_in"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the enabling rules look at.

    ``item_selected``: a passage is selected that nobody has decided yet. ``item_count``: how
    many wait. ``text_complete``: the slots hold a text. ``text_edited``: it differs from what
    was read. ``vehicle_count``: how many nearest registered vehicles are listed. ``opens``:
    the barrier opens for the text in the slots. ``look_count``: how many frames of the passage
    there are. ``can_take_back``: a decision of this shift is at hand. ``stopped``: all gates
    hold. ``page`` is shown, and ``pages`` are there;
    ``locked``: nobody is signed in; ``forbidden`` is not for the person who is.
    """

    item_selected: bool = False
    item_count: int = 0
    text_complete: bool = False
    text_edited: bool = False
    vehicle_count: int = 0
    notice_count: int = 0
    opens: bool = True
    look_count: int = 0
    can_take_back: bool = False
    stopped: bool = False
    page: ActionId = ActionId.LANES_PAGE
    pages: frozenset[ActionId] = frozenset()
    locked: bool = False
    forbidden: frozenset[ActionId] = frozenset()

    def reaches(self, spec: ActionSpec) -> bool:
        """Whether an action means anything here, whatever its own rule says."""
        if spec.scope is Scope.ALWAYS:
            return True
        on_lanes = self.page is ActionId.LANES_PAGE
        allowed = not self.locked and spec.id not in self.forbidden
        return allowed and (on_lanes or spec.scope is not Scope.LANES)


def _always(_: Situation) -> bool:
    return True


def _selected(situation: Situation) -> bool:
    return situation.item_selected


def _vehicle_listed(number: int, situation: Situation) -> bool:
    return situation.item_selected and situation.vehicle_count >= number


def _several(situation: Situation) -> bool:
    return situation.item_count > 1


def _page_there(page: ActionId, situation: Situation) -> bool:
    return page in situation.pages


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One row of the table; ``text``, ``tip`` and ``group`` are translated when shown.

    ``keys`` are in Qt's portable text; for a lane action each holds ``{lane}``.
    """

    id: ActionId
    group: str
    text: str
    tip: str
    keys: tuple[str, ...]
    icon: str = ""
    tip_closed: str = ""
    enabled: Callable[[Situation], bool] = _always
    scope: Scope = Scope.SIGNED_IN


def _specs() -> tuple[ActionSpec, ...]:
    def tr(text: str) -> str:
        # lupdate files what stands outside a class under no context
        return QCoreApplication.translate("", text)

    review, lane, window, pages = tr("Review"), tr("Lane"), tr("Window"), tr("Pages")
    return (
        ActionSpec(
            ActionId.CONFIRM,
            review,
            tr("Confirm"),
            tr("The read is right: record it and open"),
            ("Return", "Enter"),
            "check",
            tr("The read is right: record it; the barrier stays closed"),
            lambda s: s.item_selected and s.text_complete and not s.text_edited,
            Scope.LANES,
        ),
        ActionSpec(
            ActionId.CORRECT,
            review,
            tr("Correct"),
            tr("Record the text as typed and open"),
            ("Return", "Enter"),
            "correct",
            tr("Record the text as typed; the barrier stays closed"),
            lambda s: s.item_selected and s.text_complete and s.text_edited,
            Scope.LANES,
        ),
        ActionSpec(
            ActionId.DENY,
            review,
            tr("Deny"),
            tr("Do not open; recorded as denied"),
            ("Ctrl+D",),
            "refuse",
            enabled=_selected,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.VISITOR,
            review,
            tr("Visitor"),
            tr("Let in as a visitor, under the text in the slots"),
            ("Ctrl+G",),
            "visitor",
            tr("Record as a visitor; the barrier stays closed"),
            enabled=lambda s: s.item_selected and s.text_complete,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.SKIP,
            review,
            tr("Skip"),
            tr("Decide later: go on with the next passage"),
            ("Ctrl+S",),
            "skip",
            enabled=lambda s: s.item_selected and s.item_count > 1,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.REASON,
            review,
            tr("Reason"),
            tr("Decide with a reason from the list"),
            ("Ctrl+R",),
            "review",
            enabled=_selected,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.TAKE_BACK,
            review,
            tr("Undo"),
            tr("Take your last decision back: both stay on record, and the passage waits again"),
            ("Ctrl+Z",),
            "undo",
            enabled=lambda s: s.can_take_back,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.RESTORE,
            review,
            tr("Undo typing"),
            tr("Put back the text as it was read"),
            ("Escape",),
            enabled=lambda s: s.item_selected and s.text_edited,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.NEXT_ITEM,
            review,
            tr("Next passage"),
            "",
            ("Down", "PgDown"),
            enabled=_several,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.PREVIOUS_ITEM,
            review,
            tr("Previous passage"),
            "",
            ("Up", "PgUp"),
            enabled=_several,
            scope=Scope.LANES,
        ),
        *(
            ActionSpec(
                action,
                review,
                tr("Take alternative {number}").format(number=number),
                tr("Put alternative {number} into the selected slot").format(number=number),
                (f"Alt+{number}",),
                enabled=_selected,
                scope=Scope.LANES,
            )
            for number, action in enumerate(
                (ActionId.ALTERNATIVE_1, ActionId.ALTERNATIVE_2, ActionId.ALTERNATIVE_3), 1
            )
        ),
        *(
            ActionSpec(
                action,
                review,
                tr("Take vehicle {number}").format(number=number),
                tr("Fill in the plate of nearest vehicle {number}").format(number=number),
                (f"Ctrl+{number}",),
                enabled=partial(_vehicle_listed, number),
                scope=Scope.LANES,
            )
            for number, action in enumerate(
                (ActionId.VEHICLE_1, ActionId.VEHICLE_2, ActionId.VEHICLE_3), 1
            )
        ),
        *(
            ActionSpec(
                action,
                review,
                text,
                tip,
                (key,),
                enabled=lambda s: s.item_selected and s.look_count > 1,
                scope=Scope.LANES,
            )
            for action, text, tip, key in (
                (
                    ActionId.EARLIER_LOOK,
                    tr("Earlier frame"),
                    tr("Show the frame of the passage before this one"),
                    "Ctrl+Left",
                ),
                (
                    ActionId.LATER_LOOK,
                    tr("Later frame"),
                    tr("Show the frame of the passage after this one"),
                    "Ctrl+Right",
                ),
            )
        ),
        ActionSpec(
            ActionId.ZOOM,
            review,
            tr("Zoom"),
            tr("Show the evidence twice, four times, or once as large"),
            ("Ctrl+I",),
            enabled=_selected,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.CONTRAST,
            review,
            tr("Contrast"),
            tr("Stretch the contrast of the evidence, or show it as it was taken"),
            ("Ctrl+K",),
            enabled=_selected,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.MUTE,
            review,
            tr("Sound"),
            tr("Sound on or off when a passage waits too long"),
            ("Ctrl+M",),
            "sound",
        ),
        ActionSpec(
            ActionId.STOP_GATES,
            lane,
            tr("All gates hold"),
            tr("Emergency: nothing is sent to any barrier until the gates are released"),
            ("Ctrl+Shift+Space",),
            "stop",
            enabled=lambda s: not s.stopped,
            scope=Scope.ALWAYS,
        ),
        ActionSpec(
            ActionId.RELEASE_GATES,
            lane,
            tr("Release gates"),
            tr("Let the gates move again"),
            ("Ctrl+Shift+Return",),
            "check",
            enabled=lambda s: s.stopped,
        ),
        ActionSpec(
            ActionId.OPEN_LANE,
            lane,
            tr("Open"),
            tr("Open the barrier of {name}; recorded"),
            ("Ctrl+F{lane}",),
            "barrier_open",
        ),
        ActionSpec(
            ActionId.HOLD_LANE,
            lane,
            tr("Hold"),
            tr("Hold the barrier of {name} open for a time; recorded"),
            ("Shift+F{lane}",),
            "hold",
        ),
        ActionSpec(
            ActionId.CLOSE_LANE,
            lane,
            tr("Close"),
            tr("Close the barrier of {name}; recorded"),
            ("Ctrl+Shift+F{lane}",),
            "barrier_closed",
        ),
        *(
            ActionSpec(page, pages, text, tip, (key,), icon, enabled=partial(_page_there, page))
            for page, text, tip, key, icon in (
                (ActionId.LANES_PAGE, tr("Lanes"), tr("The lanes and the review"), "F2", "lanes"),
                (
                    ActionId.HISTORY_PAGE,
                    tr("History"),
                    tr("Search the decisions of the past"),
                    "F3",
                    "history",
                ),
                (
                    ActionId.VEHICLES_PAGE,
                    tr("Vehicles"),
                    tr("Registered vehicles, block list and visitors"),
                    "F4",
                    "vehicle",
                ),
                (
                    ActionId.PARKING_PAGE,
                    tr("Parking"),
                    tr("Slots and vehicles inside"),
                    "F5",
                    "parking",
                ),
                (ActionId.SHIFT_PAGE, tr("Shift"), tr("Begin, hand over, notes"), "F7", "clock"),
                (ActionId.PEOPLE_PAGE, tr("People"), tr("Who may sign in"), "F10", "person"),
            )
        ),
        ActionSpec(
            ActionId.LOCK,
            pages,
            tr("Lock"),
            tr("Lock the console; the lanes go on"),
            ("Ctrl+L",),
            "lock",
            enabled=lambda s: ActionId.SHIFT_PAGE in s.pages,
        ),
        ActionSpec(
            ActionId.DECISIONS,
            window,
            tr("Recent decisions"),
            tr("Go through the recent decisions by arrow keys; Escape comes back"),
            ("F6",),
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.SHORTCUTS,
            window,
            tr("Shortcuts"),
            tr("Show every key of the window"),
            ("F1",),
            "keyboard",
            scope=Scope.ALWAYS,
        ),
        ActionSpec(
            ActionId.THEME,
            window,
            tr("Next theme"),
            tr("Dark, light, high contrast"),
            ("F9",),
            scope=Scope.ALWAYS,
        ),
        ActionSpec(
            ActionId.LANGUAGE,
            window,
            tr("Language"),
            tr("English, German, Hindi; from the next start"),
            ("Ctrl+Shift+L",),
            scope=Scope.ALWAYS,
        ),
        *(
            ActionSpec(action, window, text, "", keys, scope=Scope.ALWAYS)
            for action, text, keys in (
                (ActionId.LARGER_TEXT, tr("Larger text"), ("Ctrl++", "Ctrl+=")),
                (ActionId.SMALLER_TEXT, tr("Smaller text"), ("Ctrl+-",)),
                (ActionId.FULL_SCREEN, tr("Full screen"), ("F11",)),
            )
        ),
        ActionSpec(
            ActionId.DISMISS_NOTICE,
            window,
            tr("Dismiss notice"),
            tr("The notice has been seen; it stays in the log"),
            ("F8",),
            "close",
            enabled=lambda s: s.notice_count > 0,
            scope=Scope.ALWAYS,
        ),
    )


LANE_ACTIONS = (ActionId.OPEN_LANE, ActionId.HOLD_LANE, ActionId.CLOSE_LANE)


@dataclass(frozen=True, slots=True)
class ShortcutLine:
    """One line of the shortcut sheet."""

    group: str
    text: str
    keys: str


class Actions(QObject):
    """Makes every QAction once; buttons, menus and the shortcut sheet take theirs from here."""

    def __init__(
        self,
        appearance: Appearance,
        lanes: tuple[tuple[str, str], ...],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._specs = {spec.id: spec for spec in _specs()}
        self._actions: dict[ActionId, QAction] = {}
        self._lane_actions: dict[tuple[ActionId, str], QAction] = {}
        self._page_lines: dict[ActionId, tuple[ShortcutLine, ...]] = {}
        self._page = ActionId.LANES_PAGE
        for spec in self._specs.values():
            if spec.id in LANE_ACTIONS:
                for number, (lane_id, name) in enumerate(lanes, 1):
                    action = self._make(spec, f"{spec.id}.{lane_id}", number)
                    action.setToolTip(self._tip(spec, action, name))
                    self._lane_actions[spec.id, lane_id] = action
            else:
                action = self._make(spec, spec.id, 0)
                action.setToolTip(self._tip(spec, action, ""))
                self._actions[spec.id] = action
        self.refresh_icons()
        appearance.changed.connect(self.refresh_icons)

    def __getitem__(self, action_id: ActionId) -> QAction:
        return self._actions[action_id]

    def of_lane(self, action_id: ActionId, lane_id: str) -> QAction:
        return self._lane_actions[action_id, lane_id]

    def all(self) -> tuple[QAction, ...]:
        return (*self._actions.values(), *self._lane_actions.values())

    def refresh(self, situation: Situation) -> None:
        """Enable what is possible now."""
        self._page = situation.page
        for action_id, action in self._actions.items():
            spec = self._specs[action_id]
            action.setEnabled(situation.reaches(spec) and spec.enabled(situation))
            if spec.tip_closed:
                tip = spec.tip if situation.opens else spec.tip_closed
                action.setToolTip(self._with_key(tip, action))
        for (action_id, _), action in self._lane_actions.items():
            action.setEnabled(situation.reaches(self._specs[action_id]))

    def refresh_icons(self) -> None:
        for action_id, action in self._actions.items():
            self._set_icon(action, self._specs[action_id])
        for (action_id, _), action in self._lane_actions.items():
            self._set_icon(action, self._specs[action_id])

    def sheet(self) -> tuple[ShortcutLine, ...]:
        """Return every action with its keys; lane actions once, with # for the lane's number.

        Of the actions that belong to one page alone those of the page in sight are listed.
        """
        lines = []
        for spec in self._specs.values():
            keys = [
                QKeySequence(key.replace("{lane}", "1")).toString(
                    QKeySequence.SequenceFormat.NativeText
                )
                for key in spec.keys
            ]
            if spec.id in LANE_ACTIONS:
                keys = [f"{key[:-1]}#" for key in keys]
            lines.append(ShortcutLine(spec.group, spec.text, "   ".join(keys)))
        return (*lines, *self._page_lines.get(self._page, ()))

    def describe_page(self, page: ActionId, lines: tuple[ShortcutLine, ...]) -> None:
        """List the keys that a page has besides these."""
        self._page_lines[page] = lines

    def _make(self, spec: ActionSpec, name: str, lane_number: int) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(name)
        keys = [key.replace("{lane}", str(lane_number)) for key in spec.keys]
        if lane_number <= LANE_KEY_COUNT:
            action.setShortcuts([QKeySequence(key) for key in keys])
        return action

    @staticmethod
    def _tip(spec: ActionSpec, action: QAction, lane_name: str) -> str:
        return Actions._with_key((spec.tip or spec.text).replace("{name}", lane_name), action)

    @staticmethod
    def _with_key(tip: str, action: QAction) -> str:
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return f"{tip} ({key})" if key else tip

    def _set_icon(self, action: QAction, spec: ActionSpec) -> None:
        if spec.icon:
            action.setIcon(self._appearance.icon(spec.icon))
