"""Which plates of successive frames are one vehicle's.

Times come in with the frames (monotonic ns) and are never read from a clock. Only time in which
the lane was looked at counts as absence: a camera that fell silent makes no vehicle leave.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq, Levenshtein

from pipeline.geometry import iou
from pipeline.types import Box, Read

_HISTORY_COUNT = 64
_KEPT_TEXTS = 3
_PART_OF = 0.75
"""Share of a shorter text that a longer one shows in the same order when it may be a part of it:
a post or the boom hides half a plate, and the other half is read surely."""

_LONGEST_PREDICTION_NS = 1_000_000_000
_NO_MATCH = math.inf
_STILL_WIDTHS = 0.15


class Motion(StrEnum):
    """How a vehicle moves, by how its plate grows or shrinks."""

    APPROACHING = "approaching"
    STANDING = "standing"
    LEAVING = "leaving"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TrackerSettings:
    """When two plates are one vehicle's; distances in plate widths, shares 0 to 1.

    A plate is looked for where it was and where it would be had it moved on as before. Within
    ``near_widths`` the place alone is enough, and within ``unsure_widths`` where a text was read
    without ``confident``, for far plates are misread and come near fast; the farther a plate has
    moved, the more of its text must be the same, all of ``same_text`` at ``far_widths``. Two
    texts read with ``confident``, less than ``1 - same_text`` alike, and none a part of the
    other, are never one vehicle's.

    Where the texts do not say so, a plate that is ``growth_a_second`` times wider or narrower a
    second later is none of the same vehicle, however near: far plates lie close to whatever
    stands beside the road.

    ``gap_ns`` without a plate and the vehicle has left; a plate that comes back with the same
    text at the same place within ``memory_ns`` is the same vehicle, uncovered again. A parked one
    is remembered for ``parked_memory_ns``, for a queue may hide it long, but must come back at
    the very same place (``parked_iou``), where no other vehicle would stop. A pause of the
    pictures counts as at most ``blind_step_ns`` of absence.
    """

    gap_ns: int = 2_000_000_000
    memory_ns: int = 8_000_000_000
    parked_memory_ns: int = 600_000_000_000
    parked_iou: float = 0.7
    blind_step_ns: int = 1_000_000_000
    near_widths: float = 0.6
    unsure_widths: float = 1.5
    far_widths: float = 4.0
    growth_a_second: float = 2.0
    same_place_iou: float = 0.4
    same_text: float = 0.6
    confident: float = 0.6
    growth: float = 0.15
    standing_ns: int = 800_000_000


@dataclass(frozen=True, slots=True, eq=False)
class TrackedRead:
    """A read and the track it belongs to.

    ``still_since_ns`` is since when the plate has kept its place: the time of the frame itself
    while the vehicle moves. ``place_share`` is in how many of its frames it was where it was first
    seen, 0 to 1. ``main`` marks the one plate of the frame that the lane is about: the nearest to
    the camera and to the middle.
    """

    track_id: int
    read: Read
    motion: Motion
    still_since_ns: int
    place_share: float
    main: bool


@dataclass(frozen=True, slots=True, eq=False)
class TrackerUpdate:
    """What one frame told: its reads by track, tracks that have just left, and forgotten ones.

    A track that left may still come back under its number until it is forgotten.
    """

    reads: tuple[TrackedRead, ...]
    left: tuple[int, ...]
    forgotten: tuple[int, ...]


class Tracker:
    """Follows the plates of one lane over its frames."""

    def __init__(self, settings: TrackerSettings | None = None) -> None:
        self._settings = settings or TrackerSettings()
        self._tracks: dict[int, _Track] = {}
        self._next_id = 1
        self._last_ns: int | None = None

    def update(
        self,
        reads: Sequence[Read],
        at_ns: int,
        frame_width_px: int,
        parked: frozenset[int] = frozenset(),
        scenery: frozenset[int] = frozenset(),
    ) -> TrackerUpdate:
        """Associate the reads of a frame that was looked at; an empty one is an empty road.

        ``parked`` names the tracks that must not be the main one while there is another, and
        ``scenery`` those that never are.
        """
        self._pass_time(at_ns)
        forgotten = self._forget(parked)
        owners = self._associate(reads, at_ns)
        for index, read in enumerate(reads):
            if index not in owners:
                owners[index] = self._next_id
                self._tracks[self._next_id] = _Track()
                self._next_id += 1
            self._tracks[owners[index]].add(read, at_ns, self._settings)
        main = _main_read(reads, owners, frame_width_px, parked, scenery)
        tracked = tuple(
            TrackedRead(
                owners[index],
                read,
                self._tracks[owners[index]].motion(self._settings),
                self._tracks[owners[index]].still_since_ns,
                self._tracks[owners[index]].place_share,
                index == main,
            )
            for index, read in enumerate(reads)
        )
        return TrackerUpdate(tracked, self._leave(), forgotten)

    def _pass_time(self, at_ns: int) -> None:
        elapsed_ns = 0 if self._last_ns is None else max(0, at_ns - self._last_ns)
        self._last_ns = at_ns
        for track in self._tracks.values():
            track.unseen_ns += min(elapsed_ns, self._settings.blind_step_ns)

    def _leave(self) -> tuple[int, ...]:
        left = []
        for number, track in self._tracks.items():
            if not track.left and track.unseen_ns > self._settings.gap_ns:
                track.left = True
                left.append(number)
        return tuple(left)

    def _forget(self, parked: frozenset[int]) -> tuple[int, ...]:
        settings = self._settings
        old = [
            number
            for number, track in self._tracks.items()
            if track.unseen_ns
            > (settings.parked_memory_ns if number in parked else settings.memory_ns)
        ]
        for number in old:
            del self._tracks[number]
        return tuple(old)

    def _associate(self, reads: Sequence[Read], at_ns: int) -> dict[int, int]:
        """Reads to tracks, the surest pair first; a read or a track is used once."""
        pairs = sorted(
            (cost, index, number)
            for index, read in enumerate(reads)
            for number, track in self._tracks.items()
            if (cost := _distance(track, read, at_ns, self._settings)) < _NO_MATCH
        )
        owners: dict[int, int] = {}
        for _, index, number in pairs:
            if index not in owners and number not in owners.values():
                owners[index] = number
        return owners


class _Track:
    """One vehicle's plate over frames; ``unseen_ns`` is how long it was looked for in vain.

    ``still_since_ns`` is when the plate came to the place and size that it has kept.
    """

    def __init__(self) -> None:
        self.history: deque[tuple[int, Box]] = deque(maxlen=_HISTORY_COUNT)
        self.texts: list[tuple[str, float]] = []
        self.unseen_ns = 0
        self.left = False
        self.still_since_ns = 0
        self._rest = Box(0.0, 0.0, 0.0, 0.0)
        self._first: Box | None = None
        self._frame_count = self._in_place_count = 0

    @property
    def box(self) -> Box:
        return self.history[-1][1]

    @property
    def place_share(self) -> float:
        return self._in_place_count / max(1, self._frame_count)

    def add(self, read: Read, at_ns: int, settings: TrackerSettings) -> None:
        box = read.plate.box
        self._first = self._first or box
        self._frame_count += 1
        self._in_place_count += iou(self._first, box) >= settings.same_place_iou
        self.history.append((at_ns, box))
        if not _is_still(self._rest, box):
            self._rest, self.still_since_ns = box, at_ns
        self.unseen_ns = 0
        self.left = False
        if read.text:
            known = dict(self.texts)
            known[read.text] = max(read.confidence, known.get(read.text, 0.0))
            ranked = sorted(known.items(), key=lambda text: -len(text[0]) * text[1])
            self.texts = ranked[:_KEPT_TEXTS]

    @property
    def confidence(self) -> float:
        """That of the text that says most: a part of a plate may be read more surely."""
        return self.texts[0][1] if self.texts else 0.0

    def places(self, at_ns: int) -> tuple[Box, ...]:
        """Where the plate was, and where it would be by now had it moved on as before."""
        if len(self.history) < 2 or self.still_since_ns != self.history[-1][0]:
            return (self.box,)
        (before_ns, before), (last_ns, last) = self.history[-2], self.history[-1]
        ahead_ns = min(at_ns - last_ns, _LONGEST_PREDICTION_NS)
        if last_ns <= before_ns or ahead_ns <= 0:
            return (self.box,)
        share = ahead_ns / (last_ns - before_ns)
        middle_x, middle_y = (
            now + (now - then) * share for then, now in zip(before.centre, last.centre, strict=True)
        )
        x, y = middle_x - last.width / 2, middle_y - last.height / 2
        return self.box, Box(x, y, last.width, last.height)

    def motion(self, settings: TrackerSettings) -> Motion:
        """By the growth since the plate was smallest, the shrinking since it was largest."""
        if self.history[-1][0] - self.still_since_ns >= settings.standing_ns:
            return Motion.STANDING
        widths = [box.width for _, box in self.history]
        last, largest = widths[-1], max(range(len(widths)), key=widths.__getitem__)
        if last < widths[largest] * (1 - settings.growth):
            return Motion.LEAVING
        if last > min(widths[: largest + 1]) * (1 + settings.growth):
            return Motion.APPROACHING
        return Motion.UNKNOWN


def shift_in_widths(a: Box, b: Box) -> float:
    """Distance of two plates' centres in widths of the larger one."""
    (ax, ay), (bx, by) = a.centre, b.centre
    return math.hypot(ax - bx, ay - by) / max(a.width, b.width, 1.0)


def _is_still(rest: Box, now: Box) -> bool:
    """Whether a plate has not moved from ``rest`` by more than the detector's own jitter."""
    return (
        shift_in_widths(rest, now) <= _STILL_WIDTHS
        and abs(now.width - rest.width) <= _STILL_WIDTHS * rest.width
    )


def text_similarity(a: str, b: str) -> float:
    """1.0 for the same text, 0.0 for nothing in common: one less the edits per glyph."""
    return Levenshtein.normalized_similarity(a, b)


def may_be_the_same(a: str, b: str, least: float) -> bool:
    """Whether two texts are at least ``least`` alike, or one may be a visible part of the other."""
    if text_similarity(a, b) >= least:
        return True
    shorter, longer = sorted((a, b), key=len)
    part = LCSseq.similarity(shorter, longer) >= _PART_OF * len(shorter)
    return part and len(shorter) < len(longer)


def _distance(track: _Track, read: Read, at_ns: int, settings: TrackerSettings) -> float:
    """How badly a read fits a track, 0.0 the best; infinite when it is another vehicle's."""
    box = read.plate.box
    places = track.places(at_ns)
    shift = min(shift_in_widths(place, box) for place in places)
    overlap = max(iou(place, box) for place in places)
    texts = [text for text, _ in track.texts] if read.text else []
    similarity = max((text_similarity(text, read.text) for text in texts), default=0.0)
    if track.unseen_ns > settings.gap_ns:
        long_gone = track.unseen_ns > settings.memory_ns
        same_place = settings.parked_iou if long_gone else settings.same_place_iou
        uncovered = iou(track.box, box) >= same_place
        return 2.0 - similarity if uncovered and similarity >= settings.same_text else _NO_MATCH
    if similarity < settings.same_text and not _may_have_grown(track, box, at_ns, settings):
        return _NO_MATCH
    sure = min(track.confidence, read.confidence) >= settings.confident
    least = 1 - settings.same_text
    if texts and sure and not any(may_be_the_same(text, read.text, least) for text in texts):
        return _NO_MATCH
    far = shift / settings.far_widths
    if far > 1:
        return _NO_MATCH
    near = overlap > 0.1 or shift <= (settings.near_widths if sure else settings.unsure_widths)
    if not near and similarity < settings.same_text * (1 + far) / 2:
        return _NO_MATCH
    return (1 - similarity) + far


def _may_have_grown(track: _Track, box: Box, at_ns: int, settings: TrackerSettings) -> bool:
    """Whether a vehicle's plate can have come to this width since it was last seen."""
    last_ns, last = track.history[-1]
    narrow, wide = sorted((max(last.width, 1.0), max(box.width, 1.0)))
    seconds = max(1.0, (at_ns - last_ns) / 1e9)
    return bool(wide <= narrow * settings.growth_a_second**seconds)


def _main_read(
    reads: Sequence[Read],
    owners: dict[int, int],
    frame_width_px: int,
    parked: frozenset[int],
    scenery: frozenset[int],
) -> int | None:
    """Index of the plate that is largest and nearest to the lane's middle; parked ones last."""

    def weight(index: int) -> tuple[bool, float]:
        box = reads[index].plate.box
        off_middle = abs(box.centre[0] / max(frame_width_px, 1) - 0.5) * 2
        return owners[index] not in parked, box.width * (1 - 0.5 * min(1.0, off_middle))

    in_lane = [index for index in range(len(reads)) if owners[index] not in scenery]
    return max(in_lane, key=weight, default=None)
