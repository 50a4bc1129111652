"""Loading the models of a site: its own, or visibly the shipped ones when these are damaged."""

import numpy as np
import pytest

from console.site_models import load_site_recogniser, site_costs
from pipeline.errors import WeightsError
from pipeline.model_shelf import ModelShelf
from pipeline.training.known_reads import whole_plate
from tests.support.model_sets import add_set, shelf_in

VERSION = "20261125-aaaaaaaa"


@pytest.fixture
def shelf(tmp_path):
    shelf = shelf_in(tmp_path)
    add_set(shelf, VERSION)
    return shelf


def test_the_chosen_set_reads(shelf, caplog):
    shelf.choose(VERSION)
    problems: list[str] = []
    with caplog.at_level("INFO", "recognition"):
        assert load_site_recogniser(shelf, 1, problems.append).weights_version
    assert not problems
    assert f"reading with the models {VERSION}" in caplog.text


@pytest.mark.parametrize("damage", ["classifier.tflite", "manifest.toml", "current.json", "gone"])
def test_a_damaged_set_is_told_and_the_shipped_models_read(shelf, caplog, damage):
    shelf.choose(VERSION)
    folder = shelf.folder / VERSION
    path = shelf.folder / damage if damage == "current.json" else folder / damage
    if damage == "gone":
        folder.rename(shelf.folder / "elsewhere")
    else:
        path.write_bytes(path.read_bytes()[:-3])
    problems: list[str] = []
    recogniser = load_site_recogniser(shelf, 1, problems.append)
    blank = np.zeros((40, 160, 3), np.uint8)
    result = recogniser.read_plate(blank, whole_plate(blank))
    assert result.text == ""
    (problem,) = problems
    assert "the shipped ones read instead" in problem
    assert problem in caplog.text
    assert site_costs(shelf).between("8", "B") < 1.0


def test_without_any_good_weights_nothing_reads(tmp_path):
    shelf = ModelShelf(tmp_path / "models", tmp_path / "no weights")
    with pytest.raises(WeightsError):
        load_site_recogniser(shelf, 1, lambda _: None)
