"""What the barrier does when the attendant confirms; pure."""

from __future__ import annotations

from enum import Enum, auto

from console.gate.types import Match, ReviewItem, VerdictKind
from db.records import VehicleKind
from pipeline.matching import match_key


class Effect(Enum):
    """Whether a yes opens, and if not, why not."""

    OPENS = auto()
    LEFT = auto()
    BLOCKED = auto()
    STOPPED = auto()


def effect_of(
    item: ReviewItem, text: str, matches: tuple[Match, ...], *, stopped: bool = False
) -> Effect:
    """Say what a yes to ``text`` does; ``matches`` are the registered vehicles nearest to it.

    ``stopped`` says that all gates hold.

    The gate decides for itself when it is told: this is what the screen promises.
    """
    if item.vehicle_left:
        return Effect.LEFT
    blocked = {match_key(m.vehicle.plate) for m in matches if m.vehicle.kind is VehicleKind.BLOCK}
    if stopped:
        return Effect.STOPPED
    refused = item.verdict.kind is VerdictKind.REFUSE and text == item.read.text
    return Effect.BLOCKED if refused or match_key(text) in blocked else Effect.OPENS
