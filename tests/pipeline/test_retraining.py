"""Reading exports, plans that fit the hours, runs that are cut and go on to the same weights."""

import dataclasses
import itertools
import json

import keras
import numpy as np
import pytest

from console.paths import weights_folder
from pipeline.reader import standardise
from pipeline.training import reader
from pipeline.training.characters import accuracy
from pipeline.training.degradation import whole_picture
from pipeline.training.glyph_set import render_glyphs
from pipeline.training.plan import CONFIG
from pipeline.training.plate_set import LabelledPlate
from pipeline.training.reader import pad_labels
from pipeline.training.retraining.dividing import divided, not_judged, warnings
from pipeline.training.retraining.exported import ExportError, read_export
from pipeline.training.retraining.finetune import classifier_task
from pipeline.training.retraining.lessons import (
    Material,
    ReaderLessons,
    character_lessons,
    exported_glyphs,
)
from pipeline.training.retraining.progress import left_in_words
from pipeline.training.retraining.recipe import (
    keep_pace,
    kept_pace,
    read_retraining_recipe,
    steps_within,
)
from pipeline.training.retraining.reminding import RemindedReader
from pipeline.training.retraining.stepping import Pace, Stepper, fix_seeds
from tests.support.site_plates import draw_site_plates, odd_fonts, write_export

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation:DeprecationWarning"  # from Keras
)
KERAS = weights_folder() / "keras"
PACE = Pace(steps=6, learning_rate=1e-3, warmup_steps=2, average=0.9, judge_every=2)


@pytest.fixture(scope="module")
def plates(tmp_path_factory):
    return draw_site_plates(odd_fonts(tmp_path_factory.mktemp("fonts")), 12, 3)


@pytest.fixture
def export(tmp_path, plates):
    splits = {"train": plates[:8], "val": plates[8:10], "test": plates[10:]}
    read = {
        split: [
            (plate, plate.text if number % 2 else "ABC123") for number, plate in enumerate(part)
        ]
        for split, part in splits.items()
    }
    return write_export(tmp_path / "export", read)


def test_an_export_gives_plates_with_texts_characters_and_slices(export, plates):
    found = read_export(export)
    assert [len(found.of_split(split)) for split in ("train", "val", "test")] == [8, 2, 2]
    first = found.of_split("train")[0]
    assert first.text == plates[0].text
    assert np.array_equal(first.pixels, plates[0].pixels)
    assert first.is_corrected
    assert len(first.glyphs) == len(first.text)
    assert "lane north" in first.slices
    assert any(name.startswith("region ") for name in first.slices)


def test_a_changed_picture_of_an_export_is_refused(export):
    path = next((export / "ocr-csv").rglob("*.png"))
    path.write_bytes(path.read_bytes() + b"0")
    with pytest.raises(ExportError, match="changed since the export"):
        read_export(export)


def test_changed_records_are_refused(export):
    with (export / "records.jsonl").open("a") as lines:
        lines.write("{}\n")
    with pytest.raises(ExportError, match=r"records\.jsonl: was changed"):
        read_export(export)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gatehouse_export": 2}, "format 2"),
        ({"formats": {"yolo": "."}}, "--format ocr-csv"),
    ],
)
def test_an_export_that_cannot_be_learned_from_says_why(export, change, words):
    content = json.loads((export / "export.json").read_text()) | change
    (export / "export.json").write_text(json.dumps(content))
    with pytest.raises(ExportError, match=words):
        read_export(export)


def test_a_folder_without_an_export_is_named(tmp_path):
    with pytest.raises(ExportError, match=r"export\.json: cannot be read"):
        read_export(tmp_path)


def small_site(folder, plates, count):
    """An export of ``count`` plates as a small site makes it: nothing held back."""
    found = read_export(write_export(folder, {"train": [(plate, "ABC123") for plate in plates]}))
    fewer = tuple(
        dataclasses.replace(found.plates[number % len(plates)], text=f"KA{number:04}")
        for number in range(count)
    )
    return dataclasses.replace(found, plates=fewer)


@pytest.mark.parametrize(
    ("count", "splits", "words"),
    [
        (10, (5, 0, 5), ["only 5 of 10 plates", "no plate is left to choose by"]),
        (30, (14, 1, 15), ["only 15 of 30 plates can be held back, 30 are needed"]),
        (60, (27, 3, 30), []),
        (400, (350, 20, 30), []),
    ],
)
def test_a_small_site_holds_back_what_a_comparison_needs_or_is_told(
    tmp_path, plates, count, splits, words
):
    found = divided(small_site(tmp_path / "export", plates, count), 20)
    assert tuple(len(found.of_split(name)) for name in ("train", "val", "test")) == splits
    said = list(warnings(found))
    assert len(said) == len(words)
    assert all(part in line for part, line in zip(words, said, strict=True))


def test_a_site_that_grows_never_judges_by_what_it_has_learned(tmp_path, plates):
    before, after = (
        divided(small_site(tmp_path / str(count), plates, count), 20) for count in (100, 400)
    )
    learned = {plate.text for plate in before.of_split("train")}
    assert not learned & {plate.text for plate in after.of_split("test")}


def test_plates_of_one_vehicle_stay_together(tmp_path, plates):
    found = small_site(tmp_path / "export", plates, 80)
    twice = dataclasses.replace(found, plates=found.plates + found.plates)
    texts = [{one.text for one in divided(twice, 20).of_split(name)} for name in ("train", "test")]
    assert len(texts[1]) == 15
    assert not texts[0] & texts[1]


def test_what_an_export_judges_by_is_not_learned_from_an_earlier_one(tmp_path, plates):
    earlier = small_site(tmp_path / "earlier", plates, 60)
    export = divided(dataclasses.replace(earlier, digest="later"), 20)
    again = not_judged([earlier], export)
    assert len(again) == 27
    assert {one.text for one in again} == {one.text for one in export.of_split("train")}


def test_lessons_hold_every_source_and_repeat_by_their_number(export, tmp_path):
    found = read_export(export)
    material = Material(found.of_split("train"), (), None, 8, tmp_path, 7)
    recipe = read_retraining_recipe(CONFIG)
    for lessons in (
        ReaderLessons(material, recipe.reader.shares, 16),
        character_lessons(material, recipe.classifier.shares, 16),
    ):
        assert lessons is not None
        pixels, wanted = lessons(np.random.default_rng((7, 0, 3)))
        again, _ = lessons(np.random.default_rng((7, 0, 3)))
        other, _ = lessons(np.random.default_rng((7, 0, 4)))
        targets = wanted if isinstance(wanted, tuple) else (wanted,)
        assert {len(pixels), *map(len, targets)} == {16}
        assert np.array_equal(pixels, again)
        assert not np.array_equal(pixels, other)


def test_only_plates_that_are_not_the_sites_are_known(export, tmp_path):
    found = read_export(export)
    material = Material(found.of_split("train"), (), None, 8, tmp_path, 7)
    lessons = ReaderLessons(material, {"new": 0.5, "rendered": 0.5}, 40)
    _, (texts, is_known) = lessons(np.random.default_rng(1))
    site = {tuple(row) for row in pad_labels([plate.text for plate in material.new]).tolist()}
    for text, known in zip(texts.tolist(), is_known.tolist(), strict=True):
        assert known == (tuple(text) not in site)


def test_a_reader_that_strays_is_reminded_of_what_it_said_of_known_plates(plates):
    network = reader.build_model()
    network.load_weights(KERAS / "reader.weights.h5")
    pupil = RemindedReader(network, 2.0)
    pixels = standardise(
        reader.fit_plates(
            [
                LabelledPlate(plate.pixels[..., 0], whole_picture(plate.pixels), plate.text, "", "")
                for plate in plates[:4]
            ]
        )
    )
    texts = pad_labels([plate.text for plate in plates[:4]])

    def loss(known):
        said = network(pixels, training=False)
        return float(pupil.compute_loss(pixels, (texts, np.full(4, known, np.float32)), said))

    assert loss(1.0) == pytest.approx(loss(0.0), rel=1e-4)
    network.set_weights([weight * 0.9 for weight in network.get_weights()])
    assert loss(1.0) > loss(0.0) + 0.1


def test_short_hours_give_fewer_steps_and_long_ones_no_more(tmp_path):
    pace = read_retraining_recipe(CONFIG).reader.pace
    assert steps_within(pace, 1.0, None) == pace
    assert steps_within(pace, 1.0, 10 * pace.steps) == pace
    short = steps_within(pace, 2.0, 150.0)
    assert short.steps == 60
    assert short.judge_every <= 60, "it is judged before it ends"
    keep_pace(tmp_path, "reader", short)
    assert kept_pace(tmp_path, "reader", pace) == short
    assert kept_pace(tmp_path, "classifier", pace) is None


def test_time_left_is_told_as_people_say_it():
    assert [left_in_words(s) for s in (4.4, 700, 7500)] == ["4 s", "12 min", "2 h 05 min"]


class Squares(keras.Model):  # type: ignore[misc]  # Keras is untyped
    """A network with the mean of squared errors for its loss."""

    def __init__(self, network):
        inputs = keras.Input((6, 6, 1))
        super().__init__(inputs, network(inputs))

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return keras.ops.mean((y - y_pred) ** 2)


def small_network():
    """All kinds of layers that the readers have, with the same weights each time."""
    fix_seeds(7)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((6, 6, 1)),
            layers.Conv2D(4, 3, use_bias=False),
            layers.BatchNormalization(),
            layers.SpatialDropout2D(0.2),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(3),
        ]
    )


def batches(number):
    while True:
        random = np.random.default_rng((7, number))
        yield (
            random.normal(0, 1, (8, 6, 6, 1)).astype(np.float32),
            random.normal(0, 1, (8, 3)).astype(np.float32),
        )
        number += 1


def run_steps(folder, stop_at=None):
    """The weights after a run, or None where it was stopped after that step."""
    network = small_network()
    stepper = Stepper(Squares(network), network, PACE, folder, seed=7, keep_every_s=0.0)
    stepper.resume()

    def tell(step):
        if step == stop_at:
            raise InterruptedError

    try:
        stepper.run(batches(stepper.step), lambda: 1.0, tell)
    except InterruptedError:
        return None
    return [np.array(weight) for weight in network.get_weights()]


def test_a_run_cut_three_times_ends_as_one_that_was_not(tmp_path):
    whole = run_steps(tmp_path / "whole")
    for step in (2, 4, 5):
        assert run_steps(tmp_path / "cut", stop_at=step) is None
    cut = run_steps(tmp_path / "cut")
    assert all(np.array_equal(a, b) for a, b in zip(whole, cut, strict=True))
    start = small_network().get_weights()
    assert not any(np.array_equal(a, b) for a, b in zip(start[:1], cut[:1], strict=True))


def test_a_run_that_only_does_harm_gives_back_what_it_began_with(tmp_path):
    network = small_network()
    before = [np.array(weight) for weight in network.get_weights()]
    scores = iter([1.0, 0.5, 0.4, 0.3])
    stepper = Stepper(Squares(network), network, PACE, tmp_path, seed=7)
    stepper.run(batches(0), lambda: next(scores), lambda _: None)
    after = network.get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_an_odd_lettering_is_learned_in_seconds_and_the_usual_ones_kept(tmp_path):
    fonts = odd_fonts(tmp_path / "fonts")
    odd = [(plate, "ABC123") for plate in draw_site_plates(fonts, 140, 5)]
    found = read_export(write_export(tmp_path / "export", {"train": odd[:90], "test": odd[90:]}))
    usual, _ = render_glyphs(60, 99)
    held_back = exported_glyphs(found.of_split("test"))
    material = Material(found.of_split("train"), (), None, 200, tmp_path, 7)
    maker = character_lessons(material, {"new": 0.6, "rendered": 0.3, "rendered_junk": 0.1}, 48)
    assert maker is not None
    fix_seeds(7)
    task = classifier_task(KERAS / "classifier.weights.h5", held_back, [])
    before = [1 - accuracy(task.network, part) for part in (held_back, usual)]
    pace = Pace(40, 1e-3, warmup_steps=5, average=0.9, judge_every=40, hold=10.0)
    stepper = Stepper(
        task.trainee, task.network, pace, tmp_path / "run", seed=7, importance=task.importance
    )
    lessons = (maker(np.random.default_rng((7, number))) for number in itertools.count())
    stepper.run(lessons, lambda: 1.0, lambda _: None)
    odd_error, usual_error = (1 - accuracy(task.network, part) for part in (held_back, usual))
    assert before[0] > 0.1, "the shipped classifier reads this lettering badly"
    assert odd_error < before[0] / 2
    assert usual_error < before[1] + 0.02


def test_weights_that_matter_stay_near_to_where_they_were(tmp_path):
    def moved(hold, importance):
        network = small_network()
        start = [np.array(weight) for weight in network.get_weights()]
        pace = dataclasses.replace(PACE, hold=hold)
        stepper = Stepper(
            Squares(network),
            network,
            pace,
            tmp_path / f"{hold}",
            seed=7,
            importance=importance,
        )
        stepper.run(batches(0), lambda: 1.0, lambda _: None)
        return [np.abs(a - b).max() for a, b in zip(start, network.get_weights(), strict=True)]

    kernel, *_, dense, bias = [weight.shape for weight in small_network().get_weights()]
    held = [np.ones(kernel, np.float32), np.zeros(dense, np.float32), np.zeros(bias, np.float32)]
    free = moved(0.0, [])
    pulled = moved(1e6, held)
    assert pulled[0] < free[0] / 10
    assert pulled[-2] > free[-2] / 3
