"""Training pictures that nobody had to label: plates pasted into photos, and look-alikes.

A pasted plate is rendered or a real crop. It takes the place of the plate in a photo, where a
vehicle surrounds it, or lies anywhere in a picture, where nothing but the plate gives it away.
Look-alikes (rows of windows, grilles, signs, blank rectangles) are what a plate is not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.training.detector_data import Boxes, LabelledPicture, PictureCache
from pipeline.training.plate_set import read_rows
from pipeline.training.rendering import PlateFonts, random_plate, render_plate
from pipeline.training.scenes import render_scene
from pipeline.types import Pixels

Quad = npt.NDArray[np.float32]
"""Shape (4, 2): x and y of corners, clockwise from the top left."""

_STORED_HEIGHT_PX = 64
_UNIT = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
_SMALLEST_SIDE_PX = 6
_SCENE_COUNT = 200
_ASPECT_MAY_DIFFER = 1.35
_WORDS = ("Parking", "Open daily", "taxi", "Hotel", "no entry", "welcome", "Tel. 0800", "exit")


@dataclass(frozen=True, slots=True)
class Pasting:
    """Chances, 0 to 1, of each kind of change to a picture.

    ``replaced`` is for the plates it has, ``added`` and ``lookalike`` for things it has not, and
    ``scene`` for a rendered scene in its place.
    """

    replaced: float
    added: float
    lookalike: float
    scene: float


class PlatePool:
    """Plates to paste: BGR pictures that show one plate from edge to edge."""

    def __init__(self, plates: Sequence[Pixels]) -> None:
        self._plates = list(plates)
        self._aspects = np.array([plate.shape[1] / plate.shape[0] for plate in plates])

    def __len__(self) -> int:
        return len(self._plates)

    def any(self, random: np.random.Generator) -> Pixels:
        return self._plates[int(random.integers(len(self._plates)))]

    def like(self, aspect: float, random: np.random.Generator) -> Pixels | None:
        """A plate about ``aspect`` times as wide as high; None where there is none."""
        ratio = self._aspects / aspect
        near = np.flatnonzero(np.maximum(ratio, 1 / ratio) < _ASPECT_MAY_DIFFER)
        return self._plates[int(random.choice(near))] if len(near) else None


def build_pool(crops: Path, rendered_count: int, seed: int) -> PlatePool:
    """``rendered_count`` plates, and the crops of the training split in the folder ``crops``.

    Raises:
        FileNotFoundError: ``crops`` lacks ``labels.csv`` or a picture that it names.
    """
    random = np.random.default_rng(seed)
    fonts = PlateFonts()
    plates = [
        render_plate(*random_plate(random), fonts, _STORED_HEIGHT_PX) for _ in range(rendered_count)
    ]
    return PlatePool(plates + _read_crops(crops))


def _read_crops(folder: Path) -> list[Pixels]:
    plates = []
    for row in read_rows(folder / "labels.csv", "train"):
        path = folder / "images" / row["file"]
        pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if pixels is None:
            raise FileNotFoundError(path)
        plates.append(pixels.astype(np.uint8, copy=False))
    return plates


class VariedPictures:
    """``pictures`` with other things in them at every look; serves one thread."""

    def __init__(
        self, pictures: PictureCache, pool: PlatePool, settings: Pasting, seed: int
    ) -> None:
        self._pictures, self._pool, self._settings = pictures, pool, settings
        self._random = np.random.default_rng(seed)
        self._scenes = [self._render_scene(number) for number in range(_SCENE_COUNT)]

    def __len__(self) -> int:
        return len(self._pictures)

    def __getitem__(self, index: int) -> LabelledPicture:
        return self.varied(index, self._random)

    def varied(self, index: int, random: np.random.Generator) -> LabelledPicture:
        """The picture at ``index``, with what ``random`` puts into it."""
        picture = self._pictures[index]
        settings = self._settings
        if random.random() < settings.scene:
            picture = self._scenes[int(random.integers(len(self._scenes)))]
        elif len(picture.boxes) and random.random() < settings.replaced:
            picture = replace_plates(picture, self._pool, random)
        # A picture without plates shows fewest things, and needs the most.
        generous = 1.0 if len(picture.boxes) else 2.5
        if random.random() < settings.added * generous:
            picture = add_plates(picture, self._pool, random)
        if random.random() < settings.lookalike * generous:
            picture = add_lookalikes(picture, random)
        return picture

    def _render_scene(self, number: int) -> LabelledPicture:
        height = round(math.exp(self._random.uniform(math.log(10), math.log(80))))
        scene = render_scene(number, 640, 400, height)
        box = scene.plate_box
        edges = np.array([[box.x, box.y, box.right, box.bottom]], np.float32)
        return LabelledPicture(scene.pixels, edges, "rendered-scene")


def replace_plates(
    picture: LabelledPicture, pool: PlatePool, random: np.random.Generator
) -> LabelledPicture:
    """Another plate of like proportions over each plate that is large enough, in its light."""
    pixels = picture.pixels.copy()
    boxes = picture.boxes.copy()
    for index, (left, top, right, bottom) in enumerate(picture.boxes):
        width, height = right - left, bottom - top
        if min(width, height) < _SMALLEST_SIDE_PX:
            continue
        plate = pool.like(width / height, random)
        if plate is None:
            continue
        grown = 1 + random.uniform(0.0, 0.08)
        centre = np.array([left + right, top + bottom]) / 2
        quad = (_UNIT - 0.5) * np.array([width, height]) * grown + centre
        quad += random.uniform(-0.03, 0.03, (4, 2)) * height
        old = pixels[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1]
        brightness = float(old.mean()) if old.size else float(pixels.mean())
        boxes[index] = paste(pixels, plate, quad.astype(np.float32), brightness, random)
    return LabelledPicture(pixels, boxes, picture.source)


def add_plates(
    picture: LabelledPicture, pool: PlatePool, random: np.random.Generator
) -> LabelledPicture:
    """One to three more plates, of any size and tilt, where no other lies."""
    pixels = picture.pixels.copy()
    boxes = [*picture.boxes]
    for _ in range(int(random.integers(1, 4))):
        plate = pool.any(random)
        quad = _free_quad(pixels.shape[:2], plate.shape[1] / plate.shape[0], boxes, random)
        if quad is not None:
            brightness = float(pixels.mean()) * random.uniform(0.7, 1.5)
            boxes.append(paste(pixels, plate, quad, brightness, random))
    return LabelledPicture(pixels, np.asarray(boxes, np.float32).reshape(-1, 4), picture.source)


def add_lookalikes(picture: LabelledPicture, random: np.random.Generator) -> LabelledPicture:
    """One to three things that are no plates, where no plate lies."""
    pixels = picture.pixels.copy()
    for _ in range(int(random.integers(1, 4))):
        thing = draw_lookalike(random)
        aspect = thing.shape[1] / thing.shape[0]
        quad = _free_quad(pixels.shape[:2], aspect, [*picture.boxes], random, largest=0.5)
        if quad is not None:
            paste(pixels, thing, quad, float(pixels.mean()) * random.uniform(0.6, 1.5), random)
    return LabelledPicture(pixels, picture.boxes, picture.source)


def draw_lookalike(random: np.random.Generator) -> Pixels:
    """Something of a plate's shape that is none, BGR."""
    return _LOOKALIKES[int(random.integers(len(_LOOKALIKES)))](random)


def _free_quad(
    size: tuple[int, int],
    aspect: float,
    taken: Sequence[Boxes],
    random: np.random.Generator,
    largest: float = 0.35,
) -> Quad | None:
    """A tilted place in a picture of ``size`` (height, width) that no taken box touches."""
    height, width = size
    for _ in range(8):
        smallest = _SMALLEST_SIDE_PX * 1.5
        side = math.exp(random.uniform(math.log(smallest), math.log(largest * height)))
        side = min(side, 0.8 * width / aspect)
        turn = math.radians(float(np.clip(random.normal(0, 6), -20, 20)))
        shear = random.uniform(-0.2, 0.2)
        matrix = np.array(
            [
                [math.cos(turn), -math.sin(turn) + shear],
                [math.sin(turn), math.cos(turn)],
            ]
        )
        quad = (_UNIT - 0.5) * np.array([side * aspect, side])
        quad = quad @ matrix.T + random.uniform(-0.06, 0.06, (4, 2)) * side
        quad += random.uniform(0.05, 0.95, 2) * np.array([width, height])
        box = _hull(quad)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
        if inside and not any(_overlap(box, other) for other in taken):
            return np.asarray(quad, np.float32)
    return None


def _hull(quad: npt.NDArray[np.floating]) -> Boxes:
    return np.concatenate([quad.min(axis=0), quad.max(axis=0)]).astype(np.float32)


def _overlap(box: Boxes, other: Boxes) -> bool:
    return bool((np.minimum(box[2:], other[2:]) > np.maximum(box[:2], other[:2])).all())


def paste(
    pixels: Pixels, plate: Pixels, quad: Quad, brightness: float, random: np.random.Generator
) -> Boxes:
    """Draw ``plate`` over ``quad`` of ``pixels`` in place; return its box, cut at the edges.

    The plate is lit to a mean of about ``brightness``, and is grey where the picture is.
    """
    height, width = pixels.shape[:2]
    box = np.clip(_hull(quad), 0, [width, height, width, height]).astype(np.float32)
    left, top = np.floor(box[:2]).astype(int)
    right, bottom = np.ceil(box[2:]).astype(int)
    if right <= left or bottom <= top:
        return box
    sides = np.linalg.norm(quad[[1, 3]] - quad[0], axis=1)
    wanted = max(2, round(float(sides[0]))), max(2, round(float(sides[1])))
    if wanted[1] < plate.shape[0]:
        plate = cv2.resize(plate, wanted, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    source = (_UNIT * np.array(plate.shape[1::-1]) - 0.5).astype(np.float32)
    target = quad - np.array([left, top], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(source, target.astype(np.float32))
    size = int(right - left), int(bottom - top)
    warped = cv2.warpPerspective(plate, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    solid = np.full(plate.shape[:2], 255, np.uint8)
    cover = cv2.warpPerspective(solid, matrix, size).astype(np.float32)[..., None] / 255
    if random.random() < 0.6:
        sigma = random.uniform(0.3, 0.9)
        warped = cv2.GaussianBlur(warped, (0, 0), sigma)
    if _is_grey(pixels):
        # Or colour in a grey picture would be what gives a plate away.
        warped = cv2.cvtColor(cv2.cvtColor(warped, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    mean = max(8.0, float(plate.mean()))
    gain = np.clip(brightness / mean, 0.15, 1.6) * math.exp(random.normal(0, 0.15))
    lit = np.clip(warped.astype(np.float32) * gain + random.normal(0, 5), 0, 255)
    under = pixels[top:bottom, left:right]
    under[:] = (under * (1 - cover) + lit * cover).astype(np.uint8)
    return box


def _is_grey(pixels: Pixels) -> bool:
    some = pixels[::32, ::32].astype(np.int16)
    return bool((np.ptp(some, axis=2) <= 4).all())


def _draw_windows(random: np.random.Generator) -> Pixels:
    """A wall with rows of windows, some of them lit."""
    rows, columns = int(random.integers(1, 5)), int(random.integers(2, 9))
    cell_y, cell_x = int(random.integers(14, 34)), int(random.integers(10, 26))
    pixels = np.full((rows * cell_y, columns * cell_x, 3), random.integers(40, 220, 3), np.uint8)
    glass = random.integers(0, 255, 3)
    inset = int(random.integers(2, 5))
    for row in range(rows):
        for column in range(columns):
            colour = glass if random.random() < 0.8 else random.integers(0, 255, 3)
            corner = column * cell_x + inset, row * cell_y + inset
            opposite = (column + 1) * cell_x - inset, (row + 1) * cell_y - inset
            cv2.rectangle(pixels, corner, opposite, [int(value) for value in colour], -1)
    return pixels


def _draw_grille(random: np.random.Generator) -> Pixels:
    """Bars of a radiator, a gate or a drain, with bright edges."""
    height, width = int(random.integers(30, 64)), int(random.integers(80, 220))
    step = int(random.integers(5, 16))
    phase = np.arange(width if random.random() < 0.5 else height) % step
    bright = (phase < step * random.uniform(0.3, 0.7)).astype(np.float32)
    pattern = (
        np.tile(bright, (height, 1))
        if len(bright) == width
        else np.tile(bright[:, None], (1, width))
    )
    dark, light = random.integers(0, 90, 3), random.integers(100, 255, 3)
    return (dark + pattern[..., None] * (light.astype(np.float32) - dark)).astype(np.uint8)


def _draw_sign(random: np.random.Generator) -> Pixels:
    """A board with words in small letters; plates have none."""
    height, width = int(random.integers(28, 60)), int(random.integers(110, 260))
    ground = [int(value) for value in random.integers(0, 255, 3)]
    pixels = np.full((height, width, 3), ground, np.uint8)
    ink = [255 - value for value in ground]
    font = (cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX)
    word = _WORDS[int(random.integers(len(_WORDS)))]
    face = font[int(random.integers(len(font)))]
    place = int(width * 0.06), int(height * 0.7)
    cv2.putText(pixels, word, place, face, height / 45, ink, 2, cv2.LINE_AA)
    return pixels


def _draw_blank(random: np.random.Generator) -> Pixels:
    """A rectangle of the shape of a plate that says nothing: a lamp, a sticker, a patch."""
    height, width = 40, int(random.integers(60, 220))
    pixels = np.full((height, width, 3), random.integers(0, 255, 3), np.uint8)
    edge = [int(value) for value in random.integers(0, 255, 3)]
    cv2.rectangle(pixels, (0, 0), (width - 1, height - 1), edge, int(random.integers(1, 5)))
    shade = np.linspace(random.uniform(0.6, 1.0), random.uniform(0.6, 1.0), width)[None, :, None]
    return (pixels * shade).astype(np.uint8)


_LOOKALIKES: tuple[Callable[[np.random.Generator], Pixels], ...] = (
    _draw_windows,
    _draw_grille,
    _draw_sign,
    _draw_blank,
)
