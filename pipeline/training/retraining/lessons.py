"""What a retraining learns from: the site's new plates, and replay against forgetting.

Nobody has the pictures that the shipped models learned from. So every batch also holds rendered
plates, plates of earlier exports, and labelled pictures where a folder of them was named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.reader import standardise
from pipeline.training.characters import CharacterBatches, cut_sets
from pipeline.training.degradation import ROUGH, degrade, whole_picture
from pipeline.training.feeding import BatchMaker
from pipeline.training.glyph_set import GlyphSet, load_shared_glyphs, render_glyphs
from pipeline.training.plate_set import (
    LabelledPlate,
    PlateSampler,
    load_training_plates,
    rendered_pool,
)
from pipeline.training.reader import INPUT_SIZE, pad_labels
from pipeline.training.retraining.exported import ExportedPlate
from pipeline.types import ALPHABET

_VAL_SEED_STEP = 1_000_003
"""Added to the seed for rendered plates to judge by, which must not be those of training."""

_LEAST_SHARE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Where lessons come from; ``earlier`` are plates of earlier exports."""

    new: Sequence[ExportedPlate]
    earlier: Sequence[ExportedPlate]
    labelled: Path | None
    rendered_plates: int
    folder: Path
    seed: int


class ReaderLessons:
    """Batches for the whole-plate reader: each source has its share of every batch.

    ``shares`` are those of new, earlier, labelled and rendered plates; what a site does not have
    is divided among the others.
    """

    def __init__(self, material: Material, shares: Mapping[str, float], batch: int) -> None:
        sources = {
            "new": [as_labelled(plate) for plate in material.new],
            "earlier": [as_labelled(plate) for plate in material.earlier],
            "labelled": load_training_plates(material.labelled) if material.labelled else [],
        }
        rendered = rendered_pool(
            material.folder / "pool.npz", material.rendered_plates, material.seed
        )
        self._batch = batch
        self._samplers = [
            PlateSampler(plates, [], real_share=1.0, size=INPUT_SIZE)
            for plates in sources.values()
            if plates
        ]
        self._samplers.append(PlateSampler([], rendered, real_share=0.0, size=INPUT_SIZE))
        self._are_known = [name == "labelled" for name, plates in sources.items() if plates]
        self._are_known.append(True)
        there = {name: shares[name] for name, plates in sources.items() if plates}
        self._chances = _as_chances([*there.values(), shares["rendered"]])

    def __call__(
        self, random: np.random.Generator
    ) -> tuple[npt.NDArray[np.float32], tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]]:
        """Standardised pictures (batch, 48, 144, 1), their padded texts, 1.0 for known plates.

        Known are the kinds that the shipped reader has learned from.
        """
        counts = random.multinomial(self._batch, self._chances)
        drawn = [
            sampler.draw_batch(int(count), random)
            for sampler, count in zip(self._samplers, counts, strict=True)
        ]
        pictures = np.concatenate([pixels for pixels, _ in drawn])
        texts = pad_labels([text for _, texts in drawn for text in texts])
        return standardise(pictures), (texts, np.repeat(self._are_known, counts).astype(np.float32))


def character_lessons(
    material: Material, shares: Mapping[str, float], batch: int
) -> BatchMaker | None:
    """Batches for the classifier, or None where the exports hold no single characters."""
    new = exported_glyphs(material.new)
    if not len(new.labels):
        return None
    rendered, rendered_junk = render_glyphs(material.rendered_plates // 4, material.seed)
    sets = {"new": new, "rendered": rendered, "rendered_junk": rendered_junk}
    earlier = exported_glyphs(material.earlier)
    if len(earlier.labels):
        sets["earlier"] = earlier
    if material.labelled is not None:
        cut, junk = cut_sets(material.labelled, material.folder, "train", material.seed)
        sets |= {
            "shared": load_shared_glyphs(material.labelled, "train"),
            "cut": cut,
            "junk": junk,
        }
    return CharacterBatches(sets, shares, batch)


def exported_glyphs(plates: Sequence[ExportedPlate]) -> GlyphSet:
    """Every single character of these plates."""
    cut = [plate for plate in plates if len(plate.glyphs)]
    glyphs = [plate.glyphs for plate in cut] or [np.empty((0, 32, 32), np.uint8)]
    labels = [ALPHABET.index(character) for plate in cut for character in plate.text]
    return GlyphSet(np.concatenate(glyphs), np.array(labels, np.int64), ("site",) * len(labels))


def rendered_to_judge(material: Material, count: int) -> list[LabelledPlate]:
    """Rendered plates as a camera might see them, the same for every run, none of them learned."""
    seed = material.seed + _VAL_SEED_STEP
    plates = rendered_pool(material.folder / "judged.npz", count, seed)
    random = np.random.default_rng(seed)
    seen = [degrade(plate.pixels, random, severity=ROUGH) for plate in plates]
    return [
        LabelledPlate(pixels, whole_picture(pixels), plate.text, plate.source, plate.label_origin)
        for pixels, plate in zip(seen, plates, strict=True)
    ]


def rendered_glyphs_to_judge(material: Material, count: int) -> GlyphSet:
    """Characters and wrong cuts of rendered plates, none of them learned."""
    drawn, junk = render_glyphs(count, material.seed + _VAL_SEED_STEP)
    return drawn.joined(junk)


def as_labelled(plate: ExportedPlate) -> LabelledPlate:
    """The plate as the reader's training takes it: grey."""
    pixels = np.asarray(cv2.cvtColor(plate.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    return LabelledPlate(pixels, whole_picture(pixels), plate.text, "site", "human")


def _as_chances(shares: Sequence[float]) -> npt.NDArray[np.float64]:
    chances = np.maximum(np.array(shares), _LEAST_SHARE)
    return np.asarray(chances / chances.sum(), np.float64)
