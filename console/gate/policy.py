"""What a read is worth: open, review or refuse, and why. Pure: the same facts, the same verdict.

Only an ``open`` verdict ever moves a barrier, and only when every check was made and passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.gate.types import Match, Reason, Verdict, VerdictKind
from db.records import VehicleKind, VehicleRecord
from pipeline.types import Read


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """How sure the policy wants to be; costs are weighted by odds, 1.0 is a plain edit.

    ``min_confidence`` holds for the weakest character. A match opens up to ``max_cost``, and
    only when every other registered plate is ``min_margin`` farther. Up to ``doubtful_cost`` a
    registered vehicle is offered as what may have been meant. A blocked plate within
    ``block_cost`` keeps the barrier down whatever else is near.
    Source: the first three, ``python -m pipeline.training policy`` (docs/certainty.md).
    """

    min_confidence: float = 0.8
    max_cost: float = 0.1
    min_margin: float = 0.2
    doubtful_cost: float = 2.0
    block_cost: float = 1.0


def decide(
    read: Read,
    matches: tuple[Match, ...] | None,
    now: datetime,
    lane_is_fresh: bool,
    settings: PolicySettings,
) -> Verdict:
    """The verdict on ``read``.

    ``matches`` are the registered vehicles nearest to it, nearest first and at least two where
    there are two near; None when the registry could not be asked. ``now`` is aware UTC.
    """
    if read.rejection is not None or not read.text:
        return Verdict(VerdictKind.REVIEW, Reason.UNREADABLE, matches or ())
    if matches is None:
        return Verdict(VerdictKind.REVIEW, Reason.REGISTRY_UNAVAILABLE)
    blocked = _blocked_verdict(read, matches, settings)
    if blocked is not None:
        return blocked
    doubt = _doubt(read, matches, settings)
    if doubt is None and not is_valid(matches[0].vehicle, now):
        doubt = Reason.NOT_VALID_NOW
    if doubt is None and not lane_is_fresh:
        doubt = Reason.STALE_PICTURE
    if doubt is not None:
        return Verdict(VerdictKind.REVIEW, doubt, matches)
    reason = Reason.REGISTERED if matches[0].cost == 0 else Reason.REGISTERED_NEAR
    return Verdict(VerdictKind.OPEN, reason, matches)


def is_valid(vehicle: VehicleRecord, now: datetime) -> bool:
    """Whether the vehicle's registration holds at ``now``; its end is no longer part of it."""
    begun = vehicle.valid_from is None or vehicle.valid_from <= now
    return begun and (vehicle.valid_until is None or now < vehicle.valid_until)


def _blocked_verdict(
    read: Read, matches: tuple[Match, ...], settings: PolicySettings
) -> Verdict | None:
    """Refused when surely a blocked plate, a person's matter when it may be one.

    A block entry has no validity: it holds until it is taken out of the registry.
    """
    near = [
        match
        for match in matches
        if match.vehicle.kind is VehicleKind.BLOCK and match.cost <= settings.block_cost
    ]
    if not near:
        return None
    sure = near[0].cost == 0 and read.weakest_confidence >= settings.min_confidence
    return Verdict(VerdictKind.REFUSE if sure else VerdictKind.REVIEW, Reason.BLOCKED, matches)


def _doubt(read: Read, matches: tuple[Match, ...], settings: PolicySettings) -> Reason | None:
    """What stands against taking the read for the nearest vehicle; None when nothing does."""
    if read.weakest_confidence < settings.min_confidence:
        return Reason.WEAK_CHARACTER
    if not matches or matches[0].cost > settings.doubtful_cost:
        return Reason.NOT_REGISTERED
    if matches[0].cost > settings.max_cost:
        return Reason.DOUBTFUL_MATCH
    if len(matches) > 1 and matches[1].cost - matches[0].cost < settings.min_margin:
        return Reason.AMBIGUOUS_MATCH
    return None
