"""What has been gathered of one vehicle while it passes a lane: its reads, frames and verdict."""

from __future__ import annotations

import uuid
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median

from console.gate.clock import NS_PER_MS, NS_PER_S
from console.gate.types import LaneFrame, Look, Reason, ReviewItem, Verdict, VerdictKind
from pipeline.tracker import Motion, text_similarity
from pipeline.types import Read

Fuse = Callable[[Sequence[Read]], Read]
"""Makes one read of several; its plate pixels are those of the best single one."""

_KEPT_READS = 5
_KEPT_TEXTS = 64
_KEPT_DETECTIONS = 5
_SUCCESSION_NS = 700 * NS_PER_MS
_ALIKE_SUCCESSION_NS = 3 * NS_PER_S
_ALIKE = 0.6
_AS_NEAR = 0.8

_BETTER_CONFIDENCE = 0.05
_BETTER_SIZE = 1.25


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


class Collected:
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
        self.place_share = 1.0
        self.is_scenery = False
        self.last_box = read.plate.box
        self._detections: deque[float] = deque(maxlen=_KEPT_DETECTIONS)
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

    @property
    def detection_confidence(self) -> float:
        """How surely it is a plate: the middle one of the last few frames."""
        return median(self._detections)

    def note_motion(self, motion: Motion) -> None:
        self.motion = motion
        if motion in {Motion.APPROACHING, Motion.LEAVING}:
            self.direction = motion

    def add(self, read: Read, seen: LaneFrame, fuse: Fuse) -> None:
        self.frame_count += 1
        self.last_box = read.plate.box
        self._detections.append(read.plate.detection_confidence)
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


def succeeds(later: Collected, earlier: Collected) -> bool:
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
