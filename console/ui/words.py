"""The codes of the gate in the attendant's words, translated when they are shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.gate.types import BarrierPosition, FaultKind, Reason, VerdictKind
from console.ui.theme import Tone
from db.records import Outcome, VehicleKind


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
    }[code]


def reason_words_of(code: str) -> str:
    """The words of a stored reason; a code of a later version is shown as it is."""
    try:
        return reason_words(Reason(code))
    except ValueError:
        return code


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


def age_words(seconds: float) -> str:
    """The age of a picture: tenths below ten seconds, then seconds, then minutes."""
    if seconds < 10:
        return QCoreApplication.translate("Words", "{age} s").format(age=f"{seconds:.1f}")
    if seconds < 120:
        return QCoreApplication.translate("Words", "{age} s").format(age=int(seconds))
    return QCoreApplication.translate("Words", "{age} min").format(age=int(seconds // 60))
