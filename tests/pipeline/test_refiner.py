"""The second look at proposed plates: where it looks, what it keeps, what the model finds."""

from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engine import LiteRtModel
from pipeline.errors import InferenceError, WeightsError
from pipeline.geometry import box_corners
from pipeline.refiner import CornerRefiner, RefinedDetector, look_around
from pipeline.training.plate_styles import STYLES
from pipeline.training.rendering import PlateFonts, render_plate
from pipeline.types import Box, Frame, Plate
from pipeline.weights import ModelFile, load_manifest

WEIGHTS = Path(__file__).parents[2] / "weights"
SIZE = 64, 160


def frame(pixels):
    return Frame("north", 1, datetime(2026, 3, 1, tzinfo=UTC), 0, pixels)


def proposed(box, confidence=0.6):
    return Plate(box, box_corners(box), confidence)


class TestView:
    @given(
        st.floats(-300, 900),
        st.floats(-300, 700),
        st.floats(0.1, 900),
        st.floats(0.1, 600),
    )
    def test_places_survive_the_way_there_and_back(self, x, y, width, height):
        pixels = np.zeros((360, 640, 3), np.uint8)
        view = look_around(pixels, Box(x, y, width, height), *SIZE)
        assert view.pixels.shape == (*SIZE, 3)
        places = np.array([[x, y], [x + width, y + height]], np.float32)
        assert view.to_picture(view.from_picture(places)) == pytest.approx(places, abs=0.01)
        assert (view.from_picture(places) >= -0.01).all()
        assert (view.from_picture(places) <= 1.01).all()

    def test_box_lies_in_the_middle_with_its_surroundings(self):
        pixels = np.full((400, 600, 3), 50, np.uint8)
        pixels[200:240, 200:320] = 250
        view = look_around(pixels, Box(200, 200, 120, 40), *SIZE)
        bright = view.pixels[..., 0] > 150
        rows, columns = np.nonzero(bright)
        places = np.array([[columns.min(), rows.min()], [columns.max() + 1, rows.max() + 1]])
        found = view.to_picture((places / [160, 64]).astype(np.float32))
        assert found == pytest.approx(np.array([[200, 200], [320, 240]]), abs=1.5)

    def test_beyond_the_edge_all_is_grey(self):
        pixels = np.full((100, 100, 3), 250, np.uint8)
        view = look_around(pixels, Box(-400, -400, 80, 30), *SIZE)
        assert (view.pixels == 114).all()

    def test_one_pixel_picture_has_a_view(self):
        view = look_around(np.zeros((1, 1, 3), np.uint8), Box(0, 0, 1, 1), *SIZE)
        assert view.pixels.shape == (*SIZE, 3)


class Proposer:
    def __init__(self, *plates):
        self.plates = plates

    def find_plates(self, _frame):
        return self.plates


class Mover:
    """Moves every box to ``box`` and keeps the confidence."""

    def __init__(self, box=None):
        self.box = box
        self.count = 0

    def refine(self, _pixels, plate):
        self.count += 1
        return proposed(self.box or plate.box, plate.detection_confidence)


class TestRefinedDetector:
    pixels = np.zeros((200, 300, 3), np.uint8)

    def find(self, proposer, refiner, threshold=0.5):
        detector = RefinedDetector(proposer, refiner, confidence_threshold=threshold)
        return detector.find_plates(frame(self.pixels))

    def test_two_proposals_of_one_plate_become_one(self):
        proposals = Proposer(proposed(Box(10, 10, 60, 20), 0.7), proposed(Box(30, 12, 70, 30), 0.9))
        (plate,) = self.find(proposals, Mover(Box(20, 12, 60, 18)))
        assert plate.detection_confidence == 0.9

    def test_plates_come_most_confident_first_and_doubtful_ones_not_at_all(self):
        proposals = Proposer(
            proposed(Box(10, 10, 40, 20), 0.6),
            proposed(Box(110, 10, 40, 20), 0.4),
            proposed(Box(210, 10, 40, 20), 0.8),
        )
        plates = self.find(proposals, Mover())
        assert [plate.box.x for plate in plates] == [210, 10]

    def test_specks_are_no_plates(self):
        assert self.find(Proposer(proposed(Box(10, 10, 40, 2), 0.9)), Mover()) == ()

    def test_nothing_proposed_is_nothing_found(self):
        assert self.find(Proposer(), Mover()) == ()

    def test_a_picture_full_of_proposals_is_not_looked_at_for_ever(self):
        mover = Mover()
        boxes = [proposed(Box(4 * n, 10, 30, 10), 1 - n / 1000) for n in range(60)]
        self.find(Proposer(*boxes), mover)
        assert mover.count <= 16

    @pytest.mark.parametrize(
        ("first", "asked"),
        [
            ((), True),
            ((proposed(Box(10, 10, 40, 20), 0.8),), True),
            ((proposed(Box(10, 10, 12, 5), 0.97),), True),
            ((proposed(Box(10, 10, 40, 20), 0.97),), False),
        ],
        ids=["nothing", "doubtful", "far off", "large and sure"],
    )
    def test_it_looks_further_where_no_large_plate_is_sure(self, first, asked):
        doubtful = proposed(Box(250, 90, 12, 5), 0.6)
        further = Proposer(proposed(Box(210, 10, 12, 5), 0.75), doubtful)
        detector = RefinedDetector(
            Proposer(*first), Mover(), confidence_threshold=0.5, further=further
        )
        found = detector.find_plates(frame(self.pixels))
        assert any(plate.box.x == 210 for plate in found) == asked
        assert len(found) == len(first) + asked

    def test_what_both_looks_see_is_one_plate(self):
        first, again = proposed(Box(10, 10, 40, 20), 0.7), proposed(Box(12, 10, 40, 20), 0.8)
        detector = RefinedDetector(
            Proposer(first), Mover(), confidence_threshold=0.5, further=Proposer(again)
        )
        assert detector.find_plates(frame(self.pixels)) == (again,)

    def test_failure_is_no_empty_street(self):
        class Broken:
            def refine(self, _pixels, _plate):
                raise InferenceError("refiner", "out of memory")

        with pytest.raises(InferenceError):
            self.find(Proposer(proposed(Box(10, 10, 40, 20))), Broken())


@pytest.fixture(scope="module")
def file():
    return load_manifest(WEIGHTS).model("refiner")


@pytest.fixture(scope="module")
def refiner(file):
    return CornerRefiner(LiteRtModel(file.read_verified(), "refiner"), file)


class TestShippedModel:
    def street(self, quad):
        """A rendered European plate at ``quad`` on a dark bumper."""
        style = next(style for _, style in STYLES if style.aspect > 4)
        plate = render_plate("KA01AB1234", style, PlateFonts(), 64)
        edges = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * plate.shape[1::-1]
        matrix = cv2.getPerspectiveTransform(edges.astype(np.float32), quad)
        pixels = np.full((360, 640, 3), (70, 60, 55), np.uint8)
        pixels[:120] = (90, 60, 40)
        warped = cv2.warpPerspective(plate, matrix, (640, 360))
        cover = cv2.warpPerspective(np.full_like(plate, 255), matrix, (640, 360)) > 127
        return np.where(cover, warped, pixels)

    @pytest.mark.parametrize(
        "quad",
        [
            [[240, 150], [420, 150], [420, 192], [240, 192]],
            [[240, 140], [415, 166], [415, 208], [240, 182]],
            [[250, 180], [420, 150], [428, 192], [258, 222]],
        ],
    )
    def test_corners_of_a_leaning_plate_are_found(self, refiner, quad):
        quad = np.array(quad, np.float32)
        (left, top), (right, bottom) = quad.min(axis=0) - 8, quad.max(axis=0) + 12
        box = Box(float(left), float(top), float(right - left), float(bottom - top))
        plate = refiner.refine(self.street(quad), proposed(box, 0.5))
        assert np.abs(np.array(plate.corners) - quad).max() < 9
        assert plate.detection_confidence > 0.5

    def test_an_empty_wall_is_no_plate(self, refiner):
        wall = np.random.default_rng(3).normal(120, 6, (360, 640, 3)).clip(0, 255).astype(np.uint8)
        plate = refiner.refine(wall, proposed(Box(200, 100, 160, 50), 0.5))
        assert plate.detection_confidence < 0.3

    def test_box_stays_within_the_picture(self, refiner):
        pixels = np.zeros((50, 60, 3), np.uint8)
        box = refiner.refine(pixels, proposed(Box(-20, -10, 200, 100))).box
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= 60
        assert box.bottom <= 50

    def test_manifest_without_weighing_is_named(self, file):
        extra = {key: value for key, value in file.extra.items() if key != "weighing"}
        bare = ModelFile(
            file.name,
            file.path,
            file.sha256,
            file.alphabet,
            file.input_height_px,
            file.input_width_px,
            MappingProxyType(extra),
        )
        with pytest.raises(WeightsError, match="weighing"):
            CornerRefiner(LiteRtModel(file.read_verified(), "refiner"), bare)
