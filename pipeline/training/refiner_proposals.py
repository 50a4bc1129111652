"""What the detector proposes on the training pictures, for the refiner to learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from pipeline.detector import Detector
from pipeline.geometry import iou
from pipeline.training.detector_data import Pictures
from pipeline.training.refiner_data import Proposals, is_large_enough
from pipeline.types import Box, Frame

_RIGHT_FROM_IOU, _WRONG_BELOW_IOU = 0.4, 0.15

UNLABELLED_PLATES = ("romanian-dashcam", "spain-laspalmas-street", "india-highway-video")
"""Sources whose far plates are not labelled: what is proposed there may well be a plate."""


def propose(detectors: Sequence[Detector], pictures: Pictures) -> list[Proposals]:
    """What all ``detectors`` propose on every picture, sorted by whether a plate is there."""
    made = []
    for index, (frame, labelled) in enumerate(frames(pictures)):
        all_labelled = pictures[index].source not in UNLABELLED_PLATES
        right: list[tuple[Box, Box]] = [(box, box) for box in labelled if is_large_enough(box)]
        wrong: list[Box] = []
        for plate in [plate for one in detectors for plate in one.find_plates(frame)]:
            overlaps = [iou(plate.box, box) for box in labelled]
            best = int(np.argmax(overlaps)) if overlaps else -1
            if overlaps and overlaps[best] >= _RIGHT_FROM_IOU:
                if is_large_enough(labelled[best]):
                    right.append((plate.box, labelled[best]))
            elif max(overlaps, default=0.0) < _WRONG_BELOW_IOU and all_labelled:
                wrong.append(plate.box)
        made.append(Proposals(index, tuple(right), tuple(wrong)))
    return made


def proposed_once(
    path: Path, made_for: str, detectors: Sequence[Detector], pictures: Pictures
) -> list[Proposals]:
    """What ``path`` keeps of an earlier run ``made_for`` the same, else ``propose`` and keep it."""
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["made_for"] == made_for:
            return [_from_json(index, *one) for index, one in enumerate(kept["proposals"])]
    proposals = propose(detectors, pictures)
    content = {"made_for": made_for, "proposals": [_to_json(one) for one in proposals]}
    path.write_text(json.dumps(content), encoding="utf-8")
    return proposals


def frames(pictures: Pictures) -> Iterator[tuple[Frame, list[Box]]]:
    """Every picture as a detector takes it, and the plates that are labelled there."""
    for index in range(len(pictures)):
        picture = pictures[index]
        labelled = [
            Box(float(x), float(y), float(right - x), float(bottom - y))
            for x, y, right, bottom in picture.boxes
        ]
        pixels = np.ascontiguousarray(picture.pixels)
        yield Frame("training", index, datetime.now(UTC), 0, pixels), labelled


Sides = list[float]


def _to_json(one: Proposals) -> tuple[list[tuple[Sides, Sides]], list[Sides]]:
    right = [(_sides(proposed), _sides(labelled)) for proposed, labelled in one.right]
    return right, [_sides(box) for box in one.wrong]


def _from_json(index: int, right: list[tuple[Sides, Sides]], wrong: list[Sides]) -> Proposals:
    pairs = tuple((Box(*proposed), Box(*labelled)) for proposed, labelled in right)
    return Proposals(index, pairs, tuple(Box(*sides) for sides in wrong))


def _sides(box: Box) -> Sides:
    return [box.x, box.y, box.width, box.height]
