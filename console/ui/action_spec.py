"""What an action is: its name, its row in the table, and when it is possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

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
    TEST_SOUND = "review.test_sound"
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
    COPY_PAGE = "page.copy"
    EXPORT_PAGE = "page.export"
    SETUP_PAGE = "page.setup"
    MODELS_PAGE = "page.models"
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


LANE_ACTIONS = (ActionId.OPEN_LANE, ActionId.HOLD_LANE, ActionId.CLOSE_LANE)
