"""Further looks at single pictures: where they look, and what they bring back."""

from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.detector import YoloDetector
from pipeline.engine import LiteRtModel
from pipeline.geometry import box_corners, iou
from pipeline.looks import FurtherLooks, quarters
from pipeline.refiner import shipped_detector
from pipeline.training.scenes import render_scene
from pipeline.types import Box, Frame, Plate
from pipeline.weights import load_manifest

WEIGHTS = Path(__file__).parents[2] / "weights"


def frame(pixels):
    return Frame("north", 1, datetime(2026, 3, 1, tzinfo=UTC), 0, pixels)


def plate(x, y, width, height, confidence=0.5):
    box = Box(x, y, width, height)
    return Plate(box, box_corners(box), confidence)


class Proposer:
    """Proposes one plate at one place of whatever part it is shown."""

    def __init__(self, *plates):
        self.plates, self.seen = plates, []

    def look_at(self, pixels, fill=1.0):
        self.seen.append((pixels.shape[:2], fill))
        return self.plates if fill == 1.0 else ()


def test_every_place_lies_in_one_of_the_parts_at_least():
    covered = np.zeros((480, 641), np.uint8)
    for part in quarters(frame(np.zeros((480, 641, 3), np.uint8))):
        covered[int(part.y) : int(part.bottom), int(part.x) : int(part.right)] += 1
    assert covered.min() == 1
    assert covered.max() == 4


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (2, 2), (3, 5)])
def test_pictures_of_hardly_a_pixel_can_be_looked_at(shape):
    file = load_manifest(WEIGHTS).model("detector")
    proposer = YoloDetector(LiteRtModel(file.read_verified(), "detector"), file)
    assert FurtherLooks(proposer).find_plates(frame(np.zeros((*shape, 3), np.uint8))) == ()


def test_the_picture_is_seen_from_further_off_and_in_four_parts():
    proposer = Proposer()
    FurtherLooks(proposer).find_plates(frame(np.zeros((100, 200, 3), np.uint8)))
    (whole, fill), *parts = proposer.seen
    assert whole == (100, 200)
    assert fill < 1.0
    assert parts == [((60, 120), 1.0)] * 4


def test_what_a_part_shows_comes_back_in_pixels_of_the_frame_and_less_sure():
    found = FurtherLooks(Proposer(plate(20, 10, 12, 4))).find_plates(
        frame(np.zeros((100, 200, 3), np.uint8))
    )
    assert [(one.box.x, one.box.y) for one in found] == [(20, 10), (100, 10), (20, 50), (100, 50)]
    assert all(one.corners == box_corners(one.box) for one in found)
    assert all(0.3 < one.detection_confidence < 0.4 for one in found)


def test_what_the_edge_of_a_part_cuts_is_left_to_the_part_that_shows_it_whole():
    found = FurtherLooks(Proposer(plate(110, 10, 10, 4))).find_plates(
        frame(np.zeros((100, 200, 3), np.uint8))
    )
    assert [one.box.x for one in found] == [190, 190]


def test_large_plates_are_not_taken_from_a_part():
    found = FurtherLooks(Proposer(plate(20, 10, 60, 20))).find_plates(
        frame(np.zeros((100, 200, 3), np.uint8))
    )
    assert found == ()


def far(seed):
    """A rendered vehicle far off in a grey street, and where its plate is."""
    scene, factor = render_scene(seed, 640, 400, 40), 0.2
    small = cv2.resize(scene.pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    street = np.full((960, 1280, 3), (112, 108, 104), np.uint8)
    x, y = 830, 560
    street[y : y + small.shape[0], x : x + small.shape[1]] = small
    box = scene.plate_box
    place = Box(x + box.x * factor, y + box.y * factor, box.width * factor, box.height * factor)
    return frame(street), place


def test_far_plates_are_found_and_more_tightly_by_a_patient_detector():
    manifest = load_manifest(WEIGHTS)
    streets = [far(seed) for seed in (0, 3, 6, 9)]

    def overlaps(*, patient):
        detector = shipped_detector(manifest, 1, patient=patient)
        return [
            max((iou(one.box, place) for one in detector.find_plates(street)), default=0.0)
            for street, place in streets
        ]

    patient = overlaps(patient=True)
    assert min(patient) > 0.5
    assert sum(patient) > sum(overlaps(patient=False)) + 0.2
