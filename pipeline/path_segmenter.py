"""Segments a plate by what its pieces look like: proposals, classifier scores, best path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from pipeline.character_detector import FoundCharacter, arrange_lines
from pipeline.classifier import Classifier, cut_glyphs
from pipeline.geometry import iou
from pipeline.glyph_paths import Proposal, best_path, gains
from pipeline.segmenter import Segmentation
from pipeline.types import Box, Pixels

_SAME_IOU = 0.75
"""A contour that overlaps a found character more than this says nothing new."""

_CONTOUR_PRIOR = -1.5
"""Log odds of a contour that the character detector did not find."""

_FOUND_WEIGHT = 0.7
"""Share of the detector's log odds in the prior: it and the classifier see the same pixels."""

_LEVEL_REACH = 0.3


class CharacterFinder(Protocol):
    """Finds boxes of characters on a plate, sure and unsure ones."""

    def find_characters(self, plate_pixels: Pixels) -> tuple[FoundCharacter, ...]: ...


class ContourProposer(Protocol):
    """Proposes boxes along the lines of a plate."""

    def propose(self, plate_pixels: Pixels) -> tuple[tuple[Box, ...], ...]: ...


class PathSegmenter:
    """Joins what a character detector finds and what contours propose; the classifier chooses.

    ``finder`` or ``contours`` may be None: then the other one is asked alone.
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
        lines = self._propose(plate_pixels)
        every = [proposal for line in lines for proposal in line]
        if not every:
            return Segmentation((), 0)
        glyphs = cut_glyphs(plate_pixels, [proposal.box for proposal in every])
        worth = gains(every, self._classifier.classify(glyphs))
        chosen: list[list[Box]] = []
        start = 0
        for line in lines:
            path = best_path(line, worth[start : start + len(line)])
            chosen.append([line[at].box for at in path])
            start += len(line)
        return Segmentation(
            tuple(box for line_boxes in chosen for box in line_boxes), sum(map(bool, chosen))
        )

    def _propose(self, plate_pixels: Pixels) -> list[list[Proposal]]:
        found = self._finder.find_characters(plate_pixels) if self._finder is not None else ()
        drawn = self._contours.propose(plate_pixels) if self._contours is not None else ()
        lines = [
            [Proposal(character.box, _prior(character.confidence)) for character in line]
            for line in arrange_lines(found)
        ]
        if not lines:
            return [[Proposal(box) for box in line] for line in drawn]
        for box in (box for line in drawn for box in line):
            home = _line_of(box, lines)
            if home is not None and all(iou(box, known.box) < _SAME_IOU for known in home):
                home.append(Proposal(box, _CONTOUR_PRIOR))
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
