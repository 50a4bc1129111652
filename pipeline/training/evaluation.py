"""Counts how often plates are found and read; pure, and free of TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from pipeline.geometry import iou
from pipeline.matching import match_key
from pipeline.types import Box, FrameResult

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
    """Whole texts and single characters read right, with O and 0 as one class."""

    exact: Ratio = field(default_factory=Ratio)
    character_count: int = 0
    character_error_count: int = 0

    def add(self, text: str, truth: str) -> None:
        read, wanted = match_key(text), match_key(truth)
        self.exact.add(read == wanted)
        self.character_count += len(wanted)
        self.character_error_count += min(len(wanted), Levenshtein.distance(read, wanted))

    def to_json(self) -> dict[str, object]:
        right = self.character_count - self.character_error_count
        return {
            "exact": self.exact.to_json(),
            "characters": Ratio(right, self.character_count).to_json(),
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


def text_at(result: FrameResult, truth: Box) -> str:
    """What was read where ``truth`` is: the text of the best overlapping read, or ""."""
    boxes = [read.plate.box for read in result.reads]
    for i, _, overlap in pair_boxes(boxes, [truth]):
        if overlap >= LOOSE_IOU:
            return result.reads[i].text
    return ""
