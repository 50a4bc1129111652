"""Where a site keeps models of its own: the choice, the way back, damage of every kind."""

import json
import os

import pytest

from pipeline.errors import ModelSetError
from pipeline.model_shelf import SHIPPED, Choice
from pipeline.recogniser import load_recogniser
from tests.support.model_sets import BETTER, MADE_AT, add_set, shelf_in

FIRST, SECOND = "20261125-aaaaaaaa", "20261126-bbbbbbbb"


@pytest.fixture
def shelf(tmp_path):
    return shelf_in(tmp_path)


def test_without_a_choice_the_shipped_weights_are_in_use(shelf):
    assert shelf.choice() == Choice(SHIPPED, SHIPPED, "")
    assert shelf.weights(SHIPPED) == shelf.shipped
    assert shelf.versions() == ()


def test_a_chosen_set_is_in_use_and_the_one_before_is_one_step_away(shelf):
    add_set(shelf, FIRST)
    add_set(shelf, SECOND)
    assert shelf.versions() == (SECOND, FIRST)
    shelf.choose(FIRST)
    shelf.choose(SECOND)
    choice = shelf.choice()
    assert (choice.version, choice.before) == (SECOND, FIRST)
    assert shelf.weights(choice.version, choice.digest) == shelf.folder / SECOND
    shelf.go_back()
    assert shelf.choice().version == FIRST
    shelf.go_back()
    assert shelf.choice().version == SHIPPED


def test_a_set_says_how_it_was_made(shelf):
    add_set(shelf, FIRST)
    found = shelf.verified(FIRST)
    assert (found.made_at, found.based_on, found.comparison) == (MADE_AT, SHIPPED, BETTER)
    assert "classifier.tflite" in found.files
    assert load_recogniser(found.folder, threads=1).weights_version


@pytest.mark.parametrize("name", ["reader.tflite", "certainty.toml", "comparison.json"])
def test_one_changed_byte_is_noticed(shelf, name):
    path = add_set(shelf, FIRST) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelSetError, match=name):
        shelf.verified(FIRST)
    with pytest.raises(ModelSetError):
        shelf.choose(FIRST)
    assert shelf.choice().version == SHIPPED


def test_a_set_that_was_exchanged_after_it_was_chosen_is_noticed(shelf):
    folder = add_set(shelf, FIRST)
    choice = shelf.choose(FIRST)
    content = json.loads((folder / "candidate.json").read_text())
    content["about"]["seed"] = 8
    (folder / "candidate.json").write_text(json.dumps(content))
    shelf.verified(FIRST)
    with pytest.raises(ModelSetError, match="since these models were taken over"):
        shelf.weights(choice.version, choice.digest)


def test_going_back_to_a_damaged_set_ends_with_the_shipped_weights(shelf):
    folder = add_set(shelf, FIRST)
    add_set(shelf, SECOND)
    shelf.choose(FIRST)
    shelf.choose(SECOND)
    (folder / "reader.tflite").unlink()
    assert shelf.go_back().version == SHIPPED


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": "../weights", "before": "shipped", "digest": ""}']
)
def test_a_choice_that_cannot_be_understood_is_an_error(shelf, content):
    shelf.folder.mkdir()
    (shelf.folder / "current.json").write_text(content)
    with pytest.raises(ModelSetError, match="current"):
        shelf.choice()
    add_set(shelf, FIRST)
    shelf.choose(FIRST)
    assert shelf.choice().before == SHIPPED


def test_a_cut_while_choosing_leaves_the_old_choice(shelf, monkeypatch):
    add_set(shelf, FIRST)
    add_set(shelf, SECOND)
    shelf.choose(FIRST)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(ModelSetError, match="disk full"):
        shelf.choose(SECOND)
    assert shelf.choice().version == FIRST


def test_files_outside_the_folder_are_refused(shelf):
    folder = add_set(shelf, FIRST)
    content = json.loads((folder / "candidate.json").read_text())
    content["files"]["../../evil"] = "00"
    (folder / "candidate.json").write_text(json.dumps(content))
    with pytest.raises(ModelSetError, match="does not describe"):
        shelf.verified(FIRST)
