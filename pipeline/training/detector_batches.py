"""Batches for the detector: varied pictures, and what the model should answer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.training.detector_augment import compose
from pipeline.training.detector_data import LabelledPicture
from pipeline.training.detector_recipe import STRIDES, Phase
from pipeline.training.detector_targets import assign
from pipeline.training.pasting import VariedPictures
from pipeline.types import Pixels

Floats = npt.NDArray[np.float32]


class DetectorBatches:
    """Makes the batches of one phase; the generator decides everything that is random."""

    def __init__(self, pictures: VariedPictures, phase: Phase, anchors: Floats, batch: int) -> None:
        self._pictures, self._phase = pictures, phase
        self._anchors, self._batch = anchors, batch

    def __call__(self, random: np.random.Generator) -> tuple[Pixels, Floats]:
        """Pictures BGR uint8 (batch, height, width, 3), targets (batch, cells, 5)."""

        def pick() -> LabelledPicture:
            return self._pictures.varied(int(random.integers(len(self._pictures))), random)

        size = self._phase.size
        made = [compose(pick, size, self._phase.augmentation, random) for _ in range(self._batch)]
        targets = [
            assign(picture.boxes, picture.ignored, size, STRIDES, self._anchors) for picture in made
        ]
        return np.stack([picture.pixels for picture in made]), np.stack(targets)
