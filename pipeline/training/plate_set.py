"""Plates with known texts to train on and to choose by: real crops, cuts from photos, rendered."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.training.degradation import MILD, ROUGH, Corners, degrade, whole_picture
from pipeline.training.feeding import map_in_processes
from pipeline.training.rendering import PlateFonts, random_plate, render_plate
from pipeline.types import ALPHABET, Pixels

PEOPLE_ORIGINS = ("human", "filename")
PHOTO_PLATES = "photo_plates"
"""Folder of packed data with plates cut from photos, in the manner of ``cut_from_photo``."""

_CONTEXT = 0.35
_STORED_HEIGHT_PX = 64
_CHUNK = 500
"""Rendered plates that one process makes at a time, with a seed of their own."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledPlate:
    """A grey picture (height, width) that shows one plate at ``corners``, and what it says.

    ``text`` is in ``ALPHABET`` (O written 0); ``label_origin`` is human, filename, ocr,
    synthetic or rendered.
    """

    pixels: Pixels
    corners: Corners
    text: str
    source: str
    label_origin: str

    @property
    def labelled_by_people(self) -> bool:
        return self.label_origin in PEOPLE_ORIGINS


def fold_text(text: str) -> str:
    """``text`` in ``ALPHABET``: upper case, O written 0, everything else left out."""
    return "".join(c for c in text.upper().replace("O", "0") if c in ALPHABET)


def load_crops(folder: Path, split: str) -> list[LabelledPlate]:
    """The plate crops of one split of ``folder``/plates, decoded to grey.

    Raises:
        FileNotFoundError: ``labels.csv`` or a picture that it names is missing.
    """
    plates: list[LabelledPlate] = []
    for row in read_rows(folder / "plates" / "labels.csv", split):
        pixels = _read_grey(folder / "plates" / "images" / row["file"])
        text = fold_text(row["text"])
        plates.append(
            LabelledPlate(pixels, whole_picture(pixels), text, row["source"], row["label_origin"])
        )
    return plates


def load_photo_plates(folder: Path, split: str) -> list[LabelledPlate]:
    """Plates with text cut from the photos of ``folder``/detection, with their surroundings.

    Packed data, whose photos are too small for this, brings them cut.

    Raises:
        FileNotFoundError: ``labels.csv`` or a picture that it names is missing.
    """
    if (folder / PHOTO_PLATES).is_dir():
        return [
            _photo_plate(_read_grey(folder / PHOTO_PLATES / "images" / row["file"]), row)
            for row in read_rows(folder / PHOTO_PLATES / "labels.csv", split)
        ]
    plates: list[LabelledPlate] = []
    for row in read_rows(folder / "detection" / "labels.csv", split):
        text = fold_text(row["plate_text"])
        if not text:
            continue
        photo = _read_grey(folder / "detection" / "images" / row["file"])
        cut, box = cut_from_photo(photo, *(float(row[key]) for key in "xywh"))
        place = dict(zip("xywh", map(str, box), strict=True))
        plates.append(_photo_plate(cut, row | {"text": text} | place))
    return plates


def cut_from_photo(
    photo: Pixels, x: float, y: float, width: float, height: float
) -> tuple[Pixels, tuple[float, float, float, float]]:
    """The plate at that box with its surroundings, and its box (x, y, width, height) in there."""
    left, top = max(0, int(x - _CONTEXT * width)), max(0, int(y - _CONTEXT * height))
    right, bottom = int(x + (1 + _CONTEXT) * width), int(y + (1 + _CONTEXT) * height)
    return photo[top:bottom, left:right].copy(), (x - left, y - top, width, height)


def _photo_plate(cut: Pixels, row: Mapping[str, str]) -> LabelledPlate:
    x, y, width, height = (float(row[key]) for key in "xywh")
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    corners = (unit * np.array([width, height]) + np.array([x, y])).astype(np.float32)
    return LabelledPlate(cut, corners, fold_text(row["text"]), row["source"], "photo")


def load_training_plates(folder: Path) -> list[LabelledPlate]:
    """Every real plate to train on, each once: with its surroundings where a photo has them."""
    photos = load_photo_plates(folder, "train")
    seen = {plate.source for plate in photos}
    return photos + [plate for plate in load_crops(folder, "train") if plate.source not in seen]


def rendered_pool(path: Path, count: int, seed: int) -> list[LabelledPlate]:
    """``count`` rendered plates, kept in ``path`` (.npz) between runs."""
    if not path.exists():
        _write_pool(path, count, seed)
    with np.load(path) as stored:
        flat, widths, texts = stored["pixels"], stored["widths"], stored["texts"]
    plates: list[LabelledPlate] = []
    start = 0
    for width, text in zip(widths.tolist(), texts.tolist(), strict=True):
        end = start + width * _STORED_HEIGHT_PX
        pixels = flat[start:end].reshape(_STORED_HEIGHT_PX, width)
        plates.append(LabelledPlate(pixels, whole_picture(pixels), text, "rendered", "rendered"))
        start = end
    return plates


def _write_pool(path: Path, count: int, seed: int) -> None:
    counts = [min(_CHUNK, count - start) for start in range(0, count, _CHUNK)]
    seeds = [(seed, number) for number in range(len(counts))]
    parts = map_in_processes(_render_plates, counts, seeds)
    pictures = [picture for part in parts for picture, _ in part]
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path,
        pixels=np.concatenate([picture.ravel() for picture in pictures]),
        widths=np.array([picture.shape[1] for picture in pictures]),
        texts=np.array([text for part in parts for _, text in part]),
    )


def _render_plates(count: int, seed: tuple[int, int]) -> list[tuple[Pixels, str]]:
    """Grey pictures of plates, 64 px high, each with its text."""
    rng = np.random.default_rng(seed)
    fonts = PlateFonts()
    plates: list[tuple[Pixels, str]] = []
    for _ in range(count):
        text, style = random_plate(rng)
        colour = render_plate(text, style, fonts, _STORED_HEIGHT_PX)
        weights = np.array([0.114, 0.587, 0.299]) + rng.uniform(-0.1, 0.1, 3)
        plates.append((np.clip(colour @ (weights / weights.sum()), 0, 255).astype(np.uint8), text))
    return plates


class PlateSampler:
    """Draws degraded plates, real and rendered in a fixed proportion.

    Sources are drawn by the square root of their size, so that the large ones do not drown
    the others.
    """

    def __init__(
        self,
        real: Sequence[LabelledPlate],
        rendered: Sequence[LabelledPlate],
        *,
        real_share: float,
        size: tuple[int, int],
    ) -> None:
        self._real, self._rendered = real, rendered
        self._real_share, self._size = real_share, size
        counts: dict[str, int] = {}
        for plate in real:
            counts[plate.source] = counts.get(plate.source, 0) + 1
        weights = np.array([counts[plate.source] ** -0.4 for plate in real])
        self._cumulative = np.cumsum(weights / weights.sum()) if len(real) else weights

    def draw_batch(
        self, count: int, random: np.random.Generator
    ) -> tuple[npt.NDArray[np.uint8], list[str]]:
        """Grey uint8 (count, height, width) with their texts; ``random`` decides them all."""
        pictures = np.empty((count, *self._size), np.uint8)
        texts: list[str] = []
        for index in range(count):
            pictures[index], text = self._draw(random)
            texts.append(text)
        return pictures, texts

    def _draw(self, random: np.random.Generator) -> tuple[Pixels, str]:
        if random.random() < self._real_share:
            at = int(np.searchsorted(self._cumulative, random.random()))
            plate, severity = self._real[min(at, len(self._real) - 1)], MILD
        else:
            plate, severity = self._rendered[int(random.integers(len(self._rendered)))], ROUGH
        corners, size = plate.corners, self._size
        seen = degrade(plate.pixels, random, corners=corners, size=size, severity=severity)
        if random.random() < 0.08:
            seen = 255 - seen
        return seen, plate.text


def read_rows(path: Path, split: str) -> list[dict[str, str]]:
    """The rows of a ``labels.csv`` that belong to ``split``."""
    with path.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["split"] == split]


def _read_grey(path: Path) -> Pixels:
    pixels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if pixels is None:
        raise FileNotFoundError(path)
    return np.asarray(pixels, np.uint8)
