import csv

import cv2
import numpy as np
import pytest

from pipeline.training.__main__ import main as training_main
from pipeline.training.detector_augment import Augmentation, compose
from pipeline.training.detector_data import LabelledPicture, open_cache, read_labels
from pipeline.training.detector_evaluation import (
    Detections,
    best_threshold,
    match,
    measure,
    pairwise_iou,
)
from pipeline.training.detector_recipe import STRIDES, anchors_for, read_recipe
from pipeline.training.detector_targets import IGNORED, assign, fit_anchors
from pipeline.training.plan import CONFIG

NONE = np.zeros((0, 4), np.float32)
MAGENTA = (255, 0, 255)


def boxes(*rows):
    return np.array(rows, np.float32).reshape(-1, 4)


@pytest.fixture
def data(tmp_path):
    """A folder like the labelled one: two plates of pure magenta, one of them small; a negative."""
    images = tmp_path / "detection/images"
    images.mkdir(parents=True)
    pictures: list[tuple[str, str, str, tuple[int, int], list[tuple[int, ...]]]] = [
        ("two.png", "street", "train", (200, 100), [(20, 30, 40, 10), (120, 50, 60, 20)]),
        ("none.png", "grey", "train", (120, 160), []),
        ("other.png", "street", "val", (100, 100), [(10, 10, 50, 20)]),
    ]
    rows: list[list[object]] = []
    for file, source, split, (width, height), plates in pictures:
        pixels = np.full((height, width, 3), 60, np.uint8)
        for x, y, w, h in plates:
            pixels[y : y + h, x : x + w] = MAGENTA
        cv2.imwrite(str(images / file), pixels)
        boxes_or_none: list[tuple[object, ...]] = [*plates] or [("", "", "", "")]
        rows += [[file, source, split, width, height, *box, ""] for box in boxes_or_none]
    with (tmp_path / "detection/labels.csv").open("w", newline="") as labels:
        writer = csv.writer(labels)
        writer.writerow(
            ["file", "source", "split", "width", "height", "x", "y", "w", "h", "plate_text"]
        )
        writer.writerows(rows)
    return tmp_path


class TestCache:
    def test_pictures_come_back_with_their_plates(self, data, tmp_path):
        cache = open_cache(data, tmp_path / "cache", "train", long_side_px=640)
        assert len(cache) == 2
        assert cache[0].boxes.tolist() == [[20, 30, 60, 40], [120, 50, 180, 70]]
        assert (cache[0].pixels[30:40, 20:60] == MAGENTA).all()
        assert cache[1].boxes.shape == (0, 4)
        assert cache[1].pixels.shape == (160, 120, 3)

    def test_large_pictures_shrink_together_with_their_plates(self, data, tmp_path):
        picture = open_cache(data, tmp_path / "cache", "train", long_side_px=100)[0]
        assert picture.pixels.shape == (50, 100, 3)
        assert picture.boxes.tolist() == [[10, 15, 30, 20], [60, 25, 90, 35]]

    def test_other_labels_build_the_cache_again(self, data, tmp_path):
        open_cache(data, tmp_path / "cache", "train", long_side_px=640)
        with (data / "detection/labels.csv").open("a") as file:
            file.write("other.png,street,train,100,100,10,10,50,20,\n")
        assert len(open_cache(data, tmp_path / "cache", "train", long_side_px=640)) == 3

    def test_unreadable_picture_is_named(self, data, tmp_path):
        (data / "detection/images/none.png").write_text("no picture")
        with pytest.raises(ValueError, match=r"none\.png: not a picture"):
            open_cache(data, tmp_path / "cache", "train", long_side_px=640)

    def test_labels_keep_negatives(self, data):
        files = {labelled.file: labelled for labelled in read_labels(data / "detection/labels.csv")}
        assert files["none.png"].boxes == ()
        assert len(files["two.png"].boxes) == 2


class TestAugmentation:
    """Plates are the only magenta there is, so that pixels show where they went."""

    def calm(self, **changes):
        still = Augmentation(
            mosaic=0.0,
            zoom_out=1.0,
            zoom_in=1.0,
            aspect=0.0,
            rotation_degrees=0.0,
            grey=0.0,
            hue=0.0,
            relight=0.0,
            spoil=0.0,
        )
        return Augmentation(**{f: changes.get(f, getattr(still, f)) for f in still.__slots__})

    def picture(self):
        pixels = np.full((240, 320, 3), 60, np.uint8)
        pixels[100:140, 90:210] = MAGENTA
        return LabelledPicture(pixels, boxes([90, 100, 210, 140]), "street")

    @pytest.mark.parametrize(
        "settings",
        [
            {},
            {"zoom_out": 0.4, "zoom_in": 0.5},
            {"zoom_out": 1.4, "zoom_in": 1.6},
            {"aspect": 0.5},
            {"rotation_degrees": 15.0},
            {"mosaic": 1.0, "zoom_out": 0.8},
        ],
    )
    @pytest.mark.parametrize("seed", range(6))
    def test_boxes_go_where_the_plates_go(self, settings, seed):
        random = np.random.default_rng(seed)
        made = compose(self.picture, (192, 256), self.calm(**settings), random)
        green = made.pixels[..., 1].astype(int)
        magenta = (made.pixels[..., 0] - green > 60) & (made.pixels[..., 2] - green > 60)
        sure = np.zeros(magenta.shape, bool)
        for left, top, right, bottom in made.boxes:
            inside = np.s_[round(top) : round(bottom), round(left) : round(right)]
            rows, columns = np.nonzero(magenta[inside])
            assert np.ptp(columns) + 1 >= right - left - 2
            assert np.ptp(rows) + 1 >= bottom - top - 2
            sure[inside] = True
        for left, top, right, bottom in made.ignored:
            sure[int(top) : int(bottom) + 1, int(left) : int(right) + 1] = True
        # Interpolation spreads each edge over a pixel beyond the box, no further.
        around = cv2.dilate(sure.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        assert not (magenta & ~around).any()

    def test_grey_leaves_no_colour(self):
        made = compose(
            self.picture, (96, 128), self.calm(grey=1.0), np.random.default_rng(3)
        ).pixels.astype(int)
        assert (made == made[..., :1]).all()
        assert np.ptp(made) > 30

    def test_the_same_seed_makes_the_same_picture(self):
        settings = self.calm(mosaic=0.5, zoom_out=0.5, spoil=1.0, rotation_degrees=10.0)
        first, second = (
            compose(self.picture, (96, 128), settings, np.random.default_rng(11)) for _ in "ab"
        )
        assert (first.pixels == second.pixels).all()
        assert first.boxes.tolist() == second.boxes.tolist()


class TestTargets:
    anchors = np.array([[[10, 5], [20, 10]], [[40, 20], [80, 40]]], np.float32)

    def test_plate_is_owned_by_its_cell_and_the_two_nearest(self):
        targets = assign(boxes([18, 17, 26, 21]), NONE, (32, 64), (8, 16), self.anchors)
        fine = targets[: 4 * 8 * 2].reshape(4, 8, 2, 5)
        # Centre (22, 19) is cell (2.75, 2.375): its neighbours are right and above.
        owners = {tuple(place) for place in np.argwhere(fine[..., 4] == 1)}
        assert owners == {(r, c, a) for r, c in ((2, 2), (2, 3), (1, 2)) for a in (0, 1)}
        assert fine[2, 2, 0, :4].tolist() == [18, 17, 26, 21]
        assert (targets[4 * 8 * 2 :, 4] == 0).all()

    def test_anchor_of_another_shape_does_not_own_a_plate(self):
        targets = assign(boxes([0, 0, 64, 30]), NONE, (32, 64), (8, 16), self.anchors)
        fine = targets[: 4 * 8 * 2].reshape(4, 8, 2, 5)
        assert {int(a) for *_, a in np.argwhere(fine[..., 4] == 1)} == {1}

    def test_unsure_plate_is_not_judged_and_a_sure_one_beside_it_is(self):
        targets = assign(
            boxes([0, 0, 10, 5]), boxes([0, 0, 16, 16]), (32, 64), (8, 16), self.anchors
        )
        fine = targets[: 4 * 8 * 2].reshape(4, 8, 2, 5)
        assert fine[0, 0, 0, 4] == 1
        assert fine[1, 1, 0, 4] == IGNORED
        assert fine[2, 2, 0, 4] == 0

    def test_anchors_find_the_sizes_that_there_are(self):
        random = np.random.default_rng(0)
        sizes = np.array([[20, 8], [60, 20], [200, 150]], np.float32)
        sides = np.repeat(sizes, 50, axis=0) * random.uniform(0.95, 1.05, (150, 2))
        assert fit_anchors(sides.astype(np.float32), 3, seed=1) == pytest.approx(sizes, rel=0.05)

    def test_recipe_of_the_project_is_complete(self, data, tmp_path):
        recipe = read_recipe(CONFIG)
        assert all(side % STRIDES[-1] == 0 for side in recipe.input_size)
        assert all(side % STRIDES[-1] == 0 for phase in recipe.phases for side in phase.size)
        assert [phase.until for phase in recipe.phases] == sorted(p.until for p in recipe.phases)
        assert recipe.phases[-1].until == 1.0


class TestFigures:
    def found(self, rows, confidences, truth):
        return Detections(boxes(*rows), np.array(confidences, np.float32), boxes(*truth), "street")

    def test_second_box_on_one_plate_is_a_false_one(self):
        picture = self.found(
            [[0, 0, 10, 10], [0, 0, 10, 9]], [0.9, 0.8], [[0, 0, 10, 10], [50, 50, 60, 60]]
        )
        assert match(picture, 0.5).tolist() == [True, False]

    def test_counts_are_those_of_the_threshold(self):
        pictures = [
            self.found([[0, 0, 10, 10], [30, 0, 40, 10]], [0.9, 0.6], [[0, 0, 10, 10]]),
            self.found([[0, 0, 10, 6]], [0.4], [[0, 0, 10, 10]]),
            self.found([[5, 5, 9, 9]], [0.7], []),
        ]
        figures = measure(pictures, iou=0.5, threshold=0.5)
        assert (figures.found_count, figures.plate_count) == (1, 2)
        assert (figures.false_count, figures.negative_false_count) == (1, 1)
        assert figures.recall == 0.5
        assert figures.precision == pytest.approx(1 / 3)
        assert figures.negative_count == 1
        # Ranked right, wrong, wrong, right: (1/1 + 2/4) / 2.
        assert figures.average_precision == pytest.approx(0.75)
        assert measure(pictures, iou=0.75, threshold=0.1).found_count == 1

    def test_nothing_found_is_no_recall(self):
        figures = measure([self.found([], [], [[0, 0, 5, 5]])], iou=0.5, threshold=0.5)
        assert (figures.recall, figures.precision, figures.average_precision) == (0.0, 0.0, 0.0)

    def test_overlaps_are_those_of_every_pair(self):
        overlaps = pairwise_iou(boxes([0, 0, 10, 10]), boxes([5, 0, 15, 10], [20, 0, 30, 10]))
        assert overlaps.tolist() == [[pytest.approx(1 / 3), 0.0]]


def test_anchors_are_in_pixels_of_the_shipped_input(data, tmp_path):
    cache = open_cache(data, tmp_path / "cache", "train", long_side_px=640)
    recipe = read_recipe(CONFIG)
    with pytest.raises(ValueError, match="larger sample"):
        anchors_for(cache, recipe)  # two plates are too few for nine anchors


def test_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        training_main(["barrier"])
    assert stopped.value.code == 2
    assert "barrier" in capsys.readouterr().err


def test_threshold_prefers_finding_a_plate_to_avoiding_a_false_one():
    unsure = Detections(boxes([0, 0, 9, 9]), np.array([0.45], np.float32), boxes([0, 0, 9, 9]), "a")
    false = Detections(boxes([0, 0, 9, 9]), np.array([0.5], np.float32), NONE, "b")
    sure = Detections(boxes([0, 0, 9, 9]), np.array([0.9], np.float32), boxes([0, 0, 9, 9]), "a")
    # Above 0.5: one of two, none false. Up to 0.45: both, and one false one.
    assert best_threshold([unsure, false, sure]) <= 0.44
    assert best_threshold([false, false, false, sure]) > 0.5
