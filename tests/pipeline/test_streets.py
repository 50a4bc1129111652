"""Rendered streets that teach what is no plate."""

import numpy as np

from pipeline.training.streets import SOURCE, empty_street, streets


def test_a_street_is_the_same_again_and_has_no_plate():
    street, again = empty_street(3), empty_street(3)
    assert street.pixels.shape == (400, 640, 3)
    assert (street.pixels == again.pixels).all()
    assert (len(street.boxes), street.source) == (0, SOURCE)


def test_no_two_streets_are_alike():
    pictures = [street.pixels for street in streets(4, seed=2)]
    for index, picture in enumerate(pictures):
        for other in pictures[:index]:
            assert np.abs(picture.astype(int) - other).mean() > 3
