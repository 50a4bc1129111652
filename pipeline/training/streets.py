"""Rendered streets without a vehicle: what a detector must not take for a plate.

Walls with rows of windows, fences, striped booms, kerbs, signs and shop fronts are bright
rectangles in rows, as the characters of a plate are, and many gates look at them all day.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from pipeline.training.detector_data import LabelledPicture
from pipeline.types import Box, Pixels

SOURCE = "rendered-street"

_WIDTH_PX, _HEIGHT_PX = 640, 400
_LONGEST_STEP = 16
"""Pixels of one part of a row at most: what is larger is no plate to anyone."""


def empty_street(seed: int) -> LabelledPicture:
    """A picture of 640 x 400 without a plate; the same seed gives the same picture."""
    random = np.random.default_rng(seed)
    horizon = int(random.integers(90, 230))
    pixels = np.empty((_HEIGHT_PX, _WIDTH_PX, 3), np.float32)
    pixels[:horizon], pixels[horizon:] = random.integers(60, 235, 3), random.integers(40, 140, 3)
    canvas = pixels.astype(np.uint8)
    for _ in range(int(random.integers(3, 7))):
        _paint_house(canvas, horizon, random)
    _paint_trees(canvas, horizon, random)
    for _ in range(int(random.integers(2, 6))):
        paint = _THINGS[int(random.integers(len(_THINGS)))]
        paint(canvas, horizon, random)
    light = np.linspace(random.uniform(0.5, 1.2), random.uniform(0.5, 1.2), _WIDTH_PX)
    night = random.uniform(0.25, 0.6) if random.random() < 0.3 else 1.0
    lit = canvas * (light * night).astype(np.float32)[None, :, None]
    soft = cv2.GaussianBlur(lit, (0, 0), random.uniform(0.4, 1.2)).astype(np.float32)
    noise = random.standard_normal(soft.shape, np.float32) * random.uniform(1.0, 8.0)
    nothing = np.zeros((0, 4), np.float32)
    return LabelledPicture(np.clip(soft + noise, 0, 255).astype(np.uint8), nothing, SOURCE)


def _colour(random: np.random.Generator, low: int = 0, high: int = 255) -> tuple[int, int, int]:
    """Mostly a grey with a cast, as walls and roads are; any colour at times."""
    if random.random() < 0.25:
        blue, green, red = (int(value) for value in random.integers(low, high, 3))
        return blue, green, red
    grey = random.integers(low, high)
    blue, green, red = (int(np.clip(grey + cast, 0, 255)) for cast in random.integers(-20, 21, 3))
    return blue, green, red


def _paint_house(canvas: Pixels, horizon: int, random: np.random.Generator) -> None:
    """A wall with windows in rows, seen from in front or slightly from the side."""
    step_x, step_y = random.uniform(5, _LONGEST_STEP * 2, 2)
    columns, rows = int(random.integers(2, 14)), int(random.integers(1, 8))
    width, height = round((columns + 0.5) * step_x), round((rows + 0.5) * step_y)
    wall = np.full((height, width, 3), _colour(random, 50, 240), np.uint8)
    glass, frame = _colour(random, 0, 200), _colour(random)
    pane_x, pane_y = step_x * random.uniform(0.3, 0.85), step_y * random.uniform(0.35, 0.85)
    lit_share = random.choice([0.0, 0.2, 0.5])
    for row in range(rows):
        for column in range(columns):
            x, y = (column + 0.4) * step_x, (row + 0.4) * step_y
            lit = random.random() < lit_share
            colour = (120, 200, 240) if lit else glass
            _fill(wall, Box(x, y, pane_x, pane_y), colour)
            if pane_x > 8 and random.random() < 0.5:
                _fill(wall, Box(x + pane_x / 2 - 1, y, 2, pane_y), frame)
    lean = random.uniform(-0.25, 0.25) * height if random.random() < 0.4 else 0.0
    left, top = random.uniform(-0.3, 0.95) * _WIDTH_PX, horizon - height + random.uniform(0, 30)
    _warp_onto(canvas, wall, (left, top), lean)


def _warp_onto(canvas: Pixels, thing: Pixels, place: tuple[float, float], lean: float) -> None:
    """Draw ``thing`` with its top left at ``place``, its right side ``lean`` pixels shorter."""
    height, width = thing.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    squeeze = np.array([[0, 0], [0, lean / 2], [0, -lean / 2], [0, 0]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, source + squeeze + np.array(place, np.float32))
    size = canvas.shape[1], canvas.shape[0]
    cover = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size) > 127
    canvas[cover] = cv2.warpPerspective(thing, matrix, size)[cover]


def _fill(canvas: Pixels, box: Box, colour: tuple[int, int, int]) -> None:
    rows = slice(max(0, round(box.y)), max(0, round(box.bottom)))
    canvas[rows, max(0, round(box.x)) : max(0, round(box.right))] = colour


def _paint_trees(canvas: Pixels, horizon: int, random: np.random.Generator) -> None:
    for _ in range(int(random.integers(0, 8))):
        x, size = random.uniform(0, _WIDTH_PX), random.uniform(10, 60)
        leaf = np.array(_colour(random, 30, 120)) * (0.7, 1.2, 0.8)
        for _ in range(40):
            dx, dy = random.normal(0, size / 3, 2)
            shade = [float(v) for v in np.clip(leaf * random.uniform(0.6, 1.3), 0, 255)]
            centre = round(x + dx), round(horizon - size + dy)
            cv2.circle(canvas, centre, max(1, round(size / 8)), shade, -1)


def _paint_posts(canvas: Pixels, horizon: int, random: np.random.Generator) -> None:
    """A fence, a row of bollards, or the joints of a kerb."""
    step, wide = random.uniform(3, _LONGEST_STEP), random.uniform(0.2, 0.7)
    height, count = random.uniform(4, 40), int(random.integers(4, 40))
    left, top = random.uniform(-20, _WIDTH_PX - 60), horizon + random.uniform(-20, 120)
    ground, ink = _colour(random), _colour(random)
    if random.random() < 0.6:
        _fill(canvas, Box(left, top - 2, count * step, height + 4), ground)
    for index in range(count):
        _fill(canvas, Box(left + index * step, top, max(1.0, step * wide), height), ink)


def _paint_boom(canvas: Pixels, horizon: int, random: np.random.Generator) -> None:
    """A bar in stripes of two colours, level or raised."""
    count, step, thick = int(random.integers(4, 14)), random.uniform(8, 40), random.uniform(3, 18)
    bar = np.full((max(2, round(thick)), round(count * step), 3), 235, np.uint8)
    second = _colour(random) if random.random() < 0.4 else (40, 40, 200)
    for index in range(0, count, 2):
        _fill(bar, Box(index * step, 0, step, thick), second)
    turn = np.deg2rad(random.choice([0.0, random.uniform(-60, 10)], p=[0.6, 0.4]))
    x, y = random.uniform(-60, _WIDTH_PX - 100), horizon + random.uniform(-40, 140)
    turned = [[np.cos(turn), -np.sin(turn), x], [np.sin(turn), np.cos(turn), y]]
    matrix = np.array(turned)
    size = canvas.shape[1], canvas.shape[0]
    cover = cv2.warpAffine(np.full(bar.shape[:2], 255, np.uint8), matrix, size) > 127
    canvas[cover] = cv2.warpAffine(bar, matrix, size)[cover]


def _paint_road(canvas: Pixels, horizon: int, random: np.random.Generator) -> None:
    """Marks that run towards the horizon, and a crossing."""
    vanishing = np.array([random.uniform(0.2, 0.8) * _WIDTH_PX, horizon])
    paint = _colour(random, 170, 255)
    for _ in range(int(random.integers(1, 6))):
        foot = np.array([random.uniform(-0.5, 1.5) * _WIDTH_PX, _HEIGHT_PX])
        for share in np.arange(0.15, 1.0, random.uniform(0.08, 0.2)):
            near, far = share, share * random.uniform(1.02, 1.08)
            start, end = (vanishing + (foot - vanishing) * at for at in (near, far))
            half = np.array([8.0 * share, 0.0])
            corners = [start - half, start + half, end + half, end - half]
            cv2.fillPoly(canvas, [np.round(corners).astype(np.int32)], paint)


def _paint_sign(canvas: Pixels, horizon: int, random: np.random.Generator) -> None:
    """A board with a word, lines that cannot be read, or nothing on it."""
    width, height = random.uniform(24, 160), random.uniform(10, 50)
    x, y = random.uniform(0, _WIDTH_PX - width), horizon + random.uniform(-100, 90)
    ground, ink = _colour(random), _colour(random)
    _fill(canvas, Box(x, y, width, height), ground)
    cv2.rectangle(canvas, (round(x), round(y)), (round(x + width), round(y + height)), ink, 1)
    for row in range(int(random.integers(0, 4))):
        top, at = y + 3 + row * 7, x + 4
        while at < x + width * 0.9:
            step = random.uniform(2, 9)
            _fill(canvas, Box(at, top, step * 0.7, 4), ink)
            at += step


_THINGS: tuple[Callable[[Pixels, int, np.random.Generator], None], ...] = (
    _paint_posts,
    _paint_boom,
    _paint_road,
    _paint_sign,
)


def streets(count: int, seed: int) -> list[LabelledPicture]:
    """``count`` streets of which no two are alike."""
    return [empty_street(seed * 1_000_003 + number) for number in range(count)]
