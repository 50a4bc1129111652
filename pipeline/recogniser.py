"""Runs the stages of recognition one after another and times each."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from pipeline.certainty import Certainty, load_certainty, reading_version
from pipeline.classifier import Classifier, CnnClassifier
from pipeline.detector import Detector
from pipeline.engine import LiteRtModel
from pipeline.errors import InferenceError
from pipeline.fusion import fuse_readings, reading_alone
from pipeline.geometry import Straightened, map_box, straighten
from pipeline.path_segmenter import name_segments, shipped_segmenter
from pipeline.reader import CtcReader, PlateReader, PlateReading
from pipeline.refiner import shipped_detector
from pipeline.segmenter import Segmenter
from pipeline.site_reader import SITE_CLASSIFIER, SITE_READER, SecondedReader
from pipeline.types import Character, Frame, FrameResult, Pixels, Plate, Read, StageTimes
from pipeline.weights import load_manifest

_log = logging.getLogger("recognition")

MINIMUM_CHARACTERS = 4
SHORT_TEXT_CONFIDENCE = 0.9
"""Texts shorter than ordinary plates of our regions are set aside unless every character is at
least this sure: vanity plates exist, and so do numbers on walls."""

UNCERTAIN_MEAN_CONFIDENCE = 0.6
"""Texts whose characters are on average less sure are set aside.

Source: no right text of 1092 on val pictures and crops is below, nor one of the 70 wrong ones; 13
of 34 boxes where no plate is labelled are, and 19 of 323 labelled plates, of which none has a text.
Of 394 boxes around windows of the rendered street 330 are.
"""


class StageClock:
    """Adds up the milliseconds of each stage over the plates of one frame."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self.times = StageTimes()

    def lap(self, stage: str) -> None:
        """Charge the time since the last lap to ``stage``, a field of ``StageTimes``."""
        now = time.perf_counter()
        elapsed_ms = getattr(self.times, stage) + (now - self._started) * 1000
        self.times = replace(self.times, **{stage: elapsed_ms})
        self._started = now


class Recogniser:
    """Finds and reads every plate of a frame; owns its models and serves one thread."""

    def __init__(  # noqa: PLR0913 - every stage of recognition meets here
        self,
        detector: Detector,
        segmenter: Segmenter,
        classifier: Classifier,
        reader: PlateReader,
        *,
        site_cutting: tuple[Segmenter, Classifier] | None = None,
        weights_version: str = "",
        certainty: Certainty | None = None,
    ) -> None:
        """``site_cutting`` cuts and names the characters of plates that the site's reader read."""
        self._detector = detector
        self._segmenter = segmenter
        self._classifier = classifier
        self._reader = reader
        self._site_cutting = site_cutting or (segmenter, classifier)
        self._certainty = certainty or Certainty()
        self.weights_version = weights_version

    @property
    def segmenter(self) -> Segmenter:
        """The one in use, for figures of it alone; serves the same thread."""
        return self._segmenter

    def look(self, frame: Frame) -> FrameResult:
        """Everything seen in ``frame``; a failed model is an ``error``, never an empty result."""
        clock = StageClock()
        try:
            plates = self._detector.find_plates(frame)
            clock.lap("detect_ms")
            reads = tuple(self._read(frame.pixels, plate, clock) for plate in plates)
        except (InferenceError, cv2.error) as error:
            return FrameResult(frame, (), clock.times, error=f"recognition failed: {error}")
        return FrameResult(frame, reads, clock.times)

    def read_plate(self, pixels: Pixels, plate: Plate) -> Read:
        """Read one plate whose place is known; BGR uint8 (height, width, 3).

        Raises:
            InferenceError: a model failed while it ran.
        """
        return self._read(pixels, plate, StageClock())

    def _read(self, pixels: Pixels, plate: Plate, clock: StageClock) -> Read:
        straightened = straighten(pixels, plate)
        clock.lap("straighten_ms")
        reading = self._reader.read_plate(straightened.pixels)
        clock.lap("read_ms")
        if reading.is_noise:
            # Cutting up a wall takes three times as long as reading a plate, and gives nothing.
            return self._set_aside(plate, straightened, reading)
        segmenter, classifier = (
            self._site_cutting if reading.by_site else (self._segmenter, self._classifier)
        )
        segmentation = segmenter.segment(straightened.pixels)
        clock.lap("segment_ms")
        probabilities = name_segments(segmentation, straightened.pixels, classifier)
        clock.lap("classify_ms")
        characters, candidates = self._certainty.of_read(
            *fuse_readings(segmentation, probabilities, reading)
        )
        characters = _in_frame(characters, straightened)
        clock.lap("fuse_ms")
        return Read(plate, characters, candidates, _frozen(straightened), _rejection(characters))

    def _set_aside(self, plate: Plate, straightened: Straightened, reading: PlateReading) -> Read:
        """What the whole-plate reader made of something that is hardly a plate."""
        characters, candidates = self._certainty.of_read(*reading_alone(reading))
        rejection = "characters too uncertain" if characters else "no characters"
        shown = _in_frame(characters, straightened)
        return Read(plate, shown, candidates, _frozen(straightened), rejection)


def load_recogniser(
    weights: Path, threads: int = 2, certainty: Certainty | None = None, *, patient: bool = False
) -> Recogniser:
    """The shipped recogniser, verified, loaded and warmed up.

    Its confidences are calibrated by ``certainty``, or by the one that lies with the weights. A
    patient one is for single pictures: it looks further where a lane waits for the next frame.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    manifest = load_manifest(weights)
    if certainty is None:
        certainty = load_certainty(weights)
        if certainty.weights_version != reading_version(manifest):
            _log.warning("confidences were calibrated for other weights than those in %s", weights)
    names = ["classifier", "reader"]
    names += [name for name in (SITE_CLASSIFIER, SITE_READER) if name in manifest.models]
    files = {name: manifest.model(name) for name in names}
    models = {
        name: LiteRtModel(file.read_verified(), name, threads=threads)
        for name, file in files.items()
    }
    for model in models.values():
        model.warm_up()
    readers = [CtcReader(models[name], files[name]) for name in names if name.endswith("reader")]
    classifier, *others = [
        CnnClassifier(models[name], files[name]) for name in names if name.endswith("classifier")
    ]
    return Recogniser(
        detector=shipped_detector(manifest, threads, patient=patient),
        segmenter=shipped_segmenter(manifest, classifier, threads),
        classifier=classifier,
        reader=SecondedReader(*readers) if SITE_READER in files else readers[0],
        site_cutting=(shipped_segmenter(manifest, others[0], threads), others[0])
        if others
        else None,
        weights_version="+".join(manifest.model(name).sha256[:8] for name in ("detector", *names)),
        certainty=certainty,
    )


def _in_frame(characters: Sequence[Character], straightened: Straightened) -> tuple[Character, ...]:
    return tuple(
        replace(character, box=map_box(straightened.to_frame, character.box))
        for character in characters
    )


def _rejection(characters: Sequence[Character]) -> str | None:
    """Why a text is not to be taken for that of a plate, or None."""
    if not characters:
        return "no characters"
    confidences = [character.confidence for character in characters]
    short = len(characters) < MINIMUM_CHARACTERS and min(confidences) < SHORT_TEXT_CONFIDENCE
    if short or len(characters) == 1:
        return "too few characters"
    mean = sum(confidences) / len(confidences)
    return "characters too uncertain" if mean < UNCERTAIN_MEAN_CONFIDENCE else None


def _frozen(straightened: Straightened) -> Pixels:
    pixels: Pixels = np.ascontiguousarray(straightened.pixels)
    pixels.setflags(write=False)
    return pixels
