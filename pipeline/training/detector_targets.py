"""What the detector should answer: anchors fitted to the plates, and the cells that own them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.training.detector_data import Boxes

Floats = npt.NDArray[np.float32]

IGNORED = -1.0
"""Objectness target of a cell whose answer is not judged."""

_LARGEST_RATIO = 4.0
"""A box within this factor of an anchor's sides is the anchor's: (2 * sigmoid)**2 reaches 4.

Source: Jocher et al., YOLOv5 v6.0, 2021.
"""


def fit_anchors(sides: Floats, count: int, *, seed: int) -> Floats:
    """``count`` (width, height) anchors in pixels, smallest area first, by k-means of log sides.

    Logarithms make the distance one of ratios, which is what the assignment compares.

    Source: Redmon and Farhadi, YOLO9000, CVPR 2017, section 2 (k-means anchors).
    """
    random = np.random.default_rng(seed)
    points = np.log(sides)
    centres = points[random.choice(len(points), count, replace=False)]
    for _ in range(100):
        distances = np.abs(points[:, None] - centres[None]).max(axis=2)
        owner = distances.argmin(axis=1)
        for number in range(count):
            members = points[owner == number]
            if len(members):
                centres[number] = members.mean(axis=0)
    anchors = np.exp(centres)
    return np.asarray(anchors[np.argsort(anchors.prod(axis=1))], np.float32)


def assign(
    boxes: Boxes,
    ignored: Boxes,
    size: tuple[int, int],
    strides: tuple[int, ...],
    anchors: Floats,
) -> Floats:
    """Targets (cells, 5): box as left, top, right, bottom and objectness 1, 0 or ``IGNORED``.

    Cells run over scales, rows, columns, anchors, as the model's maps do when flattened.
    ``anchors`` is (scales, anchors a scale, 2) in pixels. A plate belongs to every anchor of
    similar shape, in its own cell and in the two nearest neighbours.
    """
    maps = []
    for stride, scale_anchors in zip(strides, anchors, strict=True):
        rows, columns = size[0] // stride, size[1] // stride
        targets = np.zeros((rows, columns, len(scale_anchors), 5), np.float32)
        for left, top, right, bottom in ignored / stride:
            cut = np.s_[int(top) : int(np.ceil(bottom)), int(left) : int(np.ceil(right))]
            targets[(*cut, slice(None), 4)] = IGNORED
        # Small plates last: where two want one cell, the one that is harder to find gets it.
        order = np.argsort(-np.prod(boxes[:, 2:] - boxes[:, :2], axis=1))
        for box in boxes[order]:
            ratios = (box[2:] - box[:2]) / scale_anchors
            fitting = np.maximum(ratios, 1 / ratios).max(axis=1) < _LARGEST_RATIO
            if fitting.any():
                for row, column in _owners((box[:2] + box[2:]) / 2 / stride, rows, columns):
                    targets[row, column, fitting] = [*box, 1.0]
        maps.append(targets.reshape(-1, 5))
    return np.concatenate(maps)


def _owners(centre: Floats, rows: int, columns: int) -> list[tuple[int, int]]:
    column, row = (int(value) for value in centre)
    beside = column + (1 if centre[0] % 1 > 0.5 else -1)
    above = row + (1 if centre[1] % 1 > 0.5 else -1)
    cells = [(row, column), (row, beside), (above, column)]
    return [(r, c) for r, c in cells if 0 <= r < rows and 0 <= c < columns]
