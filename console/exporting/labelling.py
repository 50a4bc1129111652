"""Finds in the picture of a decision what its text is written on: plate, corners, characters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from console.exporting.choosing import labelled_by
from console.exporting.errors import ExportError
from console.exporting.types import (
    CharactersFrom,
    LabelledCharacter,
    LabelledPicture,
    LabelledPlate,
    Split,
)
from db.plates import merge_o_and_0
from db.records import DecisionRecord
from pipeline.classifier import cut_glyphs
from pipeline.geometry import Straightened, box_corners, iou, map_box, straighten
from pipeline.recogniser import Recogniser, load_recogniser
from pipeline.text_alignment import Alignment, TextAligner, shipped_aligner
from pipeline.types import Box, Frame, Pixels, Plate, Read
from pipeline.weights import load_manifest

_SAME_PLATE_IOU = 0.4
"""A plate found now that overlaps the one of the decision so much is the same."""

_BESIDE_IOU = 0.1
"""One that overlaps it less is another plate; what lies between is neither."""


class PictureDamagedError(Exception):
    """A stored picture cannot be decoded."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """The characters of an upright plate, and how they were found."""

    boxes: tuple[Box, ...]
    confidences: tuple[float, ...]
    source: CharactersFrom
    problem: str


class Labeller:
    """Labels pictures with the weights of one folder; owns its models and serves one thread."""

    def __init__(self, recogniser: Recogniser, aligner: TextAligner) -> None:
        self._recogniser, self._aligner = recogniser, aligner

    @property
    def weights_version(self) -> str:
        """Of the models that find corners and align characters."""
        return self._recogniser.weights_version

    def label(self, decision: DecisionRecord, jpeg: bytes, split: Split) -> LabelledPicture:
        """The picture with all that is known to be in it.

        The plate of the decision is looked for again, because its corners are not on record, and
        is cut again. Cuts that do not fit the text are made anew so that they do; where that
        cannot be done safely there are no characters.

        Raises:
            PictureDamagedError: ``jpeg`` is no picture.
            ExportError: a model failed, or the decision has no plate or no text.
        """
        pixels = _decoded(jpeg)
        text = decision.resolved_plate
        if decision.plate_box_px is None or decision.evidence is None or not text:
            raise ExportError(f"decision {decision.decision_id} has no plate to export")
        frame = Frame(
            decision.evidence.camera_id,
            decision.evidence.frame_sequence,
            decision.evidence.captured_at,
            0,
            pixels,
        )
        found = self._recogniser.look(frame)
        if found.error is not None:
            raise ExportError(f"decision {decision.decision_id}: {found.error}")
        stored = Box(*decision.plate_box_px)
        plate, corners_from = _found_again(stored, found.reads)
        straightened = straighten(pixels, plate)
        cut = self._cut(straightened.pixels, merge_o_and_0(text))
        decided = LabelledPlate(plate.box, plate.corners, corners_from, decided=True, text=text)
        return LabelledPicture(
            decision=decision,
            text=text,
            labelled_by=labelled_by(decision),
            split=split,
            pixels=pixels,
            jpeg=jpeg,
            plates=(decided, *_others(plate.box, found.reads)),
            characters=_characters(text, cut, straightened),
            characters_from=cut.source,
            not_aligned=cut.problem,
            plate_pixels=straightened.pixels,
            glyphs=cut_glyphs(straightened.pixels, cut.boxes),
        )

    def _cut(self, plate_pixels: Pixels, text: str) -> _Cut:
        segments = self._recogniser.segmenter.segment(plate_pixels).boxes
        if len(segments) == len(text):
            checked = self._aligner.check(plate_pixels, text, segments)
            if not checked.problem:
                return _cut_of(checked, CharactersFrom.READ)
        aligned = self._aligner.align(plate_pixels, text)
        if not aligned.problem:
            return _cut_of(aligned, CharactersFrom.ALIGNMENT)
        return _Cut((), (), CharactersFrom.NONE, aligned.problem)


def load_labeller(weights: Path, threads: int) -> Labeller:
    """The labeller with the weights of that folder, verified and warmed up.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    return Labeller(
        load_recogniser(weights, threads), shipped_aligner(load_manifest(weights), threads)
    )


def _decoded(jpeg: bytes) -> Pixels:
    encoded = np.frombuffer(jpeg, np.uint8)
    pixels = cv2.imdecode(encoded, cv2.IMREAD_COLOR) if len(encoded) else None
    if pixels is None:
        raise PictureDamagedError("the stored picture is no JPEG")
    return np.asarray(pixels, np.uint8)


def _found_again(stored: Box, reads: tuple[Read, ...]) -> tuple[Plate, str]:
    """The plate of the decision as it is found now, or as it was stored where it is not."""
    nearest = max(reads, key=lambda read: iou(stored, read.plate.box), default=None)
    if nearest is not None and iou(stored, nearest.plate.box) >= _SAME_PLATE_IOU:
        return nearest.plate, "detector"
    return Plate(stored, box_corners(stored), 0.0), "box"


def _others(own: Box, reads: tuple[Read, ...]) -> tuple[LabelledPlate, ...]:
    """Further plates of the picture; what bears no text may be none, and is left out."""
    return tuple(
        LabelledPlate(read.plate.box, read.plate.corners, "detector", decided=False)
        for read in reads
        if read.rejection is None and iou(own, read.plate.box) < _BESIDE_IOU
    )


def _cut_of(alignment: Alignment, source: CharactersFrom) -> _Cut:
    return _Cut(alignment.boxes, alignment.confidences, source, "")


def _characters(text: str, cut: _Cut, straightened: Straightened) -> tuple[LabelledCharacter, ...]:
    if not cut.boxes:
        return ()
    return tuple(
        LabelledCharacter(label, map_box(straightened.to_frame, box), confidence)
        for label, box, confidence in zip(text, cut.boxes, cut.confidences, strict=True)
    )
