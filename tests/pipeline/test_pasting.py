"""Plates and look-alikes that are put into training pictures."""

import cv2
import numpy as np
import pytest

from pipeline.training.detector_data import LabelledPicture
from pipeline.training.pasting import (
    PlatePool,
    add_lookalikes,
    add_plates,
    build_pool,
    replace_plates,
)

MAGENTA = (255, 0, 255)


def plate(width, height=60):
    return np.full((height, width, 3), MAGENTA, np.uint8)


def picture(*boxes, ground=(60, 70, 60)):
    pixels = np.full((240, 320, 3), ground, np.uint8)
    return LabelledPicture(pixels, np.array(boxes, np.float32).reshape(-1, 4), "street")


def magenta_of(pixels):
    green = pixels[..., 1].astype(int)
    return (pixels[..., 0] - green > 40) & (pixels[..., 2] - green > 40)


@pytest.mark.parametrize("seed", range(8))
def test_added_plates_fill_their_boxes_and_nothing_else(seed):
    random = np.random.default_rng(seed)
    made = add_plates(picture(), PlatePool([plate(240), plate(90)]), random)
    seen = magenta_of(made.pixels)
    assert len(made.boxes) >= 1
    inside = np.zeros(seen.shape, bool)
    for left, top, right, bottom in made.boxes:
        place = np.s_[int(top) : int(np.ceil(bottom)), int(left) : int(np.ceil(right))]
        inside[place] = True
        rows, columns = np.nonzero(seen[place])
        assert np.ptp(columns) + 1 >= right - left - 3
        assert np.ptp(rows) + 1 >= bottom - top - 3
    assert not (seen & ~inside).any()


@pytest.mark.parametrize("seed", range(8))
def test_added_things_leave_the_plates_alone(seed):
    original = picture([20, 20, 300, 120])
    random = np.random.default_rng(seed)
    for made in (
        add_plates(original, PlatePool([plate(240)]), random),
        add_lookalikes(original, random),
    ):
        assert (made.pixels[20:120, 20:300] == original.pixels[20:120, 20:300]).all()
        assert made.boxes[0].tolist() == [20, 20, 300, 120]


def test_lookalikes_are_no_plates():
    made = add_lookalikes(picture(), np.random.default_rng(1))
    assert len(made.boxes) == 0
    assert (made.pixels != picture().pixels).any()


def test_replaced_plate_covers_the_old_one():
    original = picture([100, 100, 200, 125])
    original.pixels[100:125, 100:200] = (0, 255, 0)
    made = replace_plates(original, PlatePool([plate(240)]), np.random.default_rng(2))
    assert magenta_of(made.pixels)[103:122, 104:196].all()
    assert np.abs(made.boxes[0] - [100, 100, 200, 125]).max() < 6


def test_plates_of_other_proportions_replace_nothing():
    original = picture([100, 100, 130, 160])
    made = replace_plates(original, PlatePool([plate(240)]), np.random.default_rng(2))
    assert (made.pixels == original.pixels).all()


def test_plates_in_grey_pictures_are_grey():
    made = add_plates(
        picture(ground=(80, 80, 80)), PlatePool([plate(240)]), np.random.default_rng(4)
    )
    assert len(made.boxes) >= 1
    assert np.ptp(made.pixels.astype(int), axis=2).max() <= 1


def test_pool_holds_rendered_plates_and_the_crops_of_the_training_split(tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    cv2.imwrite(str(folder / "a.png"), plate(100))
    (tmp_path / "labels.csv").write_text(
        "file,source,split,text,label_origin\na.png,s,train,A1,human\nb.png,s,test,B2,human\n"
    )
    pool = build_pool(tmp_path, 5, seed=1)
    assert len(pool) == 6
    (tmp_path / "images/a.png").unlink()
    with pytest.raises(FileNotFoundError, match=r"a\.png"):
        build_pool(tmp_path, 1, seed=1)
