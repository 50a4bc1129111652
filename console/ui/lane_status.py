"""What a lane's ribbon says: one answer out of camera, models, picture age and verdict; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from console.gate.clock import NS_PER_S
from console.gate.lanes import STALE_NS
from console.gate.types import (
    Connection,
    LaneState,
    LaneView,
    ModelState,
    Reason,
    Verdict,
    VerdictKind,
)
from console.ui import words
from console.ui.theme import Tone
from console.ui.told import told
from pipeline.tracker import Motion

STALE_AFTER_S = STALE_NS / NS_PER_S

NOT_LOOKED_AFTER_S = 5.0
"""A live lane that recognition has not looked at for this long is a fault, not an empty road."""


@dataclass(frozen=True, slots=True, eq=False)
class LaneFacts:
    """All that is known of a lane at one moment; ages in seconds, None before the first."""

    state: LaneState | None = None
    model: ModelState = ModelState.LOADING
    model_problem: str = ""
    view: LaneView | None = None
    frame_age_s: float | None = None
    look_age_s: float | None = None


@dataclass(frozen=True, slots=True)
class LaneStatus:
    """What the tile shows: ribbon (tone, icon, word, detail) and words over the picture.

    ``overlay`` and ``read`` say whether boxes and the read may be shown, which is only while
    they belong to the picture that is shown.
    """

    tone: Tone
    icon: str
    word: str
    detail: str
    stale: bool = False
    overlay: bool = False
    read: bool = False
    message_icon: str = ""
    message_title: str = ""
    message_detail: str = ""

    @property
    def watched(self) -> bool:
        """Whether recognition sees the lane, so that a passage there would be noticed."""
        return self.overlay


def describe(facts: LaneFacts) -> LaneStatus:
    """Return the most serious thing that is true of the lane."""
    trouble = _camera_trouble(facts)
    status = trouble or _recognition_trouble(facts) or _what_was_seen(facts)
    if trouble is None and facts.state is not None and facts.state.stopped:
        seen = f"{status.word}: {status.detail}" if status.detail else status.word
        word = words.reason_words(Reason.GATES_STOPPED)
        return replace(status, tone=Tone.REFUSE, icon="stop", word=word, detail=seen)
    return status


def _camera_trouble(facts: LaneFacts) -> LaneStatus | None:
    state = facts.state
    connection = state.connection if state is not None else Connection.CONNECTING
    problem = told(state.problem) if state is not None else ""
    if connection is Connection.OFFLINE:
        title = QCoreApplication.translate("Lane", "Offline")
        detail = problem or QCoreApplication.translate("Lane", "The camera does not answer")
        return LaneStatus(
            Tone.STALE, "camera_off", title, detail, True, False, False, "camera_off", title, detail
        )
    if facts.frame_age_s is None:
        title = QCoreApplication.translate("Lane", "Connecting")
        detail = problem or QCoreApplication.translate("Lane", "Waiting for the first picture")
        return LaneStatus(
            Tone.NEUTRAL, "camera", title, detail, False, False, False, "camera", title, detail
        )
    if facts.frame_age_s > STALE_AFTER_S or connection is Connection.STALLED:
        title = QCoreApplication.translate("Lane", "Not live")
        age = QCoreApplication.translate("Lane", "Picture is {age} old").format(
            age=words.age_words(facts.frame_age_s)
        )
        return LaneStatus(
            Tone.STALE,
            "clock",
            title,
            QCoreApplication.translate("Lane", "Automatic opening suspended"),
            stale=True,
            message_icon="clock",
            message_title=age,
            message_detail=problem,
        )
    return None


def _recognition_trouble(facts: LaneFacts) -> LaneStatus | None:
    if facts.model is ModelState.LOADING:
        return LaneStatus(
            Tone.NEUTRAL,
            "loading",
            QCoreApplication.translate("Lane", "Loading"),
            QCoreApplication.translate("Lane", "Reading of plates begins shortly"),
        )
    could_not_look = QCoreApplication.translate("Lane", "Could not look")
    if facts.model is ModelState.FAILED:
        detail = told(facts.model_problem) or QCoreApplication.translate(
            "Lane", "Recognition does not work"
        )
        return LaneStatus(Tone.REFUSE, "warning", could_not_look, detail)
    if facts.view is not None and facts.view.result.error is not None:
        return LaneStatus(Tone.REFUSE, "warning", could_not_look, told(facts.view.result.error))
    if facts.look_age_s is not None and facts.look_age_s > NOT_LOOKED_AFTER_S:
        detail = QCoreApplication.translate("Lane", "Last looked {age} ago").format(
            age=words.age_words(facts.look_age_s)
        )
        return LaneStatus(Tone.REFUSE, "warning", could_not_look, detail)
    return None


def _what_was_seen(facts: LaneFacts) -> LaneStatus:
    view = facts.view
    if view is None:
        return LaneStatus(
            Tone.NEUTRAL,
            "loading",
            QCoreApplication.translate("Lane", "Starting"),
            QCoreApplication.translate("Lane", "Not looked at yet"),
        )
    if view.verdict is not None and (view.decided or view.verdict.kind is VerdictKind.OPEN):
        return _what_was_decided(view, view.verdict)
    if view.verdict is not None:
        return LaneStatus(
            words.verdict_tone(view.verdict.kind),
            words.verdict_icon(view.verdict.kind),
            words.verdict_word(view.verdict.kind),
            _with_direction(words.reason_words(view.verdict.reason), view.direction),
            overlay=True,
            read=True,
        )
    aside = next((read.rejection for read in view.result.reads if read.rejection), None)
    if view.read is None and aside is not None:
        return LaneStatus(
            Tone.NEUTRAL,
            "set_aside",
            QCoreApplication.translate("Lane", "Set aside"),
            told(aside),
            overlay=True,
        )
    if view.passage_id is not None or view.read is not None or view.result.reads:
        return LaneStatus(
            Tone.NEUTRAL,
            "reading",
            QCoreApplication.translate("Lane", "Reading"),
            words.direction_words(view.direction),
            overlay=True,
            read=True,
        )
    return LaneStatus(
        Tone.NEUTRAL,
        "road",
        QCoreApplication.translate("Lane", "No vehicle"),
        QCoreApplication.translate("Lane", "No plate seen"),
        overlay=True,
    )


def _what_was_decided(view: LaneView, verdict: Verdict) -> LaneStatus:
    """A decision is said to be made only once it is on disk."""
    why = words.reason_words(verdict.reason)
    if not view.recorded:
        word = QCoreApplication.translate("Lane", "Recording")
        return LaneStatus(Tone.NEUTRAL, "loading", word, why, overlay=True, read=True)
    if view.parked:
        word = QCoreApplication.translate("Lane", "Parked")
        return LaneStatus(Tone.NEUTRAL, "parking", word, why, overlay=True, read=True)
    if verdict.kind is VerdictKind.OPEN:
        tone, icon = words.verdict_tone(verdict.kind), words.verdict_icon(verdict.kind)
        word = words.verdict_word(verdict.kind)
        return LaneStatus(tone, icon, word, why, overlay=True, read=True)
    word = QCoreApplication.translate("Lane", "Decided")
    return LaneStatus(Tone.NEUTRAL, "recorded", word, why, overlay=True, read=True)


def _with_direction(why: str, direction: Motion) -> str:
    moves = words.direction_words(direction)
    return f"{why} · {moves}" if moves else why
