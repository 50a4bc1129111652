"""What the refiner learns from: views of proposed plates, real, pasted, and none at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import keras
import numpy as np
import numpy.typing as npt

from pipeline.refiner import MARGIN_X, MARGIN_Y, View, look_around
from pipeline.training.detector_augment import Augmentation, recolour
from pipeline.training.detector_data import Pictures
from pipeline.training.hardships import cut_off, move_away, paint_over, speckle
from pipeline.training.pasting import PlatePool, Quad, draw_lookalike, paste
from pipeline.types import Box, Pixels

Floats = npt.NDArray[np.float32]

TARGET_SIZE = 10
"""Eight coordinates, the weight of the corners, the weight of the box around them."""

_UNIT = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
_SMALLEST_PLATE_PX = 5
_LOOKALIKE_SHARE, _PROPOSED_SHARE = 0.3, 0.55
"""Of the views without a plate; the others show places at random."""
_CUT_SHARE = 0.2
_LIGHT = Augmentation(
    mosaic=0.0,
    zoom_out=1.0,
    zoom_in=1.0,
    aspect=0.0,
    rotation_degrees=0.0,
    grey=0.15,
    hue=0.1,
    relight=0.8,
    spoil=0.45,
)


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a detector proposed on one picture: boxes that show a plate, and some that do not.

    ``right`` pairs a proposed box with the labelled one.
    """

    picture: int
    right: tuple[tuple[Box, Box], ...]
    wrong: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """Shares of the kinds of views; what is left are labelled plates in their photos.

    The others are chances: ``turned`` and ``painted`` for labelled plates, ``cut_off`` for those
    and pasted ones, ``far`` and ``speckled`` for every view, or specks would mean a plate.
    """

    pasted: float
    wrong: float
    turned: float = 0.2
    cut_off: float = 0.0
    painted: float = 0.0
    far: float = 0.0
    speckled: float = 0.0


class Views(keras.utils.PyDataset):  # type: ignore[misc]  # Keras is untyped
    """Endless batches of views: BGR 0 to 1, and ``corners`` (batch, 10) and ``plate`` targets.

    Nothing is repeated: the order in which batches are asked for decides what they hold.
    """

    def __init__(  # noqa: PLR0913 - each is its own thing, and all are needed
        self,
        pictures: Pictures,
        proposals: Sequence[Proposals],
        pool: PlatePool,
        size: tuple[int, int],
        mixture: Mixture,
        *,
        batch: int,
        steps: int,
        seed: int,
    ) -> None:
        super().__init__(workers=1)
        self._pictures, self._pool, self._size = pictures, pool, size
        self._mixture, self._batch, self._steps = mixture, batch, steps
        self._random = np.random.default_rng(seed)
        self._with_plates = [p for p in proposals if len(p.right)]
        self._with_wrong = [p for p in proposals if len(p.wrong)]
        self._plain = [p.picture for p in proposals]

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, index: int) -> tuple[Floats, dict[str, Floats]]:
        made = [self._make() for _ in range(self._batch)]
        pixels = np.stack(
            [recolour(self._spoil(view), _LIGHT, self._random) for view, _, _ in made]
        )
        corners = np.stack([target for _, target, _ in made])
        plates = np.array([[plate] for _, _, plate in made], np.float32)
        return np.multiply(pixels, 1 / 255, dtype=np.float32), {"corners": corners, "plate": plates}

    def _spoil(self, view: Pixels) -> Pixels:
        if self._random.random() < self._mixture.far:
            view = move_away(view, self._random)
        if self._random.random() < self._mixture.speckled:
            view = speckle(view, self._random)
        return view

    def _make(self) -> tuple[Pixels, Floats, float]:
        draw = self._random.random()
        if draw < self._mixture.wrong:
            return self._make_wrong()
        if draw < self._mixture.wrong + self._mixture.pasted:
            return self._make_pasted()
        chosen = self._with_plates[int(self._random.integers(len(self._with_plates)))]
        proposed, labelled = chosen.right[int(self._random.integers(len(chosen.right)))]
        pixels = self._pictures[chosen.picture].pixels
        draw = self._random.random() - self._mixture.turned
        if draw < 0.0:
            return self._make_turned(chosen.picture, labelled)
        if draw < self._mixture.cut_off:
            near, shift = self._around(chosen.picture, labelled, labelled)
            return self._make_cut_off(near, _moved(labelled, shift))
        if draw < self._mixture.cut_off + self._mixture.painted:
            near, shift = self._around(chosen.picture, labelled, labelled)
            paint_over(near, _moved(labelled, shift), self._random)
            pixels, labelled = near, _moved(labelled, shift)
            proposed = self._jitter(labelled)
        around = proposed if self._random.random() < 0.4 else self._jitter(labelled)
        view = look_around(pixels, around, *self._size)
        target = _target(view, _corners(labelled), corner_weight=0.0)
        if self._random.random() < 0.5:
            return _mirrored(view.pixels, target)
        return view.pixels, target, 1.0

    def _make_turned(self, picture: int, labelled: Box) -> tuple[Pixels, Floats, float]:
        """A plate in a photo that was turned, as some pictures of the web and of phones are."""
        turn = math.radians(float(np.clip(self._random.normal(0, 14), -40, 40)))
        turned = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
        # Pictures that were made square after they were turned have plates that slant.
        stretch = np.diag([math.exp(float(np.clip(self._random.normal(0, 0.25), -0.7, 0.7))), 1.0])
        turned = np.linalg.inv(stretch) @ turned @ stretch
        centre = np.array(labelled.centre)
        quad = ((_corners(labelled) - centre) @ turned.T + centre).astype(np.float32)
        pixels, shift = self._around(picture, labelled, _hull(quad))
        middle = centre + shift
        matrix = np.column_stack([turned, middle - turned @ middle])
        size = pixels.shape[1], pixels.shape[0]
        moved = cv2.warpAffine(pixels, matrix, size, borderMode=cv2.BORDER_REPLICATE)
        place = (quad + shift).astype(np.float32)
        view = look_around(moved.astype(np.uint8), self._jitter(_hull(place)), *self._size)
        # Labels are boxes, larger than a plate that leans: its corners are not known.
        return view.pixels, _target(view, place, corner_weight=0.0), 1.0

    def _make_wrong(self) -> tuple[Pixels, Floats, float]:
        random = self._random
        draw = random.random()
        if self._with_wrong and draw < _PROPOSED_SHARE:
            # The picture first: one full of leaves has a hundred proposals, and one mistake.
            chosen = self._with_wrong[int(random.integers(len(self._with_wrong)))]
            pixels = self._pictures[chosen.picture].pixels
            box = self._jitter(chosen.wrong[int(random.integers(len(chosen.wrong)))])
        else:
            found = self._random_place()
            if found is None:
                return self._make_pasted()
            pixels, box = found
            if draw < _PROPOSED_SHARE + _LOOKALIKE_SHARE:
                pixels, box = self._with_lookalike(pixels, box)
        view = look_around(pixels, box, *self._size)
        shown = view.pixels[:, ::-1] if random.random() < 0.5 else view.pixels
        return np.ascontiguousarray(shown), np.zeros(TARGET_SIZE, np.float32), 0.0

    def _with_lookalike(self, pixels: Pixels, box: Box) -> tuple[Pixels, Box]:
        """A copy of the picture with something drawn at ``box``, and where one would look."""
        thing = draw_lookalike(self._random)
        aspect = thing.shape[1] / thing.shape[0]
        quad = _leaning_quad(box.width, aspect, self._random) + np.array(box.centre, np.float32)
        changed = pixels.copy()
        paste(
            changed,
            thing,
            quad,
            float(pixels.mean()) * self._random.uniform(0.6, 1.5),
            self._random,
        )
        return changed, self._jitter(_hull(quad))

    def _random_place(self) -> tuple[Pixels, Box] | None:
        picture = self._pictures[self._plain[int(self._random.integers(len(self._plain)))]]
        height, width = picture.pixels.shape[:2]
        tall = math.exp(self._random.uniform(math.log(10), math.log(0.3 * height)))
        wide = min(0.8 * width, tall * math.exp(self._random.uniform(0.0, math.log(5.5))))
        x, y = self._random.uniform(0, width - wide), self._random.uniform(0, height - tall)
        grown = np.array([x, y, x + wide, y + tall]) + np.array([-wide, -tall, wide, tall]) * 0.2
        for left, top, right, bottom in picture.boxes:
            if min(right, grown[2]) > max(left, grown[0]) and min(bottom, grown[3]) > max(
                top, grown[1]
            ):
                return None
        return picture.pixels, Box(x, y, wide, tall)

    def _make_pasted(self) -> tuple[Pixels, Floats, float]:
        """Another plate over one in a photo, whose place is smeared first, at any lean."""
        random = self._random
        chosen = self._with_plates[int(random.integers(len(self._with_plates)))]
        _, labelled = chosen.right[int(random.integers(len(chosen.right)))]
        plate = self._pool.any(random)
        size = labelled.width * random.uniform(0.8, 1.3)
        size = max(size, 18.0)
        quad = _leaning_quad(size, plate.shape[1] / plate.shape[0], random)
        quad += np.array(labelled.centre, np.float32)
        hull = _hull(quad)
        pixels, shift = self._around(chosen.picture, labelled, hull)
        _smear(pixels, _moved(labelled, shift))
        moved = (quad + shift).astype(np.float32)
        place = _hull(moved)
        part = pixels[
            max(0, int(place.y)) : int(place.bottom), max(0, int(place.x)) : int(place.right)
        ]
        brightness = float(part.mean()) * random.uniform(0.8, 2.0) if part.size else 128.0
        paste(pixels, plate, moved, brightness, random)
        draw = random.random() - _CUT_SHARE
        if draw < 0.0:
            return self._make_cut(pixels, place, moved)
        if draw < self._mixture.cut_off:
            return self._make_cut_off(pixels, place)
        view = look_around(pixels, self._jitter(place), *self._size)
        return view.pixels, _target(view, moved, corner_weight=1.0), 1.0

    def _make_cut(self, pixels: Pixels, place: Box, quad: Quad) -> tuple[Pixels, Floats, float]:
        """A picture that ends close around its plate, as crops of plates do."""
        margins = self._random.uniform(0.0, 0.15, 4)
        height, width = pixels.shape[:2]
        left = max(0, int(place.x - margins[0] * place.width))
        top = max(0, int(place.y - margins[1] * place.height))
        right = min(width, math.ceil(place.right + margins[2] * place.width))
        bottom = min(height, math.ceil(place.bottom + margins[3] * place.height))
        cut = pixels[top:bottom, left:right]
        whole = Box(0.0, 0.0, float(cut.shape[1]), float(cut.shape[0]))
        view = look_around(cut, whole, *self._size)
        shifted = quad - np.array([left, top], np.float32)
        return view.pixels, _target(view, shifted, corner_weight=1.0), 1.0

    def _make_cut_off(self, pixels: Pixels, place: Box) -> tuple[Pixels, Floats, float]:
        """A plate at the edge of its picture, or of a part of a picture that was joined of four."""
        other = self._pictures[int(self._random.integers(len(self._pictures)))].pixels
        covered, seen = cut_off(pixels, place, other, self._random)
        view = look_around(covered, self._jitter(seen), *self._size)
        # Labels of such plates are boxes around what is left of them.
        return view.pixels, _target(view, _corners(seen), corner_weight=0.0), 1.0

    def _around(self, picture: int, labelled: Box, hull: Box) -> tuple[Pixels, Floats]:
        """A copy of the photo near both boxes, and what to add to places for places in it."""
        pixels = self._pictures[picture].pixels
        height, width = pixels.shape[:2]
        left, right = min(labelled.x, hull.x), max(labelled.right, hull.right)
        top, bottom = min(labelled.y, hull.y), max(labelled.bottom, hull.bottom)
        spare_x, spare_y = (right - left) * 2 * MARGIN_X, (bottom - top) * 2 * MARGIN_Y
        left, top = max(0, int(left - spare_x)), max(0, int(top - spare_y))
        right, bottom = min(width, int(right + spare_x)), min(height, int(bottom + spare_y))
        shift = np.array([-left, -top], np.float32)
        return pixels[top:bottom, left:right].copy(), shift

    def _jitter(self, box: Box) -> Box:
        """``box`` as a detector might have placed it."""
        stretch = np.exp(self._random.normal(0.03, 0.13, 2)).clip(0.7, 1.5)
        shift = self._random.normal(0.0, 0.07, 2).clip(-0.18, 0.18)
        width, height = box.width * stretch[0], box.height * stretch[1]
        x, y = box.centre
        x, y = x + shift[0] * width, y + shift[1] * height
        return Box(x - width / 2, y - height / 2, width, height)


def _leaning_quad(width: float, aspect: float, random: np.random.Generator) -> Quad:
    """Corners of a plate of ``width`` pixels around (0, 0), tilted, slanted, in perspective."""
    height = width / aspect
    turn = math.radians(float(np.clip(random.normal(0, 7), -25, 25)))
    slant = float(np.clip(random.normal(0, 0.12), -0.35, 0.35))
    matrix = np.array([[math.cos(turn), -math.sin(turn) + slant], [math.sin(turn), math.cos(turn)]])
    quad = (_UNIT - 0.5) * np.array([width, height])
    quad = quad @ matrix.T + random.uniform(-0.07, 0.07, (4, 2)) * height
    return np.asarray(quad, np.float32)


def _smear(pixels: Pixels, box: Box) -> None:
    """Make what is in ``box`` unreadable in place: its surroundings' colours flow in."""
    height, width = pixels.shape[:2]
    left, top = max(0, int(box.x - 1)), max(0, int(box.y - 1))
    right, bottom = min(width, math.ceil(box.right) + 1), min(height, math.ceil(box.bottom) + 1)
    if right - left < 2 or bottom - top < 2:
        return
    frame = pixels[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3].copy()
    frame[3:-3, 3:-3] = np.median(frame.reshape(-1, 3), axis=0)
    small = cv2.resize(frame, (4, 4), interpolation=cv2.INTER_AREA)
    flowing = cv2.resize(small, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR)
    pixels[top:bottom, left:right] = flowing


def _target(view: View, quad: Quad, *, corner_weight: float) -> Floats:
    shares = view.from_picture(quad)
    return np.array([*shares.reshape(-1), corner_weight, 1.0], np.float32)


def _mirrored(pixels: Pixels, target: Floats) -> tuple[Pixels, Floats, float]:
    corners = target[:8].reshape(4, 2)[[1, 0, 3, 2]].copy()
    corners[:, 0] = 1.0 - corners[:, 0]
    return np.ascontiguousarray(pixels[:, ::-1]), np.array([*corners.reshape(-1), *target[8:]]), 1.0


def _corners(box: Box) -> Quad:
    return np.asarray(_UNIT * np.array(_sides(box)) + np.array([box.x, box.y]), np.float32)


def _moved(box: Box, shift: Floats) -> Box:
    return Box(box.x + float(shift[0]), box.y + float(shift[1]), box.width, box.height)


def _sides(box: Box) -> tuple[float, float]:
    return box.width, box.height


def _hull(quad: Quad) -> Box:
    left, top = quad.min(axis=0)
    right, bottom = quad.max(axis=0)
    return Box(float(left), float(top), float(right - left), float(bottom - top))


def is_large_enough(box: Box) -> bool:
    """Whether the corners of a labelled plate are known well enough to learn from."""
    return min(box.width, box.height) >= _SMALLEST_PLATE_PX
