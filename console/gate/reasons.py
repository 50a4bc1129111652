"""Why a person decides otherwise than the policy: the site's list of reason codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from console.gate.types import Reason


class Act(StrEnum):
    """What a person does that wants a reason."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    DENY = "deny"
    VISITOR = "visitor"
    OPEN = "open"
    HOLD = "hold"
    CLOSE = "close"
    STOP = "stop"
    TAKE_BACK = "take_back"


class ConfirmOpening(StrEnum):
    """When opening by hand asks for a reason first."""

    NEVER = "never"
    BLOCKED = "blocked"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class OverrideReason:
    """A code that is recorded, and the acts it can be given for; a site may word it itself."""

    code: str
    acts: tuple[Act, ...]
    words: str = ""


BARRIER_TEST = "barrier_test"
"""Why a barrier opens for whoever sets a lane up; never offered, and nobody else may give it."""

DEFAULT_REASONS = (
    OverrideReason("judgement", (Act.CONFIRM, Act.OPEN, Act.HOLD, Act.VISITOR, Act.DENY)),
    OverrideReason("known_person", (Act.CONFIRM, Act.OPEN)),
    OverrideReason("permit_shown", (Act.CONFIRM, Act.OPEN)),
    OverrideReason("new_vehicle", (Act.CONFIRM,)),
    OverrideReason("misread", (Act.CORRECT,)),
    OverrideReason("dirty_plate", (Act.CORRECT,)),
    OverrideReason("guest", (Act.VISITOR, Act.OPEN)),
    OverrideReason("delivery", (Act.VISITOR, Act.OPEN, Act.HOLD)),
    OverrideReason("tradesman", (Act.VISITOR,)),
    OverrideReason("not_registered", (Act.DENY,)),
    OverrideReason("blocked", (Act.DENY,)),
    OverrideReason("expired", (Act.DENY,)),
    OverrideReason("wrong_lane", (Act.DENY,)),
    OverrideReason("no_vehicle", (Act.DENY,)),
    OverrideReason("queue", (Act.HOLD,)),
    OverrideReason("camera_fault", (Act.OPEN, Act.HOLD)),
    OverrideReason("no_longer_needed", (Act.CLOSE,)),
    OverrideReason("emergency", (Act.STOP, Act.OPEN, Act.HOLD)),
    OverrideReason("slip", (Act.TAKE_BACK,)),
)
"""What sites without a list of their own offer; the first of an act is its usual one."""

_DENIED_FOR = {
    Reason.NOT_REGISTERED: "not_registered",
    Reason.BLOCKED: "blocked",
    Reason.NOT_VALID_NOW: "expired",
}


def reasons_for(act: Act, reasons: Sequence[OverrideReason]) -> tuple[OverrideReason, ...]:
    """The reasons that can be given for ``act``, the usual one first."""
    return tuple(reason for reason in reasons if act in reason.acts)


def usual_reason(act: Act, reasons: Sequence[OverrideReason], verdict: Reason | None = None) -> str:
    """The code that is recorded when a person names none; empty where the site has none.

    A denial takes up what the policy said, where the site's list knows that as a reason.
    """
    offered = [reason.code for reason in reasons_for(act, reasons)]
    echoed = _DENIED_FOR.get(verdict, "") if act is Act.DENY and verdict is not None else ""
    return echoed if echoed in offered else next(iter(offered), "")
