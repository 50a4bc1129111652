"""A site's own reader beside the shipped one: when it is asked, and when it is heard."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.decode import BLANK
from pipeline.reader import CtcReader
from pipeline.site_reader import SecondedReader
from pipeline.types import ALPHABET
from pipeline.weights import ModelFile

PLATE = np.full((60, 200, 3), 90, np.uint8)
COLUMNS = 36


class Network:
    """Stands for a network of which it is known what it sees, look by look."""

    def __init__(self, *seen):
        self._seen, self.asked = seen, 0

    def run(self, _):
        text, confidence = self._seen[min(self.asked, len(self._seen) - 1)]
        self.asked += 1
        chances = np.full((2 * COLUMNS, len(ALPHABET) + 1), 1e-4)
        chances[:, BLANK] = 1.0
        for place, character in enumerate(text):
            row = chances[2 + 3 * place]
            row[BLANK], row[ALPHABET.index(character)] = 1.0 - confidence, confidence
        return (np.log(chances)[None].astype(np.float32),)


def reader(network):
    return CtcReader(network, ModelFile("reader", Path("reader.tflite"), "", ALPHABET, 48, 144, {}))


def read(shipped, *site):
    networks = Network(shipped), Network(*site)
    reading = SecondedReader(*map(reader, networks)).read_plate(PLATE)
    text = "".join(character.text for character in reading.characters)
    return text, reading.by_site, networks[1].asked


def test_the_sites_reader_is_not_asked_about_what_the_shipped_one_is_sure_of():
    assert read(("KA01AB1234", 0.97), ("KA01AB1239", 0.99)) == ("KA01AB1234", False, 0)


def test_a_doubtful_plate_gets_the_text_that_the_sites_reader_is_surer_of_twice():
    assert read(("KA01AB1234", 0.8), ("KA01AB1239", 0.95)) == ("KA01AB1239", True, 2)


def test_one_look_that_is_surer_will_do_where_both_say_the_same():
    assert read(("KA01AB1234", 0.8), ("KA01AB1239", 0.7), ("KA01AB1239", 0.95))[1]


@pytest.mark.parametrize(
    "site",
    [
        [("KA01AB1239", 0.75)],
        [("KA01AB1239", 0.95), ("KA01AB1238", 0.95)],
        [("", 0.99)],
    ],
)
def test_a_sites_reader_in_doubt_changes_nothing(site):
    assert read(("KA01AB1234", 0.8), *site) == ("KA01AB1234", False, 2)


def test_a_wall_stays_a_wall():
    assert read(("I1I1", 0.52), ("KA01AB1239", 0.99))[1:] == (False, 0)
