"""Batches for the detector, made on a thread of their own while the model works."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pipeline.training.detector_augment import compose
from pipeline.training.detector_recipe import STRIDES, Phase
from pipeline.training.detector_targets import assign
from pipeline.training.pasting import VariedPictures
from pipeline.types import Pixels

Floats = npt.NDArray[np.float32]


class Batches:
    """Endless training batches; use as a context, so that the thread ends with it.

    Each is (pictures uint8 (batch, height, width, 3), targets (batch, cells, 5)).
    """

    def __init__(
        self,
        pictures: VariedPictures,
        phase: Phase,
        anchors: Floats,
        *,
        batch: int,
        seed: int,
    ) -> None:
        self._pictures, self._phase = pictures, phase
        self._anchors, self._batch = anchors, batch
        self._random = np.random.default_rng(seed)
        self._ready: queue.Queue[tuple[Pixels, Floats]] = queue.Queue(maxsize=6)
        self._stopped = threading.Event()
        self._order = self._shuffled()
        self._thread = threading.Thread(target=self._fill, name="batches", daemon=True)

    def __enter__(self) -> Batches:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(timeout=30)

    def take(self) -> tuple[Pixels, Floats]:
        while self._thread.is_alive():
            try:
                return self._ready.get(timeout=5)
            except queue.Empty:
                continue
        raise RuntimeError("the thread that makes batches has died; its traceback is above")

    def _shuffled(self) -> Iterator[int]:
        while True:
            yield from self._random.permutation(len(self._pictures)).tolist()

    def _fill(self) -> None:
        while not self._stopped.is_set():
            made = self._make()
            while not self._stopped.is_set():
                try:
                    self._ready.put(made, timeout=0.5)
                    break
                except queue.Full:
                    continue

    def _make(self) -> tuple[Pixels, Floats]:
        size = self._phase.size
        pictures, targets = [], []
        for _ in range(self._batch):
            picture = compose(
                lambda: self._pictures[next(self._order)],
                size,
                self._phase.augmentation,
                self._random,
            )
            pictures.append(picture.pixels)
            targets.append(assign(picture.boxes, picture.ignored, size, STRIDES, self._anchors))
        return np.stack(pictures), np.stack(targets)
