"""Counts how often plates are found and read; pure, and free of TensorFlow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from pipeline.geometry import iou
from pipeline.matching import match_key
from pipeline.training.slices import MEANINGS
from pipeline.types import Box, FrameResult, Read

LOOSE_IOU, TIGHT_IOU = 0.5, 0.75


@dataclass(frozen=True, slots=True)
class TruePlate:
    """A labelled plate; ``text`` is None where nobody wrote down what it says."""

    box: Box
    text: str | None


@dataclass(slots=True)
class Ratio:
    """``hits`` of ``total``; a rate without its counts is not worth printing."""

    hits: int = 0
    total: int = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.total += 1

    def to_json(self) -> dict[str, float | int | None]:
        rate = round(self.hits / self.total, 4) if self.total else None
        return {"hits": self.hits, "total": self.total, "rate": rate}


@dataclass(slots=True)
class DetectionFigures:
    """Recall at two overlaps and the boxes that are no plate, on pictures with and without."""

    recall_50: Ratio = field(default_factory=Ratio)
    recall_75: Ratio = field(default_factory=Ratio)
    found_count: int = 0
    false_count: int = 0
    negative_count: int = 0
    false_on_negatives_count: int = 0

    def add(self, found: Sequence[Box], truth: Sequence[Box]) -> None:
        pairs = pair_boxes(found, truth)
        overlaps = {j: overlap for _, j, overlap in pairs}
        for j in range(len(truth)):
            self.recall_50.add(overlaps.get(j, 0.0) >= LOOSE_IOU)
            self.recall_75.add(overlaps.get(j, 0.0) >= TIGHT_IOU)
        false = len(found) - sum(overlap >= LOOSE_IOU for _, _, overlap in pairs)
        self.found_count += len(found)
        if truth:
            self.false_count += false
        else:
            self.negative_count += 1
            self.false_on_negatives_count += false

    def to_json(self) -> dict[str, object]:
        return {
            "recall_iou_50": self.recall_50.to_json(),
            "recall_iou_75": self.recall_75.to_json(),
            "boxes": self.found_count,
            "unlabelled_boxes": self.false_count,
            "negatives": self.negative_count,
            "false_plates_on_negatives": self.false_on_negatives_count,
        }


@dataclass(slots=True)
class ReadingFigures:
    """Whole texts and single characters read right, with O and 0 as one class.

    Characters are aligned by edit distance. ``length`` counts texts as long as the truth, and
    ``segmentation`` plates cut into as many pieces by the segmenter alone, where it was asked.
    """

    exact: Ratio = field(default_factory=Ratio)
    length: Ratio = field(default_factory=Ratio)
    segmentation: Ratio = field(default_factory=Ratio)
    character_count: int = 0
    character_error_count: int = 0

    def add(self, text: str, truth: str, segment_count: int | None = None) -> None:
        read, wanted = match_key(text), match_key(truth)
        self.exact.add(read == wanted)
        self.length.add(len(read) == len(wanted))
        if segment_count is not None:
            self.segmentation.add(segment_count == len(wanted))
        self.character_count += len(wanted)
        self.character_error_count += min(len(wanted), Levenshtein.distance(read, wanted))

    def to_json(self) -> dict[str, object]:
        right = self.character_count - self.character_error_count
        figures: dict[str, object] = {
            "exact": self.exact.to_json(),
            "characters": Ratio(right, self.character_count).to_json(),
            "length": self.length.to_json(),
        }
        if self.segmentation.total:
            figures["segmentation_count"] = self.segmentation.to_json()
        return figures


@dataclass(slots=True)
class ThresholdFigures:
    """What the thresholds keep, of labelled plates that were found and of unlabelled boxes.

    ``read_labelled`` and ``read_unlabelled`` count texts that were not set aside,
    ``set_aside_right`` those set aside although right, and the last two the boxes that a person
    would be asked about although nothing was read, by ``asked_confidence`` of the detector.
    """

    asked_confidence: float = 0.0
    read_labelled: Ratio = field(default_factory=Ratio)
    read_unlabelled: Ratio = field(default_factory=Ratio)
    set_aside_right: Ratio = field(default_factory=Ratio)
    asked_labelled: Ratio = field(default_factory=Ratio)
    asked_unlabelled: Ratio = field(default_factory=Ratio)

    def add(self, read: Read, truth: TruePlate | None) -> None:
        """Count one box; ``truth`` is the labelled plate that it lies on, if any."""
        kept = read.rejection is None
        asked = read.plate.detection_confidence >= self.asked_confidence
        if truth is None:
            self.read_unlabelled.add(kept)
            self.asked_unlabelled.add(asked)
            return
        self.read_labelled.add(kept)
        self.asked_labelled.add(asked)
        if not kept and truth.text is not None:
            self.set_aside_right.add(match_key(read.text) == match_key(truth.text))

    def to_json(self) -> dict[str, object]:
        return {
            "not_set_aside": {
                "labelled": self.read_labelled.to_json(),
                "unlabelled": self.read_unlabelled.to_json(),
            },
            "set_aside_although_right": self.set_aside_right.to_json(),
            "detected_well_enough_to_ask": {
                "confidence": self.asked_confidence,
                "labelled": self.asked_labelled.to_json(),
                "unlabelled": self.asked_unlabelled.to_json(),
            },
        }


@dataclass(slots=True)
class Evaluation:
    """Figures over all labelled pictures: in total, by group (source, label origin), by slice."""

    detection: DetectionFigures = field(default_factory=DetectionFigures)
    reading: ReadingFigures = field(default_factory=ReadingFigures)
    thresholds: ThresholdFigures = field(default_factory=ThresholdFigures)
    reading_by_group: defaultdict[str, ReadingFigures] = field(
        default_factory=lambda: defaultdict(ReadingFigures)
    )
    detection_by_group: defaultdict[str, DetectionFigures] = field(
        default_factory=lambda: defaultdict(DetectionFigures)
    )
    reading_by_slice: defaultdict[str, ReadingFigures] = field(
        default_factory=lambda: defaultdict(ReadingFigures)
    )
    detection_by_slice: defaultdict[str, DetectionFigures] = field(
        default_factory=lambda: defaultdict(DetectionFigures)
    )

    def add_text(
        self,
        text: str,
        truth: str,
        *,
        groups: Iterable[str],
        slices: Iterable[str],
        segment_count: int | None = None,
    ) -> None:
        """Count one labelled text."""
        self.reading.add(text, truth, segment_count)
        for group in groups:
            self.reading_by_group[group].add(text, truth, segment_count)
        for name in slices:
            self.reading_by_slice[name].add(text, truth, segment_count)

    def to_json(self) -> dict[str, object]:
        summary: dict[str, object] = {}
        if self.detection.found_count or self.detection.recall_50.total:
            summary["detection"] = self.detection.to_json()
            summary["detection_by_slice"] = _slice_json(self.detection_by_slice)
            summary["detection_by_group"] = _group_json(self.detection_by_group)
            summary["thresholds"] = self.thresholds.to_json()
        summary["reading"] = self.reading.to_json()
        summary["reading_by_slice"] = _slice_json(self.reading_by_slice)
        summary["reading_by_group"] = _group_json(self.reading_by_group)
        return summary


def _group_json(groups: Mapping[str, DetectionFigures | ReadingFigures]) -> dict[str, object]:
    return {name: figures.to_json() for name, figures in sorted(groups.items())}


def _slice_json(slices: Mapping[str, DetectionFigures | ReadingFigures]) -> dict[str, object]:
    return {
        name: {"meaning": meaning} | slices[name].to_json()
        for name, meaning in MEANINGS.items()
        if name in slices
    }


def pair_boxes(found: Sequence[Box], truth: Sequence[Box]) -> list[tuple[int, int, float]]:
    """Pairs (index found, index true, IoU), each box at most once, greatest overlap first."""
    overlaps = sorted(
        ((iou(a, b), i, j) for i, a in enumerate(found) for j, b in enumerate(truth)),
        reverse=True,
    )
    pairs: list[tuple[int, int, float]] = []
    used_found: set[int] = set()
    used_true: set[int] = set()
    for overlap, i, j in overlaps:
        if overlap > 0.0 and i not in used_found and j not in used_true:
            pairs.append((i, j, overlap))
            used_found.add(i)
            used_true.add(j)
    return pairs


def read_at(result: FrameResult, truth: Box, least_iou: float = LOOSE_IOU) -> Read | None:
    """What was read where ``truth`` is: the best overlapping read, or None."""
    boxes = [read.plate.box for read in result.reads]
    for i, _, overlap in pair_boxes(boxes, [truth]):
        if overlap >= least_iou:
            return result.reads[i]
    return None


def text_at(result: FrameResult, truth: Box) -> str:
    """The text of the read where ``truth`` is, or ""."""
    read = read_at(result, truth)
    return "" if read is None else read.text
