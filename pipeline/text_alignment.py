"""Cuts a plate so that it fits a text that is known: valleys, classifier scores, best path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pipeline.classifier import Classifier, CnnClassifier, Probabilities, cut_glyphs
from pipeline.engine import LiteRtModel
from pipeline.glyph_paths import Floats
from pipeline.path_segmenter import ContourProposer
from pipeline.reader import CtcReader
from pipeline.segmenter import ContourSegmenter
from pipeline.types import ALPHABET, Box, Pixels
from pipeline.weights import Manifest

_MOST_WAYS = 6
"""Thresholds under which the plate is looked at; later ones seldom add a cut."""

_MISREAD, _FLOOR = 0.04, 1e-4
"""Chance that a clear character is not the one it looks like, and that it does not look like
any: a correction says that the classifier was wrong somewhere."""

_MOST_OVERLAP = 0.3
_OVERLAP_COST, _UNEVEN_COST, _GAP_COST = 4.0, 6.0, 0.7
"""Per whole width shared with a neighbour, per e-fold of height, per height of empty space."""

_AWAY_COST, _FARTHEST = 1.5, 3.0
"""Per glyph that a cut lies away from where the whole-plate reader puts its character; the reader
is good to a third of a glyph. More than so many glyphs away cost no more."""

_MOST_AWAY = 0.75
"""A cut farther away than that, in glyphs, is not believed."""

_LEAST_AGREEING = 0.6
"""Share of characters that must look like their label for the others to be believed."""

_LEAST_CHARACTER, _LEAST_WIDTH = 0.5, 0.5
"""How surely a cut that does not look like its label must still show some single character, and
its least width in usual ones: a sliver of the frame passes for many a character."""

_LEAST_MEAN = -1.6
"""Mean log chance of the labels, costs included, below which the cuts are not to be trusted."""

_LEFT_OVER, _LEFT_OVER_HEIGHT = 0.9, 0.15
"""How sure the classifier must be of a piece between the labelled ones, as high as they are to
this share, for it to be a character too many."""


class TextLocator(Protocol):
    """Says roughly where the characters of a known text stand; a whole-plate reader can."""

    def locate(self, plate_pixels: Pixels, text: str) -> tuple[Box, ...]: ...


@dataclass(frozen=True, slots=True)
class Alignment:
    """One box for each character of a text, in pixels of the plate; or why there are none.

    ``confidences`` are the classifier's for the labels. ``problem`` is empty where the cuts can
    be trusted; else boxes and confidences are those of the best attempt, if there was one.
    """

    boxes: tuple[Box, ...] = ()
    confidences: tuple[float, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """Proposals of one line from left to right, and what the classifier says of each."""

    boxes: tuple[Box, ...]
    chances: Probabilities

    @classmethod
    def of(cls, boxes: Sequence[Box], chances: Probabilities) -> _Line:
        order = sorted(range(len(boxes)), key=lambda at: boxes[at].centre[0])
        return cls(tuple(boxes[at] for at in order), chances[order])


@dataclass(frozen=True, slots=True, eq=False)
class _Path:
    """The proposals chosen for a text, line after line, and the log chance of the whole."""

    worth: float
    boxes: tuple[Box, ...]
    chances: Probabilities


class TextAligner:
    """Aligns known texts; owns its models and serves one thread."""

    def __init__(
        self, classifier: Classifier, contours: ContourProposer, locator: TextLocator
    ) -> None:
        self._classifier, self._contours, self._locator = classifier, contours, locator

    def check(self, plate_pixels: Pixels, text: str, boxes: Sequence[Box]) -> Alignment:
        """Whether ``boxes``, as many as ``text`` has characters, show just these characters.

        ``text`` is in ``ALPHABET``; the plate is BGR uint8 (height, width, 3).

        Raises:
            InferenceError: a model failed.
        """
        places = self._locator.locate(plate_pixels, text)
        chances = self._classifier.classify(cut_glyphs(plate_pixels, boxes))
        path = _Path(0.0, tuple(boxes), chances)
        return _judged(path, text, places, (_Line.of(boxes, chances),))

    def align(self, plate_pixels: Pixels, text: str) -> Alignment:
        """The cuts of the plate that fit ``text`` best, and whether they can be trusted.

        ``text`` is in ``ALPHABET``; the plate is BGR uint8 (height, width, 3).

        Raises:
            InferenceError: a model failed.
        """
        places = self._locator.locate(plate_pixels, text)
        if len(places) != len(text):
            return Alignment(problem="the text is too long for a plate")
        best: _Path | None = None
        seen: tuple[_Line, ...] = ()
        for lines in self._ways(plate_pixels):
            path = _best_path(lines, text, places)
            if path is not None and (best is None or path.worth > best.worth):
                best, seen = path, lines
        if best is None:
            return Alignment(problem="no row of characters is as long as the text")
        return _judged(best, text, places, seen)

    def _ways(self, plate_pixels: Pixels) -> Iterator[tuple[_Line, ...]]:
        """Each way to see the plate, then all ways with as many lines taken together."""
        ways: list[tuple[_Line, ...]] = []
        for proposed in islice(self._contours.propose(plate_pixels), _MOST_WAYS):
            boxes = [proposal.box for line in proposed for proposal in line]
            chances = self._classifier.classify(cut_glyphs(plate_pixels, boxes))
            lines: list[_Line] = []
            start = 0
            for line in proposed:
                end = start + len(line)
                lines.append(_Line.of(boxes[start:end], chances[start:end]))
                start = end
            ways.append(tuple(lines))
        yield from ways
        for count in {len(way) for way in ways}:
            alike = [way for way in ways if len(way) == count]
            if len(alike) > 1:
                yield tuple(_joined([way[at] for way in alike]) for at in range(count))


def _joined(lines: Sequence[_Line]) -> _Line:
    """Proposals of several looks at one line; the same box is kept once."""
    known: dict[Box, npt.NDArray[np.float32]] = {}
    for line in lines:
        for box, chances in zip(line.boxes, line.chances, strict=True):
            known.setdefault(box, chances)
    chances = np.array(list(known.values()), np.float32).reshape(-1, len(ALPHABET))
    return _Line.of(tuple(known), chances)


def _best_path(lines: Sequence[_Line], text: str, places: Sequence[Box]) -> _Path | None:
    """The likeliest way to write all of ``text`` on one line, or its two parts on two."""
    if len(lines) == 1:
        return _fit(lines[0], text, places)
    best: _Path | None = None
    if len(lines) == 2:
        for end in range(1, len(text)):
            upper = _fit(lines[0], text[:end], places[:end])
            lower = _fit(lines[1], text[end:], places[end:])
            if upper is None or lower is None:
                continue
            worth = upper.worth + lower.worth
            if best is None or worth > best.worth:
                chances = np.concatenate([upper.chances, lower.chances])
                best = _Path(worth, upper.boxes + lower.boxes, chances)
    return best


def _fit(line: _Line, text: str, places: Sequence[Box]) -> _Path | None:
    """The likeliest choice of as many proposals as ``text`` has characters, left to right.

    By dynamic programming over characters and proposals; None where no choice is possible.
    """
    if len(line.boxes) < len(text):
        return None
    labels = [ALPHABET.index(character) for character in text]
    away = np.array([[_away(box, place) for place in places] for box in line.boxes])
    worth = _log_chances(line.chances)[:, labels] - _AWAY_COST * np.minimum(away, _FARTHEST)
    step = -_step_costs(line.boxes)
    total = worth[:, 0]
    before: list[npt.NDArray[np.intp]] = []
    for place in range(1, len(labels)):
        reached = total[:, None] + step
        before.append(reached.argmax(axis=0))
        total = reached.max(axis=0) + worth[:, place]
    at = int(total.argmax())
    if not np.isfinite(total[at]):
        return None
    path = [at]
    for came_from in reversed(before):
        path.append(int(came_from[path[-1]]))
    path.reverse()
    return _Path(float(total[at]), tuple(line.boxes[one] for one in path), line.chances[path])


def _log_chances(chances: Probabilities) -> Floats:
    """Log chance (n, 35) that each proposal is each character, misreads allowed for."""
    certain = chances.astype(np.float64)
    any_character = np.clip(certain.sum(axis=1, keepdims=True), 0.0, 1.0)
    return np.asarray(np.log(certain + _MISREAD * any_character + _FLOOR))


def _step_costs(boxes: Sequence[Box]) -> Floats:
    """Costs (n, n) of going on from a row's proposal to a column's; infinite going back."""
    left = np.array([box.x for box in boxes])
    right = np.array([box.right for box in boxes])
    height = np.maximum([box.height for box in boxes], 1e-6)
    width = np.maximum(right - left, 1e-6)
    share = np.maximum(right[:, None] - left[None], 0.0) / np.minimum(width[:, None], width[None])
    gap = np.maximum(left[None] - right[:, None], 0.0) / np.minimum(height[:, None], height[None])
    uneven = np.abs(np.log(height[:, None]) - np.log(height[None]))
    cost = _OVERLAP_COST * share + _UNEVEN_COST * uneven + _GAP_COST * gap
    forward = np.triu(np.ones((len(boxes), len(boxes)), np.bool_), 1)
    return np.where(forward & (share <= _MOST_OVERLAP), cost, np.inf)


def _away(box: Box, place: Box) -> float:
    """How far a cut lies from where its character should be, in glyphs of the latter."""
    x = abs(box.centre[0] - place.centre[0]) / max(place.width, 1.0)
    y = abs(box.centre[1] - place.centre[1]) / max(place.height, 1.0)
    return max(x, y)


def _judged(path: _Path, text: str, places: Sequence[Box], lines: Sequence[_Line]) -> Alignment:
    labels = [ALPHABET.index(character) for character in text]
    certain = path.chances[np.arange(len(labels)), labels].astype(np.float64)
    any_character = path.chances.sum(axis=1)
    agreeing = path.chances.argmax(axis=1) == labels
    widths = np.array([box.width for box in path.boxes])
    mean = float(_log_chances(path.chances)[np.arange(len(labels)), labels].mean())
    away = max(
        (_away(box, place) for box, place in zip(path.boxes, places, strict=True)), default=0.0
    )
    if agreeing.mean() < _LEAST_AGREEING:
        problem = "too few of the cuts look like their character"
    elif (any_character[~agreeing] < _LEAST_CHARACTER).any() or (
        widths[~agreeing] < _LEAST_WIDTH * np.median(widths)
    ).any():
        problem = "a cut looks like no character"
    elif mean < _LEAST_MEAN:
        problem = "the cuts fit the text badly"
    elif away > _MOST_AWAY:
        problem = "the whole plate shows the characters elsewhere"
    elif _left_over(path.boxes, lines):
        problem = "there are more characters than the text has"
    else:
        problem = ""
    return Alignment(path.boxes, tuple(float(chance) for chance in certain), problem)


def _left_over(chosen: Sequence[Box], lines: Sequence[_Line]) -> bool:
    """Whether a sure character stands between the chosen ones without being chosen."""
    for line in lines:
        own = [box for box in chosen if box in line.boxes]
        if len(own) < 2:
            continue
        usual = float(np.median([box.height for box in own]))
        for box, chances in zip(line.boxes, line.chances, strict=True):
            if not own[0].right <= box.centre[0] <= own[-1].x:
                continue
            if abs(box.height - usual) > _LEFT_OVER_HEIGHT * usual or chances.max() < _LEFT_OVER:
                continue
            if all(_shared(box, one) < _MOST_OVERLAP for one in own):
                return True
    return False


def _shared(a: Box, b: Box) -> float:
    """Share of the narrower of two boxes that lies in the columns of the other."""
    return max(0.0, min(a.right, b.right) - max(a.x, b.x)) / max(min(a.width, b.width), 1e-6)


def shipped_aligner(manifest: Manifest, threads: int = 2) -> TextAligner:
    """The aligner that goes with the weights of ``manifest``, loaded and warmed up.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    files = {name: manifest.model(name) for name in ("classifier", "reader")}
    models = {
        name: LiteRtModel(file.read_verified(), name, threads=threads)
        for name, file in files.items()
    }
    for model in models.values():
        model.warm_up()
    return TextAligner(
        CnnClassifier(models["classifier"], files["classifier"]),
        ContourSegmenter(),
        CtcReader(models["reader"], files["reader"]),
    )
