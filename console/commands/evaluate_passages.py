"""``evaluate --passages``: what the frames of a passage tell that one picture does not."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from console.gate.clock import NS_PER_MS
from console.gate.passages import LanePassages, PassageSettings
from console.gate.policy import PolicySettings, decide
from console.gate.types import LaneFrame, Match, Verdict
from db.records import VehicleRecord
from pipeline.fusion import fuse_passage
from pipeline.geometry import iou
from pipeline.recogniser import Recogniser
from pipeline.tracker import TrackedRead, Tracker
from pipeline.training.evaluation import read_at, text_at
from pipeline.training.passage_figures import PassageOutcome
from pipeline.training.sequences import SequenceFrame, SequenceSettings, film_passage
from pipeline.types import Box, Frame, FrameResult, Pixels, Plate, Read

_PLACE_IOU = 0.3
_JITTER = 0.04
"""Share of a plate's sides by which the edges of a given place are off, as a detector's are."""


@dataclass(frozen=True, slots=True, eq=False)
class _Watched:
    """One frame of a passage, where its plate is, and what was seen of the whole frame."""

    plate_box: Box
    result: FrameResult


class PassageWatcher:
    """Films labelled pictures and reads the passages as a lane of the console does.

    With ``find_plates`` the detector looks for the plate in every frame; without it the place is
    given, as roughly as a detector would, for pictures that show nothing but a plate.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        policy: PolicySettings,
        *,
        find_plates: bool,
        settings: SequenceSettings | None = None,
    ) -> None:
        self._recogniser = recogniser
        self._policy = policy
        self._find_plates = find_plates
        usual = PassageSettings.beside(policy.min_confidence)
        self._rule = usual
        self._three_alike = replace(
            usual,
            min_confidence=policy.min_confidence,
            sure_agreeing_count=usual.agreeing_count,
        )
        self._settings = settings or SequenceSettings()

    def watch(self, name: str, pixels: Pixels, box: Box, truth: str) -> PassageOutcome:
        """What is read of the passage filmed from the plate in ``box``.

        Raises:
            InferenceError: a model failed.
        """
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        watched = [
            self._look(step, frame, rng)
            for step, frame in enumerate(film_passage(pixels, box, rng, self._settings))
        ]
        reads = [_read_at(one) for one in watched]
        usable = [read for read in reads if read is not None and read.rejection is None]
        tracked = self._follow(watched)
        owners = Counter(one.track_id for one in tracked)
        main = owners.most_common(1)[0][0] if owners else 0
        passage = [one.read for one in tracked if one.track_id == main]
        certain, certain_after = self._decide(watched, self._rule)
        three_alike, _ = self._decide(watched, self._three_alike)
        return PassageOutcome(
            truth=truth,
            still=self._read_still(pixels, box),
            frames=tuple(read.text if read is not None else "" for read in reads),
            first=usable[0].text if usable else "",
            best=max(usable, key=lambda read: read.confidence).text if usable else "",
            fused=fuse_passage(passage).text if passage else "",
            certain=certain,
            certain_after=certain_after,
            three_alike=three_alike,
            track_count=len(owners),
        )

    def _look(self, step: int, seen: SequenceFrame, rng: np.random.Generator) -> _Watched:
        at_ns = step * self._settings.every_ms * NS_PER_MS
        frame = Frame("passage", step, datetime.now(UTC), at_ns, seen.pixels)
        if self._find_plates:
            return _Watched(seen.plate_box, self._recogniser.look(frame))
        place = _jittered(seen.plate_box, rng)
        read = self._recogniser.read_plate(frame.pixels, plate_at(place))
        return _Watched(seen.plate_box, FrameResult(frame, (read,)))

    def _read_still(self, pixels: Pixels, box: Box) -> str:
        if not self._find_plates:
            return self._recogniser.read_plate(pixels, plate_at(box)).text
        frame = Frame("picture", 0, datetime.now(UTC), 0, pixels)
        return text_at(self._recogniser.look(frame), box)

    def _follow(self, watched: Sequence[_Watched]) -> list[TrackedRead]:
        """The reads of the labelled plate, each with the track it was given."""
        tracker = Tracker()
        followed = []
        for one in watched:
            frame = one.result.frame
            update = tracker.update(one.result.reads, frame.received_ns, frame.width_px)
            plate = _read_at(one)
            followed += [tracked for tracked in update.reads if tracked.read is plate]
        return followed

    def _decide(self, watched: Sequence[_Watched], rule: PassageSettings) -> tuple[str | None, int]:
        """What a lane takes for certain, every plate being registered, and after which frame."""
        passages = LanePassages(
            "passage",
            "passage",
            fuse=fuse_passage,
            judge=self._judge,
            utc_now=lambda: datetime.now(UTC),
            settings=rule,
        )
        for count, one in enumerate(watched, 1):
            step = passages.observe(LaneFrame(one.result.frame, b""), one.result, True)
            for passage in step.accepted:
                box = watched[passage.evidence.frame.sequence].plate_box
                if iou(box, passage.read.plate.box) >= _PLACE_IOU:
                    return passage.read.text, count
        return None, len(watched)

    def _judge(self, read: Read, lane_is_fresh: bool, _came_ns: int) -> Verdict:
        itself = Match(VehicleRecord(read.text or "?"), 0.0)
        return decide(read, (itself,), datetime.now(UTC), lane_is_fresh, self._policy)


def _read_at(one: _Watched) -> Read | None:
    """The read of the labelled plate in a frame; None when it was not found there."""
    return read_at(one.result, one.plate_box, _PLACE_IOU)


def _jittered(box: Box, rng: np.random.Generator) -> Box:
    left, top, right, bottom = rng.normal(0.0, _JITTER, 4).tolist()
    return Box(
        box.x + left * box.width,
        box.y + top * box.height,
        box.width * (1 + right - left),
        box.height * (1 + bottom - top),
    )


def plate_at(box: Box) -> Plate:
    """A plate whose corners are those of ``box``."""
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    return Plate(box, ((left, top), (right, top), (right, bottom), (left, bottom)), 1.0)
