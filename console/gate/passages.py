"""The passages of one lane: reads of a vehicle collected until they are sure, or time is up.

Pure but for its own state: frames, times and verdicts come in, steps go out. One passage gets
at most one decision; what it was is the caller's to record.
"""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from console.gate.clock import NS_PER_MS, NS_PER_S
from console.gate.types import LaneFrame, Look, Reason, ReviewItem, Verdict, VerdictKind
from pipeline.tracker import Motion, TrackedRead, Tracker, text_similarity
from pipeline.types import FrameResult, Read

Fuse = Callable[[Sequence[Read]], Read]
"""Makes one read of several; its plate pixels are those of the best single one."""

_KEPT_READS = 5
_KEPT_SETTLED = 4
_KEPT_TEXTS = 64
_SUCCESSION_NS = 700 * NS_PER_MS
_ALIKE_SUCCESSION_NS = 3 * NS_PER_S
_ALIKE = 0.6
_AS_NEAR = 0.8
_COMING_PATIENCE = 2
"""How many times longer a vehicle that still comes nearer may stay unsure than another one."""

_BETTER_CONFIDENCE = 0.05
_BETTER_SIZE = 1.25

_log = logging.getLogger("recognition")


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """When a passage is sure, and how long it may stay unsure.

    Automatic opening wants ``agreeing_count`` frames with the same text and a plate at least
    ``min_width_px`` wide. A person is asked once the vehicle has stood still for
    ``standing_patience_ns``, or has been in the lane for ``patience_ns``, or has left after at
    least ``min_read_count`` usable reads. Where no read was usable a person is asked only about
    what the detector took for a plate with at least ``min_detection_confidence``: a dirty plate,
    not a shop sign (on val 24 of 29 found plates that cannot be read reach it, and 1 of 19 such
    boxes without a label). A decided vehicle that stands for ``parked_ns`` is parked and no longer
    keeps the lane from the one behind it; one that still waits for a decision does, for an
    opening behind it would let it in. At most ``max_waiting`` passages wait.
    """

    agreeing_count: int = 3
    min_width_px: float = 50.0
    standing_patience_ns: int = 1200 * NS_PER_MS
    patience_ns: int = 6 * NS_PER_S
    min_read_count: int = 2
    min_detection_confidence: float = 0.8
    parked_ns: int = 20 * NS_PER_S
    max_waiting: int = 32


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One vehicle's passage as it is known now.

    ``evidence`` is the frame in which the plate of ``read`` was seen. ``still_since_ns`` is
    since when the vehicle has kept its place. ``direction`` is how it last moved, approaching or
    leaving; unknown until it has. ``parked``: decided, and standing for long.
    """

    passage_id: str
    lane_id: str
    lane_name: str
    started_at: datetime
    read: Read
    evidence: LaneFrame
    verdict: Verdict
    still_since_ns: int
    decided: bool
    left: bool
    direction: Motion = Motion.UNKNOWN
    parked: bool = False


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
        self._tracks: dict[int, _Collected] = {}
        self._waiting: dict[str, _Collected] = {}
        self._settled: dict[str, _Collected] = {}
        self._main: _Collected | None = None
        self.passage_count = 0
        self.unread_count = 0

    def observe(self, seen: LaneFrame, result: FrameResult, lane_is_fresh: bool) -> Step:
        """Take in the reads of a frame that could be looked at."""
        now_ns = seen.frame.received_ns
        update = self._tracker.update(result.reads, now_ns, seen.frame.width_px, self._parked())
        reviews: list[ReviewItem] = []
        accepted: list[Passage] = []
        answered: list[str] = []
        for tracked in update.reads:
            collected = self._collect(tracked, seen)
            sure = self._judge_now(collected, tracked.main, lane_is_fresh)
            if not tracked.main:
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

    def _collect(self, tracked: TrackedRead, seen: LaneFrame) -> _Collected:
        collected = self._tracks.get(tracked.track_id)
        if collected is None:
            collected = _Collected(tracked.read, seen, self._utc_now())
            self._tracks[tracked.track_id] = collected
            self.passage_count += 1
        collected.left = False
        collected.last_ns = seen.frame.received_ns
        collected.still_since_ns = tracked.still_since_ns
        collected.note_motion(tracked.motion)
        collected.parked = self._stands_long(collected)
        if not (collected.decided or collected.taken_back):
            collected.add(tracked.read, seen, self._fuse)
        return collected

    def _judge_now(self, collected: _Collected, main: bool, lane_is_fresh: bool) -> bool:
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
            and collected.agreeing_count >= self._settings.agreeing_count
            and collected.read.plate.box.width >= self._settings.min_width_px
        )
        if verdict.kind is VerdictKind.OPEN and not settled:
            verdict = replace(verdict, kind=VerdictKind.REVIEW, reason=Reason.UNSETTLED)
        collected.verdict = verdict
        return verdict.kind is VerdictKind.OPEN

    def _ask_if_due(self, collected: _Collected, now_ns: int) -> list[ReviewItem]:
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

    def _is_plate(self, collected: _Collected) -> bool:
        """Whether a person should be troubled with it: it was read, or is surely a plate."""
        settings = self._settings
        return (
            collected.usable_count >= settings.min_read_count
            or collected.detection_confidence >= settings.min_detection_confidence
        )

    def _ask(self, collected: _Collected, now_ns: int) -> list[ReviewItem]:
        self._waiting.setdefault(collected.passage_id, collected)
        item = collected.review_item(self._lane_id, self._lane_name, now_ns)
        return [] if item is None else [item]

    def _leave(self, collected: _Collected, now_ns: int) -> list[ReviewItem]:
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

    def _successor(self, collected: _Collected) -> _Collected | None:
        """The passage that took up where this one ended: the same vehicle, misread until then."""
        others = self._tracks.values()
        return next((other for other in others if _succeeds(other, collected)), None)

    def _take_over(self, main: _Collected) -> list[str]:
        """Close the questions about the vehicle in front from before it was hidden or misread."""
        before = [one for one in self._waiting.values() if one.left and _succeeds(main, one)]
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

    def _settle(self, collected: _Collected) -> Passage:
        before = collected.snapshot(self._lane_id, self._lane_name)
        collected.settle()
        return before

    def _settle_by_hand(self, collected: _Collected) -> Passage:
        """Settle, but keep the last few at hand: a person may take the word back."""
        self._settled[collected.passage_id] = collected
        if len(self._settled) > _KEPT_SETTLED:
            del self._settled[next(iter(self._settled))]
        return self._settle(collected)

    def _parked(self) -> frozenset[int]:
        return frozenset(
            track_id for track_id, collected in self._tracks.items() if collected.parked
        )

    def _stands_long(self, collected: _Collected) -> bool:
        """Whether it is parked, by when it was last seen: what drives off unseen is not."""
        stood_ns = collected.last_ns - collected.still_since_ns
        return collected.decided and stood_ns >= self._settings.parked_ns


class _Collected:
    """What has been gathered of one vehicle; the best few reads keep their frames."""

    def __init__(self, read: Read, seen: LaneFrame, started_at: datetime) -> None:
        self.passage_id = uuid.uuid4().hex
        self.started_at = started_at
        self.first_ns = self.last_ns = seen.frame.received_ns
        self.first_width_px = read.plate.box.width
        self.still_since_ns = self.first_ns
        self.motion = Motion.UNKNOWN
        self.direction = Motion.UNKNOWN
        self.parked = False
        self.read = read
        self.evidence = seen
        self.verdict: Verdict | None = None
        self.decided = False
        self.left = False
        self.was_main = False
        self.frame_count = 0
        self.usable_count = 0
        self.detection_confidence = 0.0
        self._kept: list[tuple[Read, LaneFrame]] = []
        self._texts: Counter[str] = Counter()
        self.taken_back = False
        self._looks: tuple[Look, ...] = ()
        self._asked_ns: int | None = None
        self._asked: tuple[Read, Verdict, bool] | None = None

    @property
    def agreeing_count(self) -> int:
        """In how many frames the plate was read as it is taken now, set-aside reads left out."""
        return self._texts[self.read.text] if self.read.rejection is None else 0

    def note_motion(self, motion: Motion) -> None:
        self.motion = motion
        if motion in {Motion.APPROACHING, Motion.LEAVING}:
            self.direction = motion

    def add(self, read: Read, seen: LaneFrame, fuse: Fuse) -> None:
        self.frame_count += 1
        self.detection_confidence = max(self.detection_confidence, read.plate.detection_confidence)
        if read.rejection is None:
            self.usable_count += 1
            self._texts[read.text] += 1
            if len(self._texts) > _KEPT_TEXTS:
                self._texts = Counter(dict(self._texts.most_common(_KEPT_TEXTS // 2)))
        self._kept.append((read, seen))
        self._kept.sort(key=lambda kept: _worth(kept[0]), reverse=True)
        dropped = self._kept[_KEPT_READS:]
        del self._kept[_KEPT_READS:]
        if any(kept is read for kept, _ in dropped):
            return
        usable = [kept for kept, _ in self._kept if kept.rejection is None]
        fused = fuse(usable) if usable else self._kept[0][0]
        self.read = fused
        self.evidence = self._frame_of(fused)

    def leave(self) -> None:
        """Mark as gone: of its decoded frames only the evidence is needed from now on."""
        self._looks = self._looks_now()
        self.left = True
        self._kept = [kept for kept in self._kept if kept[1] is self.evidence]

    def settle(self) -> None:
        """Mark as decided and let go of the frames that are no longer needed."""
        self._looks = self._looks_now()
        self.decided = True
        self._kept.clear()
        self._texts.clear()

    def reopen(self) -> None:
        """Wait for a person again; what was asked before is asked once more."""
        self.decided = False
        self.taken_back = True
        self._asked = None
        self._asked_ns = None
        if self.verdict is not None and self.verdict.kind is VerdictKind.OPEN:
            self.verdict = replace(self.verdict, kind=VerdictKind.REVIEW, reason=Reason.TAKEN_BACK)

    def review_item(self, lane_id: str, lane_name: str, now_ns: int) -> ReviewItem | None:
        """The question as it is now; None when it says nothing new."""
        passage = self.snapshot(lane_id, lane_name)
        question = (passage.read, passage.verdict, passage.left)
        if not _is_worth_asking(self._asked, question):
            return None
        self._asked = question
        if self._asked_ns is None:
            self._asked_ns = now_ns
        return ReviewItem(
            passage_id=passage.passage_id,
            lane_id=lane_id,
            lane_name=lane_name,
            since_ns=self._asked_ns,
            evidence=passage.evidence,
            read=passage.read,
            verdict=passage.verdict,
            vehicle_left=passage.left,
            looks=self._looks_now(),
        )

    def snapshot(self, lane_id: str, lane_name: str) -> Passage:
        if self.verdict is None:
            raise RuntimeError(f"passage {self.passage_id} has not been judged yet")
        return Passage(
            passage_id=self.passage_id,
            lane_id=lane_id,
            lane_name=lane_name,
            started_at=self.started_at,
            read=self.read,
            evidence=self.evidence,
            verdict=self.verdict,
            still_since_ns=self.still_since_ns,
            decided=self.decided,
            left=self.left,
            direction=self.direction,
            parked=self.parked,
        )

    def _looks_now(self) -> tuple[Look, ...]:
        """The frames to leaf through: the best reads in order of time, their JPEGs undecoded."""
        if self.left or not self._kept:
            return self._looks
        in_time = sorted(self._kept, key=lambda kept: kept[1].frame.received_ns)
        return tuple(
            Look(seen.jpeg, seen.frame.sequence, seen.frame.received_ns, read)
            for read, seen in in_time
        )

    def _frame_of(self, fused: Read) -> LaneFrame:
        """The frame that the plate of ``fused`` was seen in, for that is the evidence."""
        for read, seen in self._kept:
            if read.plate_pixels is fused.plate_pixels:
                return seen
        raise RuntimeError("a fused read shows the plate of none of the reads it was made of")


def _succeeds(later: _Collected, earlier: _Collected) -> bool:
    """Whether ``later`` took up where ``earlier`` ended: they are one vehicle.

    Nothing else can take the place of a vehicle as near as it was, that fast; where the texts
    are alike it may have been hidden for longer, as by the boom.
    """
    pause_ns = later.first_ns - earlier.last_ns
    as_near = later.first_width_px >= _AS_NEAR * earlier.read.plate.box.width
    alike = text_similarity(later.read.text, earlier.read.text) >= _ALIKE
    return 0 < pause_ns <= (_ALIKE_SUCCESSION_NS if alike else _SUCCESSION_NS) and as_near


def _worth(read: Read) -> tuple[bool, float]:
    """Order of reads within a passage: usable ones first, then sure ones of near plates."""
    return read.rejection is None, read.confidence * read.plate.box.width


def _is_worth_asking(
    asked: tuple[Read, Verdict, bool] | None, now: tuple[Read, Verdict, bool]
) -> bool:
    """Whether a question says something new: another text or verdict, or a clearly better look."""
    if asked is None:
        return True
    (old, old_verdict, had_left), (new, verdict, has_left) = asked, now
    return (
        old.text != new.text
        or had_left != has_left
        or _gist(old_verdict) != _gist(verdict)
        or new.confidence >= old.confidence + _BETTER_CONFIDENCE
        or new.plate.box.width >= old.plate.box.width * _BETTER_SIZE
    )


def _gist(verdict: Verdict) -> tuple[object, ...]:
    plates = tuple(match.vehicle for match in verdict.matches)
    return verdict.kind, verdict.reason, plates, verdict.counterpart
