"""Single characters for training: the shared set, glyphs cut by our segmenter, rendered ones."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.classifier import GLYPH_PX, cut_glyphs
from pipeline.segmenter import ContourSegmenter
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
from pipeline.training.plate_set import PEOPLE_ORIGINS, fold_text
from pipeline.training.rendering import PlateFonts, draw_plate, random_plate
from pipeline.types import ALPHABET, Box, Pixels

JUNK = -1
"""The label of a picture that shows no character."""


@dataclass(frozen=True, slots=True, eq=False)
class GlyphSet:
    """Grey uint8 glyphs (n, 32, 32), their classes of ``ALPHABET`` (or ``JUNK``), their sources."""

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


def cut_real_glyphs(folder: Path, split: str) -> GlyphSet:
    """Glyphs that our segmenter cuts from plate crops where it finds as many as the text has.

    Raises:
        FileNotFoundError: ``labels.csv`` or a picture that it names is missing.
    """
    segmenter = ContourSegmenter()
    glyphs: list[Pixels] = []
    labels: list[int] = []
    sources: list[str] = []
    with (folder / "plates" / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    for row in rows:
        path = folder / "plates" / "images" / row["file"]
        pixels = cv2.imread(str(path))
        if pixels is None:
            raise FileNotFoundError(path)
        plate = np.asarray(pixels, np.uint8)
        text = fold_text(row["text"])
        boxes = segmenter.segment(plate).boxes
        if len(boxes) != len(text):
            continue
        origin = "people" if row["label_origin"] in PEOPLE_ORIGINS else "machine"
        glyphs.append(cut_glyphs(plate, boxes))
        labels.extend(ALPHABET.index(character) for character in text)
        sources.extend([f"{origin}:{row['source']}"] * len(text))
    return GlyphSet(np.concatenate(glyphs), np.array(labels), tuple(sources))


def render_glyphs(plate_count: int, seed: int) -> GlyphSet:
    """Glyphs cut with unsteady boxes from spoilt rendered plates, and some that are none."""
    rng = np.random.default_rng(seed)
    fonts = PlateFonts()
    glyphs: list[Pixels] = []
    labels: list[int] = []
    for _ in range(plate_count):
        text, style = random_plate(rng)
        drawn = draw_plate(text, style, fonts, int(rng.integers(48, 97)))
        pixels = _spoil(drawn.pixels, rng)
        boxes = [_unsteady(box, rng) for box in drawn.boxes]
        classes = [ALPHABET.index(character) for character in text]
        if rng.random() < 0.4:
            boxes.append(_beside(drawn.boxes, rng))
            classes.append(JUNK)
        glyphs.append(cut_glyphs(pixels, boxes))
        labels.extend(classes)
    every = np.concatenate(glyphs)
    return GlyphSet(every, np.array(labels), ("rendered",) * len(every))


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


def _beside(boxes: tuple[Box, ...], rng: np.random.Generator) -> Box:
    """Half of one character and half of the next, or what stands before the first one."""
    box = boxes[int(rng.integers(len(boxes)))]
    if rng.random() < 0.6:
        return Box(box.x + 0.55 * box.width, box.y, box.width, box.height)
    first = boxes[0]
    return Box(first.x - 1.1 * first.width, first.y, first.width, first.height)
