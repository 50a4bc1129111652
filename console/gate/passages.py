"""The passages of one lane: reads of a vehicle collected until they are sure, or time is up.

Pure but for its own state: frames, times and verdicts come in, steps go out. One passage gets
at most one decision; what it was is the caller's to record.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from console.gate.clock import NS_PER_MS, NS_PER_S
from console.gate.collected import Collected, Fuse, Passage, succeeds
from console.gate.scenery import Scenery
from console.gate.types import LaneFrame, Reason, ReviewItem, Verdict, VerdictKind
from pipeline.tracker import Motion, TrackedRead, Tracker
from pipeline.types import FrameResult, Read

_KEPT_SETTLED = 4
_TOGETHER_SLOPE, _TOGETHER_OFFSET = 0.8, -0.25
"""From what frames say together to how often that is right, on the scale of log odds.

Source: fused reads of passages filmed from val pictures, rounded (docs/certainty.md).
"""

_COMING_PATIENCE = 2
"""How many times longer a vehicle that still comes nearer may stay unsure than another one."""

_log = logging.getLogger("recognition")


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """When a passage is sure, and how long it may stay unsure.

    Automatic opening wants a plate at least ``min_width_px`` wide, and either ``agreeing_count``
    frames with the fused text, whose weakest character has ``min_confidence``, or
    ``sure_agreeing_count`` of at least ``sure_read_count`` usable ones where it has
    ``sure_confidence``: frames that miss one character or another vote for the rest. (Source:
    docs/certainty.md.) A person is asked once the vehicle has stood still for
    ``standing_patience_ns``, or has been in the lane for ``patience_ns``, or has left after at
    least ``min_read_count`` usable reads. Where no read was usable a person is asked only about
    what the detector took for a plate with at least ``min_detection_confidence``: a dirty plate,
    not a shop sign (on val 24 of 29 found plates that cannot be read reach it, and 1 of 19 such
    boxes without a label); the middle one of the last frames counts, for of many frames of a wall
    one will reach anything. A decided vehicle that stands for ``parked_ns`` is parked and no longer
    keeps the lane from the one behind it; one that still waits for a decision does, for an opening
    behind it would let it in. At most ``max_waiting`` passages wait.
    """

    agreeing_count: int = 3
    min_confidence: float = 0.88
    sure_agreeing_count: int = 2
    sure_read_count: int = 3
    sure_confidence: float = 0.95
    min_width_px: float = 50.0
    standing_patience_ns: int = 1200 * NS_PER_MS
    patience_ns: int = 6 * NS_PER_S
    min_read_count: int = 2
    min_detection_confidence: float = 0.8
    parked_ns: int = 20 * NS_PER_S
    max_waiting: int = 32

    @classmethod
    def beside(cls, policy_confidence: float) -> Self:
        """The usual ones, for a policy that wants this of the weakest character of one picture.

        Frames of one passage share their faults, so what they say together is overrated: the
        weakest character of a fused read must have somewhat more to be right as often.
        """
        inside = min(1.0 - 1e-9, max(1e-9, policy_confidence))
        odds = (math.log(inside / (1.0 - inside)) - _TOGETHER_OFFSET) / _TOGETHER_SLOPE
        return cls(min_confidence=1.0 / (1.0 + math.exp(-odds)))


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What one frame, or the mere passing of time, brought about.

    ``main`` is the passage that the lane is about, until it has left (None: empty road).
    ``accepted`` may be opened for; ``reviews`` are new or better questions; ``answered`` are
    passages whose question is settled by a later frame; ``unanswered`` are those that no person
    answered in time.
    """

    main: Passage | None = None
    accepted: tuple[Passage, ...] = ()
    reviews: tuple[ReviewItem, ...] = ()
    answered: tuple[str, ...] = ()
    unanswered: tuple[Passage, ...] = ()


class LanePassages:
    """Collects the reads of one lane into passages; lives on one thread."""

    def __init__(  # noqa: PLR0913 - the facts of a lane and three collaborators
        self,
        lane_id: str,
        lane_name: str,
        *,
        fuse: Fuse,
        judge: Callable[[Read, bool, int], Verdict],
        utc_now: Callable[[], datetime],
        settings: PassageSettings | None = None,
    ) -> None:
        """Take ``judge(read, lane_is_fresh, came_ns)``, the policy with the registry as it is."""
        self._lane_id = lane_id
        self._lane_name = lane_name
        self._fuse = fuse
        self._judge = judge
        self._utc_now = utc_now
        self._settings = settings or PassageSettings()
        self._tracker = Tracker()
        self._tracks: dict[int, Collected] = {}
        self._waiting: dict[str, Collected] = {}
        self._settled: dict[str, Collected] = {}
        self._scenery = Scenery(lane_id)
        self._main: Collected | None = None
        self.passage_count = 0
        self.unread_count = 0

    def observe(self, seen: LaneFrame, result: FrameResult, lane_is_fresh: bool) -> Step:
        """Take in the reads of a frame that could be looked at."""
        now_ns = seen.frame.received_ns
        update = self._tracker.update(
            result.reads, now_ns, seen.frame.width_px, self._parked(), self._standing_scenery()
        )
        reviews: list[ReviewItem] = []
        accepted: list[Passage] = []
        answered: list[str] = []
        for tracked in update.reads:
            collected = self._collect(tracked, seen)
            sure = self._judge_now(collected, tracked.main, lane_is_fresh)
            if self._is_scenery(collected) or not tracked.main:
                continue
            self._main = collected
            collected.was_main = True
            if sure:
                if self._waiting.pop(collected.passage_id, None):
                    answered.append(collected.passage_id)
                accepted.append(self._settle(collected))
            else:
                reviews += self._ask_if_due(collected, now_ns)
        for track_id in update.left:
            reviews += self._leave(self._tracks[track_id], now_ns)
        if self._main is not None:
            answered += self._take_over(self._main)
        for track_id in update.forgotten:
            del self._tracks[track_id]
        return Step(self.main, tuple(accepted), tuple(reviews), tuple(answered), self._overdue())

    def tick(self, now_ns: int) -> Step:
        """Let time pass without a frame: a vehicle that stands unsure comes up for review."""
        reviews = self._ask_if_due(self._main, now_ns) if self._main is not None else []
        return Step(self.main, reviews=tuple(reviews), unanswered=self._overdue())

    @property
    def main(self) -> Passage | None:
        """The passage that the lane is about now, decided or not; None for an empty road."""
        return None if self._main is None else self._main.snapshot(self._lane_id, self._lane_name)

    @property
    def waiting_count(self) -> int:
        return len(self._waiting)

    def is_waiting(self, passage_id: str) -> bool:
        return passage_id in self._waiting

    def settle(self, passage_id: str) -> Passage | None:
        """Take a person's decision: the passage as it was, or None when it does not wait."""
        collected = self._waiting.pop(passage_id, None)
        return None if collected is None else self._settle_by_hand(collected)

    def reopen(self, passage_id: str, now_ns: int) -> ReviewItem | None:
        """Ask again about a passage whose decision was taken back; None when it is forgotten.

        From then on only a person decides it, by what was read when it was decided.
        """
        collected = self._settled.pop(passage_id, None)
        if collected is None:
            on_road = [one for one in self._tracks.values() if one.passage_id == passage_id]
            collected = on_road[0] if on_road else None
        if collected is None:
            return None
        collected.reopen()
        return next(iter(self._ask(collected, now_ns)), None)

    def settle_main(self) -> Passage | None:
        """Take a decision on the vehicle in front, waiting or not; None for an empty road."""
        if self._main is None:
            return None
        self._waiting.pop(self._main.passage_id, None)
        return self._settle_by_hand(self._main)

    def give_up(self) -> tuple[Passage, ...]:
        """Settle everything that still waits for a person, because nobody will answer any more."""
        waiting = tuple(self._waiting)
        return tuple(passage for name in waiting if (passage := self.settle(name)) is not None)

    def _collect(self, tracked: TrackedRead, seen: LaneFrame) -> Collected:
        collected = self._tracks.get(tracked.track_id)
        if collected is None:
            collected = Collected(tracked.read, seen, self._utc_now())
            self._tracks[tracked.track_id] = collected
            self.passage_count += 1
        collected.left = False
        collected.last_ns = seen.frame.received_ns
        collected.still_since_ns = tracked.still_since_ns
        collected.place_share = tracked.place_share
        collected.note_motion(tracked.motion)
        collected.parked = self._stands_long(collected)
        if not (collected.decided or collected.taken_back):
            collected.add(tracked.read, seen, self._fuse)
        return collected

    def _judge_now(self, collected: Collected, main: bool, lane_is_fresh: bool) -> bool:
        """Judge the read as it is now; whether the barrier may open without a person.

        Until enough frames agree, an ``open`` of the policy is no more than a question.
        """
        if collected.decided:
            return False
        verdict = self._judge(collected.read, lane_is_fresh, collected.first_ns)
        if collected.taken_back and verdict.kind is VerdictKind.OPEN:
            verdict = replace(verdict, kind=VerdictKind.REVIEW, reason=Reason.TAKEN_BACK)
        settled = (
            main
            and collected.motion is not Motion.LEAVING
            and self._frames_agree(collected)
            and collected.read.plate.box.width >= self._settings.min_width_px
        )
        if verdict.kind is VerdictKind.OPEN and not settled:
            verdict = replace(verdict, kind=VerdictKind.REVIEW, reason=Reason.UNSETTLED)
        collected.verdict = verdict
        return verdict.kind is VerdictKind.OPEN

    def _frames_agree(self, collected: Collected) -> bool:
        """Whether enough frames say the same, for how sure all of them are together."""
        settings, weakest = self._settings, collected.read.weakest_confidence
        if collected.agreeing_count >= settings.agreeing_count:
            return weakest >= settings.min_confidence
        return (
            collected.agreeing_count >= settings.sure_agreeing_count
            and collected.usable_count >= settings.sure_read_count
            and weakest >= settings.sure_confidence
        )

    def _ask_if_due(self, collected: Collected, now_ns: int) -> list[ReviewItem]:
        """The question to a person, when it is time for it or when its answer has improved."""
        if collected.decided or collected.verdict is None or not self._is_plate(collected):
            return []
        if collected.passage_id not in self._waiting:
            settings = self._settings
            agreed = collected.agreeing_count >= settings.agreeing_count
            refused = agreed and collected.verdict.kind is VerdictKind.REFUSE
            stands = (
                collected.motion is Motion.STANDING
                and now_ns - collected.still_since_ns >= settings.standing_patience_ns
            )
            approaches = collected.motion is Motion.APPROACHING
            patience_ns = settings.patience_ns * (_COMING_PATIENCE if approaches else 1)
            if not (refused or stands or now_ns - collected.first_ns >= patience_ns):
                return []
        return self._ask(collected, now_ns)

    def _is_plate(self, collected: Collected) -> bool:
        """Whether a person should be troubled with it: it was read, or is surely a plate."""
        settings = self._settings
        return (
            collected.usable_count >= settings.min_read_count
            or collected.detection_confidence >= settings.min_detection_confidence
        )

    def _is_scenery(self, collected: Collected) -> bool:
        asked = collected.passage_id in self._waiting
        is_scenery = self._scenery.note(collected, asked=asked)
        if is_scenery and self._main is collected:
            self._main = None
        return is_scenery

    def _ask(self, collected: Collected, now_ns: int) -> list[ReviewItem]:
        self._waiting.setdefault(collected.passage_id, collected)
        item = collected.review_item(self._lane_id, self._lane_name, now_ns)
        return [] if item is None else [item]

    def _leave(self, collected: Collected, now_ns: int) -> list[ReviewItem]:
        """A vehicle has left: undecided, it becomes a question, or at least a line in the log."""
        collected.leave()
        if collected is self._main:
            self._main = None
        if collected.decided:
            return []
        asked = collected.passage_id in self._waiting
        successor = self._successor(collected)
        if successor is not None and not asked:
            _log.info(
                "%s: passage %s was read as %s until it came near",
                self._lane_id,
                successor.passage_id,
                collected.read.text or "nothing",
            )
            return []
        usable = collected.usable_count >= self._settings.min_read_count
        if asked or (collected.was_main and usable):
            return self._ask(collected, now_ns)
        self.unread_count += 1
        _log.info(
            "%s: a plate left unread after %d frames, %d of them usable, at best %r with %.2f (%s)",
            self._lane_id,
            collected.frame_count,
            collected.usable_count,
            collected.read.text,
            collected.read.confidence,
            collected.read.rejection or "too few to ask about",
        )
        return []

    def _successor(self, collected: Collected) -> Collected | None:
        """The passage that took up where this one ended: the same vehicle, misread until then."""
        others = self._tracks.values()
        return next((other for other in others if succeeds(other, collected)), None)

    def _take_over(self, main: Collected) -> list[str]:
        """Close the questions about the vehicle in front from before it was hidden or misread."""
        before = [one for one in self._waiting.values() if one.left and succeeds(main, one)]
        for one in before:
            del self._waiting[one.passage_id]
            _log.info(
                "%s: passage %s, read as %s, goes on as passage %s",
                self._lane_id,
                one.passage_id,
                one.read.text or "nothing",
                main.passage_id,
            )
        return [one.passage_id for one in before]

    def _overdue(self) -> tuple[Passage, ...]:
        """The oldest questions beyond the number that may wait, settled without an answer."""
        overdue = list(self._waiting)[: max(0, len(self._waiting) - self._settings.max_waiting)]
        return tuple(passage for name in overdue if (passage := self.settle(name)) is not None)

    def _settle(self, collected: Collected) -> Passage:
        before = collected.snapshot(self._lane_id, self._lane_name)
        collected.settle()
        return before

    def _settle_by_hand(self, collected: Collected) -> Passage:
        """Settle, but keep the last few at hand: a person may take the word back."""
        self._settled[collected.passage_id] = collected
        if len(self._settled) > _KEPT_SETTLED:
            del self._settled[next(iter(self._settled))]
        return self._settle(collected)

    def _parked(self) -> frozenset[int]:
        return frozenset(
            track_id for track_id, collected in self._tracks.items() if collected.parked
        )

    def _standing_scenery(self) -> frozenset[int]:
        return frozenset(number for number, one in self._tracks.items() if one.is_scenery)

    def _stands_long(self, collected: Collected) -> bool:
        """Whether it is parked, by when it was last seen: what drives off unseen is not."""
        stood_ns = collected.last_ns - collected.still_since_ns
        return collected.decided and stood_ns >= self._settings.parked_ns
