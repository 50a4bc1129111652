"""Bystanders are unrecognisable where that was asked for; the plate decided about is not."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from matplotlib.cbook import get_sample_data

from console.exporting.privacy import blurred, find_faces
from console.exporting.types import Blur, ExportFormat, ExportRequest
from pipeline.types import Box
from tests.console.exporting.conftest import export
from tests.support.export_site import jpeg_of, small_scene

YOLO = ExportRequest((ExportFormat.YOLO,))
BOTH = replace(YOLO, blur=frozenset(Blur))


@pytest.fixture(scope="module")
def portrait():
    """A photo of a person, public domain, 512 by 600 pixels, that matplotlib brings along."""
    pixels = cv2.imread(str(get_sample_data("grace_hopper.jpg", asfileobj=False)))
    assert pixels is not None
    return pixels


def exported_picture(made):
    (path,) = made.records[0]["files"]["yolo"]
    return made.folder / path


def detail(pixels, box):
    """How much the pixels of a box differ from their neighbours."""
    part = pixels[int(box.y) : int(box.bottom), int(box.x) : int(box.right)]
    return float(cv2.Laplacian(part, cv2.CV_64F).std())


def test_another_plate_is_labelled_or_blurred_but_never_both(site, exporter, tmp_path):
    own, other = small_scene(0), small_scene(3)
    both = np.hstack([own.pixels, other.pixels])
    beside = Box(other.plate_box.x + 800, *tuple_of(other.plate_box)[1:])
    site.decide(scene=own, jpeg=jpeg_of(both))
    plain = export(exporter, YOLO, tmp_path / "plain")
    assert [plate["decided"] for plate in plain.records[0]["plates"]] == [True, False]
    made = export(exporter, replace(YOLO, blur=frozenset({Blur.PLATES})), tmp_path / "blurred")
    assert [plate["decided"] for plate in made.records[0]["plates"]] == [True]
    pixels = cv2.imread(str(exported_picture(made)))
    assert detail(pixels, beside) < 0.1 * detail(both, beside)
    assert detail(pixels, own.plate_box) > 0.7 * detail(both, own.plate_box)


def tuple_of(box):
    return box.x, box.y, box.width, box.height


def test_faces_are_blurred_and_the_plate_is_not(site, exporter, tmp_path, portrait):
    scene = small_scene(0)
    pixels = scene.pixels.copy()
    face = cv2.resize(portrait[40:340, 120:420], (120, 120))
    pixels[10:130, 20:140] = face
    site.decide(scene=scene, jpeg=jpeg_of(pixels))
    made = export(exporter, BOTH, tmp_path / "out")
    shown = cv2.imread(str(exported_picture(made)))
    inner = Box(50, 40, 60, 60)
    assert detail(shown, inner) < 0.3 * detail(pixels, inner)
    assert find_faces(np.asarray(shown, np.uint8)[:140, :160]) == []
    assert detail(shown, scene.plate_box) > 0.7 * detail(pixels, scene.plate_box)
    assert made.counts.characters == len(scene.text)


def test_faces_are_found_from_the_front_and_mirrored(portrait):
    for pixels in (portrait, cv2.flip(portrait, 1)):
        middles = [face.centre for face in find_faces(pixels)]
        assert any(200 < x < 320 and 100 < y < 260 for x, y in middles)


def test_what_is_kept_wins_over_what_is_blurred():
    pixels = np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)
    keep = Box(20, 20, 20, 10)
    changed = blurred(pixels, [Box(10, 10, 50, 40), Box(-30, -30, 5, 5)], keep)
    assert np.array_equal(changed[20:30, 20:40], pixels[20:30, 20:40])
    assert not np.array_equal(changed[32:48, 15:55], pixels[32:48, 15:55])
    assert np.array_equal(changed[:, 75:], pixels[:, 75:])


def test_a_picture_without_bystanders_stays_byte_for_byte(site, exporter, tmp_path):
    decision = site.decide(0)
    made = export(exporter, replace(YOLO, blur=frozenset({Blur.PLATES})), tmp_path / "out")
    stored = site.evidence.load(decision.evidence.sha256)
    assert exported_picture(made).read_bytes() == stored
