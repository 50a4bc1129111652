"""Makes faces and plates of bystanders unrecognisable, rather too many than too few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from console.exporting.errors import ExportError
from console.exporting.types import Blur, LabelledPicture
from pipeline.detector import Detector
from pipeline.geometry import iou
from pipeline.refiner import shipped_detector
from pipeline.types import Box, Frame, Pixels
from pipeline.weights import load_manifest

_CASCADES = ("haarcascade_frontalface_default.xml", "haarcascade_profileface.xml")
_FACE_STEP, _FACE_NEIGHBOURS, _SMALLEST_FACE_PX = 1.1, 2, 18
"""Two agreeing looks already make a face: a wall blurred by mistake costs nothing."""

_PLATE_CONFIDENCE = 0.1
"""What the detector is so little sure of is already blurred."""

_MARGIN = 0.2
_COARSE_CELLS = 4
"""How many cells remain of a side; nothing that identifies survives that."""

_SAME_PLATE_IOU = 0.3
_JPEG_QUALITY = 95


class BystanderBlur:
    """Blurs other plates, or all faces, of a picture; serves one thread.

    ``detector`` is only asked where plates are to be blurred.
    """

    def __init__(self, what: frozenset[Blur], detector: Detector | None) -> None:
        self._what, self._detector = what, detector

    def apply(self, picture: LabelledPicture) -> LabelledPicture:
        """The picture without bystanders; the plate decided about stays as it is.

        Other plates are then no part of its labels any more. Where nothing is found the JPEG
        stays as it was stored.

        Raises:
            InferenceError: the detector failed.
            ExportError: OpenCV lacks its face detectors, or cannot encode the picture.
        """
        own, *others = picture.plates
        boxes: list[Box] = []
        if Blur.PLATES in self._what and self._detector is not None:
            boxes += [plate.box for plate in others]
            boxes += _other_plates(picture, own.box, self._detector)
            others = []
        if Blur.FACES in self._what:
            boxes += find_faces(picture.pixels)
        if not boxes:
            return picture
        pixels = blurred(picture.pixels, boxes, keep=own.box)
        encoded, jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
        if not encoded:
            raise ExportError(f"{picture.name}: the blurred picture cannot be encoded")
        return replace(picture, pixels=pixels, jpeg=jpeg.tobytes(), plates=(own, *others))


def load_blur(weights: Path, what: frozenset[Blur], threads: int) -> BystanderBlur | None:
    """What blurs ``what``; None where nothing is to be blurred.

    Raises:
        WeightsError: weights are missing, damaged, or not those that the manifest names.
    """
    if not what:
        return None
    detector = None
    if Blur.PLATES in what:
        detector = shipped_detector(load_manifest(weights), threads, _PLATE_CONFIDENCE)
    return BystanderBlur(what, detector)


def find_faces(pixels: Pixels) -> list[Box]:
    """Boxes around what may be a face seen from the front or from either side.

    Source: Viola and Jones, Rapid Object Detection using a Boosted Cascade of Simple Features,
    CVPR 2001; the cascades are those that OpenCV brings.
    """
    grey = cv2.equalizeHist(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))
    mirrored = cv2.flip(grey, 1)
    width = pixels.shape[1]
    faces: list[Box] = []
    for name in _CASCADES:
        faces += _faces(grey, name)
    faces += [
        Box(width - face.right, face.y, face.width, face.height)
        for face in _faces(mirrored, _CASCADES[1])
    ]
    return faces


def blurred(pixels: Pixels, boxes: Sequence[Box], keep: Box) -> Pixels:
    """A copy in which ``boxes`` with a margin are a few flat cells; ``keep`` is as before."""
    changed = pixels.copy()
    height, width = pixels.shape[:2]
    for box in boxes:
        left = max(0, int(box.x - _MARGIN * box.width))
        top = max(0, int(box.y - _MARGIN * box.height))
        right = min(width, int(np.ceil(box.right + _MARGIN * box.width)))
        bottom = min(height, int(np.ceil(box.bottom + _MARGIN * box.height)))
        if right <= left or bottom <= top:
            continue
        coarse = cv2.resize(
            changed[top:bottom, left:right],
            (_COARSE_CELLS, _COARSE_CELLS),
            interpolation=cv2.INTER_AREA,
        )
        changed[top:bottom, left:right] = cv2.resize(
            coarse, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR
        )
    left, top = max(0, int(keep.x)), max(0, int(keep.y))
    right, bottom = int(np.ceil(keep.right)), int(np.ceil(keep.bottom))
    changed[top:bottom, left:right] = pixels[top:bottom, left:right]
    return changed


def _other_plates(picture: LabelledPicture, own: Box, detector: Detector) -> list[Box]:
    """Whatever may be another plate, with or without a text that can be read."""
    evidence = picture.decision.evidence
    camera = "" if evidence is None else evidence.camera_id
    frame = Frame(camera, 0, picture.decision.decided_at, 0, picture.pixels)
    found = [plate.box for plate in detector.find_plates(frame)]
    return [box for box in found if iou(own, box) < _SAME_PLATE_IOU]


def _faces(grey: cv2.typing.MatLike, cascade: str) -> list[Box]:
    found = _cascade(cascade).detectMultiScale(
        grey, _FACE_STEP, _FACE_NEIGHBOURS, minSize=(_SMALLEST_FACE_PX, _SMALLEST_FACE_PX)
    )
    return [Box(*(float(side) for side in face)) for face in found]


@cache
def _cascade(name: str) -> cv2.CascadeClassifier:
    path = Path(cv2.__file__).parent / "data" / name
    cascade = cv2.CascadeClassifier(str(path))
    if cascade.empty():
        raise ExportError(f"{path}: OpenCV's face detector is missing; export without blurring")
    return cascade
