import csv
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.training.annealing import TimedCosine
from pipeline.training.calibration import expected_calibration_error, fit_temperature
from pipeline.training.plate_set import (
    PlateSampler,
    fold_text,
    load_crops,
    load_training_plates,
    rendered_pool,
)
from pipeline.training.reading_figures import count_exact, load_colour_crops


@pytest.fixture
def labelled_folder(tmp_path: Path) -> Path:
    """Two plate crops and one photo with a plate, laid out like the shared pictures."""
    rng = np.random.default_rng(1)
    for part in ("plates", "detection"):
        (tmp_path / part / "images").mkdir(parents=True)
    for name in ("a.png", "b.png"):
        picture = rng.integers(0, 256, (30, 90, 3), dtype=np.uint8)
        cv2.imwrite(str(tmp_path / "plates" / "images" / name), picture)
    photo = np.zeros((200, 300, 3), np.uint8)
    photo[100:130, 120:220] = 255
    cv2.imwrite(str(tmp_path / "detection" / "images" / "p.png"), photo)
    plates = [
        ("a.png", "x", "train", "KO-01 AB", "human"),
        ("b.png", "photos", "val", "AB12", "ocr"),
    ]
    write_rows(tmp_path / "plates" / "labels.csv", "file source split text label_origin", plates)
    photos = [("p.png", "photos", "train", "120", "100", "100", "30", "ZZ99")]
    columns = "file source split x y w h plate_text"
    write_rows(tmp_path / "detection" / "labels.csv", columns, photos)
    return tmp_path


def write_rows(path: Path, columns: str, rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns.split(), *rows])


def test_texts_are_folded_into_the_alphabet():
    assert fold_text("ko-01 ab·1") == "K001AB1"


def test_training_plates_bring_their_surroundings_where_a_photo_has_them(labelled_folder):
    photo, crop = load_training_plates(labelled_folder)
    assert (photo.text, crop.text) == ("ZZ99", "K001AB")
    left, top = photo.corners[0]
    assert (left, top) == (35.0, 11.0)
    inside = photo.pixels[int(top) + 2 : int(top) + 28, int(left) + 2 : int(left) + 98]
    assert inside.min() == 255
    assert photo.pixels[0, 0] == 0


def test_crops_of_another_split_stay_out(labelled_folder):
    assert [plate.text for plate in load_crops(labelled_folder, "val")] == ["AB12"]
    assert load_crops(labelled_folder, "test") == []


def test_a_picture_that_is_missing_is_named(labelled_folder):
    (labelled_folder / "plates" / "images" / "b.png").unlink()
    with pytest.raises(FileNotFoundError, match=r"b\.png"):
        load_colour_crops(labelled_folder, "val")


def test_people_and_machines_are_counted_apart(labelled_folder):
    crops = load_colour_crops(labelled_folder, "val") + load_colour_crops(labelled_folder, "train")
    assert count_exact(crops, ["AB12", "WRONG"]) == {"ocr": "1/1", "people": "0/1"}


def test_the_pool_is_the_same_when_it_is_read_back(tmp_path):
    written = rendered_pool(tmp_path / "pool.npz", 6, seed=3)
    read = rendered_pool(tmp_path / "pool.npz", 6, seed=99)
    assert [plate.text for plate in written] == [plate.text for plate in read]
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(written, read, strict=True))


def test_batches_repeat_with_their_seed_and_mix_real_and_rendered(labelled_folder, tmp_path):
    real = load_training_plates(labelled_folder)
    pool = rendered_pool(tmp_path / "pool.npz", 5, seed=3)
    sampler = PlateSampler(real, pool, real_share=0.5, size=(48, 144))
    batches = [sampler.draw_batch(40, np.random.default_rng(8)) for _ in range(2)]
    assert np.array_equal(batches[0][0], batches[1][0])
    assert batches[0][1] == batches[1][1]
    assert batches[0][0].shape == (40, 48, 144)
    from_photos = sum(text in ("ZZ99", "K001AB") for text in batches[0][1])
    assert 8 <= from_photos <= 32


def test_the_fitted_temperature_undoes_a_known_overconfidence():
    rng = np.random.default_rng(2)
    logits = rng.normal(0, 1.5, (4000, 10)).astype(np.float32)
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = np.array([rng.choice(10, p=row / row.sum()) for row in chances.astype(np.float64)])
    assert fit_temperature(logits * 2.5, labels) == pytest.approx(2.5, rel=0.12)


def test_calibration_error_is_the_gap_between_confidence_and_truth():
    confidences = np.array([0.9] * 10 + [0.3] * 10)
    right = np.array([True] * 8 + [False] * 2 + [True] * 3 + [False] * 7)
    assert expected_calibration_error(confidences, right) == pytest.approx(0.05)


def test_the_learning_rate_warms_up_and_ends_annealed():
    schedule = TimedCosine(1.0, 100.0, spent_s=0.0, warmup_steps=10)
    assert schedule.rate(0) == pytest.approx(0.1, abs=1e-3)
    assert schedule.rate(10) == pytest.approx(1.0, abs=1e-3)
    assert TimedCosine(1.0, 100.0, spent_s=50.0).rate(1000) == pytest.approx(0.5, abs=1e-3)
    done = TimedCosine(1.0, 100.0, spent_s=100.0)
    assert done.progress == 1.0
    assert done.rate(1000) == pytest.approx(0.005)
