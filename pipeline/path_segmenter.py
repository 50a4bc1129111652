"""Segments a plate by what its pieces look like: proposals, classifier scores, best path."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipeline.character_detector import FoundCharacter, YoloCharacterSegmenter, arrange_lines
from pipeline.classifier import Classifier, Probabilities, cut_glyphs
from pipeline.engine import LiteRtModel
from pipeline.geometry import iou
from pipeline.glyph_paths import Proposal, best_path, gains
from pipeline.segmenter import ContourSegmenter, Segmentation
from pipeline.types import Box, Pixels
from pipeline.weights import Manifest

DETECTOR_NAME = "character_detector"
"""Of the model that finds characters, in the manifest."""

_SAME_IOU = 0.75
"""A contour that overlaps a found character more than this says nothing new."""

_CONTOUR_PRIOR = -1.5
"""Log odds of a contour that the character detector did not find."""

_FOUND_WEIGHT = 0.7
"""Share of the detector's log odds in the prior: it and the classifier see the same pixels."""

_LEVEL_REACH = 0.3

_CLEAR_GAIN, _CLEAR_COUNT = 2.0, 4
"""A path of so many characters, close together and none worth less, needs no second look."""

_CLEAR_HEIGHT = 0.28
"""Lower characters, in heights of the plate, may be its small text."""

_WIDEST_CLEAR_GAP = 0.6
"""Space between two characters, in their heights, in which one more may have been missed."""

_FURTHER_WAYS = 3
"""Thresholds that are looked at where the first leaves doubt."""

Lines = Sequence[Sequence[Proposal]]


class CharacterFinder(Protocol):
    """Finds boxes of characters on a plate, sure and unsure ones."""

    def find_characters(self, plate_pixels: Pixels) -> tuple[FoundCharacter, ...]: ...


class ContourProposer(Protocol):
    """Proposes, for one way to see a plate after the other, boxes along its lines."""

    def propose(self, plate_pixels: Pixels) -> Iterator[tuple[tuple[Proposal, ...], ...]]: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """The boxes of the best path through each line; what the classifier and they are worth."""

    lines: tuple[tuple[Box, ...], ...]
    probabilities: Probabilities
    gains: npt.NDArray[np.float64]

    @property
    def height_px(self) -> float:
        heights = [box.height for line in self.lines for box in line]
        return float(np.median(heights)) if heights else 0.0

    @property
    def worth(self) -> float:
        """Gains count for more the taller the characters are: a plate bears small text too."""
        return float(self.gains.sum()) * math.sqrt(self.height_px)

    def is_clear(self, plate_height: int) -> bool:
        """Whether nothing better is to be expected from another look."""
        if len(self.gains) < _CLEAR_COUNT or self.gains.min() < _CLEAR_GAIN:
            return False
        if self.height_px < _CLEAR_HEIGHT * plate_height:
            return False
        return all(
            right.x - left.right <= _WIDEST_CLEAR_GAP * left.height
            for line in self.lines
            for left, right in pairwise(line)
        )


class PathSegmenter:
    """Joins what a character detector finds and what contours propose; the classifier chooses.

    ``finder`` or ``contours`` may be None: then the other one is asked alone. Contours are drawn
    only where the characters found leave doubt.
    """

    def __init__(
        self,
        classifier: Classifier,
        finder: CharacterFinder | None,
        contours: ContourProposer | None,
    ) -> None:
        self._classifier, self._finder, self._contours = classifier, finder, contours

    def segment(self, plate_pixels: Pixels) -> Segmentation:
        """The characters of a plate, BGR uint8 (height, width, 3), in reading order.

        Raises:
            InferenceError: a model failed, so the plate was not looked at.
        """
        height = plate_pixels.shape[0]
        found = self._find(plate_pixels)
        best = self._choose(plate_pixels, [found])
        if self._contours is not None and not best.is_clear(height):
            drawn = self._contours.propose(plate_pixels)
            for count in (1, _FURTHER_WAYS):
                if not best.is_clear(height):
                    ways = [_joined(found, way) for way in islice(drawn, count)]
                    best = max(
                        best, self._choose(plate_pixels, ways), key=lambda choice: choice.worth
                    )
        boxes = tuple(box for line in best.lines for box in line)
        return Segmentation(boxes, sum(map(bool, best.lines)), best.probabilities)

    def _find(self, plate_pixels: Pixels) -> Lines:
        found = self._finder.find_characters(plate_pixels) if self._finder is not None else ()
        return [
            [Proposal(character.box, _prior(character.confidence)) for character in line]
            for line in arrange_lines(found)
        ]

    def _choose(self, plate_pixels: Pixels, ways: Sequence[Lines]) -> _Choice:
        """The best of the best paths of each way; all are looked at in one go."""
        distinct = tuple(
            {proposal.box: None for lines in ways for line in lines for proposal in line}
        )
        named = self._classifier.classify(cut_glyphs(plate_pixels, distinct))
        places = {box: place for place, box in enumerate(distinct)}
        choices = [_best_paths(lines, places, named) for lines in ways]
        return max(choices, key=lambda choice: choice.worth, default=_best_paths((), places, named))


def _best_paths(lines: Lines, places: Mapping[Box, int], named: Probabilities) -> _Choice:
    """``places`` says in which row of ``named`` a box has its probabilities."""
    chosen: list[tuple[Box, ...]] = []
    rows: list[int] = []
    worth: list[float] = []
    for line in lines:
        at = [places[proposal.box] for proposal in line]
        gain = gains(line, named[at])
        path = best_path(line, gain)
        chosen.append(tuple(line[step].box for step in path))
        rows.extend(at[step] for step in path)
        worth.extend(float(gain[step]) for step in path)
    return _Choice(tuple(chosen), named[rows], np.array(worth))


def _joined(found: Lines, drawn: Lines) -> Lines:
    """The lines of ``found`` with what ``drawn`` adds to them; ``drawn`` where there are none."""
    if not found:
        return drawn
    lines = [list(line) for line in found]
    for proposal in (proposal for line in drawn for proposal in line):
        home = _line_of(proposal.box, lines)
        if home is not None and all(iou(proposal.box, known.box) < _SAME_IOU for known in home):
            home.append(Proposal(proposal.box, proposal.prior + _CONTOUR_PRIOR))
    return lines


def _prior(confidence: float) -> float:
    chance = min(max(confidence, 0.01), 0.99)
    return _FOUND_WEIGHT * float(np.log(chance / (1.0 - chance)))


def _line_of(box: Box, lines: Sequence[list[Proposal]]) -> list[Proposal] | None:
    """The line in whose characters' height ``box`` stands, or None."""
    for line in lines:
        nearest = min(line, key=lambda known: abs(known.box.centre[0] - box.centre[0])).box
        away = abs(nearest.centre[1] - box.centre[1])
        alike = 0.7 <= box.height / max(nearest.height, 1e-6) <= 1.4
        if alike and away <= _LEVEL_REACH * nearest.height:
            return line
    return None


def shipped_segmenter(
    manifest: Manifest, classifier: Classifier, threads: int = 2
) -> PathSegmenter:
    """The segmenter that goes with the weights of ``manifest``, loaded and warmed up.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    if DETECTOR_NAME not in manifest.models:
        return PathSegmenter(classifier, None, ContourSegmenter())
    file = manifest.model(DETECTOR_NAME)
    model = LiteRtModel(file.read_verified(), DETECTOR_NAME, threads=threads)
    model.warm_up()
    return PathSegmenter(classifier, YoloCharacterSegmenter(model, file), ContourSegmenter())


def name_segments(
    segmentation: Segmentation, plate_pixels: Pixels, classifier: Classifier
) -> Probabilities:
    """Probabilities (n, 35) of the boxes; the classifier is asked where it was not before.

    Raises:
        InferenceError: the model failed.
    """
    if segmentation.probabilities is not None:
        return segmentation.probabilities
    return classifier.classify(cut_glyphs(plate_pixels, segmentation.boxes))
