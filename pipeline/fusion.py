"""Makes one read of several opinions: two readers of one plate, then all frames of a passage."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from pipeline.alignment import best_pairs
from pipeline.reader import PlateReading, ReadCharacter
from pipeline.segmenter import Segmentation
from pipeline.types import ALPHABET, Box, Candidate, Character, Read
from pipeline.voting import ballot, elect

READER_WEIGHT = 0.6
"""Share of the whole-plate reader in a fused character; the rest is the classifier's.

Source: chosen on the val crops with ``python -m pipeline.training ensemble``, like the
thresholds below.
"""

_SURE_EXTRA, _SURE_ENOUGH_SEGMENT = 0.85, 0.5
"""A character that no segment shows, while every segment has its partner, must be surer than the
first of these; the second is what the least sure segment needs to object. The network doubles
and invents characters more often than the segmenter misses one."""

_MOST_EXTRA = 2
"""Where the network saw more than so many characters too many, it is the segmenter that failed."""

_LEAST_ROOM = 0.9
"""A gap in which a character may stand that has no segment, in usual widths of segments."""

_SURE_MISSED_SEGMENT = 0.92
"""Segments are added to a reading that confirms some of them and adds nothing, if even the least
sure of all is surer than this: the network drops characters of crowded vanity plates."""

_SURE_SEGMENT, _UNSURE_READING = 0.9, 0.35
"""With every segment surer than the first and the reading less sure than the second, the
segments alone say what is on the plate."""

_FLOOR = 1e-4
_UNCONFIRMED = 0.95
"""Factor on the confidence of a character that only one of the two readers saw."""

_ALTERNATIVE_COUNT, _CANDIDATE_COUNT = 3, 5
_LEAST_CHANCE = 0.02
_LIKENESS = 0.625
"""How alike the mistakes of two frames of a passage are, as a correlation: they share the light,
the dirt and the lens, so ten equal reads are not ten witnesses, and never more than 1.6."""

Distribution = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Slot:
    """One place of the fused text: probabilities over ``ALPHABET`` and the box of the glyph."""

    probabilities: Distribution
    box: Box

    @property
    def best(self) -> int:
        return int(self.probabilities.argmax())

    @property
    def confidence(self) -> float:
        return float(self.probabilities.max())


def fuse_readings(
    segmented: Segmentation,
    probabilities: npt.NDArray[np.float32],
    whole: PlateReading,
    reader_weight: float = READER_WEIGHT,
) -> tuple[tuple[Character, ...], tuple[Candidate, ...]]:
    """The characters of one plate with their boxes in its pixels, and its likeliest texts.

    ``probabilities`` (n, 35) belong to the boxes of ``segmented``. Characters of the two readers
    are paired by place and by what they say. Where the readers disagree about how many there
    are, the whole-plate reader decides, unless it is unsure and the segments are sure, or it
    saw one more than all the segments that it does confirm.
    """
    segments = [
        _Slot(row.astype(np.float64), box)
        for row, box in zip(probabilities, segmented.boxes, strict=True)
    ]
    sure = min((segment.confidence for segment in segments), default=0.0)
    if segments and whole.confidence < _UNSURE_READING and sure >= _SURE_SEGMENT:
        slots = [
            replace(slot, probabilities=slot.probabilities * _UNCONFIRMED) for slot in segments
        ]
    else:
        slots = _join(whole.characters, segments, reader_weight)
    return _characters(slots), _with_other_texts(_candidates(slots), whole.candidates)


def reading_alone(whole: PlateReading) -> tuple[tuple[Character, ...], tuple[Candidate, ...]]:
    """What ``fuse_readings`` gives where nothing was segmented."""
    slots = _join(whole.characters, (), reader_weight=1.0)
    return _characters(slots), _candidates(slots)


def fuse_passage(reads: Sequence[Read]) -> Read:
    """One read for all reads of a vehicle: characters by vote, evidence from one frame.

    Reads vote on every character and on how many there are, those of sure, large and sharp
    plates with more weight. The plate, its pixels and the boxes are those of the best read that
    has the fused text, else of the nearest to it. Reads that were set aside count only where
    there is no other.

    Raises:
        ValueError: ``reads`` is empty.
    """
    if not reads:
        raise ValueError("a passage has at least one read")
    usable = [read for read in reads if read.rejection is None and read.characters]
    if not usable:
        return max(reads, key=lambda read: (read.confidence, read.plate.detection_confidence))
    if len(usable) == 1:
        return usable[0]
    ballots = [ballot(read) for read in usable]
    # Source: Kish, Survey Sampling, 1965, 5.4 (the design effect of alike answers).
    evidence = len(usable) / (1.0 + (len(usable) - 1) * _LIKENESS)
    fused: list[Distribution] = []
    for place in elect(ballots):
        chances = place.chances ** max(1.0, evidence * place.share)
        # A place that some frames did not see at all is doubtful, however clear the others were.
        fused.append(chances / chances.sum() * min(1.0, place.share + 0.25))
    text = "".join(ALPHABET[int(chances.argmax())] for chances in fused)
    shown = max(
        zip(usable, ballots, strict=True),
        key=lambda pair: (-Levenshtein.distance(pair[0].text, text), pair[1].weight),
    )[0]
    slots = [
        _Slot(chances, box) for chances, box in zip(fused, _boxes_for(text, shown), strict=True)
    ]
    return replace(shown, characters=_characters(slots), candidates=_candidates(slots))


def _pair(characters: Sequence[ReadCharacter], segments: Sequence[_Slot]) -> list[int | None]:
    """For each character the index of the segment that shows it, order kept; None without one.

    The gain of a pair is what both believe in common, less their distance in glyph widths.
    """
    rows, columns = len(characters), len(segments)
    gain = np.full((rows, columns), -1.0)
    for row, character in enumerate(characters):
        for column, segment in enumerate(segments):
            common = float(
                np.sqrt(np.maximum(character.probabilities * segment.probabilities, 0.0)).sum()
            )
            away_x = abs(character.box.centre[0] - segment.box.centre[0])
            away_y = abs(character.box.centre[1] - segment.box.centre[1])
            distance = away_x / max(1.0, character.box.width)
            distance += 0.6 * away_y / max(1.0, character.box.height)
            gain[row, column] = 0.6 + common - distance
    return best_pairs(gain)


def _join(
    characters: Sequence[ReadCharacter], segments: Sequence[_Slot], reader_weight: float
) -> list[_Slot]:
    """The fused places of one plate: those of the network, unless the segments know better."""
    pairs = _pair(characters, segments)
    confirmed = {at: character for character, at in zip(characters, pairs, strict=True)}
    sure = min((segment.confidence for segment in segments), default=0.0)
    all_confirmed = None not in confirmed and bool(confirmed)
    if all_confirmed and len(segments) > len(pairs) and sure >= _SURE_MISSED_SEGMENT:
        return [
            _fuse_pair(confirmed[at], segment, reader_weight)
            if at in confirmed
            else replace(segment, probabilities=segment.probabilities * _UNCONFIRMED)
            for at, segment in enumerate(segments)
        ]
    paired_count = sum(at is not None for at in pairs)
    may_object = bool(segments) and paired_count == len(segments) and sure >= _SURE_ENOUGH_SEGMENT
    may_object = may_object and len(pairs) - paired_count <= _MOST_EXTRA
    return [
        _fuse_pair(character, segments[at] if at is not None else None, reader_weight)
        for character, at in zip(characters, pairs, strict=True)
        if at is not None
        or not may_object
        or character.confidence >= _SURE_EXTRA
        or _has_room(character.box, segments)
    ]


def _has_room(box: Box, segments: Sequence[_Slot]) -> bool:
    """Whether a character may stand at ``box``, between two segments, with none for it."""
    middle = box.centre[0]
    line = [one.box for one in segments if abs(one.box.centre[1] - box.centre[1]) < box.height / 2]
    before = [one for one in line if one.centre[0] <= middle]
    behind = [one for one in line if one.centre[0] > middle]
    if not before or not behind:
        return False
    usual = float(np.median([one.width for one in line]))
    gap = min(one.x for one in behind) - max(one.right for one in before)
    return gap >= _LEAST_ROOM * usual


def _fuse_pair(character: ReadCharacter, segment: _Slot | None, reader_weight: float) -> _Slot:
    """Weighted geometric mean of the two opinions; the segment's box where there is one."""
    own = character.probabilities.astype(np.float64)
    presence = float(min(1.0, own.sum()))
    if segment is None:
        return _Slot(own * _UNCONFIRMED, character.box)
    logs = reader_weight * np.log(np.maximum(own, _FLOOR))
    logs += (1.0 - reader_weight) * np.log(np.maximum(segment.probabilities, _FLOOR))
    fused = np.exp(logs - logs.max())
    return _Slot(fused / fused.sum() * presence, segment.box)


def _characters(slots: Sequence[_Slot]) -> tuple[Character, ...]:
    characters: list[Character] = []
    for slot in slots:
        ranked = np.argsort(-slot.probabilities)[: _ALTERNATIVE_COUNT + 1].tolist()
        best, *others = ((ALPHABET[index], float(slot.probabilities[index])) for index in ranked)
        characters.append(Character(best[0], best[1], slot.box, tuple(others)))
    return tuple(characters)


def _candidates(slots: Sequence[_Slot]) -> tuple[Candidate, ...]:
    """The likeliest texts, likeliest first, each with the confidence of its weakest character."""
    if not slots:
        return ()
    ranked = [
        [(int(index), float(slot.probabilities[index])) for index in order]
        for slot in slots
        for order in (np.argsort(-slot.probabilities)[: _ALTERNATIVE_COUNT + 1],)
    ]
    start = (0,) * len(slots)
    waiting = [(-_product(ranked, start), start)]
    known = {start}
    found: list[Candidate] = []
    while waiting and len(found) < _CANDIDATE_COUNT:
        _, choice = heapq.heappop(waiting)
        picked = [ranked[place][rank] for place, rank in enumerate(choice)]
        text = "".join(ALPHABET[index] for index, _ in picked)
        found.append(Candidate(text, min(chance for _, chance in picked)))
        for place, rank in enumerate(choice):
            changed = (*choice[:place], rank + 1, *choice[place + 1 :])
            if rank + 1 < len(ranked[place]) and changed not in known:
                known.add(changed)
                heapq.heappush(waiting, (-_product(ranked, changed), changed))
    return tuple(found)


def _with_other_texts(
    fused: tuple[Candidate, ...], beam: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """``fused`` and the texts of the beam that it lacks, which may be longer or shorter.

    The first stays first. The probability of a whole text is never above that of its weakest
    character, so the beam's texts are not made too much of.
    """
    if not fused:
        return fused
    known = {candidate.text for candidate in fused}
    others = [
        candidate
        for candidate in beam
        if candidate.text not in known and candidate.confidence >= _LEAST_CHANCE
    ]
    ranked = sorted([*fused[1:], *others], key=lambda candidate: -candidate.confidence)
    return fused[0], *ranked[: _CANDIDATE_COUNT - 1]


def _product(ranked: Sequence[Sequence[tuple[int, float]]], choice: Sequence[int]) -> float:
    product = 1.0
    for place, rank in enumerate(choice):
        product *= ranked[place][rank][1]
    return product


def _aligned(text: str, pivot: str) -> Iterable[tuple[int, int]]:
    """Pairs (place in ``pivot``, place in ``text``) of equal or replaced characters."""
    for step in Levenshtein.opcodes(text, pivot):
        if step.tag in ("equal", "replace"):
            yield from zip(
                range(step.dest_start, step.dest_end),
                range(step.src_start, step.src_end),
                strict=True,
            )


def _boxes_for(text: str, shown: Read) -> list[Box]:
    """A box for each character of ``text``; where ``shown`` has none, that of the nearest one."""
    boxes = {place: shown.characters[index].box for place, index in _aligned(shown.text, text)}
    if not boxes:
        return [shown.plate.box] * len(text)
    return [boxes[min(boxes, key=lambda known: abs(known - place))] for place in range(len(text))]
