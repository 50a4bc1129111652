"""Boxes on a plate that hold no single character: what a segmenter may cut by mistake; pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from pipeline.types import Box

_NARROW = 0.4
"""Glyphs narrower than this share of their height (1, I) are not halved: a half looks whole."""

_LEAST_GAP = 0.1


def wrong_cuts(
    boxes: Sequence[Box], size: tuple[int, int], count: int, rng: np.random.Generator
) -> list[Box]:
    """``count`` boxes that show no character of a plate whose characters are ``boxes``.

    Fragments, neighbours cut as one, what stands between, above, below and beside the
    characters (hyphens, bolts, seals, small text, bands, frames), glyphs cut much too high.
    ``size`` is (height, width) of the plate in pixels.
    """
    anywhere = partial(_anywhere, size=size)
    makers = (_fragment, _merged, _straddling, _between, _beside, _too_high, _low_strip, anywhere)
    chances = np.array([0.22, 0.2, 0.14, 0.1, 0.14, 0.06, 0.06, 0.08])
    cuts: list[Box] = []
    for _ in range(8 * count):
        if len(cuts) == count:
            break
        made = makers[int(rng.choice(len(makers), p=chances))](boxes, rng)
        if made is not None and made.width >= 2 and made.height >= 4 and _is_seen(made, size):
            cuts.append(made)
    return cuts


def _pick(boxes: Sequence[Box], rng: np.random.Generator) -> Box:
    return boxes[int(rng.integers(len(boxes)))]


def _pick_pair(boxes: Sequence[Box], rng: np.random.Generator) -> tuple[Box, Box] | None:
    """A character and the next one of the same line."""
    if len(boxes) < 2:
        return None
    at = int(rng.integers(len(boxes) - 1))
    first, second = boxes[at], boxes[at + 1]
    beside = second.x > first.centre[0] and second.x - first.right < 1.5 * first.height
    return (first, second) if beside else None


def _fragment(boxes: Sequence[Box], rng: np.random.Generator) -> Box | None:
    box = _pick(boxes, rng)
    if box.width < _NARROW * box.height:
        return None
    share = float(rng.uniform(0.3, 0.62))
    match int(rng.integers(5)):
        case 0 | 1:
            return Box(box.x, box.y, share * box.width, box.height)
        case 2 | 3:
            return Box(box.right - share * box.width, box.y, share * box.width, box.height)
        case _:
            top = box.y if rng.random() < 0.5 else box.bottom - share * box.height
            return Box(box.x, top, box.width, share * box.height)


def _merged(boxes: Sequence[Box], rng: np.random.Generator) -> Box | None:
    """Two neighbours as one, or one and a part of the next."""
    pair = _pick_pair(boxes, rng)
    if pair is None:
        return None
    first, second = pair
    top, bottom = min(first.y, second.y), max(first.bottom, second.bottom)
    left, right = first.x, second.right
    if rng.random() < 0.45 and second.width >= _NARROW * second.height:
        right = second.x + float(rng.uniform(0.35, 0.7)) * second.width
    elif rng.random() < 0.45 and first.width >= _NARROW * first.height:
        left = first.right - float(rng.uniform(0.35, 0.7)) * first.width
    return Box(left, top, right - left, bottom - top)


def _straddling(boxes: Sequence[Box], rng: np.random.Generator) -> Box | None:
    """The end of one character and the beginning of the next."""
    pair = _pick_pair(boxes, rng)
    if pair is None:
        return None
    first, second = pair
    left = first.right - float(rng.uniform(0.3, 0.6)) * first.width
    right = second.x + float(rng.uniform(0.3, 0.6)) * second.width
    return Box(left, first.y, right - left, first.height)


def _between(boxes: Sequence[Box], rng: np.random.Generator) -> Box | None:
    pair = _pick_pair(boxes, rng)
    if pair is None or pair[1].x - pair[0].right < _LEAST_GAP * pair[0].height:
        return None
    first, second = pair
    height = first.height * (1.0 if rng.random() < 0.6 else float(rng.uniform(0.15, 0.5)))
    top = first.centre[1] - height / 2
    return Box(first.right, top, second.x - first.right, height)


def _beside(boxes: Sequence[Box], rng: np.random.Generator) -> Box | None:
    """What stands before the first or after the last character of a line."""
    edge = boxes[0] if rng.random() < 0.5 else boxes[-1]
    width = float(rng.uniform(0.1, 0.9)) * edge.height
    away = float(rng.uniform(0.05, 0.5)) * edge.height
    left = edge.x - away - width if edge is boxes[0] else edge.right + away
    found = Box(left, edge.y, width, edge.height)
    return found if _is_free(found, boxes) else None


def _too_high(boxes: Sequence[Box], rng: np.random.Generator) -> Box:
    box = _pick(boxes, rng)
    more = float(rng.uniform(0.45, 1.1)) * box.height
    top = box.y - (more if rng.random() < 0.5 else 0.0)
    return Box(box.x, top, box.width, box.height + more)


def _low_strip(boxes: Sequence[Box], rng: np.random.Generator) -> Box | None:
    """Small text, bolts and frame above or below the characters."""
    box = _pick(boxes, rng)
    height = float(rng.uniform(0.2, 0.45)) * box.height
    gap = float(rng.uniform(0.04, 0.15)) * box.height
    top = box.y - gap - height if rng.random() < 0.5 else box.bottom + gap
    found = Box(
        box.x + float(rng.uniform(-0.5, 0.5)) * box.width,
        top,
        float(rng.uniform(0.5, 1.3)) * height,
        height,
    )
    return found if _is_free(found, boxes) else None


def _anywhere(
    boxes: Sequence[Box], rng: np.random.Generator, *, size: tuple[int, int]
) -> Box | None:
    box = _pick(boxes, rng)
    height = float(rng.uniform(0.3, 1.1)) * box.height
    width = float(rng.uniform(0.15, 1.0)) * height
    x, y = rng.uniform(0, max(1.0, size[1] - width)), rng.uniform(0, max(1.0, size[0] - height))
    found = Box(float(x), float(y), width, height)
    return found if _is_free(found, boxes) else None


def _is_free(found: Box, boxes: Sequence[Box]) -> bool:
    """Whether ``found`` holds next to nothing of any character."""
    for box in boxes:
        across = min(found.right, box.right) - max(found.x, box.x)
        down = min(found.bottom, box.bottom) - max(found.y, box.y)
        if across > 0.15 * min(found.width, box.width) and down > 0.15 * min(
            found.height, box.height
        ):
            return False
    return True


def _is_seen(found: Box, size: tuple[int, int]) -> bool:
    """Whether at least half of ``found`` lies in the picture."""
    across = min(found.right, size[1]) - max(found.x, 0.0)
    down = min(found.bottom, size[0]) - max(found.y, 0.0)
    return across > 0 and down > 0 and across * down >= 0.5 * found.area
