"""Reads a whole plate at once, without cutting it: the second opinion beside the segmenter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from pipeline.decode import (
    DecodedCharacter,
    Scores,
    decode_beam,
    decode_greedy,
    force_text,
    softmax,
    text_likelihoods,
)
from pipeline.engine import LiteRtModel
from pipeline.types import ALPHABET, Box, Candidate, Pixels
from pipeline.weights import ModelFile

_ROWS = 2
_LEAST_CONTRAST = 8.0
_CANDIDATE_COUNT = 5

NOISE_CONFIDENCE = 0.6
"""A reading whose characters are on average less sure is that of a wall, not of a plate.

Source: no reading of 1188 val crops and photos is below, be it right or wrong.
"""

SURE_CONFIDENCE = 0.9
"""A plate whose weakest character is less sure is looked at twice.

Source: val; 204 of 1188 plates, of which 6 more are read right, with the segments or without.
"""

_CLOSER_X, _CLOSER_Y = 0.02, 0.05
"""What the second look leaves out on each side, as shares of the plate's sides."""

_LEAST_LOG_LIKELIHOOD = -20.0
_GLYPH_ASPECT = 0.6
"""Width over height of a glyph, for the box of a character without neighbours."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadCharacter:
    """One character that the reader saw.

    ``probabilities`` has shape (35,), in the order of ``ALPHABET``; what is missing to 1.0 is
    the chance that nothing stands here. ``box`` is in pixels of the plate; it comes from the
    network's columns and is good to about a third of a glyph.
    """

    probabilities: npt.NDArray[np.float32]
    box: Box

    @property
    def text(self) -> str:
        return ALPHABET[int(self.probabilities.argmax())]

    @property
    def confidence(self) -> float:
        return float(self.probabilities.max())


@dataclass(frozen=True, slots=True, eq=False)
class PlateReading:
    """The characters of a plate in reading order; ``confidence`` is that of the weakest.

    ``candidates`` are the likeliest texts of the beam with their probabilities. ``by_site`` says
    that it is that of the site's own reader (``pipeline/site_reader.py``).
    """

    characters: tuple[ReadCharacter, ...]
    candidates: tuple[Candidate, ...]
    confidence: float
    lines: int
    by_site: bool = False

    @property
    def is_noise(self) -> bool:
        """Whether no plate would be read like this."""
        sure = [character.confidence for character in self.characters]
        return not sure or sum(sure) / len(sure) < NOISE_CONFIDENCE


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the network saw in a plate: its columns, and what they say on the greedy path."""

    probabilities: Scores
    characters: tuple[ReadCharacter, ...]
    lines: int

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        return min((character.confidence for character in self.characters), default=0.0)

    def reading(self, candidates: tuple[Candidate, ...]) -> PlateReading:
        return PlateReading(self.characters, candidates, self.confidence, self.lines)


class PlateReader(Protocol):
    """Reads a straightened plate, BGR uint8; an instance owns its model and serves one thread."""

    def read_plate(self, plate_pixels: Pixels) -> PlateReading: ...


def prepare(plate_pixels: Pixels, height: int, width: int) -> npt.NDArray[np.float32]:
    """The plate as the network takes it: (1, height, width, 1), zero mean and unit spread.

    ``plate_pixels`` is BGR uint8 (any height, any width, 3) or grey without the last axis.
    """
    grey = (
        cv2.cvtColor(plate_pixels, cv2.COLOR_BGR2GRAY) if plate_pixels.ndim == 3 else plate_pixels
    )
    method = cv2.INTER_AREA if grey.shape[0] > height else cv2.INTER_LINEAR
    fitted = cv2.resize(grey, (width, height), interpolation=method)
    return standardise(np.asarray(fitted, np.uint8)[None])


def standardise(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Grey (batch, height, width) with zero mean and unit spread each, as (..., 1)."""
    values = pixels.astype(np.float32)
    mean = values.mean(axis=(1, 2), keepdims=True)
    spread = np.maximum(values.std(axis=(1, 2), keepdims=True), _LEAST_CONTRAST)
    return np.asarray(((values - mean) / spread)[..., None], np.float32)


class CtcReader:
    """The shipped network: CTC over the columns of the plate's upper, then of its lower half.

    A doubtful plate is looked at a second time, from a little closer, and gets the text that is
    likeliest by both looks.
    """

    def __init__(self, model: LiteRtModel, model_file: ModelFile) -> None:
        self._model = model
        self._size = model_file.input_height_px, model_file.input_width_px
        self._temperature = float(model_file.extra.get("temperature", 1.0))

    def read_plate(self, plate_pixels: Pixels) -> PlateReading:
        """The characters of a plate, BGR uint8 (height, width, 3).

        Raises:
            InferenceError: the model failed.
        """
        first = self._look(plate_pixels)
        texts = decode_beam(first.probabilities)[:_CANDIDATE_COUNT]
        reading = first.reading(
            tuple(Candidate(text, min(1.0, chance)) for text, chance in texts if text)
        )
        if reading.confidence >= SURE_CONFIDENCE or reading.is_noise:
            return reading
        return join_looks((first, self._look_closer(plate_pixels)))

    def look_twice(self, plate_pixels: Pixels) -> tuple[Look, Look]:
        """What the network sees in a plate, BGR uint8, as a whole and from a little closer.

        Raises:
            InferenceError: the model failed.
        """
        return self._look(plate_pixels), self._look_closer(plate_pixels)

    def locate(self, plate_pixels: Pixels, text: str) -> tuple[Box, ...]:
        """Where the characters of a text that is known stand, good to a third of a glyph.

        ``text`` is in ``ALPHABET``; nothing comes back where it is too long for the network.

        Raises:
            InferenceError: the model failed.
        """
        probabilities = self._look(plate_pixels).probabilities
        height, width = plate_pixels.shape[:2]
        placed = force_text(probabilities, [ALPHABET.index(character) for character in text])
        return character_boxes(placed, len(probabilities) // _ROWS, height, width)[0]

    def _look_closer(self, plate_pixels: Pixels) -> Look:
        height, width = plate_pixels.shape[:2]
        left, top = round(_CLOSER_X * width), round(_CLOSER_Y * height)
        return self._look(plate_pixels[top : height - top, left : width - left], left, top)

    def _look(self, plate_pixels: Pixels, left_px: int = 0, top_px: int = 0) -> Look:
        """What the network sees; boxes are moved by ``left_px`` and ``top_px``."""
        (logits,) = self._model.run(prepare(plate_pixels, *self._size))
        probabilities = softmax(logits[0], self._temperature)
        height, width = plate_pixels.shape[:2]
        decoded = decode_greedy(probabilities)
        boxes, lines = character_boxes(decoded, len(probabilities) // _ROWS, height, width)
        characters = tuple(
            ReadCharacter(
                character.probabilities,
                Box(box.x + left_px, box.y + top_px, box.width, box.height),
            )
            for character, box in zip(decoded, boxes, strict=True)
        )
        return Look(probabilities, characters, lines)


def join_looks(looks: Sequence[Look]) -> PlateReading:
    """The look that says what all of them together find likeliest, or nearly so.

    Columns of two looks cannot be averaged, since a character need not peak in the same one;
    texts can: by the mean of their log likelihoods, each over all paths that spell it.
    """
    texts = sorted(
        {
            text
            for look in looks
            for text, _ in decode_beam(look.probabilities)[:_CANDIDATE_COUNT]
            if text
        }
    )
    if not texts:
        return looks[0].reading(())
    logs = np.mean([text_likelihoods(look.probabilities, texts) for look in looks], axis=0)
    order = [int(at) for at in np.argsort(-logs)[:_CANDIDATE_COUNT]]
    best = texts[order[0]]
    nearest = min(looks, key=lambda look: (Levenshtein.distance(look.text, best), -look.confidence))
    return nearest.reading(
        tuple(
            Candidate(texts[at], min(1.0, float(np.exp(logs[at]))))
            for at in order
            if logs[at] > _LEAST_LOG_LIKELIHOOD
        )
    )


def character_boxes(
    characters: tuple[DecodedCharacter, ...], columns: int, height_px: int, width_px: int
) -> tuple[tuple[Box, ...], int]:
    """Boxes of decoded characters in pixels of the plate, and the number of lines (0 to 2).

    Steps run over the columns of the upper half, then of the lower one. One line may use either
    half; a second line shows in a column left of the one before.
    """
    if not characters:
        return (), 0
    centres = np.array(
        [
            ((character.first_step % columns + character.last_step % columns) / 2 + 0.5) / columns
            if character.first_step // columns == character.last_step // columns
            else (character.peak_step % columns + 0.5) / columns
            for character in characters
        ]
    )
    halves = np.array([character.peak_step // columns for character in characters])
    breaks = np.flatnonzero((np.diff(centres) < 0) & (np.diff(halves) > 0)) + 1
    starts = [0, int(breaks[0])] if len(breaks) else [0]
    boxes: list[Box] = []
    for line, start in enumerate(starts):
        end = starts[line + 1] if line + 1 < len(starts) else len(centres)
        line_height = height_px / len(starts)
        top, glyph_height = line * line_height + 0.1 * line_height, 0.8 * line_height
        x = centres[start:end] * width_px
        pitch = float(np.median(np.diff(x))) if len(x) > 1 else _GLYPH_ASPECT * glyph_height
        glyph_width = float(np.clip(pitch * 0.9, 1.0, max(1.0, glyph_height)))
        boxes.extend(
            Box(float(middle) - glyph_width / 2, top, glyph_width, glyph_height) for middle in x
        )
    return tuple(boxes), len(starts)
