"""How the detector is trained: ``[detector]`` of config.toml, and the anchors that follow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.training.detector_augment import Augmentation
from pipeline.training.detector_data import PictureCache
from pipeline.training.detector_targets import fit_anchors
from pipeline.training.pasting import Pasting
from pipeline.training.plan import Plan, read_table

Floats = npt.NDArray[np.float32]

STRIDES = (8, 16, 32)
"""Pixels of the input that one cell of each output map covers, finest first."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Channels of the stem, of the four stages behind it, and of the three neck levels."""

    stem: int
    stages: tuple[int, int, int, int]
    neck: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the training, up to a share of its time, at one picture size."""

    until: float
    size: tuple[int, int]
    augmentation: Augmentation


@dataclass(frozen=True, slots=True)
class Recipe:
    """``[detector]`` of config.toml."""

    plan: Plan
    long_side_px: int
    input_size: tuple[int, int]
    widths: Widths
    anchors_per_scale: int
    rendered_plates: int
    pasting: Pasting
    phases: tuple[Phase, ...]


def read_recipe(path: Path) -> Recipe:
    """The recipe that ``path`` holds; a missing or unknown key is an error that names it."""
    plan, table = read_table(path, "detector")
    phases = tuple(
        Phase(part.pop("until"), tuple(part.pop("size")), Augmentation(**part))
        for part in table.pop("phase")
    )
    widths = Widths(table.pop("stem"), tuple(table.pop("stages")), tuple(table.pop("neck")))
    pasting = Pasting(**table.pop("pasting"))
    return Recipe(
        **table | {"input_size": tuple(table["input_size"])},
        plan=plan,
        widths=widths,
        phases=phases,
        pasting=pasting,
    )


def anchors_for(train: PictureCache, recipe: Recipe) -> Floats:
    """Anchors (scales, anchors a scale, 2) of plates as they appear in the shipped input."""
    sides = []
    for height, width, boxes in train.sizes():
        scale = min(recipe.input_size[0] / height, recipe.input_size[1] / width)
        sides.append((boxes[:, 2:] - boxes[:, :2]) * scale)
    known = np.concatenate(sides)
    known = known[known.min(axis=1) >= 4]
    count = len(STRIDES) * recipe.anchors_per_scale
    return fit_anchors(known, count, seed=recipe.plan.seed).reshape(len(STRIDES), -1, 2)
