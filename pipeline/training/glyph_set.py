"""Single characters for training: the shared set, glyphs cut by our segmenter, rendered ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.classifier import GLYPH_PX, NOT_A_CHARACTER, cut_glyphs
from pipeline.segmenter import Segmenter
from pipeline.training.degradation import (
    add_dirt,
    add_noise,
    add_shadow,
    change_contrast,
    compress,
    defocus,
    lower_resolution,
    move,
)
from pipeline.training.plate_set import fold_text
from pipeline.training.reading_figures import load_colour_crops
from pipeline.training.rendering import PlateFonts, draw_plate, random_plate
from pipeline.training.wrong_cuts import wrong_cuts
from pipeline.types import ALPHABET, Box, Pixels


@dataclass(frozen=True, slots=True, eq=False)
class GlyphSet:
    """Grey uint8 glyphs (n, 32, 32), their classes (those of the classifier), their sources."""

    glyphs: Pixels
    labels: npt.NDArray[np.int64]
    sources: tuple[str, ...]

    def joined(self, other: GlyphSet) -> GlyphSet:
        return GlyphSet(
            np.concatenate([self.glyphs, other.glyphs]),
            np.concatenate([self.labels, other.labels]),
            self.sources + other.sources,
        )


def load_shared_glyphs(folder: Path, split: str) -> GlyphSet:
    """One split of ``folder``/characters/characters.npz with O and 0 as one class.

    Raises:
        FileNotFoundError: the file is missing.
    """
    with np.load(folder / "characters" / "characters.npz") as stored:
        chosen = stored[split]
        classes = [fold_text(str(name)) for name in stored["classes"]]
        to_alphabet = np.array([ALPHABET.index(name) for name in classes])
        names = [str(name) for name in stored["source_names"]]
        return GlyphSet(
            stored["images"][chosen],
            to_alphabet[stored["labels"][chosen]],
            tuple(names[index] for index in stored["source"][chosen].tolist()),
        )


@dataclass(frozen=True, slots=True, eq=False)
class CutPlate:
    """A real plate crop, BGR uint8, with one box for each character of its text."""

    pixels: Pixels
    text: str
    boxes: tuple[Box, ...]
    source: str
    origin: str


def cut_real_plates(folder: Path, split: str, segmenter: Segmenter) -> list[CutPlate]:
    """The plate crops of ``folder`` in which ``segmenter`` finds as many boxes as the text has.

    Raises:
        FileNotFoundError: ``labels.csv`` or a picture that it names is missing.
    """
    plates: list[CutPlate] = []
    for crop in load_colour_crops(folder, split):
        boxes = segmenter.segment(crop.pixels).boxes
        if len(boxes) == len(crop.text):
            plates.append(CutPlate(crop.pixels, crop.text, boxes, crop.source, crop.origin))
    return plates


def cut_real_glyphs(plates: Sequence[CutPlate]) -> GlyphSet:
    """The characters of ``plates``."""
    labels = [ALPHABET.index(character) for plate in plates for character in plate.text]
    sources = [f"{plate.origin}:{plate.source}" for plate in plates for _ in plate.text]
    glyphs = [cut_glyphs(plate.pixels, plate.boxes) for plate in plates]
    return GlyphSet(np.concatenate(glyphs), np.array(labels), tuple(sources))


def cut_real_junk(plates: Sequence[CutPlate], seed: int, per_plate: int = 6) -> GlyphSet:
    """Wrong cuts of ``plates``."""
    rng = np.random.default_rng(seed)
    glyphs: list[Pixels] = []
    for plate in plates:
        wrong = wrong_cuts(plate.boxes, plate.pixels.shape[:2], per_plate, rng)
        glyphs.append(_cut_beside(plate.pixels, plate.boxes, wrong))
    return _junk(np.concatenate(glyphs), "wrong cuts")


def render_glyphs(plate_count: int, seed: int) -> tuple[GlyphSet, GlyphSet]:
    """Glyphs cut with unsteady boxes from spoilt rendered plates, and wrong cuts of the same."""
    rng = np.random.default_rng(seed)
    fonts = PlateFonts()
    glyphs: list[Pixels] = []
    junk: list[Pixels] = []
    labels: list[int] = []
    for _ in range(plate_count):
        text, style = random_plate(rng)
        drawn = draw_plate(text, style, fonts, int(rng.integers(48, 97)))
        pixels = _spoil(drawn.pixels, rng)
        boxes = [_unsteady(box, rng) for box in drawn.boxes]
        glyphs.append(cut_glyphs(pixels, boxes))
        labels.extend(ALPHABET.index(character) for character in text)
        wrong = wrong_cuts(drawn.boxes, pixels.shape[:2], 4, rng)
        junk.append(_cut_beside(pixels, drawn.boxes, wrong))
    every = np.concatenate(glyphs)
    drawn_glyphs = GlyphSet(every, np.array(labels), ("rendered",) * len(every))
    return drawn_glyphs, _junk(np.concatenate(junk), "rendered wrong cuts")


def _cut_beside(pixels: Pixels, boxes: Sequence[Box], wrong: Sequence[Box]) -> Pixels:
    """``wrong`` cut in one go with the characters, which tell dark plates from light ones."""
    return cut_glyphs(pixels, [*boxes, *wrong])[len(boxes) :]


def _junk(glyphs: Pixels, source: str) -> GlyphSet:
    return GlyphSet(glyphs, np.full(len(glyphs), NOT_A_CHARACTER), (source,) * len(glyphs))


def distort(glyph: Pixels, rng: np.random.Generator) -> Pixels:
    """A glyph as another cut of it might look: moved, turned, scaled, sheared, softer, noisier."""
    angle = np.deg2rad(rng.normal(0.0, 4.0))
    scale_x, scale_y = rng.uniform(0.86, 1.14, 2)
    shear = rng.normal(0.0, 0.08)
    turn = np.array([[np.cos(angle), -np.sin(angle) + shear], [np.sin(angle), np.cos(angle)]])
    turn = turn * np.array([scale_x, scale_y])
    centre = np.array([GLYPH_PX / 2, GLYPH_PX / 2])
    shift = centre - turn @ centre + rng.normal(0.0, 1.0, 2)
    matrix = np.column_stack([turn, shift]).astype(np.float32)
    moved = np.asarray(
        cv2.warpAffine(glyph, matrix, (GLYPH_PX, GLYPH_PX), borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )
    if rng.random() < 0.2:
        moved = defocus(moved, rng)
    if rng.random() < 0.2:
        moved = lower_resolution(moved, rng, 9)
    if rng.random() < 0.3:
        moved = add_noise(moved, rng)
    if rng.random() < 0.05:
        moved = np.asarray(255 - moved, np.uint8)
    return moved


def _spoil(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    for fault, chance in (
        (add_dirt, 0.15),
        (add_shadow, 0.25),
        (change_contrast, 0.6),
        (defocus, 0.3),
        (move, 0.15),
        (add_noise, 0.4),
        (compress, 0.3),
    ):
        if rng.random() < chance:
            pixels = fault(pixels, rng)
    return lower_resolution(pixels, rng, 14) if rng.random() < 0.5 else pixels


def _unsteady(box: Box, rng: np.random.Generator) -> Box:
    left, top, right, bottom = rng.normal(0.0, 0.035, 4) * box.height
    return Box(box.x + left, box.y + top, box.width - left + right, box.height - top + bottom)
