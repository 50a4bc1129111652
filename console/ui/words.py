"""The codes of the gate in the attendant's words, translated when they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from console.gate.reasons import BARRIER_TEST, Act, OverrideReason
from console.gate.types import BarrierPosition, FaultKind, Match, Reason, VerdictKind
from console.ui import local_words
from console.ui.theme import Tone
from db.records import OrderedAction, Outcome, VehicleKind
from pipeline.tracker import Motion


def verdict_word(kind: VerdictKind) -> str:
    """The verdict on the ribbon."""
    return {
        VerdictKind.OPEN: QCoreApplication.translate("Words", "Open"),
        VerdictKind.REVIEW: QCoreApplication.translate("Words", "Review"),
        VerdictKind.REFUSE: QCoreApplication.translate("Words", "Refuse"),
    }[kind]


def verdict_tone(kind: VerdictKind) -> Tone:
    """The colour that goes with the verdict's word and icon."""
    return {
        VerdictKind.OPEN: Tone.OPEN,
        VerdictKind.REVIEW: Tone.REVIEW,
        VerdictKind.REFUSE: Tone.REFUSE,
    }[kind]


def verdict_icon(kind: VerdictKind) -> str:
    """The file name of the verdict's icon."""
    return {
        VerdictKind.OPEN: "check",
        VerdictKind.REVIEW: "review",
        VerdictKind.REFUSE: "refuse",
    }[kind]


def reason_words(code: Reason) -> str:
    """Why the policy said so."""
    return {
        Reason.REGISTERED: QCoreApplication.translate("Words", "Registered"),
        Reason.REGISTERED_NEAR: QCoreApplication.translate(
            "Words", "Registered, one character read differently"
        ),
        Reason.BLOCKED: QCoreApplication.translate("Words", "On the block list"),
        Reason.NOT_VALID_NOW: QCoreApplication.translate("Words", "Registered, but not valid now"),
        Reason.NOT_REGISTERED: QCoreApplication.translate("Words", "Not registered"),
        Reason.DOUBTFUL_MATCH: QCoreApplication.translate(
            "Words", "Only similar to a registered plate"
        ),
        Reason.AMBIGUOUS_MATCH: QCoreApplication.translate(
            "Words", "Fits more than one registered plate"
        ),
        Reason.WEAK_CHARACTER: QCoreApplication.translate("Words", "A character is uncertain"),
        Reason.UNREADABLE: QCoreApplication.translate("Words", "The plate could not be read"),
        Reason.UNSETTLED: QCoreApplication.translate("Words", "Not yet sure of the plate"),
        Reason.STALE_PICTURE: QCoreApplication.translate("Words", "The picture was not live"),
        Reason.REGISTRY_UNAVAILABLE: QCoreApplication.translate(
            "Words", "The registry could not be checked"
        ),
        Reason.RECORDING_FAILED: QCoreApplication.translate(
            "Words", "The decision could not be recorded"
        ),
        Reason.ATTENDANT: QCoreApplication.translate("Words", "By the attendant"),
        Reason.TAKEN_BACK: QCoreApplication.translate("Words", "The decision was taken back"),
        Reason.GATES_STOPPED: QCoreApplication.translate("Words", "All gates hold"),
        Reason.HOLD_ENDED: QCoreApplication.translate("Words", "The time of the hold was up"),
        Reason.TAILGATE: QCoreApplication.translate("Words", "Followed another vehicle through"),
        Reason.ALREADY_INSIDE: QCoreApplication.translate("Words", "Is inside already"),
        Reason.NEVER_ENTERED: QCoreApplication.translate("Words", "Leaves without having entered"),
        Reason.TWO_GATES: QCoreApplication.translate("Words", "Was at another gate just now"),
    }[code]


def reason_words_of(code: str) -> str:
    """The words of a stored reason; a code of a later version is shown as it is."""
    try:
        return reason_words(Reason(code))
    except ValueError:
        return code


def act_words(code: Act) -> str:
    """What a person does that wants a reason."""
    return {
        Act.CONFIRM: QCoreApplication.translate("Words", "Confirm"),
        Act.CORRECT: QCoreApplication.translate("Words", "Correct"),
        Act.DENY: QCoreApplication.translate("Words", "Deny"),
        Act.VISITOR: QCoreApplication.translate("Words", "Visitor"),
        Act.OPEN: QCoreApplication.translate("Words", "Open"),
        Act.HOLD: QCoreApplication.translate("Words", "Hold"),
        Act.CLOSE: QCoreApplication.translate("Words", "Close"),
        Act.STOP: QCoreApplication.translate("Words", "All gates hold"),
        Act.TAKE_BACK: QCoreApplication.translate("Words", "Take back"),
    }[code]


def override_words(reason: OverrideReason) -> str:
    """A reason for an override: as the site words it, or as we do, or its bare code."""
    return reason.words or override_words_of(reason.code)


def given_reason_words(code: str, reasons: Sequence[OverrideReason]) -> str:
    """A stored reason code as this site words it, or as we do."""
    known = (one for one in reasons if one.code == code)
    return next((override_words(one) for one in known), override_words_of(code))


def override_words_of(code: str) -> str:
    """A stored reason code of ours in words; a site's own code is shown as it is."""
    return {
        "judgement": QCoreApplication.translate("Words", "Attendant's judgement"),
        "known_person": QCoreApplication.translate("Words", "Person is known"),
        "permit_shown": QCoreApplication.translate("Words", "Permit was shown"),
        "new_vehicle": QCoreApplication.translate("Words", "New vehicle, to be registered"),
        "misread": QCoreApplication.translate("Words", "Plate was misread"),
        "dirty_plate": QCoreApplication.translate("Words", "Plate is dirty or damaged"),
        "guest": QCoreApplication.translate("Words", "Guest"),
        "delivery": QCoreApplication.translate("Words", "Delivery"),
        "tradesman": QCoreApplication.translate("Words", "Tradesman"),
        "not_registered": QCoreApplication.translate("Words", "Not registered"),
        "blocked": QCoreApplication.translate("Words", "On the block list"),
        "expired": QCoreApplication.translate("Words", "Registration not valid now"),
        "wrong_lane": QCoreApplication.translate("Words", "Wrong lane"),
        "no_vehicle": QCoreApplication.translate("Words", "No vehicle there"),
        "queue": QCoreApplication.translate("Words", "Long queue"),
        "camera_fault": QCoreApplication.translate("Words", "Camera out of order"),
        "no_longer_needed": QCoreApplication.translate("Words", "No longer needed"),
        "emergency": QCoreApplication.translate("Words", "Emergency"),
        "slip": QCoreApplication.translate("Words", "Slip of the hand"),
        BARRIER_TEST: QCoreApplication.translate("Words", "Barrier test"),
    }.get(code, code)


def ordered_words(code: OrderedAction) -> str:
    """What a decision had a barrier do, as a table tells it."""
    return {
        OrderedAction.NOTHING: "",
        OrderedAction.OPEN: QCoreApplication.translate("Words", "Opened"),
        OrderedAction.HOLD: QCoreApplication.translate("Words", "Held open"),
        OrderedAction.CLOSE: QCoreApplication.translate("Words", "Closed"),
        OrderedAction.STOP: QCoreApplication.translate("Words", "All hold"),
        OrderedAction.RELEASE: QCoreApplication.translate("Words", "Released"),
    }[code]


def difference_words(text: str, match: Match) -> str:
    """How a registered plate differs from ``text``, such as "3 for 8 at place 9"."""
    plate = match.vehicle.plate
    if not match.differing:
        return ""
    if len(plate) == len(text):
        places = [at for at in match.differing if at < len(plate) and plate[at] != text[at]]
        shown = places[:2]
        parts = [
            QCoreApplication.translate("Words", "{theirs} for {ours} at place {place}").format(
                theirs=plate[place], ours=text[place], place=place + 1
            )
            for place in shown
        ]
        more = len(places) - len(shown)
        if more > 0:
            parts.append(QCoreApplication.translate("Words", "{count} more").format(count=more))
        return ", ".join(parts)
    count = len(plate) - len(text)
    if count > 0:
        return QCoreApplication.translate("Words", "{count} longer").format(count=count)
    return QCoreApplication.translate("Words", "{count} shorter").format(count=-count)


def barrier_words(code: BarrierPosition) -> str:
    """Where the switch says the barrier is."""
    return {
        BarrierPosition.OPEN: QCoreApplication.translate("Words", "Barrier open"),
        BarrierPosition.CLOSED: QCoreApplication.translate("Words", "Barrier closed"),
        BarrierPosition.MOVING: QCoreApplication.translate("Words", "Barrier moving"),
        BarrierPosition.HELD: QCoreApplication.translate("Words", "Held open"),
        BarrierPosition.UNKNOWN: QCoreApplication.translate("Words", "Position unknown"),
    }[code]


def barrier_icon(position: BarrierPosition) -> str:
    """The file name of the icon of a barrier position."""
    return {
        BarrierPosition.OPEN: "barrier_open",
        BarrierPosition.CLOSED: "barrier_closed",
        BarrierPosition.MOVING: "barrier_moving",
        BarrierPosition.HELD: "hold",
        BarrierPosition.UNKNOWN: "unknown",
    }[position]


def fault_words(code: FaultKind) -> str:
    """What part of the system a fault is in."""
    return {
        FaultKind.RECOGNITION: QCoreApplication.translate("Words", "Recognition"),
        FaultKind.RECORDING: QCoreApplication.translate("Words", "Recording"),
        FaultKind.BARRIER: QCoreApplication.translate("Words", "Barrier"),
        FaultKind.REGISTRY: QCoreApplication.translate("Words", "Registry"),
        FaultKind.MODELS: QCoreApplication.translate("Words", "Models"),
    }[code]


def outcome_words(code: Outcome) -> str:
    """What became of the passage."""
    return {
        Outcome.ACCEPTED: QCoreApplication.translate("Words", "Accepted"),
        Outcome.CONFIRMED: QCoreApplication.translate("Words", "Confirmed"),
        Outcome.CORRECTED: QCoreApplication.translate("Words", "Corrected"),
        Outcome.REJECTED: QCoreApplication.translate("Words", "Denied"),
        Outcome.VISITOR: QCoreApplication.translate("Words", "Visitor"),
        Outcome.WITHDRAWN: QCoreApplication.translate("Words", "Taken back"),
        Outcome.OPERATED: QCoreApplication.translate("Words", "By hand"),
    }[code]


def outcome_icon(outcome: Outcome) -> str:
    """The file name of the icon of an outcome."""
    return {
        Outcome.ACCEPTED: "check",
        Outcome.CONFIRMED: "check",
        Outcome.CORRECTED: "correct",
        Outcome.REJECTED: "refuse",
        Outcome.VISITOR: "visitor",
        Outcome.WITHDRAWN: "undo",
        Outcome.OPERATED: "hand",
    }[outcome]


def outcome_tone(outcome: Outcome) -> Tone:
    """The colour that goes with an outcome's word and icon."""
    return {
        Outcome.ACCEPTED: Tone.OPEN,
        Outcome.CONFIRMED: Tone.OPEN,
        Outcome.CORRECTED: Tone.REVIEW,
        Outcome.REJECTED: Tone.REFUSE,
        Outcome.VISITOR: Tone.OPEN,
        Outcome.WITHDRAWN: Tone.STALE,
        Outcome.OPERATED: Tone.NEUTRAL,
    }[outcome]


def decided_by_words(decided_by: str) -> str:
    """Who decided: the policy in words, a person by name."""
    if decided_by == "policy":
        return QCoreApplication.translate("Words", "Automatic")
    return decided_by


def vehicle_kind_words(code: VehicleKind) -> str:
    """How a registered vehicle is treated."""
    return {
        VehicleKind.ALLOW: QCoreApplication.translate("Words", "Allowed"),
        VehicleKind.BLOCK: QCoreApplication.translate("Words", "Blocked"),
        VehicleKind.VISITOR: QCoreApplication.translate("Words", "Visitor"),
    }[code]


def clock_words(seconds: float) -> str:
    """A running time as minutes and seconds, such as 1:05."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def direction_words(direction: Motion) -> str:
    """How a vehicle moves or last did; empty while that is not known."""
    return {
        Motion.APPROACHING: QCoreApplication.translate("Words", "approaching"),
        Motion.LEAVING: QCoreApplication.translate("Words", "leaving"),
    }.get(direction, "")


def direction_words_of(code: str | None) -> str:
    """How the vehicle of a decision moved, as a sentence of its own; empty where not known."""
    return {
        Motion.APPROACHING.value: QCoreApplication.translate("Words", "Vehicle approaching"),
        Motion.LEAVING.value: QCoreApplication.translate("Words", "Vehicle leaving"),
    }.get(code or "", "")


def age_words(seconds: float) -> str:
    """The age of a picture: tenths below ten seconds, then seconds, then minutes."""
    if seconds < 10:
        return QCoreApplication.translate("Words", "{age} s").format(
            age=local_words.number_words(seconds, 1)
        )
    if seconds < 120:
        return QCoreApplication.translate("Words", "{age} s").format(age=int(seconds))
    return QCoreApplication.translate("Words", "{age} min").format(age=int(seconds // 60))
