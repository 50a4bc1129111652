from pathlib import Path

import numpy as np
import pytest

from pipeline.classifier import CnnClassifier, cut_glyphs
from pipeline.engine import LiteRtModel
from pipeline.fusion import READER_WEIGHT, fuse_readings
from pipeline.reader import CtcReader
from pipeline.segmenter import ContourSegmenter
from pipeline.training.degradation import Severity, degrade
from pipeline.training.ensemble import ask_readers, fuse_all
from pipeline.training.reading_figures import load_colour_crops
from pipeline.training.rendering import PlateFonts, draw_plate, random_plate
from pipeline.training.wrong_cuts import wrong_cuts
from pipeline.types import ALPHABET, Pixels
from pipeline.weights import load_manifest

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "weights"
SHARED = ROOT.parent / "shared" / "data"
FONTS = PlateFonts()
GENTLE = Severity(tilt_degrees=3.0, shear=0.04, corner_shift=0.01, fault_chance=0.1)


@pytest.fixture(scope="module")
def readers() -> tuple[ContourSegmenter, CnnClassifier, CtcReader]:
    manifest = load_manifest(WEIGHTS)
    files = [manifest.model(name) for name in ("classifier", "reader")]
    models = [LiteRtModel(file.read_verified(), file.name, threads=1) for file in files]
    return ContourSegmenter(), CnnClassifier(models[0], files[0]), CtcReader(models[1], files[1])


def read(readers, pixels: Pixels) -> tuple[str, float]:
    segmenter, classifier, reader = readers
    segmentation = segmenter.segment(pixels)
    probabilities = classifier.classify(cut_glyphs(pixels, segmentation.boxes))
    _, candidates = fuse_readings(segmentation, probabilities, reader.read_plate(pixels))
    return (candidates[0].text, candidates[0].confidence) if candidates else ("", 0.0)


def test_manifest_classes_are_those_of_the_program():
    manifest = load_manifest(WEIGHTS)
    assert manifest.model("classifier").alphabet == ALPHABET
    assert manifest.model("reader").alphabet == ALPHABET


def test_most_rendered_plates_are_read_exactly(readers):
    rng = np.random.default_rng(20)
    right = 0
    for _ in range(40):
        text, style = random_plate(rng)
        pixels = draw_plate(text, style, FONTS, 72).pixels
        found, _ = read(readers, degrade(pixels, rng, severity=GENTLE))
        right += found == text
    assert right >= 34


def test_the_boxes_of_the_reader_follow_the_characters(readers):
    style = random_plate(np.random.default_rng(0))[1]
    plate = draw_plate("KA01AB1234", style, FONTS, 72)
    reading = readers[2].read_plate(plate.pixels)
    assert len(reading.characters) == len(plate.boxes)
    for seen, drawn in zip(reading.characters, plate.boxes, strict=True):
        assert abs(seen.box.centre[0] - drawn.centre[0]) < drawn.width


def test_glyphs_are_named_one_by_one(readers):
    rng = np.random.default_rng(21)
    right = total = 0
    for _ in range(20):
        text, style = random_plate(rng)
        plate = draw_plate(text, style, FONTS, 72)
        named = readers[1].classify(cut_glyphs(plate.pixels, plate.boxes)).argmax(axis=1)
        right += sum(ALPHABET[index] == c for index, c in zip(named.tolist(), text, strict=True))
        total += len(text)
    assert right / total > 0.95


def test_probabilities_are_probabilities_for_any_number_of_glyphs(readers):
    for count in (0, 1, 9, 3):
        glyphs = np.random.default_rng(count).integers(0, 256, (count, 32, 32), dtype=np.uint8)
        probabilities = readers[1].classify(glyphs)
        assert probabilities.shape == (count, 35)
        assert (probabilities >= 0).all()
        assert (probabilities.sum(axis=1) <= 1 + 1e-4).all()


def test_wrong_cuts_are_told_from_characters(readers):
    rng = np.random.default_rng(22)
    junk_named = junk_total = glyphs_named = glyphs_total = 0
    for _ in range(30):
        text, style = random_plate(rng)
        plate = draw_plate(text, style, FONTS, 72)
        wrong = wrong_cuts(plate.boxes, plate.pixels.shape[:2], 6, rng)
        glyphs = cut_glyphs(plate.pixels, [*plate.boxes, *wrong])
        none_of_them = 1.0 - readers[1].classify(glyphs).sum(axis=1)
        glyphs_named += int((none_of_them[: len(text)] < 0.5).sum())
        junk_named += int((none_of_them[len(text) :] > 0.5).sum())
        glyphs_total, junk_total = glyphs_total + len(text), junk_total + len(wrong)
    assert glyphs_named / glyphs_total > 0.97
    assert junk_named / junk_total > 0.85


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 400, 3), (400, 3, 3), (64, 200, 3)])
def test_a_picture_without_text_gives_no_sure_read(readers, shape):
    text, confidence = read(readers, np.full(shape, 127, np.uint8))
    assert not text or confidence < 0.6


@pytest.mark.shared
def test_people_labelled_crops_are_mostly_read_exactly():
    crops = [crop for crop in load_colour_crops(SHARED, "val") if crop.origin == "people"][::6]
    texts, _ = fuse_all(ask_readers(WEIGHTS, crops), READER_WEIGHT)
    right = sum(text == crop.text for text, crop in zip(texts, crops, strict=True))
    assert right / len(crops) > 0.82
